"""The drawer that the bot uses: worker processes, since photos are a stranger's and drawing is work.

Pillow is loaded in the workers only.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from types import TracebackType
from typing import Protocol, Self, TypeVar

from bot.drawing.cells import Cell, cells
from bot.services.ports import Collage, Day, NotDrawn, Tile
from bot.worker_process import JobEnded, WorkerPool

log = logging.getLogger(__name__)

T = TypeVar("T")


class Cut(Protocol):
    """Cut a photo to a size, in a worker; with ``whole``, see ``fitted``."""

    def __call__(self, body: bytes, size: tuple[int, int], *, whole: bool) -> bytes | None:
        """Return its pixels, in RGB; None where nothing is to be seen."""
        ...


TIME_LIMIT = 5.0  # seconds for one photo, or for one picture; an ordinary one takes a quarter
MEMORY_LIMIT = 512 * 1024 * 1024  # bytes of the worker
IDLE = 120.0  # seconds after which the worker ends


def cut_photo(body: bytes, size: tuple[int, int], *, whole: bool = False) -> bytes | None:
    """Return the pixels of a photo cut to a size, in RGB; None where nothing is to be seen."""
    from bot.drawing.photo import fitted  # noqa: PLC0415  # only the workers load Pillow

    photo = fitted(body, size, whole=whole)
    return photo.tobytes() if photo else None


def _sheet(tiles: Sequence[Tile], photos: Sequence[bytes | None], *, one: str, many: str) -> bytes:
    from PIL import Image  # noqa: PLC0415

    from bot.drawing.sheet import compose  # noqa: PLC0415

    images = [
        Image.frombytes("RGB", (cell.width, cell.height), photo) if photo else None
        for photo, cell in zip(photos, cells(len(tiles)), strict=True)
    ]
    return compose(tiles, images, one=one, many=many)


def _collage(photos: Sequence[bytes]) -> bytes:
    from bot.drawing.collage import compose  # noqa: PLC0415

    return compose(photos)


def _chart(days: Sequence[Day], *, ups: str, downs: str, points: str) -> bytes:
    from bot.drawing.chart import vote_chart  # noqa: PLC0415

    return vote_chart(days, ups=ups, downs=downs, points=points)


class WorkerDrawer:
    """Draw in a worker process; an async context manager.

    The process starts with the first picture and ends after ``idle`` seconds without one.
    ``time_limit`` is in seconds of wall time for each photo and for what is drawn around them;
    ``memory_limit`` in bytes, held where the system can. A photo that breaks one of them becomes a
    placeholder, or is left out of a collage; the others stay.
    """

    def __init__(
        self,
        *,
        time_limit: float = TIME_LIMIT,
        memory_limit: int = MEMORY_LIMIT,
        idle: float = IDLE,
        cut: Cut = cut_photo,
    ) -> None:
        self._pool = WorkerPool(
            workers=1, time_limit=time_limit, memory_limit=memory_limit, idle=idle
        )
        self._cut = cut

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._pool.__aexit__(kind, error, traceback)

    async def contact_sheet(
        self, tiles: Sequence[Tile], *, one: str = "point", many: str = "points"
    ) -> bytes:
        """Draw a contact sheet; as ``Drawer.contact_sheet``. ValueError for none, or over nine."""
        places = zip(tiles, cells(len(tiles)), strict=True)
        photos = [await self._photo(tile.photo, cell) for tile, cell in places]
        bare = [replace(tile, photo=None) for tile in tiles]
        return await self._drawn(partial(_sheet, bare, photos, one=one, many=many))

    async def collage(self, photos: Sequence[bytes]) -> Collage:
        """Draw a collage; as ``Drawer.collage``. Raises ValueError for over nine photos.

        Each photo that is lost changes the cells of the others, which are then cut anew.
        """
        shown = tuple(range(len(photos)))
        while shown:
            places = zip(shown, cells(len(shown)), strict=True)
            cut = [await self._photo(photos[number], cell, whole=True) for number, cell in places]
            kept = [one for one in cut if one is not None]
            if len(kept) == len(cut):
                return Collage(picture=await self._drawn(partial(_collage, kept)), shown=shown)
            shown = tuple(n for n, one in zip(shown, cut, strict=True) if one is not None)
        raise NotDrawn("Nothing is to be seen in any of the photos.")

    async def vote_chart(
        self,
        days: Sequence[Day],
        *,
        ups: str = "Ups",
        downs: str = "Downs",
        points: str = "Points",
    ) -> bytes:
        """Draw a chart; as ``Drawer.vote_chart``."""
        return await self._drawn(partial(_chart, days, ups=ups, downs=downs, points=points))

    async def _photo(self, photo: bytes | None, cell: Cell, *, whole: bool = False) -> bytes | None:
        """Cut a photo by a job of its own, so that it can break no more than itself."""
        if not photo:
            return None
        try:
            size = (cell.width, cell.height)
            return await self._drawn(partial(self._cut, photo, size, whole=whole))
        except NotDrawn as why:
            log.warning("a photo is left out of a picture", extra={"why": str(why)})
            return None

    async def _drawn(self, job: Callable[[], T]) -> T:
        try:
            return await self._pool.run(job)
        except JobEnded as ended:
            raise NotDrawn(f"The picture could not be drawn: {ended}.") from None
        except Exception as error:
            log.exception("Drawing failed.")
            raise NotDrawn(f"The picture could not be drawn ({type(error).__name__}).") from error
