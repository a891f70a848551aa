"""JSON read in steps: a large file in a thread of its own lets the others work between two of them.

The decoder of the standard library holds Python's lock until it is through with all of a text.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final

MAX_ITEMS: Final = 200_000
"""Items of a list that is read in steps."""

_DECODER = json.JSONDecoder()
_BLANK = re.compile(r"[ \t\n\r]*")


def loads(text: str, *, depth: int = 2) -> Any:  # noqa: ANN401 - whatever the text says
    """Return what a JSON text says; lists and objects down to ``depth`` levels are read in steps.

    Raises ValueError for what is no JSON, or a list of more than MAX_ITEMS there, and RecursionError
    for what is nested too deeply.
    """
    value, at = _value(text, _start(text, 0), depth)
    if _start(text, at) != len(text):
        raise ValueError("there is more than one value")
    return value


def _value(text: str, at: int, depth: int) -> tuple[Any, int]:
    if depth and text.startswith("[", at):
        return _list(text, _start(text, at + 1), depth - 1)
    if depth and text.startswith("{", at):
        return _object(text, _start(text, at + 1), depth - 1)
    return _DECODER.raw_decode(text, at)


def _list(text: str, at: int, depth: int) -> tuple[list[Any], int]:
    items: list[Any] = []
    if text.startswith("]", at):
        return items, at + 1
    while len(items) < MAX_ITEMS:
        item, at = _value(text, at, depth)
        items.append(item)
        ended, at = _next(text, at, "]")
        if ended:
            return items, at
    raise ValueError("the list is too long")


def _object(text: str, at: int, depth: int) -> tuple[dict[str, Any], int]:
    members: dict[str, Any] = {}
    if text.startswith("}", at):
        return members, at + 1
    while len(members) < MAX_ITEMS:
        if not text.startswith('"', at):
            raise ValueError("a name is missing")
        name, at = _DECODER.raw_decode(text, at)
        at = _start(text, at)
        if not text.startswith(":", at):
            raise ValueError("a colon is missing")
        members[name], at = _value(text, _start(text, at + 1), depth)
        ended, at = _next(text, at, "}")
        if ended:
            return members, at
    raise ValueError("the object is too large")


def _next(text: str, at: int, end: str) -> tuple[bool, int]:
    """Return whether a list or object ends here, and where what follows begins."""
    at = _start(text, at)
    if text.startswith(end, at):
        return True, at + 1
    if not text.startswith(",", at):
        raise ValueError("a comma is missing")
    return False, _start(text, at + 1)


def _start(text: str, at: int) -> int:
    """Return where the blanks from here on end."""
    found = _BLANK.match(text, at)
    return found.end() if found else at
