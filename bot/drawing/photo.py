"""A stranger's photo, cut to fill a cell; to be opened in a worker process only."""

from __future__ import annotations

import warnings
from contextlib import suppress
from io import BytesIO

from PIL import Image, ImageEnhance, ImageFilter, ImageOps

MAX_PIXELS = 40_000_000  # 160 MB decoded; a JPEG counts as it is decoded here, which is smaller
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP")
_PAPER = "white"  # what a web page shows behind a transparent picture
_CENTRE = (0.5, 0.25)  # what is cut off a tall photo is taken from its foot: faces are above
_LEAST_KEPT = 0.5  # of a tall photo; with less of it left, it is shown whole
_HAZE = 8  # times smaller is what is blurred behind a photo
_DIM = 0.55  # times as bright
_DEEP = 256  # steps of a picture with 16 bits for each step that we draw


def fitted(body: bytes, size: tuple[int, int], *, whole: bool = False) -> Image.Image | None:
    """Return the first frame, upright, in RGB, cropped to a size; None where nothing is to be seen.

    With ``whole`` a tall photo of which less than half would be left, as a poster, is not cropped:
    it stands in the middle, before itself, blurred.
    Nothing is to be seen in what is broken, cut off, too large, of another kind, or transparent.
    """
    try:
        with warnings.catch_warnings(action="ignore"), _opened(body) as image:
            longest = max(size)
            image.draft(None, (longest, longest))  # a JPEG is decoded no larger than is needed
            if image.width * image.height > MAX_PIXELS:
                return None
            return _placed(_upright(image), size, whole=whole)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - a decoder raises whatever comes to its mind
        return None


def _opened(body: bytes) -> Image.Image:
    return Image.open(BytesIO(body), formats=_FORMATS)


def _upright(image: Image.Image) -> Image.Image:
    image.load()
    with suppress(Exception):  # broken EXIF is no reason to show nothing
        ImageOps.exif_transpose(image, in_place=True)
    return image


def _placed(image: Image.Image, size: tuple[int, int], *, whole: bool) -> Image.Image | None:
    wide, high = size
    kept = (image.width / image.height) / (wide / high)
    if not whole or image.width >= image.height or kept >= _LEAST_KEPT:
        return _on_paper(image, size)
    front = _on_paper(image, (max(1, round(wide * kept)), high))
    if front is None:
        return None
    picture = _haze(front, size)
    picture.paste(front, ((wide - front.width) // 2, 0))
    return picture


def _haze(photo: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return a photo that fills a size, blurred and dimmed."""
    small = ImageOps.fit(photo, (max(1, size[0] // _HAZE), max(1, size[1] // _HAZE)))
    blurred = small.filter(ImageFilter.GaussianBlur(_HAZE // 2)).resize(
        size, Image.Resampling.BICUBIC
    )
    return ImageEnhance.Brightness(blurred).enhance(_DIM)


def _on_paper(image: Image.Image, size: tuple[int, int]) -> Image.Image | None:
    fit = ImageOps.fit(_smooth(image), size, Image.Resampling.LANCZOS, centering=_CENTRE)
    if not fit.has_transparency_data:
        return fit.convert("RGB")
    clear = fit.convert("RGBA")
    if clear.getchannel("A").getextrema() == (0, 0):
        return None
    paper = Image.new("RGB", size, _PAPER)
    paper.paste(clear, mask=clear.getchannel("A"))
    return paper


def _smooth(image: Image.Image) -> Image.Image:
    """Return a picture in a mode that can be made smaller smoothly, as it is where it can be."""
    if image.mode in {"RGBA", "LA"}:
        return image
    if image.has_transparency_data:  # a palette, or one colour that stands for none
        return image.convert("RGBA")
    if image.mode.startswith("I"):  # Pillow takes all above 255 of 65,535 for white
        return image.convert("I").point(lambda value: value * (1 / _DEEP)).convert("L")
    return image if image.mode in {"RGB", "L", "CMYK"} else image.convert("RGB")
