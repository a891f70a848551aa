"""The way out to the web: every GET for a feed, a page or a photo."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from bot.domain.error import FetchError, Gone, RateLimited
from bot.domain.schedule import retry_after
from bot.services.ports import Clock, Fetched
from bot.web.body import ACCEPT_ENCODING, read_body
from bot.web.failure import phrase, translated
from bot.web.guard import Guard, Network
from bot.web.header import conditions, raw_headers, redirect_target
from bot.web.hosts import Hosts

ACCEPT_FEED = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.7, */*;q=0.5"
)
ACCEPT_PAGE = "text/html, application/xhtml+xml, */*;q=0.5"
ACCEPT_PHOTO = "image/webp, image/png, image/jpeg, image/gif, image/*;q=0.5"

MAX_REDIRECTS = 5
_MAX_HEADER = 32 * 1024  # bytes; some sites send long security policies
_PERMANENT = frozenset({301, 308})
REDIRECTS = _PERMANENT | {302, 303, 307}
_PAUSES = frozenset({429, 503})
_NOT_MODIFIED, _GONE = 304, 410


@dataclass(frozen=True, slots=True, kw_only=True)
class _Redirect:
    url: str
    permanent: bool


@dataclass(slots=True, kw_only=True)
class _Request:
    """What is asked of each host on the way; ``seconds_left`` shrinks with each."""

    headers: Mapping[str, str]
    conditional: bool
    max_bytes: int
    seconds_left: float


class HttpFetcher:
    """Get what is behind a URL, politely and safely; ``async with`` opens and closes it.

    ``allowed`` are private networks that the address guard lets through. ``concurrency`` bounds
    the requests at a time, ``pause`` comes after each request to a host. ``max_bytes`` caps a body
    after decompression. ``timeout`` bounds the time on the network, all redirects together, but
    not the time in the queue; ``connect_timeout`` that of one connection. ``resolver`` answers
    for DNS, ``tls`` says which certificates are trusted. Proxies of the environment are not used:
    behind one the guard would see nothing.
    """

    def __init__(
        self,
        *,
        user_agent: str,
        clock: Clock,
        allowed: Iterable[Network] = (),
        concurrency: int = 16,
        pause: timedelta = timedelta(seconds=1),
        max_bytes: int = 10 * 2**20,
        timeout: timedelta = timedelta(seconds=30),
        connect_timeout: timedelta = timedelta(seconds=10),
        resolver: AbstractResolver | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._clock = clock
        self._guard = Guard(allowed)
        self._hosts = Hosts(clock, pause=pause)
        self._slots = asyncio.Semaphore(concurrency)
        self._headers = {"User-Agent": user_agent, "Accept-Encoding": ACCEPT_ENCODING}
        self._max_bytes = max_bytes
        self._seconds = timeout.total_seconds()
        self._connect_seconds = connect_timeout.total_seconds()
        self._resolver = resolver
        self._tls: ssl.SSLContext | bool = True if tls is None else tls
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=0,
                resolver=self._resolver,
                socket_factory=self._guard.socket,
                ssl=self._tls,
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers=self._headers,
            auto_decompress=False,
            trust_env=False,
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=self._connect_seconds),
            max_line_size=_MAX_HEADER,
            max_field_size=_MAX_HEADER,
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    @property
    def guard(self) -> Guard:
        """Return the guard that every request passes."""
        return self._guard

    @property
    def hosts(self) -> Hosts:
        """Return the hosts and the pauses that they asked for."""
        return self._hosts

    @property
    def session(self) -> aiohttp.ClientSession:
        """Return the session, whose sockets the guard makes."""
        if self._session is None:
            raise RuntimeError("an HttpFetcher is opened by `async with`")
        return self._session

    def hold(self, host: str, wait: timedelta) -> None:
        """Let nobody ask a host for a while: a pause that is known from before (S34)."""
        self._hosts.hold(host, wait)

    async def fetch(
        self,
        url: str,
        *,
        etag: bytes | None = None,
        last_modified: bytes | None = None,
        max_bytes: int | None = None,
        accept: str = ACCEPT_FEED,
    ) -> Fetched:
        """Return the answer (status 2xx, or 304 to a conditional request).

        Raises Refused for what the guard does not allow (S44), Gone for 410 (S33), RateLimited
        for 429 and 503 and while the host's Retry-After lasts (S34), TooLarge over ``max_bytes``
        (S40), and FetchError for all else.
        """
        conditional = conditions(etag, last_modified)
        request = _Request(
            headers={"Accept": accept, **conditional},
            conditional=bool(conditional),
            max_bytes=self._max_bytes if max_bytes is None else max_bytes,
            seconds_left=self._seconds,
        )
        return await self._follow(url, request)

    async def _follow(self, url: str, request: _Request) -> Fetched:
        """Follow redirects by hand: each hop passes the guard and waits for its host's turn.

        The address counts as moved if every hop was permanent, and none gave up TLS (D13).
        """
        target = self._guard.parse(url)
        seen: set[URL] = set()
        permanent = True
        while True:
            seen.add(target)
            answer = await self._visit(target, request)
            if isinstance(answer, Fetched):
                break
            following = self._guard.parse(answer.url)
            permanent &= answer.permanent and (target.scheme, following.scheme) != ("https", "http")
            if following in seen:
                raise FetchError(f"{following.host} redirects in a circle.")
            if len(seen) > MAX_REDIRECTS:
                raise FetchError(f"{following.host} redirects more than {MAX_REDIRECTS} times.")
            target = following
        if len(seen) == 1:
            return replace(answer, url=url)
        return replace(answer, moved_to=str(target) if permanent else None)

    async def _visit(self, url: URL, request: _Request) -> Fetched | _Redirect:
        """Ask one host once, when it is our turn there."""
        host = host_name(url)
        loop = asyncio.get_running_loop()
        async with self._hosts.turn(host), self._slots:
            began = loop.time()
            with translated(host, seconds=self._seconds, connect_seconds=self._connect_seconds):
                async with asyncio.timeout(request.seconds_left):
                    answer = await self._get(url, request)
            request.seconds_left -= loop.time() - began
            return answer

    async def _get(self, url: URL, request: _Request) -> Fetched | _Redirect:
        async with self.session.get(
            url, headers=request.headers, allow_redirects=False
        ) as response:
            raw = raw_headers(response)
            if response.status in REDIRECTS and b"location" in raw:
                return _Redirect(
                    url=redirect_target(url, raw[b"location"]),
                    permanent=response.status in _PERMANENT,
                )
            headers = {
                name.decode("latin-1"): value.decode(errors="replace")
                for name, value in raw.items()
            }
            if not (request.conditional and response.status == _NOT_MODIFIED):
                self._require_success(url, response.status, headers)
            return Fetched(
                url=str(url),
                status=response.status,
                body=await read_body(response, max_bytes=request.max_bytes),
                content_type=headers.get("content-type"),
                etag=raw.get(b"etag"),
                last_modified=raw.get(b"last-modified"),
                headers=headers,
            )

    def _require_success(self, url: URL, status: int, headers: Mapping[str, str]) -> None:
        host = host_name(url)
        answered = f"{host} answered with {phrase(status)}."
        if status in _PAUSES:
            wait = retry_after(headers, now=self._clock.now())
            if wait is not None:
                self._hosts.hold(host, wait)
            raise RateLimited(answered, status=status, retry_after=wait, host=host)
        if status == _GONE:
            raise Gone(answered, status=status)
        if not 200 <= status < 300:  # noqa: PLR2004
            raise FetchError(answered, status=status)


def host_name(url: URL) -> str:
    """Return the name by which turns are given: http and https are one host."""
    host = (url.host or "").rstrip(".")
    return host if url.is_default_port() else f"{host}:{url.port}"
