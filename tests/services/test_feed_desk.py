"""The desk for feeds: what is set, where a feed goes, and how it is stopped and taken back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.audit import Action, AuditEntry
from bot.domain.error import FetchError, RateLimited, UserError
from bot.domain.model import Subscription
from bot.domain.setting import Look
from bot.services.standing import Standing
from tests.services.world import FEED_URL, GUILD, World, drain, story

HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)
BY = 5


async def running(world: World, channel: int = 1) -> Subscription:
    """Subscribe a channel to a feed that was read before."""
    subscription = await world.subscribe(channel)
    world.serve(story(0, age=DAY))
    await world.poll()
    return subscription


async def bring(world: World, number: int) -> None:
    """Let the feed bring a story now."""
    world.serve(story(number, at=world.clock.now()), story(0, age=DAY))
    await world.poll()


async def log(world: World) -> list[AuditEntry]:
    return list((await world.auditing.page(GUILD)).entries)


async def clear(world: World, span: timedelta = MINUTE) -> None:
    world.clock.pass_(span)
    await drain(world.clearing.due, world.clearing.work)


async def test_settings_are_changed_and_the_change_is_noted(world: World) -> None:
    one = await running(world)
    feed = await world.desk.change(one.id, guild_id=GUILD, by=BY, look=Look.TEXT, max_per_hour=3)
    (entry,) = await log(world)
    assert (feed.subscription.settings.look, feed.subscription.settings.max_per_hour) == (
        Look.TEXT,
        3,
    )
    assert (entry.user_id, entry.action, entry.subject) == (BY, Action.FEED_CHANGED, "The Reel")
    assert (entry.before, entry.after) == (
        {"look": "gallery", "max_per_hour": None},
        {"look": "text", "max_per_hour": 3},
    )


async def test_a_change_of_nothing_is_not_noted(world: World) -> None:
    one = await running(world)
    await world.desk.change(one.id, guild_id=GUILD, by=BY, look=Look.GALLERY)
    assert await log(world) == []


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"mention_role": GUILD}, "can’t mention @everyone"),
        ({"summary": 351}, "can’t have that length"),
        ({"max_per_hour": 0}, "At most 1 to 60"),
    ],
)
async def test_what_can_not_be_set_is_refused(
    world: World, values: dict[str, object], said: str
) -> None:
    """S46: nobody pings everyone by a feed."""
    one = await running(world)
    with pytest.raises(UserError, match=said):
        await world.desk.change(one.id, guild_id=GUILD, by=BY, **values)


async def test_the_last_change_is_undone_and_made_again(world: World) -> None:
    one = await running(world)
    await world.desk.change(one.id, guild_id=GUILD, by=BY, must=("dune",), thread=True)
    reset = await world.desk.reset(one.id, guild_id=GUILD, by=BY)
    undone = await world.desk.undo(one.id, guild_id=GUILD, by=BY)
    again = await world.desk.undo(one.id, guild_id=GUILD, by=BY)
    filters = [feed.subscription.settings.must for feed in (reset, undone, again)]
    assert filters == [(), ("dune",), ()]


async def test_spoiler_words_that_were_deleted_come_back(world: World) -> None:
    one = await running(world)
    await world.desk.set_spoiler_words(one.id, "finale", guild_id=GUILD, by=BY)
    await world.desk.set_spoiler_words(one.id, "", guild_id=GUILD, by=BY)
    feed = await world.desk.undo(one.id, guild_id=GUILD, by=BY)
    assert feed.subscription.spoiler_words == ("finale",)


async def test_nothing_to_undo_is_said(world: World) -> None:
    one = await running(world)
    with pytest.raises(UserError, match="Nothing was changed"):
        await world.desk.undo(one.id, guild_id=GUILD, by=BY)


_OTHERS: dict[str, Callable[[World, int], Awaitable[object]]] = {
    "change": lambda w, id_: w.desk.change(id_, guild_id=GUILD + 1, by=BY, thread=True),
    "undo": lambda w, id_: w.desk.undo(id_, guild_id=GUILD + 1, by=BY),
    "move": lambda w, id_: w.desk.move(id_, 2, guild_id=GUILD + 1, by=BY),
    "pause": lambda w, id_: w.stopping.pause(id_, guild_id=GUILD + 1, by=BY),
    "resume": lambda w, id_: w.stopping.resume(id_, guild_id=GUILD + 1, by=BY),
    "check": lambda w, id_: w.check.check(id_, guild_id=GUILD + 1),
}


@pytest.mark.parametrize("name", _OTHERS)
async def test_a_feed_of_another_server_is_out_of_reach(world: World, name: str) -> None:
    one = await running(world)
    with pytest.raises(UserError, match="no such feed"):
        await _OTHERS[name](world, one.id)


async def test_what_waits_moves_along_and_is_posted_there(world: World) -> None:
    one = await running(world)
    await bring(world, 1)
    feed = await world.desk.move(one.id, 2, guild_id=GUILD, by=BY)
    await world.publish()
    assert feed.subscription.channel_id == 2
    assert (world.discord.titles(1), world.discord.titles(2)) == ([], ["Story number 1"])
    (entry,) = await log(world)
    assert (entry.action, entry.before, entry.after) == (
        Action.FEED_MOVED,
        {"channel": 1},
        {"channel": 2},
    )


async def test_a_story_that_is_in_the_other_channel_already_is_not_posted_twice(
    world: World,
) -> None:
    """D11."""
    one = await running(world)
    other = "https://reel.example/film.xml"
    world.serve(url=other)
    await world.subscribe(2, url=other)
    await world.poll(other)
    await bring(world, 1)
    world.serve(story(1, at=world.clock.now()), url=other)
    await world.poll(other)
    await world.desk.move(one.id, 2, guild_id=GUILD, by=BY)
    await world.publish()
    assert world.discord.titles(2) == ["Story number 1"]


async def test_a_channel_that_has_the_feed_gets_it_no_second_time(world: World) -> None:
    """D14."""
    one = await running(world)
    await world.subscribe(2)
    with pytest.raises(UserError, match="<#2> already gets this feed"):
        await world.desk.move(one.id, 2, guild_id=GUILD, by=BY)


async def test_a_feed_whose_channel_is_gone_goes_on_in_another(world: World) -> None:
    """M51."""
    one = await running(world)
    async with world.db.write() as tx:
        await world.subscriptions.disable_channel(tx, 1, "deleted", world.clock.now())
    gone = await world.desk.get(one.id, guild_id=GUILD)
    moved = await world.desk.move(one.id, 2, guild_id=GUILD, by=BY)
    await bring(world, 1)
    await world.publish()
    assert (gone.standing, moved.standing) == (Standing.NO_CHANNEL, Standing.ACTIVE)
    assert world.discord.titles(2) == ["Story number 1"]


async def test_a_paused_feed_is_silent_and_its_stories_come_when_it_goes_on(world: World) -> None:
    """F32."""
    one = await running(world)
    await bring(world, 1)
    await world.stopping.pause(one.id, guild_id=GUILD, by=BY)
    await world.publish()
    during = world.discord.titles(1)
    feed = await world.stopping.resume(one.id, guild_id=GUILD, by=BY)
    await world.publish()
    assert (during, feed.waiting, world.discord.titles(1)) == ([], 1, ["Story number 1"])
    assert [entry.action for entry in await log(world)] == [
        Action.FEED_RESUMED,
        Action.FEED_PAUSED,
    ]


async def test_a_feed_that_runs_can_not_be_resumed(world: World) -> None:
    one = await running(world)
    with pytest.raises(UserError, match="is not paused"):
        await world.stopping.resume(one.id, guild_id=GUILD, by=BY)


async def test_a_removal_is_taken_back_with_what_came_meanwhile(world: World) -> None:
    one = await running(world)
    await world.stopping.remove(one.id, guild_id=GUILD, by=BY)
    await bring(world, 1)
    await clear(world, MINUTE - timedelta(seconds=1))
    await world.publish()
    during = world.discord.titles(1)
    await world.stopping.restore(one.id, guild_id=GUILD, by=BY)
    await world.publish()
    assert (during, world.discord.titles(1)) == ([], ["Story number 1"])


async def test_a_removed_feed_that_was_paused_is_paused_when_it_is_back(world: World) -> None:
    one = await running(world)
    await world.stopping.pause(one.id, guild_id=GUILD, by=BY)
    await world.stopping.remove(one.id, guild_id=GUILD, by=BY)
    back = await world.stopping.restore(one.id, guild_id=GUILD, by=BY)
    assert back.standing is Standing.PAUSED


async def test_after_a_minute_a_removed_feed_is_gone_for_good(world: World) -> None:
    one = await running(world)
    await world.stopping.remove(one.id, guild_id=GUILD, by=BY)
    due = await world.clearing.next_at()
    await clear(world)
    assert due == world.clock.now()
    assert await world.polling.due(limit=9, busy=()) == []
    with pytest.raises(UserError, match="can’t be taken back any more"):
        await world.stopping.restore(one.id, guild_id=GUILD, by=BY)


async def test_a_feed_is_kept_for_a_month_when_its_channel_is_gone(world: World) -> None:
    """M51."""
    await running(world)
    async with world.db.write() as tx:
        await world.subscriptions.disable_channel(tx, 1, "deleted", world.clock.now())
    await clear(world, 29 * DAY)
    kept = len(await world.desk.of_guild(GUILD))
    await clear(world, DAY)
    assert (kept, len(await world.desk.of_guild(GUILD))) == (1, 0)


async def test_the_list_says_how_each_feed_stands(world: World) -> None:
    """S33, S35, M50."""
    one = await running(world)
    (active,) = await world.desk.of_guild(GUILD)
    world.web.answers[FEED_URL] = FetchError("reel.example answered with 500.", status=500)
    await world.poll()
    (soon,) = await world.desk.of_guild(GUILD)
    world.clock.pass_(2 * HOUR)
    (failing,) = await world.desk.of_guild(GUILD)
    await world.stopping.pause(one.id, guild_id=GUILD, by=BY)
    (paused,) = await world.desk.of_guild(GUILD)
    async with world.db.write() as tx:
        await world.subscriptions.set_problem(tx, 1, "no permission", world.clock.now())
    (blocked,) = await world.desk.of_guild(GUILD)
    assert [row.standing for row in (active, soon, failing, paused, blocked)] == [
        Standing.ACTIVE,
        Standing.ACTIVE,
        Standing.FAILING,
        Standing.PAUSED,
        Standing.BLOCKED,
    ]
    assert (paused.since, blocked.since) == (world.clock.now(), world.clock.now())


async def test_the_list_of_a_channel_has_its_feeds_alone(world: World) -> None:
    await world.subscribe(1)
    await world.subscribe(2)
    rows = await world.desk.of_guild(GUILD, channel_id=2)
    assert [row.subscription.channel_id for row in rows] == [2]


async def test_stories_a_day_are_those_of_as_long_as_the_feed_is_known(world: World) -> None:
    world.serve(*(story(n, age=n * DAY / 2) for n in range(40)), story(99, age=60 * DAY))
    await world.subscribe()
    await world.poll()
    rows = await world.desk.of_guild(GUILD)
    (pace,) = (await world.desk.stories_a_day(rows)).values()
    assert pace == pytest.approx(40 / 19.5)
    assert rows[0].newest_at == world.clock.now()


async def test_a_check_says_what_is_new_and_what_became_of_it(world: World) -> None:
    one = await running(world)
    await world.desk.change(one.id, guild_id=GUILD, by=BY, must_not=("number 2",))
    world.clock.pass_(HOUR)
    now = world.clock.now()
    world.serve(story(1, at=now), story(2, at=now), story(0, age=DAY))
    checked = await world.check.check(one.id, guild_id=GUILD)
    assert checked.seen is not None
    assert checked.tally is not None
    assert (checked.seen.entries, checked.tally.articles) == (3, 2)
    assert (checked.tally.posts, checked.tally.left_out) == ({"pending": 1}, 1)


async def test_a_check_tells_that_nothing_changed(world: World) -> None:
    one = await running(world)
    world.clock.pass_(HOUR)
    checked = await world.check.check(one.id, guild_id=GUILD)
    assert checked.seen is not None
    assert checked.seen.unchanged


async def test_a_check_holds_the_pause_that_the_host_asked_for(world: World) -> None:
    """S34."""
    one = await running(world)
    world.web.answers[FEED_URL] = RateLimited("busy", status=429, retry_after=2 * HOUR)
    await world.poll()
    world.clock.pass_(HOUR)
    asked = world.web.count(FEED_URL)
    checked = await world.check.check(one.id, guild_id=GUILD)
    assert checked.paused == world.clock.now() + HOUR
    assert world.web.count(FEED_URL) == asked


async def test_a_check_asks_no_site_twice_in_a_moment(world: World) -> None:
    one = await running(world)
    asked = world.web.count(FEED_URL)
    checked = await world.check.check(one.id, guild_id=GUILD)
    assert checked.just_now == world.clock.now()
    assert world.web.count(FEED_URL) == asked


async def test_a_check_tells_why_a_feed_can_not_be_read(world: World) -> None:
    one = await running(world)
    world.clock.pass_(HOUR)
    world.web.answers[FEED_URL] = FetchError("reel.example answered with 500.", status=500)
    checked = await world.check.check(one.id, guild_id=GUILD)
    assert checked.seen is not None
    assert checked.seen.error == "reel.example answered with 500."


async def test_a_check_that_takes_too_long_is_left_to_the_usual_polling(world: World) -> None:
    """M55."""
    one = await running(world)
    world.clock.pass_(timedelta(minutes=1))
    world.web.meanwhile[FEED_URL] = _never
    checked = await world.check.check(one.id, guild_id=GUILD)
    assert checked.late
    assert await world.polling.due(limit=9, busy=()) == [one.feed_id]


async def _never() -> None:
    await asyncio.Event().wait()


async def test_a_check_and_a_poll_at_once_bring_a_story_once(world: World) -> None:
    """D1: the second waits for the first, and finds it known."""
    one = await running(world)
    world.clock.pass_(HOUR)
    world.serve(story(1, at=world.clock.now()), story(0, age=DAY))
    await asyncio.gather(world.check.check(one.id, guild_id=GUILD), world.polling.work(one.feed_id))
    await world.publish()
    assert world.discord.titles(1) == ["Story number 1"]


async def test_a_feed_that_was_gone_is_polled_again_when_a_check_finds_it(world: World) -> None:
    """S33."""
    one = await running(world)
    async with world.db.write() as tx:
        await world.feeds.save(tx, replace(await world.feed(), state="gone"))
    world.clock.pass_(HOUR)
    checked = await world.check.check(one.id, guild_id=GUILD)
    assert checked.feed.standing is Standing.ACTIVE
