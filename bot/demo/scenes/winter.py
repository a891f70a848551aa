"""“The Winter Postman”: a mountain village under snow. Blue hour, warm windows."""

from __future__ import annotations

from random import Random

from PIL import Image

from bot.demo.paint import (
    TALL,
    WIDE,
    Pen,
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
)

WIDTH, HEIGHT = WIDE


def firs(
    canvas: Image.Image, seed: int, foot: float, count: int, tall: float, tint: str, snow: str
) -> None:
    """Plant a row of firs with snow on their boughs."""
    chance = Random(seed)  # noqa: S311
    places = [
        (chance.uniform(-20, canvas.width + 20), chance.uniform(0.6, 1.15)) for _ in range(count)
    ]
    with ink(canvas, tint, rim=(snow, 2, -tall * 0.035)) as pen:
        for x, size in places:
            height = tall * size
            for layer in range(5):
                top = foot - height * (1 - layer * 0.17)
                half = height * (0.07 + layer * 0.04)
                pen.shape(
                    [(x, top), (x + half, top + height * 0.3), (x - half, top + height * 0.3)]
                )


def house(
    pen: Pen, glass: list[tuple[float, float, float, float]], x: float, y: float, size: float
) -> None:
    """Draw a house's walls and note where its windows are."""
    pen.box(x, y - size * 0.5, size, size * 0.5)
    glass += [(x + size * at, y - size * 0.36, size * 0.24, size * 0.2) for at in (0.16, 0.58)]


def village() -> Image.Image:
    """Draw warm windows in a blue valley."""
    canvas = sky(WIDE, "#16264a", "#35558a", "#8fa6cf", "#c9cfe6")
    for index, base in enumerate((300, 360, 420)):
        with ink(canvas, mix("#8d9fc8", "#4b6499", index / 2), rim=("#e9eefc", 8, -40)) as pen:
            pen.shape(
                ground(ridge(WIDTH, 10 + index, base - 40, 90 - 20 * index, smooth=0.52), 740)
            )
    mist(canvas, 14, "#dfe6f6", strength=0.55, band=(0.4, 0.75), cells=(3, 9))
    firs(canvas, 15, 505, 30, 120, "#2a3c63", "#c9d6f2")
    with ink(canvas, "#a9b9dc") as pen:
        pen.shape(ground(ridge(WIDTH, 16, 500, 26, smooth=0.4), 740))
    glass: list[tuple[float, float, float, float]] = []
    spots = [
        (180, 560, 120),
        (360, 540, 100),
        (520, 580, 140),
        (740, 552, 110),
        (900, 590, 150),
        (1100, 560, 110),
    ]
    with ink(canvas, "#2b2f4a") as pen:
        for x, y, size in spots:
            house(pen, glass, x, y, size)
    with ink(canvas, "#e6ecfa") as pen:
        for x, y, size in spots:
            pen.shape(
                [
                    (x - size * 0.12, y - size * 0.46),
                    (x + size * 0.5, y - size * 0.86),
                    (x + size * 1.12, y - size * 0.46),
                    (x + size * 0.5, y - size * 0.7),
                ]
            )
            pen.box(x + size * 0.72, y - size * 0.84, size * 0.09, size * 0.2)
    with ink(canvas, "#ffc66e", blur=0.6) as pen:
        for pane in glass:
            pen.box(*pane)
    for left, top, width, tall in glass:
        light(canvas, (left + width / 2, top + tall), 96, "#ff9d3f", strength=0.7)
    with ink(canvas, "#cdd8f0", rim=("#ffffff", 0, -20)) as pen:
        pen.shape(ground(ridge(WIDTH, 19, 636, 18, smooth=0.4), 740))
    flakes(canvas, 20, 420, "#ffffff", 4)
    return develop(canvas, 31, bloom=0.35, edge=0.45)


def bicycle() -> Image.Image:
    """Draw a postman pushes his bicycle past one street lamp."""
    canvas = sky(WIDE, "#1b2b4f", "#3b5585", "#7f93bd", "#aab7d6")
    firs(canvas, 23, 520, 22, 330, "#31456f", "#8fa6d0")
    mist(canvas, 24, "#c3cee6", strength=0.65, band=(0.3, 0.9), cells=(3, 7))
    with ink(canvas, "#b9c6e2", rim=("#eef3ff", 0, -30)) as pen:
        pen.shape(ground(ridge(WIDTH, 25, 560, 12, smooth=0.4), 740))
    with ink(canvas, "#10131f") as pen:
        pen.box(838, 210, 8, 356)
        pen.line([(842, 220), (800, 196), (776, 214)], 5)
        pen.shape([(760, 218), (792, 218), (800, 240), (752, 240)])
    beam(canvas, [(756, 240), (796, 240), (960, 620), (560, 620)], "#ffc780", blur=22, strength=0.5)
    light(canvas, (776, 240), 150, "#ffe0a8", strength=1, falloff=2.6)
    light(canvas, (760, 610), 330, "#ffbe74", strength=0.6, squash=0.25)
    with ink(canvas, "#0c0e18", rim=("#ffd49a", 3, -2)) as pen:
        pen.person(640, 612, 190, coat=0.24)
        pen.shape([(618, 428), (662, 428), (672, 440), (608, 440)])
        pen.box(620, 500, 62, 46)
        for x in (600, 752):
            pen.arc(x, 576, 78, 0, 360, 4)
        for line in (
            [(600, 576), (636, 530), (722, 530), (752, 576)],
            [(636, 530), (672, 576), (722, 530)],
            [(600, 576), (672, 576)],
            [(722, 530), (716, 500), (694, 500)],
            [(626, 518), (650, 518)],
        ):
            pen.line(line, 4)
        pen.box(740, 500, 52, 30)
    flakes(canvas, 28, 520, "#ffffff", 5)
    return develop(canvas, 32, bloom=0.45)


def carriage() -> Image.Image:
    """Draw a letter is read in a night train."""
    canvas = sky(WIDE, "#1c120c", "#3a2415", "#21140c")
    light(canvas, (900, 180), 620, "#ffb65c", strength=0.6, falloff=1.6)
    with ink(canvas, "#0d1730") as pen:
        pen.box(150, 96, 560, 370)
    view = canvas.crop((150, 96, 710, 466))
    mist(view, 34, "#7f97cc", strength=0.8, cells=(2, 8))
    firs(view, 35, 370, 12, 210, "#0a1226", "#5c74a8")
    flakes(view, 36, 240, "#ffffff", 4)
    canvas.paste(view, (150, 96))
    with ink(canvas, "#2a180d", rim=("#ffbe74", -3, 0)) as pen:
        pen.box(126, 72, 24, 420)
        pen.box(710, 72, 24, 420)
        pen.box(126, 72, 608, 24)
        pen.box(126, 466, 608, 30)
        pen.box(424, 96, 10, 370)
    with ink(canvas, "#4b1d18", rim=("#d9703f", -30, -10)) as pen:
        pen.shape([(980, 330), (1240, 310), (1290, 740), (930, 740)])
    with ink(canvas, "#070404", rim=("#ffc078", -4, -3)) as pen:
        pen.profile(960, 730, 450, facing=-1, cap=True)
    with ink(canvas, "#fff2d8", blur=0.6) as pen:
        pen.shape([(640, 560), (742, 530), (774, 628), (676, 660)])
    with ink(canvas, "#9a7a52", strength=0.7) as pen:
        for row in range(6):
            pen.line(
                [(660 + row * 4, 574 + row * 13), (742 + row * 3 - 14 * (row % 2), 550 + row * 13)],
                2,
            )
    with ink(canvas, "#070404", rim=("#ffc078", -3, -2)) as pen:
        pen.shape([(760, 640), (800, 610), (960, 700), (940, 750), (820, 750)])
    light(canvas, (1010, 120), 120, "#ffe3b0", strength=0.95, falloff=2.2)
    return develop(canvas, 33, bloom=0.5)


def crossing() -> Image.Image:
    """Draw tracks, a signal, one figure: white on white."""
    canvas = sky(WIDE, "#aab8cc", "#ccd6e4", "#e8edf4", "#f5f7fa")
    firs(canvas, 43, 372, 34, 130, "#8798b3", "#eef2f8")
    mist(canvas, 44, "#f4f7fb", strength=0.95, band=(0.2, 0.75), cells=(3, 6))
    with ink(canvas, "#eef2f8") as pen:
        pen.box(0, 392, 1280, 340)
    with ink(canvas, "#6c7a92", strength=0.85) as pen:
        for step in range(20):
            share = (step / 19) ** 2.2
            pen.box(640 - 20 - 330 * share, 394 + 330 * share, 40 + 660 * share, 2 + 12 * share)
    with ink(canvas, "#3b4660") as pen:
        for side in (-1, 1):
            pen.shape(
                [
                    (640 + side * 12, 392),
                    (640 + side * 15, 392),
                    (640 + side * 262, 730),
                    (640 + side * 236, 730),
                ]
            )
        pen.box(872, 190, 9, 260)
        pen.box(850, 196, 54, 90)
        pen.shape([(850, 330), (904, 300), (908, 310), (854, 340)])
        pen.person(520, 470, 104, coat=0.26)
        pen.box(500, 404, 22, 30)
    light(canvas, (877, 222), 80, "#ff3b30", strength=1, falloff=2.4)
    with ink(canvas, "#ff4a3c", blur=0.7) as pen:
        pen.oval(877, 222, 28, 28)
    flakes(canvas, 48, 360, "#ffffff", 6)
    return develop(canvas, 34, bloom=0.1, edge=0.3, grain=6)


def poster() -> Image.Image:
    """Draw the poster: a long white road, a small dark man."""
    canvas = sky(TALL, "#2c4470", "#6f88b8", "#cdd7ea", "#f3f5fa", "#ffffff")
    firs(canvas, 53, 640, 22, 260, "#4b6292", "#dbe4f5")
    mist(canvas, 54, "#f3f6fc", strength=0.9, band=(0.38, 0.72), cells=(3, 7))
    with ink(canvas, "#eef2f9", rim=("#ffffff", 0, -20)) as pen:
        pen.shape(ground(ridge(TALL[0], 55, 700, 14, smooth=0.4), 1210))
    with ink(canvas, "#9fb0d0", strength=0.55, blur=3) as pen:
        pen.shape([(420, 690), (436, 690), (640, 1210), (330, 1210)])
    with ink(canvas, "#141a2c") as pen:
        pen.person(432, 800, 120, coat=0.26)
        pen.box(444, 726, 30, 26)
    with ink(canvas, "#d0392b") as pen:
        pen.shape([(426, 716), (446, 716), (470, 730), (428, 726)])
    letters(canvas, "THE WINTER", (400, 190), 64, "#ffffff", track=0.3)
    letters(canvas, "POSTMAN", (400, 272), 84, "#ffffff", track=0.26)
    letters(canvas, "EVERY LETTER FINDS SOMEONE", (400, 1130), 22, "#3a4d78", track=0.32)
    flakes(canvas, 58, 420, "#ffffff", 5)
    return develop(canvas, 35, bloom=0.1, edge=0.3, grain=6)


STILLS = {
    "winter-village": village,
    "winter-bicycle": bicycle,
    "winter-carriage": carriage,
    "winter-crossing": crossing,
    "winter-poster": poster,
}
