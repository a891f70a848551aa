"""Shelving: people make collections, name them, and delete them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from bot.domain.collection import (
    MAX_COLLECTIONS,
    Collection,
    Order,
    clean_description,
    clean_name,
    free_name,
    name_key,
    quoted,
    snapshot,
    story_key,
)
from bot.domain.error import UserError
from bot.domain.sentence import marked
from bot.services.auditing import Auditing
from bot.services.finding import FoundStory
from bot.services.ports import Clock
from bot.storage.collection import CollectionTable
from bot.storage.database import Database, Tx
from bot.storage.deleted_collection import DeletedCollectionTable
from bot.storage.met_story import MetStoryTable
from bot.storage.photo_host import PhotoHostTable
from bot.storage.public_collection import PublicCollectionTable
from bot.storage.saved_order import SavedOrderTable
from bot.storage.saved_place import SavedPlaceTable
from bot.storage.saved_reading import SavedReadingTable
from bot.storage.saved_story import NewSaved, SavedStoryTable

NOT_THERE: Final = marked(
    "That collection isn’t there. `/collection list` shows yours, `/collection browse` those that "
    "others share."
)
"""The one answer for what never existed, is deleted, hidden here, or is somebody else's (V63)."""

TOO_LATE: Final = marked("That can’t be undone any more: it is kept for one minute only.")

_MOST = marked(
    "You have {most} collections, the most that one person can have. Delete one that you no longer "
    "need, then try again."
)


class Shelving:
    """Make, name and delete collections. All methods but ``shelf`` raise UserError."""

    def __init__(
        self, *, db: Database, clock: Clock, on_delete: Callable[[], None] = lambda: None
    ) -> None:
        self._db = db
        self._clock = clock
        self._on_delete = on_delete
        self._collections = CollectionTable(db)
        self._deleted = DeletedCollectionTable(db)
        self._stories = SavedStoryTable(db)
        self._orders = SavedOrderTable()
        self._readings = SavedReadingTable(db)
        self._met_stories = MetStoryTable(db)
        self._public = PublicCollectionTable(db)
        self._audit = Auditing(db=db, clock=clock)
        self._places = SavedPlaceTable(db)
        self._hosts = PhotoHostTable(db)

    async def shelf(self, user_id: int) -> tuple[Collection, ...]:
        """Return a person's collections, newest used first."""
        return tuple(await self._collections.of_user(user_id))

    async def get(self, user_id: int, collection_id: int) -> Collection:
        """Return a collection of this person's own."""
        return await self._own(user_id, collection_id)

    async def by_name(self, user_id: int, name: str) -> Collection:
        """Return a person's own collection by its name, in whichever spelling (V63)."""
        key = name_key(name)
        if found := await self._collections.named(user_id, key):
            return found
        if not key:
            raise UserError("Which collection? Pick one from the list that appears while you type.")
        raise UserError(
            "You have no collection named {name}. `/collection list` shows yours.",
            name=quoted(name[:100]),
        )

    async def create(
        self,
        user_id: int,
        name: str,
        *,
        story: FoundStory | None = None,
        description: str = "",
        sensitive: bool = False,
    ) -> Collection:
        """Make a collection, private at first, with a story in it if one is given.

        ``sensitive`` hides the photos of the story for good: it was met in a channel for adults.
        """
        name, description = clean_name(name), clean_description(description)
        async with self._db.write() as tx:
            made = await self._add(tx, user_id, name, description=description)
            if story:
                await self._stories.add(
                    tx, user_id, made, [self._saved(story, sensitive=sensitive)]
                )
            return await self._own(user_id, made, tx=tx)

    async def rename(
        self, user_id: int, collection_id: int, name: str, *, description: str | None = None
    ) -> Collection:
        """Give a collection another name; return it as it is then.

        With a description, "" for none, both change or neither.
        """
        name, key = clean_name(name), name_key(name)
        if description is not None:
            description = clean_description(description)
        async with self._db.write() as tx:
            await self._own(user_id, collection_id, tx=tx)
            other = await self._collections.named(user_id, key, tx=tx)
            if other and other.id != collection_id:
                raise _taken(other)
            await self._collections.change(
                tx, user_id, collection_id, name=name, key=key, description=description
            )
            return await self._own(user_id, collection_id, tx=tx)

    async def describe(self, user_id: int, collection_id: int, text: str) -> Collection:
        """Give a collection a description, or none if the text is empty."""
        description = clean_description(text)
        async with self._db.write() as tx:
            await self._own(user_id, collection_id, tx=tx)
            await self._collections.change(tx, user_id, collection_id, description=description)
            return await self._own(user_id, collection_id, tx=tx)

    async def set_public(self, user_id: int, collection_id: int, public: bool) -> Collection:  # noqa: FBT001 - as people say it
        """Let everybody read a collection, or nobody but its owner."""
        async with self._db.write() as tx:
            await self._own(user_id, collection_id, tx=tx)
            await self._collections.change(tx, user_id, collection_id, public=public)
            return await self._own(user_id, collection_id, tx=tx)

    async def set_order(self, user_id: int, collection_id: int, order: Order) -> Collection:
        """Choose in which order a collection is shown, to all who read it."""
        async with self._db.write() as tx:
            await self._own(user_id, collection_id, tx=tx)
            await self._collections.change(tx, user_id, collection_id, order=order)
            return await self._own(user_id, collection_id, tx=tx)

    async def delete(self, user_id: int, collection_id: int) -> Collection:
        """Delete a collection with its stories; for a minute it can be restored."""
        async with self._db.write() as tx:
            gone = await self._own(user_id, collection_id, tx=tx)
            await self._deleted.delete(tx, user_id, collection_id, self._clock.now())
        self._on_delete()
        return gone

    async def restore(self, user_id: int, collection_id: int) -> Collection:
        """Undo a deletion; under another name if its own was taken meanwhile.

        One that was never deleted is simply returned: two clicks do what one does.
        """
        async with self._db.write() as tx:
            if there := await self._collections.own(user_id, collection_id, tx=tx):
                return there
            gone = await self._deleted.deleted(tx, user_id, collection_id, self._clock.now())
            if gone is None:
                raise UserError(TOO_LATE)
            taken = await self._room(tx, user_id)
            name = free_name(gone.name, taken)
            await self._deleted.restore(tx, user_id, collection_id, name=name, key=name_key(name))
            return await self._own(user_id, collection_id, tx=tx)

    async def _own(self, user_id: int, collection_id: int, *, tx: Tx | None = None) -> Collection:
        found = await self._collections.own(user_id, collection_id, tx=tx)
        if found is None:
            raise UserError(NOT_THERE)
        return found

    async def _add(
        self,
        tx: Tx,
        user_id: int,
        name: str,
        *,
        description: str = "",
        order: Order = Order.NEWEST,
        now: datetime | None = None,
    ) -> int:
        """Add a collection under a name that must be free; return its id."""
        key = name_key(name)
        if other := await self._collections.named(user_id, key, tx=tx):
            raise _taken(other)
        await self._room(tx, user_id)
        return await self._collections.add(
            tx,
            user_id,
            name=name,
            key=key,
            description=description,
            order=order,
            now=now or self._clock.now(),
        )

    async def _room(self, tx: Tx, user_id: int) -> frozenset[str]:
        """Return the keys of a person's names; raise UserError if there is room for no more."""
        taken = await self._collections.keys(tx, user_id)
        if len(taken) >= MAX_COLLECTIONS:
            raise UserError(_MOST, most=MAX_COLLECTIONS)
        return taken

    def _saved(self, story: FoundStory, *, sensitive: bool) -> NewSaved:
        article = snapshot(story.article, sensitive=sensitive)
        return NewSaved(
            key=story_key(article, story.story_id),
            story_id=story.story_id,
            guild_id=story.guild_id,
            article=article,
            saved_at=self._clock.now(),
        )


def _taken(other: Collection) -> UserError:
    return UserError(
        "You have a collection named {name} already. Please choose another name.",
        name=quoted(other.name),
    )
