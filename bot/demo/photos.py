"""Pictures for the demo's pages: the site's own from disk, others through the guarded fetcher."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image, ImageOps
from simcord.backend.cdn import CDN_BASE
from simcord.backend.models import User

from bot.demo.preview import Pictures
from bot.domain.error import FetchError
from bot.services.ports import Fetcher

log = logging.getLogger(__name__)

_LONGEST_SIDE = 1280  # pixels; a page keeps all its pictures in memory
_AT_ONCE = 4
Image.MAX_IMAGE_PIXELS = 80_000_000  # of a picture from elsewhere; more is refused by Pillow


def hang(pictures: Pictures, site: str, folder: Path) -> None:
    """Give the pages the site's own stills."""
    for path in folder.glob("*.jpg"):
        with Image.open(path) as picture:
            pictures.add(f"{site}/stills/{path.name}", path.read_bytes(), picture.size)


def hang_faces(pictures: Pictures, users: Iterable[User], folder: Path) -> None:
    """Give users who have an avatar of a name the still of that name as their face."""
    for user in users:
        path = folder / f"{user.avatar}.jpg"
        if path.is_file():
            with Image.open(path) as picture:
                url = f"{CDN_BASE}/avatars/{user.id}/{user.avatar}.png"
                pictures.add(url, path.read_bytes(), picture.size)


async def fetch_wanted(pictures: Pictures, fetcher: Fetcher) -> None:
    """Fetch each picture that a page asks for in vain, until cancelled.

    A page never fetches by itself. What can't be fetched, or is no picture, stays an empty frame.
    """
    async with asyncio.TaskGroup() as tasks:
        for _ in range(_AT_ONCE):
            tasks.create_task(_fetch(pictures, fetcher))


async def _fetch(pictures: Pictures, fetcher: Fetcher) -> None:
    while True:
        url = await pictures.wanted.get()
        if urlsplit(url).scheme not in {"http", "https"}:
            continue
        try:
            answer = await fetcher.fetch(url)
            pictures.add(url, *await asyncio.to_thread(_smaller, answer.body))
        except (FetchError, OSError, ValueError, Image.DecompressionBombError) as error:
            log.info("a picture stays away", extra={"url": url, "why": str(error)})


def _smaller(body: bytes) -> tuple[bytes, tuple[int, int]]:
    """Return a picture as a JPEG for a page, and its size; raises OSError for what is none."""
    with Image.open(io.BytesIO(body)) as picture:
        upright = ImageOps.exif_transpose(picture).convert("RGB")
        upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
        out = io.BytesIO()
        upright.save(out, "JPEG", quality=85)
        return out.getvalue(), upright.size
