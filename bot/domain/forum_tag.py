"""Which tags of a forum a post gets: those that are called as a category of its article is."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from bot.domain.text import letters

MOST_TAGS: Final = 5
"""Tags of one post in a forum; Discord takes no more."""


class ForumTag(NamedTuple):
    """A tag of a forum; one that is ``moderated`` only moderators of its threads may use."""

    id: int
    name: str
    moderated: bool = False


def fitting_tags(
    tags: Sequence[ForumTag],
    categories: Iterable[str],
    *,
    required: bool = False,
    moderator: bool = False,
) -> tuple[int, ...]:
    """Return the ids of the tags for a post, those of its first categories first.

    A tag fits a category with the same letters and digits, whatever their case. Where the forum
    demands a tag and none fits, its first one is used; nothing is returned where there is none to use.
    """
    free = [one for one in tags if moderator or not one.moderated]
    by_name = {_key(one.name): one.id for one in reversed(free) if _key(one.name)}
    wanted = dict.fromkeys(_key(category) for category in categories)
    fitting = [by_name[key] for key in wanted if key in by_name][:MOST_TAGS]
    if required and not fitting:
        fitting = [one.id for one in free[:1]]
    return tuple(fitting)


def _key(name: str) -> str:
    return letters(unicodedata.normalize("NFKC", name))
