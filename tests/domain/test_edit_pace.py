"""When a card may be edited again (M52)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.edit_pace import is_old, next_edit, next_retry

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@pytest.mark.parametrize(
    ("sent", "edited", "crossposted", "pause"),
    [
        (MINUTE, None, False, 3 * SECOND),
        (MINUTE, 10 * SECOND, False, 20 * SECOND),
        (MINUTE, 29 * SECOND, False, 3 * SECOND),
        (5 * MINUTE, 4 * MINUTE, False, 3 * SECOND),
        (60 * MINUTE, 1 * MINUTE, False, 9 * MINUTE),
        (300 * MINUTE, 10 * MINUTE, False, 3 * SECOND),
        (300 * MINUTE, None, False, 3 * SECOND),
        (MINUTE, 10 * SECOND, True, 25 * MINUTE - 10 * SECOND),
        (300 * MINUTE, 26 * MINUTE, True, 3 * SECOND),
    ],
)
def test_next_edit_waits_for_the_votes_that_follow_and_for_the_last_edit(
    sent: timedelta, edited: timedelta | None, crossposted: bool, pause: timedelta
):
    """M52: 30 s, ten minutes for old messages, three edits an hour where it was published."""
    found = next_edit(
        NOON,
        sent_at=NOON - sent,
        edited_at=NOON - edited if edited else None,
        crossposted=crossposted,
    )
    assert found - NOON == pause


@pytest.mark.parametrize(("age", "old"), [(59 * MINUTE, False), (60 * MINUTE, True)])
def test_message_is_old_after_an_hour(age: timedelta, old: bool):
    assert is_old(NOON, NOON - age) is old


@pytest.mark.parametrize(
    ("tries", "asked", "pause"),
    [
        (0, None, 30 * SECOND),
        (1, None, MINUTE),
        (3, None, 4 * MINUTE),
        (7, None, 60 * MINUTE),
        (10_000, None, 60 * MINUTE),
        (0, 10 * MINUTE, 10 * MINUTE),
        (3, SECOND, 4 * MINUTE),
        (0, timedelta(days=400), timedelta(days=1)),
    ],
)
def test_retry_waits_longer_each_time_and_as_long_as_discord_asks(
    tries: int, asked: timedelta | None, pause: timedelta
):
    """M52: and no mistake of Discord's holds a card for ever."""
    assert next_retry(NOON, tries=tries, asked=asked) - NOON == pause
