"""Contrast as WCAG 2 defines it."""

from __future__ import annotations

from PIL import ImageColor

Colour = str | tuple[int, ...]


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def linear(colour: Colour) -> list[float]:
    rgb = ImageColor.getrgb(colour) if isinstance(colour, str) else colour
    parts = [part / 255 for part in rgb[:3]]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def _luminance(colour: Colour) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
