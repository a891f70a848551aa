"""The setting of a digest: moderators say when "The week's best" comes, and where."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from bot.domain.audit import Action
from bot.domain.digest import DigestPlan
from bot.domain.error import DeliveryError, UserError
from bot.domain.sentence import marked
from bot.domain.weekly import HALF_WEEK, Week, next_occurrence, zone_named
from bot.services.auditing import Auditing
from bot.services.composing import Composing
from bot.services.digests import Digest, Ranked
from bot.services.ports import Clock
from bot.services.standing import TELL_AFTER
from bot.storage.database import Database, Tx
from bot.storage.digest import DigestTable

MOST_MORE = 15
_SEVEN_DAYS = timedelta(days=7)


_SWITCHED_OFF = marked(
    "**The week’s best** in {channel} was switched off ({reason}). Set it again with `/digest on`."
)
_LEFT_OUT = marked("**The week’s best** in {channel} was left out this week ({reason}).")
_STUCK = marked(
    "**The week’s best** in {channel} can’t be posted at the moment ({reason}). It is tried again by "
    "itself."
)


class DigestSetting:
    """Set digests, look at them before they come, and say what is wrong with them."""

    def __init__(
        self,
        *,
        db: Database,
        table: DigestTable,
        composing: Composing,
        clock: Clock,
        on_change: Callable[[], None] = lambda: None,
    ) -> None:
        self._db = db
        self._table = table
        self._composing = composing
        self._clock = clock
        self._audit = Auditing(db=db, clock=clock)
        self._on_change = on_change

    async def set(
        self, guild_id: int, channel_id: int, *, weekday: int, hour: int, time_zone: str, by: int
    ) -> DigestPlan:
        """Have a digest posted from now on; its plan says when the first one comes.

        Not within half a week of the last one. ``by`` wishes it. Raises UserError for an unknown
        time zone.
        """
        zone = zone_named(time_zone)
        async with self._db.write() as tx:
            before = await self._table.get(guild_id, tx=tx)
            after = _earliest(before, self._clock.now())
            next_at = next_occurrence(after, weekday, hour, zone)
            plan = DigestPlan(
                guild_id=guild_id,
                channel_id=channel_id,
                weekday=weekday,
                hour=hour,
                time_zone=zone.key,
                next_at=next_at,
                not_before=next_at,
                last_at=after - HALF_WEEK if after > self._clock.now() else None,
            )
            await self._table.set(tx, plan)
            await self._note(tx, before, plan, by=by)
        self._on_change()
        return plan

    async def _note(
        self, tx: Tx, before: DigestPlan | None, after: DigestPlan | None, *, by: int
    ) -> None:
        plan = after or before
        assert plan is not None  # noqa: S101 - one of the two is
        await self._audit.note(
            tx,
            Action.DIGEST_CHANGED,
            guild_id=plan.guild_id,
            by=by,
            before=_noted(before),
            after=_noted(after),
        )

    async def switch_off(self, guild_id: int, *, by: int) -> DigestPlan:
        """Post none from now on, and return what was set; raises UserError if nothing was."""
        plan = await self._table.get(guild_id)
        if plan is None or not plan.on:
            raise UserError("No digest is set in this server. `/digest on` sets one.")
        async with self._db.write() as tx:
            await self._table.switch_off(tx, guild_id)
            await self._note(tx, plan, None, by=by)
        return plan

    async def get(self, guild_id: int) -> DigestPlan | None:
        """Return what is set in a server, also where it is off."""
        return await self._table.get(guild_id)

    async def preview(self, guild_id: int, channel_id: int) -> tuple[Digest, bytes | None]:
        """Return what the digest of the last seven days would be in a channel, and its picture."""
        now = self._clock.now()
        try:
            return await self._composing.compose(guild_id, channel_id, Week(now - _SEVEN_DAYS, now))
        except DeliveryError as error:
            raise UserError(
                "No digest can be posted in {channel} at the moment ({reason}). `/digest on` for "
                "that channel says what I need there.",
                channel=f"<#{channel_id}>",
                reason=error,
            ) from error

    async def more(
        self, guild_id: int, week: Week, channels: Collection[int]
    ) -> tuple[Ranked, ...]:
        """Return the best of a week as it stands now, for one who may see these channels."""
        best = await self._table.best(guild_id, week, channels=channels, limit=MOST_MORE)
        return tuple(
            Ranked(rank=rank, points=one.points, post=one.post)
            for rank, one in enumerate(best, start=1)
        )

    async def problem(self, guild_id: int) -> UserError | None:
        """Return what people should hear of a server's digest; None if all is well."""
        plan = await self._table.get(guild_id)
        if plan is None or plan.error is None:
            return None
        values = {"channel": f"<#{plan.channel_id}>", "reason": UserError(plan.error)}
        if not plan.on:
            return UserError(_SWITCHED_OFF, **values)
        now = self._clock.now()
        if plan.next_at > now:
            return UserError(_LEFT_OUT, **values)
        return None if now - plan.next_at < TELL_AFTER else UserError(_STUCK, **values)


def _noted(plan: DigestPlan | None) -> dict[str, object]:
    """Return what the log says of a plan: nothing where there is no digest."""
    if plan is None or not plan.on:
        return {}
    return {
        "channel": plan.channel_id,
        "weekday": plan.weekday,
        "hour": plan.hour,
        "time_zone": plan.time_zone,
    }


def _earliest(plan: DigestPlan | None, now: datetime) -> datetime:
    """Return the moment after which a digest that is set now may come: once each week."""
    last = plan and (plan.next_at if plan.sending_at else plan.last_at)
    return max(now, last + HALF_WEEK) if last and last <= now else now
