"""A stranger's photo, cut to fill a cell; to be opened in a worker process only."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO

from PIL import Image, ImageOps

MAX_PIXELS = 40_000_000  # 160 MB decoded; a JPEG counts as it is decoded here, which is smaller
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP")
_PAPER = "white"  # what a web page shows behind a transparent picture
_CENTRE = (0.5, 0.25)  # what is cut off a tall photo is taken from its foot: faces are above
_DEEP = 256  # steps of a picture with 16 bits for each step that we draw


def fitted(body: bytes, size: tuple[int, int]) -> Image.Image | None:
    """Return the first frame, upright, in RGB, cropped to a size; None where nothing is to be seen.

    Nothing is to be seen in what is broken, cut off, too large, of another kind, or transparent.
    """
    try:
        with Image.open(BytesIO(body), formats=_FORMATS) as image:
            longest = max(size)
            image.draft(None, (longest, longest))  # a JPEG is decoded no larger than is needed
            if image.width * image.height > MAX_PIXELS:
                return None
            return _on_paper(_upright(image), size)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - a decoder raises whatever comes to its mind
        return None


def _upright(image: Image.Image) -> Image.Image:
    image.load()
    with suppress(Exception):  # broken EXIF is no reason to show nothing
        return ImageOps.exif_transpose(image)
    return image


def _on_paper(image: Image.Image, size: tuple[int, int]) -> Image.Image | None:
    fit = ImageOps.fit(_plain(image), size, Image.Resampling.LANCZOS, centering=_CENTRE)
    if fit.mode == "RGB":
        return fit
    if fit.getchannel("A").getextrema() == (0, 0):
        return None
    paper = Image.new("RGB", size, _PAPER)
    paper.paste(fit, mask=fit.getchannel("A"))
    return paper


def _plain(image: Image.Image) -> Image.Image:
    """Return a picture as RGB, or as RGBA where it is transparent somewhere."""
    if image.mode.startswith("I"):
        eight = image.convert("I").point(lambda value: value * (1 / _DEEP))
        return eight.convert("L").convert("RGB")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")
