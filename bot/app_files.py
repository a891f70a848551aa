"""The composition root's part for lists of feeds: those of servers, and the one to start with."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.services.importing import Importing
from bot.services.ports import Clock, Reader
from bot.services.starting import Starting
from bot.services.subscribing import Subscribing
from bot.storage.database import Database

_NAME = "starter.opml"
# In a checkout, and where pip puts it (see pyproject.toml).
_PLACES = (
    Path(__file__).resolve().parents[1] / "data" / _NAME,
    Path(sys.prefix) / "share" / "newsreel" / _NAME,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """The services for lists of feeds."""

    importing: Importing
    starting: Starting


def compose_files(
    db: Database,
    reader: Reader,
    subscribing: Subscribing,
    clock: Clock,
    *,
    may_ask: Callable[[str], bool],
    on_feeds: Callable[[], None],
) -> Files:
    """Put them together; ``on_feeds`` is called when feeds may be due."""
    return Files(
        importing=Importing(db=db, reader=reader, clock=clock, may_ask=may_ask, on_change=on_feeds),
        starting=Starting(db=db, reader=reader, subscribing=subscribing, load=starter_list),
    )


def starter_list() -> bytes:
    """Return the curated list of film-news feeds; raises OSError where it is missing."""
    place = next((place for place in _PLACES if place.is_file()), _PLACES[0])
    return place.read_bytes()
