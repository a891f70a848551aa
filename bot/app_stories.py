"""The composition root's part for stories that somebody looks for."""

from __future__ import annotations

from dataclasses import dataclass

from bot.services.finding import Finding
from bot.services.ports import Clock
from bot.services.relating import Relating
from bot.services.searching import Searching
from bot.storage.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Stories:
    """The services that find stories."""

    finding: Finding
    relating: Relating
    searching: Searching


def compose_stories(db: Database, clock: Clock) -> Stories:
    """Put together all that finds stories."""
    finding = Finding(db=db)
    return Stories(
        finding=finding,
        relating=Relating(db=db, clock=clock),
        searching=Searching(db=db, finding=finding, clock=clock),
    )
