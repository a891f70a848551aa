"""The contact sheet of a digest: photos with rank and points."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageDraw

from bot.drawing import look
from bot.drawing.cells import WIDTH, Cell, cells
from bot.drawing.jpeg import jpeg
from bot.drawing.photo import fitted
from bot.services.ports import Tile

_SMALLEST = 8  # pixels of letters
_MEDALS = {1: "#f5c542", 2: "#cfd4dc", 3: "#d99a6c"}
_DUSK = ("#4a4f5e", "#2e3139")  # from the top of a placeholder to its foot
_FILM = "#757b8c"


def contact_sheet(tiles: Sequence[Tile], *, one: str = "point", many: str = "points") -> bytes:
    """Return a JPEG of one to nine tiles, WIDTH pixels wide, at most 2 MB; see ``Drawer``.

    Raises ValueError for another number of tiles.
    """
    places = cells(len(tiles))
    photos = [
        fitted(tile.photo, (cell.width, cell.height)) if tile.photo else None
        for tile, cell in zip(tiles, places, strict=True)
    ]
    return compose(tiles, photos, one=one, many=many)


def compose(
    tiles: Sequence[Tile], photos: Sequence[Image.Image | None], *, one: str, many: str
) -> bytes:
    """Return the sheet of tiles whose photos are cut to their cells already."""
    places = cells(len(tiles))
    height = max(cell.top + cell.height for cell in places)
    sheet = Image.new("RGB", (WIDTH, height), look.PANEL)
    for tile, photo, cell in zip(tiles, photos, places, strict=True):
        sheet.paste(photo or _placeholder(cell), (cell.left, cell.top))
        _badge(sheet, cell, tile.rank)
        _points(sheet, cell, f"{look.number(tile.points)} {one if tile.points == 1 else many}")
    return jpeg(sheet)


def _letters(cell: Cell) -> int:
    """Return the size of a tile's letters in pixels; Discord shows a sheet at half its size."""
    return 40 if cell.width > WIDTH / 2 else 28 if cell.width > WIDTH / 4 else 25


def _badge(sheet: Image.Image, cell: Cell, rank: int) -> None:
    letters = _letters(cell)
    left, top = cell.left + letters // 2, cell.top + letters // 2
    font = look.font(round(letters * 1.15), bold=True)
    medal = _MEDALS.get(rank)
    back, ink = (medal, look.PANEL) if medal else (look.PANEL, look.TEXT)
    look.plate(sheet, (left, top), str(rank), font, ink=ink, back=back, solid=medal is not None)


def _points(sheet: Image.Image, cell: Cell, text: str) -> None:
    letters = _letters(cell)
    left, foot = cell.left + letters // 2, cell.top + cell.height - letters // 2
    size = letters
    while (
        size > _SMALLEST and look.font(size, bold=True).getlength(text) > cell.width - 3 * letters
    ):
        size -= 1
    font = look.font(size, bold=True)
    top = foot - look.plate_height(font)
    look.plate(sheet, (left, top), text, font, ink=look.TEXT, back=look.PANEL)


def _placeholder(cell: Cell) -> Image.Image:
    """Return a dusky cell with an empty frame of film in its middle."""
    size = (cell.width, cell.height)
    upper, lower = (Image.new("RGB", size, colour) for colour in _DUSK)
    dusk = Image.composite(lower, upper, Image.linear_gradient("L").resize(size))
    dusk.paste(_FILM, mask=look.soft(size, lambda draw: _frame(draw, cell)))
    return dusk


def _frame(draw: ImageDraw.ImageDraw, cell: Cell) -> None:
    """Draw a frame of film, with two rows of holes, onto a canvas FINE times as large as a cell."""
    unit = min(cell.width, cell.height) * look.FINE / 40
    middle, centre = cell.width * look.FINE / 2, cell.height * look.FINE / 2

    def box(x: float, y: float, wide: float, high: float, fill: int) -> None:
        left, top = middle + (x - wide / 2) * unit, centre + (y - high / 2) * unit
        edges = (left, top, left + wide * unit, top + high * unit)
        draw.rounded_rectangle(edges, radius=unit * 0.6, fill=fill)

    box(0, 0, 16, 12, 255)
    box(0, 0, 9, 9.5, 0)
    for hole in range(4):
        for side in (-6.25, 6.25):
            box(side, (hole - 1.5) * 2.75, 1.5, 1.5, 0)
