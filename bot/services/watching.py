"""Watching: what is wrong is looked at every minute, and noted once for each change."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.notice_change import Changes, OpenNotice, changes
from bot.domain.trouble import Quiet, Sight, conditions, hidden
from bot.services.notices import Notices
from bot.services.permitting import Permitting
from bot.services.ports import Clock
from bot.storage.database import Database
from bot.storage.notice import NoticeTable
from bot.storage.trouble import TroubleTable

log = logging.getLogger(__name__)

LOOK_EVERY = timedelta(minutes=1)
QUIET_EVERY = timedelta(hours=1)  # a silence is one of days
_KEPT = timedelta(days=30)
_EVERYTHING = 0


class Watching:
    """Note which states began and which ended, of all servers at once.

    When it looked last is not stored: a look too many tells nothing twice.
    """

    def __init__(
        self,
        *,
        db: Database,
        notices: Notices,
        clock: Clock,
        on_change: Callable[[], None] = lambda: None,
    ) -> None:
        self._db = db
        self._troubles = TroubleTable(db)
        self._permitting = Permitting(troubles=self._troubles, notices=notices)
        self._notices = NoticeTable(db)
        self._clock = clock
        self._on_change = on_change
        self._looked_at: datetime | None = None
        self._quiet_at: datetime | None = None
        self._hidden = False

    async def due(self, *, limit: int, busy: Collection[int]) -> Sequence[int]:
        """Return something each minute."""
        if limit < 1 or _EVERYTHING in busy:
            return ()
        return (_EVERYTHING,) if _is_due(self._looked_at, LOOK_EVERY, self._clock.now()) else ()

    async def next_at(self) -> datetime | None:
        """Return when to look again."""
        return self._looked_at and self._looked_at + LOOK_EVERY

    async def work(self, key: int) -> None:  # noqa: ARG002 - there is but one
        """Look, and note what changed."""
        now = self._clock.now()
        self._looked_at = now
        sight = await self._troubles.sight(now)
        is_hour = _is_due(self._quiet_at, QUIET_EVERY, now)
        await self._permitting.look(everywhere=is_hour)
        sight = replace(sight, limited=self._permitting.limited())
        if is_hour:
            self._quiet_at = now
            sight = replace(sight, quiet=await self._quiet(now))
        self._log_hidden(sight)
        if self._changes(await self._notices.open(), sight, now):
            await self._note(sight, now)

    def look_at_permissions(self, guild_id: int) -> None:
        """Look soon at what the bot may do in a server: it may have changed (M50)."""
        self._permitting.has_changed(guild_id)

    def _changes(self, known: Iterable[OpenNotice], sight: Sight, now: datetime) -> Changes:
        unseen = self._permitting.is_unseen
        return changes(known, conditions(sight, now), kinds=sight.kinds, unseen=unseen)

    async def _note(self, sight: Sight, now: datetime) -> None:
        """Write down what began and what ended."""
        async with self._db.write() as tx:
            news = self._changes(await self._notices.open(tx=tx), sight, now)
            await self._notices.end(tx, news.ended, now)
            await self._notices.begin(tx, news.began, now)
            back = [one.notice.id for one in news.ended if one.is_news]
            await self._notices.tell_back(tx, back, now)
            await self._notices.forget(tx, now - _KEPT)
        for one in news.began:
            details = {"server": one.guild_id, "about": one.subject, "kind": one.kind.value}
            log.info("moderators are to be told", extra=details)
        self._on_change()

    async def _quiet(self, now: datetime) -> list[Quiet]:
        """Return the feeds that brought nothing for a while, page by page."""
        found: list[Quiet] = []
        after: int | None = 0
        while after is not None:
            page, after = await self._troubles.quiet(now, after=after)
            found += page
        return found

    def _log_hidden(self, sight: Sight) -> None:
        """Say once that nobody is told, as it is our own connection that fails."""
        is_hidden = bool(hidden(sight))
        if is_hidden and not self._hidden:
            log.warning("most feeds fail at once: no server is told, it is our own connection")
        self._hidden = is_hidden


def _is_due(last: datetime | None, every: timedelta, now: datetime) -> bool:
    """Tell whether it is time again, also after a clock was set back (V64)."""
    return last is None or not last <= now < last + every
