"""Digesting: "The week's best" is posted once each week, at the moment that moderators chose."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.digest import DigestPlan
from bot.domain.error import (
    ChannelGone,
    DeliveryError,
    Forbidden,
    Malformed,
    Uncertain,
    Unreachable,
    UserError,
)
from bot.domain.weekly import (
    HALF_WEEK,
    last_occurrence,
    next_occurrence,
    week_before,
    zone_named,
)
from bot.services.composing import Composing
from bot.services.digests import Digest, Digests
from bot.services.ports import Clock
from bot.services.publishing import FIRST_PAUSE, LONGEST_ASKED, NONCE_IS_SAFE
from bot.storage.database import Database
from bot.storage.digest import LONGEST_WAIT, DigestTable

log = logging.getLogger(__name__)

LONGEST_PAUSE = timedelta(minutes=15)  # each try looks for stories and draws the picture anew


class Digesting:
    """Post digests when they are due.

    A digest that was missed comes late, for the week up to its planned moment; of several only
    the last one. What it holds is chosen when it is sent.
    """

    def __init__(
        self,
        *,
        db: Database,
        table: DigestTable,
        composing: Composing,
        digests: Digests,
        clock: Clock,
    ) -> None:
        self._db = db
        self._table = table
        self._composing = composing
        self._digests = digests
        self._clock = clock

    async def due(self, *, limit: int, busy: Collection[int]) -> Sequence[int]:
        """Return the ids of servers whose digest may be sent, or looked for, now."""
        found = await self._table.due(self._clock.now(), limit + len(busy))
        return [guild_id for guild_id in found if guild_id not in busy][:limit]

    async def next_at(self) -> datetime | None:
        """Return when the next digest of any server may be tried."""
        return await self._table.next_due_at()

    async def work(self, key: int) -> None:
        """Post a server's digest if its moment has come."""
        plan = await self._table.get(key)
        if plan is None or not plan.on:
            return
        try:
            zone = zone_named(plan.time_zone)
        except UserError as error:  # this machine knows fewer zones than the last one did
            await self._end(plan, str(error))
            return
        plan = await self._caught_up(plan, zone)
        if plan.next_at <= self._clock.now():
            await self._deliver(plan, zone)

    async def _caught_up(self, plan: DigestPlan, zone: ZoneInfo) -> DigestPlan:
        """Return the digest to post now: the last one of those that were missed.

        One that a clock that ran ahead planned for years to come is planned anew (V64).
        """
        now = self._clock.now()
        last = last_occurrence(now, plan.weekday, plan.hour, zone)
        if plan.next_at > now + LONGEST_WAIT:
            planned = next_occurrence(now, plan.weekday, plan.hour, zone)
        elif last - plan.next_at >= HALF_WEEK:
            planned = last
        else:
            return plan
        async with self._db.write() as tx:
            await self._table.move_on(tx, plan, planned, posted=False)
            return await self._table.get(plan.guild_id, tx=tx) or plan

    async def _deliver(self, plan: DigestPlan, zone: ZoneInfo) -> None:
        """Try to bring a digest into its channel; a week without votes has none."""
        when = plan.weekday, plan.hour, zone
        try:
            digest, picture = await self._composing.compose(
                plan.guild_id, plan.channel_id, week_before(plan.next_at, *when)
            )
            digest = replace(digest, nonce=_nonce(plan), sending_at=plan.sending_at)
            plan, there = await self._looked_for(plan, digest)
            posted = there or (bool(digest.stories) and await self._send(plan, digest, picture))
        except DeliveryError as error:
            await self._failed(plan, error, next_occurrence(plan.next_at + HALF_WEEK, *when))
            return
        except Exception as error:
            # Nobody knows how far a bug let the message come: it is looked for before the next try.
            log.exception("sending a digest met a bug", extra={"server": plan.guild_id})
            await self._failed(plan, Uncertain(str(error)), plan.next_at)
            return
        async with self._db.write() as tx:
            following = next_occurrence(plan.next_at + HALF_WEEK, *when)
            await self._table.move_on(tx, plan, following, posted=posted)

    async def _looked_for(self, plan: DigestPlan, digest: Digest) -> tuple[DigestPlan, bool]:
        """Find out what became of a try whose answer was lost (D9), and tell if it is there.

        If it surely is not, the digest counts as not sent; as long as the nonce still answers for
        it, it stays in doubt and is sent once more.
        """
        if plan.sending_at is None or self._nonce_is_safe(plan.sending_at):
            return plan, False
        message_id = await self._digests.find_digest(digest)
        return replace(plan, sending_at=None), message_id is not None

    def _nonce_is_safe(self, sending_at: datetime) -> bool:
        return timedelta(0) <= self._clock.now() - sending_at < NONCE_IS_SAFE

    async def _send(self, plan: DigestPlan, digest: Digest, picture: bytes | None) -> bool:
        """Send a digest; False if moderators set it anew meanwhile.

        The plan says so before Discord is called (D8).
        """
        if plan.sending_at is None:
            async with self._db.write() as tx:
                if not await self._table.mark_sending(tx, plan, self._clock.now()):
                    return False
        if picture:
            try:
                await self._digests.send_digest(digest, picture)
            except (Forbidden, Malformed) as error:  # Attach Files is missing, or it is too much
                log.info("a digest can't be sent with its picture", extra={"why": str(error)})
            else:
                return True
        await self._digests.send_digest(digest, None)
        return True

    async def _failed(self, plan: DigestPlan, error: DeliveryError, following: datetime) -> None:
        sentence = str(error)
        if sentence != plan.error:
            details = {"server": plan.guild_id, "channel": plan.channel_id, "why": sentence}
            log.warning("a digest can't be posted now", extra=details)
        if isinstance(error, ChannelGone):
            await self._end(plan, sentence)
            return
        # Once in doubt always in doubt, until the message is there or surely is not.
        in_doubt = isinstance(error, Uncertain) or plan.sending_at is not None
        async with self._db.write() as tx:
            if isinstance(error, Malformed) and not in_doubt:
                await self._table.move_on(tx, plan, following, posted=False, error=sentence)
            else:
                not_before = self._clock.now() + _pause(plan, error)
                await self._table.defer(tx, plan, not_before, error=sentence, in_doubt=in_doubt)

    async def _end(self, plan: DigestPlan, why: str) -> None:
        async with self._db.write() as tx:
            await self._table.switch_off(tx, plan.guild_id, error=why)


def _nonce(plan: DigestPlan) -> str:
    """Return what makes all tries one message; Discord takes 25 characters."""
    return f"d{plan.salt}-{plan.next_at.timestamp():.0f}"


def _pause(plan: DigestPlan, error: DeliveryError) -> timedelta:
    """Return how long to wait: what Discord asked for, else longer with each try in a row."""
    asked = error.retry_after if isinstance(error, Unreachable) else None
    doubled: timedelta = FIRST_PAUSE * 2 ** min(plan.attempts, 10)
    return max(min(asked or timedelta(0), LONGEST_ASKED), min(doubled, LONGEST_PAUSE))
