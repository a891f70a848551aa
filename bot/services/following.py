"""Following: people follow names, and are told of new stories that have them."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.domain.error import UserError
from bot.domain.follow import (
    MAX_FOLLOWS,
    Follow,
    clean_name,
    keys_in,
    keys_of,
    too_common,
)
from bot.domain.model import Article
from bot.domain.sentence import marked
from bot.domain.term import terms
from bot.domain.text import escape, plain
from bot.services.ports import Clock
from bot.storage.database import Database, Tx
from bot.storage.follow import FollowTable, Reach
from bot.storage.kin import KinTable
from bot.storage.told import ToldTable

log = logging.getLogger(__name__)

FRESH = timedelta(days=3)
"""How long a story is news: who follows a name is told of no older one."""

_REMEMBERED = timedelta(days=7)  # who was told of a story; nobody is told of it after FRESH
_MEASURED = 1_000  # articles, the newest
_MOST = 100  # of those may have a name: one in ten
_FEW = 200  # articles, from which no share can be told
_KEPT = 64
_DONT = marked("You don’t follow that name. `/follow list` shows the names that you follow.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """What somebody follows.

    ``closed`` tells that their direct messages were closed to us when we last wrote.
    """

    follows: tuple[Follow, ...]
    closed: bool


class Following:
    """Keep what people follow, and note whom to tell of what."""

    def __init__(self, *, db: Database, clock: Clock) -> None:
        self._db = db
        self._follows = FollowTable(db)
        self._told = ToldTable(db)
        self._kin = KinTable(db)
        self._clock = clock
        # Which names of an article anybody follows: asked for in each channel that it is posted in.
        self._found: OrderedDict[Article, tuple[str, ...]] = OrderedDict()
        self._nobody: bool | None = None

    async def add(self, user_id: int, name: str) -> str:
        """Let a person follow a name, and return it as it is kept. Raises UserError."""
        name = clean_name(name)
        keys = keys_of(name)
        phrase = " ".join(terms(name))
        having, of = await self._follows.share(phrase, of=_MEASURED)
        if of >= _FEW and having > of * _MOST // _MEASURED:
            raise too_common(name)
        async with self._db.write() as tx:
            if known := await self._follows.named(user_id, keys, tx=tx):
                raise UserError("You follow “{name}” already.", name=escape(known))
            if len(await self._follows.of_person(user_id, tx=tx)) >= MAX_FOLLOWS:
                raise UserError(
                    "You follow {most} names, and that is the most. Take one off with "
                    "`/follow remove` first.",
                    most=MAX_FOLLOWS,
                )
            await self._follows.add(tx, user_id, name, keys, self._clock.now())
            self._changed()
        return name

    async def remove(self, user_id: int, name: str) -> str:
        """Let a person no longer follow a name, and return it as it was kept. Raises UserError."""
        async with self._db.write() as tx:
            known = await self._follows.named(user_id, keys_of(plain(name)), tx=tx)
            if known is None:
                raise UserError(_DONT)
            await self._follows.remove(tx, user_id, known)
            self._changed()
        return known

    async def names(self, user_id: int, typed: str = "") -> list[str]:
        """Return the names that a person follows and that have in them what is typed."""
        wanted = plain(typed).casefold()
        followed = await self._follows.of_person(user_id)
        return [one.name for one in followed if wanted in one.name.casefold()]

    async def list(self, user_id: int) -> Followed:
        """Return what a person follows; where direct messages were closed, try them again now."""
        async with self._db.write() as tx:
            follows = await self._follows.of_person(user_id, tx=tx)
            reach = await self._try_again(tx, user_id)
        return Followed(follows=tuple(follows), closed=reach.closed_at is not None)

    async def found_closed(self, user_id: int) -> bool:
        """Tell whether to say that a person's direct messages were closed: that is said once.

        They are tried again from now on.
        """
        async with self._db.write() as tx:
            reach = await self._try_again(tx, user_id)
        return reach.closed_at is not None and reach.told_at is None

    async def _try_again(self, tx: Tx, user_id: int) -> Reach:
        """Try direct messages that were closed again, and return how it was before."""
        reach = await self._follows.reach(user_id, tx=tx)
        if reach.closed_at:
            told_at = reach.told_at or self._clock.now()
            await self._follows.set_reach(tx, user_id, Reach(None, told_at))
        return reach

    async def note_posts(self, tx: Tx, post_ids: Collection[int]) -> None:
        """Have those told who follow a name in what the cards of posts tell.

        To be called when a post is in its channel, and when another outlet's article joins it: posts
        that are not there yet are left out. Costs nothing as long as nobody follows anything. A bug in
        here is no reason not to know that a post was sent: it is logged.
        """
        try:
            if not await self._nobody_follows(tx):
                for post_id in post_ids:
                    await self._note(tx, post_id)
        except Exception:
            log.exception("noting whom to tell of a story met a bug", extra={"posts": post_ids})

    async def _note(self, tx: Tx, post_id: int) -> None:
        now = self._clock.now()
        keys = {
            key
            for article in await self._kin.articles(tx, post_id)
            if article.published is None or article.published >= now - FRESH
            for key in await self._followed_in(tx, article)
        }
        if keys and await self._told.note(tx, post_id, keys, since=now - FRESH, now=now):
            await self._told.prune(tx, before=now - _REMEMBERED)

    async def _nobody_follows(self, tx: Tx) -> bool:
        if self._nobody is None:
            self._nobody = not await self._follows.any(tx)
        return self._nobody

    async def _followed_in(self, tx: Tx, article: Article) -> tuple[str, ...]:
        if (found := self._found.get(article)) is None:
            found = tuple(await self._follows.among(tx, keys_in(article)))
            self._found[article] = found
            if len(self._found) > _KEPT:
                self._found.popitem(last=False)
        return found

    def _changed(self) -> None:
        """Look anew which names anybody follows. Called in the transaction that changes them."""
        self._nobody = None
        self._found.clear()

    async def of_person(self, user_id: int) -> dict[str, Any]:
        """Return all that is kept of what a person follows, as plain values."""
        follows = await self._follows.of_person(user_id)
        reach = await self._follows.reach(user_id)
        return {
            "names": [
                {"name": one.name, "followed_at": one.followed_at.isoformat()} for one in follows
            ],
            "direct_messages_closed_at": reach.closed_at and reach.closed_at.isoformat(),
            "told_at": reach.told_at and reach.told_at.isoformat(),
        }

    async def forget(self, tx: Tx, user_id: int) -> None:
        """Delete all of that."""
        await self._follows.forget(tx, user_id)
        self._changed()
