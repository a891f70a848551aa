"""What the pictures have in common: colours, letters, numbers and soft edges.

The colours stand on a dark panel of their own, since Discord shows a picture on dark and light
backgrounds alike. Text has a contrast of at least 4.5:1 on it (WCAG 2, 1.4.3), shapes of 3:1
(1.4.11). Ups and downs are the blue and the orange that colour-blind people tell apart.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from font_roboto import font_files
from PIL import Image, ImageDraw, ImageFont

PANEL = "#1b1c21"
GRID = "#303239"
AXIS = "#6d717c"
TEXT = "#f2f3f5"
SOFT_TEXT = "#b5bac4"
UPS = "#56b4e9"
DOWNS = "#e69f00"
LINE = "#f2f3f5"

_EDGE = "#ffffff"
_DENSE = 0.9  # white shines through as a dark grey, on which TEXT keeps its contrast

FINE = 3  # shapes are drawn this much larger and shrunk, for soft edges

Box = tuple[float, float, float, float]


@lru_cache(maxsize=32)
def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Return Roboto in a size in pixels: Latin, Greek and Cyrillic, digits of one width."""
    name = "RobotoBold" if bold else "RobotoMedium"
    return ImageFont.truetype(font_files[name], size, layout_engine=ImageFont.Layout.BASIC)


def number(value: int) -> str:
    """Return a number as people read it: "1,234", "−5"."""
    return f"{value:,}".replace("-", "−")


def enlarged(box: Box) -> Box:
    """Return a box as it is on a canvas that is FINE times as large, its last pixel inside."""
    left, top, right, bottom = (side * FINE for side in box)
    return left, top, right - 1, bottom - 1


def soft(size: tuple[int, int], draw: Callable[[ImageDraw.ImageDraw], None]) -> Image.Image:
    """Return a mask of a size with soft edges; ``draw`` gets a black canvas FINE times as large."""
    large = Image.new("L", (size[0] * FINE, size[1] * FINE))
    draw(ImageDraw.Draw(large))
    return large.reduce(FINE)


def plate_height(font: ImageFont.FreeTypeFont) -> int:
    """Return how high a plate is with letters of that font, in pixels."""
    return round(font.size * 1.65)


def plate(
    canvas: Image.Image,
    at: tuple[int, int],
    text: str,
    font: ImageFont.FreeTypeFont,
    *,
    ink: str,
    back: str,
    solid: bool = False,
) -> None:
    """Put a text on a plate with round ends onto an RGB canvas; ``at`` is its upper left corner.

    A plate that is not solid lets a tenth of the picture through; each has a thin bright edge.
    """
    high = plate_height(font)
    wide = round(font.getlength(text) + font.size * 1.2) if len(text) > 1 else high
    size = (wide, high)
    _oval(canvas, at, size, _EDGE, 0.22)
    _oval(canvas, (at[0] + 1, at[1] + 1), (size[0] - 2, high - 2), back, 1 if solid else _DENSE)
    middle = (at[0] + size[0] / 2, at[1] + high / 2)
    ImageDraw.Draw(canvas).text(middle, text, ink, font, anchor="mm")


def _oval(
    canvas: Image.Image, at: tuple[int, int], size: tuple[int, int], fill: str, opacity: float
) -> None:
    box = enlarged((0, 0, *size))
    radius, light = size[1] * FINE / 2, round(255 * opacity)
    mask = soft(size, lambda draw: draw.rounded_rectangle(box, radius, light))
    canvas.paste(fill, at, mask)
