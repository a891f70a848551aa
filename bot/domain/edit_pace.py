"""When a card may be edited again: merged, and within what Discord allows (M52)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

MERGED: Final = timedelta(seconds=3)
"""For what follows right after the first vote to be shown by the same edit."""

PAUSE: Final = timedelta(seconds=30)
OLD: Final = timedelta(hours=1)
"""Discord limits the edits of messages that are older (its error 30046)."""

OLD_PAUSE: Final = timedelta(minutes=10)
CROSSPOSTED_PAUSE: Final = timedelta(minutes=25)
"""Discord allows three edits an hour of a message that was published to other servers."""

FIRST_RETRY: Final = timedelta(seconds=30)
LONGEST_RETRY: Final = timedelta(hours=1)
ASKED_AT_MOST: Final = timedelta(days=1)


def next_edit(
    now: datetime, *, sent_at: datetime, edited_at: datetime | None, crossposted: bool
) -> datetime:
    """Return when a card whose points have just changed is to be edited."""
    soonest = now + MERGED
    return max(soonest, edited_at + pause(now, sent_at, crossposted)) if edited_at else soonest


def pause(now: datetime, sent_at: datetime, crossposted: bool) -> timedelta:  # noqa: FBT001
    """Return the least time between two edits of a message."""
    if crossposted:
        return CROSSPOSTED_PAUSE
    return OLD_PAUSE if is_old(now, sent_at) else PAUSE


def is_old(now: datetime, sent_at: datetime) -> bool:
    """Tell whether the edits of a message are limited for its age."""
    return now - sent_at >= OLD


def next_retry(now: datetime, *, tries: int, asked: timedelta | None) -> datetime:
    """Return when to try an edit again that failed; ``asked`` is the pause that Discord wants."""
    doubled: timedelta = min(FIRST_RETRY * 2 ** min(tries, 10), LONGEST_RETRY)
    return now + max(doubled, min(asked or timedelta(0), ASKED_AT_MOST))
