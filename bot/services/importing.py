"""Importing: a server's feeds as a file, and back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.audit import Action
from bot.domain.error import ParseError, UserError
from bot.domain.feed_import import Destination, ImportPlan, plan_import
from bot.domain.link import feed_key
from bot.domain.opml import (
    MAX_DEPTH,
    MAX_FEEDS,
    Fault,
    FeedList,
    FiledFeed,
    ListRefused,
    write_opml,
)
from bot.domain.schedule import DEFAULT_INTERVAL
from bot.domain.sentence import marked
from bot.services.auditing import Auditing
from bot.services.ports import Clock, Reader
from bot.storage.database import Database
from bot.storage.filed_feed import FiledFeedTable, NewFiled

UNDO = timedelta(days=1)
"""For so long an import can be undone as a whole."""

_SPREAD = timedelta(hours=1)
_PACE = timedelta(seconds=2)
_PART = 500

_FAULTS: Mapping[Fault, str] = {
    Fault.TOO_LARGE: marked(
        "That file is too large; 5 MB is the most that I read. Nothing was saved."
    ),
    Fault.NO_OPML: marked(
        "That file is no OPML. Feed readers call it “Export” or “OPML” and write it for you. "
        "Nothing was saved."
    ),
    Fault.ENTITIES: marked(
        "That file declares XML entities, which can be used to attack and no list of feeds needs. "
        "Nothing was saved."
    ),
    Fault.TOO_DEEP: marked(
        "The outlines of that file are nested more than {depth} deep. Nothing was saved."
    ),
    Fault.TOO_MANY: marked(
        "That file has too many feeds; {feeds} at once are the most. Please split it into several. "
        "Nothing was saved."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedsImported:
    """What became of a file: how many were ``added``, and ``known`` before. ``at`` is its name."""

    added: int
    known: int
    without_address: int
    refused: tuple[str, ...]
    channels: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFile:
    """A list of feeds as a file."""

    feeds: int
    content: bytes


class Importing:
    """Take feeds from files, and give them away. What is raised is a UserError."""

    def __init__(
        self,
        *,
        db: Database,
        reader: Reader,
        clock: Clock,
        may_ask: Callable[[str], bool] = lambda _url: True,
        on_change: Callable[[], None] = lambda: None,
    ) -> None:
        self._db = db
        self._reader = reader
        self._clock = clock
        self._may_ask = may_ask
        self._on_change = on_change
        self._one_file = (
            asyncio.Lock()
        )  # a large one takes a reader for seconds; feeds need the others
        self._table = FiledFeedTable(db)
        self._auditing = Auditing(db=db, clock=clock)

    async def plan(self, body: bytes, to: Destination) -> ImportPlan:
        """Read a file and say what it will bring; nothing is saved, no feed is asked.

        Raises UserError for what is no list of feeds, or has none, and beyond the bounds of
        domain/opml.py.
        """
        found = await self._read(body)
        if not found.feeds:
            raise UserError("There is no feed in that file. Nothing was saved.")
        plan = await asyncio.to_thread(plan_import, found, to, may_ask=self._may_ask)
        if not plan.feeds:
            raise UserError(
                "None of the addresses in that file can be asked, such as {address}. Only those that "
                "begin with http:// or https:// and that anyone on the internet can open can be "
                "read. Nothing was saved.",
                address=f"`{plan.refused[0].replace('`', '')[:200]}`",
            )
        return plan

    async def _read(self, body: bytes) -> FeedList:
        try:
            async with self._one_file:
                return await self._reader.opml(body)
        except ListRefused as refused:
            sentence = _FAULTS[refused.fault]
            raise UserError(sentence, depth=MAX_DEPTH, feeds=MAX_FEEDS) from None
        except ParseError:  # too slow or too large for a worker: made for it
            raise UserError("That file could not be read. Nothing was saved.") from None

    async def save(self, plan: ImportPlan, *, by: int) -> FeedsImported:
        """Subscribe the channels, all in one transaction; nothing is posted of what is there now.

        Their first polls are spread over up to an hour, so that thousands don't come at once.
        """
        now = self._clock.now()
        new = _scheduled(plan.feeds, now)
        async with self._db.write() as tx:
            added = 0
            for start in range(0, len(new), _PART):
                added += await self._table.add(
                    tx,
                    new[start : start + _PART],
                    guild_id=plan.guild_id,
                    by=by,
                    interval=DEFAULT_INTERVAL,
                    now=now,
                )
            await self._auditing.note(
                tx,
                Action.FEEDS_IMPORTED,
                guild_id=plan.guild_id,
                by=by,
                after={"feeds": added, "channels": len(plan.channel_ids)},
            )
        self._on_change()
        return FeedsImported(
            added=added,
            known=plan.doubles + len(new) - added,
            without_address=plan.without_address,
            refused=plan.refused,
            channels=len(plan.channel_ids),
            at=now,
        )

    async def undo(self, guild_id: int, at: datetime, *, by: int) -> int:
        """Take back an import of this server, by its time; return how many feeds were removed.

        Raises UserError after a day.
        """
        now = self._clock.now()
        if now - at > UNDO:
            raise UserError(
                "That was too long ago to take it back as a whole. `/feed remove` removes a feed."
            )
        async with self._db.write() as tx:
            removed = await self._table.remove(tx, guild_id=guild_id, created_at=at, now=now)
            if removed:
                await self._auditing.note(
                    tx, Action.IMPORT_UNDONE, guild_id=guild_id, by=by, before={"feeds": removed}
                )
        self._on_change()
        return removed

    async def export(
        self,
        guild_id: int,
        channels: Mapping[int, str],
        *,
        title: str,
        channel_id: int | None = None,
    ) -> FeedFile:
        """Return the feeds of a server, or of one channel, as OPML.

        ``channels`` are the names of channels by id. Raises UserError where there are none.
        """
        feeds = await self._table.of_guild(guild_id, channel_id)
        if not feeds:
            raise UserError("There are no feeds to export yet. `/feed add` adds the first.")
        named = [
            replace(feed, folders=(channels.get(feed.channel_id or 0, str(feed.channel_id)),))
            for feed in feeds
        ]
        content = await asyncio.to_thread(write_opml, title, named, at=self._clock.now())
        return FeedFile(feeds=len(named), content=content)


def _scheduled(feeds: tuple[FiledFeed, ...], now: datetime) -> list[NewFiled]:
    """Return each feed with the time to ask it first, one after the other."""
    step = min(_PACE, _SPREAD / max(len(feeds), 1))
    return [
        NewFiled(
            feed=feed,
            key=feed_key(feed.url),
            channel_id=feed.channel_id or 0,
            next_check_at=now + number * step,
        )
        for number, feed in enumerate(feeds)
    ]
