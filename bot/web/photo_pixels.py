"""The pixels of a small picture, looked at in a worker process only: decoders meet hostile bytes."""

from __future__ import annotations

from io import BytesIO
from typing import Any

MAX_PIXELS = 25_000_000  # 100 MB decoded
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP")
_ENOUGH = (256, 256)  # a JPEG is decoded no larger than is needed
_NOISE = 6  # steps of 255 that compression makes of one flat colour


def shows_nothing(body: bytes) -> bool:
    """Tell whether a picture is one flat colour, all transparent, or broken.

    False for what moves, and for what is too large to be decoded here.
    """
    from PIL import Image  # noqa: PLC0415  # only the workers need it

    try:
        with Image.open(BytesIO(body), formats=_FORMATS) as image:
            if image.width * image.height > MAX_PIXELS or getattr(image, "is_animated", False):
                return False
            image.draft("RGB", _ENOUGH)
            bands = image.convert("RGBA").split()
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - a decoder raises whatever comes to its mind
        return True
    extrema: list[Any] = [band.getextrema() for band in bands]
    return extrema[-1] == (0, 0) or all(high - low <= _NOISE for low, high in extrema)
