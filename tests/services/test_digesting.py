"""The weekly digest: once each week, whatever happens to the bot, to Discord and to clocks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.error import (
    ChannelGone,
    Forbidden,
    Malformed,
    Uncertain,
    Unreachable,
    UserError,
)
from bot.services.digesting import LONGEST_PAUSE
from bot.services.publishing import NONCE_IS_SAFE
from tests.services.week import (
    CHANNEL,
    GUILD,
    HOUR,
    MINUTE,
    PLANNED,
    WEEK,
    Killed,
    Week,
    once,
    open_week,
)


@pytest.fixture
async def week(tmp_path: Path) -> AsyncIterator[Week]:
    async with open_week(tmp_path) as opened:
        await opened.story()
        yield opened


async def set_and_due(week: Week) -> None:
    await week.set()
    week.clock.time = PLANNED


async def test_it_comes_at_its_moment_and_not_before(week: Week) -> None:
    await week.set()
    await week.until(PLANNED - MINUTE)
    assert week.weeks() == []
    await week.until(PLANNED)
    assert week.weeks() == [PLANNED]


async def test_the_worker_is_told_when_the_next_one_is_due(week: Week) -> None:
    await week.set()
    assert await week.digesting.next_at() == PLANNED
    await week.until(PLANNED)
    assert await week.digesting.next_at() == PLANNED + WEEK


async def test_it_comes_once_in_each_week(week: Week) -> None:
    await week.set()
    await week.until(PLANNED + HOUR)
    await week.story()
    await week.until(PLANNED + 2 * WEEK, step=HOUR)
    assert week.weeks() == [PLANNED, PLANNED + WEEK]


async def test_a_week_without_votes_has_none_and_the_next_one_follows(week: Week) -> None:
    await week.set()
    await week.until(PLANNED + 2 * WEEK - HOUR, step=HOUR)
    await week.story(at=week.clock.now())
    await week.until(PLANNED + 2 * WEEK)
    assert week.weeks() == [PLANNED, PLANNED + 2 * WEEK]


# Restarts


@pytest.mark.parametrize("pause", [timedelta(0), NONCE_IS_SAFE / 2, NONCE_IS_SAFE, HOUR])
async def test_killed_before_discord_is_called_it_comes_once(week: Week, pause: timedelta) -> None:
    """D8: the row says that it is being sent, and nothing is there."""
    await set_and_due(week)
    week.discord.before = once(Killed())
    await week.killed()
    week.clock.pass_(pause)
    await week.work()
    assert week.weeks() == [PLANNED]


@pytest.mark.parametrize("pause", [timedelta(0), NONCE_IS_SAFE / 2])
async def test_killed_before_the_answer_the_nonce_makes_it_one_message(
    week: Week, pause: timedelta
) -> None:
    """D8, D9."""
    await set_and_due(week)
    week.discord.after = once(Killed())
    await week.killed()
    week.clock.pass_(pause)
    await week.work()
    assert week.weeks() == [PLANNED]
    assert len({digest.nonce for digest, _ in week.discord.tries}) == 1
    assert week.discord.looked == 0
    assert (await week.plan()).next_at == PLANNED + WEEK


@pytest.mark.parametrize("pause", [NONCE_IS_SAFE, HOUR, timedelta(days=6)])
async def test_killed_before_the_answer_it_is_looked_for_once_the_nonce_is_old(
    week: Week, pause: timedelta
) -> None:
    """D8, D9."""
    await set_and_due(week)
    week.discord.after = once(Killed())
    await week.killed()
    week.discord.honours_nonces = False
    week.clock.pass_(pause)
    await week.work()
    assert week.weeks() == [PLANNED]
    assert week.discord.looked == 1
    assert (await week.plan()).next_at == PLANNED + WEEK


async def test_a_missed_hour_is_made_up_for_the_week_as_it_was_planned(week: Week) -> None:
    await week.set()
    week.clock.time = PLANNED + timedelta(days=2)
    await week.story(title="Too late for that week")
    await week.work()
    assert week.weeks() == [PLANNED]
    assert week.titles() == ["Story 1"]
    assert await week.digesting.next_at() == PLANNED + WEEK


async def test_of_several_missed_weeks_only_the_last_one_is_made_up_for(week: Week) -> None:
    await week.set()
    week.clock.time = PLANNED + 2 * WEEK + HOUR
    last = await week.story(at=PLANNED + WEEK + HOUR)
    await week.work()
    assert week.weeks() == [PLANNED + 2 * WEEK]
    assert week.titles() == [last]
    assert await week.digesting.next_at() == PLANNED + 3 * WEEK


async def test_a_digest_in_doubt_for_a_week_gives_way_to_the_next(week: Week) -> None:
    await set_and_due(week)
    week.discord.after = once(Killed())
    await week.killed()
    await week.story(at=PLANNED + HOUR)
    week.clock.time = PLANNED + WEEK
    await week.work()
    assert week.weeks() == [PLANNED, PLANNED + WEEK]


# Discord fails


async def test_a_lost_answer_makes_no_second_message(week: Week) -> None:
    """D9."""
    await set_and_due(week)
    week.discord.after = once(Uncertain("502"))
    await week.work()
    await week.until(PLANNED + HOUR, step=MINUTE / 6)
    assert week.weeks() == [PLANNED]
    assert await week.setting.problem(GUILD) is None


async def test_an_answer_that_is_lost_for_an_hour_makes_no_second_message(week: Week) -> None:
    """D9: the nonce does not last as long."""
    await set_and_due(week)
    week.discord.after = lambda: Uncertain("502")
    await week.work()
    week.discord.honours_nonces = False
    await week.until(PLANNED + HOUR)
    assert week.weeks() == [PLANNED]


async def test_it_comes_when_discord_is_back_after_hours(week: Week) -> None:
    """L30."""
    await set_and_due(week)
    week.discord.before = lambda _: Unreachable("no connection")
    await week.until(PLANNED + 5 * HOUR)
    tries = len(week.discord.tries)
    assert tries < 2 * 5 * HOUR / LONGEST_PAUSE  # each with its picture and without
    week.discord.before = lambda _: None
    await week.until(week.clock.now() + LONGEST_PAUSE, step=MINUTE)
    assert week.weeks() == [PLANNED]


async def test_a_wait_that_discord_asks_for_is_kept(week: Week) -> None:
    await set_and_due(week)
    week.discord.before = once(Unreachable("429", retry_after=2 * HOUR))
    await week.work()
    await week.until(PLANNED + 2 * HOUR - MINUTE)
    assert week.weeks() == []
    await week.until(PLANNED + 2 * HOUR)
    assert week.weeks() == [PLANNED]


async def test_without_permission_it_is_tried_again_and_moderators_hear_of_it(week: Week) -> None:
    """M50."""
    await set_and_due(week)
    week.discord.fail_place = Forbidden("Send Messages is missing there")
    await week.until(PLANNED + 2 * HOUR)
    problem = str(await week.setting.problem(GUILD))
    assert f"<#{CHANNEL}> can’t be posted at the moment (Send Messages is missing" in problem
    assert week.drawer.sheets == []
    week.discord.fail_place = None
    await week.until(PLANNED + 2 * HOUR + LONGEST_PAUSE)
    assert week.weeks() == [PLANNED]
    assert await week.setting.problem(GUILD) is None


async def test_a_deleted_channel_switches_it_off_and_keeps_the_reason(week: Week) -> None:
    """M51."""
    await set_and_due(week)
    week.discord.fail_place = ChannelGone("404 (10003): Unknown Channel")
    await week.work()
    assert not (await week.plan()).on
    assert await week.digesting.next_at() is None
    problem = str(await week.setting.problem(GUILD))
    assert "was switched off (404 (10003): Unknown Channel)" in problem


async def test_a_malformed_one_is_left_out_and_the_next_week_follows(week: Week) -> None:
    """L23: it is neither tried without end nor in the way."""
    await set_and_due(week)
    week.discord.before = lambda _: Malformed("50035")
    await week.work()
    assert [picture for _, picture in week.discord.tries] == [b"a picture", None]
    assert "was left out this week (50035)" in str(await week.setting.problem(GUILD))
    week.discord.before = lambda _: None
    await week.story(at=PLANNED + HOUR)
    await week.until(PLANNED + WEEK, step=HOUR)
    assert week.weeks() == [PLANNED + WEEK]


async def test_without_attach_files_it_goes_without_its_picture(week: Week) -> None:
    await set_and_due(week)
    week.discord.before = lambda picture: Forbidden("Missing Permissions") if picture else None
    await week.work()
    assert [picture for _, picture in week.discord.sent] == [None]


async def test_a_bug_is_no_end_and_no_second_message(week: Week) -> None:
    """What must stay true, 8."""
    await set_and_due(week)
    week.discord.after = once(KeyError("a bug"))
    await week.work()
    await week.until(PLANNED + HOUR, step=MINUTE)
    assert week.weeks() == [PLANNED]


async def test_a_bug_before_the_sending_is_tried_again(week: Week) -> None:
    await set_and_due(week)
    week.discord.fail_place = KeyError("a bug")
    await week.work()
    week.discord.fail_place = None
    await week.until(PLANNED + HOUR)
    assert week.weeks() == [PLANNED]
    assert week.discord.looked == 0


# Clocks


@pytest.mark.parametrize(
    ("zone", "start", "hour", "moments"),
    [
        ("Europe/Berlin", "2026-03-28", 2, ["2026-03-29T01:00", "2026-04-05T00:00"]),
        ("Europe/Berlin", "2026-10-24", 2, ["2026-10-25T00:00", "2026-11-01T01:00"]),
        ("America/New_York", "2026-10-31", 1, ["2026-11-01T05:00", "2026-11-08T06:00"]),
        ("Asia/Kathmandu", "2026-03-28", 2, ["2026-03-28T20:15", "2026-04-04T20:15"]),
    ],
    ids=["an hour that does not exist", "an hour that comes twice", "twice overseas", "no change"],
)
async def test_when_clocks_change_it_comes_once_all_the_same(
    week: Week, zone: str, start: str, hour: int, moments: list[str]
) -> None:
    week.clock.time = datetime.fromisoformat(start).replace(tzinfo=UTC)
    await week.set(hour, time_zone=zone)
    expected = [datetime.fromisoformat(moment).replace(tzinfo=UTC) for moment in moments]
    await week.story(at=week.clock.now())
    await week.until(expected[0] + HOUR, step=MINUTE * 15)
    await week.story(at=expected[0] + HOUR)
    await week.until(expected[1] + 2 * HOUR, step=MINUTE * 15)
    assert week.weeks() == expected


async def test_no_story_is_in_two_digests_or_in_none_where_clocks_change(week: Week) -> None:
    first = datetime(2026, 10, 18, 16, tzinfo=UTC)
    week.clock.time = first - HOUR
    await week.set()
    await week.story(at=week.clock.now())
    await week.until(first)
    await week.story(title="Right after the first", at=first)
    await week.until(first + 3 * WEEK, step=HOUR)
    assert [digest.week.since for digest, _ in week.discord.sent][1] == first
    assert week.weeks() == [first, first + WEEK + HOUR]
    assert week.titles() == ["Right after the first"]


async def test_a_plan_of_a_clock_that_ran_ahead_is_made_anew(week: Week) -> None:
    """V64."""
    week.clock.time = PLANNED + 300 * WEEK
    await week.set()
    week.clock.time = PLANNED - HOUR
    await week.work()
    assert await week.digesting.next_at() == PLANNED
    await week.until(PLANNED)
    assert week.weeks() == [PLANNED]


async def test_a_time_zone_that_is_no_longer_known_switches_it_off(week: Week) -> None:
    await set_and_due(week)
    async with week.db.write() as tx:
        await tx.execute_fetchall("UPDATE digest SET time_zone = 'Atlantis/Capital'")
    await week.work()
    assert not (await week.plan()).on
    assert "Atlantis/Capital" in ((await week.plan()).error or "")


# Moderators


async def test_setting_it_anew_on_the_day_it_came_brings_no_second_one(week: Week) -> None:
    await week.set()
    await week.until(PLANNED)
    again = await week.set(21)
    assert again.next_at == PLANNED + WEEK + 3 * HOUR
    assert again.last_at == PLANNED


async def test_setting_another_weekday_brings_the_one_nearest_to_a_week_later(week: Week) -> None:
    await week.set()
    await week.until(PLANNED)
    assert (await week.set(weekday=1)).next_at == PLANNED + WEEK + timedelta(days=2)
    assert (await week.set(weekday=5)).next_at == PLANNED + WEEK - timedelta(days=1)


async def test_setting_it_anew_while_it_is_in_doubt_brings_no_second_one(week: Week) -> None:
    await set_and_due(week)
    week.discord.after = once(Killed())
    await week.killed()
    assert (await week.set(19)).next_at == PLANNED + WEEK + HOUR
    await week.until(PLANNED + 6 * HOUR)
    assert week.weeks() == [PLANNED]


async def test_setting_it_anew_while_it_is_composed_stops_the_old_one(week: Week) -> None:
    await set_and_due(week)
    place = week.discord.place

    async def meanwhile(*asked: object) -> object:
        await week.set(20)
        return await place(*asked)  # type: ignore[arg-type]

    week.discord.place = meanwhile  # type: ignore[method-assign, assignment]
    await week.work()
    assert week.weeks() == []
    assert (await week.plan()).next_at == PLANNED + 2 * HOUR


async def test_off_ends_it(week: Week) -> None:
    await week.set()
    assert (await week.setting.switch_off(GUILD, by=1)).channel_id == CHANNEL
    await week.until(PLANNED + WEEK, step=HOUR)
    assert week.weeks() == []


async def test_off_where_none_is_set_is_explained(week: Week) -> None:
    with pytest.raises(UserError, match="No digest is set"):
        await week.setting.switch_off(GUILD, by=1)


async def test_an_unknown_time_zone_sets_nothing(week: Week) -> None:
    with pytest.raises(UserError, match="time zone"):
        await week.set(time_zone="Atlantis")
    assert await week.setting.get(GUILD) is None


async def test_a_nonce_is_short_enough_for_discord_and_another_in_each_week(week: Week) -> None:
    await week.set()
    await week.until(PLANNED)
    await week.story(at=PLANNED)
    await week.until(PLANNED + WEEK, step=HOUR)
    nonces = {digest.nonce for digest, _ in week.discord.sent}
    assert len(nonces) == 2
    assert max(map(len, nonces)) <= 25


async def test_servers_that_are_busy_are_not_due(week: Week) -> None:
    await set_and_due(week)
    assert await week.digesting.due(limit=1, busy=[GUILD]) == []
