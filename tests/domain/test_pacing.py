"""Which posts that wait go out, which share a digest card, and when to look again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.model import Subscription
from bot.domain.pacing import (
    NEXT_TRY,
    UNASKED_PER_HOUR,
    Plan,
    Queue,
    Reason,
    Sent,
    Unsent,
    Wait,
    plan,
    wait_of,
)
from bot.domain.setting import Quiet, Settings

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
MINUTE, HOUR, WEEK = timedelta(minutes=1), timedelta(hours=1), timedelta(days=7)
UTC_ZONE = ZoneInfo("UTC")
LUNCH = Quiet(start=time(11), end=time(13))
NIGHT = Quiet(start=time(22), end=time(7))


def place(
    id_: int = 1, *, state: str = "active", blocked: bool = False, **own: Any
) -> Subscription:
    return Subscription(
        id=id_,
        feed_id=id_,
        guild_id=1,
        channel_id=1,
        created_by=1,
        created_at=NOW,
        state=state,
        blocked=blocked,
        settings=Settings(**own),
    )


def waiting(number: int, *, first: int = 1, age: timedelta = timedelta(0)) -> tuple[Unsent, ...]:
    return tuple(Unsent(id_, NOW - age) for id_ in range(first, first + number))


def sent(*minutes_ago: int) -> tuple[Sent, ...]:
    return tuple(Sent(NOW - ago * MINUTE, NOW - ago * MINUTE) for ago in sorted(minutes_ago)[::-1])


def decide(*queues: Queue) -> Plan:
    return plan(queues, zone=UTC_ZONE, now=NOW)


def ids(first: int, last: int) -> tuple[int, ...]:
    return tuple(range(first, last + 1))


@pytest.mark.parametrize(
    ("limit", "before", "number", "go", "fold"),
    [
        pytest.param(5, (), 5, ids(1, 5), (), id="as many as may"),
        pytest.param(5, (), 20, ids(17, 20), ids(1, 16), id="the digest card is one of the hour"),
        pytest.param(5, (10, 20), 3, ids(1, 3), (), id="what the hour has left"),
        pytest.param(5, (10, 20), 4, ids(3, 4), ids(1, 2), id="more than the hour has left"),
        pytest.param(5, (10, 20, 30, 40), 1, (1,), (), id="no digest of one"),
        pytest.param(5, (10, 20, 30, 40), 2, (), (1, 2), id="room for the digest alone"),
        pytest.param(5, (10, 20, 30, 40, 50), 9, (), (), id="no room"),
        pytest.param(5, (10, 20, 30, 40, 60), 1, (1,), (), id="an hour ago is not within it"),
        pytest.param(1, (), 2, (), (1, 2), id="one an hour"),
        pytest.param(None, (), UNASKED_PER_HOUR, ids(1, 20), (), id="where nobody set a limit"),
        pytest.param(None, (), 50, ids(32, 50), ids(1, 31), id="a flood where nobody set a limit"),
    ],
)
def test_what_an_hour_has_no_room_for_shares_a_card(
    limit: int | None,
    before: Sequence[int],
    number: int,
    go: tuple[int, ...],
    fold: tuple[int, ...],
):
    """L26."""
    recent = sent(*(ago for ago in before if ago < 60))
    decided = decide(
        Queue(subscription=place(max_per_hour=limit), unsent=waiting(number), sent=recent)
    )
    assert (decided.go, decided.fold) == (go, fold)


@pytest.mark.parametrize(
    ("number", "go", "fold"),
    [
        pytest.param(10, ids(1, 10), (), id="not too many"),
        pytest.param(11, ids(3, 11), ids(1, 2), id="no digest of one"),
        pytest.param(12, ids(3, 12), ids(1, 2), id="more"),
        pytest.param(500, ids(491, 500), ids(1, 490), id="weeks"),
    ],
)
def test_after_a_long_wait_ten_follow_and_one_digest(
    number: int, go: tuple[int, ...], fold: tuple[int, ...]
):
    """L28, F32."""
    decided = decide(Queue(subscription=place(), unsent=waiting(number, age=WEEK)))
    assert (decided.go, decided.fold) == (go, fold)


def test_feeds_of_a_channel_share_what_follows_a_long_wait():
    """F32: a channel comes back, not one feed after the other."""
    first = Queue(subscription=place(1), unsent=waiting(30, first=1, age=WEEK))
    second = Queue(subscription=place(2), unsent=waiting(4, first=31, age=WEEK))
    decided = decide(first, second)
    assert (decided.go, decided.fold, decided.owner) == (ids(25, 34), ids(1, 24), 1)


def test_the_post_that_found_a_permission_back_counts():
    """M50, F32."""
    probe = Sent(NOW, NOW - WEEK)
    decided = decide(Queue(subscription=place(), unsent=waiting(20, age=WEEK), sent=(probe,)))
    assert (decided.go, decided.fold) == (ids(12, 20), ids(1, 11))


def test_a_limit_holds_for_what_has_waited_too():
    queue = Queue(subscription=place(max_per_hour=3), unsent=waiting(20, age=WEEK))
    assert (decide(queue).go, decide(queue).fold) == (ids(19, 20), ids(1, 18))


def test_in_a_blocked_channel_only_the_oldest_post_is_tried():
    """M50."""
    first = Queue(subscription=place(1, blocked=True), unsent=waiting(3, first=5))
    second = Queue(subscription=place(2, blocked=True), unsent=waiting(3, first=2))
    decided = decide(first, second)
    assert (decided.go, decided.fold) == ((2,), ())
    assert decided.looks == {1: NOW + NEXT_TRY, 2: NOW + NEXT_TRY}


def test_no_other_post_is_tried_while_one_is_in_doubt():
    """D9, M50."""
    queue = Queue(subscription=place(blocked=True), unsent=waiting(3), sending=1)
    assert decide(queue).go == ()


def test_in_quiet_hours_a_blocked_channel_is_not_tried():
    """M50: it might be open again."""
    assert decide(Queue(subscription=place(blocked=True, quiet=LUNCH), unsent=waiting(3))).go == ()


def test_a_post_of_a_blocked_channel_is_stopped_before_quiet_hours_begin():
    soon = Quiet(start=time(12, 10), end=time(13))
    decided = decide(Queue(subscription=place(blocked=True, quiet=soon), unsent=waiting(3)))
    assert decided.looks == {1: NOW + 10 * MINUTE}


@pytest.mark.parametrize("state", ["paused", "removed", "disabled"])
def test_nothing_goes_out_that_a_person_stopped(state: str):
    decided = decide(Queue(subscription=place(state=state), unsent=waiting(3)))
    assert (decided.go, decided.fold, decided.looks) == ((), (), {1: None})


def test_quiet_hours_stop_one_feed_and_not_the_other():
    quiet = Queue(subscription=place(1, quiet=LUNCH), unsent=waiting(3, first=1))
    loud = Queue(subscription=place(2), unsent=waiting(3, first=4))
    decided = decide(quiet, loud)
    assert decided.go == ids(4, 6)
    assert decided.looks == {1: NOW + HOUR, 2: None}


def test_what_is_let_go_is_looked_at_again_when_quiet_hours_begin():
    """It may not be sent before, when Discord can't be reached."""
    decided = decide(Queue(subscription=place(quiet=NIGHT), unsent=waiting(1)))
    assert decided.looks == {1: NOW + 10 * HOUR}


@pytest.mark.parametrize(
    ("limit", "before", "sending", "after"),
    [
        pytest.param(2, (10, 50), 0, 10, id="when the oldest is an hour old"),
        pytest.param(1, (10, 50), 0, 50, id="when the newest is, after the limit became lower"),
        pytest.param(2, (10,), 1, 50, id="what may be sent counts as the last"),
        pytest.param(2, (), 2, 60, id="all may be sent just now"),
    ],
)
def test_when_an_hour_has_room_again(limit: int, before: Sequence[int], sending: int, after: int):
    queue = Queue(
        subscription=place(max_per_hour=limit),
        unsent=waiting(1),
        sent=sent(*before),
        sending=sending,
    )
    assert wait_of(queue, zone=UTC_ZONE, now=NOW) == Wait(Reason.LIMIT, NOW + after * MINUTE)
    assert decide(queue).looks == {1: NOW + after * MINUTE}


@pytest.mark.parametrize(
    ("subscription", "reason"),
    [
        (place(), None),
        (place(state="paused", blocked=True), Reason.STOPPED),
        (place(blocked=True, quiet=LUNCH), Reason.BLOCKED),
        (place(quiet=LUNCH, max_per_hour=1), Reason.QUIET),
        (place(max_per_hour=1), Reason.LIMIT),
    ],
    ids=["nothing", "a person", "a permission", "quiet hours", "the limit"],
)
def test_what_posts_wait_for(subscription: Subscription, reason: Reason | None):
    wait = wait_of(Queue(subscription=subscription, sent=sent(5)), zone=UTC_ZONE, now=NOW)
    assert (wait.reason if wait else None) == reason


def test_a_plan_stands_when_it_is_made_again():
    """A crash, or a look too many, changes nothing."""
    queue = Queue(subscription=place(max_per_hour=5), unsent=waiting(20, age=WEEK))
    decided = decide(queue)
    digest = Unsent(99, NOW)
    again = replace(queue, unsent=(*queue.unsent[-len(decided.go) :], digest))
    assert decide(again).go == (*decided.go, 99)
