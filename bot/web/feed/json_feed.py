"""JSON Feed 1.0 and 1.1 (jsonfeed.org), which feedparser does not read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any, TypeAlias

from bot.domain.date import parse_date
from bot.domain.error import ParseError
from bot.domain.model import Entry, FeedDocument, FeedHead, Photo
from bot.domain.photo import is_decoration, photo_url
from bot.domain.text import cut_markdown, escape, plain
from bot.web.feed.photos import text_photos, with_text_photos
from bot.web.feed.split import CUT_OFF, MAX_ENTRIES, TOO_MANY, fingerprint
from bot.web.feed.text import (
    MAX_SUMMARY,
    clean_author,
    clean_categories,
    clean_guid,
    clean_language,
    clean_title,
    web_link,
)
from bot.web.html.markdown import to_markdown

Item: TypeAlias = dict[str, Any]

_FULL_ENTRIES = 100
_ITEMS = re.compile(r'"items"\s*:\s*\[')
_VERSION = re.compile(r"jsonfeed\.org/version/1(\.1)?")


def looks_like_json(text: str) -> bool:
    """Tell whether a document can only be JSON."""
    return text[:200].lstrip("\ufeff \t\r\n").startswith("{")


def read_json_feed(text: str, *, url: str, known: frozenset[bytes], now: datetime) -> FeedDocument:
    """Return a JSON Feed; raises ParseError for any other JSON. L27 and L29 as for XML."""
    feed, skipped = _load(text)
    all_items = feed.get("items")
    if not isinstance(all_items, list):  # the one thing that a feed must have beside its version
        raise ParseError("This is JSON, but no JSON Feed.")
    if len(all_items) > MAX_ENTRIES:
        skipped = (*skipped, TOO_MANY)
    items = [item for item in all_items[:MAX_ENTRIES] if isinstance(item, dict)]
    prints = [fingerprint(json.dumps(item, sort_keys=True)) for item in items]
    base = url or _text(feed.get("home_page_url"))
    new = [pair for pair in zip(items, prints, strict=True) if pair[1] not in known]
    return FeedDocument(
        head=_head(feed, base),
        entries=tuple(
            _entry(item, base, mark, now, complete=place < _FULL_ENTRIES)
            for place, (item, mark) in enumerate(new)
        ),
        fingerprints=tuple(prints),
        skipped=skipped,
        cut_off=CUT_OFF in skipped,
    )


def _load(text: str) -> tuple[Item, tuple[str, ...]]:
    try:
        feed = json.loads(text.lstrip("\ufeff \t\r\n"), strict=False)
    except RecursionError:
        raise ParseError("The JSON is nested too deeply.") from None
    except ValueError:
        return _salvage(text), (CUT_OFF,)
    return feed, ()


def _salvage(text: str) -> Item:
    """Return what stands before the place where the document is cut off or broken (L27)."""
    start = _ITEMS.search(text)
    version = _VERSION.search(text)
    if not start or not version:
        raise ParseError("This is neither a feed nor readable JSON.")
    return {
        "version": version[0],
        "items": list(islice(_whole_items(text, start.end()), MAX_ENTRIES + 1)),
    }


def _whole_items(text: str, place: int) -> Iterator[Item]:
    decoder = json.JSONDecoder(strict=False)
    while match := re.compile(r"\s*,?\s*(?=\{)").match(text, place):
        try:
            item, place = decoder.raw_decode(text, match.end())
        except (ValueError, RecursionError):
            return
        yield item


def _head(feed: Item, base: str) -> FeedHead:
    is_newer = "version/1.1" in str(feed.get("version", ""))
    return FeedHead(
        format="json11" if is_newer else "json1",
        title=clean_title(_text(feed.get("title"))),
        link=web_link(_text(feed.get("home_page_url")), base),
        language=clean_language(_text(feed.get("language"))),
        description=clean_title(_text(feed.get("description"))),
    )


def _entry(item: Item, base: str, mark: bytes, now: datetime, *, complete: bool) -> Entry:
    guid = clean_guid(_text(item.get("id")))
    entry = Entry(
        guid=guid,
        title=clean_title(_text(item.get("title"))),
        link=_link(item, guid, base),
        published=_published(item, now),
        fingerprint=mark,
        complete=complete,
    )
    return _completed(entry, item, base) if complete else entry


def _completed(entry: Entry, item: Item, base: str) -> Entry:
    return Entry(
        guid=entry.guid,
        title=entry.title,
        link=entry.link,
        published=entry.published,
        fingerprint=entry.fingerprint,
        author=clean_author(_authors(item)),
        summary=_summary(item),
        categories=clean_categories(_text(tag) for tag in _list(item.get("tags"))),
        photos=with_text_photos(
            list(_photos(item, base)),
            text_photos(_text(item.get("content_html")), base=entry.link or base),
        ),
        language=clean_language(_text(item.get("language"))),
    )


def _link(item: Item, guid: str | None, base: str) -> str | None:
    """Return the item's own address; of a link blog without one, what it points at."""
    is_address = (guid or "").startswith(("http://", "https://"))
    names = [_text(item.get("url")), _text(item.get("external_url")), guid if is_address else ""]
    return next(filter(None, (web_link(name, base) for name in names)), None)


def _published(item: Item, now: datetime) -> datetime | None:
    texts = (_text(item.get(name)) for name in ("date_published", "date_modified"))
    return next(filter(None, (parse_date(text, now=now) for text in texts)), None)


def _authors(item: Item) -> Iterator[str]:
    for author in [*_list(item.get("authors")), item.get("author")]:
        if isinstance(author, dict):
            yield _text(author.get("name"))


def _summary(item: Item) -> str:
    if said := _text(item.get("summary")):
        return cut_markdown(escape(clean_title(said)), MAX_SUMMARY)
    if markup := _text(item.get("content_html")):
        return to_markdown(markup, limit=MAX_SUMMARY)
    text = _text(item.get("content_text"))
    return cut_markdown(escape(plain(text)), MAX_SUMMARY)


def _photos(item: Item, base: str) -> Iterator[Photo]:
    """Return the item's image, its banner, and attached pictures; sound and video are none."""
    attached = [one for one in _list(item.get("attachments")) if isinstance(one, dict)]
    pictures = [one for one in attached if _text(one.get("mime_type")).startswith("image/")]
    names = [item.get("image"), item.get("banner_image"), *(one.get("url") for one in pictures)]
    for name in names:
        url = photo_url(_text(name), base)
        if url and not is_decoration(url):
            yield Photo(url=url)


def _text(value: object) -> str:
    """Return a text, or a number as text: ids are numbers in some feeds."""
    if isinstance(value, bool):
        return ""
    return str(value).strip() if isinstance(value, str | int | float) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
