"""“Les Heures salées”: a lighthouse keeper's last summer. Chalk light, green water."""

from __future__ import annotations

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
    reflect,
    ridge,
    sky,
)

WIDTH, HEIGHT = WIDE


def lighthouse() -> Image.Image:
    """Draw the tower sends its beam into the dusk."""
    canvas = sky(WIDE, "#152a4a", "#3a4f79", "#a98a9c", "#f0b79a")
    mist(canvas, 3, "#e0a8a0", strength=0.6, band=(0.25, 0.75), cells=(3, 12))
    beam(canvas, [(902, 196), (-20, 30), (-20, 250)], "#fff2cc", blur=14, strength=0.55)
    beam(canvas, [(902, 196), (1300, 130), (1300, 250)], "#fff2cc", blur=14, strength=0.4)
    with ink(canvas, "#2a3350") as pen:
        pen.box(0, 478, 1280, 260)
    reflect(canvas, 478, dim=0.72, ripple=8)
    with ink(canvas, "#0d1220", rim=("#e9a58d", -8, -18)) as pen:
        pen.shape(
            [
                (560, 740),
                (640, 600),
                (700, 560),
                (780, 470),
                (860, 446),
                (1000, 440),
                (1120, 486),
                (1300, 520),
                (1300, 740),
            ]
        )
    with ink(canvas, "#e9e2da", rim=("#ffd9bd", -5, 0)) as pen:
        pen.shape([(874, 446), (886, 216), (920, 216), (934, 446)])
    with ink(canvas, "#b23a34") as pen:
        pen.shape([(878, 372), (881, 318), (926, 318), (929, 372)])
    with ink(canvas, "#10141f") as pen:
        pen.box(876, 208, 54, 9)
        pen.shape([(886, 176), (903, 154), (920, 176)])
        pen.box(888, 176, 3, 34)
        pen.box(915, 176, 3, 34)
        pen.box(980, 398, 84, 50)
        pen.shape([(970, 400), (1022, 366), (1074, 400)])
    with ink(canvas, "#ffd58a", blur=0.6) as pen:
        pen.box(1000, 412, 16, 18)
        pen.box(1032, 412, 16, 18)
    light(canvas, (903, 194), 150, "#fff4d0", strength=1, falloff=2.6)
    return develop(canvas, 51, bloom=0.45)


def kitchen() -> Image.Image:
    """Draw sea light through a kitchen window."""
    canvas = sky(WIDE, "#c9c3a8", "#b7b39c", "#7c8478")
    light(canvas, (420, 300), 760, "#fff8de", strength=0.5)
    with ink(canvas, "#d7ecf0") as pen:
        pen.box(210, 110, 420, 330)
    with ink(canvas, "#6fb0b4") as pen:
        pen.box(210, 300, 420, 140)
    with ink(canvas, "#ffffff", strength=0.7, glow=True) as pen:
        for step in range(26):
            pen.line(
                [
                    (220 + (step * 97) % 380, 312 + step * 5),
                    (250 + (step * 97) % 380, 312 + step * 5),
                ],
                1.6,
            )
    with ink(canvas, "#f1ece0") as pen:
        for x in (198, 412, 622):
            pen.box(x, 98, 14, 354)
        for y in (98, 268, 440):
            pen.box(198, y, 438, 14)
    beam(
        canvas, [(212, 110), (630, 110), (1120, 640), (640, 720)], "#fffbe6", blur=16, strength=0.32
    )
    with ink(canvas, "#8f5f43", rim=("#f3d9b0", 0, -8)) as pen:
        pen.box(560, 560, 700, 30)
        pen.box(620, 590, 26, 150)
        pen.box(1180, 590, 26, 150)
    with ink(canvas, "#f4f1e6", rim=("#ffffff", 0, -4)) as pen:
        pen.shape([(740, 560), (752, 476), (838, 476), (850, 560)])
        pen.arc(856, 514, 54, -90, 90, 8)
    with ink(canvas, "#d8a53c") as pen:
        for x, y in ((960, 540), (1004, 544), (982, 520)):
            pen.oval(x, y, 44, 40)
    with ink(canvas, "#2c3138", rim=("#fff2d0", -6, -2)) as pen:
        pen.profile(1060, 744, 430, facing=-1)
    with ink(canvas, "#3d434b") as pen:
        pen.oval(1150, 402, 96, 92)
    return develop(canvas, 52, bloom=0.3, edge=0.5)


def tide() -> Image.Image:
    """Draw a rowing boat on water as flat as glass."""
    canvas = sky(WIDE, "#9fc4c4", "#cfe0d6", "#f4ead2", "#f6dcb4")
    light(canvas, (300, 330), 520, "#fff6d8", strength=0.8)
    mist(canvas, 23, "#ffffff", strength=0.6, band=(0.05, 0.6), cells=(2, 9))
    with ink(canvas, "#7fa3a6", strength=0.75) as pen:
        pen.shape(ground(ridge(WIDTH, 24, 372, 26, smooth=0.55), 386))
    with ink(canvas, "#24353c") as pen:
        pen.shape([(560, 348), (840, 348), (806, 386), (600, 386)])
        pen.oval(664, 300, 26, 30)
        pen.shape([(644, 316), (686, 316), (694, 352), (638, 352)])
        pen.line([(690, 326), (730, 346)], 7)
        pen.line([(716, 334), (880, 392)], 4)
    reflect(canvas, 386, dim=0.88, ripple=9)
    flakes(canvas, 26, 30, "#ffffff", 3)
    return develop(canvas, 53, bloom=0.25, edge=0.4)


def poster() -> Image.Image:
    """Draw the poster: cut paper, tower and tide."""
    canvas = sky(TALL, "#f0e3c4", "#f2d7ab", "#f6c79a")
    with ink(canvas, "#e2684a") as pen:
        pen.oval(560, 420, 300, 300)
    for index, (base, tint) in enumerate(
        ((760, "#3f8f96"), (850, "#2a6f7d"), (950, "#17505f"), (1050, "#0c3442"))
    ):
        with ink(canvas, tint, rim=("#bfe6dc", 0, -10)) as pen:
            pen.shape(ground(ridge(TALL[0], 33 + index, base, 40, smooth=0.4, steps=7), 1210))
    with ink(canvas, "#fbf4e2", rim=("#ffffff", -6, 0)) as pen:
        pen.shape([(216, 800), (240, 380), (300, 380), (326, 800)])
    with ink(canvas, "#c8432f") as pen:
        pen.shape([(226, 640), (232, 540), (309, 540), (316, 640)])
        pen.shape([(238, 330), (270, 286), (302, 330)])
    with ink(canvas, "#0c3442") as pen:
        pen.box(228, 368, 84, 14)
        pen.box(242, 330, 5, 40)
        pen.box(293, 330, 5, 40)
    letters(canvas, "LES HEURES", (400, 150), 66, "#0c3442", track=0.22)
    letters(canvas, "SALÉES", (400, 236), 84, "#0c3442", track=0.28)
    letters(canvas, "UN FILM DE NOLWENN KERDAL", (400, 1140), 24, "#f6e9cc", track=0.3)
    return develop(canvas, 54, bloom=0.05, edge=0.25, grain=8)


STILLS = {
    "coast-lighthouse": lighthouse,
    "coast-kitchen": kitchen,
    "coast-tide": tide,
    "coast-poster": poster,
}
