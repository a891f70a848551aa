"""Where the tiles of a contact sheet stand: rows of a few shapes, the first tile the largest."""

from __future__ import annotations

from typing import NamedTuple

WIDTH = 1200  # pixels
GAP = 8


class Cell(NamedTuple):
    """A tile's place on the sheet, in pixels."""

    left: int
    top: int
    width: int
    height: int


# Each row by the height and the widths of its columns, in parts; how many tiles stand in each.
_ROWS: dict[str, tuple[int, tuple[tuple[int, int], ...]]] = {
    "one": (675, ((1, 1),)),
    "banner": (600, ((1, 1),)),
    "pair": (500, ((2, 1), (1, 1))),
    "lead": (536, ((2, 1), (1, 2))),
    "three": (264, ((1, 1), (1, 1), (1, 1))),
    "four": (220, ((1, 1), (1, 1), (1, 1), (1, 1))),
}
_SHEETS: dict[int, tuple[str, ...]] = {
    1: ("one",),
    2: ("pair",),
    3: ("lead",),
    4: ("banner", "three"),
    5: ("pair", "three"),
    6: ("lead", "three"),
    7: ("lead", "four"),
    8: ("pair", "three", "three"),
    9: ("lead", "three", "three"),
}
MOST = max(_SHEETS)


def cells(count: int) -> list[Cell]:
    """Return the places of ``count`` tiles, best first; raises ValueError for none or over MOST."""
    if count not in _SHEETS:
        raise ValueError(f"a contact sheet has 1 to {MOST} tiles, not {count}")
    found: list[Cell] = []
    top = 0
    for row in _SHEETS[count]:
        height, columns = _ROWS[row]
        found += _row(top, height, columns)
        top += height + GAP
    return found


def _row(top: int, height: int, columns: tuple[tuple[int, int], ...]) -> list[Cell]:
    """Divide a row's width, gaps included, by the columns' parts."""
    parts = sum(part for part, _ in columns)
    found: list[Cell] = []
    before = 0
    for part, tiles in columns:
        left = round((WIDTH + GAP) * before / parts)
        right = round((WIDTH + GAP) * (before + part) / parts) - GAP
        tile = (height - GAP * (tiles - 1)) // tiles
        found += [Cell(left, top + n * (tile + GAP), right - left, tile) for n in range(tiles)]
        before += part
    return found
