"""“Hollow Orbit”: a station that nobody has switched off. Cold light, long corridors."""

# ruff: noqa: PLR2004 - the numbers are places on the canvas
from __future__ import annotations

import math
from random import Random

from PIL import Image, ImageChops

from bot.demo.paint import (
    TALL,
    WIDE,
    develop,
    flakes,
    ink,
    letters,
    light,
    mist,
    mix,
    sky,
    smooth,
    stars,
)

WIDTH, HEIGHT = WIDE


def _frame(x: float, y: float, size: float) -> list[tuple[float, float]]:
    corners = ((-1, -0.5), (-0.62, -0.62), (0.62, -0.62), (1, -0.5), (1, 0.5), (0.62, 0.62), (-0.62, 0.62), (-1, 0.5))  # fmt: skip
    return [(x + dx * size, y + dy * size) for dx, dy in corners]


def corridor() -> Image.Image:
    """Draw a long corridor with someone at its end."""
    canvas = sky(WIDE, "#0b1a24", "#0e2430")
    x, y = 640.0, 350.0
    sizes = [1040 * 0.72**step for step in range(11)]
    for index, size in enumerate(sizes):
        share = index / (len(sizes) - 1)
        with ink(canvas, mix("#04090d", "#3f6f80", share**1.4)) as pen:
            pen.shape(_frame(x, y, size))
        with ink(canvas, mix("#02060a", "#9fe0ee", share), strength=0.8) as pen:
            pen.shape([*_frame(x, y, size), _frame(x, y, size)[0]], 0)
            ring = _frame(x, y, size * 0.985)
            pen.line([*ring, ring[0]], 2 + 10 * (1 - share))
        for side in (-1, 1):
            with ink(
                canvas, mix("#ffb45f", "#bff4ff", share), blur=2 + 4 * (1 - share), glow=True
            ) as pen:
                at = x + side * size * 0.9
                pen.line([(at, y - size * 0.2), (at, y + size * 0.2)], 2 + 9 * (1 - share))
    light(canvas, (x, y), 300, "#d8fbff", strength=1, falloff=2.4)
    with ink(canvas, "#03070a") as pen:
        pen.person(x, y + 46, 84)
    with ink(canvas, "#d8fbff", blur=10, strength=0.3, glow=True) as pen:
        pen.shape([(600, 394), (680, 394), (900, 720), (380, 720)])
    mist(canvas, 3, "#9fd8e6", strength=0.12)
    return develop(canvas, 21, bloom=0.5)


def limb() -> Image.Image:
    """Draw the station over the edge of a planet."""
    canvas = Image.new("RGB", WIDE, "#02040a")
    stars(canvas, 5, 700, 720)
    globe = Image.new("RGB", WIDE)
    with ink(globe, "#0f3a63") as pen:
        pen.oval(520, 1370, 2100, 1960)
    mist(globe, 7, "#dcefff", strength=0.8, cells=(5, 8), contrast=1.8)
    mist(globe, 8, "#0b6a7a", strength=0.5, cells=(4, 4))
    mask = Image.new("L", WIDE)
    probe = Image.new("RGB", WIDE)
    with ink(probe, "#ffffff") as pen:
        pen.oval(520, 1370, 2100, 1960)
    mask = probe.convert("L")
    shade = sky(WIDE, "#ffffff", "#ffffff", "#8a93a8", "#0b0f1c")
    canvas.paste(ImageChops.multiply(globe, shade), mask=mask)
    for width, strength, blur in ((34, 0.55, 18), (7, 0.9, 3)):
        with ink(canvas, "#7fd0ff", blur=blur, strength=strength, glow=True) as pen:
            pen.line(
                [(520 + 1050 * math.cos(turn / 90), 1370 + 980 * math.sin(turn / 90)) for turn in range(-260, -20, 2)],
                width,
            )  # fmt: skip
    light(canvas, (1120, 300), 520, "#ffe7bd", strength=0.9, falloff=4)
    light(canvas, (1120, 300), 90, "#ffffff", strength=1, falloff=1.6)
    with ink(canvas, "#0a0f16", rim=("#ffe3b4", 4, 0)) as pen:
        pen.arc(430, 250, 220, 0, 360, 22)
        for turn in range(0, 180, 45):
            dx, dy = 102 * math.cos(math.radians(turn)), 102 * math.sin(math.radians(turn))
            pen.line([(430 - dx, 250 - dy), (430 + dx, 250 + dy)], 6)
        pen.oval(430, 250, 62, 62)
        pen.box(250, 244, 360, 12)
        for left in (180, 610):
            pen.box(left, 214, 70, 72)
    with ink(canvas, "#bfefff", blur=0.6, glow=True) as pen:
        for turn in range(0, 360, 15):
            pen.oval(
                430 + 110 * math.cos(math.radians(turn)),
                250 + 110 * math.sin(math.radians(turn)),
                3.4,
                3.4,
            )
    return develop(canvas, 22, bloom=0.5, edge=0.4)


def cockpit() -> Image.Image:
    """Draw a pilot before a window of stars."""
    canvas = sky(WIDE, "#050a1c", "#152654", "#5b3a78")
    stars(canvas, 15, 500, 600)
    mist(canvas, 16, "#c06aa8", strength=0.7, cells=(4, 4), contrast=2.4)
    light(canvas, (860, 250), 260, "#ffd9c0", strength=0.9, falloff=2.6)
    with ink(canvas, "#05070d", rim=("#8fa8e8", 0, 3)) as pen:
        pen.shape([(-10, -10), (1290, -10), (1290, 90), (940, 40), (340, 40), (-10, 90)])
        for left in (330, 900):
            pen.shape(
                [
                    (left, 30),
                    (left + 34, 30),
                    (left + 60 - 90 * (left < 600), 560),
                    (left - 90 * (left < 600), 560),
                ]
            )
        pen.shape([(-10, 540), (300, 500), (980, 500), (1290, 540), (1290, 730), (-10, 730)])
    chance = Random(17)  # noqa: S311
    for tint in ("#5fe6d0", "#ffb45a", "#ff6a6a"):
        with ink(canvas, tint, blur=0.7, glow=True) as pen:
            for _ in range(34):
                px, py = chance.uniform(60, 1220), chance.uniform(530, 700)
                pen.box(px, py, chance.choice((4, 8, 22)), 4, chance.randint(90, 255))
    with ink(canvas, "#39c8d8", blur=0.6, strength=0.7, glow=True) as pen:
        pen.arc(860, 590, 130, 0, 360, 2)
        pen.arc(860, 590, 90, 200, 330, 3)
        for step in range(5):
            pen.line([(180, 560 + step * 16), (180 + 40 * (step + 1), 560 + step * 16)], 3)
    with ink(canvas, "#020307", rim=("#ffcaa8", 6, -3)) as pen:
        pen.shape(smooth([(452, 760), (470, 470), (520, 430), (640, 430), (690, 470), (708, 760)]))
        pen.oval(580, 408, 132, 168)
        pen.shape(smooth([(520, 446), (536, 400), (580, 392), (624, 400), (640, 446), (580, 480)]))
        pen.line([(640, 404), (668, 442), (650, 470)], 5)
    return develop(canvas, 23, bloom=0.5)


def airlock() -> Image.Image:
    """Draw three suits before an opening door."""
    canvas = sky(WIDE, "#0a1016", "#131f28", "#070b0f")
    with ink(canvas, "#1a2a34") as pen:
        pen.box(230, 60, 820, 560)
    with ink(canvas, "#e7fbff") as pen:
        pen.box(545, 80, 190, 530)
    light(canvas, (640, 340), 640, "#bfeaff", strength=0.95, falloff=2.2)
    with ink(canvas, "#0b1319", rim=("#d8f6ff", 4, 0)) as pen:
        pen.box(246, 70, 300, 550)
    with ink(canvas, "#0b1319", rim=("#d8f6ff", -4, 0)) as pen:
        pen.box(734, 70, 300, 550)
    with ink(canvas, "#e8a33d", strength=0.55) as pen:
        for index in range(10):
            y = 90 + index * 54
            pen.shape([(500, y), (536, y - 26), (536, y), (500, y + 26)])
            pen.shape([(744, y), (780, y - 26), (780, y), (744, y + 26)])
    with ink(canvas, "#d9f7ff", blur=16, strength=0.5, glow=True) as pen:
        pen.shape([(545, 612), (735, 612), (1000, 730), (280, 730)])
    with ink(canvas, "#04070a", rim=("#e8fbff", 0, -4)) as pen:
        for x, tall, foot in ((560, 176, 668), (644, 190, 684), (716, 172, 662)):
            pen.person(x, foot, tall, coat=0.24)
            pen.oval(x, foot - tall * 0.9, tall * 0.2, tall * 0.2)
            pen.shape(
                smooth(
                    [
                        (x - tall * 0.16, foot - tall * 0.78), (x + tall * 0.16, foot - tall * 0.78),
                        (x + tall * 0.13, foot - tall * 0.46), (x - tall * 0.13, foot - tall * 0.46),
                    ]
                )
            )  # fmt: skip
    mist(canvas, 27, "#bfe6f2", strength=0.3, band=(0.5, 1.1), cells=(4, 5))
    flakes(canvas, 28, 60, "#ffffff", 2.4)
    return develop(canvas, 24, bloom=0.5)


def poster() -> Image.Image:
    """Draw the poster: a ring, a void, a title."""
    canvas = sky(TALL, "#04070f", "#0a1a28", "#163a48", "#04070c")
    stars(canvas, 35, 420, 1200)
    mist(canvas, 36, "#2f7f8f", strength=0.6, cells=(3, 5), contrast=2.4)
    light(canvas, (400, 560), 470, "#7fe6f0", strength=0.55)
    with ink(canvas, "#02050a", rim=("#c9fbff", -6, -6)) as pen:
        pen.arc(400, 560, 560, 0, 360, 46)
    with ink(canvas, "#d8fbff", blur=0.8, glow=True) as pen:
        for turn in range(0, 360, 6):
            pen.oval(
                400 + 257 * math.cos(math.radians(turn)),
                560 + 257 * math.sin(math.radians(turn)),
                4,
                4,
                120 + turn % 97,
            )
    with ink(canvas, "#e9fdff", rim=("#ffffff", 2, 0)) as pen:
        pen.person(400, 590, 54)
    letters(canvas, "HOLLOW", (400, 1000), 104, "#e3fbff", track=0.24)
    letters(canvas, "ORBIT", (400, 1094), 66, "#e3fbff", track=0.72)
    letters(canvas, "SOMEONE IS STILL ANSWERING", (400, 150), 22, "#9fdbe6", track=0.36)
    return develop(canvas, 25, bloom=0.4)


STILLS = {
    "orbit-corridor": corridor,
    "orbit-limb": limb,
    "orbit-cockpit": cockpit,
    "orbit-airlock": airlock,
    "orbit-poster": poster,
}
