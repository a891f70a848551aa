"""Bytes to a feed: its head, and the entries that were not seen before.

The way: decode, refuse what is no feed or an attack, cut into entries without parsing, and only
then parse, with feedparser, a document that is reduced to the entries whose fingerprint is new.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import NamedTuple

import feedparser

from bot.domain.error import ParseError
from bot.domain.model import Entry, FeedDocument
from bot.domain.text import cut_markdown, escape, plain
from bot.web.encoding import decode
from bot.web.feed.bound import bound
from bot.web.feed.element import (
    Element,
    join,
    local_name,
    parse_entry,
    parse_frame,
    text_of,
    without_media,
)
from bot.web.feed.entry import Parsed, read_entry
from bot.web.feed.head import read_head
from bot.web.feed.json_feed import looks_like_json, read_json_feed
from bot.web.feed.media import media_description
from bot.web.feed.outline import read_outline
from bot.web.feed.prolog import is_netscape, open_feed
from bot.web.feed.split import CUT_OFF, Split, split
from bot.web.feed.text import MAX_SUMMARY, web_link

FULL_ENTRIES = 100  # in one reading; what is more gets its keys only (L29)
LARGEST_ENTRY = 512 * 1024  # characters that are read in full; a long article has a tenth of it

NOTHING = "An entry without title, link, text and photo is left out."

Parse = Callable[[bytes, str], Parsed]


class _New(NamedTuple):
    """An entry that was not seen before, with what it is known by."""

    element: Element
    fingerprint: bytes
    is_huge: bool


def read_feed(
    body: bytes,
    *,
    url: str,
    content_type: str | None = None,
    known: frozenset[bytes] = frozenset(),
    now: datetime | None = None,
    parse: Parse | None = None,
) -> FeedDocument:
    """Return the head of a feed and its entries whose fingerprint is not ``known``.

    ``url`` resolves relative links. Of more than 100 new entries, the newest 100 are read in full.
    Raises ParseError for an empty body (S37), for what is no feed (S36), and for a document that
    declares XML entities (S45). An entry that is cut off is left out and named in ``skipped``
    (L27). Pure but for the clock, which ``now`` replaces.
    """
    now = now or datetime.now(UTC)
    text = decode(body, content_type)
    if looks_like_json(text):
        return read_json_feed(text, url=url, known=known, now=now)
    document = split(open_feed(text))
    if not document.chunks and not document.whole and not document.skipped:
        raise ParseError("The feed is cut off before its first entry.")
    read = _read_new(document, url=url, known=known, now=now, parse=parse or parse_document)
    if is_netscape(text) and read.head.format.startswith("rss09"):
        return replace(read, head=replace(read.head, format="rss091n"))
    return read


def parse_document(document: bytes, url: str) -> Parsed:
    """Return what feedparser makes of a document.

    Always from a stream: given bytes or text, feedparser opens a file or address that they name.
    Its sanitiser is off, since no text leaves here as HTML.
    """
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    parsed: Parsed = feedparser.parse(
        io.BytesIO(document),
        response_headers=headers,
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    return parsed


def _read_new(
    document: Split, *, url: str, known: frozenset[bytes], now: datetime, parse: Parse
) -> FeedDocument:
    new = _new_entries(document, url, known)
    outer = "".join(document.gaps)
    base = url or _site(parse_frame(outer, url))
    outlines = [
        read_outline(one.element, base=base, fingerprint=one.fingerprint, now=now) for one in new
    ]
    full = _to_read_in_full(new, outlines)
    parsed, details = _parsed(outer, [new[place] for place in full], url, parse)
    in_full = dict(zip(full, details, strict=True))
    found = [
        _completed(outline, new[place].element, in_full.get(place), base)
        for place, outline in enumerate(outlines)
    ]
    kept = tuple(entry for entry in found if _says_something(entry))
    return FeedDocument(
        head=read_head(parsed, outer, base),
        entries=kept,
        fingerprints=document.fingerprints,
        skipped=document.skipped + (NOTHING,) * (len(found) - len(kept)),
        cut_off=CUT_OFF in document.skipped,
    )


def _new_entries(document: Split, url: str, known: frozenset[bytes]) -> list[_New]:
    pairs = zip(document.chunks, document.fingerprints, strict=True)
    found = (
        _New(parse_entry(chunk, document.head, url), mark, len(chunk) > LARGEST_ENTRY)
        for chunk, mark in pairs
        if mark not in known
    )
    return [one for one in found if one.element is not None]


def _to_read_in_full(new: Sequence[_New], outlines: Sequence[Entry]) -> list[int]:
    """Return the places of the newest entries; of undated ones, those that stand first."""
    places = [place for place, one in enumerate(new) if not one.is_huge]
    never = datetime.min.replace(tzinfo=UTC)
    places.sort(key=lambda place: outlines[place].published or never, reverse=True)
    return sorted(places[:FULL_ENTRIES])


def _site(frame: Element) -> str:
    """Return the site's address, for a feed whose own is not known."""
    links = [element for element in frame.iter() if local_name(element) == "link"]
    links.sort(key=lambda link: (link.get("rel") or "alternate") != "alternate")
    addresses = (link.get("href") or text_of(link) for link in links)
    return next(filter(None, (web_link(address, "") for address in addresses)), "")


def _parsed(
    outer: str, entries: Sequence[_New], url: str, parse: Parse
) -> tuple[Parsed, list[Parsed]]:
    """Return what feedparser makes of the frame with these entries, and of each of them.

    Where it counts them otherwise, one of them confuses it; then each is read alone.
    """
    elements = [without_media(one.element) for one in entries]
    for element in elements:
        bound(element)
    parsed = parse(join(_frame(outer, url), elements), url)
    details = list(parsed.get("entries", []))
    if len(details) == len(entries):
        return parsed, details
    alone = [parse(join(_frame(outer, url), [element]), url) for element in elements]
    return parsed, [next(iter(one.get("entries", [])), {}) for one in alone]


def _frame(outer: str, url: str) -> Element:
    frame = parse_frame(outer, url)
    bound(frame)
    return frame


def _completed(outline: Entry, item: Element, parsed: Parsed | None, base: str) -> Entry:
    if parsed is None:
        return outline
    entry = read_entry(outline, parsed, item, base=base)
    if entry.summary:
        return entry
    said = cut_markdown(escape(plain(media_description(item))), MAX_SUMMARY)
    return replace(entry, summary=said)


def _says_something(entry: Entry) -> bool:
    return bool(entry.guid or entry.title or entry.link or entry.summary or entry.photos)
