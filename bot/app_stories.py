"""The composition root's part for stories that somebody looks for."""

from __future__ import annotations

from dataclasses import dataclass

from bot.services.finding import Finding
from bot.services.ports import Clock
from bot.services.relating import Relating
from bot.storage.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Stories:
    """The services that find stories."""

    finding: Finding
    relating: Relating


def compose_stories(db: Database, clock: Clock) -> Stories:
    """Put together all that finds stories."""
    return Stories(finding=Finding(db=db), relating=Relating(db=db, clock=clock))
