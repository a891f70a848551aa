"""Pacing: what waits for its hour, its channel or its moderators, and goes out in the end."""

from __future__ import annotations

import sqlite3
from datetime import time, timedelta

import pytest

from bot.domain.error import Forbidden
from bot.domain.model import Post, Subscription
from bot.domain.setting import Quiet, Settings
from bot.services.server_setting import ServerSetting
from bot.storage.held import HeldTable
from tests.services.world import GUILD, START, Item, World, story

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
OTHER_URL = "https://gazette.example/feed.xml"
TONIGHT = Quiet(start=time(21), end=time(23))  # of Seoul, where it is 21:00 at START


async def open_feed(world: World, channel: int = 1, **own: object) -> Subscription:
    """Subscribe a channel to a feed that was read before."""
    subscription = await world.subscribe(channel)
    world.serve(story(0, age=DAY))
    await world.poll()
    await set_up(world, subscription, **own)
    return subscription


async def set_up(world: World, subscription: Subscription, **own: object) -> None:
    async with world.db.write() as tx:
        await world.subscriptions.set_settings(tx, subscription.id, Settings(**own))  # type: ignore[arg-type]
        await tx.execute_fetchall("UPDATE subscription SET release_at = 0")


async def bring(world: World, first: int, last: int) -> None:
    """Let the feed bring stories, the last of them now."""
    numbers = range(last, first - 1, -1)
    now = world.clock.now()
    items = (story(n, age=(last - n) * MINUTE / 10, at=now) for n in numbers)
    world.serve(*items, story(0, age=DAY))
    await world.poll_and_publish()


async def later(world: World, span: timedelta) -> None:
    world.clock.pass_(span)
    await world.publish()


async def pause(world: World, subscription: Subscription) -> None:
    async with world.db.write() as tx:
        await world.subscriptions.pause(tx, subscription.id, world.clock.now())


async def resume(world: World, subscription: Subscription) -> None:
    async with world.db.write() as tx:
        await world.subscriptions.resume(tx, subscription.id, world.clock.now())
    await world.publish()


def titles(first: int, last: int) -> list[str]:
    return [f"Story number {n}" for n in range(first, last + 1)]


def digest(world: World, channel: int = 1) -> Post:
    (found,) = (post for post in world.discord.channels[channel] if post.article.digest)
    return found


def listed(post: Post) -> list[str]:
    return [line.split("]")[0][3:] for line in post.article.summary.splitlines()]


async def states(world: World) -> dict[str, int]:
    return {key: number for key, number in (await world.posts.counts(GUILD)).items() if number}


async def test_the_rest_of_an_hour_goes_into_one_digest_and_nothing_is_dropped(world: World):
    """L26."""
    await open_feed(world, max_per_hour=3)
    await bring(world, 1, 10)
    assert world.discord.titles(1) == [*titles(9, 10), "8 more stories from The Reel"]
    assert listed(digest(world)) == titles(1, 8)
    await later(world, DAY)
    assert len(world.discord.titles(1)) == 3


async def test_what_exceeds_an_hour_bit_by_bit_is_collected_until_there_is_room(world: World):
    """L26: the digest card is one of the posts of its hour."""
    await open_feed(world, max_per_hour=2)
    for number in range(1, 6):
        await bring(world, number, number)
        world.clock.pass_(10 * MINUTE)
    assert world.discord.titles(1) == titles(1, 2)
    await later(world, 10 * MINUTE)
    assert world.discord.titles(1) == [*titles(1, 2), "3 more stories from The Reel"]


async def test_a_single_story_that_had_to_wait_gets_its_card(world: World):
    """L26: no digest of one."""
    await open_feed(world, max_per_hour=1)
    for number in (1, 2):
        await bring(world, number, number)
    await later(world, HOUR)
    assert world.discord.titles(1) == titles(1, 2)


async def test_a_feed_that_floods_is_bounded_where_nobody_set_a_limit(world: World):
    await open_feed(world)
    await bring(world, 1, 40)
    assert world.discord.titles(1) == [*titles(22, 40), "21 more stories from The Reel"]
    await bring(world, 41, 80)
    assert len(world.discord.titles(1)) == 20
    await later(world, HOUR)
    assert world.discord.titles(1)[20:] == [*titles(71, 80), "30 more stories from The Reel"]


async def test_a_story_in_a_digest_is_not_posted_again_by_another_feed(world: World):
    """D11, L26."""
    await open_feed(world, max_per_hour=1)
    await world.subscribe(url=OTHER_URL)
    world.serve(url=OTHER_URL)
    await world.poll(OTHER_URL)
    await bring(world, 1, 3)
    world.serve(story(2), url=OTHER_URL)
    await world.poll_and_publish(OTHER_URL)
    assert world.discord.titles(1) == ["3 more stories from The Reel"]


async def test_a_digest_is_taken_back_whole_when_it_can_not_be_made(world: World):
    """A crash between: nothing is half done, and it is done in the end."""
    await open_feed(world, max_per_hour=3)
    async with world.db.write() as tx:
        await tx.execute_fetchall(
            """
            CREATE TRIGGER crash BEFORE UPDATE OF state ON post WHEN NEW.state = 'dropped'
            BEGIN SELECT raise(ABORT, 'the power is gone'); END
            """
        )
    with pytest.raises(sqlite3.IntegrityError):
        await bring(world, 1, 10)
    assert await states(world) == {"waiting": 10}
    async with world.db.write() as tx:
        await tx.execute_fetchall("DROP TRIGGER crash")
    await world.publish()
    assert world.discord.titles(1) == [*titles(9, 10), "8 more stories from The Reel"]


async def test_in_quiet_hours_of_the_servers_time_zone_posts_wait(world: World):
    await ServerSetting(db=world.db, clock=world.clock).change(GUILD, by=1, time_zone="Asia/Seoul")
    await open_feed(world, quiet=TONIGHT)
    await bring(world, 1, 3)
    await later(world, 2 * HOUR - MINUTE)
    assert world.discord.titles(1) == []
    await later(world, MINUTE)
    assert world.discord.titles(1) == titles(1, 3)


async def test_after_quiet_hours_ten_follow_and_one_digest(world: World):
    """L26."""
    await open_feed(world, quiet=Quiet(start=time(12), end=time(14)))
    await bring(world, 1, 15)
    await later(world, 2 * HOUR)
    assert world.discord.titles(1) == [*titles(6, 15), "5 more stories from The Reel"]


async def test_another_time_zone_holds_for_what_waits_already(world: World):
    await open_feed(world, quiet=Quiet(start=time(12), end=time(14)))
    await bring(world, 1, 1)
    assert world.discord.titles(1) == []
    await ServerSetting(db=world.db, clock=world.clock).change(GUILD, by=1, time_zone="Asia/Seoul")
    await world.publish()
    assert world.discord.titles(1) == titles(1, 1)


async def test_what_could_not_be_sent_before_quiet_hours_waits_for_their_end(world: World):
    await open_feed(world, quiet=Quiet(start=time(13), end=time(14)))
    world.discord.fail = lambda _: Forbidden("I may not.")
    await bring(world, 1, 1)
    world.discord.fail = lambda _: None
    await later(world, HOUR)
    assert world.discord.titles(1) == []
    await later(world, HOUR)
    assert world.discord.titles(1) == titles(1, 1)


async def test_a_feed_that_is_resumed_after_weeks_posts_ten_and_one_digest(world: World):
    """F32."""
    subscription = await open_feed(world)
    await pause(world, subscription)
    for number in range(1, 26):
        await bring(world, number, number)
        world.clock.pass_(DAY / 2)
    assert await states(world) == {"waiting": 25}
    await resume(world, subscription)
    assert world.discord.titles(1) == [*titles(16, 25), "15 more stories from The Reel"]
    assert listed(digest(world)) == titles(1, 15)


async def test_a_digest_that_waited_is_taken_apart_for_the_next(world: World):
    """L28, F32: the bot was down while the feed was paused; all are counted, and none twice."""
    subscription = await open_feed(world)
    await pause(world, subscription)
    world.clock.pass_(2 * DAY)
    await bring(world, 1, 30)
    assert await states(world) == {"waiting": 11, "dropped": 20}
    world.clock.pass_(DAY / 2)
    await bring(world, 31, 40)
    await resume(world, subscription)
    assert world.discord.titles(1) == [*titles(31, 40), "30 more stories from The Reel"]
    assert listed(digest(world)) == titles(1, 30)


async def test_feeds_of_one_channel_share_a_digest_when_it_opens_again(world: World):
    """F32, M50: and it says of which outlet each is."""
    await open_feed(world)
    await world.subscribe(url=OTHER_URL)
    world.serve(url=OTHER_URL)
    await world.poll(OTHER_URL)
    world.discord.fail = lambda _: Forbidden("I may not.")
    await bring(world, 1, 8)
    gazette = [
        Item(f"Report {n}", f"https://gazette.example/{n}", f"g{n}", START) for n in range(8)
    ]
    world.serve(*gazette, url=OTHER_URL)
    await world.poll(OTHER_URL)
    world.discord.fail = lambda _: None
    await later(world, HOUR)
    assert len(world.discord.titles(1)) == 11
    assert digest(world).article.digest == 6


async def test_a_lost_permission_makes_all_wait_but_one_and_comes_back_by_itself(world: World):
    """M50, F32: at most ten with the one that was tried, and one digest."""
    await open_feed(world)
    world.discord.fail = lambda _: Forbidden("I may not send messages there.")
    for number in range(1, 21):
        await bring(world, number, number)
        world.clock.pass_(MINUTE)
    assert await states(world) == {"pending": 1, "waiting": 19}
    assert {post.article.title for post in world.discord.calls} == {"Story number 1"}
    world.discord.fail = lambda _: None
    await later(world, 30 * MINUTE)
    assert world.discord.titles(1) == [
        *titles(1, 1),
        *titles(12, 20),
        "10 more stories from The Reel",
    ]


async def test_a_permission_that_is_back_is_tried_at_once(world: World):
    """M50: as soon as Discord tells of a change, but not at each of many."""
    await open_feed(world)
    world.discord.fail = lambda _: Forbidden("I may not send messages there.")
    await bring(world, 1, 3)
    for _ in range(8):
        await later(world, 20 * MINUTE)
    world.discord.calls.clear()
    for _ in range(5):
        await world.pacing.try_again(GUILD)
        await later(world, timedelta(seconds=2))
    assert len(world.discord.calls) == 1
    world.discord.fail = lambda _: None
    await later(world, timedelta(seconds=2))
    assert world.discord.titles(1) == titles(1, 3)


async def test_a_feed_that_is_paused_keeps_no_other_from_telling_its_story(world: World):
    """D11: what two feeds bring is posted for the one that may."""
    subscription = await open_feed(world)
    await world.subscribe(url=OTHER_URL)
    world.serve(url=OTHER_URL)
    await world.poll(OTHER_URL)
    await pause(world, subscription)
    await bring(world, 1, 1)
    assert world.discord.titles(1) == []
    world.serve(story(1), url=OTHER_URL)
    await world.poll_and_publish(OTHER_URL)
    assert world.discord.titles(1) == titles(1, 1)


async def test_what_a_digest_lists_waits_again_when_the_feed_of_its_card_goes(world: World):
    """A digest of two feeds that was not sent yet: the other's stories are not lost."""
    first = await open_feed(world)
    other = await world.subscribe(url=OTHER_URL)
    world.serve(url=OTHER_URL)
    await world.poll(OTHER_URL)
    await pause(world, first)
    await pause(world, other)
    reports = (Item(f"Report {n}", guid=f"g{n}", published=START) for n in (2, 1))
    world.serve(*reports, url=OTHER_URL)
    await world.poll(OTHER_URL)
    await bring(world, 1, 12)
    world.clock.pass_(DAY)
    async with world.db.write() as tx:
        for subscription in (first, other):
            await world.subscriptions.resume(tx, subscription.id, world.clock.now())
    await world.pacing.work(1)
    async with world.db.write() as tx:
        await HeldTable(world.db).leave(tx, first.id)
        await world.subscriptions.remove(tx, first.id)
    await world.publish()
    assert world.discord.titles(1) == ["Report 1", "Report 2"]


async def test_a_clock_that_ran_ahead_stops_no_feed(world: World):
    """V64: times that are days away are none to wait for."""
    await open_feed(world, max_per_hour=1)
    world.clock.pass_(9 * DAY)
    for number in (1, 2):
        await bring(world, number, number)
    world.clock.pass_(-9 * DAY)
    await world.publish()
    assert world.discord.titles(1) == titles(1, 2)
