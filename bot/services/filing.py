"""Filing: collections go into files, and come back from them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from bot.domain.collection import (
    MAX_STORIES,
    Collection,
    Order,
    clean_name,
    file_stem,
    name_key,
)
from bot.domain.collection_file import FILE_KINDS, read_file, write_file
from bot.domain.collection_json import collection_values
from bot.domain.error import UserError
from bot.domain.filed_collection import FiledCollection, FiledStory, Reading
from bot.services.browsing import Browsing
from bot.services.ports import Clock
from bot.storage.database import Database, Tx
from bot.storage.saved_story import NewSaved

_PART = 100
_MOMENT = timedelta(microseconds=1)
_One = TypeVar("_One")


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionFile:
    """A collection as a file, with its name; ``left_out`` names what of a huge one had no room."""

    name: str
    content: bytes
    left_out: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """What became of a file: stories ``added``, ``known`` before, ``left_out`` as no stories.

    ``no_room`` counts those that the collection can't hold any more.
    """

    collection: Collection
    added: int
    known: int
    left_out: int
    no_room: int = 0


class Filing(Browsing):
    """Export and import collections. All methods raise UserError."""

    def __init__(
        self, *, db: Database, clock: Clock, on_delete: Callable[[], None] = lambda: None
    ) -> None:
        super().__init__(db=db, clock=clock, on_delete=on_delete)
        self._one_file = asyncio.Lock()  # a large one takes seconds, of which others want some

    async def _values(self, collection: Collection) -> dict[str, Any]:
        """Return all of a collection as plain values, as its JSON file has them."""
        filed = await self._filed(collection)
        return await asyncio.to_thread(collection_values, filed)

    async def export(self, user_id: int, collection_id: int, kind: str) -> CollectionFile:
        """Return one of a person's own collections as a file of a kind: "md", "csv" or "json".

        Stories are in the order in which the collection is shown; by points, the newest first. The
        file is small enough to be imported: see ``write_file``.
        """
        if kind not in FILE_KINDS:
            raise UserError("A collection can be exported as Markdown, CSV or JSON.")
        found = await self._own(user_id, collection_id)
        written = await asyncio.to_thread(write_file, await self._filed(found), kind)
        return CollectionFile(
            name=f"{file_stem(found.name)}.{kind}",
            content=written.content,
            left_out=written.left_out,
        )

    async def import_file(
        self, user_id: int, filename: str, content: bytes, name: str | None = None
    ) -> ImportResult:
        """Put the stories of a file into a collection of this name, else of the file's own.

        One that the person has by that name gets what is new to it; otherwise a new one is made,
        private. A file of at most MAX_FILE bytes, from anywhere: see ``read_file``.
        """
        named = clean_name(name) if name and name.strip() else None
        async with self._one_file:
            read = await asyncio.to_thread(read_file, filename, content)
        chosen = named or read.collection.name or clean_name(_stem(filename))
        stories = await self._met(read)
        async with self._db.write() as tx:
            target = await self._target(tx, user_id, chosen, read.collection)
            return await self._take_in(tx, target, stories, read)

    async def _filed(self, collection: Collection) -> FiledCollection:
        """Return one of a person's own collections with all that is in it, in its order."""
        owner = collection.user_id
        ids = await self._readings.ids(owner, collection.id, collection.order, guild_id=None)
        stories = [
            FiledStory(article=one.article, saved_at=one.saved_at, note=one.note)
            for some in _in_parts(ids)
            for one in await self._readings.by_id(owner, some, guild_id=None)
        ]
        return FiledCollection(
            name=collection.name,
            description=collection.description,
            order=collection.order,
            stories=tuple(stories),
        )

    async def _target(self, tx: Tx, user_id: int, name: str, filed: FiledCollection) -> Collection:
        if there := await self._collections.named(user_id, name_key(name), tx=tx):
            return there
        made = await self._add(tx, user_id, name, description=filed.description, order=filed.order)
        return await self._own(user_id, made, tx=tx)

    async def _take_in(
        self, tx: Tx, target: Collection, stories: Sequence[NewSaved], read: Reading
    ) -> ImportResult:
        """Add what fits and is new, in the order of the file."""
        user_id = target.user_id
        known = await self._stories.known(tx, user_id, target.id, stories)
        fresh = [one for one in stories if one.key not in known]
        room = MAX_STORIES - target.stories
        added = 0
        for some in _in_parts(fresh[:room]):
            added += await self._stories.add(tx, user_id, target.id, some)
        if added:
            await self._collections.touch(tx, user_id, [target.id], self._clock.now())
        return ImportResult(
            collection=await self._own(user_id, target.id, tx=tx),
            added=added,
            known=read.doubles + len(stories) - len(fresh),
            left_out=read.left_out,
            no_room=read.too_many + len(fresh) - added,
        )

    async def _met(self, read: Reading) -> list[NewSaved]:
        """Return stories of a file as they are saved, with the story of this database each is of."""
        met = await self._met_stories.met(read.keys)
        times = _times(read.collection, self._clock.now())
        saved, seen = [], set[int]()
        for key, at, story in zip(read.keys, times, read.collection.stories, strict=True):
            story_id = met.get(key)
            # Two links of one story are two articles of it: the second is kept by its link alone.
            saved.append(_new(key, story, None if story_id in seen else story_id, at))
            seen.update([] if story_id is None else [story_id])
        return saved


def _new(key: str, story: FiledStory, story_id: int | None, at: datetime) -> NewSaved:
    return NewSaved(
        key=key,
        story_id=story_id,
        guild_id=None,
        article=story.article,
        saved_at=at,
        note=story.note,
    )


def _times(filed: FiledCollection, now: datetime) -> Iterator[datetime]:
    """Yield when each story of a file was saved, at the latest now: a file may claim any time.

    Those of one time are set apart as little as can be, so that they keep the order of the file.
    """
    step = _MOMENT if filed.order is Order.OLDEST else -_MOMENT
    before, apart = None, timedelta(0)
    for story in filed.stories:
        at = min(story.saved_at or now, now)
        apart = apart + step if at == before else timedelta(0)
        before = at
        yield at + apart


def _in_parts(values: Sequence[_One]) -> Iterator[Sequence[_One]]:
    """Yield so few at a time that nobody else waits for them to be made into rows, or of rows."""
    return (values[start : start + _PART] for start in range(0, len(values), _PART))


def _stem(filename: str) -> str:
    return filename.rsplit(".", 1)[0].replace("_", " ").replace("-", " ")[:40]
