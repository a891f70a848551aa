"""Errands: what is done once for a post after its message is there, behind the posting."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.model import Post

GIVEN_UP: Final = timedelta(days=1)
"""What could not be done so long after a post was sent is left undone: it is no news any more."""

_FIRST_PAUSE: Final = timedelta(seconds=30)
_LONGEST_PAUSE: Final = timedelta(hours=1)


class Errand(StrEnum):
    """What is to be done for a post."""

    TALK = "talk"  # start a thread for talk under it
    PUBLISH = "publish"  # publish it to those who follow its announcement channel


def wanted_errands(post: Post) -> frozenset[Errand]:
    """Return what the settings of a post ask for; in a forum it has a thread already."""
    wanted = {
        Errand.TALK: post.settings.thread and post.thread_id is None,
        Errand.PUBLISH: post.settings.publish and post.thread_id is None,
    }
    return frozenset(errand for errand, is_wanted in wanted.items() if is_wanted)


def next_try(
    now: datetime, *, sent_at: datetime, tries: int, asked: timedelta | None
) -> datetime | None:
    """Return when to try an errand again that failed; None where it is too late for it.

    ``asked`` is the pause that Discord wants: it lets ten posts an hour of a channel be published.
    """
    doubled: timedelta = min(_FIRST_PAUSE * 2 ** min(tries, 10), _LONGEST_PAUSE)
    at = now + max(doubled, asked or timedelta(0))
    return at if at - sent_at < GIVEN_UP else None
