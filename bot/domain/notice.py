"""What moderators are told of by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final


class Kind(StrEnum):
    """A state that moderators are told of."""

    FAILING = "failing"  # for hours
    GONE = "gone"  # for good (S33)
    MOVED = "moved"  # to another address, which we took over (D13)
    SILENT = "silent"  # for much longer than usual
    CHANGED_IDS = "changed ids"  # stories are held back (D5)
    REFUSED = "refused"  # stories that Discord takes in no form (L23)
    BLOCKED = "blocked"  # the bot may not post in the channel (M50)
    LIMITED = "limited"  # it may post there, and lacks something else
    BACK = "back"  # it may again
    CHANNEL_GONE = "channel gone"  # the channel was deleted (M51)
    WAITING = "waiting"  # Discord does not take a channel's posts


LASTING: Final = frozenset(Kind) - {Kind.BACK}
"""States; a BACK is the end of one."""

OF_FEEDS: Final = frozenset(
    {Kind.FAILING, Kind.GONE, Kind.MOVED, Kind.SILENT, Kind.CHANGED_IDS, Kind.REFUSED}
)
"""Those that are about a feed; the others are about a channel."""

OF_PERMISSIONS: Final = frozenset({Kind.BLOCKED, Kind.LIMITED})
"""Those that are seen from what the bot may do in a server."""

MOST_MESSAGES = 3
"""So many are sent at once; where there is more to tell, one message tells all of it."""

_LISTS = ("names", "channels")
_FIRST_MARKER, _MARKERS = 1_000, 2**31 - 2_000  # Discord numbers the other components from 1


class Act(StrEnum):
    """What a moderator can do about a notice, by its button."""

    CHECK = "check"
    FIND = "find"
    REMOVE = "remove"
    PAUSE = "pause"
    POST = "post"
    SKIP = "skip"
    TRY = "try"
    UNDO = "undo"  # of a removal


ACTS: Final[Mapping[Kind, tuple[Act, ...]]] = {
    Kind.FAILING: (Act.CHECK, Act.FIND, Act.REMOVE),
    Kind.GONE: (Act.FIND, Act.REMOVE),
    Kind.SILENT: (Act.CHECK, Act.FIND, Act.PAUSE),
    Kind.CHANGED_IDS: (Act.POST, Act.SKIP),
    Kind.REFUSED: (Act.TRY, Act.SKIP),
    Kind.BLOCKED: (Act.TRY,),
    Kind.LIMITED: (Act.TRY,),
    Kind.WAITING: (Act.TRY,),
}
"""What can be done about each kind."""

FINAL: Final = frozenset({Act.REMOVE, Act.PAUSE, Act.POST, Act.SKIP})
"""After these there is nothing left to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a notice says, as it was when the state began.

    ``name`` and ``url`` are a feed's, ``former`` its former address, ``site`` its front page;
    ``names`` are those of the feeds of a channel. ``channels`` are where it matters, ``count`` how many
    stories it concerns, ``gap`` the usual time between two, in seconds.
    """

    name: str = ""
    url: str = ""
    former: str = ""
    site: str = ""
    names: tuple[str, ...] = ()
    channels: tuple[int, ...] = ()
    error: str = ""
    count: int = 0
    gap: int = 0

    def to_plain(self) -> dict[str, Any]:
        """Return it as values of JSON, without those that say nothing."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def from_plain(cls, values: Mapping[str, Any]) -> Facts:
        """Return the facts of such values; what is unknown is left out."""
        known: dict[str, Any] = {
            one.name: tuple(values[one.name]) if one.name in _LISTS else values[one.name]
            for one in fields(cls)
            if one.name in values
        }
        return cls(**known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A state of a server: ``subject`` is the id of the feed or the channel that it is about.

    It is told when it has lasted for ``patience`` more.
    """

    guild_id: int
    kind: Kind
    subject: int
    since: datetime
    facts: Facts
    patience: timedelta = timedelta(0)


class Outcome(StrEnum):
    """How a state ended."""

    WELL = "well"  # all is as it should be
    LEFT = "left"  # what it was about is no longer the server's
    RENEWED = "renewed"  # the next one took its place


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice as it is stored: what it says, and what became of its message.

    ``state`` is "pending", "sending", "told" or "dropped". ``bundle`` is the id of the first of those
    that one message tells. ``sending_at`` is when the last try began, ``act`` what a moderator did
    about it. A ``nonce`` is the same for every try.
    """

    id: int
    guild_id: int
    kind: Kind
    subject: int
    since: datetime
    facts: Facts
    salt: str
    state: str = "pending"
    ended_at: datetime | None = None
    outcome: Outcome | None = None
    bundle: int | None = None
    not_before: datetime
    attempts: int = 0
    sending_at: datetime | None = None
    channel_id: int | None = None
    message_id: int | None = None
    act: Act | None = None
    error: str | None = None

    @property
    def nonce(self) -> str:
        """Return what names it in buttons, and makes all tries one message."""
        return f"{self.id}-{self.salt}"

    @property
    def marker(self) -> int:
        """Return the number of its message's container, by which that is found again (D9)."""
        return int(self.salt, 16) % _MARKERS + _FIRST_MARKER

    @property
    def is_over(self) -> bool:
        """Tell whether a state ended; a BACK is none."""
        return self.ended_at is not None and self.kind is not Kind.BACK


def bundles(notices: Sequence[Notice]) -> list[list[Notice]]:
    """Return which notices one message tells: those of one kind, or all where there are many kinds."""
    kinds: dict[Kind, list[Notice]] = {}
    for one in notices:
        kinds.setdefault(one.kind, []).append(one)
    return list(kinds.values()) if len(kinds) <= MOST_MESSAGES else [list(notices)]
