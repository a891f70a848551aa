"""The moderators' desk for notices: what their buttons do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.domain.audit import Action
from bot.domain.error import UserError
from bot.domain.link import feed_key
from bot.domain.notice import ACTS, FINAL, OF_PERMISSIONS, Act, Kind, Notice
from bot.domain.schedule import DEFAULT_INTERVAL
from bot.services.auditing import Auditing
from bot.services.discovering import FoundFeed
from bot.services.feed_stopping import FeedStopping
from bot.services.notices import Bundle
from bot.services.pacing import Pacing
from bot.services.ports import Clock
from bot.services.subscribing import Subscribing, as_new
from bot.storage.database import Database, Tx
from bot.storage.feed import FeedTable
from bot.storage.held import HeldTable
from bot.storage.notice import NoticeTable
from bot.storage.notice_act import NoticeActs
from bot.storage.server import ServerTable
from bot.storage.subscription import SubscriptionTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a button did: ``count`` is how many stories or feeds it concerned."""

    message: Bundle
    count: int = 0


class NoticeDesk:
    """Act on notices, for a person (``by``) who may configure.

    All of it raises UserError where there is nothing to do any more.
    """

    def __init__(
        self,
        *,
        db: Database,
        subscribing: Subscribing,
        stopping: FeedStopping,
        pacing: Pacing,
        auditing: Auditing,
        clock: Clock,
        on_change: Callable[[], None] = lambda: None,
        on_permissions: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._db = db
        self._table = NoticeTable(db)
        self._acts = NoticeActs(db)
        self._feeds = FeedTable(db)
        self._held = HeldTable(db)
        self._servers = ServerTable(db)
        self._subscriptions = SubscriptionTable(db)
        self._subscribing = subscribing
        self._stopping = stopping
        self._pacing = pacing
        self._auditing = auditing
        self._clock = clock
        self._on_change = on_change
        self._on_permissions = on_permissions
        self._do: dict[Act, Callable[[Notice, int], Awaitable[int]]] = {
            Act.CHECK: self._check,
            Act.REMOVE: self._remove,
            Act.UNDO: self._undo,
            Act.PAUSE: self._pause,
            Act.POST: self._post,
            Act.SKIP: self._skip,
            Act.TRY: self._try,
        }

    async def message(self, notice_id: int, salt: str, *, guild_id: int) -> Bundle:
        """Return what a message of this server tells, by its first notice."""
        notices = await self._table.bundle(notice_id)
        known = any(one.id == notice_id and one.salt == salt for one in notices)
        if not known or notices[0].guild_id != guild_id:
            raise UserError("This notice is too old. `/feed list` shows how all feeds do now.")
        settings = await self._servers.get(guild_id)
        return Bundle(
            guild_id=guild_id,
            channel_id=notices[0].channel_id or 0,
            notices=notices,
            language=settings.language,
        )

    async def act(self, message: Bundle, act: Act, *, by: int) -> Done:
        """Do what a button says about all that its message tells and that still lasts."""
        meant = [one for one in message.notices if _is_open_to(act, one)]
        if not meant:
            raise UserError("There is nothing to do about it any more.")
        count = 0
        for one in meant:
            count += await self._do[act](one, by)
        if act in FINAL or act is Act.UNDO:
            async with self._db.write() as tx:
                done = act if act in FINAL else None
                await self._table.set_act(tx, [one.id for one in meant], done)
        self._on_change()
        first = message.first
        return Done(
            message=await self.message(first.id, first.salt, guild_id=message.guild_id),
            count=count,
        )

    async def find(self, message: Bundle) -> FoundFeed:
        """Look for another feed on the site of the feed that a message tells of."""
        facts = message.first.facts
        found = await self._subscribing.find(facts.site or facts.url)
        if feed_key(found.url) == feed_key(facts.url):
            raise UserError("The site still names the same address, and no other.")
        return found

    async def take(self, message: Bundle, found: FoundFeed, *, by: int) -> int:
        """Let all subscriptions of the server to a feed be ones of another, with their settings.

        Nothing of what is in it now is posted. Returns in how many channels.
        """
        ids = await self._acts.subscriptions(message.guild_id, message.first.subject)
        now = self._clock.now()
        async with self._db.write() as tx:
            feed = await self._feeds.add(
                tx,
                url=found.url,
                key=feed_key(found.url),
                next_check_at=now,
                interval=DEFAULT_INTERVAL,
            )
            if not await self._subscriptions.of_feed(feed.id, tx=tx):
                await self._feeds.save(tx, as_new(feed, now))
            moved = [await self._acts.readdress(tx, id_, feed.id) for id_ in ids]
            if not any(moved):
                raise UserError("The channels have that feed already. You can remove this one.")
            await self._note(
                tx,
                Action.FEED_CHANGED,
                message.first,
                by,
                {"url": [message.first.facts.url, found.url]},
            )
        self._on_change()
        return sum(moved)

    async def problem(self, guild_id: int) -> str | None:
        """Return why moderators of a server can't be told, None where they can."""
        return await self._table.problem(guild_id)

    async def may_tell_again(self, guild_id: int) -> None:
        """Try again to tell a server, and to post there: what the bot may do has changed (M50)."""
        self._on_permissions(guild_id)
        await self._pacing.try_again(guild_id)
        if await self._table.problem(guild_id) is None:
            return
        async with self._db.write() as tx:
            await self._table.set_problem(tx, guild_id, None)
        self._on_change()

    async def _check(self, notice: Notice, _by: int) -> int:
        await self._subscribing.check_now(notice.subject)
        return 1

    async def _remove(self, notice: Notice, by: int) -> int:
        ids = await self._acts.subscriptions(notice.guild_id, notice.subject)
        for id_ in ids:
            await self._stopping.remove(id_, guild_id=notice.guild_id, by=by)
        return len(ids)

    async def _undo(self, notice: Notice, by: int) -> int:
        ids = await self._acts.subscriptions(notice.guild_id, notice.subject, removed=True)
        if not ids:
            raise UserError("That can’t be taken back any more. `/feed add` adds the feed again.")
        for id_ in ids:
            await self._stopping.restore(id_, guild_id=notice.guild_id, by=by)
        return len(ids)

    async def _pause(self, notice: Notice, by: int) -> int:
        ids = await self._acts.subscriptions(notice.guild_id, notice.subject)
        for id_ in ids:
            await self._stopping.pause(id_, guild_id=notice.guild_id, by=by)
        return len(ids)

    async def _post(self, notice: Notice, by: int) -> int:
        """Post the newest of each channel, and skip the others (D5)."""
        return await self._decide(notice, by, newest=1)

    async def _skip(self, notice: Notice, by: int) -> int:
        return await self._decide(notice, by, newest=0)

    async def _decide(self, notice: Notice, by: int, *, newest: int) -> int:
        """Let the newest of each channel go and drop the others; return how many were decided on."""
        refused = notice.kind is Kind.REFUSED
        async with self._db.write() as tx:
            held = await self._acts.held(tx, notice.guild_id, notice.subject, refused=refused)
            chosen = [id_ for ids in held.values() for id_ in ids[len(ids) - newest :]]
            rest = {id_ for ids in held.values() for id_ in ids} - set(chosen)
            released = await self._held.release(tx, chosen)
            skipped = await self._held.drop(tx, rest, "a moderator skipped it")
            action = Action.HELD_POSTED if newest else Action.HELD_SKIPPED
            await self._note(tx, action, notice, by, {"stories": [None, released or skipped]})
        return released + skipped

    async def _try(self, notice: Notice, by: int) -> int:
        if notice.kind is Kind.REFUSED:
            return await self._try_refused(notice, by)
        if notice.kind in OF_PERMISSIONS:
            self._on_permissions(notice.guild_id)
            await self._pacing.try_again(notice.guild_id)
            return 1
        async with self._db.write() as tx:
            now = self._clock.now()
            await self._acts.try_channel(tx, notice.guild_id, notice.subject, now)
        return 1

    async def _try_refused(self, notice: Notice, by: int) -> int:
        async with self._db.write() as tx:
            held = await self._acts.held(tx, notice.guild_id, notice.subject, refused=True)
            ids = [id_ for one in held.values() for id_ in one]
            released = await self._held.release(tx, ids)
            await self._note(tx, Action.HELD_POSTED, notice, by, {"stories": [None, released]})
        return released

    async def _note(
        self, tx: Tx, action: Action, notice: Notice, by: int, values: dict[str, list[object]]
    ) -> None:
        """Note what somebody did, with what was and what is."""
        await self._auditing.note(
            tx,
            action,
            guild_id=notice.guild_id,
            by=by,
            subject=notice.facts.name,
            before={name: old for name, (old, _) in values.items() if old is not None},
            after={name: new for name, (_, new) in values.items()},
        )


def _is_open_to(act: Act, notice: Notice) -> bool:
    if act is Act.UNDO:
        return notice.act is Act.REMOVE
    return act in ACTS.get(notice.kind, ()) and not notice.is_over and notice.act not in FINAL
