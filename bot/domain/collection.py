"""Collections: a person's own sets of stories, and the rules of their names and bounds (V63).

A story that is saved is a snapshot: it stays readable when its post, feed, server or article is gone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Final

from bot.domain.error import UserError
from bot.domain.link import host_of, link_key
from bot.domain.model import MAX_PHOTOS, Article, Photo
from bot.domain.sentence import marked
from bot.domain.text import cut, cut_markdown, escape, plain

MAX_COLLECTIONS: Final = 200
"""Collections of a person."""

MAX_STORIES: Final = 2_000
"""Stories of a collection."""

MAX_NAME: Final = 60
MAX_DESCRIPTION: Final = 300
MAX_NOTE: Final = 200

UNDO: Final = timedelta(minutes=1)
"""How long a deletion, of a collection or of a story in one, can be taken back."""

TOP: Final = -MAX_STORIES
"""How far up a story is shifted to be the first, wherever it was."""

MAX_TITLE: Final = 300
MAX_SUMMARY: Final = 1_000
MAX_LABEL: Final = 150
"""Characters of an outlet, an author, a credit; a caption or alt text has MAX_SUMMARY."""


class Order(StrEnum):
    """In which order the stories of a collection are shown; NEWEST and OLDEST are by when saved."""

    NEWEST = "newest"
    OLDEST = "oldest"
    POINTS = "points"
    OWN = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """A person's own named set of stories, private unless made public.

    ``name`` has up to MAX_NAME code points (in UTF-16 maybe twice as many units: cut it for a label);
    ``name`` and ``description`` are text, not Markdown. ``used_at`` is when a story last came into
    it, at first when it was made. ``stories`` is how many it holds, ``copies`` how many people
    copied it.
    """

    id: int
    user_id: int
    name: str
    description: str = ""
    public: bool = False
    order: Order = Order.NEWEST
    created_at: datetime
    used_at: datetime
    stories: int = 0
    copies: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedStory:
    """A story in a collection, as it was when it was saved.

    ``story_id`` is None for one from a file that was never met here, ``guild_id`` where it was met:
    None for one that was copied or came from a file. ``note`` is the owner's own text, for nobody
    else. ``points`` are those of the server where it is looked at, None where it has none there.
    """

    id: int
    collection_id: int
    story_id: int | None
    guild_id: int | None
    saved_at: datetime
    note: str = ""
    article: Article
    points: int | None = None


# Signs that look the same, or nearly so; and those that choose the look of the sign before.
_ALIKE = str.maketrans("’‘ʼ‛′´`‐‑‒–—―−", "'''''''-------", "\ufe0e\ufe0f")
_UNSEEN = frozenset("CMZ")  # the categories of signs, marks and blanks that show nothing alone


def clean_name(text: str) -> str:
    """Return the name that a person means: trimmed, in NFC, without invisible characters (V63).

    Raises UserError if nothing is left to see, or more than MAX_NAME characters.
    """
    name = plain(text)
    if not shows(name):
        raise UserError("A collection needs a name, such as “Watch next”. Please type one.")
    if len(name) > MAX_NAME:
        raise UserError(
            "That name has {number:,} characters; {most} is the most. Please shorten it.",
            number=len(name),
            most=MAX_NAME,
        )
    return name


def shows(text: str) -> bool:
    """Tell whether a text has a character that can be seen by itself."""
    return any(unicodedata.category(char)[0] not in _UNSEEN for char in text)


def name_key(name: str) -> str:
    """Return the form in which two names that look the same are equal.

    Case, full-width forms, blanks, kinds of quotes and dashes make no difference (V63). Idempotent.
    """
    key = _folded(name)
    while (again := _folded(key)) != key:
        key = again
    return key


def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFKC", plain(text)).casefold()
    return plain(unicodedata.normalize("NFKC", folded).translate(_ALIKE))


def free_name(name: str, taken: Container[str]) -> str:
    """Return a name whose key is not among the ``taken`` ones: "Name", else "Name 2", "Name 3" …."""
    found, number = name, 1
    while name_key(found) in taken:
        number += 1
        ending = f" {number}"
        found = name[: MAX_NAME - len(ending)].rstrip() + ending
    return found


def quoted(name: str) -> str:
    """Return a name as sentences have it: in quotes, and as nothing but text."""
    return f"“{escape(name)}”"


def clean_description(text: str) -> str:
    """Return a description on one line; raises UserError beyond MAX_DESCRIPTION characters."""
    return _bounded(
        text,
        MAX_DESCRIPTION,
        marked(
            "That description has {number:,} characters; {most} is the most. Please shorten it."
        ),
    )


def clean_note(text: str) -> str:
    """Return a note on one line; raises UserError beyond MAX_NOTE characters."""
    return _bounded(
        text,
        MAX_NOTE,
        marked("That note has {number:,} characters; {most} is the most. Please shorten it."),
    )


def _bounded(text: str, most: int, refusal: str) -> str:
    text = plain(text)
    if len(text) > most:
        raise UserError(refusal, number=len(text), most=most)
    return text


def story_key(article: Article, story_id: int | None = None) -> str:
    """Return what a story is known by in a collection, where it is only once (V63).

    That is its link in whichever spelling (D11); without one the story's id, else its title.
    """
    if article.link and host_of(article.link):
        return link_key(article.link)
    if story_id is not None:
        return f"story:{story_id}"
    return f"title:{name_key(article.title)}"


def snapshot(article: Article, *, sensitive: bool = False) -> Article:
    """Return what is kept of an article: all that shows it, within bounds.

    ``sensitive`` hides its photos for good, as does a mark of the whole article.
    """
    hidden = sensitive or article.sensitive
    return replace(
        article,
        title=cut(article.title, MAX_TITLE),
        outlet=cut(article.outlet, MAX_LABEL),
        author=_cut(article.author, MAX_LABEL),
        summary=cut_markdown(article.summary, MAX_SUMMARY),
        sources=article.sources[:MAX_PHOTOS],
        categories=(),
        photos=tuple(_kept(photo, hidden=hidden) for photo in article.photos[:MAX_PHOTOS]),
        sensitive=hidden,
    )


def _kept(photo: Photo, *, hidden: bool) -> Photo:
    return replace(
        photo,
        credit=_cut(photo.credit, MAX_LABEL),
        role=_cut(photo.role, MAX_LABEL),
        caption=_cut(photo.caption, MAX_SUMMARY),
        alt=_cut(photo.alt, MAX_SUMMARY),
        fallbacks=(),
        sensitive=photo.sensitive or hidden,
    )


def _cut(text: str | None, limit: int) -> str | None:
    return None if text is None else cut(text, limit)


def shifted(places: Sequence[tuple[int, int]], saved_id: int, by: int) -> dict[int, int]:
    """Return the new places of the stories that get another one, when one is shifted.

    ``places`` are pairs of a saved story's id and its place, in their order; ``by`` is how far it
    goes down, or up if negative; past an end is at that end. As few change as can be: to an end the
    story alone, else those that it passes. Places that are not told apart are all made anew.
    """
    ids = [id_ for id_, _ in places]
    start = ids.index(saved_id)
    end = max(0, min(start + by, len(ids) - 1))
    if start == end:
        return {}
    numbers = [place for _, place in places]
    if any(one >= other for one, other in pairwise(numbers)):
        numbers = list(range(len(ids)))
    elif abs(start - end) > 1 and end in {0, len(ids) - 1}:
        return {saved_id: numbers[0] - 1 if end == 0 else numbers[-1] + 1}
    ids.insert(end, ids.pop(start))
    old = dict(places)
    return {id_: new for id_, new in zip(ids, numbers, strict=True) if old[id_] != new}


_WORD = re.compile(r"[^\w.-]+")


def file_stem(name: str) -> str:
    """Return a collection's name as that of a file: letters of all scripts, digits, no more."""
    return _WORD.sub("-", name).strip("-.")[:MAX_NAME] or "collection"
