"""Browsing: collections are read page by page, copied by others, and hidden by moderators."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from bot.domain.audit import Action
from bot.domain.collection import Collection, Order, SavedStory, free_name, quoted
from bot.domain.error import UserError
from bot.domain.link import host_of
from bot.domain.model import Article
from bot.services.keeping import Keeping
from bot.services.ranking import Scope
from bot.services.shelving import NOT_THERE
from bot.storage.saved_place import SavedPlace

PAGE: Final = 5
BROWSE_PAGE: Final = 8

_ONE_CLICK: Final = timedelta(seconds=10)
"""How long a repeat of a copy is taken for the same click."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedEntry:
    """A saved story as somebody sees it in a server.

    ``channel_id`` and ``message_id`` are its post among the channels that one may see: both None
    where it was not posted there, the message alone where that was deleted. ``points`` are those in
    that server, None without a post there; ``thread_id`` is as in a Post. The photos are those that Discord can load.
    """

    saved: SavedStory
    channel_id: int | None = None
    message_id: int | None = None
    points: int | None = None
    thread_id: int | None = None

    @property
    def place_id(self) -> int | None:
        """Return the channel or thread that the message is in."""
        return self.thread_id or self.channel_id


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionPage:
    """A page of a collection: ``page`` counts from 0, ``pages`` is 0 for an empty one.

    ``mine`` tells whether the reader owns it. ``first`` is how many stories stand before the page.
    """

    collection: Collection
    entries: tuple[SavedEntry, ...]
    page: int
    pages: int
    total: int
    first: int
    mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowseEntry:
    """A public collection in a list; ``copies`` is how many people copied it."""

    collection: Collection
    copies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowsePage:
    """A page of a list of public collections, counted as a CollectionPage is."""

    entries: tuple[BrowseEntry, ...]
    page: int
    pages: int
    total: int


class Browsing(Keeping):
    """Read collections. All methods but ``browse`` and ``hidden`` raise UserError."""

    async def page(
        self,
        reader_id: int,
        collection_id: int,
        *,
        page: int = 0,
        scope: Scope | None,
        size: int = PAGE,
    ) -> CollectionPage:
        """Return a page of one's own collection, or of a public one not hidden in the server.

        A page past the end is the last. ``scope`` is where it is looked at, None for outside of
        servers: then there are neither posts nor points. The order is the one its owner chose;
        stories without points there come last by points, newest first.
        """
        guild_id = scope.guild_id if scope else None
        found = await self._readable(reader_id, collection_id, guild_id)
        ids = await self._readings.ids(reader_id, collection_id, found.order, guild_id=guild_id)
        if found.order is Order.POINTS and scope:
            ids = _by_points(ids, await self._told(ids, scope))
        pages = -(-len(ids) // size)
        page = max(0, min(page, pages - 1))
        shown = ids[page * size : (page + 1) * size]
        return CollectionPage(
            collection=found,
            entries=await self._entries(reader_id, shown, scope),
            page=page,
            pages=pages,
            total=len(ids),
            first=page * size,
            mine=found.user_id == reader_id,
        )

    async def copy(self, user_id: int, collection_id: int, *, guild_id: int | None) -> Collection:
        """Copy a public collection of somebody else's, with all its stories, into a private own one.

        It is named alike. Notes are not copied. ``guild_id`` is the server where it is copied. Done
        again within some seconds it returns the copy that was just made: two clicks do what one does.
        """
        async with self._db.write() as tx:
            now = self._clock.now()
            source = await self._public.readable(user_id, collection_id, guild_id=guild_id, tx=tx)
            if source is None:
                raise UserError(NOT_THERE)
            if source.user_id == user_id:
                raise UserError(
                    "{collection} is your own collection already.", collection=quoted(source.name)
                )
            just_made = await self._public.copy_since(tx, collection_id, user_id, now - _ONE_CLICK)
            if just_made:
                return just_made
            name = free_name(source.name, await self._collections.keys(tx, user_id))
            made = await self._add(
                tx, user_id, name, description=source.description, order=source.order, now=now
            )
            await self._readings.copy(
                tx, user_id, collection_id, guild_id=guild_id, to=made, now=now
            )
            await self._public.note_copy(tx, collection_id, user_id, now)
            return await self._own(user_id, made, tx=tx)

    async def browse(
        self,
        reader_id: int,
        *,
        guild_id: int | None,
        owner_id: int | None = None,
        page: int = 0,
    ) -> BrowsePage:
        """Return a page of public collections with stories: the most copied, then newest used first.

        Of one owner, or of all but the reader; those that are hidden in the server are left out.
        """
        ids = await self._public.popular(reader_id, guild_id=guild_id, owner_id=owner_id)
        pages = -(-len(ids) // BROWSE_PAGE)
        page = max(0, min(page, pages - 1))
        shown = ids[page * BROWSE_PAGE : (page + 1) * BROWSE_PAGE]
        found = await self._public.browsed(shown)
        entries = tuple(BrowseEntry(collection=one, copies=one.copies) for one in found)
        return BrowsePage(entries=entries, page=page, pages=pages, total=len(ids))

    async def hide(self, guild_id: int, collection_id: int, moderator_id: int) -> Collection:
        """Hide a public collection in a server: only its owner meets it there then."""
        async with self._db.write() as tx:
            found = await self._public.public(collection_id, tx=tx)
            if found is None:
                raise UserError(NOT_THERE)
            await self._public.hide(
                tx,
                collection_id,
                guild_id=guild_id,
                moderator_id=moderator_id,
                now=self._clock.now(),
            )
            # Without its name: that is its owner's, who may have all of it deleted.
            await self._audit.note(tx, Action.COLLECTION_HIDDEN, guild_id=guild_id, by=moderator_id)
        return found

    async def unhide(self, guild_id: int, collection_id: int, moderator_id: int) -> Collection:
        """Show a public collection in a server again; raises UserError if it is not hidden there."""
        async with self._db.write() as tx:
            found = await self._public.public(collection_id, tx=tx)
            if found is None or not await self._public.unhide(tx, collection_id, guild_id=guild_id):
                raise UserError(NOT_THERE)
            # Without its name: that is its owner's, who may have all of it deleted.
            await self._audit.note(tx, Action.COLLECTION_SHOWN, guild_id=guild_id, by=moderator_id)
        return found

    async def hidden(self, guild_id: int) -> tuple[Collection, ...]:
        """Return the public collections that are hidden in a server, the last hidden first."""
        return tuple(await self._public.hidden(guild_id))

    async def _readable(
        self, reader_id: int, collection_id: int, guild_id: int | None
    ) -> Collection:
        found = await self._public.readable(reader_id, collection_id, guild_id=guild_id)
        if found is None:
            raise UserError(NOT_THERE)
        return found

    async def _entries(
        self, reader_id: int, ids: Sequence[int], scope: Scope | None
    ) -> tuple[SavedEntry, ...]:
        guild_id = scope.guild_id if scope else None
        stories = await self._readings.by_id(reader_id, ids, guild_id=guild_id)
        told = await self._told(ids, scope) if scope else {}
        refusing = await self._refusing(one.article for one in stories)
        return tuple(
            _entry(replace(one, article=_loadable(one.article, refusing)), told.get(one.id))
            for one in stories
        )

    async def _told(self, ids: Sequence[int], scope: Scope) -> dict[int, SavedPlace]:
        return await self._places.best(ids, guild_id=scope.guild_id, channels=scope.channels)

    async def _refusing(self, articles: Iterable[Article]) -> frozenset[str]:
        hosts = {host_of(photo.url) for article in articles for photo in article.photos}
        return await self._hosts.refusing(hosts, self._clock.now()) if hosts else frozenset()


def _by_points(ids: Sequence[int], told: dict[int, SavedPlace]) -> list[int]:
    """Return the ids with the most points first; those without any place keep their order, last."""
    return sorted(ids, key=lambda id_: (id_ not in told, -told[id_].points if id_ in told else 0))


def _entry(saved: SavedStory, place: SavedPlace | None) -> SavedEntry:
    if place is None:
        return SavedEntry(saved=saved)
    return SavedEntry(
        saved=replace(saved, points=place.points),
        channel_id=place.channel_id,
        message_id=place.message_id,
        thread_id=place.thread_id,
        points=place.points,
    )


def _loadable(article: Article, refusing: frozenset[str]) -> Article:
    """Return an article without the photos of hosts that give them to their own pages only."""
    kept = tuple(photo for photo in article.photos if host_of(photo.url) not in refusing)
    return replace(article, photos=kept)
