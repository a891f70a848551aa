"""The journal: what Discord's gateway told lately, to be set over answers that may be older."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from bot.domain.vote import Change

KEPT = timedelta(minutes=5)


class Journal:
    """Remember the changes of the last minutes, in their order."""

    def __init__(self) -> None:
        self._changes: deque[Change] = deque()
        self._wanted: list[datetime] = []

    @contextmanager
    def kept_since(self, moment: datetime) -> Iterator[None]:
        """Forget nothing since then for the time of the block, however long an answer takes."""
        self._wanted.append(moment)
        try:
            yield
        finally:
            self._wanted.remove(moment)

    def add(self, changes: Iterable[Change], now: datetime) -> None:
        """Append changes, and forget those that are too old to matter."""
        self._changes.extend(changes)
        oldest = min((now - KEPT, *self._wanted))
        while self._changes and self._changes[0].at < oldest:
            self._changes.popleft()

    def since(self, message_id: int, moment: datetime) -> list[Change]:
        """Return what happened under a message since then, oldest first."""
        return [
            change
            for change in self._changes
            if change.message_id == message_id and change.at >= moment
        ]
