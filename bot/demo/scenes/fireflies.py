"""“The Firefly Line”: a closed forest railway and the girl who keeps its timetable."""

# ruff: noqa: PLR2004 - the numbers are places on the canvas
from __future__ import annotations

from random import Random

from PIL import Image

from bot.demo.paint import (
    TALL,
    WIDE,
    beam,
    develop,
    flakes,
    ground,
    ink,
    letters,
    light,
    mist,
    mix,
    ridge,
    sky,
    stars,
)

WIDTH, HEIGHT = WIDE


def trunks(
    canvas: Image.Image, seed: int, count: int, near: float, tint: str, edge: str, gap: float = 0
) -> None:
    """Raise tree trunks; ``near`` is 0 for far, 1 for close; ``gap`` stays open in the middle."""
    chance = Random(seed)  # noqa: S311
    with ink(canvas, tint, blur=2.2 * near * near, rim=(edge, 4 + 8 * near, 0)) as pen:
        for _ in range(count):
            x = chance.uniform(0, canvas.width - gap)
            x += gap if x > (canvas.width - gap) / 2 else 0
            wide = 10 + 74 * near * chance.uniform(0.6, 1.3)
            lean = chance.uniform(-20, 20)
            pen.shape(
                [
                    (x - wide / 2, canvas.height),
                    (x - wide * 0.3 + lean, -10),
                    (x + wide * 0.3 + lean, -10),
                    (x + wide / 2, canvas.height),
                ]
            )
            for _ in range(3):
                y = chance.uniform(40, 360)
                side = chance.choice((-1, 1))
                pen.line(
                    [(x + lean / 2, y), (x + lean / 2 + side * wide * 2.4, y - wide * 1.5)],
                    2 + wide * 0.12,
                )


def shafts() -> Image.Image:
    """Draw morning light between cedars."""
    canvas = sky(WIDE, "#dff0b8", "#a9cf8a", "#4d7f55", "#173424")
    light(canvas, (860, 60), 620, "#fffbd8", strength=1)
    for layer in range(4):
        trunks(
            canvas,
            61 + layer,
            16 - layer * 3,
            layer / 4,
            mix("#7aa272", "#0d1d15", layer / 3),
            mix("#e9f7b8", "#4d7f4a", layer / 3),
        )
        mist(canvas, 65 + layer, "#d9efb6", strength=0.5 - layer * 0.1, cells=(3, 5))
    for left, wide in ((560, 60), (700, 110), (900, 70), (1040, 120)):
        beam(
            canvas,
            [
                (left + 120, -20),
                (left + 120 + wide * 0.5, -20),
                (left - 160 + wide, 740),
                (left - 160 - wide, 740),
            ],
            "#fbffcf",
            blur=20,
            strength=0.34,
        )
    with ink(canvas, "#0a1710") as pen:
        pen.shape(ground(ridge(WIDTH, 69, 640, 18, smooth=0.5), 740))
    with ink(canvas, "#08130d", rim=("#f3ffc4", 3, -2)) as pen:
        pen.person(640, 652, 128, coat=0.34)
    with ink(canvas, "#d8433a", blur=0.5) as pen:
        pen.shape([(622, 560), (658, 560), (664, 596), (616, 596)])
    flakes(canvas, 70, 150, "#fdffd8", 3)
    return develop(canvas, 41, bloom=0.4)


def rails() -> Image.Image:
    """Draw fireflies over overgrown rails."""
    canvas = sky(WIDE, "#041016", "#0b2a2c", "#1f4a3c", "#0a1a14")
    stars(canvas, 72, 160, 240)
    light(canvas, (640, 330), 420, "#9fe39a", strength=0.6)
    for layer in range(3):
        trunks(
            canvas,
            73 + layer,
            14,
            0.3 + layer * 0.3,
            mix("#123229", "#030a08", layer / 2),
            "#2f6b50",
            gap=90 + 160 * layer,
        )
    with ink(canvas, "#0a1712") as pen:
        pen.shape(ground(ridge(WIDTH, 77, 430, 10, smooth=0.5), 740))
    with ink(canvas, "#1d3026") as pen:
        for step in range(20):
            share = (step / 19) ** 2.2
            pen.box(640 - 16 - 300 * share, 432 + 300 * share, 32 + 600 * share, 2 + 16 * share)
    with ink(canvas, "#9fc7a6", strength=0.8) as pen:
        for side in (-1, 1):
            pen.shape(
                [
                    (640 + side * 8, 428),
                    (640 + side * 11, 428),
                    (640 + side * 236, 730),
                    (640 + side * 216, 730),
                ]
            )
    with ink(canvas, "#040a08", rim=("#c9ffb0", 2, -1)) as pen:
        pen.person(640, 500, 104, coat=0.32)
    chance = Random(79)  # noqa: S311
    for _ in range(70):
        x, y = chance.uniform(60, 1220), chance.uniform(180, 690)
        size = chance.uniform(8, 46)
        light(canvas, (x, y), size, "#e6ff8a", strength=0.9, falloff=2.6)
    with ink(canvas, "#fbffdc", blur=0.5, glow=True) as pen:
        for _ in range(160):
            pen.oval(chance.uniform(60, 1220), chance.uniform(200, 700), 3, 3)
    return develop(canvas, 42, bloom=0.6)


def station() -> Image.Image:
    """Draw a wooden station with one lantern, rain all round."""
    canvas = sky(WIDE, "#0a141c", "#16303a", "#22453f", "#0c1915")
    for layer in range(2):
        trunks(
            canvas, 83 + layer, 13, 0.3 + layer * 0.2, mix("#1b3a38", "#0b1c1a", layer), "#3f6b62"
        )
    mist(canvas, 85, "#6f9a92", strength=0.5, cells=(3, 6))
    light(canvas, (700, 400), 460, "#ffb660", strength=0.75, falloff=1.8)
    with ink(canvas, "#0b0806", rim=("#ffca86", 0, 4)) as pen:
        pen.shape([(330, 260), (1060, 260), (1130, 300), (260, 300)])
        for x in (380, 690, 1000):
            pen.box(x, 296, 16, 290)
        pen.box(300, 580, 800, 34)
        pen.box(470, 500, 180, 14)
        pen.box(484, 512, 10, 70)
        pen.box(626, 512, 10, 70)
        pen.box(800, 350, 150, 52)
        pen.line([(820, 300), (820, 350)], 3)
        pen.line([(930, 300), (930, 350)], 3)
    with ink(canvas, "#ffe9c0", strength=0.85) as pen:
        pen.box(812, 360, 126, 32)
    with ink(canvas, "#2a1a0d") as pen:
        for index in range(5):
            pen.box(824 + index * 22, 368, 13, 15)
    with ink(canvas, "#fff2cf", blur=0.8) as pen:
        pen.oval(730, 336, 26, 36)
    light(canvas, (730, 336), 210, "#ffcf86", strength=1, falloff=2.8)
    with ink(canvas, "#080504", rim=("#ffca86", 3, -2)) as pen:
        pen.oval(560, 430, 30, 34)
        pen.shape([(540, 448), (582, 448), (592, 508), (534, 508)])
        pen.shape(
            [(536, 500), (618, 498), (626, 514), (620, 580), (606, 580), (604, 520), (536, 520)]
        )
    with ink(canvas, "#bfe0da", strength=0.28, glow=True) as pen:
        chance = Random(87)  # noqa: S311
        for _ in range(420):
            drop = chance.uniform(0, 1300), chance.uniform(0, 720)
            if not (300 < drop[0] < 1090 and 290 < drop[1] < 590):
                pen.line([drop, (drop[0] - 6, drop[1] + chance.uniform(16, 40))], 1)
    with ink(canvas, "#0a1310") as pen:
        pen.box(0, 640, 1280, 100)
    with ink(canvas, "#8fb3a8", strength=0.7) as pen:
        pen.box(0, 652, 1280, 5)
        pen.box(0, 684, 1280, 7)
    return develop(canvas, 43, bloom=0.55)


def poster() -> Image.Image:
    """Draw the poster: two rails that meet in a cloud of light."""
    canvas = sky(TALL, "#03141c", "#0f3b3a", "#5fa06a", "#0c2a1e", "#04100b")
    light(canvas, (400, 640), 460, "#eaffb0", strength=0.95)
    trunks(canvas, 92, 14, 0.15, "#2c5f48", "#bfe89a", gap=150)
    trunks(canvas, 93, 8, 0.5, "#0a211b", "#7fbf7a", gap=300)
    trunks(canvas, 94, 4, 0.9, "#030b08", "#2f6a48", gap=520)
    with ink(canvas, "#07140f") as pen:
        pen.shape(ground(ridge(TALL[0], 95, 740, 8, smooth=0.5), 1210))
    with ink(canvas, "#cfe9b0", strength=0.85) as pen:
        for side in (-1, 1):
            pen.shape(
                [
                    (400 + side * 6, 736),
                    (400 + side * 9, 736),
                    (400 + side * 270, 1210),
                    (400 + side * 244, 1210),
                ]
            )
    with ink(canvas, "#040a07", rim=("#f3ffc4", 2, -2)) as pen:
        pen.person(400, 812, 132, coat=0.32)
    chance = Random(96)  # noqa: S311
    for _ in range(60):
        light(
            canvas,
            (chance.gauss(400, 190), chance.gauss(600, 170)),
            chance.uniform(6, 34),
            "#f1ff9f",
            strength=0.9,
            falloff=2.6,
        )
    letters(canvas, "THE FIREFLY", (400, 170), 62, "#f5ffd8", track=0.3, glow=6)
    letters(canvas, "LINE", (400, 270), 96, "#f5ffd8", track=0.6, glow=6)
    return develop(canvas, 44, bloom=0.5)


STILLS = {
    "fireflies-shafts": shafts,
    "fireflies-rails": rails,
    "fireflies-station": station,
    "fireflies-poster": poster,
}
