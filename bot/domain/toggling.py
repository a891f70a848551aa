"""Toggling: who changes a vote again and again is counted once that settles."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import datetime, timedelta
from typing import Final

MINUTE: Final = timedelta(minutes=1)
QUIET: Final = timedelta(seconds=5)
"""So long a person has to leave a vote alone for it to count as settled."""


class Toggling:
    """Count the changes that each person makes to one vote within a minute."""

    def __init__(self) -> None:
        self._changes: dict[Hashable, list[datetime]] = {}
        self._pruned_at: datetime | None = None

    def is_restless(self, who: Hashable, at: datetime, *, most: int) -> bool:
        """Note a change, and tell whether it is one too many.

        ``at`` never goes back, unless a change that was told of before is told of again.
        """
        self._prune(at)
        lately = self._changes.get(who)
        if lately is None:
            self._changes[who] = [at]
            return most < 1
        if at > lately[-1]:
            lately.append(at)
        while at - lately[0] >= MINUTE:
            del lately[0]
        return sum(one <= at for one in lately) > most

    def _prune(self, now: datetime) -> None:
        """Forget, once a minute, who has been quiet for one."""
        if self._pruned_at is not None and now - self._pruned_at < MINUTE:
            return
        self._pruned_at = now
        quiet = [who for who, lately in self._changes.items() if now - lately[-1] >= MINUTE]
        for who in quiet:
            del self._changes[who]
