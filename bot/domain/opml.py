"""Lists of feeds as files: OPML 2.0 (http://opml.org/spec2.opml), with a bot's own settings.

What OPML has no attribute for, stands in ours, which other programs pass over: how a feed is posted,
and the id of the channel that an outline is for, so that a file that comes back restores all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from enum import StrEnum
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from bot.domain.error import ParseError
from bot.domain.filed_setting import settings_in, settings_text
from bot.domain.link import MAX_ADDRESS
from bot.domain.setting import DEFAULTS, Settings
from bot.domain.text import cut, plain

MAX_FILE = 5 * 1024 * 1024
MAX_FEEDS = 10_000
MAX_OUTLINES = 30_000
MAX_DEPTH = 50

NAMESPACE: Final = "urn:newsreel:opml"
_PREFIX: Final = "newsreel:"
_MAX_TITLE = 200
_MAX_WORDS = 20_000  # characters of one feed's settings
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", re.ASCII)
_FEED_SCHEME = re.compile(r"^feed:(?://)?(?=https?://)|^feed:(?=//)", re.IGNORECASE)


class Fault(StrEnum):
    """Why a file is refused as a whole."""

    TOO_LARGE = "too large"
    NO_OPML = "no OPML"
    ENTITIES = "declares entities"
    TOO_DEEP = "nested too deeply"
    TOO_MANY = "too many feeds"


class ListRefused(ParseError):
    """A file is no list of feeds that is read."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledFeed:
    """A feed of a list: ``url`` as it stands there; ``folders`` from the outermost on.

    ``kind`` is its category. ``channel_id`` is the channel that its folder was, where the file came
    from Newsreel; ``settings`` and ``spoiler_words`` are how it was posted there.
    """

    url: str
    title: str = ""
    site: str | None = None
    language: str | None = None
    kind: str = ""
    folders: tuple[str, ...] = ()
    channel_id: int | None = None
    settings: Settings = DEFAULTS
    spoiler_words: tuple[str, ...] = ()
    is_paused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedList:
    """A file that was read; ``without_address`` counts outlines that name no feed."""

    feeds: tuple[FiledFeed, ...]
    without_address: int = 0


def outline_feed(
    attributes: Mapping[str, str], folders: tuple[str, ...], channel_id: int | None
) -> FiledFeed | None:
    """Return the feed of an outline, whose attributes have lower-case names; None if it has none."""
    url = _FEED_SCHEME.sub("", attributes.get("xmlurl", "").strip())
    if not url or len(url) > MAX_ADDRESS:
        return None
    url = f"https:{url}" if url.startswith("//") else url
    settings, words = settings_in(
        attributes.get(f"{_PREFIX}settings", "")[:_MAX_WORDS],
        attributes.get(f"{_PREFIX}spoilers", "")[:_MAX_WORDS],
    )
    return FiledFeed(
        url=url,
        title=folder_name(attributes),
        site=attributes.get("htmlurl", "").strip()[:MAX_ADDRESS] or None,
        language=_language(attributes.get("language", "")),
        kind=cut(plain(attributes.get("category", "")), _MAX_TITLE),
        folders=folders,
        channel_id=channel_id,
        settings=settings,
        spoiler_words=words,
        is_paused=attributes.get(f"{_PREFIX}state") == "paused",
    )


def folder_name(attributes: Mapping[str, str]) -> str:
    """Return what an outline is called."""
    return cut(plain(attributes.get("text") or attributes.get("title") or ""), _MAX_TITLE)


def folder_channel(attributes: Mapping[str, str]) -> int | None:
    """Return the id of the channel that an outline stands for."""
    number = attributes.get(f"{_PREFIX}channel", "")
    return int(number) if re.fullmatch(r"[0-9]{1,20}", number) else None


def _language(text: str) -> str | None:
    text = text.strip()
    return text if _LANGUAGE.fullmatch(text) else None


def write_opml(title: str, feeds: Iterable[FiledFeed], *, at: datetime) -> bytes:
    """Return a list of feeds as a file; each channel is an outline, in the order of the feeds."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<opml version="2.0" xmlns:newsreel="{NAMESPACE}">',
        "<head>",
        f"<title>{escape(_clean(title))}</title>",
        f"<dateCreated>{format_datetime(at, usegmt=True)}</dateCreated>",
        "</head>",
        "<body>",
        *_body(feeds),
        "</body>",
        "</opml>",
        "",
    ]
    return "\n".join(lines).encode()


def _body(feeds: Iterable[FiledFeed]) -> Iterator[str]:
    folders: dict[tuple[int | None, tuple[str, ...]], list[FiledFeed]] = {}
    for feed in feeds:
        folders.setdefault((feed.channel_id, feed.folders), []).append(feed)
    for (channel_id, names), inside in folders.items():
        last = len(names) - 1
        for depth, name in enumerate(names):
            number = channel_id if depth == last else None
            yield f"<outline{_written({'text': name, f'{_PREFIX}channel': number})}>"
        yield from (f"<outline{_written(_attributes(feed))}/>" for feed in inside)
        yield from ("</outline>" for _ in names)


def _attributes(feed: FiledFeed) -> dict[str, object]:
    settings, words = settings_text(feed.settings, feed.spoiler_words)
    return {
        "type": "rss",
        "text": feed.title or feed.url,
        "title": feed.title or feed.url,
        "xmlUrl": feed.url,
        "htmlUrl": feed.site,
        "language": feed.language,
        "category": feed.kind or None,
        f"{_PREFIX}settings": settings,
        f"{_PREFIX}spoilers": words,
        f"{_PREFIX}state": "paused" if feed.is_paused else None,
    }


def _written(attributes: Mapping[str, object]) -> str:
    return "".join(
        f" {name}={quoteattr(_clean(str(value)))}"
        for name, value in attributes.items()
        if value is not None
    )


def _clean(text: str) -> str:
    """Drop what XML can't hold."""
    return _NOT_IN_XML.sub("", text)
