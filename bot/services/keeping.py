"""Keeping: stories go into collections and out again, get notes, and are moved."""

from __future__ import annotations

from typing import Final, NamedTuple

from bot.domain.collection import (
    MAX_STORIES,
    Collection,
    Order,
    SavedStory,
    clean_note,
    quoted,
    shifted,
    story_key,
)
from bot.domain.error import UserError
from bot.domain.link import host_of, link_key
from bot.domain.sentence import marked
from bot.services.finding import FoundStory
from bot.services.shelving import NOT_THERE, TOO_LATE, Shelving
from bot.storage.database import Tx

NOT_IN_IT: Final = marked(
    "That story isn’t in your collection any more. `/collection show` shows what is in it now."
)
"""The one answer for a saved story that never was, is removed, or is somebody else's (V63)."""


class Choice(NamedTuple):
    """What a choice from a menu did: which collections took the story in, which gave it up."""

    added: tuple[Collection, ...]
    removed: tuple[Collection, ...]


class Keeping(Shelving):
    """Put stories into a person's collections. All methods but ``holding`` raise UserError."""

    async def holding(self, user_id: int, story_id: int) -> frozenset[int]:
        """Return the ids of a person's collections that hold a story."""
        keys = await self._keys(story_id)
        return await self._stories.holding(user_id, story_id=story_id, keys=keys)

    async def add(
        self, user_id: int, collection_id: int, story: FoundStory, *, sensitive: bool = False
    ) -> bool:
        """Put a story into a collection; False if it is there already.

        ``sensitive`` hides the photos of the story for good: it was met in a channel for adults.
        """
        async with self._db.write() as tx:
            collection = await self._own(user_id, collection_id, tx=tx)
            return await self._put(tx, collection, story, sensitive=sensitive)

    async def take_out(self, user_id: int, collection_id: int, story_id: int) -> bool:
        """Take a story out of a collection; False if it is not there."""
        keys = await self._keys(story_id)
        async with self._db.write() as tx:
            await self._own(user_id, collection_id, tx=tx)
            taken = await self._stories.take_out(
                tx, user_id, [collection_id], story_id=story_id, keys=keys
            )
        return bool(taken)

    async def choose(
        self,
        user_id: int,
        story: FoundStory,
        wanted: frozenset[int],
        among: frozenset[int],
        *,
        sensitive: bool = False,
    ) -> Choice:
        """Let exactly the wanted ones of the offered collections hold a story.

        What was not offered stays as it is, and nothing at all changes where an error is raised.
        ``sensitive`` as in ``add``.
        """
        keys = {*await self._keys(story.story_id), story_key(story.article, story.story_id)}
        async with self._db.write() as tx:
            offered = await self._collections.own_among(user_id, among | wanted, tx=tx)
            if not wanted <= {one.id for one in offered}:
                raise UserError(NOT_THERE)
            holding = await self._stories.holding(
                user_id, story_id=story.story_id, keys=keys, tx=tx
            )
            lost = await self._stories.take_out(
                tx, user_id, (among - wanted) & holding, story_id=story.story_id, keys=keys
            )
            fresh = [one for one in offered if one.id in wanted - holding]
            for collection in fresh:
                await self._put(tx, collection, story, sensitive=sensitive)
            added = await self._collections.own_among(user_id, [one.id for one in fresh], tx=tx)
            removed = await self._collections.own_among(user_id, lost, tx=tx)
        return Choice(tuple(added), tuple(removed))

    async def saved(self, user_id: int, saved_id: int) -> SavedStory:
        """Return a story of a person's own collections."""
        return await self._own_story(user_id, saved_id)

    async def remove(self, user_id: int, saved_id: int) -> SavedStory:
        """Remove a story from its collection and return it; for a minute it can be put back."""
        async with self._db.write() as tx:
            saved = await self._own_story(user_id, saved_id, tx=tx)
            keeper = await self._deleted.add_keeper(tx, user_id, self._clock.now())
            await self._stories.move(tx, user_id, saved_id, to=keeper, keep_place=True)
        self._on_delete()
        return saved

    async def put_back(self, user_id: int, saved_id: int, *, collection_id: int) -> SavedStory:
        """Undo a removal: the story is back in its collection, with its note, at its place.

        One that is there already is simply returned: two clicks do what one does.
        """
        async with self._db.write() as tx:
            if there := await self._stories.own(user_id, saved_id, tx=tx):
                return there
            gone = await self._stories.removed(tx, user_id, saved_id, self._clock.now())
            if gone is None:
                raise UserError(TOO_LATE)
            collection = await self._own(user_id, collection_id, tx=tx)
            await self._require_room(tx, collection, gone)
            await self._stories.move(tx, user_id, saved_id, to=collection_id, keep_place=True)
            await self._deleted.drop_keeper(tx, user_id, gone.collection_id)
            return await self._own_story(user_id, saved_id, tx=tx)

    async def note(self, user_id: int, saved_id: int, text: str) -> SavedStory:
        """Write a note on a saved story, or take it away if the text is empty.

        It is the owner's own: neither readers of a public collection nor its copies have it.
        """
        note = clean_note(text)
        async with self._db.write() as tx:
            await self._own_story(user_id, saved_id, tx=tx)
            await self._stories.note(tx, user_id, saved_id, note)
            return await self._own_story(user_id, saved_id, tx=tx)

    async def move(self, user_id: int, saved_id: int, *, to_collection: int) -> Collection:
        """Move a story, with its note, to another collection of the same person; return that one."""
        async with self._db.write() as tx:
            saved = await self._own_story(user_id, saved_id, tx=tx)
            target = await self._own(user_id, to_collection, tx=tx)
            if saved.collection_id != target.id:
                await self._require_room(tx, target, saved)
                await self._stories.move(tx, user_id, saved_id, to=target.id)
                await self._collections.touch(tx, user_id, [target.id], self._clock.now())
            return await self._own(user_id, target.id, tx=tx)

    async def shift(self, user_id: int, saved_id: int, by: int) -> bool:
        """Shift a story in the own order of its collection: 1 down, -1 up, TOP to the top.

        Returns False if it is there already. The collection must be in its own order.
        """
        async with self._db.write() as tx:
            saved = await self._own_story(user_id, saved_id, tx=tx)
            collection = await self._own(user_id, saved.collection_id, tx=tx)
            if collection.order is not Order.OWN:
                raise UserError(
                    "{collection} is sorted by itself at the moment. Choose your own order with "
                    "`/collection order`, then its stories can be moved up and down.",
                    collection=quoted(collection.name),
                )
            places = shifted(await self._orders.places(tx, user_id, collection.id), saved_id, by)
            await self._orders.set_places(tx, user_id, collection.id, places.items())
        return bool(places)

    async def _keys(self, story_id: int) -> set[str]:
        """Return what a story of this database may be known by in a collection."""
        links = await self._met_stories.links(story_id)
        return {link_key(link) for link in links if host_of(link)} | {f"story:{story_id}"}

    async def _put(
        self, tx: Tx, collection: Collection, story: FoundStory, *, sensitive: bool
    ) -> bool:
        """Put a story into a collection; False if it is there, so that a full one is no matter then."""
        saved = self._saved(story, sensitive=sensitive)
        if not await self._stories.add(tx, collection.user_id, collection.id, [saved]):
            return False
        if collection.stories >= MAX_STORIES:
            raise _full(collection)  # which takes back what was added
        await self._collections.touch(tx, collection.user_id, [collection.id], self._clock.now())
        return True

    async def _own_story(self, user_id: int, saved_id: int, *, tx: Tx | None = None) -> SavedStory:
        found = await self._stories.own(user_id, saved_id, tx=tx)
        if found is None:
            raise UserError(NOT_IN_IT)
        return found

    async def _require_room(self, tx: Tx, collection: Collection, saved: SavedStory) -> None:
        if await self._stories.holds(tx, collection.user_id, collection.id, saved):
            raise UserError(
                "{collection} holds this story already.", collection=quoted(collection.name)
            )
        if collection.stories >= MAX_STORIES:
            raise _full(collection)


def _full(collection: Collection) -> UserError:
    return UserError(
        "{collection} has {most:,} stories, the most that a collection can hold. Take one out, or "
        "begin another collection.",
        collection=quoted(collection.name),
        most=MAX_STORIES,
    )
