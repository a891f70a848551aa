"""Which articles are the same one: keys, and what to make of them."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class KeyKind(StrEnum):
    """The ways by which an article is known, strongest first."""

    GUID = "guid"
    NORMAL_GUID = "normal_guid"
    LINK = "link"
    TITLE_DAY = "title_day"


class Key(NamedTuple):
    """One way to know an article.

    ``feed_id`` is the feed in which the key holds; 0 for a link, which holds everywhere.
    """

    kind: KeyKind
    feed_id: int
    value: str
