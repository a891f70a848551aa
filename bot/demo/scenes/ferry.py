"""“The Night Ferry”: a harbour town after rain. Neon on wet stone."""

# ruff: noqa: PLR2004 - the numbers are places on the canvas
from __future__ import annotations

import math
from random import Random

from PIL import Image, ImageFilter

from bot.demo.paint import (
    TALL,
    WIDE,
    Pen,
    bokeh,
    develop,
    flakes,
    ink,
    letters,
    light,
    mist,
    mix,
    reflect,
    sky,
)

WIDTH, HEIGHT = WIDE


def windows(
    canvas: Image.Image, seed: int, foot: float, low: float, high: float, tint: str, lit: str
) -> None:
    """Build a row of towers with lit windows."""
    chance = Random(seed)  # noqa: S311
    x = -20.0
    towers = []
    while x < canvas.width:
        towers.append((x, chance.uniform(44, 120), chance.uniform(low, high)))
        x += towers[-1][1] * chance.uniform(0.8, 1.15)
    with ink(canvas, tint) as pen:
        for left, width, tall in towers:
            pen.box(left, foot - tall, width, tall + 2)
            if chance.random() < 0.4:
                pen.box(left + width * 0.45, foot - tall - 34, 3, 34)
    with ink(canvas, lit, blur=0.5, glow=True) as pen:
        for left, width, tall in towers:
            _panes(pen, chance, left, width, foot, tall)


def _panes(pen: Pen, chance: Random, left: float, width: float, foot: float, tall: float) -> None:
    y = foot - tall + 8
    while y < foot - 12:
        x = left + 6
        while x < left + width - 8:
            if chance.random() < 0.3:
                pen.box(x, y, 5, 6, chance.randint(70, 230))
            x += 10
        y += 13


def harbour() -> Image.Image:
    """Draw the ferry crosses before the lit town."""
    canvas = sky(WIDE, "#070b1f", "#1a1c44", "#5a2d63", "#d0607a")
    light(canvas, (640, 440), 760, "#ff6a8a", strength=0.5, squash=0.5)
    mist(canvas, 5, "#8b4a80", strength=0.5, cells=(3, 8))
    windows(canvas, 11, 430, 90, 260, "#2a1e49", "#ff9fb0")
    windows(canvas, 12, 434, 40, 170, "#150f2c", "#ffd59a")
    with ink(canvas, "#0a0818", rim=("#ff8aa0", 0, -2)) as pen:
        pen.shape([(430, 414), (850, 414), (826, 446), (462, 446)])
        pen.box(500, 376, 280, 40)
        pen.box(560, 346, 150, 32)
        pen.box(640, 306, 30, 44)
    with ink(canvas, "#ffe2a8", blur=0.8, glow=True) as pen:
        for index in range(13):
            pen.box(512 + index * 20, 388, 12, 14)
        for index in range(7):
            pen.box(570 + index * 19, 356, 11, 10)
    light(canvas, (640, 396), 300, "#ffb978", strength=0.55, squash=0.5)
    reflect(canvas, 446, dim=0.8, ripple=11)
    return develop(canvas, 11, bloom=0.55)


def alley() -> Image.Image:
    """Draw someone with an umbrella under neon signs."""
    canvas = sky(WIDE, "#0b0d22", "#241545", "#3a1a4c")
    light(canvas, (640, 330), 420, "#ff4f8b", strength=0.75)
    light(canvas, (640, 360), 240, "#7fe0ff", strength=0.7)
    mist(canvas, 23, "#6d3f9a", strength=0.5)
    chance = Random(24)  # noqa: S311
    for layer in range(5):
        for side in (-1, 1):
            inner = 640 + side * (74 + layer * 118)
            edge = 1300 if side > 0 else -20
            top = 190 - layer * 70
            with ink(
                canvas, mix("#2b1d4d", "#07060f", layer / 4), rim=("#c44a9a", -side * 5, 0)
            ) as pen:
                pen.shape(
                    [
                        (inner, top),
                        (edge, top - 60),
                        (edge, 560 + layer * 40),
                        (inner, 520 + layer * 34),
                    ]
                )
            for _ in range(2 + layer // 2):
                tint = chance.choice(("#ff3f7f", "#35e0ff", "#ffb13d", "#9b6bff", "#53ffb0"))
                x = inner + side * chance.uniform(12, 56)
                y, tall = chance.uniform(150, 380), chance.uniform(46, 96) * (1 + layer * 0.22)
                _sign(canvas, x, y, side * 24 * (1 + layer * 0.2), tall, tint)
    street = 552
    reflect(canvas, street, dim=0.72, ripple=9)
    with ink(canvas, "#04040a", rim=("#ff5f9f", 3, 0)) as pen:
        pen.person(640, 640, 226, coat=0.26)
        pen.shape(
            [(520, 430), (548, 384), (596, 358), (640, 350), (684, 358), (732, 384), (760, 430)]
        )
        pen.line([(640, 352), (640, 480)], 4)
    flakes(canvas, 29, 240, "#9fd4ff", 2.4)
    return develop(canvas, 12, bloom=0.7)


def _sign(canvas: Image.Image, x: float, y: float, wide: float, tall: float, tint: str) -> None:
    left, wide = min(x, x + wide), abs(wide)
    light(canvas, (left + wide / 2, y + tall / 2), tall * 1.5, tint, strength=0.55)
    with ink(canvas, "#0b0714") as pen:
        pen.box(left, y, wide, tall)
    with ink(canvas, tint, blur=0.6) as pen:
        pen.line(
            [(left, y), (left + wide, y), (left + wide, y + tall), (left, y + tall), (left, y)], 2.4
        )
        for row in range(3):
            middle = y + tall * (row + 0.6) / 3.2
            pen.oval(left + wide / 2, middle, wide * 0.5, tall * 0.16)


def pane() -> Image.Image:
    """Draw a face turned to a window full of rain."""
    canvas = sky(WIDE, "#0b1226", "#14233f", "#1c1830")
    bokeh(
        canvas, 31, 54, ("#ff4f7d", "#ffb45a", "#45d6ff", "#a478ff"),
        band=(0.12, 0.8), sizes=(40, 120), strength=0.55,
    )  # fmt: skip
    canvas = canvas.filter(ImageFilter.GaussianBlur(2))
    chance = Random(33)  # noqa: S311
    drops = [(chance.uniform(0, WIDTH), chance.uniform(0, HEIGHT)) for _ in range(420)]
    with ink(canvas, "#bfe4ff", strength=0.55, glow=True) as pen:
        for x, y in drops:
            size = chance.uniform(2, 8)
            pen.oval(x, y, size, size * 1.25, chance.randint(50, 170))
        for x, y in drops[:34]:
            run = [(x + 3 * math.sin(step * 1.7 + x), y - step * 12) for step in range(9)]
            pen.line(run, 2.2, 90)
    with ink(canvas, "#05060d", rim=("#ff8a6a", 10, -2)) as pen:
        pen.profile(360, 730, 600)
        pen.oval(226, 262, 120, 116)
    light(canvas, (560, 330), 300, "#ff9d6a", strength=0.25)
    with ink(canvas, "#070910") as pen:
        pen.box(1010, 0, 26, 720)
        pen.box(0, 0, 1280, 22)
    return develop(canvas, 13, bloom=0.5)


def pier() -> Image.Image:
    """Draw two people at the end of a pier, the ferry's light far out."""
    canvas = sky(WIDE, "#081322", "#123148", "#3f6a78", "#c9897a")
    mist(canvas, 41, "#9fb7bf", strength=0.45, cells=(3, 9))
    light(canvas, (860, 330), 300, "#ffdca0", strength=0.9, falloff=3)
    light(canvas, (860, 330), 60, "#fff6dc", strength=1, falloff=2)
    reflect(canvas, 350, dim=0.72, ripple=10)
    with ink(canvas, "#070b12") as pen:
        pen.shape([(520, 400), (640, 400), (980, 730), (120, 730)])
        for side, near in ((520, 120), (640, 980)):
            for step in range(6):
                share = (step / 5) ** 1.7
                x, y = side + (near - side) * share, 400 + 330 * share
                pen.box(x - 3 - 7 * share, y - 34 - 130 * share, 6 + 14 * share, 40 + 140 * share)
    with ink(canvas, "#1c2c38", strength=0.8) as pen:
        for step in range(1, 12):
            share = (step / 11) ** 2
            y = 400 + 330 * share
            pen.line([(520 - 400 * share, y), (640 + 340 * share, y)], 1 + 2 * share)
    for x, y in ((512, 396), (648, 396), (380, 480), (784, 480)):
        with ink(canvas, "#070b12") as pen:
            pen.box(x - 2, y - 40, 4, 60)
        light(canvas, (x, y - 40), 70, "#ffbe74", strength=0.9, falloff=3)
    with ink(canvas, "#04060a", rim=("#ffd49a", 2, 0)) as pen:
        pen.person(560, 440, 112, coat=0.28)
        pen.person(610, 442, 100, coat=0.28)
    mist(canvas, 43, "#8fb0bb", strength=0.35, band=(0.4, 0.7), cells=(2, 9))
    return develop(canvas, 14, bloom=0.5)


def poster() -> Image.Image:
    """Draw the poster: a lit ferry on a black sea, its name in neon."""
    canvas = sky(TALL, "#0a0a22", "#231449", "#6b2a66", "#f06a7c", "#12102a")
    light(canvas, (400, 640), 560, "#ff7a7a", strength=0.7)
    with ink(canvas, "#ffd0b8", blur=1) as pen:
        pen.oval(400, 600, 330, 330)
    mist(canvas, 47, "#b0467c", strength=0.7, band=(0.38, 0.64), cells=(2, 14))
    with ink(canvas, "#0a0818", rim=("#ffb0a0", 0, -3)) as pen:
        pen.shape([(190, 690), (610, 690), (580, 740), (230, 740)])
        pen.box(262, 648, 276, 44)
        pen.box(320, 612, 150, 38)
        pen.box(400, 560, 34, 54)
    with ink(canvas, "#ffe6b0", blur=0.8, glow=True) as pen:
        for index in range(12):
            pen.box(274 + index * 22, 662, 13, 16)
    reflect(canvas, 738, dim=0.7, ripple=14)
    letters(canvas, "THE NIGHT", (400, 214), 66, "#8ff0ff", track=0.3, glow=9)
    letters(canvas, "FERRY", (400, 330), 116, "#ff6fa0", track=0.3, glow=14)
    letters(canvas, "ONE CROSSING. NO RETURN TICKET.", (400, 1090), 20, "#ffd2c4", track=0.3)
    return develop(canvas, 15, bloom=0.5)


STILLS = {
    "ferry-harbour": harbour,
    "ferry-alley": alley,
    "ferry-pane": pane,
    "ferry-pier": pier,
    "ferry-poster": poster,
}
