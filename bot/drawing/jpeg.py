"""A picture of photos, as the file that is sent."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

MAX_BYTES = 2_000_000
_QUALITIES = (90, 84, 76, 64, 50, 30, 10)


def jpeg(picture: Image.Image) -> bytes:
    """Return the best quality that stays within MAX_BYTES; colours in full, for sharp letters.

    Not optimised: for that Pillow needs all of the JPEG in one buffer, and noise breaks it.
    """
    body = b""
    for quality in _QUALITIES:
        out = BytesIO()
        picture.save(out, "JPEG", quality=quality, subsampling=0)
        body = out.getvalue()
        if len(body) <= MAX_BYTES:
            break
    return body
