"""The journal: what Discord's gateway told lately, to be set over answers that may be older."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.domain.vote import Change

KEPT = timedelta(minutes=5)  # longer than any answer is under way


class Journal:
    """Remember the changes of the last minutes, in their order."""

    def __init__(self) -> None:
        self._changes: deque[Change] = deque()

    def add(self, changes: Iterable[Change], now: datetime) -> None:
        """Append changes, and forget those that are too old to matter."""
        self._changes.extend(changes)
        while self._changes and now - self._changes[0].at > KEPT:
            self._changes.popleft()

    def since(self, message_id: int, moment: datetime) -> list[Change]:
        """Return what happened under a message since then, oldest first."""
        return [
            change
            for change in self._changes
            if change.message_id == message_id and change.at >= moment
        ]
