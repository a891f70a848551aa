"""Collections as CSV, for spreadsheets, which must not take a cell for a formula.

A cell that begins with one of ``= + - @`` gets an apostrophe in front, wherever a spreadsheet could
see its beginning: after a semicolon too, a tab or a line break, as some split at those (OWASP, CSV
Injection). Reading takes it away again.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from bot.domain.error import UserError
from bot.domain.filed_collection import (
    FiledCollection,
    FiledStory,
    Reading,
    bare,
    reading,
    story_from,
    web_link,
)
from bot.domain.model import Photo
from bot.domain.text import escape

COLUMNS: Final = (
    "title", "link", "outlet", "author", "published (UTC)", "saved (UTC)", "note", "summary",
    "photos", "credits", "alt texts", "hidden photos", "sources", "language",
)  # fmt: skip
"""Photos, credits and alt texts have a line each for a photo; hidden ones are named by number."""

_ALIASES = {
    "title": "title", "name": "title", "headline": "title",
    "link": "link", "url": "link", "href": "link", "address": "link",
    "outlet": "outlet", "publisher": "outlet", "source": "outlet", "site": "outlet",
    "author": "author", "creator": "author",
    "published (utc)": "published", "published": "published", "date": "published",
    "saved (utc)": "saved", "saved": "saved", "added": "saved", "time_added": "saved",
    "note": "note", "notes": "note", "comment": "note",
    "summary": "summary", "description": "summary", "excerpt": "summary",
    "photos": "photos", "photo": "photos", "image": "photos", "cover": "photos",
    "credits": "credits", "credit": "credits",
    "alt texts": "alts", "alt": "alts",
    "hidden photos": "hidden", "sources": "sources", "language": "language",
}  # fmt: skip
_DELIMITERS = ",;\t"
_ALL = "all"

_BEGINNING = r"(^|[;\t\r\n])( {0,4})"
_RISKY = re.compile(rf"{_BEGINNING}(?='*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])")
_DEFUSED = re.compile(rf"{_BEGINNING}'(?='*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])")


def write_csv(collection: FiledCollection) -> str:
    """Return the stories of a collection as a table, with a mark by which Excel knows UTF-8."""
    table = io.StringIO(newline="")
    writer = csv.writer(table, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    for story in collection.stories:
        writer.writerow(map(_defused, _cells(story)))
    return "\ufeff" + table.getvalue()


def read_csv(text: str) -> Reading:
    """Return the stories of a table with a title or a link in each row; raises UserError."""
    rows = _rows(text)
    first = next(rows, [])
    names = [_ALIASES.get(cell.strip().casefold()) for cell in first]
    if {"title", "link"} & set(names):
        return reading(FiledCollection(), rows, lambda row: _story(names, row))
    return reading(FiledCollection(), _chained(first, rows), _loose_story)


def _rows(text: str) -> Iterator[list[str]]:
    """Yield the rows that are not empty, split at the delimiter that the first line has most of."""
    text = text.removeprefix("\ufeff")
    head = text[:2_000].split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=head.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if any(cell.strip() for cell in row):
                yield row
    except csv.Error as error:
        raise UserError(
            "That file isn’t a readable table. Save it as “CSV UTF-8”, then try again."
        ) from error


def _chained(first: list[str], rows: Iterator[list[str]]) -> Iterator[list[str]]:
    yield first
    yield from rows


def _cells(story: FiledStory) -> tuple[str, ...]:
    article = story.article
    photos = article.photos
    return (
        article.title,
        article.link or "",
        article.outlet,
        article.author or "",
        _moment(article.published),
        _moment(story.saved_at),
        story.note,
        bare(article.summary),
        "\n".join(photo.url for photo in photos),
        _lines([photo.credit for photo in photos]),
        _lines([photo.alt for photo in photos]),
        _hidden(photos, whole=article.sensitive),
        "\n".join(f"{one.name} | {one.link}" if one.link else one.name for one in article.sources),
        article.language or "",
    )


def _moment(at: datetime | None) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S") if at else ""


def _lines(texts: Sequence[str | None]) -> str:
    return "\n".join(" ".join((text or "").split()) for text in texts) if any(texts) else ""


def _hidden(photos: Sequence[Photo], *, whole: bool) -> str:
    numbers = [str(number) for number, one in enumerate(photos, start=1) if one.sensitive]
    return _ALL if whole else " ".join(numbers)


def _defused(cell: str) -> str:
    return _RISKY.sub(r"\1\2'", cell)


def _story(names: Sequence[str | None], row: Sequence[str]) -> FiledStory | None:
    cells = {
        name: _DEFUSED.sub(r"\1\2", cell)
        for name, cell in reversed(list(zip(names, row, strict=False)))
        if name
    }
    hidden = cells.get("hidden", "").split()
    return story_from(
        {
            "title": cells.get("title"),
            "link": cells.get("link"),
            "outlet": cells.get("outlet"),
            "author": cells.get("author"),
            "published": cells.get("published"),
            "saved_at": cells.get("saved"),
            "note": cells.get("note"),
            "summary": "\n".join(map(escape, cells.get("summary", "").split("\n"))),
            "photos": _photos(cells, hidden),
            "sources": [_source(line) for line in cells.get("sources", "").split("\n")],
            "language": cells.get("language"),
            "sensitive": hidden == [_ALL],
        }
    )


def _photos(cells: dict[str, str], hidden: Sequence[str]) -> list[dict[str, Any]]:
    thanks, alts = cells.get("credits", "").split("\n"), cells.get("alts", "").split("\n")
    return [
        {
            "url": url,
            "credit": _at(thanks, place),
            "alt": _at(alts, place),
            "sensitive": str(place + 1) in hidden,
        }
        for place, url in enumerate(cells.get("photos", "").split("\n"))
    ]


def _at(lines: Sequence[str], place: int) -> str | None:
    return (lines[place] if place < len(lines) else "") or None


def _source(line: str) -> dict[str, str]:
    name, bar, link = line.rpartition(" | ")
    return {"name": name, "link": link} if bar and web_link(link) else {"name": line}


def _loose_story(row: Sequence[str]) -> FiledStory | None:
    """Return the story of a row without named columns: its first link, and its first other text."""
    link = next((cell for cell in row if web_link(cell)), None)
    title = next((cell for cell in row if cell.strip() and cell is not link), None)
    return story_from({"link": link, "title": title}) if link else None
