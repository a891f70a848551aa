from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.errand import Errand, next_try, wanted_errands
from bot.domain.setting import Settings
from tests.cogs.articles import NOON, post

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("settings", "thread", "errands"),
    [
        (Settings(), None, set()),
        (Settings(thread=True), None, {Errand.TALK}),
        (Settings(thread=True, publish=True), None, {Errand.TALK, Errand.PUBLISH}),
        (Settings(thread=True, publish=True), 99, set()),
    ],
    ids=["defaults", "thread", "both", "in a forum"],
)
def test_errands_are_those_that_the_settings_ask_for(
    settings: Settings, thread: int | None, errands: set[Errand]
):
    assert wanted_errands(post(settings=settings, thread_id=thread)) == errands


@pytest.mark.parametrize(
    ("sent", "tries", "asked", "pause"),
    [
        pytest.param(timedelta(0), 0, None, MINUTE / 2, id="first"),
        pytest.param(timedelta(0), 3, None, 4 * MINUTE, id="longer each time"),
        pytest.param(timedelta(0), 50, None, HOUR, id="never longer than an hour"),
        pytest.param(timedelta(0), 0, 40 * MINUTE, 40 * MINUTE, id="as Discord asks"),
        pytest.param(23 * HOUR, 50, None, None, id="too late for news"),
    ],
)
def test_next_try_comes_later_each_time_until_it_is_too_late(
    sent: timedelta, tries: int, asked: timedelta | None, pause: timedelta | None
):
    at = next_try(NOON, sent_at=NOON - sent, tries=tries, asked=asked)
    assert at == (pause and NOON + pause)
