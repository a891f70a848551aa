"""Files of collections: Markdown, CSV and JSON, written by us and read from anywhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from bot.domain.collection_csv import read_csv, write_csv
from bot.domain.collection_json import read_json, write_json
from bot.domain.collection_markdown import read_markdown, write_markdown
from bot.domain.error import UserError
from bot.domain.filed_collection import FiledCollection, FiledStory, Reading
from bot.domain.model import Photo

FILE_KINDS: Final = ("md", "csv", "json")

MAX_FILE: Final = 5 * 1024 * 1024
"""Bytes of a file that is read, and of one that is written."""

_ENCODINGS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}  # of a file that begins with these


class Written(NamedTuple):
    """A file; ``left_out`` names what there was no room for, "" for nothing."""

    content: bytes
    left_out: str = ""


def write_file(collection: FiledCollection, kind: str) -> Written:
    """Return a collection as a file of one of FILE_KINDS, of at most MAX_FILE bytes.

    JSON holds all; CSV and Markdown leave out what does not suit them: sizes, roles and captions of
    photos, fractions of a second, CSV also emphasis and the head of the collection. A collection
    too large for that loses its summaries, then all photos but the first of each story, then those.
    """
    for left_out, leaner in _LEANER.items():
        slim = replace(collection, stories=tuple(map(leaner, collection.stories)))
        written = Written(_WRITERS[kind](slim).encode("utf-8", "replace"), left_out)
        if len(written.content) <= MAX_FILE:
            return written
    return written


def read_file(filename: str, content: bytes) -> Reading:
    """Return what a file of ours holds, or JSON, CSV or Markdown from elsewhere with links in it.

    The name's ending says the kind, else the content does. Raises UserError, with what to do, for
    what is too large, no text, broken, or holds no story.
    """
    if len(content) > MAX_FILE:
        raise UserError(
            "That file is too large: {most} MB is the most. Please split it.",
            most=MAX_FILE // 1024**2,
        )
    text = _decoded(content)
    if not text.strip("\ufeff\x00 \r\n\t"):
        raise UserError("That file is empty. `/collection export` makes one that can be imported.")
    return _READERS[_kind(filename, text)](text)


def _decoded(content: bytes) -> str:
    try:
        return content.decode(_ENCODINGS.get(content[:2], "utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UserError(
            "That file isn’t text in UTF-8. Save it as such (in Excel: “CSV UTF-8”), then try again."
        ) from error


def _kind(filename: str, text: str) -> str:
    ending = PurePosixPath(filename.replace("\\", "/")).suffix.lower().removeprefix(".")
    if ending in _READERS:
        return ending
    first = text.lstrip("\ufeff \r\n\t")[:2_000].split("\n", 1)[0]
    if "](" in first or first.startswith("#"):
        return "md"
    if first.startswith(("{", "[")):
        return "json"
    return "csv" if any(sign in first for sign in ",;\t") else "md"


def _whole(story: FiledStory) -> FiledStory:
    return story


def _without_summary(story: FiledStory) -> FiledStory:
    return replace(story, article=replace(story.article, summary=""))


def _with_photos(story: FiledStory, photos: tuple[Photo, ...]) -> FiledStory:
    return replace(story, article=replace(story.article, summary="", photos=photos))


_WRITERS: Mapping[str, Callable[[FiledCollection], str]] = {
    "md": write_markdown,
    "csv": write_csv,
    "json": write_json,
}
_READERS: Mapping[str, Callable[[str], Reading]] = {
    "md": read_markdown,
    "markdown": read_markdown,
    "csv": read_csv,
    "tsv": read_csv,
    "json": read_json,
}
_LEANER: Mapping[str, Callable[[FiledStory], FiledStory]] = {
    "": _whole,
    "the summaries": _without_summary,
    "the summaries, and all photos but the first of each story": lambda story: _with_photos(
        story, story.article.photos[:1]
    ),
    "the summaries and the photos": lambda story: _with_photos(story, ()),
}
