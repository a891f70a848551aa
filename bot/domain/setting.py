"""What moderators set: for one feed in one channel, and for a whole server.

All of it has a default that suits a quiet news channel, so that nobody has to set anything. What is
stored is read tolerantly: a value that this version does not know counts as not set.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import time
from enum import StrEnum
from typing import Any


class Look(StrEnum):
    """How a story looks in a channel."""

    GALLERY = "gallery"  # all photos
    ONE_PHOTO = "one photo"
    COMPACT = "compact"  # a small photo beside the text
    TEXT = "text"  # no photo


SUMMARY_LENGTHS = (0, 150, 350, 1000)
"""How many characters of the summary a card may show; 350 unless somebody chose."""

MOST_PER_HOUR = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """Hours in which nothing is posted, by the clock of the server's time zone.

    From ``start`` to just before ``end``; over midnight where ``end`` is earlier.
    """

    start: time
    end: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a feed is posted in a channel.

    ``summary`` is one of SUMMARY_LENGTHS. ``language`` is that of the card's own words, None for the
    server's. ``must`` and ``must_not`` are filter rules as they were typed: a story is posted if one
    of the first holds (or there is none) and none of the second. ``mention_role`` is the id of the one
    role that a post may mention, ``mention_when`` the rules of which one must hold for it; where
    there are none, each post mentions it. ``max_per_hour`` (1 to MOST_PER_HOUR) bounds the posts of
    an hour, the rest goes into one digest card (L26). ``thread`` starts a thread under each post,
    ``publish`` publishes posts of an announcement channel to those who follow it. ``accent`` is the
    card's colour, 0xRRGGBB, None for the outlet's own.
    """

    look: Look = Look.GALLERY
    summary: int = 350
    language: str | None = None
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    mention_role: int | None = None
    mention_when: tuple[str, ...] = ()
    max_per_hour: int | None = None
    quiet: Quiet | None = None
    thread: bool = False
    publish: bool = False
    accent: int | None = None

    @property
    def filters(self) -> bool:
        """Tell whether there are rules for what is posted."""
        return bool(self.must or self.must_not)

    @property
    def paced(self) -> bool:
        """Tell whether posts may have to wait for an hour of their own."""
        return self.max_per_hour is not None or self.quiet is not None


DEFAULTS = Settings()
"""How a feed is posted that nobody set anything for."""


def to_plain(settings: Settings) -> dict[str, Any]:
    """Return settings as values of JSON, without those that have their default."""
    return {
        one.name: _plain(value)
        for one in fields(settings)
        if (value := getattr(settings, one.name)) != one.default
    }


def differences(before: Settings, after: Settings) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what was and what is, of the settings that differ, as values of JSON."""
    names = [
        one.name
        for one in fields(Settings)
        if getattr(before, one.name) != getattr(after, one.name)
    ]
    return (
        {name: _plain(getattr(before, name)) for name in names},
        {name: _plain(getattr(after, name)) for name in names},
    )


def from_plain(values: Mapping[str, Any]) -> Settings:
    """Return the settings of such values; what is unknown counts as not set."""
    known: dict[str, Any] = {}
    for one in fields(Settings):
        try:
            if one.name in values:
                known[one.name] = _READ.get(one.name, _same)(values[one.name])
        except (TypeError, ValueError):  # a later version wrote it
            continue
    return Settings(**known)


def _plain(value: object) -> object:
    if isinstance(value, Quiet):
        return [f"{value.start:%H:%M}", f"{value.end:%H:%M}"]
    return list(value) if isinstance(value, tuple) else value


def _same(value: object) -> object:
    return value


def _quiet(value: list[str]) -> Quiet:
    start, end = map(time.fromisoformat, value)
    return Quiet(start=start, end=end)


_READ: dict[str, Callable[[Any], object]] = {
    "look": Look,
    "quiet": _quiet,
    "must": tuple,
    "must_not": tuple,
    "mention_when": tuple,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    """What holds for a whole server.

    ``time_zone`` is a name of the IANA database. ``language`` is that of what is posted for all to
    read, None for the one that the server has in Discord. ``notice_channel_id`` is where moderators
    are told of changes. Members with one of ``manager_roles`` may configure, as those may who have
    Manage Server.
    """

    guild_id: int
    time_zone: str = "UTC"
    language: str | None = None
    notice_channel_id: int | None = None
    manager_roles: tuple[int, ...] = ()
