"""What moderators set of the weekly digest, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestPlan:
    """A server's digest, as its moderators set it, and how it stands.

    ``weekday`` 0 is Monday; ``next_at`` is the moment that the next one is planned for, ``last_at``
    the one that the last posted one was. ``sending_at`` is when a try began of which it is not
    known what became. ``error`` is why the last try failed, or why the digest is off.
    """

    guild_id: int
    channel_id: int
    weekday: int
    hour: int
    time_zone: str
    on: bool = True
    salt: str = ""
    next_at: datetime
    not_before: datetime
    sending_at: datetime | None = None
    attempts: int = 0
    last_at: datetime | None = None
    error: str | None = None
