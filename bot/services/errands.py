"""Errands: a thread for talk under a post, and publishing it, behind the posting and never before it."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.errand import Errand, next_try, wanted_errands
from bot.domain.error import ChannelGone, DeliveryError, Forbidden, Unreachable
from bot.domain.model import Post
from bot.services.ports import Clock
from bot.storage.database import Database
from bot.storage.errand import ErrandTable, OpenErrand
from bot.storage.post import PostTable

log = logging.getLogger(__name__)


class Errands(Protocol):
    """Do for messages what is done once. A repeat does no harm; each raises a DeliveryError."""

    async def start_talk(self, post: Post) -> None:
        """Start a thread for talk under a post's message, where its channel has such threads.

        Raises Forbidden where a permission is missing.
        """
        ...

    async def publish(self, post: Post) -> bool:
        """Publish a post's message to those who follow its channel; tell whether it is published.

        It is not in a channel that nobody can follow. Raises Unreachable with Discord's own pause
        where too many of the channel were published lately.
        """
        ...


class RunningErrands:
    """Run the errands of one kind; what can't be done for a day is left."""

    def __init__(
        self,
        errand: Errand,
        *,
        db: Database,
        table: ErrandTable,
        posts: PostTable,
        errands: Errands,
        clock: Clock,
    ) -> None:
        self._errand = errand
        self._db = db
        self._table = table
        self._posts = posts
        self._errands = errands
        self._clock = clock
        self._waiting: dict[int, OpenErrand] = {}

    async def due(self, *, limit: int, busy: Collection[int]) -> Sequence[int]:
        """Return the ids of posts whose errand is to be run."""
        now = self._clock.now()
        rows = await self._table.due(self._errand, now, limit, exclude=busy)
        self._waiting |= {row.post_id: row for row in rows}
        return [row.post_id for row in rows]

    async def next_at(self) -> datetime | None:
        """Return when the next errand is to be run."""
        return await self._table.next_due_at(self._errand)

    async def work(self, key: int) -> None:
        """Run one errand."""
        row = self._waiting.pop(key)
        post = await self._posts.get(key)
        try:
            published = await self._run(post)
        except ChannelGone:
            await self._done(row, published=False)
        except DeliveryError as error:
            details = {"post": key, "errand": str(self._errand), "why": str(error)}
            log.info("an errand can't be run now", extra=details)
            await self._again_later(row, error)
        except Exception:
            log.exception("an errand met a bug", extra={"post": key, "errand": str(self._errand)})
            await self._again_later(row, None)
        else:
            await self._done(row, published=published)

    async def _run(self, post: Post | None) -> bool:
        """Do what moderators still want; tell whether the post is published now."""
        if post is None or self._errand not in wanted_errands(post):
            return False
        if self._errand is Errand.PUBLISH:
            return await self._errands.publish(post)
        await self._errands.start_talk(post)
        return False

    async def _done(self, row: OpenErrand, *, published: bool) -> None:
        async with self._db.write() as tx:
            await self._table.done(tx, self._errand, row.post_id, published=published)
            if self._errand is Errand.TALK:
                await self._table.set_problem(tx, row.post_id, None, self._clock.now())

    async def _again_later(self, row: OpenErrand, error: DeliveryError | None) -> None:
        """Try again later; where Discord has had enough of a channel's, all of them wait."""
        now = self._clock.now()
        asked = error.retry_after if isinstance(error, Unreachable) else None
        until = next_try(now, sent_at=row.sent_at, tries=row.tries, asked=asked)
        async with self._db.write() as tx:
            if until is None:
                await self._table.done(tx, self._errand, row.post_id)
            else:
                await self._table.defer(tx, self._errand, row.post_id, until)
            if asked:
                await self._table.defer_channel(tx, self._errand, row.channel_id, now + asked)
            if isinstance(error, Forbidden) and self._errand is Errand.TALK:
                await self._table.set_problem(tx, row.post_id, str(error), now)
