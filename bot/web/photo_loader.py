"""Photos over HTTP: a look at the first bytes, or the whole picture for an upload."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from weakref import WeakValueDictionary

from aiohttp import ClientResponse
from yarl import URL

from bot.domain.error import FetchError, ParseError, RateLimited, Refused, TooLarge
from bot.domain.picture_check import UNSEEN, Kind, Look, Verdict, may_be_blank, verdict
from bot.domain.schedule import retry_after
from bot.services.ports import Clock, Picture, Reader
from bot.web.body import Body, read_body
from bot.web.failure import phrase, translated
from bot.web.fetcher import ACCEPT_PHOTO, MAX_REDIRECTS, REDIRECTS, HttpFetcher, host_name
from bot.web.header import raw_headers, redirect_target
from bot.web.photo_head import read_head

FIRST_BYTES = 64 * 1024
MORE_BYTES = 256 * 1024  # a JPEG's size may stand behind a camera's notes and a colour profile
_SLACK = 2**20  # bytes that the first ones may become when they are decompressed
_PAUSES = frozenset({429, 503})
_WHOLE, _PART, _NO_SUCH_RANGE = 200, 206, 416


class PhotoLoader:
    """Look at photos and load them, through the guard, without a turn at their hosts.

    A gallery is ten pictures of one host, and a browser asks for six at a time: ``per_host`` are
    asked side by side, ``at_once`` in all. ``timeout`` bounds one request, its wait for a seat
    included. Retry-After holds as for feeds, also one that a feed was told (S34).
    """

    def __init__(
        self,
        web: HttpFetcher,
        reader: Reader,
        *,
        clock: Clock,
        per_host: int = 4,
        at_once: int = 16,
        timeout: timedelta = timedelta(seconds=10),
    ) -> None:
        self._web = web
        self._reader = reader
        self._clock = clock
        self._per_host = per_host
        self._seats: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        self._slots = asyncio.Semaphore(at_once)
        self._seconds = timeout.total_seconds()

    async def look(self, url: str, *, referer: str | None = None) -> Look:
        """Return what the answer and the first bytes of a photo say; what fails is a look too.

        ``referer`` is the page that it stands on, told to the host as a browser does.
        """
        try:
            look, head = await self._first(url, referer, FIRST_BYTES)
            if look.kind is Kind.JPEG and look.width is None and not look.whole:
                look, head = await self._first(url, referer, MORE_BYTES)
        except Refused:
            return Look(forbidden=True)
        except FetchError as error:
            return Look(status=error.status)
        return replace(look, blank=await self._is_blank(look, head))

    async def load(self, url: str, *, referer: str | None = None, max_bytes: int) -> Picture:
        """Return the whole picture.

        Raises FetchError, TooLarge for more than ``max_bytes``, and ParseError for bytes that are
        no picture which Discord shows.
        """
        async with self._answer(url, _headers(referer)) as response:
            if response.status != _WHOLE:
                answered = f"{response.url.host} answered with {phrase(response.status)}."
                raise FetchError(answered, status=response.status)
            content = await read_body(response, max_bytes=max_bytes)
        head, whole = content[:MORE_BYTES], len(content) <= MORE_BYTES
        look = await _judged(head, status=_WHOLE, whole=whole)
        look = replace(look, blank=await self._is_blank(look, content))
        if verdict(look) is not Verdict.SHOWN or look.kind is None:
            raise ParseError("That is no picture that can be shown.")
        return Picture(url=url, suffix=look.kind.value, content=content)

    async def _is_blank(self, look: Look, body: bytes) -> bool:
        try:
            return may_be_blank(look, len(body)) and await self._reader.shows_nothing(body)
        except ParseError:  # what the worker can't decode within its limits is no photo
            return True

    async def _first(self, url: str, referer: str | None, size: int) -> tuple[Look, bytes]:
        """Look at the first bytes; who can't give a part is asked for all, and no more is read."""
        headers = _headers(referer)
        seen = await self._start_of(url, headers | {"Range": f"bytes=0-{size - 1}"}, size)
        return seen or await self._start_of(url, headers, size) or (UNSEEN, b"")

    async def _start_of(
        self, url: str, headers: Mapping[str, str], size: int
    ) -> tuple[Look, bytes] | None:
        """Look at the first bytes of an answer; None for one that holds others, or can't say."""
        async with self._answer(url, headers) as response:
            if _is_another_part(response):
                return None
            if response.status not in (_WHOLE, _PART):
                return Look(status=response.status), b""
            head, whole = await _start(response, size)
        return await _judged(head, status=response.status, whole=whole), head

    @asynccontextmanager
    async def _answer(self, url: str, headers: Mapping[str, str]) -> AsyncIterator[ClientResponse]:
        """Follow redirects to an answer, which is closed in the end, read or not.

        Each hop passes the guard. Raises FetchError, also for what goes wrong while it is read.
        """
        target = self._web.guard.parse(url)
        for _ in range(MAX_REDIRECTS + 1):
            host = host_name(target)
            limits = {"seconds": self._seconds, "connect_seconds": self._seconds}
            with translated(host, **limits):
                async with asyncio.timeout(self._seconds), self._seat(host), self._slots:
                    self._web.hosts.refuse_held(host)
                    async with self._web.session.get(
                        target, headers=headers, allow_redirects=False
                    ) as response:
                        following = _following(target, response)
                        if following is None:
                            self._heed(host, response)
                            yield response
                            return
            target = self._web.guard.parse(following)
        raise FetchError(f"{target.host} redirects more than {MAX_REDIRECTS} times.")

    def _seat(self, host: str) -> asyncio.Semaphore:
        return self._seats.setdefault(host, asyncio.Semaphore(self._per_host))

    def _heed(self, host: str, response: ClientResponse) -> None:
        if response.status not in _PAUSES:
            return
        wait = retry_after(
            {name.lower(): value for name, value in response.headers.items()},
            now=self._clock.now(),
        )
        if wait is not None:
            self._web.hosts.hold(host, wait)
        raise RateLimited(
            f"{host} asks for a pause.", status=response.status, retry_after=wait, host=host
        )


async def _judged(head: bytes, *, status: int, whole: bool) -> Look:
    # In a thread: bytes made for it take 80 ms, and the loop must live.
    kind, width, height = await asyncio.to_thread(read_head, head)
    return Look(status=status, kind=kind, width=width, height=height, whole=whole)


def _headers(referer: str | None) -> dict[str, str]:
    # Compressed, the first bytes would be those of something else.
    headers = {"Accept": ACCEPT_PHOTO, "Accept-Encoding": "identity"}
    return headers | ({"Referer": referer} if referer else {})


def _following(url: URL, response: ClientResponse) -> str | None:
    """Return where an answer redirects to."""
    location = raw_headers(response).get(b"location")
    if response.status not in REDIRECTS or location is None:
        return None
    return redirect_target(url, location)


async def _start(response: ClientResponse, size: int) -> tuple[bytes, bool]:
    """Return the first bytes of a body, and whether they are all; no more is read than needed.

    Many servers do not heed Range, and some compress what they were asked not to.
    """
    body = Body(response.headers.get("Content-Encoding", ""), max_bytes=_SLACK)
    came, ended = 0, False
    with suppress(TooLarge):
        async for chunk in response.content.iter_any():
            body.feed(chunk)
            came += len(chunk)
            if came >= size:
                break
        else:
            ended = True
    if response.status == _PART:
        ended = came >= _total(response.headers.get("Content-Range", ""))
    return body.so_far[:size], ended


def _is_another_part(response: ClientResponse) -> bool:
    """Tell whether an answer is not of the range that was asked for, the first bytes."""
    if response.status == _PART:
        said = response.headers.get("Content-Range", "").strip().lower()
        return bool(said) and not said.startswith("bytes 0-")
    return response.status == _NO_SUCH_RANGE


def _total(content_range: str) -> float:
    """Return the whole length that Content-Range names (RFC 9110, 14.4), else infinity."""
    found = re.fullmatch(r"bytes 0-\d{1,15}/(\d{1,15})", content_range.strip())
    return int(found[1]) if found else float("inf")
