"""Moderators are told: of what happened in the world, once, whatever happens to the bot and Discord."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.audit import Action
from bot.domain.error import (
    ChannelGone,
    FetchError,
    Forbidden,
    Gone,
    Malformed,
    RateLimited,
    Uncertain,
    Unreachable,
    UserError,
)
from bot.domain.notice import Act, Kind, Outcome
from bot.domain.trouble import FAILING_AFTER, PERMISSION_PATIENCE, WAITING_AFTER
from bot.services.noticing import FORBIDDEN_PAUSE, LONGEST_PAUSE
from bot.services.publishing import NONCE_IS_SAFE
from tests.services.lookout import DAY, HOUR, MINUTE, Killed, Lookout, open_lookout
from tests.services.world import FEED_URL, GUILD, World, answer, drain, story

DOWN = FetchError("reel.example did not answer within 10 seconds.")


@pytest.fixture
async def lookout(tmp_path: Path) -> AsyncIterator[Lookout]:
    async with open_lookout(tmp_path) as opened:
        await started(opened.world)
        yield opened


async def started(world: World, url: str = FEED_URL, channel_id: int = 1) -> None:
    """Take the baseline of a feed; the channel gets what comes later."""
    world.serve(story(0, age=HOUR), url=url)
    await world.subscribe(channel_id, url=url)
    await world.poll(url)
    world.clock.pass_(15 * MINUTE)


async def polled(lookout: Lookout, span: timedelta) -> None:
    """Let the worker poll what is due, time pass, and moderators be told meanwhile."""
    end = lookout.clock.time + span
    while lookout.clock.time < end:
        lookout.clock.pass_(15 * MINUTE)
        await drain(lookout.world.polling.due, lookout.world.polling.work)
        await lookout.world.publish()
        await lookout.work()


async def fail_for(lookout: Lookout, span: timedelta, url: str = FEED_URL) -> None:
    """Note that each poll of a feed failed, for so long."""
    now = lookout.clock.now()
    since = int((now - span).timestamp() * 1_000_000)
    await lookout.change(
        """
        UPDATE feed SET failing_since = ?, last_checked_at = ?, failures = 9, last_error = ?
        WHERE url = ?
        """,
        since,
        int(now.timestamp() * 1_000_000),
        str(DOWN),
        url,
    )


async def test_a_quarter_of_an_hour_of_failures_is_told_to_nobody(lookout: Lookout) -> None:
    """S35."""
    lookout.world.web.answers[FEED_URL] = DOWN
    await polled(lookout, timedelta(minutes=15))
    assert (await lookout.world.feed()).failures > 0
    assert lookout.told() == []


async def test_a_feed_that_fails_for_hours_is_told_of_once(lookout: Lookout) -> None:
    """S35: after hours, not minutes, and never again while it lasts."""
    lookout.world.web.answers[FEED_URL] = DOWN
    await polled(lookout, FAILING_AFTER - HOUR)
    assert lookout.told() == []
    await polled(lookout, 12 * HOUR)
    assert lookout.told() == [[Kind.FAILING]]
    assert lookout.last().first.facts.error == str(DOWN)


async def test_its_message_says_when_it_works_again(lookout: Lookout) -> None:
    await fail_for(lookout, FAILING_AFTER)
    await lookout.work()
    await lookout.world.poll()
    await lookout.pass_(MINUTE)
    assert lookout.told() == [[Kind.FAILING]]
    assert lookout.last().first.outcome is Outcome.WELL


async def test_a_host_that_asks_for_a_pause_is_told_of_when_that_lasts_for_hours(
    lookout: Lookout,
) -> None:
    """S34."""
    lookout.world.web.answers[FEED_URL] = RateLimited(
        "reel.example answered 429 Too Many Requests.", status=429, retry_after=HOUR
    )
    await polled(lookout, FAILING_AFTER - HOUR)
    assert lookout.told() == []
    await polled(lookout, 12 * HOUR)
    assert lookout.told() == [[Kind.FAILING]]


async def test_a_feed_that_is_gone_is_told_of_at_once(lookout: Lookout) -> None:
    """S33: 410."""
    gone = Gone("reel.example answered 410 Gone.", status=410)
    lookout.world.web.answers[FEED_URL] = gone
    await polled(lookout, HOUR)
    assert lookout.told() == [[Kind.GONE]]
    assert lookout.last().first.facts.error == str(gone)


async def test_a_feed_that_is_not_found_for_days_fails_and_then_is_gone(lookout: Lookout) -> None:
    """S33: 404 stops after days, with a notice."""
    lookout.world.web.answers[FEED_URL] = FetchError("404 Not Found", status=404)
    await fail_for(lookout, 7 * DAY)
    await lookout.work()
    await lookout.world.poll()
    await lookout.pass_(MINUTE)
    assert lookout.told() == [[Kind.FAILING], [Kind.GONE]]


async def test_a_feed_that_moved_is_told_of_with_both_addresses(lookout: Lookout) -> None:
    """D13: once the new address is stored."""
    new = "https://reel.example/new.xml"
    page = replace(answer(story(0, age=HOUR), url=new), moved_to=new)
    lookout.world.web.answers[FEED_URL] = lookout.world.web.answers[new] = page
    await polled(lookout, 6 * HOUR)
    assert lookout.told() == [[Kind.MOVED]]
    facts = lookout.last().first.facts
    assert (facts.former, facts.url) == (FEED_URL, new)


async def test_another_spelling_of_the_address_is_no_move(lookout: Lookout) -> None:
    """D13."""
    new = FEED_URL.replace("https://", "https://www.")
    page = replace(answer(story(0, age=HOUR), url=new), moved_to=new)
    lookout.world.web.answers[FEED_URL] = lookout.world.web.answers[new] = page
    await polled(lookout, 6 * HOUR)
    assert lookout.told() == []


async def test_a_silence_is_told_of_and_ends_with_news(lookout: Lookout) -> None:
    at, url = lookout.clock.now(), "https://daily.example/feed"
    lookout.world.serve(*(story(n, at=at, age=n * DAY) for n in range(10)), url=url)
    await lookout.world.subscribe(2, url=url)
    await lookout.world.poll(url)
    await lookout.pass_(5 * DAY, step=6 * HOUR)
    assert lookout.told() == []
    await lookout.pass_(DAY, step=6 * HOUR)
    assert lookout.told() == [[Kind.SILENT]]
    lookout.world.serve(story(99, at=lookout.clock.now()), url=url)
    await lookout.world.poll(url)
    await lookout.pass_(2 * HOUR, step=HOUR)
    assert lookout.last().first.outcome is Outcome.WELL


async def change_ids(lookout: Lookout, url: str = FEED_URL, first: int = 100) -> None:
    """Let all ids, links and titles of a feed change at once."""
    at = lookout.clock.now() - DAY
    items = [story(first + n, at=at, age=n * HOUR) for n in range(8)]
    lookout.world.serve(*items, url=url)
    await lookout.world.poll(url)


async def test_stories_held_back_are_asked_about_once(lookout: Lookout) -> None:
    """D5."""
    await change_ids(lookout)
    await lookout.pass_(HOUR)
    assert lookout.told() == [[Kind.CHANGED_IDS]]
    assert lookout.last().first.facts.count == 8


@pytest.mark.parametrize(
    ("act", "posted", "action"),
    [
        (Act.POST, ["Story number 100"], Action.HELD_POSTED),
        (Act.SKIP, [], Action.HELD_SKIPPED),
    ],
)
async def test_the_buttons_decide_on_what_is_held_back(
    lookout: Lookout, act: Act, posted: list[str], action: Action
) -> None:
    """D5."""
    await change_ids(lookout)
    await lookout.work()
    assert await lookout.act(act) == 8
    await lookout.world.publish()
    assert lookout.world.discord.titles(1) == posted
    entry = (await lookout.auditing.page(GUILD)).entries[0]
    assert (entry.action, entry.user_id) == (action, 5)
    with pytest.raises(UserError):
        await lookout.act(act)


async def test_the_buttons_leave_other_feeds_alone(lookout: Lookout) -> None:
    """D5: each feed is decided on by itself."""
    other = "https://other.example/feed"
    await started(lookout.world, other, 2)
    await change_ids(lookout)
    await lookout.work()
    await change_ids(lookout, other, 200)
    await lookout.act(Act.SKIP)
    assert await lookout.value("SELECT count(*) FROM post WHERE state = 'held'") == 8


async def lose(lookout: Lookout) -> None:
    """Let Discord refuse what is posted."""
    lookout.world.discord.fail = lambda _: Forbidden("403 (50013): Missing Permissions")
    lookout.world.serve(story(1, at=lookout.clock.now()))
    await lookout.world.poll_and_publish()
    await lookout.work()


async def test_a_permission_that_is_lost_is_told_of_once(lookout: Lookout) -> None:
    """M50."""
    await lose(lookout)
    await polled(lookout, 3 * HOUR)
    assert lookout.told() == [[Kind.BLOCKED]]


async def test_a_permission_that_is_back_is_told_of_too(lookout: Lookout) -> None:
    """M50, F32."""
    await lose(lookout)
    lookout.world.discord.fail = lambda _: None
    await polled(lookout, HOUR)
    assert lookout.told() == [[Kind.BLOCKED], [Kind.BACK]]
    blocked, _ = lookout.discord.messages.values()
    assert blocked.first.outcome is Outcome.WELL


async def test_trying_again_asks_discord_at_once(lookout: Lookout) -> None:
    """M50."""
    await lose(lookout)
    lookout.world.discord.fail = lambda _: None
    lookout.clock.pass_(MINUTE)
    await lookout.act(Act.TRY)
    await lookout.world.publish()
    assert lookout.world.discord.titles(1) == ["Story number 1"]


async def test_a_channel_that_is_deleted_is_told_of(lookout: Lookout) -> None:
    """M51."""
    lookout.world.discord.fail = lambda _: ChannelGone("404 (10003): Unknown Channel")
    lookout.world.serve(story(1, at=lookout.clock.now()))
    await lookout.world.poll_and_publish()
    await lookout.pass_(HOUR)
    assert lookout.told() == [[Kind.CHANNEL_GONE]]
    assert lookout.last().first.facts.names == ("The Reel",)


async def test_stories_that_discord_does_not_take_for_an_hour_are_told_of(lookout: Lookout) -> None:
    lookout.world.discord.fail = lambda _: Unreachable("503: no healthy upstream")
    lookout.world.serve(story(1, at=lookout.clock.now()))
    await lookout.world.poll_and_publish()
    await lookout.pass_(WAITING_AFTER - MINUTE)
    assert lookout.told() == []
    await lookout.pass_(2 * MINUTE)
    assert lookout.told() == [[Kind.WAITING]]


async def test_a_story_that_was_late_is_no_trouble(lookout: Lookout) -> None:
    lookout.world.discord.fail = lambda _: Unreachable("503: no healthy upstream")
    lookout.world.serve(story(1, at=lookout.clock.now()))
    await lookout.world.poll_and_publish()
    await lookout.work()
    lookout.world.discord.fail = lambda _: None
    lookout.clock.pass_(HOUR / 2)
    await lookout.world.publish()
    await lookout.pass_(2 * HOUR, step=10 * MINUTE)
    assert lookout.told() == []


async def test_a_story_that_discord_refuses_is_asked_about(lookout: Lookout) -> None:
    """L23."""
    lookout.world.discord.fail = lambda _: Malformed("400 (50035): Invalid Form Body")
    lookout.world.serve(story(1, at=lookout.clock.now()))
    await lookout.world.poll_and_publish()
    await lookout.work()
    assert lookout.told() == [[Kind.REFUSED]]
    lookout.world.discord.fail = lambda _: None
    await lookout.act(Act.TRY)
    await lookout.world.publish()
    assert lookout.world.discord.titles(1) == ["Story number 1"]


# Many at once


async def test_several_feeds_that_fail_are_told_of_by_one_message(lookout: Lookout) -> None:
    urls = [f"https://other{n}.example/feed" for n in range(4)]
    for url in urls:
        await started(lookout.world, url)
    for url in urls:
        await fail_for(lookout, FAILING_AFTER, url)
    await lookout.work()
    assert lookout.told() == [[Kind.FAILING] * 4]


async def test_a_feed_of_a_host_that_fails_already_is_told_of_by_the_same_message(
    lookout: Lookout,
) -> None:
    other = "https://reel.example/other"
    await started(lookout.world, other)
    await fail_for(lookout, FAILING_AFTER)
    await lookout.work()
    await lookout.pass_(HOUR)
    await fail_for(lookout, FAILING_AFTER, other)
    await lookout.pass_(MINUTE)
    assert lookout.told() == [[Kind.FAILING] * 2]
    assert lookout.discord.tries == 1


async def test_when_most_feeds_fail_nobody_is_told(
    lookout: Lookout, caplog: pytest.LogCaptureFixture
) -> None:
    """S35: it is our own connection, which the log says once."""
    urls = [FEED_URL, *(f"https://other{n}.example/feed" for n in range(6))]
    for url in urls[1:]:
        await started(lookout.world, url)
    for url in urls[:5]:
        await fail_for(lookout, FAILING_AFTER, url)
    with caplog.at_level(logging.WARNING):
        await lookout.pass_(5 * MINUTE)
    assert lookout.told() == []
    assert [one.message for one in caplog.records] == [
        "most feeds fail at once: no server is told, it is our own connection"
    ]


async def test_a_server_without_a_channel_is_told_all_when_it_has_one(lookout: Lookout) -> None:
    await lookout.choose(None)
    await fail_for(lookout, FAILING_AFTER)
    await change_ids(lookout)
    await fail_for(lookout, FAILING_AFTER)
    await lookout.pass_(DAY, step=HOUR)
    assert lookout.told() == []
    await lookout.choose()
    await lookout.work()
    assert sorted(lookout.told()) == [[Kind.CHANGED_IDS], [Kind.FAILING]]


async def test_what_is_over_before_there_is_a_channel_is_told_to_nobody(lookout: Lookout) -> None:
    await lookout.choose(None)
    await fail_for(lookout, FAILING_AFTER)
    await lookout.work()
    await lookout.world.poll()
    await lookout.pass_(HOUR)
    await lookout.choose()
    await lookout.pass_(HOUR)
    assert lookout.told() == []


# Restarts, and what Discord does


@pytest.mark.parametrize("pause", [timedelta(0), NONCE_IS_SAFE, DAY])
@pytest.mark.parametrize("when", ["before", "after"])
async def test_killed_while_it_is_told_it_is_told_once(
    lookout: Lookout, when: str, pause: timedelta
) -> None:
    """D8, D9: as long as the nonce holds by that, then by a look at the channel."""
    await fail_for(lookout, FAILING_AFTER)
    setattr(lookout.discord, when, Killed)
    await lookout.killed()
    lookout.discord.honours_nonces = pause < NONCE_IS_SAFE
    lookout.clock.pass_(pause)
    await lookout.work()
    await lookout.pass_(HOUR)
    assert lookout.told() == [[Kind.FAILING]]


async def test_a_lost_answer_makes_no_second_message(lookout: Lookout) -> None:
    """D9."""
    await fail_for(lookout, FAILING_AFTER)
    lookout.discord.after = lambda: Uncertain("502")
    await lookout.pass_(HOUR)
    lookout.discord.honours_nonces = False
    lookout.discord.after = lambda: None
    await lookout.pass_(HOUR)
    assert lookout.told() == [[Kind.FAILING]]


async def test_what_is_over_before_its_lost_message_was_found_missing_is_not_told(
    lookout: Lookout,
) -> None:
    """D9."""
    await fail_for(lookout, FAILING_AFTER)
    lookout.discord.before = lambda: Uncertain("502")
    await lookout.work()
    await lookout.world.poll()
    lookout.discord.before = lambda: None
    await lookout.pass_(HOUR)
    assert lookout.told() == []


async def test_moderators_are_told_when_discord_is_back(lookout: Lookout) -> None:
    """L30."""
    await fail_for(lookout, FAILING_AFTER)
    lookout.discord.before = lambda: Unreachable("no connection")
    await lookout.pass_(3 * HOUR)
    assert lookout.discord.tries < 3 * HOUR / LONGEST_PAUSE + 10
    lookout.discord.before = lambda: None
    await lookout.pass_(LONGEST_PAUSE)
    assert lookout.told() == [[Kind.FAILING]]


async def test_a_channel_for_notices_that_is_gone_is_not_tried_again(lookout: Lookout) -> None:
    """M51: /status shows it, and another channel ends it."""
    await fail_for(lookout, FAILING_AFTER)
    lookout.discord.before = lambda: ChannelGone("404 (10003): Unknown Channel")
    await lookout.pass_(DAY, step=HOUR)
    assert lookout.discord.tries == 1
    assert await lookout.desk.problem(GUILD) == "404 (10003): Unknown Channel"
    lookout.discord.before = lambda: None
    await lookout.choose(100)
    await lookout.work()
    assert lookout.told() == [[Kind.FAILING]]
    assert await lookout.desk.problem(GUILD) is None


async def test_a_channel_for_notices_that_is_closed_is_tried_now_and_then(lookout: Lookout) -> None:
    """M50: and at once when a permission changes."""
    await fail_for(lookout, FAILING_AFTER)
    lookout.discord.before = lambda: Forbidden("403 (50013): Missing Permissions")
    await lookout.pass_(FORBIDDEN_PAUSE - HOUR, step=10 * MINUTE)
    assert lookout.discord.tries == 1
    lookout.discord.before = lambda: None
    await lookout.desk.may_tell_again(GUILD)
    await lookout.pass_(MINUTE)
    assert lookout.told() == [[Kind.FAILING]]


async def test_a_message_that_can_not_be_edited_is_left(lookout: Lookout) -> None:
    await fail_for(lookout, FAILING_AFTER)
    await lookout.work()
    lookout.discord.fail_edit = Forbidden("403 (50013): Missing Permissions")
    await lookout.world.poll()
    await lookout.pass_(HOUR)
    assert await lookout.noticing.next_at() is None


# What buttons do


async def test_a_feed_that_is_removed_can_be_taken_back(lookout: Lookout) -> None:
    await fail_for(lookout, FAILING_AFTER)
    await lookout.work()
    await lookout.act(Act.REMOVE)
    assert [one.standing for one in await lookout.world.desk.of_guild(GUILD)] == []
    await lookout.act(Act.UNDO)
    assert len(await lookout.world.desk.of_guild(GUILD)) == 1


async def test_checking_makes_a_feed_due(lookout: Lookout) -> None:
    lookout.world.web.answers[FEED_URL] = DOWN
    await fail_for(lookout, FAILING_AFTER)
    await lookout.world.poll()
    await lookout.work()
    assert not await lookout.world.polling.due(limit=1, busy=())
    await lookout.act(Act.CHECK)
    assert await lookout.world.polling.due(limit=1, busy=())


async def test_a_feed_that_is_found_takes_the_place_of_the_one_that_is_gone(
    lookout: Lookout,
) -> None:
    """S33: with its settings, and without a flood."""
    new = "https://reel.example/atom.xml"
    lookout.world.web.answers[FEED_URL] = Gone("410 Gone", status=410)
    await polled(lookout, HOUR)
    lookout.world.serve(*(story(n, at=lookout.clock.now()) for n in range(3)), url=new)
    message = lookout.last()
    found = await lookout.world.subscribing.find(new)
    assert await lookout.desk.take(message, found, by=5) == 1
    (row,) = await lookout.world.desk.of_guild(GUILD)
    assert row.feed.url == new
    await polled(lookout, HOUR)
    assert lookout.world.discord.titles(1) == []
    assert lookout.last().first.outcome is Outcome.LEFT


async def test_a_message_of_another_server_is_none(lookout: Lookout) -> None:
    await fail_for(lookout, FAILING_AFTER)
    await lookout.work()
    first = lookout.last().first
    for guild_id, salt in ((GUILD + 1, first.salt), (GUILD, "00000000")):
        with pytest.raises(UserError):
            await lookout.desk.message(first.id, salt, guild_id=guild_id)


# What the bot may do, as Discord tells


async def test_a_permission_that_is_lost_is_told_of_before_a_story_meets_it(
    lookout: Lookout,
) -> None:
    """M50: once moderators had some minutes to finish what they are doing."""
    await lookout.work()
    lookout.discord.lacks = {1: True}
    await lookout.desk.may_tell_again(GUILD)
    await lookout.pass_(PERMISSION_PATIENCE)
    assert lookout.told() == []
    await lookout.pass_(2 * MINUTE)
    assert lookout.told() == [[Kind.BLOCKED]]
    lookout.discord.lacks = {}
    await lookout.desk.may_tell_again(GUILD)
    await lookout.pass_(MINUTE)
    assert lookout.told() == [[Kind.BLOCKED], [Kind.BACK]]


async def test_a_permission_that_stories_can_do_without_is_told_of(lookout: Lookout) -> None:
    """M50: Add Reactions, Embed Links, Read Message History."""
    lookout.discord.lacks = {1: False}
    await lookout.pass_(PERMISSION_PATIENCE + MINUTE)
    assert lookout.told() == [[Kind.LIMITED]]
    lookout.discord.lacks = {}
    await lookout.pass_(HOUR)
    assert lookout.told() == [[Kind.LIMITED]]
    assert lookout.last().first.outcome is Outcome.WELL


async def test_as_long_as_discord_has_not_told_of_a_server_nothing_is_back(
    lookout: Lookout,
) -> None:
    """M50: right after a restart."""
    lookout.discord.lacks = {1: True}
    await lookout.pass_(PERMISSION_PATIENCE + MINUTE)
    lookout.start()
    lookout.discord.lacks = None
    await lookout.pass_(HOUR)
    lookout.discord.lacks = {1: True}
    await lookout.pass_(HOUR)
    assert lookout.told() == [[Kind.BLOCKED]]
