"""An entry as feedparser reads it, made into an Entry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TypeAlias
from urllib.parse import urljoin, urlsplit

from bot.domain.model import Entry
from bot.domain.text import cut_markdown, escape, plain
from bot.web.feed.element import Element
from bot.web.feed.media import media_photos
from bot.web.feed.photos import text_photos, with_text_photos
from bot.web.feed.rating import is_sensitive, marked
from bot.web.feed.text import (
    MAX_SUMMARY,
    clean_author,
    clean_categories,
    clean_language,
    clean_title,
)
from bot.web.html.markdown import to_markdown
from bot.web.html.text import unescaped

Parsed: TypeAlias = dict[str, Any]  # feedparser has no types

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


def read_entry(outline: Entry, parsed: Parsed, item: Element, *, base: str) -> Entry:
    """Complete an outline by what feedparser and the entry's XML say of the story.

    ``base`` is the feed's own address.
    """
    in_text = [
        photo
        for text, own in _texts(parsed)
        for photo in text_photos(text, base=_text_base(base, own, outline.link))
    ]
    return replace(
        outline,
        title=clean_title(parsed.get("title", "")) or outline.title,
        author=clean_author(_authors(parsed)),
        summary=_summary(parsed),
        categories=clean_categories(
            tag.get("label") or tag.get("term") or "" for tag in parsed.get("tags", ())
        ),
        photos=marked(with_text_photos(media_photos(item), in_text), item),
        sensitive=is_sensitive(item),
        language=clean_language(parsed.get("title_detail", {}).get("language")),
        complete=True,
    )


def _text_base(base: str, own: str, link: str | None) -> str:
    """Return what addresses in a text are relative to; not to the host of a mere feed service."""
    found = urljoin(base, own)
    is_stated = found != base
    return link if link and not is_stated and _host(link) != _host(base) else found


def _host(address: str) -> str | None:
    return urlsplit(address).hostname


def _authors(parsed: Parsed) -> Iterator[str]:
    names = [author.get("name") for author in parsed.get("authors", ())]
    yield from (name for name in names if name)
    if not any(names) and parsed.get("author"):
        yield parsed["author"]


def _summary(parsed: Parsed) -> str:
    detail = parsed.get("summary_detail") or {}
    summary = parsed.get("summary") or ""
    is_text = detail.get("type") == "text/plain" and not _TAG.search(summary)
    if is_text:
        return cut_markdown(escape(plain(unescaped(summary))), MAX_SUMMARY)
    first = to_markdown(summary, limit=MAX_SUMMARY) if summary else ""
    if first:
        return first
    contents = (content.get("value") or "" for content in parsed.get("content", ()))
    return next(filter(None, (to_markdown(text, limit=MAX_SUMMARY) for text in contents)), "")


def _texts(parsed: Parsed) -> Iterator[tuple[str, str]]:
    """Return the entry's HTML texts, the fullest first, with their bases, each once."""
    details = [*parsed.get("content", ()), parsed.get("summary_detail") or {}]
    seen: set[str] = set()
    for detail in details:
        text = detail.get("value") or ""
        if "<" in text and text not in seen:
            seen.add(text)
            yield text, detail.get("base") or ""
