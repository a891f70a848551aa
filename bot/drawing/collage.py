"""The collage of a collection: photos and nothing else, the first one the largest."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image

from bot.drawing import look
from bot.drawing.cells import WIDTH, cells
from bot.drawing.jpeg import jpeg


def compose(photos: Sequence[bytes]) -> bytes:
    """Return a JPEG of photos, given as RGB pixels of the cells of so many; see ``Drawer``.

    Raises ValueError for none or over nine.
    """
    places = cells(len(photos))
    height = max(cell.top + cell.height for cell in places)
    picture = Image.new("RGB", (WIDTH, height), look.PANEL)
    for photo, cell in zip(photos, places, strict=True):
        cut = Image.frombytes("RGB", (cell.width, cell.height), photo)
        picture.paste(cut, (cell.left, cell.top))
    return jpeg(picture)
