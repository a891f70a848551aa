"""Checking: a look at each photo before the post, so that those which it shows are there."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from bot.domain.link import host_of
from bot.domain.model import Article, Photo
from bot.domain.picture_check import Look, Verdict, settled, verdict
from bot.services.ports import Clock, Photos
from bot.storage.database import Database
from bot.storage.photo_host import PhotoHostTable

log = logging.getLogger(__name__)

MOST_CHECKED = 12  # ten are shown, and a few of those may be left out
PATIENCE = timedelta(seconds=4)  # for all photos of an article; news does not wait longer for them
REMEMBERED = 1000  # looks, of some hundred bytes each

Looks = list[tuple[str, Look]]


class Checking:
    """Look at the photos of an article and leave out those that won't show."""

    def __init__(
        self,
        *,
        photos: Photos,
        hosts: PhotoHostTable,
        db: Database,
        clock: Clock,
        patience: timedelta = PATIENCE,
    ) -> None:
        self._photos = photos
        self._hosts = hosts
        self._db = db
        self._clock = clock
        self._patience = patience.total_seconds()
        # Looked at once also when a preview, or another feed, brings a photo before.
        self._recent: OrderedDict[str, Look] = OrderedDict()

    async def check(self, article: Article) -> Article:
        """Return the article with the photos that will show, at the URLs where they do.

        The first MOST_CHECKED are looked at, side by side; what is not seen in time stays as it is.
        """
        chosen = [(photo, Looks()) for photo in article.photos[:MOST_CHECKED]]
        with suppress(TimeoutError):
            async with asyncio.timeout(self._patience), asyncio.TaskGroup() as tasks:
                for photo, looks in chosen:
                    tasks.create_task(self._look_at(photo, looks, article.link))
        found = [settled(photo, looks) for photo, looks in chosen]
        if None in found:
            left_out = [photo.url for (photo, _), one in zip(chosen, found, strict=True) if not one]
            log.info("photos will not show", extra={"link": article.link, "photos": left_out})
        shown = (photo for photo in found if photo)
        return replace(article, photos=(*shown, *article.photos[MOST_CHECKED:]))

    async def _look_at(self, photo: Photo, looks: Looks, page: str | None) -> None:
        """Look at a photo and its fallbacks until one may show; a bug is a look not made."""
        try:
            for url in (photo.url, *photo.fallbacks):
                look = await self._look(url, page)
                looks.append((url, look))
                if verdict(look) is not Verdict.UNSHOWN:
                    return
        except Exception:
            log.exception("looking at a photo met a bug", extra={"photo": photo.url})

    async def _look(self, url: str, page: str | None) -> Look:
        if url not in self._recent:
            look = await self._photos.look(url)
            if verdict(look) is Verdict.REFUSED and page:
                look = await self._from_its_page(url, page, look)
            if verdict(look) is Verdict.UNKNOWN:
                return look
            self._recent[url] = look
            while len(self._recent) > REMEMBERED:
                self._recent.popitem(last=False)
        return self._recent[url]

    async def _from_its_page(self, url: str, page: str, refused: Look) -> Look:
        """Ask once more as a browser on the article's page would; remember a host that minds."""
        look = await self._photos.look(url, referer=page)
        if verdict(look) is not Verdict.SHOWN:
            return refused
        async with self._db.write() as tx:
            await self._hosts.remember(tx, [host_of(url)], self._clock.now())
        return look
