"""Around the films: theatres, festivals, a cutting room, title cards of trailers."""

from __future__ import annotations

import math
from collections.abc import Callable
from random import Random

from PIL import Image, ImageFilter

from bot.demo.paint import (
    TALL,
    WIDE,
    beam,
    bokeh,
    cloud,
    develop,
    flakes,
    ink,
    letters,
    light,
    mist,
    mix,
    sky,
    stars,
)
from bot.demo.scenes import ferry, fireflies, meridian, orbit, winter

WIDTH, HEIGHT = WIDE


def auditorium() -> Image.Image:
    """Draw rows of heads before a bright screen."""
    canvas = sky(WIDE, "#0a0608", "#1c0d10", "#0a0507")
    picture = meridian.dusk().resize((760, 428))
    canvas.paste(picture, (260, 60))
    light(canvas, (640, 280), 760, "#ffb070", strength=0.35)
    with ink(canvas, "#3a0d12", blur=2, rim=("#a8323a", 6, 0)) as pen:
        for index in range(6):
            pen.box(index * 34 - 20, -10, 22, 560)
            pen.box(1100 + index * 34, -10, 22, 560)
    beam(canvas, [(640, 740), (270, 70), (1010, 70)], "#ffd9b0", blur=24, strength=0.1)
    for row in range(4):
        size = 52 + row * 30
        y = 560 + row * 52
        with ink(canvas, mix("#241015", "#060304", row / 3), rim=("#ffb983", 0, -3)) as pen:
            x = -size * (0.5 if row % 2 else 0.0)
            while x < WIDTH + size:
                pen.oval(x, y - size * 0.55, size * 0.56, size * 0.7)
                pen.oval(x, y + size * 0.25, size * 1.2, size)
                x += size * 1.45
            pen.box(0, y + size * 0.45, WIDTH, 200)
    return develop(canvas, 61, bloom=0.4)


def booth() -> Image.Image:
    """Draw a projector throws its beam."""
    canvas = sky(WIDE, "#07080d", "#141420", "#0a090d")
    beam(canvas, [(420, 330), (1300, 60), (1300, 640)], "#cfe2ff", blur=12, strength=0.55)
    beam(canvas, [(420, 330), (1300, 210), (1300, 360)], "#ffffff", blur=26, strength=0.35)
    drift = cloud(WIDE, 64, cells=(6, 6)).point(lambda value: value // 4)
    canvas.paste(Image.new("RGB", WIDE, "#0a0b12"), mask=drift)
    light(canvas, (420, 330), 260, "#f2f7ff", strength=1, falloff=2.6)
    with ink(canvas, "#030407", rim=("#a9c6ff", 5, -2)) as pen:
        pen.box(150, 270, 230, 130)
        pen.box(376, 296, 54, 66)
        pen.box(230, 396, 80, 350)
        pen.box(130, 250, 40, 30)
        for x, y, size in ((190, 176, 190), (330, 190, 150)):
            pen.oval(x, y, size, size)
        pen.profile(20, 740, 330)
    with ink(canvas, "#20242f") as pen:
        for x, y, size in ((190, 176, 190), (330, 190, 150)):
            for turn in range(0, 360, 72):
                dx, dy = (
                    math.cos(math.radians(turn)) * size * 0.27,
                    math.sin(math.radians(turn)) * size * 0.27,
                )
                pen.oval(x + dx, y + dy, size * 0.2, size * 0.2)
    flakes(canvas, 66, 260, "#dfeaff", 2.6)
    return develop(canvas, 62, bloom=0.5)


def marquee() -> Image.Image:
    """Draw a festival night: bulbs, flashes, a crowd."""
    canvas = sky(WIDE, "#0b0f24", "#1a1d40", "#2a1c3c", "#170d18")
    bokeh(
        canvas,
        71,
        40,
        ("#ffb45a", "#ff6f7d", "#7fb8ff"),
        band=(0.45, 0.8),
        sizes=(14, 46),
        strength=0.5,
    )
    with ink(canvas, "#1d1226", rim=("#ffca80", 0, 6)) as pen:
        pen.shape([(250, 90), (1030, 90), (1080, 250), (200, 250)])
        pen.box(300, 250, 680, 300)
    with ink(canvas, "#fff3d6") as pen:
        pen.shape([(284, 116), (996, 116), (1030, 226), (250, 226)])
    letters(canvas, "LANTERNE FILM FESTIVAL", (640, 166), 40, "#3a1220", track=0.14)
    letters(canvas, "OPENING NIGHT", (640, 208), 26, "#9c2f3c", track=0.5)
    with ink(canvas, "#ffe2a0", blur=0.8, glow=True) as pen:
        for index in range(46):
            share = index / 45
            pen.oval(256 + 768 * share, 100, 9, 9)
            pen.oval(212 + 856 * share, 240, 9, 9)
    light(canvas, (640, 200), 520, "#ffc070", strength=0.45)
    with ink(canvas, "#7a1622", rim=("#d9485a", 0, -30)) as pen:
        pen.shape([(560, 520), (720, 520), (980, 740), (300, 740)])
    with ink(canvas, "#0a060c", rim=("#ffd59a", 2, -3)) as pen:
        pen.person(600, 600, 170, coat=0.34)
        pen.person(676, 604, 182, coat=0.2)
        chance = Random(77)  # noqa: S311
        for _ in range(30):
            x = chance.choice((chance.uniform(-20, 380), chance.uniform(900, 1300)))
            pen.person(x, 760, chance.uniform(220, 300))
    for x, y, size in ((180, 540, 130), (1090, 560, 170), (330, 560, 70), (960, 520, 60)):
        light(canvas, (x, y), size, "#ffffff", strength=1, falloff=3.2)
    return develop(canvas, 63, bloom=0.5)


def bench() -> Image.Image:
    """Draw strips of film on a light table, a hand's worth of frames each."""
    canvas = sky(WIDE, "#f7f3e6", "#efe9d8", "#d9d2c0")
    makers: list[Callable[[], Image.Image]] = [
        meridian.mast, ferry.alley, fireflies.rails, orbit.limb, winter.village, meridian.caravan,
    ]  # fmt: skip
    frames = [make().resize((232, 130)) for make in makers]
    for row in range(3):
        strip = Image.new("RGB", (1500, 188), "#120d0a")
        for index in range(6):
            strip.paste(frames[(index + row * 2) % 6], (14 + index * 248, 29))
        with ink(strip, "#efe9d8") as pen:
            for hole in range(60):
                pen.box(8 + hole * 25, 8, 13, 12)
                pen.box(8 + hole * 25, 168, 13, 12)
        turned = strip.rotate(
            (-7, 4, -3)[row], expand=True, fillcolor="#ff00ff", resample=Image.Resampling.BICUBIC
        )
        mask = Image.new("L", strip.size, 255).rotate((-7, 4, -3)[row], expand=True)
        at = ((-160, -120, -60)[row], (-30, 210, 440)[row])
        shadow = Image.new("L", WIDE)
        shadow.paste(mask, (at[0] + 10, at[1] + 16))
        shadow = shadow.filter(ImageFilter.GaussianBlur(14)).point(lambda value: value // 2)
        canvas.paste(Image.new("RGB", WIDE, "#6b5f4c"), mask=shadow)
        canvas.paste(turned, at, mask.filter(ImageFilter.MinFilter(3)))
    return develop(canvas, 64, bloom=0.15, edge=0.5)


def score() -> Image.Image:
    """Draw a scoring stage: music stands and one red light."""
    canvas = sky(WIDE, "#0d0a0a", "#2a1a10", "#140c08")
    for x in (230, 470, 710, 950, 1150):
        light(canvas, (x, 420), 210, "#ffb45c", strength=0.85, falloff=2.2)
    with ink(canvas, "#f7e7c4", blur=0.6) as pen:
        for x in (230, 470, 710, 950, 1150):
            pen.shape([(x - 58, 430), (x - 46, 372), (x + 46, 372), (x + 58, 430)])
    with ink(canvas, "#0a0605", rim=("#ffc27a", 2, -3)) as pen:
        for x in (230, 470, 710, 950, 1150):
            pen.box(x - 3, 430, 6, 200)
            pen.oval(x + 78, 396, 54, 64)
            pen.oval(x + 82, 500, 130, 150)
        pen.box(0, 610, 1280, 140)
    with ink(canvas, "#050303", rim=("#ff9a5a", -3, -3)) as pen:
        pen.person(640, 730, 420, coat=0.2)
        pen.line([(690, 400), (812, 286), (884, 300)], 22)
        pen.line([(884, 300), (960, 240)], 3)
    light(canvas, (1100, 90), 140, "#ff3426", strength=1, falloff=2.6)
    return develop(canvas, 65, bloom=0.5)


def slate() -> Image.Image:
    """Draw a clapperboard between takes."""
    canvas = meridian.crew().filter(ImageFilter.GaussianBlur(14))
    with ink(canvas, "#14110f", rim=("#ffd9a4", -4, -4)) as pen:
        pen.box(380, 270, 520, 340)
        pen.shape([(380, 250), (892, 150), (904, 206), (388, 306)])
    with ink(canvas, "#f3ecdf") as pen:
        for index in range(6):
            x = 396 + index * 84
            pen.shape(
                [
                    (x, 246 - index * 16.4),
                    (x + 40, 238 - index * 16.4),
                    (x + 30, 296 - index * 16.4),
                    (x - 8, 304 - index * 16.4),
                ]
            )
            pen.shape([(x, 282), (x + 40, 282), (x + 26, 320), (x - 12, 320)])
        pen.box(400, 400, 480, 2)
        pen.box(400, 480, 480, 2)
        pen.box(560, 400, 2, 80)
        pen.box(720, 400, 2, 80)
    letters(canvas, "SALT MERIDIAN", (640, 376), 40, "#f3ecdf", track=0.18)
    for text, x in (("A 114", 480), ("SC 62", 640), ("TK 9", 800)):
        letters(canvas, text, (x, 456), 34, "#f3ecdf", track=0.08)
    letters(canvas, "DIR. O. FERRANT", (640, 530), 24, "#d9c9b0", track=0.2)
    letters(canvas, "CAM. BASTIAN OYELARAN", (640, 572), 24, "#d9c9b0", track=0.2)
    return develop(canvas, 66, bloom=0.2)


def _card(backdrop: Image.Image, line: str, small: str, tint: str, seed: int) -> Image.Image:
    canvas = backdrop.filter(ImageFilter.GaussianBlur(5)).point(lambda value: round(value * 0.62))
    letters(canvas, line, (640, 378), 76 if len(line) < 16 else 58, tint, track=0.3, glow=10)  # noqa: PLR2004
    letters(canvas, small, (640, 446), 22, tint, track=0.5)
    with ink(canvas, "#000000") as pen:
        pen.box(0, 0, 1280, 84)
        pen.box(0, 636, 1280, 90)
    return develop(canvas, seed, bloom=0.3, edge=0.35)


def card_meridian() -> Image.Image:
    """Draw the title card of a trailer."""
    return _card(meridian.night(), "SALT MERIDIAN", "OFFICIAL TRAILER", "#fff1dc", 71)


def card_orbit() -> Image.Image:
    """Draw the title card of a teaser."""
    return _card(orbit.corridor(), "HOLLOW ORBIT", "FIRST TEASER", "#dffaff", 72)


def card_ferry() -> Image.Image:
    """Draw the title card of a trailer in neon."""
    return _card(ferry.alley(), "THE NIGHT FERRY", "TRAILER NO. 2", "#ff9fc4", 73)


def card_fireflies() -> Image.Image:
    """Draw the title card of a teaser, among fireflies."""
    return _card(fireflies.rails(), "THE FIREFLY LINE", "TEASER", "#f1ffc9", 74)


def balloon() -> Image.Image:
    """Draw an animated film: paper balloons over paper hills."""
    canvas = sky(WIDE, "#f7b48f", "#f9cfa0", "#fdeac4")
    for seed, tint in ((81, "#fff3df"), (82, "#ffe2c2")):
        mist(canvas, seed, tint, strength=0.8, band=(0.1, 0.7), cells=(3, 6), contrast=2.4)
    for index, (base, tint) in enumerate(
        ((430, "#d98f7c"), (500, "#b56d76"), (580, "#7d4f6b"), (660, "#473556"))
    ):
        with ink(canvas, tint, rim=("#fff0d8", 0, -14)) as pen:
            line = [
                (float(x), base + 34 * math.sin(x / (120 + 24 * index) + index * 2))
                for x in range(-20, 1320, 20)
            ]
            pen.shape([*line, (1300, 740), (-20, 740)])
    for x, y, size, tint in (
        (380, 250, 190, "#d9483b"),
        (760, 180, 130, "#2f7f8f"),
        (990, 300, 90, "#e8a33d"),
        (590, 360, 56, "#7d4f6b"),
    ):
        with ink(canvas, tint, rim=("#ffffff", size * 0.16, size * 0.05)) as pen:
            pen.oval(x, y, size, size * 1.08)
            pen.shape(
                [
                    (x - size * 0.36, y + size * 0.34),
                    (x + size * 0.36, y + size * 0.34),
                    (x + size * 0.1, y + size * 0.76),
                    (x - size * 0.1, y + size * 0.76),
                ]
            )
        with ink(canvas, "#4a2f3c") as pen:
            pen.box(x - size * 0.09, y + size * 0.86, size * 0.18, size * 0.13)
            pen.line([(x - size * 0.09, y + size * 0.76), (x - size * 0.08, y + size * 0.88)], 1.4)
            pen.line([(x + size * 0.09, y + size * 0.76), (x + size * 0.08, y + size * 0.88)], 1.4)
    return develop(canvas, 67, bloom=0.15, edge=0.3, grain=6)


def kites() -> Image.Image:
    """Draw the poster of the animated film."""
    canvas = sky(TALL, "#1f3f6b", "#5f7fa8", "#f2b08a", "#fbe0b8")
    stars(canvas, 91, 120, 420)
    mist(canvas, 92, "#ffe6cf", strength=0.7, cells=(3, 7), contrast=2.2)
    for x, y, size, tint in (
        (400, 560, 330, "#d9483b"),
        (190, 380, 110, "#f3c15a"),
        (640, 330, 80, "#7fb8b0"),
    ):
        with ink(canvas, tint, rim=("#ffffff", size * 0.14, size * 0.05)) as pen:
            pen.oval(x, y, size, size * 1.08)
            pen.shape(
                [
                    (x - size * 0.36, y + size * 0.34),
                    (x + size * 0.36, y + size * 0.34),
                    (x + size * 0.1, y + size * 0.76),
                    (x - size * 0.1, y + size * 0.76),
                ]
            )
        with ink(canvas, "#2c2038") as pen:
            pen.box(x - size * 0.09, y + size * 0.86, size * 0.18, size * 0.13)
    letters(canvas, "BALLOON", (400, 180), 88, "#fff3df", track=0.22)
    letters(canvas, "SEASON", (400, 262), 62, "#fff3df", track=0.52)
    letters(canvas, "THIS SPRING, LOOK UP", (400, 1120), 24, "#5a2f3c", track=0.36)
    return develop(canvas, 68, bloom=0.15, edge=0.3, grain=6)


STILLS: dict[str, Callable[[], Image.Image]] = {
    "cinema-auditorium": auditorium,
    "cinema-booth": booth,
    "cinema-marquee": marquee,
    "cinema-bench": bench,
    "cinema-score": score,
    "cinema-slate": slate,
    "card-meridian": card_meridian,
    "card-orbit": card_orbit,
    "card-ferry": card_ferry,
    "card-fireflies": card_fireflies,
    "balloon-valley": balloon,
    "balloon-poster": kites,
}
