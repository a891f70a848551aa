"""Where in a collection a story was opened: the state of its buttons."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from discord import ui

from bot.language import marked, t

PAGE_OF = r"(?P<collection>\d{1,18}):(?P<page>\d{1,4})"
"""The pattern of a collection's page in a ``custom_id``."""

SAVED = rf"{PAGE_OF}:(?P<saved>\d{{1,18}})"
"""The pattern of a SavedPlace there."""

_LABELS: Final = {
    "savednote": marked("Note…"),
    "savedmove": marked("Move…"),
    "savedopen": marked("Cancel"),
    "savedremove": marked("Remove"),
    "savedback": marked("Put it back"),
    "savedfirst": marked("To the top"),
    "savedup": marked("↑ Up"),
    "saveddown": marked("↓ Down"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPlace:
    """A saved story, and the page of its collection to which its buttons lead back."""

    collection_id: int
    page: int
    saved_id: int

    @property
    def id(self) -> str:
        """Return it as a ``custom_id`` holds it."""
        return f"{self.collection_id}:{self.page}:{self.saved_id}"


def place_of(match: re.Match[str]) -> SavedPlace:
    """Return the place that a ``custom_id`` names."""
    return SavedPlace(
        collection_id=int(match["collection"]),
        page=int(match["page"]),
        saved_id=int(match["saved"]),
    )


def saved_button(action: str, place: SavedPlace) -> ui.Button[Any]:
    """Return a button that does something with a saved story."""
    return ui.Button(label=t(_LABELS[action]), custom_id=f"nr:{action}:{place.id}")
