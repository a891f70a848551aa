"""Small pictures for tests, drawn here."""

from __future__ import annotations

import random
from io import BytesIO

from PIL import Image, ImageDraw

from tests.web.loopback import reply

SVG = b'<?xml version="1.0"?><!-- drawn --><svg xmlns="http://www.w3.org/2000/svg"/>'
WALL = b"<!DOCTYPE html><html><head><title>Are you a person?</title></head></html>"


def picture(
    width: int = 640,
    height: int = 360,
    kind: str = "JPEG",
    *,
    flat: object = None,
    mode: str = "RGB",
    **options: object,
) -> bytes:
    """Return a picture of many colours, or of one flat colour."""
    image = Image.new(mode, (width, height), flat)  # type: ignore[arg-type]
    if flat is None:
        chance = random.Random(width * height)
        noise = Image.frombytes("L", (32, 18), chance.randbytes(32 * 18)).resize(image.size)
        image.paste(Image.merge("RGB", (noise, noise.rotate(180), noise)).convert(mode))
        ImageDraw.Draw(image).line((0, 0, width, height), fill="white", width=3)
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def ranged(body: bytes, first: int = 64 * 1024) -> bytes:
    """Return the answer of a server that heeds Range."""
    part = body[:first]
    span = f"bytes 0-{len(part) - 1}/{len(body)}"
    return reply(part, status=206, Content_Type="image/jpeg", Content_Range=span)
