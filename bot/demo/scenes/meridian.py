"""“Salt Meridian”: two surveyors cross a dried sea. Orange dusk over teal shade."""

from __future__ import annotations

from PIL import Image, ImageChops

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
    reflect,
    ridge,
    sky,
    stars,
)

WIDTH, HEIGHT = WIDE


def dunes(
    canvas: Image.Image, seed: int, far: str, near: str, heights: tuple[float, ...], glow: str
) -> None:
    """Lay dunes from far to near, each caught by light along its crest."""
    for index, height in enumerate(heights):
        share = index / max(1, len(heights) - 1)
        line = ridge(canvas.width, seed + index, height, 14 + 46 * share, smooth=0.42, steps=7)
        with ink(
            canvas, mix(far, near, share), rim=(mix(near, glow, 0.75), 0, -26 - 40 * share)
        ) as pen:
            pen.shape(ground(line, canvas.height + 4))


def dusk() -> Image.Image:
    """Draw a walker under a low sun."""
    canvas = sky(WIDE, "#12324a", "#31566a", "#c9834f", "#ffcf87", "#f2a25f")
    light(canvas, (860, 430), 620, "#ff9d4d", strength=0.8)
    with ink(canvas, "#fff0c8", blur=1.5, glow=True) as pen:
        pen.oval(860, 420, 150, 150)
    mist(canvas, 3, "#ffbe85", strength=0.5, band=(0.25, 0.62), cells=(2, 14))
    dunes(canvas, 40, "#b0673f", "#120f14", (455, 500, 560, 655), "#ffb469")
    with ink(canvas, "#0a0709", rim=("#ffbf7a", 2, 0)) as pen:
        pen.person(520, 585, 122)
        pen.line([(560, 590), (538, 480)], 3)
    with ink(canvas, "#050406", blur=5, strength=0.75) as pen:
        pen.shape([(500, 584), (540, 584), (250, 700), (170, 700)])
    flakes(canvas, 5, 60, "#ffd9a4", 3)
    return develop(canvas, 1)


def mast() -> Image.Image:
    """Draw a lone mast mirrored in brine."""
    canvas = sky(WIDE, "#0b1f33", "#1f4660", "#7f8f96", "#f0b184", "#f6c99b")
    light(canvas, (420, 400), 560, "#ffb37a", strength=0.7)
    mist(canvas, 9, "#e9a98a", strength=0.6, band=(0.2, 0.55), cells=(3, 16))
    with ink(canvas, "#4a4b5a") as pen:
        pen.shape(ground(ridge(WIDTH, 12, 396, 16, smooth=0.55), 410))
    with ink(canvas, "#14141c", rim=("#ffc796", -2, 0)) as pen:
        pen.shape([(822, 404), (838, 70), (842, 70), (858, 404)])
        for step in range(9):
            y = 120 + step * 32
            pen.line([(840 - 2 - step * 1.6, y), (840 + 2 + step * 1.6, y + 30)], 1.5)
        pen.oval(840, 108, 74, 16)
        pen.box(818, 386, 60, 20)
        pen.person(700, 408, 46)
        pen.person(724, 408, 42)
    light(canvas, (840, 66), 46, "#ff4b3a", strength=1, falloff=3)
    reflect(canvas, 408, dim=0.78, ripple=7)
    return develop(canvas, 2)


def caravan() -> Image.Image:
    """Draw four walkers and a sledge before a rising moon."""
    canvas = sky(WIDE, "#060b1c", "#10203c", "#2b3d5c", "#7d6470")
    stars(canvas, 8, 420, 460)
    light(canvas, (700, 400), 560, "#7f8fc0", strength=0.5)
    with ink(canvas, "#f6e6cf", blur=1) as pen:
        pen.oval(700, 380, 430, 430)
    mist(canvas, 17, "#c8a791", strength=0.55, cells=(7, 5), contrast=3)
    with ink(canvas, "#080a14") as pen:
        line = [(0.0, 540.0), (260.0, 560.0), (560.0, 508.0), (860.0, 500.0), (1280.0, 566.0)]
        pen.shape(ground(line, 740))
    with ink(canvas, "#080a14") as pen:
        for x, tall in ((560, 92), (640, 84), (716, 95), (902, 88)):
            pen.person(x, 516, tall)
        pen.box(770, 478, 84, 24)
        pen.line([(730, 470), (770, 486)], 2)
        pen.line([(854, 486), (896, 468)], 2)
        pen.line([(760, 508), (868, 508)], 4)
    dunes(canvas, 77, "#0c1122", "#04050b", (590, 660), "#27355c")
    return develop(canvas, 3, bloom=0.5)


def storm() -> Image.Image:
    """Draw a wall of dust, and headlights in it."""
    canvas = sky(WIDE, "#1a0f0c", "#4a2515", "#8c4a24", "#51301f")
    for seed, tint, power in ((21, "#c9743a", 0.8), (22, "#2a140d", 0.85), (23, "#e5a061", 0.4)):
        mist(canvas, seed, tint, strength=power, cells=(4, 5), contrast=1.5)
    light(canvas, (980, 150), 460, "#ffcf95", strength=0.75, falloff=2.6)
    with ink(canvas, "#fff3da", blur=0.8, glow=True) as pen:
        bolt = [(980, 0), (962, 92), (1002, 150), (968, 236), (990, 318)]
        pen.line(bolt, 3)
        pen.line([(1002, 150), (1050, 214), (1044, 262)], 1.6)
    with ink(canvas, "#120a07") as pen:
        pen.shape(ground(ridge(WIDTH, 31, 596, 20, smooth=0.4, steps=6), 740))
        pen.shape([(330, 604), (338, 560), (368, 552), (392, 518), (482, 518), (506, 604)])
        for x in (366, 430, 482):
            pen.oval(x, 604, 44, 44)
    beam(canvas, [(336, 570), (0, 470), (0, 690)], "#ffdfa6", blur=18, strength=0.55)
    for y in (566, 574):
        light(canvas, (334, y), 90, "#fff0c8", strength=1, falloff=3)
    flakes(canvas, 33, 220, "#e9b27a", 4)
    return develop(canvas, 4, grain=8)


def tent() -> Image.Image:
    """Draw two figures over a map, lit by a lantern."""
    canvas = sky(WIDE, "#1a0d08", "#3a1d0e", "#2a140b")
    light(canvas, (640, 420), 700, "#d9762b", strength=0.85, falloff=1.7)
    for index in range(9):
        x = 160 * index
        with ink(canvas, "#140905", blur=7, strength=0.5) as pen:
            pen.shape([(640, -160), (640, -140), (x - 30, 760), (x - 78, 760)])
    with ink(canvas, "#1d0d06", blur=2) as pen:
        pen.box(330, 540, 620, 20)
        pen.box(0, 660, 1280, 80)
    with ink(canvas, "#c99860", blur=1) as pen:
        pen.shape([(450, 541), (830, 541), (800, 528), (490, 528)])
    with ink(canvas, "#0c0502", rim=("#ffab52", 6, 0)) as pen:
        pen.profile(330, 722, 380, cap=True)
    with ink(canvas, "#0c0502", rim=("#ffab52", -6, 0)) as pen:
        pen.profile(962, 722, 370, facing=-1)
        pen.oval(1046, 470, 74, 80)
    with ink(canvas, "#3a1a08") as pen:
        pen.box(618, 446, 44, 84)
        pen.arc(640, 446, 46, 180, 360, 3)
    with ink(canvas, "#fff1cf", blur=1) as pen:
        pen.box(624, 458, 32, 62)
    light(canvas, (640, 488), 330, "#ffb458", strength=1, falloff=2.6)
    return develop(canvas, 5, bloom=0.5)


def night() -> Image.Image:
    """Draw the river of stars over a mesa and one fire."""
    canvas = sky(WIDE, "#03060f", "#0a1226", "#1d2748", "#4b3a4c")
    band = Image.new("RGB", (1700, 460))
    light(band, (850, 230), 900, "#8f9ddb", strength=0.85, falloff=1.4, squash=0.2)
    light(band, (850, 230), 620, "#e7c3c9", strength=0.6, falloff=1.6, squash=0.11)
    mist(band, 51, "#02040a", strength=0.95, cells=(9, 5), contrast=1.2, band=(0.2, 0.8))
    band = band.rotate(34, expand=True, resample=Image.Resampling.BICUBIC)
    layer = Image.new("RGB", WIDE)
    layer.paste(band, (-180, -330))
    stars(canvas, 52, 1500, 640)
    canvas = ImageChops.screen(canvas, layer)
    with ink(canvas, "#0a0c16") as pen:
        pen.shape(
            [(760, 600), (800, 430), (846, 420), (870, 396), (1090, 392), (1120, 440), (1180, 620)]
        )
        pen.shape(ground(ridge(WIDTH, 55, 600, 16, smooth=0.5), 740))
    light(canvas, (410, 604), 230, "#ff7d2b", strength=0.95, falloff=2.2, squash=0.7)
    with ink(canvas, "#0a0605", rim=("#ff9a4a", -3, 0)) as pen:
        pen.person(476, 624, 84, coat=0.3)
    with ink(canvas, "#0a0605", rim=("#ff9a4a", 3, 0)) as pen:
        pen.person(338, 626, 90, coat=0.3)
    with ink(canvas, "#ffd48a", blur=1.6, glow=True) as pen:
        pen.shape([(396, 616), (404, 584), (412, 598), (418, 574), (428, 616)])
    flakes(canvas, 58, 24, "#ffb060", 2)
    return develop(canvas, 6, bloom=0.4)


def mirror() -> Image.Image:
    """Draw a child runs over a sky that lies on the ground."""
    canvas = sky(WIDE, "#2f6f9f", "#6fb0cc", "#f3d8c2", "#fbe9d6")
    mist(canvas, 61, "#ffffff", strength=0.95, band=(0.02, 0.56), cells=(3, 6), contrast=2.2)
    light(canvas, (300, 300), 480, "#fff2d0", strength=0.6)
    with ink(canvas, "#8499a8", strength=0.7) as pen:
        pen.shape(ground(ridge(WIDTH, 62, 412, 10, smooth=0.55), 424))
    with ink(canvas, "#23303d") as pen:
        pen.oval(760, 330, 17, 20)
        pen.shape([(748, 344), (772, 342), (778, 384), (738, 388)])
        pen.line([(750, 384), (732, 404), (714, 410)], 7)
        pen.line([(768, 384), (786, 402), (784, 421)], 7)
        pen.line([(752, 350), (730, 366), (716, 354)], 5)
        pen.line([(770, 350), (794, 362), (806, 346)], 5)
    with ink(canvas, "#c33b2c", blur=0.6) as pen:
        pen.shape([(756, 342), (700, 326), (676, 338), (706, 346), (752, 354)])
    reflect(canvas, 422, dim=0.93, ripple=5)
    return develop(canvas, 7, bloom=0.2, edge=0.4)


def canyon() -> Image.Image:
    """Draw a narrow canyon with one shaft of sun."""
    canvas = sky(WIDE, "#ffe2ae", "#d98546", "#5a2413")
    mist(canvas, 71, "#ffd49a", strength=0.5)
    for layer in range(6):
        for side in (-1, 1):
            wall = ridge(760, 700 + layer * 2 + side, 66 + layer * 74, 40, smooth=0.36, steps=7)
            line = [(640 + side * x, y - 20) for y, x in wall]
            edge = 1300.0 if side > 0 else -20.0
            dark = mix("#b5592c", "#140705", (layer / 5) ** 0.7)
            with ink(
                canvas, dark, rim=(mix("#e07a3c", "#2a0f08", layer / 5), -side * 44, -6)
            ) as pen:
                pen.shape([*line, (edge, 760), (edge, -20)])
    beam(canvas, [(700, -20), (790, -20), (610, 720), (470, 720)], "#ffdca3", blur=16, strength=0.6)
    light(canvas, (560, 640), 260, "#ffcf8a", strength=0.8, squash=0.4)
    with ink(canvas, "#100603", rim=("#ffd9a0", -3, -2)) as pen:
        pen.person(600, 668, 150)
    flakes(canvas, 75, 90, "#ffe2b4", 3)
    return develop(canvas, 8)


def crew() -> Image.Image:
    """Draw behind the scenes: a crane, a camera and a crew against the sun."""
    canvas = sky(WIDE, "#e8c9a0", "#f2b678", "#e88f4e", "#b8622f")
    light(canvas, (360, 360), 520, "#fff3d4", strength=1, falloff=1.9)
    mist(canvas, 81, "#fff0d8", strength=0.5, cells=(3, 9))
    with ink(canvas, "#7b4528", strength=0.85) as pen:
        pen.shape(ground(ridge(WIDTH, 82, 520, 26, smooth=0.45), 740))
    with ink(canvas, "#150c09") as pen:
        pen.shape(ground(ridge(WIDTH, 83, 622, 12, smooth=0.45), 740))
        pen.line([(1060, 470), (520, 176)], 9)
        pen.line([(1060, 490), (520, 190)], 3)
        for share in range(1, 9):
            x, y = 1060 - 60 * share, 470 - 32.7 * share
            pen.line([(x, y), (x - 24, y + 6)], 2)
        _camera(pen, 500, 200)
        pen.shape([(1030, 640), (1054, 452), (1072, 452), (1098, 640)])
        pen.box(1040, 456, 110, 40)
        for x, tall in ((1130, 158), (1000, 148), (760, 140), (702, 150), (250, 132)):
            pen.person(x, 640, tall)
        pen.line([(708, 540), (640, 470), (330, 452)], 3)
        pen.oval(322, 452, 56, 18)
    with ink(canvas, "#fffaf0", strength=0.9) as pen:
        pen.shape([(92, 420), (196, 398), (196, 560), (92, 570)])
    with ink(canvas, "#150c09") as pen:
        pen.line([(144, 560), (144, 640)], 4)
        pen.line([(92, 420), (196, 398), (196, 560), (92, 570), (92, 420)], 4)
    flakes(canvas, 85, 50, "#fff2d4", 3)
    return develop(canvas, 9, bloom=0.3)


def _camera(pen: Pen, x: float, y: float) -> None:
    pen.box(x - 34, y - 16, 62, 40)
    pen.box(x - 62, y - 8, 30, 24)
    pen.shape([(x - 78, y - 18), (x - 60, y - 8), (x - 60, y + 16), (x - 78, y + 26)])
    pen.oval(x - 8, y - 30, 34, 34)
    pen.oval(x + 20, y - 28, 28, 28)
    pen.line([(x, y - 20), (x + 20, y - 26)], 6)


def poster() -> Image.Image:
    """Draw the poster: a sun, a line, two people."""
    canvas = sky(TALL, "#0d2a3c", "#1c4a5c", "#d0814a", "#ffc57c", "#e58b4c")
    light(canvas, (400, 690), 640, "#ff9d4d", strength=0.8)
    with ink(canvas, "#ffe9bd", blur=1) as pen:
        pen.oval(400, 660, 470, 470)
    mist(canvas, 91, "#ff9f5f", strength=0.75, band=(0.4, 0.75), cells=(2, 16))
    dunes(canvas, 95, "#a85a35", "#0a0a10", (800, 870, 950), "#ffb469")
    with ink(canvas, "#0a0709", rim=("#ffc98a", 2, 0)) as pen:
        pen.person(372, 880, 150)
        pen.person(440, 884, 138)
    letters(canvas, "SALT", (400, 190), 150, "#fff1dc", track=0.3)
    letters(canvas, "MERIDIAN", (400, 282), 74, "#fff1dc", track=0.33)
    letters(canvas, "A FILM BY ODALYS FERRANT", (400, 346), 20, "#ffd3a4", track=0.35)
    letters(canvas, "THE SEA LEFT. THE MAP DID NOT.", (400, 1052), 22, "#ffd3a4", track=0.28)
    letters(canvas, "WINTER", (400, 1118), 28, "#fff1dc", track=0.6)
    return develop(canvas, 10)


STILLS = {
    "meridian-dusk": dusk,
    "meridian-mast": mast,
    "meridian-caravan": caravan,
    "meridian-storm": storm,
    "meridian-tent": tent,
    "meridian-night": night,
    "meridian-mirror": mirror,
    "meridian-canyon": canyon,
    "meridian-crew": crew,
    "meridian-poster": poster,
}
