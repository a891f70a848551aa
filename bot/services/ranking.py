"""Ranking: the best stories of a server, and what one person voted on there."""

from __future__ import annotations

from bot.services.ports import Clock
from bot.storage.database import Database


class Ranking:
    """Tell which stories are on top, and what somebody voted."""

    def __init__(self, *, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
