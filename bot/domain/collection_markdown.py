"""Collections as Markdown: a page to read, with pictures and credits, that can be read back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from bot.domain.error import UserError
from bot.domain.filed_collection import (
    FiledCollection,
    FiledStory,
    Reading,
    head_from,
    reading,
    story_from,
)
from bot.domain.model import Photo, Source

_MARK = "<!-- newsreel-collection 1"
_OURS = re.compile(rf"^{_MARK}(?: order:(\w{{1,20}}))? -->$", re.MULTILINE)
_SPECIAL = re.compile(r"[\\`*_\[\]<>~|&$#!]")
_AT_START = re.compile(r"^(?=[+=-])|^(?<!\d)(\d{1,9})(?=[.)])")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_LABEL = r"\[((?:\\.|[^\[\]\\]){0,1500})\]"
_LINKED = re.compile(rf"^{_LABEL}\(<([^<>\s]+)>\)$")
_PHOTO = re.compile(rf"^(!?){_LABEL}\(<([^<>\s]+)>\)(?: (.{{0,600}}))?$")
_CREDIT = "📷 "
_HIDDEN = "(hidden)"
_ANY_LINK = re.compile(r"(?<!!)\[([^\[\]\n]{0,500})\]\(<?(https?://[^\s<>()]{1,2000})>?\)")
_FIELD = re.compile(r"^- (Outlet|Author|Published|Saved|Note|Source|Language|Photos): (.*)$")


def write_markdown(collection: FiledCollection) -> str:
    """Return a collection as a page of CommonMark."""
    head = [f"# {_escaped(collection.name)}", f"{_MARK} order:{collection.order.value} -->"]
    if collection.description:
        head.append(_escaped(collection.description))
    return "\n\n".join([*head, *map(_story_text, collection.stories)]) + "\n"


def read_markdown(text: str) -> Reading:
    """Return the stories of a page that we made, else those that its links are; raises UserError."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if ours := _OURS.search(text):
        head, *stories = re.split(r"^## ", text, flags=re.MULTILINE)
        return reading(_head(head, ours), stories, _story)
    rows = _ANY_LINK.findall(text)
    if not rows:
        raise UserError(
            "There is no link in that file. A line such as [title](https://…) makes one."
        )
    return reading(
        FiledCollection(),
        rows,
        lambda row: story_from({"title": _unescaped(row[0]), "link": row[1]}),
    )


def _story_text(story: FiledStory) -> str:
    article = story.article
    title = _escaped(article.title)
    parts = [f"## [{title}](<{article.link}>)" if article.link else f"## {title}"]
    if fields := "\n".join(f"- {label}: {text}" for label, text in _fields(story) if text):
        parts.append(fields)
    if article.summary:
        parts.append("\n".join(f"> {line}".rstrip() for line in article.summary.split("\n")))
    parts += [_photo_text(photo) for photo in article.photos]
    return "\n\n".join(parts)


def _fields(story: FiledStory) -> Iterator[tuple[str, str]]:
    article = story.article
    yield "Outlet", _escaped(article.outlet)
    yield "Author", _escaped(article.author or "")
    yield "Published", _moment(article.published)
    yield "Language", _escaped(article.language or "")
    for source in article.sources:
        yield "Source", _source_text(source)
    yield "Saved", _moment(story.saved_at)
    yield "Note", _escaped(story.note)
    yield "Photos", "hidden" if article.sensitive else ""


def _source_text(source: Source) -> str:
    name = _escaped(source.name)
    return f"[{name}](<{source.link}>)" if source.link else name


def _photo_text(photo: Photo) -> str:
    """Return a photo with its credit; one that is hidden is a link, which shows nothing by itself."""
    image = f"{'' if photo.sensitive else '!'}[{_escaped(photo.alt or '')}](<{photo.url}>)"
    after = [_HIDDEN] * photo.sensitive + [_CREDIT + _escaped(photo.credit or "")] * bool(
        photo.credit
    )
    return " ".join([image, *after])


def _moment(at: datetime | None) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S UTC") if at else ""


def _escaped(text: str) -> str:
    return _AT_START.sub(r"\1\\", _SPECIAL.sub(r"\\\g<0>", " ".join(text.split())))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)


def _head(text: str, ours: re.Match[str]) -> FiledCollection:
    lines = [line for line in text.split("\n") if line.strip() and not line.startswith(_MARK)]
    titled = bool(lines) and lines[0].startswith("# ")
    return head_from(
        {
            "name": _unescaped(lines[0][2:]) if titled else "",
            "description": _unescaped(" ".join(lines[titled:])),
            "order": ours[1],
        }
    )


def _story(text: str) -> FiledStory | None:
    title, *lines = text.split("\n")
    linked = _LINKED.match(title.strip())
    values: dict[str, Any] = {
        "title": _unescaped(linked[1] if linked else title),
        "link": linked[2] if linked else None,
        "summary": "\n".join(line[2:] for line in lines if line.startswith(">")),
        "photos": [_photo_values(found) for line in lines if (found := _PHOTO.match(line))],
        "sources": [],
    }
    for field in filter(None, map(_FIELD.match, lines)):
        _set_field(values, field[1], field[2])
    return story_from(values)


def _set_field(values: dict[str, Any], label: str, text: str) -> None:
    if label == "Source":
        linked = _LINKED.match(text)
        name, link = (linked[1], linked[2]) if linked else (text, None)
        values["sources"].append({"name": _unescaped(name), "link": link})
    elif label == "Saved":
        values["saved_at"] = text
    elif label == "Photos":
        values["sensitive"] = text == "hidden"
    else:
        values[label.lower()] = _unescaped(text)


def _photo_values(found: re.Match[str]) -> dict[str, Any]:
    _, before, credit = (found[4] or "").partition(_CREDIT)
    return {
        "url": found[3],
        "alt": _unescaped(found[2]) or None,
        "credit": _unescaped(credit) if before else None,
        "sensitive": not found[1],
    }
