"""``newsreel inspect``: show what the bot makes of a feed or a page."""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape

from bot.clock import SystemClock
from bot.domain.error import UserError
from bot.domain.link import canonical_link
from bot.domain.model import Entry, FeedDocument, Page, Photo
from bot.services.ports import Fetched, Reader
from bot.settings import Settings
from bot.web.fetcher import HttpFetcher
from bot.web.reader import WorkerReader

_HIDDEN = "behind a spoiler"  # what a site marks as not for everybody


async def inspect_feed(source: str, *, url: str | None, settings: Settings) -> FeedDocument:
    """Read a feed from a file or an address, as a poll does.

    Raises UserError for a file that can't be read, FetchError and ParseError as a poll would.
    """
    answer = await _load(source, url, settings)
    async with _reader(settings) as reader:
        return await _read_all(reader, answer)


async def _read_all(reader: Reader, answer: Fetched) -> FeedDocument:
    """Read all entries in full, where a poll reads only the newest of a huge feed so."""
    whole: dict[bytes, Entry] = {}
    while True:
        document = await reader.feed(
            answer.body,
            url=answer.url,
            content_type=answer.content_type,
            known=frozenset(whole),
        )
        complete = {e.fingerprint: e for e in document.entries if e.complete}
        whole |= complete
        if not complete or len(complete) == len(document.entries):
            rest = {e.fingerprint: e for e in document.entries}
            found = [(rest | whole).get(mark) for mark in document.fingerprints]
            return replace(document, entries=tuple(entry for entry in found if entry))


async def inspect_page(source: str, *, url: str | None, settings: Settings) -> Page:
    """Read an article's page from a file or an address; raises as ``inspect_feed``.

    A file needs ``url``: links, photos and the page's own name are nothing without it.
    """
    if url is None and "://" not in source:
        raise UserError(f"Say where {source} comes from, with --url https://…")
    answer = await _load(source, url, settings)
    async with _reader(settings) as reader:
        return await reader.page(answer.body, url=answer.url, content_type=answer.content_type)


def feed_as_json(document: FeedDocument) -> str:
    """Return a reading of a feed as JSON: times in ISO 8601 UTC, entries in the document's order."""
    head = document.head
    feed = {
        "format": head.format,
        "title": head.title,
        "link": head.link,
        "language": head.language,
        "description": head.description,
        "ttl_minutes": head.ttl.total_seconds() / 60 if head.ttl else None,
        "skip_hours": sorted(head.skip_hours),
    }
    entries = [_entry(entry) for entry in document.entries]
    return _json({"feed": feed, "entries": entries, "skipped": _skipped(document)})


def page_as_json(page: Page) -> str:
    """Return a reading of a page as JSON."""
    return _json(
        {
            "title": page.title,
            "link": page.link,
            "author": page.author,
            "published": _time(page.published),
            "summary": page.summary,
            "source_line": _source_line(page),
            "sources": [{"name": one.name, "link": one.link} for one in page.sources],
            "lead_image": page.lead_image,
            "photos": [_photo(photo) for photo in page.photos],
            "language": page.language,
            "feeds": list(page.feeds),
        }
    )


def show_feed(document: FeedDocument, console: Console) -> None:
    """Print a reading of a feed for people."""
    head = document.head
    console.print(f"[bold]{escape(head.title or 'Untitled feed')}[/]  {head.format}")
    _facts(console, {"Site": head.link, "Language": head.language, "Says": head.description})
    console.print(f"{len(document.entries)} entries\n")
    for number, entry in enumerate(document.entries, start=1):
        console.print(f"[bold]{number}. {escape(entry.title or 'Untitled')}[/]")
        facts = {
            "Link": entry.link,
            "By": entry.author,
            "Published": _time(entry.published) or "not given",
            "Guid": entry.guid,
            "Categories": ", ".join(entry.categories),
            "Hidden": _HIDDEN if entry.sensitive else None,
            "Summary": entry.summary,
        }
        _facts(console, facts)
        _show_photos(console, entry.photos)
    for reason in document.skipped:
        console.print(f"[yellow]Left out:[/] {escape(reason)}")


def show_page(page: Page, console: Console) -> None:
    """Print a reading of a page for people."""
    console.print(f"[bold]{escape(page.title or 'Untitled page')}[/]")
    facts = {
        "Link": page.link,
        "By": page.author,
        "Published": _time(page.published) or "not given",
        "Source": _linked_sources(page),
        "Hidden": _HIDDEN if page.sensitive else None,
        "Lead image": page.lead_image,
        "Summary": page.summary,
        "Feeds": ", ".join(one.url for one in page.feeds),
    }
    _facts(console, facts)
    _show_photos(console, page.photos)


def _source_line(page: Page) -> str | None:
    return ", ".join(one.name for one in page.sources) or None


def _linked_sources(page: Page) -> str | None:
    named = (f"{one.name} ({one.link})" if one.link else one.name for one in page.sources)
    return ", ".join(named) or None


async def _load(source: str, url: str | None, settings: Settings) -> Fetched:
    if "://" in source:
        fetcher = HttpFetcher(
            user_agent=settings.user_agent,
            clock=SystemClock(),
            allowed=settings.allowed_networks,
        )
        async with fetcher:
            return await fetcher.fetch(source)
    try:
        body = Path(source).read_bytes()  # noqa: ASYNC240 - nothing else runs meanwhile
    except OSError as error:
        raise UserError(
            f"{source} can't be read ({error.strerror}). Give a file, or an address with https://."
        ) from None
    kind = mimetypes.guess_type(source)[0]
    text = kind if kind and ("html" in kind or "json" in kind) else None
    return Fetched(url=url or "", status=200, body=body, content_type=text)


def _reader(settings: Settings) -> WorkerReader:
    return WorkerReader(
        workers=1,
        time_limit=settings.parse_seconds,
        memory_limit=settings.parse_megabytes * 1024 * 1024,
    )


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "guid": entry.guid,
        "title": entry.title,
        "link": canonical_link(entry.link) if entry.link else None,
        "author": entry.author,
        "published": _time(entry.published),
        "summary": entry.summary,
        "categories": list(entry.categories),
        "photos": [_photo(photo) for photo in entry.photos],
    }


def _photo(photo: Photo) -> dict[str, Any]:
    return asdict(photo)


def _skipped(document: FeedDocument) -> list[dict[str, str]]:
    return [{"why": reason} for reason in document.skipped]


def _time(time: datetime | None) -> str | None:
    return time.astimezone(UTC).isoformat().replace("+00:00", "Z") if time else None


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _facts(console: Console, facts: dict[str, str | None]) -> None:
    for name, text in facts.items():
        if text:
            console.print(f"   [dim]{name}:[/] {escape(text)}", highlight=False)


def _show_photos(console: Console, photos: Sequence[Photo]) -> None:
    for number, photo in enumerate(photos, start=1):
        console.print(f"   📷 {number}  {escape(photo.url)}{_size(photo)}", highlight=False)
        role = f" ({photo.role})" if photo.role else ""
        facts = {
            "   Credit": f"{photo.credit}{role}" if photo.credit else "none given",
            "   Caption": photo.caption,
            "   Alt": photo.alt,
            "   Fallbacks": str(len(photo.fallbacks)) if photo.fallbacks else None,
            "   Sensitive": "yes" if photo.sensitive else None,
        }
        _facts(console, facts)
    console.print("" if photos else "   [dim]No photos[/]\n")


def _size(photo: Photo) -> str:
    if not photo.width and not photo.height:
        return ""
    return f"  {photo.width or '?'} x {photo.height or '?'}"
