"""A collection as a file holds it; and what is believed of a file from anywhere.

Nothing in a file is trusted: text becomes clean text, only http(s) links stay, and whatever is of
another kind than it should be is as if it were not there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Final, TypeVar

from bot.domain.collection import (
    MAX_DESCRIPTION,
    MAX_LABEL,
    MAX_NAME,
    MAX_NOTE,
    MAX_STORIES,
    MAX_SUMMARY,
    MAX_TITLE,
    Order,
    shows,
    snapshot,
    story_key,
)
from bot.domain.error import UserError
from bot.domain.link import canonical_link, host_of
from bot.domain.model import MAX_PHOTOS, Article, Photo, Source
from bot.domain.photo import photo_url
from bot.domain.text import cut, escape, plain

MAX_ROWS: Final = 2 * MAX_STORIES
"""How many stories of a file are looked at; those that follow are only counted."""

_FIRST, _LAST = datetime(1895, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
_LONGEST_DATE = 40
_MAX_LANGUAGE = 35  # characters of a tag (RFC 5646, 4.4.1)
_MAX_SIDE = 100_000  # pixels

_UTC_WORD = re.compile(r"\s*(?:UTC|GMT)$")
_ITEM = re.compile(r"( {0,12})(- |\d{1,4}\. )?(.*)", re.DOTALL)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
# These stand for what is meant as markup, while all else is escaped: an asterisk, and the joiner that
# keeps the end of one emphasis and the beginning of the next apart.
_EMPHASIS, _APART = "\ue000", "\ue001"

_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledStory:
    """A story in a file; ``saved_at`` is None where the file does not say."""

    article: Article
    saved_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledCollection:
    """A collection in a file; ``name`` may be empty."""

    name: str = ""
    description: str = ""
    order: Order = Order.NEWEST
    stories: tuple[FiledStory, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a file gave.

    ``keys`` are what its stories are known by, in the same order. ``left_out`` counts what was no usable story, ``doubles`` those that stood there before, and
    ``too_many`` those that came after MAX_STORIES good ones, or MAX_ROWS in all.
    """

    collection: FiledCollection
    keys: tuple[str, ...] = ()
    left_out: int = 0
    doubles: int = 0
    too_many: int = 0


def reading(
    head: FiledCollection, rows: Iterable[_Row], story_of: Callable[[_Row], FiledStory | None]
) -> Reading:
    """Return a collection with the stories of a file, each once; None is one that is not usable.

    Raises UserError if there are rows, and not one is a story.
    """
    kept: dict[str, FiledStory] = {}
    left_out = doubles = 0
    rows = iter(rows)
    for row in islice(rows, MAX_ROWS):
        story = story_of(row)
        if story is None:
            left_out += 1
        elif (key := story_key(story.article)) in kept:
            doubles += 1
        else:
            kept[key] = story
        if len(kept) == MAX_STORIES:
            break
    too_many = sum(1 for _ in rows)
    if left_out and not kept:
        raise UserError(
            "None of what is in that file is a story: each needs a title or a web link."
        )
    return Reading(
        collection=replace(head, stories=tuple(kept.values())),
        keys=tuple(kept),
        left_out=left_out,
        doubles=doubles,
        too_many=too_many,
    )


def head_from(values: Mapping[str, Any]) -> FiledCollection:
    """Return name, description and order, as far as values by these names are usable."""
    name = line(values.get("name"), MAX_NAME)
    order = values.get("order")
    return FiledCollection(
        name=name if shows(name) else "",
        description=line(values.get("description"), MAX_DESCRIPTION),
        order=Order(order) if isinstance(order, str) and order in set(Order) else Order.NEWEST,
    )


def story_from(values: Mapping[str, Any]) -> FiledStory | None:
    """Return a story of values by name, None if they have neither a title nor a link.

    The names are those of Article, FiledStory and, in ``photos`` and ``sources``, of Photo and Source;
    a time is a string of ISO 8601, in UTC if it does not say.
    """
    title, link = line(values.get("title"), MAX_TITLE), web_link(values.get("link"))
    if not (shows(title) or link):
        return None
    article = Article(
        title=title,
        link=link,
        outlet=line(values.get("outlet"), MAX_LABEL),
        author=line(values.get("author"), MAX_LABEL) or None,
        published=time(values.get("published")),
        summary=markdown(values.get("summary")),
        sources=tuple(filter(None, map(_source, _mappings(values.get("sources"))))),
        language=line(values.get("language"), _MAX_LANGUAGE) or None,
        photos=tuple(filter(None, map(_photo, _mappings(values.get("photos"))))),
        sensitive=values.get("sensitive") is True,
    )
    return FiledStory(
        article=snapshot(article),
        saved_at=time(values.get("saved_at")),
        note=line(values.get("note"), MAX_NOTE),
    )


def _mappings(value: object) -> list[Mapping[str, Any]]:
    """Return the first values by name of a list, as many as a story has photos."""
    found = value[:MAX_PHOTOS] if isinstance(value, list) else []
    return [one for one in found if isinstance(one, Mapping)]


def _source(values: Mapping[str, Any]) -> Source | None:
    name = line(values.get("name"), MAX_LABEL)
    return Source(name=name, link=web_link(values.get("link"))) if name else None


def _photo(values: Mapping[str, Any]) -> Photo | None:
    address = values.get("url")
    url = photo_url(address) if isinstance(address, str) else None
    if url is None:
        return None
    return Photo(
        url=url,
        credit=_line_or_none(values.get("credit"), MAX_LABEL),
        role=_line_or_none(values.get("role"), MAX_LABEL),
        caption=_line_or_none(values.get("caption"), MAX_SUMMARY),
        alt=_line_or_none(values.get("alt"), MAX_SUMMARY),
        width=_side(values.get("width")),
        height=_side(values.get("height")),
        sensitive=values.get("sensitive") is True,
    )


def _side(value: object) -> int | None:
    usable = isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _MAX_SIDE
    return value if usable and isinstance(value, int) else None


def line(value: object, most: int) -> str:
    """Return a value as clean text on one line of at most ``most`` characters; "" for no text."""
    if not isinstance(value, str):
        return ""
    text = plain(value[: most * 8])  # what is taken out of a text is never that much
    return text if len(text) <= most else cut(text, most)


def _line_or_none(value: object, most: int) -> str | None:
    return line(value, most) if isinstance(value, str) else None


def web_link(value: object) -> str | None:
    """Return an http(s) link as links are stored; None for all else."""
    link = canonical_link(value) if isinstance(value, str) else ""
    return link if link and host_of(link) else None


def time(value: object) -> datetime | None:
    """Return the time that a text names, in UTC; None for what no story of a film can have."""
    if not isinstance(value, str) or len(value) > _LONGEST_DATE:
        return None
    try:
        found = datetime.fromisoformat(_UTC_WORD.sub("+00:00", value.strip()))
        found = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return found if _FIRST <= found < _LAST else None


def markdown(value: object) -> str:
    """Return text as the Discord Markdown that summaries are: lines, lists, emphasis, no more.

    All else is escaped, as it is in the summaries that we make; those come back unchanged (S46).
    """
    if not isinstance(value, str):
        return ""
    lines = value[: MAX_SUMMARY * 4].replace("\r\n", "\n").split("\n")
    return "\n".join(map(_markdown_line, lines)).strip("\n")


def _markdown_line(text: str) -> str:
    found = _ITEM.match(text)
    indent, mark, rest = found.groups("") if found else ("", "", text)
    rest = rest.replace(_EMPHASIS, "").replace(_APART, "").replace("*\u2060*", f"*{_APART}*")
    rest = escape(_bare(rest, emphasis=_EMPHASIS))
    rest = rest.replace(_EMPHASIS, "*").replace(_APART, "\u2060")
    return f"{indent}{mark}{rest}" if rest else ""


def bare(summary: str) -> str:
    """Return Discord Markdown as the text that it shows, in its lines; items begin with a dot."""
    lines = (re.sub(r"^ *- ", "• ", one) for one in summary.split("\n"))
    return "\n".join(_bare(one, emphasis="").strip() for one in lines)


def _bare(text: str, *, emphasis: str) -> str:
    """Return a line without its escapes; its asterisks that were none become ``emphasis``."""
    parts = _ESCAPED.split(text)
    parts[::2] = [part.replace("*", emphasis).replace("@\u200b", "@") for part in parts[::2]]
    return "".join(parts)
