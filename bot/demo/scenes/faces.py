"""The faces of those who are on the demo's server."""

from __future__ import annotations

import math

from PIL import Image

from bot.demo.paint import develop, ink, light, sky

SIZE = (256, 256)


def newsreel() -> Image.Image:
    """Draw the bot: a reel of film before a low sun."""
    canvas = sky(SIZE, "#1c3f5a", "#d9824a", "#ffc884")
    light(canvas, (128, 150), 130, "#ffe9bd", strength=0.8)
    with ink(canvas, "#120d14") as pen:
        pen.oval(128, 128, 176, 176)
        pen.shape([(128, 198), (250, 186), (256, 216), (128, 216)])
    with ink(canvas, "#f0a25e") as pen:
        for turn in range(0, 360, 60):
            x, y = math.cos(math.radians(turn)) * 54, math.sin(math.radians(turn)) * 54
            pen.oval(128 + x, 128 + y, 42, 42)
        pen.oval(128, 128, 22, 22)
    return develop(canvas, 101, bloom=0.1, edge=0.2, grain=4)


def mina() -> Image.Image:
    """Draw the moderator, her hair in a knot."""
    canvas = sky(SIZE, "#2f7f8f", "#e8b06a", "#f6d9a8")
    with ink(canvas, "#16222c", rim=("#fff0d0", 3, -2)) as pen:
        pen.profile(126, 268, 224)
        pen.oval(72, 88, 58, 56)
    return develop(canvas, 102, bloom=0.1, edge=0.2, grain=4)


def theo() -> Image.Image:
    """Draw the fan, in his cap."""
    canvas = sky(SIZE, "#3a2a6b", "#a24f8f", "#f08f8a")
    with ink(canvas, "#150f26", rim=("#ffd0c4", -3, -2)) as pen:
        pen.profile(130, 270, 214, facing=-1, cap=True)
    return develop(canvas, 103, bloom=0.1, edge=0.2, grain=4)


STILLS = {"face-newsreel": newsreel, "face-mina": mina, "face-theo": theo}
