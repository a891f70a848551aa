"""Pacing: which of the posts that wait may go out now, and which share one digest card. Pure decisions.

Nothing is dropped (L26): what can't go out as a card of its own is listed by the one card that goes out
for all of them. Only that decides which posts are cards:

- a feed posts so many times an hour in a channel as its moderators set, UNASKED_PER_HOUR where they
  set nothing, the digest card counted: in no 60 minutes more, however long a send takes;
- where some have waited (a pause, quiet hours, a lost permission), at most MAX_AFTER_GAP of a channel
  follow as cards at once, the newest (L28, F32, M50);
- a digest never stands for a single story.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from bot.domain.intake import MAX_AFTER_GAP
from bot.domain.model import Subscription
from bot.domain.quiet import next_quiet, quiet_until

HOUR: Final = timedelta(hours=1)

UNASKED_PER_HOUR: Final = 20
"""Posts of a feed in a channel within an hour where nobody set a limit.

No outlet publishes as much for long; a feed that does, broken or hostile, must not bury a channel.
"""

A_MOMENT: Final = timedelta(minutes=5)
"""What is in the outbox for longer has waited, and is caught up with."""

NEXT_TRY: Final = timedelta(minutes=30)
"""So long, at most, no post is tried in a channel in which the bot may not post."""


class Reason(StrEnum):
    """Why posts of a subscription wait."""

    STOPPED = "stopped"  # by a person: it is paused, or was removed just now
    BLOCKED = "blocked"  # the bot may not post in its channel (M50)
    QUIET = "quiet"
    LIMIT = "limit"


class Wait(NamedTuple):
    """Why posts wait, and until when; None where nobody knows."""

    reason: Reason
    until: datetime | None


class Unsent(NamedTuple):
    """A post that waits or is pending, since when."""

    id: int
    since: datetime


class Sent(NamedTuple):
    """When a post was sent that had been in the outbox since then."""

    at: datetime
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What a subscription is about to post, oldest first, and what it posted within the last hour.

    ``sending`` counts the posts of which it is not known whether they are sent.
    """

    subscription: Subscription
    unsent: tuple[Unsent, ...] = ()
    sending: int = 0
    sent: tuple[Sent, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What becomes of the posts of a channel now: those not named wait.

    ``go`` may be sent. ``fold`` are listed, oldest first, by one digest card, which is a post of the
    subscription ``owner``. ``looks`` tells when to look at each subscription again, None for not
    before something else happens.
    """

    go: tuple[int, ...] = ()
    fold: tuple[int, ...] = ()
    owner: int | None = None
    looks: Mapping[int, datetime | None]


def plan(queues: Collection[Queue], *, zone: ZoneInfo, now: datetime) -> Plan:
    """Tell what becomes of the posts of a channel; ``zone`` is that of its server."""
    waits = {queue.subscription.id: wait_of(queue, zone=zone, now=now) for queue in queues}
    looks = {
        queue.subscription.id: _look_at(queue, waits[queue.subscription.id], zone, now)
        for queue in queues
    }
    if any(queue.subscription.blocked for queue in queues):
        return Plan(go=_probe(queues, zone, now), looks=looks)
    free = [queue for queue in queues if queue.unsent and not waits[queue.subscription.id]]
    cards, folded = _shared(free, now)
    return Plan(
        go=tuple(one.id for one in cards),
        fold=tuple(one.id for one in folded),
        owner=_owner(free, folded),
        looks=looks,
    )


def wait_of(queue: Queue, *, zone: ZoneInfo, now: datetime) -> Wait | None:
    """Return why a subscription's posts wait now, None if they need not."""
    wait = _own_wait(queue, zone, now)
    stopped = wait is not None and wait.reason is Reason.STOPPED
    if queue.subscription.blocked and not stopped:
        return Wait(Reason.BLOCKED, None)
    return wait


def limit_of(subscription: Subscription) -> int:
    """Return how many posts a subscription may have in any 60 minutes."""
    return subscription.settings.max_per_hour or UNASKED_PER_HOUR


def _own_wait(queue: Queue, zone: ZoneInfo, now: datetime) -> Wait | None:
    """Return why its posts would wait also in a channel in which the bot may post."""
    quiet = queue.subscription.settings.quiet
    if queue.subscription.state != "active":
        return Wait(Reason.STOPPED, None)
    if quiet and (until := quiet_until(quiet, zone, now)):
        return Wait(Reason.QUIET, until)
    if _room(queue) < 1:
        return Wait(Reason.LIMIT, _room_at(queue, now))
    return None


def _room(queue: Queue) -> int:
    """Return how many posts may go out now; what may be sent already counts."""
    return limit_of(queue.subscription) - queue.sending - len(queue.sent)


def _room_at(queue: Queue, now: datetime) -> datetime:
    """Return when there is room for one more: what is not known to be sent was sent now, at worst."""
    times = sorted([one.at for one in queue.sent] + [now] * queue.sending)
    return times[-limit_of(queue.subscription)] + HOUR


def _look_at(queue: Queue, wait: Wait | None, zone: ZoneInfo, now: datetime) -> datetime | None:
    """Return when to look again; what is let go now must not be sent in quiet hours either."""
    if not queue.unsent:
        return None
    if wait and wait.reason is not Reason.BLOCKED:
        return wait.until
    quiet = queue.subscription.settings.quiet
    begins = next_quiet(quiet, zone, now) if quiet else None
    times = [begins, now + NEXT_TRY if wait else None]
    return min((time for time in times if time), default=None)


def _probe(queues: Collection[Queue], zone: ZoneInfo, now: datetime) -> tuple[int, ...]:
    """Return the one post by which it is seen whether the bot may post again: the oldest."""
    if any(queue.sending for queue in queues):
        return ()
    free = (queue.unsent for queue in queues if not _own_wait(queue, zone, now))
    return tuple(sorted(one.id for unsent in free for one in unsent)[:1])


def _shared(queues: Sequence[Queue], now: datetime) -> tuple[list[Unsent], list[Unsent]]:
    """Return which posts are cards and which are in the digest, oldest first."""
    cards: list[Unsent] = []
    folded: list[Unsent] = []
    for queue in queues:
        room, number = _room(queue), len(queue.unsent)
        rest = 0 if number <= room else number - room + 1  # the digest card takes one's place
        folded += queue.unsent[:rest]
        cards += queue.unsent[rest:]
    cards.sort()
    if any(now - one.since > A_MOMENT for one in (*cards, *folded)):
        rest = max(len(cards) - MAX_AFTER_GAP + _caught_up(queues, now), 0)
        if rest == 1 and not folded:
            rest = 2 if len(cards) > 1 else 0
        folded += cards[:rest]
        cards = cards[rest:]
    return cards, sorted(folded)


def _caught_up(queues: Sequence[Queue], now: datetime) -> int:
    """Return how many posts that had waited were sent just now."""
    return sum(
        now - one.at <= A_MOMENT and one.at - one.since > A_MOMENT
        for queue in queues
        for one in queue.sent
    )


def _owner(queues: Sequence[Queue], folded: Collection[Unsent]) -> int | None:
    """Return the subscription with most posts in the digest: each of them has room for its card."""
    ids = {one.id for one in folded}
    counts = {queue.subscription.id: sum(one.id in ids for one in queue.unsent) for queue in queues}
    return max(counts, key=lambda one: (counts[one], -one)) if ids else None
