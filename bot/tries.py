"""What became of each try that discord.py makes for one call.

discord.py repeats a request up to five times on its own. When the last try fails for sure (no
connection), an earlier one may still have been accepted and its answer lost (D9); only aiohttp
saw it. Its trace tells us, without touching either library.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import SimpleNamespace

import aiohttp


class Tries:
    """The tries of one call: whether any of them may have been accepted.

    With ``once``, none is made after one that may have been.
    """

    def __init__(self, *, once: bool = False) -> None:
        self.maybe_accepted = False
        self.once = once

    def __repr__(self) -> str:
        return f"Tries(maybe_accepted={self.maybe_accepted})"


_watched: ContextVar[Tries | None] = ContextVar("_watched", default=None)


class RepeatRefused(OSError):
    """A call that nothing makes safe to repeat is not repeated."""


@contextmanager
def watch_tries(*, once: bool = False) -> Iterator[Tries]:
    """Watch the requests that this task makes through a session that has our trace.

    With ``once``, for a call without a nonce, the next try after one that may have been accepted
    raises RepeatRefused instead.
    """
    tries = Tries(once=once)
    token = _watched.set(tries)
    try:
        yield tries
    finally:
        _watched.reset(token)


def tries_trace() -> aiohttp.TraceConfig:
    """Return the trace that discord.py's client gets as ``http_trace``."""
    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(_on_start)
    trace.on_request_end.append(_on_answer)
    trace.on_request_exception.append(_on_exception)
    trace.on_request_headers_sent.append(_on_headers_sent)
    return trace


async def _on_start(
    _session: aiohttp.ClientSession,
    _context: SimpleNamespace,
    _params: aiohttp.TraceRequestStartParams,
) -> None:
    tries = _watched.get()
    if tries and tries.once and tries.maybe_accepted:
        raise RepeatRefused("an earlier try may have been accepted")


async def _on_headers_sent(
    _session: aiohttp.ClientSession,
    context: SimpleNamespace,
    _params: aiohttp.TraceRequestHeadersSentParams,
) -> None:
    context.sent = True


async def _on_answer(
    _session: aiohttp.ClientSession,
    _context: SimpleNamespace,
    params: aiohttp.TraceRequestEndParams,
) -> None:
    if params.response.status >= 500:  # noqa: PLR2004 - a server error
        _note_maybe()


async def _on_exception(
    _session: aiohttp.ClientSession,
    context: SimpleNamespace,
    _params: aiohttp.TraceRequestExceptionParams,
) -> None:
    if getattr(context, "sent", False):
        _note_maybe()


def _note_maybe() -> None:
    if tries := _watched.get():
        tries.maybe_accepted = True
