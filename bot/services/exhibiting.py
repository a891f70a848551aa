"""Exhibiting: what is shown of a collection to everybody, with a collage of its photos."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from bot.domain.collection import Collection
from bot.domain.error import FetchError, ParseError
from bot.domain.model import Article, Photo
from bot.domain.photo_key import photo_key
from bot.services.collecting import Collecting, SavedEntry
from bot.services.listing import Scope
from bot.services.ports import Drawer, NotDrawn, Photos

log = logging.getLogger(__name__)

MOST_PHOTOS = 9
PATIENCE = timedelta(seconds=12)  # for all photos of a collage
MAX_PHOTO = 4 * 2**20  # bytes; nine times as much for a collage
_MOST_STORIES = 27  # that are looked at, so that there are others for photos that are gone
_LEAST_SIDE = 100  # pixels of a photo, where they are known
_MOST_TRIES = 2  # photos of one story
_AT_ONCE = 2  # collages, so that not all the memory is theirs
_NOBODY = 0  # reads what everybody may, and owns nothing


class Hung(NamedTuple):
    """A photo in a collage, and the article that it is of."""

    photo: Photo
    article: Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """What everybody is shown of a public collection: ``entries`` are its first stories.

    ``picture`` is the collage, None where there is none; ``hung`` are exactly the photos in it, in
    their order there.
    """

    collection: Collection
    entries: tuple[SavedEntry, ...]
    total: int
    picture: bytes | None = None
    hung: tuple[Hung, ...] = ()


Loaded = dict[int, tuple[Hung, bytes]]
"""Photos by the place of their story."""


class Exhibiting:
    """Choose photos of a collection, load them, and have them drawn."""

    def __init__(
        self,
        *,
        collecting: Collecting,
        photos: Photos,
        drawer: Drawer,
        patience: timedelta = PATIENCE,
    ) -> None:
        self._collecting = collecting
        self._photos = photos
        self._drawer = drawer
        self._patience = patience
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def exhibit(self, collection_id: int, *, scope: Scope, with_picture: bool) -> Exhibit:
        """Return what everybody may see of a collection in a server, as its owner ordered it.

        A collage has one photo a story, and none that is to be hidden. Raises UserError, as
        ``Collecting.page`` does for somebody else's, unless it is public and not hidden there.
        """
        page = await self._collecting.page(_NOBODY, collection_id, scope=scope, size=_MOST_STORIES)
        bare = Exhibit(collection=page.collection, entries=page.entries, total=page.total)
        if not with_picture:
            return bare
        async with self._turns:
            pictured = await self._pictured(bare)
        # That took a while: it may be private by now, deleted or hidden.
        await self._collecting.page(_NOBODY, collection_id, scope=scope, size=1)
        return pictured

    async def _pictured(self, exhibit: Exhibit) -> Exhibit:
        """Return an exhibit with its collage; a bug there costs the picture only."""
        try:
            loaded = await self._loaded([one.saved.article for one in exhibit.entries])
            chosen = [loaded[place] for place in sorted(loaded)]
            if not chosen:
                return exhibit
            collage = await self._drawer.collage([content for _, content in chosen])
        except NotDrawn as why:
            log.warning("a collection goes without a picture", extra={"why": str(why)})
            return exhibit
        except Exception:
            log.exception("a collage met a bug", extra={"collection": exhibit.collection.id})
            return exhibit
        return Exhibit(
            collection=exhibit.collection,
            entries=exhibit.entries,
            total=exhibit.total,
            picture=collage.picture,
            hung=tuple(chosen[place][0] for place in collage.shown),
        )

    async def _loaded(self, articles: Sequence[Article]) -> Loaded:
        """Return what could be loaded in time: of the first stories, as far as they have photos.

        Each of a few seats takes the next story until one has given it a photo.
        """
        loaded: Loaded = {}
        waiting = _candidates(articles)
        with suppress(TimeoutError):
            async with (
                asyncio.timeout(self._patience.total_seconds()),
                asyncio.TaskGroup() as seats,
            ):
                for _ in range(MOST_PHOTOS):
                    seats.create_task(self._seat(waiting, loaded))
        return loaded

    async def _seat(self, waiting: Iterator[_Candidate], into: Loaded) -> None:
        for story in waiting:
            if await self._load(story, into):
                return

    async def _load(self, story: _Candidate, into: Loaded) -> bool:
        """Load the first photo of a story that can be loaded; tell whether there is one."""
        for photo in story.photos:
            try:
                picture = await self._photos.load(
                    photo.url, referer=story.article.link, max_bytes=MAX_PHOTO
                )
            except (FetchError, ParseError) as error:
                log.info("a photo can't be drawn", extra={"photo": photo.url, "why": str(error)})
            else:
                into[story.place] = Hung(photo, story.article), picture.content
                return True
        return False


class _Candidate(NamedTuple):
    """A story with the photos that may stand for it."""

    place: int
    article: Article
    photos: tuple[Photo, ...]


def _candidates(articles: Sequence[Article]) -> Iterator[_Candidate]:
    """Yield stories with photos: no picture twice, and none that is to be hidden in any of them."""
    seen = {photo_key(photo.url) for one in articles for photo in one.photos if photo.sensitive}
    for place, article in enumerate(articles):
        fresh = [one for one in article.photos if photo_key(one.url) not in seen]
        photos = tuple(one for one in fresh if not _is_tiny(one))[:_MOST_TRIES]
        seen.update(photo_key(one.url) for one in photos)
        if photos:
            yield _Candidate(place, article, photos)


def _is_tiny(photo: Photo) -> bool:
    """Tell of a picture that says it is a counter, an icon or a stamp."""
    return any(side is not None and side < _LEAST_SIDE for side in (photo.width, photo.height))
