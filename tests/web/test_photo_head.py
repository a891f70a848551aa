from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.picture_check import Kind
from bot.web.photo_head import read_head
from tests.web.pictures import SVG, WALL, picture

EXIF = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0" + b"\0" * 4


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (picture(), Kind.JPEG),
        (picture(progressive=True), Kind.JPEG),
        (picture(exif=b"Exif\0\0" + b"x" * 65_000), Kind.JPEG),
        (picture(icc_profile=b"1" * 50_000), Kind.JPEG),
        (picture(kind="PNG"), Kind.PNG),
        (picture(kind="GIF"), Kind.GIF),
        (picture(kind="WEBP"), Kind.WEBP),
        (picture(kind="WEBP", lossless=True), Kind.WEBP),
        (picture(kind="WEBP", icc_profile=b"1" * 500), Kind.WEBP),
        (picture(kind="BMP"), Kind.BMP),
    ],
)
def test_size_is_read_from_the_first_bytes(body: bytes, kind: Kind) -> None:
    """M49."""
    assert read_head(body[: 128 * 1024]) == (kind, 640, 360)


def test_photo_that_is_shown_upright_has_its_upright_size() -> None:
    assert read_head(picture(exif=EXIF)) == (Kind.JPEG, 360, 640)


def test_size_of_a_lossy_webp_is_without_its_scale() -> None:
    body = bytearray(picture(kind="WEBP"))
    body[27] |= 0x40
    assert read_head(bytes(body)) == (Kind.WEBP, 640, 360)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"", Kind.OTHER),
        (b"\xff\xd8\xff", Kind.JPEG),
        (b"\xff\xd8\xff\xe1\xff\xff" + b"x" * 60_000, Kind.JPEG),
        (b"GIF89a", Kind.GIF),
        (b"\x89PNG\r\n\x1a\n", Kind.PNG),
        (b"RIFF\0\0\0\0WEBPVP8X", Kind.WEBP),
        (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf", Kind.AVIF),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", Kind.AVIF),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Kind.HEIC),
        (b"\0\0\0\x18ftypmp42\0\0\0\0isommp42", Kind.OTHER),
        (SVG, Kind.SVG),
        (b"\xef\xbb\xbf\n<SVG width='1'>", Kind.SVG),
        (b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"><svg>', Kind.SVG),
        (WALL, Kind.HTML),
        (b"<html><body><svg/></body></html>", Kind.HTML),
        (b"<!-- wait --><div>Just a moment</div>", Kind.HTML),
        (b'<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>', Kind.OTHER),
        (b'{"error": "no such image"}', Kind.OTHER),
        (b"BM, the magazine of builders", Kind.OTHER),
        (b"%PDF-1.7", Kind.OTHER),
    ],
)
def test_kind_is_told_from_the_bytes(head: bytes, kind: Kind) -> None:
    assert read_head(head) == (kind, None, None)


@given(
    st.sampled_from(
        [b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFFxxxxWEBPVP8 ", b"BM", b"", b"<"]
    ),
    st.binary(max_size=300),
)
def test_bytes_of_any_kind_raise_nothing(signature: bytes, rest: bytes) -> None:
    kind, width, height = read_head(signature + rest)
    assert (width is None) == (height is None)
    assert isinstance(kind, Kind)


@pytest.mark.parametrize(
    "junk", [b"\0", b"\xff", b"\xff\xd0", b"\xff\xe3\0\x02", b"\xff\xe1\0\x02", b"<!--"]
)
def test_bytes_that_are_made_to_be_slow_cost_little(junk: bytes) -> None:
    head = (b"\xff\xd8\xff" + junk * 2**18)[: 2**18]
    began = time.process_time()
    assert read_head(head)[1:] == (None, None)
    assert time.process_time() - began < 1
