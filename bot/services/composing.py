"""Composing: which stories a weekly digest holds, and its picture."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from bot.domain.error import FetchError, ParseError
from bot.domain.model import Photo, Post
from bot.domain.spoiler import with_spoilers
from bot.domain.weekly import Week
from bot.services.digests import Digest, Digests, Ranked
from bot.services.ports import Drawer, NotDrawn, Photos, Tile
from bot.storage.digest import DigestTable

log = logging.getLogger(__name__)

MOST_STORIES = 9
PATIENCE = timedelta(seconds=15)  # for all photos of a picture
MAX_PHOTO = 6 * 2**20  # bytes
_MOST_TRIES = 3  # photos of one story

Loaded = dict[int, tuple[Photo, bytes]]
"""Photos by the rank of their story."""


class Composing:
    """Choose stories, load their photos, and have them drawn."""

    def __init__(
        self,
        *,
        table: DigestTable,
        digests: Digests,
        photos: Photos,
        drawer: Drawer,
        patience: timedelta = PATIENCE,
    ) -> None:
        self._table = table
        self._digests = digests
        self._photos = photos
        self._drawer = drawer
        self._patience = patience

    async def compose(
        self, guild_id: int, channel_id: int, week: Week
    ) -> tuple[Digest, bytes | None]:
        """Return a week's digest for a channel and its picture, None where it goes without.

        It lists only what all members of the server may see, or who reads the channel. It has no
        stories if none got points. Raises a DeliveryError where nothing may be posted.
        """
        among = await self._table.channels(guild_id, week)
        place = await self._digests.place(guild_id, channel_id, among)
        best = await self._table.best(guild_id, week, channels=place.visible, limit=MOST_STORIES)
        stories = tuple(
            Ranked(rank=rank, points=one.points, post=_marked(one.post))
            for rank, one in enumerate(best, start=1)
        )
        digest = Digest(guild_id=guild_id, channel_id=channel_id, week=week, stories=stories)
        return await self._drawn(digest) if stories and place.may_attach else (digest, None)

    async def _drawn(self, digest: Digest) -> tuple[Digest, bytes | None]:
        """Return the digest with what its picture shows; a bug there costs the picture only."""
        try:
            loaded = await self._loaded(digest)
            tiles = [
                Tile(
                    rank=one.rank,
                    points=one.points,
                    photo=loaded[one.rank][1] if one.rank in loaded else None,
                )
                for one in digest.stories
            ]
            picture = await self._drawer.contact_sheet(tiles)
        except NotDrawn as why:
            log.warning("a digest goes without a picture", extra={"why": str(why)})
            return digest, None
        except Exception:
            log.exception("the picture of a digest met a bug", extra={"server": digest.guild_id})
            return digest, None
        shown = tuple(
            replace(one, photo=loaded[one.rank][0]) if one.rank in loaded else one
            for one in digest.stories
        )
        return replace(digest, stories=shown), picture

    async def _loaded(self, digest: Digest) -> Loaded:
        """Return what could be loaded in time."""
        loaded: Loaded = {}
        with suppress(TimeoutError):
            async with (
                asyncio.timeout(self._patience.total_seconds()),
                asyncio.TaskGroup() as tasks,
            ):
                for story in digest.stories:
                    tasks.create_task(self._load(story, loaded))
        return loaded

    async def _load(self, story: Ranked, into: Loaded) -> None:
        for photo, url in _candidates(story.post):
            try:
                picture = await self._photos.load(
                    url, referer=story.post.article.link, max_bytes=MAX_PHOTO
                )
            except (FetchError, ParseError) as error:
                log.info("a photo can't be drawn", extra={"photo": url, "why": str(error)})
            else:
                into[story.rank] = photo, picture.content
                return


def _marked(post: Post) -> Post:
    return replace(post, article=with_spoilers(post.article, post.spoiler_words))


def _candidates(post: Post) -> Iterator[tuple[Photo, str]]:
    """Return the photos that may stand for a story, and their URLs, the best first.

    None that is hidden on its card, or was left out of it because it would not show.
    """
    shown = [
        photo
        for photo in post.article.photos
        if not photo.sensitive and post.files.get(photo.url, "") is not None
    ]
    for photo in shown[:_MOST_TRIES]:
        for url in (photo.url, *photo.fallbacks[:1]):
            yield photo, url
