"""Votes: what reactions make of them, and what a run of changes comes to (D16, V61)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import NamedTuple

from bot.domain.emoji import DOWN, UP, emoji_key


class Kind(Enum):
    """What happened under a message."""

    ADDED = "added"
    REMOVED = "removed"
    CLEARED = "cleared"


class Change(NamedTuple):
    """A change of the reactions under a message, as Discord told of it.

    ``emoji`` is as Discord names it: the characters, or the id of a custom one; for CLEARED it may
    be empty, then all went. ``bot`` is set for a person who is one, ``own`` for this bot itself;
    ``joined_at`` is when the person joined the server, where that is known.
    """

    kind: Kind
    message_id: int
    at: datetime
    user_id: int = 0
    emoji: str = ""
    bot: bool = False
    own: bool = False
    joined_at: datetime | None = None


class Reactor(NamedTuple):
    """A person's reaction under a message."""

    user_id: int
    emoji: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteRules:
    """How a server votes.

    ``up`` and ``down`` are emoji ("👍" or "name:id"); of a post, ``former_up`` and ``former_down`` are
    those that stood in their places and count as well. Accounts younger than ``min_account_age`` and
    members for less than ``min_membership`` are left out, for the reactions that they make then. A
    person who changes a vote more than ``most_toggles`` times a minute is counted once it settles.
    """

    up: str = UP
    down: str = DOWN
    min_account_age: timedelta = timedelta(0)
    min_membership: timedelta = timedelta(0)
    most_toggles: int = 12
    former_up: str | None = None
    former_down: str | None = None

    def value_of(self, emoji: str) -> int:
        """Return what a reaction is worth: 1, -1, or 0 for one that is no vote (V59)."""
        key = emoji_key(emoji)
        if key == emoji_key(self.up):
            return 1
        if key == emoji_key(self.down):
            return -1
        if self.former_up and key == emoji_key(self.former_up):
            return 1
        return -1 if self.former_down and key == emoji_key(self.former_down) else 0

    def counts(self, change: Change) -> bool:
        """Tell whether a reaction is counted (V58); who joined when nobody knows passes."""
        if change.bot or change.own:
            return False
        if self.min_account_age and change.at - made_at(change.user_id) < self.min_account_age:
            return False
        joined = change.joined_at
        return not (self.min_membership and joined and change.at - joined < self.min_membership)


def made_at(snowflake: int) -> datetime:
    """Return when Discord made an id (Discord's reference, "Snowflakes")."""
    return _DISCORD_EPOCH + timedelta(milliseconds=snowflake >> 22)


_DISCORD_EPOCH = datetime.fromisoformat("2015-01-01T00:00:00+00:00")


@dataclass(slots=True)
class Outcome:
    """What a run of changes comes to for one message.

    First all rows go if ``cleared`` holds an empty text, or those of its emoji; then ``last`` says
    of each reaction what happened to it last.
    """

    cleared: set[str] = field(default_factory=set)
    last: dict[Reactor, Change] = field(default_factory=dict)


def fold(changes: Iterable[Change]) -> dict[int, Outcome]:
    """Return what changes, in their order, come to, by message: the last one of each decides."""
    outcomes: dict[int, Outcome] = {}
    for change in changes:
        outcome = outcomes.get(change.message_id)
        if outcome is None:
            outcome = outcomes[change.message_id] = Outcome()
        if change.kind is Kind.CLEARED:
            _clear(outcome, change.emoji)
        else:
            outcome.last[Reactor(change.user_id, change.emoji)] = change
    return outcomes


def _clear(outcome: Outcome, emoji: str) -> None:
    outcome.cleared.add(emoji)
    for reactor in [one for one in outcome.last if not emoji or one.emoji == emoji]:
        del outcome.last[reactor]


def settled(snapshot: Mapping[Reactor, Change], changes: Iterable[Change]) -> dict[Reactor, Change]:
    """Return the reactions of one message: an answer of Discord's, and what happened since.

    ``changes`` are those of this message since a moment at which the answer was surely not yet
    made: each of them either is in the answer already or is newer, and the last one decides (V61).
    """
    found = dict(snapshot)
    for change in changes:
        reactor = Reactor(change.user_id, change.emoji)
        if change.kind is Kind.CLEARED:
            kept = {} if not change.emoji else found
            found = {who: what for who, what in kept.items() if who.emoji != change.emoji}
        elif change.kind is Kind.ADDED:
            found.setdefault(reactor, change)
        else:
            found.pop(reactor, None)
    return found
