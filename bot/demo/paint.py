"""Paint with light: the few strokes from which the demo's film stills are made.

All of them change the canvas (an RGB image) in place, take sizes in its pixels, and draw the same
picture for the same seed on every machine: noise comes from ``random.Random``, never from C.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from random import Random

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter, ImageFont, ImageOps

Point = tuple[float, float]
_PROFILE: tuple[Point, ...] = (
    (-0.66, -0.02), (-0.6, 0.16), (-0.38, 0.27), (-0.18, 0.35), (-0.16, 0.46), (-0.22, 0.57),
    (-0.26, 0.72), (-0.22, 0.87), (-0.1, 0.97), (0.04, 1.0), (0.15, 0.95), (0.205, 0.86),
    (0.218, 0.78), (0.208, 0.735), (0.232, 0.675), (0.272, 0.618), (0.262, 0.592), (0.226, 0.58),
    (0.24, 0.55), (0.226, 0.53), (0.236, 0.505), (0.212, 0.482), (0.222, 0.445), (0.19, 0.405),
    (0.1, 0.395), (0.055, 0.36), (0.05, 0.28), (0.13, 0.21), (0.32, 0.13), (0.43, 0.04),
    (0.45, -0.02),
)  # fmt: skip
WIDE = (1280, 720)
TALL = (800, 1200)
_CAP: tuple[Point, ...] = (
    (-0.29, 0.74), (-0.29, 0.9), (-0.2, 1.04), (0.0, 1.1), (0.17, 1.03), (0.25, 0.86),
    (0.24, 0.8), (0.05, 0.8), (-0.15, 0.76),
)  # fmt: skip
_RIM = 76  # Pillow's radial gradient still has this value where it touches its box's sides
_FINE = 2  # shapes are drawn this much larger and shrunk, for soft edges


def colour(text: str) -> tuple[int, int, int]:
    """Return the colour that ``#rrggbb`` names."""
    red, green, blue = ImageColor.getrgb(text)[:3]
    return red, green, blue


def mix(first: str, second: str, share: float) -> str:
    """Return a colour between two; ``share`` 0 is the first, 1 the second."""
    pairs = zip(colour(first), colour(second), strict=True)
    return "#{:02x}{:02x}{:02x}".format(*(round(a + (b - a) * share) for a, b in pairs))


def sky(size: tuple[int, int], *stops: str) -> Image.Image:
    """Return a canvas that runs through the colours from its top to its foot."""
    height = size[1]
    strip = Image.new("RGB", (1, height))
    for row in range(height):
        place = row / (height - 1) * (len(stops) - 1)
        first = min(int(place), len(stops) - 2)
        share = place - first
        share = share * share * (3 - 2 * share)
        strip.putpixel((0, row), colour(mix(stops[first], stops[first + 1], share)))
    return strip.resize(size)


def light(
    canvas: Image.Image,
    at: Point,
    radius: float,
    tint: str,
    *,
    strength: float = 1.0,
    falloff: float = 2.0,
    squash: float = 1.0,
) -> None:
    """Let a soft light shine; ``falloff`` 1 is even, 4 a hot core, ``squash`` flattens it."""
    disc = ImageOps.invert(Image.radial_gradient("L")).point(
        lambda value: round(255 * strength * (max(0, value - _RIM) / (255 - _RIM)) ** falloff)
    )
    box = (max(2, round(radius * 2)), max(2, round(radius * 2 * squash)))
    mask = Image.new("L", canvas.size)
    mask.paste(
        disc.resize(box, Image.Resampling.BICUBIC),
        (round(at[0] - box[0] / 2), round(at[1] - box[1] / 2)),
    )
    shine(canvas, mask, tint)


def shine(canvas: Image.Image, mask: Image.Image, tint: str) -> None:
    """Add light of a colour where the mask is bright."""
    layer = Image.composite(
        Image.new("RGB", canvas.size, colour(tint)), Image.new("RGB", canvas.size), mask
    )
    canvas.paste(ImageChops.screen(canvas, layer))


class Pen:
    """Draw shapes on a mask, in the canvas's own pixels."""

    def __init__(self, mask: Image.Image) -> None:
        self._draw = ImageDraw.Draw(mask)

    def shape(self, points: Sequence[Point], value: int = 255) -> None:
        """Fill a polygon."""
        self._draw.polygon([(x * _FINE, y * _FINE) for x, y in points], fill=value)

    def oval(self, x: float, y: float, width: float, height: float, value: int = 255) -> None:
        """Fill an ellipse around its middle."""
        box = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        self._draw.ellipse([side * _FINE for side in box], fill=value)

    def box(self, x: float, y: float, width: float, height: float, value: int = 255) -> None:
        """Fill a rectangle from its upper left corner."""
        far = (max(x + width, x + 0.5), max(y + height, y + 0.5))
        corners = (x * _FINE, y * _FINE, far[0] * _FINE - 1, far[1] * _FINE - 1)
        self._draw.rectangle(corners, fill=value)

    def line(self, points: Sequence[Point], width: float = 2, value: int = 255) -> None:
        """Draw a line through the points."""
        scaled = [(x * _FINE, y * _FINE) for x, y in points]
        self._draw.line(scaled, fill=value, width=max(1, round(width * _FINE)), joint="curve")

    def arc(self, x: float, y: float, size: float, start: float, end: float, width: float) -> None:
        """Draw a part of a circle; degrees run clockwise from three o'clock."""
        box = [(side) * _FINE for side in (x - size / 2, y - size / 2, x + size / 2, y + size / 2)]
        self._draw.arc(box, start, end, fill=255, width=max(1, round(width * _FINE)))

    def person(self, x: float, y: float, height: float, *, coat: float = 0.2) -> None:
        """Draw someone standing with the feet at a point, in a coat of a width."""
        tall = height
        self.oval(x, y - tall * 0.925, tall * 0.115, tall * 0.15)
        self.box(x - tall * 0.03, y - tall * 0.88, tall * 0.06, tall * 0.08)
        self.oval(x, y - tall * 0.77, tall * 0.25, tall * 0.12)
        hem, half = y - tall * 0.32, tall * coat / 2
        self.shape(
            [
                (x - tall * 0.125, y - tall * 0.77),
                (x + tall * 0.125, y - tall * 0.77),
                (x + tall * 0.09, y - tall * 0.54),
                (x + half, hem),
                (x - half, hem),
                (x - tall * 0.09, y - tall * 0.54),
            ]
        )
        for side in (-1, 1):
            foot = x + side * tall * 0.06
            self.shape(
                [
                    (x - side * tall * 0.004, hem),
                    (x + side * half * 0.92, hem),
                    (foot + side * tall * 0.032, y),
                    (foot - side * tall * 0.03, y),
                ]
            )
            self.oval(foot + tall * 0.01, y - tall * 0.008, tall * 0.1, tall * 0.03)
            self.shape(
                [
                    (x + side * tall * 0.08, y - tall * 0.81),
                    (x + side * tall * 0.128, y - tall * 0.77),
                    (x + side * tall * 0.158, y - tall * 0.44),
                    (x + side * tall * 0.115, y - tall * 0.43),
                ]
            )

    def bust(self, x: float, y: float, height: float, *, turn: float = 0.0) -> None:
        """Draw head and shoulders from behind, cut off at a foot line; ``turn`` moves the head."""
        head = x + turn * height * 0.08
        self.oval(head, y - height * 0.72, height * 0.35, height * 0.44)
        self.oval(head - turn * height * 0.03, y - height * 0.79, height * 0.39, height * 0.34)
        self.shape(
            [
                (head - height * 0.13, y - height * 0.66),
                (head + height * 0.13, y - height * 0.66),
                (x + height * 0.24, y - height * 0.3),
                (x - height * 0.24, y - height * 0.3),
            ]
        )
        self.oval(x, y - height * 0.1, height * 1.04, height * 0.66)
        self.box(x - height * 0.52, y - height * 0.1, height * 1.04, height * 0.14)

    def profile(
        self, x: float, y: float, height: float, *, facing: int = 1, cap: bool = False
    ) -> None:
        """Draw head and shoulders from the side; ``facing`` is 1 for right, -1 for left."""
        for outline in (_PROFILE, _CAP) if cap else (_PROFILE,):
            turned = [(x + facing * right * height, y - up * height) for right, up in outline]
            self.shape(smooth(turned))


def smooth(points: Sequence[Point], steps: int = 6) -> list[Point]:
    """Return a closed curve through the points (Catmull and Rom's spline)."""
    curve: list[Point] = []
    for index in range(len(points)):
        before, here, there, after = (points[(index + n) % len(points)] for n in (-1, 0, 1, 2))
        for step in range(steps):
            t = step / steps
            curve.append((_between(t, before[0], here[0], there[0], after[0]),
                          _between(t, before[1], here[1], there[1], after[1])))  # fmt: skip
    return curve


def _between(t: float, before: float, here: float, there: float, after: float) -> float:
    bend = 2 * before - 5 * here + 4 * there - after
    twist = 3 * here - before - 3 * there + after
    return 0.5 * (2 * here + (there - before) * t + bend * t * t + twist * t * t * t)


@contextmanager
def ink(
    canvas: Image.Image,
    tint: str,
    *,
    blur: float = 0.0,
    strength: float = 1.0,
    glow: bool = False,
    rim: tuple[str, float, float] | None = None,
) -> Iterator[Pen]:
    """Lend a pen and put down what it drew, as paint or (``glow``) as light.

    ``rim`` is a colour and the direction, in pixels, from which light catches the shapes' edges.
    """
    mask = Image.new("L", (canvas.width * _FINE, canvas.height * _FINE))
    yield Pen(mask)
    mask = mask.resize(canvas.size, Image.Resampling.BOX)
    edge = mask
    if blur:
        mask = mask.filter(ImageFilter.GaussianBlur(blur))
    if strength < 1:
        mask = mask.point(lambda value: round(value * strength))
    if glow:
        shine(canvas, mask, tint)
    else:
        canvas.paste(Image.new("RGB", canvas.size, colour(tint)), mask=mask)
    if rim:
        _rim(canvas, edge, *rim)


def _rim(canvas: Image.Image, mask: Image.Image, tint: str, right: float, down: float) -> None:
    moved = Image.new("L", mask.size)
    moved.paste(mask, (-round(right), -round(down)))
    reach = math.hypot(right, down)
    lit = ImageChops.subtract(mask, moved.filter(ImageFilter.GaussianBlur(reach * 0.6)))
    shine(canvas, lit.filter(ImageFilter.GaussianBlur(0.8)), tint)


def noise(size: tuple[int, int], seed: int) -> Image.Image:
    """Return even noise."""
    return Image.frombytes("L", size, Random(seed).randbytes(size[0] * size[1]))  # noqa: S311


def cloud(
    size: tuple[int, int], seed: int, *, cells: tuple[float, float] = (6, 4), layers: int = 5
) -> Image.Image:
    """Return soft fractal noise; ``cells`` is how many large lumps fit across and down."""
    field = Image.new("L", size, 128)
    for layer in range(layers):
        grid = (
            max(2, min(size[0], round(cells[0] * 2**layer))),
            max(2, min(size[1], round(cells[1] * 2**layer))),
        )
        lumps = noise(grid, seed * 31 + layer).resize(size, Image.Resampling.BICUBIC)
        field = Image.blend(field, lumps, 0.55 if layer == 0 else 0.5 / (layer + 0.4))
    return ImageOps.autocontrast(field, cutoff=2)


def mist(
    canvas: Image.Image,
    seed: int,
    tint: str,
    *,
    strength: float = 0.5,
    band: tuple[float, float] | None = None,
    cells: tuple[float, float] = (4, 7),
    contrast: float = 1.6,
) -> None:
    """Let mist or cloud drift over the canvas, or only between two heights (as shares)."""
    mask = cloud(canvas.size, seed, cells=cells).point(
        lambda value: round(255 * strength * (value / 255) ** contrast)
    )
    if band:
        middle, reach = (band[0] + band[1]) / 2, (band[1] - band[0]) / 2
        ramp = Image.new("L", (1, canvas.height))
        for row in range(canvas.height):
            away = abs(row / canvas.height - middle) / reach
            ramp.putpixel((0, row), round(255 * max(0.0, 1 - away**2)))
        mask = ImageChops.multiply(mask, ramp.resize(canvas.size))
    canvas.paste(Image.new("RGB", canvas.size, colour(tint)), mask=mask)


def ridge(
    width: int, seed: int, base: float, rough: float, *, smooth: float = 0.5, steps: int = 8
) -> list[Point]:
    """Return the line of a range of hills across a width, by midpoint displacement."""
    chance = Random(seed)  # noqa: S311
    line = [base + chance.uniform(-rough, rough), base + chance.uniform(-rough, rough)]
    reach = rough
    for _ in range(steps):
        denser: list[float] = []
        for left, right in pairwise(line):
            denser += [left, (left + right) / 2 + chance.uniform(-reach, reach)]
        line = [*denser, line[-1]]
        reach *= smooth
    return [(index * width / (len(line) - 1), height) for index, height in enumerate(line)]


def ground(line: Sequence[Point], foot: float) -> list[Point]:
    """Close a ridge down to a foot line."""
    return [*line, (line[-1][0], foot), (line[0][0], foot)]


def stars(canvas: Image.Image, seed: int, count: int, foot: float, tint: str = "#dfe8ff") -> None:
    """Strew stars above a foot line, most of them faint."""
    chance = Random(seed)  # noqa: S311
    with ink(canvas, tint, glow=True) as pen:
        for _ in range(count):
            size = 0.8 + 2.1 * chance.random() ** 6
            value = round(60 + 195 * chance.random() ** 3)
            pen.oval(chance.uniform(0, canvas.width), chance.uniform(0, foot), size, size, value)


def reflect(canvas: Image.Image, horizon: float, *, dim: float = 0.6, ripple: float = 6.0) -> None:
    """Mirror what is above the horizon in water below it."""
    line = round(horizon)
    depth = canvas.height - line
    mirrored = ImageOps.flip(canvas.crop((0, max(0, line - depth), canvas.width, line)))
    mirrored = mirrored.resize((canvas.width, depth)).filter(ImageFilter.GaussianBlur(1.2))
    water = Image.new("RGB", mirrored.size)
    for row in range(depth):
        near = row / depth
        wave = math.sin(row * (0.9 - 0.55 * near)) + 0.6 * math.sin(row * 0.23 + 1)
        strip = mirrored.crop((0, row, canvas.width, row + 1))
        water.paste(ImageChops.offset(strip, round(ripple * near * wave)), (0, row))
    canvas.paste(Image.blend(Image.new("RGB", water.size), water, dim), (0, line))


def beam(
    canvas: Image.Image, points: Sequence[Point], tint: str, *, blur: float, strength: float
) -> None:
    """Let a shaft of light fall through the air."""
    with ink(canvas, tint, blur=blur, strength=strength, glow=True) as pen:
        pen.shape(points)


def bokeh(
    canvas: Image.Image, seed: int, count: int, tints: Sequence[str], *,
    band: tuple[float, float], sizes: tuple[float, float] = (16, 60), strength: float = 0.5,
) -> None:  # fmt: skip
    """Strew lights that are out of focus between two heights (as shares)."""
    chance = Random(seed)  # noqa: S311
    for tint in tints:
        with ink(canvas, tint, blur=1.4, strength=strength, glow=True) as pen:
            for _ in range(count // len(tints)):
                size = chance.uniform(*sizes)
                x = chance.uniform(0, canvas.width)
                y = chance.uniform(*band) * canvas.height
                pen.oval(x, y, size, size, chance.randint(70, 200))


def flakes(
    canvas: Image.Image, seed: int, count: int, tint: str = "#ffffff", size: float = 5
) -> None:
    """Let snow, dust or sparks hang in the air, nearer ones larger and softer."""
    chance = Random(seed)  # noqa: S311
    for blur, share, scale in ((0.4, 0.7, 0.5), (1.6, 0.22, 1.0), (5.0, 0.08, 3.2)):
        with ink(canvas, tint, blur=blur, strength=0.8, glow=True) as pen:
            for _ in range(round(count * share)):
                dot = size * scale * chance.uniform(0.5, 1.2)
                place = chance.uniform(0, canvas.width), chance.uniform(0, canvas.height)
                pen.oval(*place, dot, dot, chance.randint(90, 230))


def letters(
    canvas: Image.Image, text: str, at: Point, size: float, tint: str, *,
    track: float = 0.0, glow: float = 0.0,
) -> None:  # fmt: skip
    """Set a line of type on its middle, with letters ``track`` ems apart.

    Only Pillow's own typeface is used, so that it looks alike everywhere. It knows plain Latin
    letters; an acute accent is drawn.
    """
    font = ImageFont.load_default(size * _FINE)
    wide = sum(
        font.getlength(unicodedata.normalize("NFD", sign)[0]) for sign in text
    ) + track * size * _FINE * (len(text) - 1)
    mask = Image.new("L", (canvas.width * _FINE, canvas.height * _FINE))
    draw = ImageDraw.Draw(mask)
    x = at[0] * _FINE - wide / 2
    for letter in text:
        plain, *accents = list(unicodedata.normalize("NFD", letter))
        draw.text((x, at[1] * _FINE), plain, fill=255, font=font, anchor="ls")
        if accents == ["\u0301"]:
            em, middle, top = size * _FINE, x + font.getlength(plain) / 2, at[1] * _FINE
            stroke = [(middle - em * 0.03, top - em * 0.78), (middle + em * 0.09, top - em * 0.9)]
            draw.line(stroke, fill=255, width=round(em * 0.07))
        x += font.getlength(plain) + track * size * _FINE
    mask = mask.resize(canvas.size, Image.Resampling.BOX)
    if glow:
        halo = mask.filter(ImageFilter.GaussianBlur(glow))
        shine(canvas, halo.point(lambda value: min(255, value * 2)), tint)
    canvas.paste(Image.new("RGB", canvas.size, colour(tint)), mask=mask)


def develop(
    canvas: Image.Image, seed: int, *, bloom: float = 0.35, edge: float = 0.55, grain: float = 6.5
) -> Image.Image:
    """Finish a still as a lens and film would: halation, darker corners, grain."""
    bright = canvas.point(lambda value: max(0, round((value - 120) * 1.9)))
    halo = bright.filter(ImageFilter.GaussianBlur(canvas.width / 46))
    canvas = ImageChops.screen(canvas, halo.point(lambda value: round(value * bloom)))
    fall = Image.radial_gradient("L").resize(
        (round(canvas.width * 1.5), round(canvas.height * 1.5)), Image.Resampling.BICUBIC
    )
    left, top = round(canvas.width * 0.25), round(canvas.height * 0.25)
    fall = fall.crop((left, top, left + canvas.width, top + canvas.height))
    fall = fall.point(lambda value: round(255 - 255 * edge * (value / 255) ** 2.6))
    canvas = ImageChops.multiply(canvas, Image.merge("RGB", (fall, fall, fall)))
    speck = noise(canvas.size, seed).filter(ImageFilter.GaussianBlur(0.7))
    speck = ImageOps.autocontrast(speck, cutoff=1).point(
        lambda value: round(128 + (value - 128) / 128 * grain)
    )
    return ImageChops.add(canvas, Image.merge("RGB", (speck,) * 3), offset=-128)
