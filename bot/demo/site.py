"""The demo's news site: real HTTP on loopback, with feeds, pages and pictures."""

from __future__ import annotations

import hashlib
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web
from PIL import Image

from bot.demo.content import Content, DemoStory, Outlet
from bot.demo.feeds import FORMATS, Published
from bot.demo.page import article_page, front_page, outlet_page, press_page

CLOSED = "/lantern/feed"
"""Where an outlet had its feed that is closed: it is gone for good (410)."""

_FEED_LENGTH = 12  # stories in a feed, as real ones cut off what is old


class NewsSite:
    """What the outlets have published so far; ``url`` is known once it is served."""

    def __init__(self, content: Content, *, stills: Path, now: datetime) -> None:
        self._content = content
        self._stills = stills
        self._outlets = {outlet.id: outlet for outlet in content.outlets}
        self._published = [
            Published(story=story, at=now - story.age)
            for story in content.first
            if story.age is not None
        ]
        self._sources = {
            source.link: source for story in content.stories for source in story.sources
        }
        photos = (still for story in content.stories for still in story.photos)
        self._blank = {still.name for still in photos if still.fault == "blank"}
        self.url = ""

    def publish(self, story: DemoStory, at: datetime, *, edition: int = 1) -> None:
        """Put a story into its outlet's feed."""
        self._published.append(Published(story=story, at=at, edition=edition))

    def feed_url(self, outlet: Outlet) -> str:
        """Return the address of an outlet's feed."""
        return f"{self.base(outlet)}/{outlet.id}/feed"

    def base(self, outlet: Outlet) -> str:
        """Return the address of the site under an outlet's own name."""
        return self.url.replace("127.0.0.1", outlet.host)

    def newest(self, outlet: Outlet) -> list[Published]:
        """Return what an outlet's feed holds, newest first."""
        mine = [item for item in self._published if item.story.outlet == outlet.id]
        return sorted(mine, key=lambda item: item.at, reverse=True)[:_FEED_LENGTH]

    def app(self) -> web.Application:
        """Return the site as an application for aiohttp."""
        app = web.Application()
        app.router.add_get("/", self._front)
        for name in self._blank:
            app.router.add_get(f"/stills/{name}.jpg", self._blank_still)
        app.router.add_static("/stills/", self._stills)
        app.router.add_get("/press/{name}", self._press)
        app.router.add_get(CLOSED, self._closed)
        app.router.add_get("/{outlet}", self._outlet)
        app.router.add_get("/{outlet}/feed", self._feed)
        app.router.add_get("/{outlet}/{slug}", self._article)
        return app

    async def _front(self, request: web.Request) -> web.Response:
        return _html(request, front_page(self.url, self._content))

    async def _outlet(self, request: web.Request) -> web.Response:
        outlet = self._named(request)
        return _html(request, outlet_page(self.base(outlet), outlet, self.newest(outlet)))

    async def _feed(self, request: web.Request) -> web.Response:
        outlet = self._named(request)
        items = self.newest(outlet)
        feed = FORMATS[outlet.format]
        changed = max((item.at for item in items), default=None)
        body = feed.write(self.base(outlet), outlet, items)
        return _answer(request, body, content_type=feed.content_type, changed=changed)

    async def _closed(self, _request: web.Request) -> web.Response:
        raise web.HTTPGone(text="The Paper Lantern has closed.")

    async def _article(self, request: web.Request) -> web.Response:
        outlet = self._named(request)
        found = next((item for item in self._published if item.path == request.path), None)
        if found is None:
            raise web.HTTPNotFound(text="There is no such story.")
        return _html(request, article_page(self.base(outlet), outlet, found), changed=found.at)

    async def _press(self, request: web.Request) -> web.Response:
        source = self._sources.get(request.path)
        if source is None:
            raise web.HTTPNotFound(text="There is no such press office.")
        return _html(request, press_page(self.url, source, self._published))

    async def _blank_still(self, _request: web.Request) -> web.Response:
        """Answer with a picture on which there is nothing, as some sites do."""
        out = io.BytesIO()
        Image.new("RGB", (1280, 720), "#e9e9e9").save(out, "JPEG")
        return web.Response(body=out.getvalue(), content_type="image/jpeg")

    def _named(self, request: web.Request) -> Outlet:
        outlet = self._outlets.get(request.match_info["outlet"])
        if outlet is None:
            raise web.HTTPNotFound(text="There is no such outlet.")
        return outlet


def _html(request: web.Request, body: str, *, changed: datetime | None = None) -> web.Response:
    return _answer(request, body, content_type="text/html", changed=changed)


def _answer(
    request: web.Request, text: str, *, content_type: str, changed: datetime | None
) -> web.Response:
    """Answer with validators, or 304 where the asker has these bytes (RFC 9110, 13)."""
    body = text.encode()
    tag = hashlib.blake2b(body, digest_size=12).hexdigest()
    if any(known.value == tag for known in request.if_none_match or ()):
        answer = web.Response(status=web.HTTPNotModified.status_code)
    else:
        answer = web.Response(body=body, content_type=content_type, charset="utf-8")
    answer.etag = tag
    answer.last_modified = changed.astimezone(UTC) if changed else None
    return answer


@asynccontextmanager
async def serve_site(site: NewsSite, *, port: int = 0) -> AsyncIterator[NewsSite]:
    """Serve a site on loopback for the time of the block; raises OSError for an occupied port."""
    runner = web.AppRunner(site.app(), access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        site.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield site
    finally:
        await runner.cleanup()
