"""Bodies of answers: decompressed piece by piece, never more than the cap (S39, S40).

aiohttp could decompress by itself, but then a bomb has gone off before its size is known.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Protocol

import brotli  # type: ignore[import-untyped]
import zstandard
from aiohttp import ClientResponse

from bot.domain.error import FetchError, TooLarge

ACCEPT_ENCODING = "gzip, deflate, br, zstd"

_STEP = 64 * 1024  # bytes out of one step of a decompressor
# 128 bytes of zstd become 4 MB at most, and its decompressor knows no limit of its own.
_ZSTD_STEP = 128
_ZSTD_WINDOW = 8 * 1024 * 1024  # RFC 9659
_MAX_MEMBERS = 100
_MAX_CODINGS = 3
_GZIP_MAGIC = b"\x1f\x8b"
_ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
_TEXT = re.compile(rb"(?:\xef\xbb\xbf)?\s*[<{\[][^\x00-\x08\x0b\x0c\x0e-\x1f]*")
_BROKEN = (zlib.error, brotli.error, zstandard.ZstdError)


class _BrokenStreamError(Exception):
    """The stream ended early, or is too odd to be meant well."""


class _Coding(Protocol):
    """Undo one content coding."""

    def decode(self, chunk: bytes) -> Iterator[bytes]:
        """Yield what these bytes become, in pieces of a bounded size."""
        ...

    def finish(self) -> bytes:
        """Return the rest; raise if the stream is not complete."""
        ...


class _Zlib:
    """gzip (members in a row too), or deflate with its zlib header."""

    def __init__(self, wbits: int) -> None:
        self._wbits = wbits
        self._stream = zlib.decompressobj(wbits)
        self._members = 1

    def decode(self, chunk: bytes) -> Iterator[bytes]:
        while chunk:
            if self._stream.eof:
                if not chunk.startswith(_GZIP_MAGIC[:1]):
                    return  # padding after the end is common, and harmless
                self._next_member()
            yield self._stream.decompress(chunk, _STEP)
            chunk = self._stream.unconsumed_tail or self._stream.unused_data

    def _next_member(self) -> None:
        self._members += 1
        if self._members > _MAX_MEMBERS:
            raise _BrokenStreamError
        self._stream = zlib.decompressobj(self._wbits)

    def finish(self) -> bytes:
        rest = self._stream.flush()
        if not self._stream.eof:
            raise _BrokenStreamError
        return rest


class _Deflate:
    """deflate as RFC 9110 means it, with a zlib header, or raw, as some servers send it."""

    def __init__(self) -> None:
        self._head = b""
        self._stream: _Zlib | None = None

    def decode(self, chunk: bytes) -> Iterator[bytes]:
        if self._stream is None:
            self._head += chunk
            if len(self._head) < 2:  # noqa: PLR2004
                return
            chunk, first = self._head, int.from_bytes(self._head[:2], "big")
            has_header = (first >> 8) & 0x0F == zlib.DEFLATED and first % 31 == 0
            self._stream = _Zlib(zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS)
        yield from self._stream.decode(chunk)

    def finish(self) -> bytes:
        if self._stream is None:
            raise _BrokenStreamError
        return self._stream.finish()


class _Brotli:
    def __init__(self) -> None:
        self._stream = brotli.Decompressor()

    def decode(self, chunk: bytes) -> Iterator[bytes]:
        if self._stream.is_finished():
            raise _BrokenStreamError
        yield self._stream.process(chunk, output_buffer_limit=_STEP)
        while not self._stream.can_accept_more_data():
            yield self._stream.process(b"", output_buffer_limit=_STEP)

    def finish(self) -> bytes:
        if not self._stream.is_finished():
            raise _BrokenStreamError
        return b""


class _Zstd:
    """zstd, frames in a row too."""

    def __init__(self) -> None:
        self._start = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj
        self._stream = self._start()
        self._frames = 1

    def decode(self, chunk: bytes) -> Iterator[bytes]:
        for start in range(0, len(chunk), _ZSTD_STEP):
            piece = chunk[start : start + _ZSTD_STEP]
            while piece:
                if self._stream.eof:
                    self._next_frame()
                yield self._stream.decompress(piece)
                piece = self._stream.unused_data

    def _next_frame(self) -> None:
        self._frames += 1
        if self._frames > _MAX_MEMBERS:
            raise _BrokenStreamError
        self._stream = self._start()

    def finish(self) -> bytes:
        if not self._stream.eof:
            raise _BrokenStreamError
        return b""


_CODINGS: dict[str, Callable[[], _Coding]] = {
    "gzip": partial(_Zlib, zlib.MAX_WBITS | 16),
    "x-gzip": partial(_Zlib, zlib.MAX_WBITS | 16),
    "deflate": _Deflate,
    "br": _Brotli,
    "zstd": _Zstd,
}


class Body:
    """A body that grows as its bytes arrive.

    ``encoding`` is the value of Content-Encoding; names in it that are unknown count as none,
    and so do codings in which the body plainly is not: servers say gzip and send it plain.
    Raises TooLarge as soon as what arrived, or what it became, passes ``max_bytes``, and
    FetchError for a stream that is broken or cut off (S39).
    """

    def __init__(self, encoding: str, *, max_bytes: int) -> None:
        names = [name for name in re.split(r"[,\s]+", encoding.lower()) if name in _CODINGS]
        if len(names) > _MAX_CODINGS:
            raise FetchError("The answer is compressed too many times over.")
        self._names = names
        self._codings = [_CODINGS[name]() for name in reversed(names)]
        self._max_bytes = max_bytes
        self._raw = bytearray()
        self._body = bytearray()
        self._failure: Exception | None = None

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes as they came from the network."""
        self._grow(self._raw, chunk)
        if self._names and self._failure is None:
            self._take(_decoded(self._codings, [chunk]))

    @property
    def so_far(self) -> bytes:
        """Return what was decoded until now; the bytes as they came where that failed."""
        return bytes(self._raw if self._failure or not self._names else self._body)

    def finish(self) -> bytes:
        """Return the whole body."""
        if not (self._names and self._raw):
            return bytes(self._raw)
        if self._failure is None:
            self._take(_ended(self._codings))
        if self._failure is None:
            return bytes(self._body)
        if _is_plain(self._names[-1], self._raw):
            return bytes(self._raw)
        raise FetchError("The answer is compressed, and broken or cut off.") from self._failure

    def _take(self, pieces: Iterator[bytes]) -> None:
        """Take what was decoded; whether a failure matters is seen at the end."""
        try:
            for piece in pieces:
                self._grow(self._body, piece)
        except (*_BROKEN, _BrokenStreamError) as error:
            self._failure = error

    def _grow(self, into: bytearray, piece: bytes) -> None:
        if len(into) + len(piece) > self._max_bytes:
            raise too_large(self._max_bytes)
        into += piece


def too_large(max_bytes: int) -> TooLarge:
    """Return the error for a body over the cap."""
    return TooLarge(f"The answer is larger than {max_bytes / 2**20:.3g} MB.")


async def read_body(response: ClientResponse, *, max_bytes: int) -> bytes:
    """Read the body of an answer that aiohttp did not decompress; errors as for Body.

    The time that it may take is for the caller to limit.
    """
    if (response.content_length or 0) > max_bytes:
        raise too_large(max_bytes)
    body = Body(response.headers.get("Content-Encoding", ""), max_bytes=max_bytes)
    async for chunk in response.content.iter_any():
        body.feed(chunk)
    return body.finish()


def _decoded(codings: list[_Coding], chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Pass chunks through all codings, the outermost first."""
    if not codings:
        yield from chunks
        return
    for chunk in chunks:
        yield from _decoded(codings[1:], codings[0].decode(chunk))


def _ended(codings: list[_Coding]) -> Iterator[bytes]:
    """End all codings, the outermost first; what it still held goes through the inner ones."""
    for depth, coding in enumerate(codings, start=1):
        yield from _decoded(codings[depth:], [coding.finish()])


def _is_plain(coding: str, raw: bytearray) -> bool:
    """Tell whether bytes that can't be decoded never were encoded: by magic, else by looks."""
    if coding == "zstd":
        return not raw.startswith(_ZSTD_MAGIC)
    if coding in {"gzip", "x-gzip"}:
        return not raw.startswith(_GZIP_MAGIC)
    return _TEXT.fullmatch(raw[:128]) is not None
