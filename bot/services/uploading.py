"""Uploading: photos that Discord can't load by itself come with the message."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta

from bot.domain.card_look import most_photos
from bot.domain.error import FetchError, ParseError, Refused, TooLarge
from bot.domain.link import host_of
from bot.domain.model import MAX_PHOTOS, Photo, Post
from bot.domain.picture_check import Look, Verdict, verdict
from bot.services.ports import Clock, Photos, Picture, Upload
from bot.storage.photo_host import PhotoHostTable

log = logging.getLogger(__name__)

PATIENCE = timedelta(seconds=5)  # for all photos of a post that waits to be sent
MAX_FILE = 8 * 2**20  # bytes; Discord takes 10 MiB from a bot, in a server of any level
MAX_FILES = 24 * 2**20  # bytes of one message; Discord takes 25 MiB


class Uploading:
    """Load photos, to be sent as files."""

    def __init__(
        self,
        *,
        photos: Photos,
        hosts: PhotoHostTable,
        clock: Clock,
        patience: timedelta = PATIENCE,
    ) -> None:
        self._photos = photos
        self._hosts = hosts
        self._clock = clock
        self._patience = patience

    async def owed(self, post: Post) -> Mapping[str, Upload]:
        """Return the photos of a post whose hosts refuse hotlinks, by URL, loaded in time.

        Those that can't be loaded now are missing: they are sent by URL as all others are.
        """
        shown = post.article.photos[: most_photos(post.settings.look, post.plainness)]
        hosts = {host_of(photo.url) for photo in shown}
        if not hosts:
            return {}
        refusing = await self._hosts.refusing(hosts, self._clock.now())
        urls = [photo.url for photo in shown if host_of(photo.url) in refusing]
        loaded = await self.load(post, urls, patience=self._patience)
        return {url: upload for url, upload in loaded.items() if upload}

    async def load(
        self, post: Post, urls: Sequence[str], *, patience: timedelta
    ) -> Mapping[str, Upload | None]:
        """Return pictures by the URLs of a post's photos, None for one that can't be had.

        One is missing that could not be loaded now: its host is silent, in trouble or busy.
        """
        found: dict[str, Picture | None] = {}
        with suppress(TimeoutError):
            async with asyncio.timeout(patience.total_seconds()), asyncio.TaskGroup() as tasks:
                for url in urls[:MAX_PHOTOS]:
                    tasks.create_task(self._load(url, post, found))
        pictures = {url: picture for url in urls if (picture := found.get(url))}
        return dict.fromkeys(found) | _named(pictures, post)

    async def _load(self, url: str, post: Post, into: dict[str, Picture | None]) -> None:
        photo = next((one for one in post.article.photos if one.url == url), Photo(url=url))
        later = False
        for version in (url, *photo.fallbacks):
            try:
                picture = await self._photos.load(
                    version, referer=post.article.link, max_bytes=MAX_FILE
                )
            except (FetchError, ParseError) as error:
                log.info("a photo can't be loaded", extra={"photo": version, "why": str(error)})
                later |= _is_passing(error)
            except Exception:
                log.exception("loading a photo met a bug", extra={"photo": version})
            else:
                # What is too much for the message is not held until the others are there.
                into[url] = picture if len(picture.content) <= _room(into) else None
                return
        if not later:
            into[url] = None


def _is_passing(error: FetchError | ParseError) -> bool:
    """Tell whether the same request may succeed in some minutes."""
    if isinstance(error, ParseError | Refused | TooLarge):
        return False
    return verdict(Look(status=error.status)) is Verdict.UNKNOWN


def _room(pictures: Mapping[str, Picture | None]) -> int:
    """Return how many bytes a message takes beside these pictures."""
    return MAX_FILES - sum(len(picture.content) for picture in pictures.values() if picture)


def _named(pictures: Mapping[str, Picture], post: Post) -> dict[str, Upload]:
    """Return the pictures as files named by the photo's place."""
    places = {photo.url: place for place, photo in enumerate(post.article.photos, start=1)}
    uploads: dict[str, Upload] = {}
    for number, (url, picture) in enumerate(pictures.items(), start=len(places) + 1):
        name = f"photo-{places.get(url, number)}.{picture.suffix}"
        uploads[url] = Upload(name=name, content=picture.content, source=picture.url)
    return uploads
