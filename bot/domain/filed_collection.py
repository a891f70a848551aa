"""A collection as a file holds it; and what is believed of a file from anywhere.

Nothing in a file is trusted: text becomes clean text, only http(s) links stay, and whatever is of
another kind than it should be is as if it were not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.domain.collection import (
    MAX_STORIES,
    Order,
    story_key,
)
from bot.domain.error import UserError
from bot.domain.model import Article

_FIRST_YEAR: Final = 1895  # the first film that was shown to an audience
_LAST_YEAR: Final = 9000
_MAX_SIDE: Final = 100_000
_TIME = re.compile(r"\d{4}-\d\d?-\d\d?.{0,40}", re.DOTALL)


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

    ``left_out`` counts what was no usable story, ``doubles`` those that stood there before, and
    ``too_many`` those beyond MAX_STORIES, which nobody looked at.
    """

    collection: FiledCollection
    left_out: int = 0
    doubles: int = 0
    too_many: int = 0


def reading(head: FiledCollection, found: Iterable[FiledStory | None]) -> Reading:
    """Return a collection with the stories of a file, each once; None is one that is not usable."""
    kept: dict[str, FiledStory] = {}
    left_out = doubles = too_many = 0
    stories = iter(found)
    for story in stories:
        if story is None:
            left_out += 1
        elif (key := story_key(story.article)) in kept:
            doubles += 1
        else:
            kept[key] = story
        if len(kept) == MAX_STORIES:
            break
    too_many = sum(1 for _ in stories)
    if not kept and (left_out or too_many):
        raise UserError(
            "None of what is in that file is a story: each needs a title or a web link."
        )
    collection = FiledCollection(
        name=head.name,
        description=head.description,
        order=head.order,
        stories=tuple(kept.values()),
    )
    return Reading(collection=collection, left_out=left_out, doubles=doubles, too_many=too_many)
