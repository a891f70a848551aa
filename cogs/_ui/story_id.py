"""The state of a card's buttons: an action and a story's id, in the ``custom_id``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

ADD = "add"
RELATED = "related"

_CUSTOM_ID = re.compile(rf"nr:(?:{ADD}|{RELATED}):(\d{{1,20}})")


def custom_id(action: str, story_id: int) -> str:
    """Return the ``custom_id`` of a story's button; it never changes, so that it works for ever."""
    return f"nr:{action}:{story_id}"


def template(action: str) -> str:
    """Return the pattern of such ids, with the story's id as group ``story``."""
    return rf"nr:{action}:(?P<story>\d{{1,20}})"


def renewed(button_id: str, story_id: int) -> str:
    """Return the ``custom_id`` of a button for another story; one that is no story's stays."""
    match = _CUSTOM_ID.fullmatch(button_id)
    return f"{button_id[: match.start(1)]}{story_id}" if match else button_id


def story_ids(components: Iterable[Any]) -> set[int]:
    """Return the stories that a message's buttons belong to, however deep they are nested."""
    found: set[int] = set()
    for component in components:
        if match := _CUSTOM_ID.fullmatch(getattr(component, "custom_id", None) or ""):
            found.add(int(match[1]))
        found |= story_ids(getattr(component, "children", ()))
    return found
