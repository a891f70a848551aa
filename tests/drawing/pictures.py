"""Photos for the drawings, sound and broken, made here."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

from PIL import Image, ImageDraw

GREEN, RED, BLUE = (20, 180, 60), (200, 30, 40), (30, 60, 200)


def encoded(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def flat(colour: object = GREEN, size: tuple[int, int] = (640, 360), mode: str = "RGB") -> Image:
    return Image.new(mode, size, colour)  # type: ignore[arg-type]


def halves(upper: object, lower: object, size: tuple[int, int]) -> Image.Image:
    image = Image.new("RGB", size, upper)  # type: ignore[arg-type]
    ImageDraw.Draw(image).rectangle((0, size[1] // 2, *size), fill=lower)  # type: ignore[arg-type]
    return image


def sideways(colour: object = GREEN) -> bytes:
    """Return a JPEG of 200 by 400 that says it is to be turned, so that its left is its top."""
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise by a quarter
    turned = Image.new("RGB", (400, 200), RED)
    ImageDraw.Draw(turned).rectangle((0, 0, 199, 200), fill=colour)
    return encoded(turned, "JPEG", quality=95, exif=exif)


def moving(kind: str) -> bytes:
    frames = [flat(GREEN), flat(RED), flat(BLUE)]
    options = {"lossless": True} if kind == "WEBP" else {}
    return encoded(frames[0], kind, save_all=True, append_images=frames[1:], **options)


def see_through() -> bytes:
    """Return a palette picture, green in its middle half and transparent around."""
    image = Image.new("P", (400, 400), 0)
    image.putpalette([0, 0, 0, *GREEN])
    ImageDraw.Draw(image).rectangle((100, 100, 299, 299), fill=1)
    return encoded(image, transparency=0)


def deep() -> bytes:
    """Return a PNG with 16 bits for each pixel, in a middling grey."""
    image = Image.new("I;16", (300, 200))
    image.paste(128 * 257, (0, 0, 300, 200))
    return encoded(image)


def bomb(width: int, height: int) -> bytes:
    """Return a small PNG that becomes ``width`` by ``height`` pixels of RGBA."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    packer = zlib.compressobj(1)
    row = b"\0" + b"\x80" * (width * 4)
    rows = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def claiming(width: int, height: int) -> bytes:
    """Return a small PNG whose head claims another size."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = encoded(flat())
    return body[:12] + head + struct.pack(">I", zlib.crc32(head)) + body[33:]


JPEG = encoded(flat(), "JPEG")
PNG = encoded(flat())
BROKEN: dict[str, bytes] = {
    "empty": b"",
    "text": b"<!DOCTYPE html><title>Are you a person?</title>",
    "vector": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "cut JPEG": encoded(halves(GREEN, RED, (640, 360)), "JPEG")[:1500],
    "cut PNG": PNG[: len(PNG) // 2],
    "cut GIF": moving("GIF")[:200],
    "cut WebP": moving("WEBP")[:60],
    "head only": PNG[:33],
    "huge claim": claiming(60_000, 60_000),
    "large claim": claiming(8_000, 8_000),
    "no width": claiming(0, 360),
    "bomb": bomb(7_000, 6_000),
    "transparent": encoded(flat((0, 0, 0, 0), mode="RGBA")),
    "TIFF": encoded(flat(), "TIFF"),
}
