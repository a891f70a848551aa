"""The composition root's part for what people keep."""

from __future__ import annotations

from dataclasses import dataclass

from bot.services.collecting import Collecting
from bot.services.ports import Clock
from bot.services.purging import Purging
from bot.storage.database import Database
from bot.worker import Bell, Worker

_PURGED_AT_ONCE = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The services of what people keep, and their workers."""

    collecting: Collecting
    workers: tuple[Worker, ...]


def compose_people(db: Database, clock: Clock) -> People:
    """Put together all that collections need."""
    on_delete = Bell()
    collecting = Collecting(db=db, clock=clock, on_delete=on_delete)
    purger = Worker("purging", Purging(db=db, clock=clock), clock=clock, limit=_PURGED_AT_ONCE)
    on_delete.wakes(purger)
    return People(collecting=collecting, workers=(purger,))
