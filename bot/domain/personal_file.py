"""The file of all that is kept of one person: JSON that explains itself, in parts where it is large."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

_PART = 100  # bytes that say which part it is
_MOST_STORIES = 200  # of a collection in one piece, where there are parts
_SAFE = 2**53  # larger numbers are not read alike everywhere

KEYS: Final = {
    "votes": "What you voted on: one for each story in a server.",
    "reactions": "Your reactions that I read under my messages; a vote follows from them. "
    "“counts” is “no” where a server’s rules leave you out.",
    "collections": "Your collections, each with the stories in it, as they are kept for you.",
    "copied": "Collections of others that you copied.",
    "hidden": "Collections of others that you hid in a server, as its moderator.",
    "follows": "The names that you follow. “direct_messages_closed_at” is when Discord told me that I "
    "can’t write to you, if it did, and “told_at” when I told you so.",
    "messages": "Stories that I wrote to you about, or am going to, and the name you follow for each; "
    "kept for a week, and then until newer ones come.",
    "feeds_added": "Feeds that you added to servers, as their moderator.",
}


class PersonalFile(NamedTuple):
    """A file, ready to be sent."""

    name: str
    content: bytes


def write_files(
    sections: Mapping[str, Any], *, user_id: int, now: datetime, limit: int
) -> tuple[PersonalFile, ...]:
    """Return what is kept of a person as one file, or as several of at most ``limit`` bytes each.

    ``sections`` are those of KEYS, as plain values. A single story that is larger makes a part that is.
    """
    about = {
        "what": "Everything that Newsreel keeps about you. Times are in UTC.",
        "your_discord_id": str(user_id),
        "made_at": now.isoformat(timespec="seconds"),
        "keys": {key: KEYS[key] for key in sections if key in KEYS},
    }
    whole = _written({"about": about, **sections})
    if len(whole) <= limit:
        return (PersonalFile("newsreel.json", whole),)
    parts = list(_parts(sections, limit - len(_written({"about": about})) - _PART))
    return tuple(
        PersonalFile(
            f"newsreel-{number}-of-{len(parts)}.json",
            _written({"about": {**about, "part": f"{number} of {len(parts)}"}, **part}),
        )
        for number, part in enumerate(parts, 1)
    )


def _parts(sections: Mapping[str, Any], limit: int) -> Iterator[dict[str, list[Any]]]:
    """Yield the pieces of all sections, in order, as many together as there is room for."""
    part: dict[str, list[Any]] = {}
    size = 0
    for key, piece in _pieces(sections):
        more = len(_written({key: [piece]}))
        if part and size + more > limit:
            yield part
            part, size = {}, 0
        part.setdefault(key, []).append(piece)
        size += more
    yield part


def _pieces(sections: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, values in sections.items():
        for value in values if isinstance(values, list | tuple) else [values]:
            stories = value.get("stories") if isinstance(value, Mapping) else None
            if not isinstance(stories, Sequence) or not stories:
                yield key, value
                continue
            for start in range(0, len(stories), _MOST_STORIES):
                yield key, {**value, "stories": stories[start : start + _MOST_STORIES]}


def _written(values: Mapping[str, Any]) -> bytes:
    text = json.dumps(_plain(values), ensure_ascii=False, indent=2)
    return text.encode("utf-8", errors="replace")


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever JSON takes
    """Return values as they are, but ids of Discord's as text."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, int) and abs(value) >= _SAFE:
        return str(value)
    return value
