"""Sharing: a picture is loaded once for all the posts that want it at the time."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from weakref import WeakValueDictionary

from bot.domain.picture_check import Look
from bot.services.ports import Photos, Picture

KEPT = 16 * 2**20  # bytes, of the pictures that were wanted last


class SharingPhotos:
    """Load photos, and keep the last few: a story goes into many channels within seconds."""

    def __init__(self, photos: Photos, *, kept: int = KEPT) -> None:
        self._photos = photos
        self._kept = kept
        self._recent: OrderedDict[str, Picture] = OrderedDict()
        self._size = 0
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def look(self, url: str, *, referer: str | None = None) -> Look:
        """Return what can be seen of a photo; as ``Photos.look``."""
        return await self._photos.look(url, referer=referer)

    async def load(self, url: str, *, referer: str | None = None, max_bytes: int) -> Picture:
        """Return the whole picture; as ``Photos.load``. Those who want the same one wait."""
        async with self._turns.setdefault(url, asyncio.Lock()):
            if url not in self._recent:
                self._keep(await self._photos.load(url, referer=referer, max_bytes=max_bytes), url)
            self._recent.move_to_end(url)
            picture = self._recent[url]
        self._forget()
        return picture

    def _keep(self, picture: Picture, url: str) -> None:
        self._recent[url] = picture
        self._size += len(picture.content)

    def _forget(self) -> None:
        while self._size > self._kept:
            _, oldest = self._recent.popitem(last=False)
            self._size -= len(oldest.content)
