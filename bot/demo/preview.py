"""The demo's pages: simcord's preview, made live, one for each channel.

simcord shows one channel of its Discord as it was when the scenario last called ``refresh()``, and
refuses a person's click while that runs. A demo wants more, so three things differ here, each in
one place: what is new is published when the page asks for it; several channels have a page, and
their headers link to each other; pictures may arrive while the page is open. All of it rests on
names that simcord 3.2.1 keeps to itself, which is why pyproject.toml pins it.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from time import monotonic
from typing import Any, Self

from aiohttp import web
from simcord import ChannelHandle, Env, MemberActor
from simcord.backend.cdn import CDN_BASE
from simcord.preview import Preview
from simcord.preview._media import MediaInfo, MediaWorker
from simcord.preview._pages import _Page
from simcord.preview._server import PreviewServer

_HEADER = '<header class="channel-header">'
_TITLE = "SimCord Preview<"
_STYLE = """
.channel-header { flex-wrap: wrap }
.demo-channels { order: 1; flex: 0 0 auto; display: flex; gap: 4px }
.demo-channels a { padding: 3px 10px; border-radius: 6px; color: var(--discord-muted); font-size: 14px;
  font-weight: 600; line-height: 20px; text-decoration: none; white-space: nowrap }
.demo-channels a:hover { background: #ffffff12; color: var(--discord-text) }
.demo-channels a[aria-current] { background: #ffffff1c; color: var(--discord-text) }
.channel-header > .channel-hash, .channel-header h1 { display: none }
.channel-header .channel-heading { order: 2; flex: 1 1 12rem }
.channel-header .channel-topic { padding-left: 6px; border-left: 0 }
"""
_SCRIPT = """
for (const link of document.querySelectorAll(".demo-channels a")) link.hash = window.location.hash;
{ // a channel opens at its newest message and follows it, until the person scrolls away
  const timeline = document.getElementById("channel-timeline");
  let following = true;
  const look = () => setTimeout(() => {
    following = timeline.scrollHeight - timeline.scrollTop - timeline.clientHeight < 80;
  }, 200);
  for (const kind of ["wheel", "touchmove", "keyup"]) timeline.addEventListener(kind, look, { passive: true });
  timeline.addEventListener("pointerup", (event) => { if (event.target === timeline) look(); });
  document.getElementById("new-messages").addEventListener("click", () => { following = true; });
  new ResizeObserver(() => {
    if (following) setTimeout(() => { timeline.scrollTop = timeline.scrollHeight; }, 50);
  }).observe(document.getElementById("channel-message-list"));
}
"""
_MORE = {"/preview.css": _STYLE, "/app.js": _SCRIPT}


class RealClock:
    """Let simcord's time be the real one: its own stands still until a test moves it.

    Messages are then dated today, which the bot's search through a channel's history relies on,
    and ``loop.time()`` is the same inside and outside of the bot's tasks, which share the pauses
    between requests to a host.
    """

    @property
    def elapsed(self) -> float:
        """Return the seconds of the monotonic clock, as timers see them."""
        return monotonic()  # bound before simcord replaces time.monotonic

    def now(self) -> datetime:
        """Return the time on the wall."""
        return datetime.now(UTC)

    def advance(self, seconds: float) -> None:
        """Do nothing: this clock moves by itself."""


def use_real_time(env: Env) -> None:
    """Let simcord's clock and the bot's timers be real ones; its own wait for a test to move them.

    After each click simcord also waits for those timers of the bot that end within its patience.
    One of them closes an idle connection after 15 seconds: a click after /feed add would wait for
    it. Timers that belong to the event loop again are waited for only by those who sleep on them.
    """
    env.backend.clock = RealClock()  # type: ignore[assignment]  # it has all that a Clock has
    loop, real = asyncio.get_running_loop(), env._runtime  # noqa: SLF001
    assert real is not None  # noqa: S101 - the bot is attached
    loop.call_later, loop.call_at = real.call_later, real.call_at  # type: ignore[method-assign]


class Pictures(dict[str, tuple[str, bytes]]):
    """The pictures that pages can show, by URL; those that were asked for in vain are ``wanted``.

    The preview fetches nothing itself, but shows what its ``assets`` have for a URL. It copies
    that mapping once; a page is given this one instead, so that pictures can arrive later.
    """

    def __init__(self) -> None:
        super().__init__()
        self.wanted: asyncio.Queue[str] = asyncio.Queue()
        self._asked: set[str] = set()
        self._sizes: dict[str, tuple[int, int]] = {}

    def add(self, url: str, jpeg: bytes, size: tuple[int, int]) -> None:
        """Let pages show a JPEG of ours, of a size in pixels, for a URL."""
        self._sizes[hashlib.sha256(jpeg).hexdigest()] = size
        self[url] = ("photo.jpg", jpeg)

    def size(self, digest: str) -> tuple[int, int] | None:
        """Return the size of a picture by the SHA-256 of its bytes; None if it is not ours."""
        return self._sizes.get(digest)

    def get(self, url: str, default: Any = None) -> Any:  # noqa: ANN401 - as a dict does
        """Return a file's name and its bytes; note a URL that is not there yet."""
        picture = super().get(url)
        if picture is None and url not in self._asked and not url.startswith(CDN_BASE):
            self._asked.add(url)
            self.wanted.put_nowait(url)
        return default if picture is None else picture


class _QuickMedia(MediaWorker):
    """Show our own JPEGs as they are.

    simcord turns each picture into a PNG in a process of its own, one after the other, eight at
    most in the queue: right for what a test's bot uploads, but ten cards' photos take many
    seconds, in which the page's clicks wait for a connection.
    """

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._pictures = pictures

    async def validate(
        self, key: str, blob: bytes, *, media_time: float | None = None
    ) -> MediaInfo:
        size = self._pictures.size(key)
        if size is None:
            return await super().validate(key, blob, media_time=media_time)
        width, height = size
        return MediaInfo(
            "JPEG", width, height, 1, width * height * 4, blob, "image/jpeg", memory_limited=True
        )


class ChannelPage(Preview):
    """The page of one channel; ``others`` are the pages that its header links to, in order.

    All pages of a demo share their ``pictures``, the ``turn`` (clicks on different pages happen
    one after the other, where simcord would refuse the second) and the secret in their address.
    """

    def __init__(
        self,
        env: Env,
        channel: ChannelHandle,
        viewers: Sequence[MemberActor],
        *,
        pictures: Pictures,
        turn: asyncio.Lock,
        secret: str,
        port: int = 0,
    ) -> None:
        super().__init__(
            env, channel, tuple(viewers), layout="channel", display="responsive", width=1280,
            height=900, locale="en-US", timezone="UTC", presentation_time=None, assets=None, port=port,
        )  # fmt: skip
        self.capability = secret
        self.others: list[ChannelPage] = []
        self._explicit_assets = pictures
        self._media_worker = _QuickMedia(pictures)
        self._server = _ChannelServer(self, port)
        self._turn = turn
        self._shown: dict[str, tuple[int, int, int]] = {}
        self._caught_up: dict[str, int] = {}

    async def __aenter__(self) -> Self:
        # simcord allows one preview at a time, as only one can be told of what a click did.
        # Which one that is changes with each click: see _action.
        self.env._preview = None  # noqa: SLF001
        await super().__aenter__()
        return self

    async def _action(self, context_id: str | None, body: Mapping[str, Any]) -> dict[str, Any]:
        async with self._turn:
            self.env._preview = self  # noqa: SLF001
            return await super()._action(context_id, self._brought_forward(context_id, body))

    def _page_payload(self, page: _Page) -> dict[str, Any]:
        if self._active_action is None and self._shown.get(page.id) != self._happened():
            # The page asks twice a second. Publishing just then, and without any waiting, can't
            # overlap with a click, as ``refresh()`` from a timer would.
            self._publish(page, reason="refresh")
            self._caught_up[page.id] = page.revision
        return super()._page_payload(page)

    def _publish(self, page: _Page, **reason: Any) -> None:  # noqa: ANN401 - simcord's own reasons
        self._shown[page.id] = self._happened()
        self._advance_presentation_time()
        super()._publish(page, **reason)

    def _happened(self) -> tuple[int, int, int]:
        """Return a value that changes with all that a page shows, "2 minutes ago" included."""
        return len(self.env.backend.transcript), len(self._explicit_assets), int(monotonic() // 60)

    def _brought_forward(
        self, context_id: str | None, body: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """Let a click count that was made while the page was being told of something new.

        The control it is on is looked up in the message as it is now, as for every click.
        """
        page = self._pages.get(context_id or "")
        if page is None or self._caught_up.get(page.id) != page.revision:
            return body
        if body.get("published_revision") != page.revision - 1:
            return body
        return {**body, "published_revision": page.revision}


class _ChannelServer(PreviewServer):
    """Serve simcord's page with tabs for the channels in its header."""

    preview: ChannelPage

    async def _static(self, request: web.Request) -> web.Response:
        answer: web.Response = await super()._static(request)
        if request.path == "/":
            tabs = f"{_HEADER}{self._tabs()}"
            answer.text = (
                (answer.text or "").replace(_HEADER, tabs).replace(_TITLE, "Newsreel Demo<")
            )
        elif request.path in _MORE:
            answer.text = (answer.text or "") + _MORE[request.path]
        return answer

    def _tabs(self) -> str:
        """Return links to all channels; a script adds the secret, which is not served to anyone."""
        links = "".join(
            f'<a href="{page._origin}/"'  # noqa: SLF001
            f"{' aria-current=page' if page is self.preview else ''}># {escape(str(page.channel.name))}</a>"
            for page in self.preview.others
        )
        return f'<nav class="demo-channels" aria-label="Channels">{links}</nav>'
