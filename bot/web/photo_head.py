"""What a photo's first bytes say: its kind and its size. Bytes are hostile: nothing here raises."""

from __future__ import annotations

from io import BytesIO

import imagesize

from bot.domain.picture_check import SHOWABLE, Kind

_SIGNATURES = (
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"GIF87a", Kind.GIF),
    (b"GIF89a", Kind.GIF),
)
_AVIF_BRANDS = (b"avif", b"avis")
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
_BMP_HEADERS = frozenset({12, 40, 52, 56, 64, 108, 124})  # bytes, by the versions of the format
_HTML = (b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<title", b"<meta")
_LONGEST_PROLOG = 2048
_VP8_SIZE = 0x3FFF  # RFC 9649: above the 14 bits of a size stands its scale


def read_head(head: bytes) -> tuple[Kind, int | None, int | None]:
    """Return kind, width and height in pixels, as shown: turned where its EXIF says so.

    The size is None where these bytes don't say it, and for what can't be shown anyway.
    """
    kind = _kind(head)
    if kind not in SHOWABLE:
        return kind, None, None
    # Only for kinds whose headers it reads in one pass; it answers -1 for what it can't read.
    width, height = imagesize.get(BytesIO(head))
    if kind is Kind.WEBP and head[12:16] == b"VP8 ":
        width, height = width & _VP8_SIZE, height & _VP8_SIZE
    return (kind, width, height) if width > 0 and height > 0 else (kind, None, None)


def _kind(head: bytes) -> Kind:
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Kind.WEBP
    if head[4:8] == b"ftyp":
        return _of_brands(head)
    if head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in _BMP_HEADERS:
        return Kind.BMP
    return _of_text(head[:_LONGEST_PROLOG].removeprefix(b"\xef\xbb\xbf").lstrip().lower())


def _of_brands(head: bytes) -> Kind:
    """Tell AVIF and HEIC by the brands of their file type box (ISO/IEC 14496-12, 4.3)."""
    end = min(int.from_bytes(head[:4], "big"), 256)
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, end, 4))]
    if any(brand in _AVIF_BRANDS for brand in brands):
        return Kind.AVIF
    return Kind.HEIC if any(brand in _HEIC_BRANDS for brand in brands) else Kind.OTHER


def _of_text(text: bytes) -> Kind:
    if not text.startswith(b"<"):
        return Kind.OTHER
    svg = text.find(b"<svg")
    html = min((at for tag in _HTML if (at := text.find(tag)) >= 0), default=-1)
    if svg >= 0 and (html < 0 or svg < html):
        return Kind.SVG
    return Kind.OTHER if html < 0 and text.startswith(b"<?xml") else Kind.HTML
