"""Bodies: every coding, every way in which one can be broken."""

from __future__ import annotations

import gzip
import random
import tracemalloc
import zlib
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.error import FetchError, TooLarge
from bot.web.body import Body

FEED = b'<?xml version="1.0"?><rss><channel>' + bytes(
    random.Random(7).choices(b"abcdefghij <>/", k=60_000)
)
CAP = 200_000
MiB = 2**20


def raw_deflate(data: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(data) + stream.flush()


ENCODE: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": partial(brotli.compress, quality=4),
    "zstd": zstandard.ZstdCompressor(write_checksum=True).compress,
}
CODINGS = pytest.mark.parametrize("coding", ENCODE)


def read(encoding: str, data: bytes, *, step: int = 1400, cap: int = CAP) -> bytes:
    body = Body(encoding, max_bytes=cap)
    for start in range(0, len(data), step):
        body.feed(data[start : start + step])
    return body.finish()


@CODINGS
@pytest.mark.parametrize("step", [1, 1400, MiB])
def test_a_body_is_the_same_in_any_coding_and_in_any_pieces(coding: str, step: int) -> None:
    assert read(coding, ENCODE[coding](FEED), step=step) == FEED


def test_raw_deflate_is_read_too() -> None:
    assert read("deflate", raw_deflate(FEED), step=1) == FEED


@pytest.mark.parametrize("encoding", ["", "identity", "none", "UTF-8"])
def test_a_body_without_a_coding_is_itself(encoding: str) -> None:
    assert read(encoding, FEED) == FEED


@CODINGS
def test_an_empty_body_is_empty_whatever_it_is_called(coding: str) -> None:
    assert read(coding, b"") == b""


def test_codings_are_undone_in_the_order_of_the_header() -> None:
    assert read("gzip, BR", brotli.compress(gzip.compress(FEED))) == FEED


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
@pytest.mark.parametrize("step", [1, MiB])
def test_parts_in_a_row_are_one_body(coding: str, step: int) -> None:
    data = ENCODE[coding](FEED[:100]) + ENCODE[coding](FEED[100:])
    assert read(coding, data, step=step) == FEED


def test_padding_after_the_end_of_gzip_does_no_harm() -> None:
    assert read("gzip", gzip.compress(FEED) + bytes(512)) == FEED


@CODINGS
@pytest.mark.parametrize("step", [1, 1400])
@pytest.mark.parametrize(
    "plain", [FEED, b'{"version": "1.1", "items": []}', b"\xef\xbb\xbf\n<rss/>"]
)
def test_a_plain_body_that_claims_a_coding_is_read(coding: str, step: int, plain: bytes) -> None:
    assert read(coding, plain, step=step) == plain


@CODINGS
def test_a_stream_that_is_cut_off_is_a_failure(coding: str) -> None:
    """S39"""
    with pytest.raises(FetchError, match="broken or cut off"):
        read(coding, ENCODE[coding](FEED)[:-20])


@CODINGS
def test_a_stream_with_a_broken_middle_is_a_failure(coding: str) -> None:
    """S39"""
    data = bytearray(ENCODE[coding](FEED))
    data[3000:3100] = random.Random(7).randbytes(100)
    with pytest.raises(FetchError, match="broken or cut off"):
        read(coding, bytes(data))


@given(
    coding=st.sampled_from([*ENCODE, "gzip, br", "deflate, zstd"]),
    data=st.binary() | st.sampled_from(list(ENCODE.values())).map(lambda code: code(FEED[:99])),
    tail=st.binary(max_size=8),
)
def test_no_bytes_break_the_reading(coding: str, data: bytes, tail: bytes) -> None:
    """S39, S41"""
    with suppress(FetchError):
        read(coding, data + tail, step=7)


@CODINGS
def test_a_bomb_is_cut_before_it_goes_off(coding: str) -> None:
    """S40: 64 MB of zeros; what has been read when it is cut shows how early that was."""
    bomb = ENCODE[coding](bytes(64 * MiB))
    pieces = iter([bomb[start : start + 256] for start in range(0, len(bomb), 256)])
    body = Body(coding, max_bytes=MiB)
    with pytest.raises(TooLarge, match="larger than 1 MB"):
        deque(map(body.feed, pieces), maxlen=0)
    assert len(list(pieces)) * 256 > len(bomb) * 3 / 4 - 512


@CODINGS
def test_a_bomb_in_one_piece_needs_little_more_memory_than_the_cap(coding: str) -> None:
    """S40"""
    bomb = ENCODE[coding](bytes(64 * MiB))
    body = Body(coding, max_bytes=MiB)
    tracemalloc.start()
    with suppress(TooLarge):
        body.feed(bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 12 * MiB


def test_a_bomb_in_a_bomb_is_cut() -> None:
    """S40"""
    bomb = gzip.compress(gzip.compress(bytes(64 * MiB)))
    with pytest.raises(TooLarge):
        read("gzip, gzip", bomb, cap=MiB)


def test_many_codings_are_refused() -> None:
    """S40"""
    with pytest.raises(FetchError, match="too many times"):
        Body("gzip, gzip, gzip, gzip", max_bytes=CAP)


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_very_many_parts_are_refused(coding: str) -> None:
    """S40: each costs work and brings nothing."""
    with pytest.raises(FetchError):
        read(coding, ENCODE[coding](b"") * 5000, step=MiB)


def test_a_zstd_window_beyond_what_the_web_allows_is_refused() -> None:
    """S40"""
    wide = zstandard.ZstdCompressionParameters(window_log=27)
    stream = zstandard.ZstdCompressor(compression_params=wide).compressobj()
    with pytest.raises(FetchError):
        read("zstd", stream.compress(FEED) + stream.flush())


@pytest.mark.parametrize("coding", ["", "gzip", "br"])
def test_the_cap_holds_for_the_bytes_that_arrive(coding: str) -> None:
    """S40"""
    body = Body(coding, max_bytes=1000)
    body.feed(b"<" * 1000)
    with pytest.raises(TooLarge):
        body.feed(b"<")


def test_a_body_of_exactly_the_cap_is_read() -> None:
    assert len(read("gzip", gzip.compress(bytes(CAP)))) == CAP
