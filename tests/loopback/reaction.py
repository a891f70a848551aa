"""Who reacted to a message with what, now and some seconds ago."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.loopback.world import User


@dataclass(frozen=True, slots=True)
class Change:
    """One reaction that came or went, at a moment of ``time.monotonic``."""

    at: float
    emoji: str
    user: User
    burst: bool
    added: bool


@dataclass(eq=False)
class Reactions:
    """The reactions of one message: ``by_emoji`` has the users of each emoji, by their ids.

    ``burst`` names those that are super reactions; a user has one kind of an emoji, never both.
    """

    by_emoji: dict[str, dict[int, User]] = field(default_factory=dict)
    burst: set[tuple[str, int]] = field(default_factory=set)
    _changes: list[Change] = field(default_factory=list, repr=False)

    def add(self, user: User, emoji: str, *, burst: bool, noted: bool) -> bool:
        """Add a reaction; tell whether it was new. What is ``noted`` can be looked back at."""
        if user.id in self.by_emoji.get(emoji, ()):
            return False
        self._put(user, emoji, burst)
        if noted:
            self._changes.append(Change(time.monotonic(), emoji, user, burst, added=True))
        return True

    def remove(self, user: User, emoji: str, *, noted: bool) -> bool | None:
        """Remove a reaction; return whether it was a super reaction, None if there was none."""
        if user.id not in self.by_emoji.get(emoji, ()):
            return None
        burst = (emoji, user.id) in self.burst
        self._take(user, emoji)
        if noted:
            self._changes.append(Change(time.monotonic(), emoji, user, burst, added=False))
        return burst

    def clear(self, emoji: str | None, *, noted: bool) -> bool:
        """Remove all reactions, or all of one emoji; tell whether there was any."""
        cleared = [emoji] if emoji is not None else list(self.by_emoji)
        gone = [(user, one) for one in cleared for user in self.by_emoji.get(one, {}).values()]
        for user, one in gone:
            self.remove(user, one, noted=noted)
        return bool(gone)

    def ago(self, seconds: float) -> Reactions:
        """Return the reactions as they were, no further back than changes were noted."""
        if not self._changes or not seconds:
            return self
        then = time.monotonic() - seconds
        past = Reactions({one: dict(users) for one, users in self.by_emoji.items()}, {*self.burst})
        for change in reversed(self._changes):
            if change.at <= then:
                break
            past._undo(change)
        return past

    def _undo(self, change: Change) -> None:
        if change.added:
            self._take(change.user, change.emoji)
        else:
            self._put(change.user, change.emoji, change.burst)

    def _put(self, user: User, emoji: str, burst: bool) -> None:
        self.by_emoji.setdefault(emoji, {})[user.id] = user
        if burst:
            self.burst.add((emoji, user.id))

    def _take(self, user: User, emoji: str) -> None:
        users = self.by_emoji[emoji]
        del users[user.id]
        self.burst.discard((emoji, user.id))
        if not users:
            del self.by_emoji[emoji]
