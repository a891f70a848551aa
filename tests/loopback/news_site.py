"""A news site on loopback: feeds whose entries a test adds and changes, and article pages."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import hashlib
import random
import struct
import zlib
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Self
from xml.sax.saxutils import escape, quoteattr

from aiohttp import web

from tests.loopback.news_entry import NewsEntry, article_page

Watcher = Callable[[str, str], None]
PHOTO_SIZE = (640, 360)


@dataclass(kw_only=True)
class Scripted:
    """An answer that a test wants once: cut or slow bodies too.

    ``drip`` is seconds between bytes; ``cut`` closes the connection after so many bytes of a body
    that was announced in full.
    """

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    drip: float = 0.0
    cut: int | None = None
    delay: float = 0.0


def redirect(url: str, *, status: int = 301) -> Scripted:
    """Return an answer that sends the client elsewhere."""
    return Scripted(status=status, headers={"Location": url})


class NewsFeed:
    """A feed of the site, newest entry first as feeds are."""

    def __init__(self, site: NewsSite, path: str, title: str) -> None:
        self.site = site
        self.path = path
        self.title = title
        self.entries: list[NewsEntry] = []
        self.validators = True
        self.changed_at = datetime.now(UTC)

    @property
    def url(self) -> str:
        """Return the feed's address."""
        return self.site.url + self.path

    @property
    def requests(self) -> int:
        """Return how often the feed was asked for."""
        return self.site.requests[self.path]

    def publish(
        self,
        *,
        title: str,
        slug: str | None = None,
        published: datetime | None = None,
        summary: str = "",
        photos: int = 0,
        guid: str | None = None,
        page: bool = True,
    ) -> NewsEntry:
        """Put an entry on top; its page, with as many figures, stands behind its link."""
        slug = slug or f"story-{len(self.entries) + 1}-{self.path.strip('/').replace('.', '-')}"
        link = f"{self.site.url}/{slug}"
        entry = NewsEntry(
            title=title,
            link=link,
            guid=guid or f"tag:{slug}",
            published=published or datetime.now(UTC),
            summary=summary,
            photos=[
                (f"{self.site.url}/photo/{slug}-{n}.png", f"Studio {n}") for n in range(photos)
            ],
        )
        self.entries.insert(0, entry)
        self.changed_at = datetime.now(UTC)
        if page:
            self.site.pages[f"/{slug}"] = entry
        return entry

    def document(self) -> bytes:
        """Return the feed as RSS 2.0."""
        items = "".join(entry.xml() for entry in self.entries)
        return (
            '<?xml version="1.0" encoding="utf-8"?>'
            '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel>'
            f"<title>{escape(self.title)}</title><link>{self.site.url}/</link>"
            f"<description>{escape(self.title)}</description>{items}</channel></rss>"
        ).encode()

    def answer(self, request: web.Request) -> web.Response:
        """Return the document, or 304 to one who has it."""
        body = self.document()
        headers = {"Content-Type": "application/rss+xml; charset=utf-8"}
        if self.validators:
            etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            headers["ETag"] = etag
            headers["Last-Modified"] = format_datetime(self.changed_at, usegmt=True)
            if request.headers.get("If-None-Match") == etag:
                return web.Response(status=304, headers=headers)
        return web.Response(body=body, headers=headers)


class NewsSite:
    """The site, at ``url`` while the ``async with`` block lasts.

    ``requests`` counts GETs by path; ``watch`` is called with ("received" | "answered", path).
    """

    def __init__(self) -> None:
        self.feeds: dict[str, NewsFeed] = {}
        self.pages: dict[str, NewsEntry] = {}
        self.requests: defaultdict[str, int] = defaultdict(int)
        self.conditional: defaultdict[str, int] = defaultdict(int)
        self.watch: Watcher = lambda _moment, _path: None
        self._scripts: defaultdict[str, deque[Scripted]] = defaultdict(deque)
        self._always: dict[str, Scripted] = {}
        self._runner: web.AppRunner
        self.url = ""

    async def __aenter__(self) -> Self:
        """Start to listen."""
        app = web.Application()
        app.router.add_get("/{path:.*}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop."""
        await self._runner.cleanup()

    def feed(self, path: str, *, title: str = "The Daily Reel") -> NewsFeed:
        """Return the feed at a path; a new one is empty."""
        return self.feeds.setdefault(path, NewsFeed(self, path, title))

    def next(self, path: str, *answers: Scripted) -> None:
        """Let the next requests for a path get these answers, one each."""
        self._scripts[path].extend(answers)

    def always(self, path: str, answer: Scripted | None) -> None:
        """Let a path give this answer from now on; None ends that."""
        if answer is None:
            self._always.pop(path, None)
        else:
            self._always[path] = answer

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        path = request.path
        self.requests[path] += 1
        self.conditional[path] += "If-None-Match" in request.headers
        self.watch("received", path)
        scripted = self._scripts[path].popleft() if self._scripts[path] else self._always.get(path)
        response = await _play(request, scripted) if scripted else self._answer(request)
        if not response.prepared:
            with contextlib.suppress(ConnectionError):
                await response.prepare(request)
                await response.write_eof()
        self.watch("answered", path)
        return response

    def _answer(self, request: web.Request) -> web.Response:
        path = request.path
        if path in self.feeds:
            return self.feeds[path].answer(request)
        if path in self.pages:
            return web.Response(text=article_page(self.pages[path]), content_type="text/html")
        if path.startswith("/photo/"):
            return web.Response(body=photo(), content_type="image/png")
        if path == "/":
            return web.Response(text=front_page(self), content_type="text/html")
        return web.Response(status=404, text="not found")


async def _play(request: web.Request, scripted: Scripted) -> web.StreamResponse:
    await asyncio.sleep(scripted.delay)
    if not scripted.drip and scripted.cut is None:
        return web.Response(
            status=scripted.status, headers=scripted.headers, body=scripted.body or None
        )
    response = web.StreamResponse(status=scripted.status, headers=scripted.headers)
    response.content_length = len(scripted.body)
    await response.prepare(request)
    for index in range(len(scripted.body) if scripted.cut is None else scripted.cut):
        await response.write(scripted.body[index : index + 1])
        await asyncio.sleep(scripted.drip)
    if scripted.cut is not None and request.transport:
        request.transport.close()
    return response


@functools.cache
def photo() -> bytes:
    """Return a PNG of noise: what is no bigger than a pixel, or flat, is no photo."""
    width, height = PHOTO_SIZE
    chance = random.Random(1)
    rows = b"".join(b"\0" + chance.randbytes(width) for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 1)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def front_page(site: NewsSite) -> str:
    """Return the front page, which announces the feeds."""
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" title={quoteattr(feed.title)} href={quoteattr(path)}>'
        for path, feed in site.feeds.items()
    )
    return f"<!doctype html><html><head><title>News</title>{links}</head><body></body></html>"
