"""Why a story is in a channel or is not, as a moderator asks for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.domain.error import UserError
from bot.domain.setting import Quiet, Settings
from bot.domain.why import Answer, Message, Why
from bot.services.explaining import Explaining, Explanation
from tests.services.world import GUILD, START, Item, World, rss, story
from tests.services.world import answer as served

HOUR = timedelta(hours=1)
OTHER = "https://other.example/feed"
LINK = "https://reel.example/1"


async def ask(world: World, typed: str = LINK, guild_id: int = GUILD) -> Explanation:
    return await Explaining(db=world.db, clock=world.clock).why(typed, guild_id=guild_id)


async def answer(world: World, typed: str = LINK) -> Answer:
    [only] = (await ask(world, typed)).answers
    return only


async def started(world: World, channel_id: int = 1, **settings: object) -> int:
    """Subscribe a channel, and let the first reading be over; return the subscription's id."""
    subscription = await world.subscribe(channel_id)
    async with world.db.write() as tx:
        await world.subscriptions.set_settings(tx, subscription.id, Settings(**settings))  # type: ignore[arg-type]
    world.serve(story(0, age=HOUR))
    await world.poll()
    world.clock.pass_(timedelta(minutes=15))
    return subscription.id


async def run(world: World, sql: str, *values: object) -> None:
    async with world.db.write() as tx:
        await tx.execute_fetchall(sql, values)


@pytest.mark.parametrize(
    "typed",
    [
        "https://reel.example/1",
        "<http://www.reel.example/1/?utm_source=feed#top>",
        "reel.example/1",
        "https://discord.com/channels/100/1/{message}",
        "story number 1",
        "article:2",
    ],
)
async def test_a_posted_story_is_found_in_any_spelling(world: World, typed: str) -> None:
    await started(world)
    world.serve(story(1))
    await world.poll_and_publish()
    async with world.db.read() as reader:
        [row] = await reader.execute_fetchall("SELECT message_id FROM post WHERE state = 'sent'")
    found = await answer(world, typed.format(message=row["message_id"]))
    assert (found.why, found.channel_id, found.at) == (Why.POSTED, 1, world.clock.now())
    assert found.message == Message(place_id=1, message_id=row["message_id"])


async def test_a_filtered_story_is_told_with_the_rule(world: World) -> None:
    await started(world, must_not=("otters", "number 1"))
    world.serve(story(1))
    await world.poll()
    found = await answer(world)
    assert (found.why, found.said, found.feed) == (Why.FILTERED, "number 1", "The Reel")


async def test_a_story_without_any_word_that_must_occur_is_told_without_a_rule(
    world: World,
) -> None:
    await started(world, must=("otters",))
    world.serve(story(1))
    await world.poll()
    found = await answer(world)
    assert (found.why, found.said) == (Why.FILTERED, "")


async def test_a_story_from_before_the_feed_was_added_is_told(world: World) -> None:
    """F31."""
    await started(world)
    assert (await answer(world, "https://reel.example/0")).why is Why.BEFORE_ADDED


async def test_a_channel_that_joined_a_feed_later_got_what_came_since(world: World) -> None:
    await started(world)
    world.serve(story(1))
    await world.poll_and_publish()
    world.clock.pass_(HOUR)
    await world.subscribe(2)
    found = (await ask(world)).answers
    assert [(one.channel_id, one.why) for one in found] == [
        (1, Why.POSTED),
        (2, Why.BEFORE_ADDED),
    ]


async def test_a_story_that_came_too_late_is_told(world: World) -> None:
    """L20."""
    await started(world)
    world.serve(story(1, age=timedelta(days=9)), story(0, age=HOUR))
    await world.poll()
    assert (await answer(world)).why is Why.TOO_OLD


async def test_stories_held_back_are_told(world: World) -> None:
    """D5."""
    await started(world)
    moved = [
        Item(f"Moved {n}", f"https://reel.example/{n}", f"m{n}", START - HOUR) for n in range(1, 8)
    ]
    world.serve(*moved)
    await world.poll()
    assert (await answer(world)).why is Why.HELD


async def test_what_a_moderator_skipped_is_told_with_the_reason(world: World) -> None:
    await started(world)
    world.serve(story(1))
    await world.poll()
    await run(world, "UPDATE post SET state = 'dropped', error = 'a moderator skipped it'")
    found = await answer(world)
    assert (found.why, found.said) == (Why.ENDED, "a moderator skipped it")


async def test_a_story_that_waits_for_quiet_hours_is_told_with_their_end(world: World) -> None:
    await started(world, quiet=Quiet(start=time(12), end=time(18)))
    world.serve(story(1))
    await world.poll()
    found = await answer(world)
    assert (found.why, found.until) == (Why.QUIET, START.replace(hour=18))


async def test_a_story_that_waits_in_a_paused_feed_is_told(world: World) -> None:
    await started(world)
    await run(world, "UPDATE subscription SET state = 'paused'")
    world.serve(story(1))
    await world.poll()
    assert (await answer(world)).why is Why.PAUSED


async def test_a_story_that_waits_for_a_permission_is_told_with_what_is_missing(
    world: World,
) -> None:
    """M50."""
    await started(world, max_per_hour=5)
    world.serve(story(1))
    await world.poll()
    await run(world, "UPDATE subscription SET problem = 'no Send Messages', problem_since = 1")
    found = await answer(world)
    assert (found.why, found.said) == (Why.BLOCKED, "no Send Messages")


async def test_a_story_that_waits_for_room_in_the_hour_is_told_until_when(world: World) -> None:
    """L26."""
    await started(world, max_per_hour=1)
    world.serve(story(1))
    await world.poll()
    async with world.db.write() as tx:
        [row] = await tx.execute_fetchall("SELECT id FROM post")
        await world.posts.mark_sent(tx, row["id"], 77, world.clock.now())
    sent_at = world.clock.now()
    world.clock.pass_(timedelta(minutes=20))
    world.serve(story(2, at=world.clock.now()))
    await world.poll()
    found = await answer(world, "https://reel.example/2")
    assert (found.why, found.until) == (Why.LIMIT, sent_at + HOUR)


async def test_a_story_that_discord_did_not_take_is_told_with_the_error_and_when_it_is_tried(
    world: World,
) -> None:
    await started(world)
    world.serve(story(1))
    await world.poll()
    retry = world.clock.now() + HOUR
    await run(
        world,
        "UPDATE post SET error = 'Discord answered 503', not_before = ?",
        int(retry.timestamp() * 1_000_000),
    )
    found = await answer(world)
    assert (found.why, found.said, found.until) == (Why.NEXT, "Discord answered 503", retry)


async def test_a_story_in_doubt_is_told(world: World) -> None:
    """D9."""
    await started(world)
    world.serve(story(1))
    await world.poll()
    await run(world, "UPDATE post SET state = 'sending', sending_at = not_before")
    assert (await answer(world)).why is Why.IN_DOUBT


async def test_a_story_that_discord_refused_for_good_is_told_with_the_error(world: World) -> None:
    """L23."""
    await started(world)
    world.serve(story(1))
    await world.poll()
    await run(world, "UPDATE post SET state = 'held', error = 'Invalid Form Body'")
    found = await answer(world)
    assert (found.why, found.said) == (Why.REFUSED, "Invalid Form Body")


async def test_a_deleted_message_is_told(world: World) -> None:
    """M53."""
    await started(world)
    world.serve(story(1))
    await world.poll_and_publish()
    await run(world, "UPDATE post SET deleted_at = sent_at")
    found = await answer(world)
    assert (found.why, found.message) == (Why.DELETED, None)


async def test_a_story_in_a_digest_is_told(world: World) -> None:
    """L28."""
    await started(world)
    world.clock.pass_(timedelta(days=3))
    now = world.clock.now()
    world.serve(*(story(n, at=now, age=n * HOUR) for n in range(1, 31)))
    await world.poll_and_publish()
    assert (await answer(world, "https://reel.example/30")).why is Why.IN_DIGEST


async def test_a_story_that_another_outlets_card_names_is_told_with_that_card(world: World) -> None:
    """D12."""
    title = "Otters of Busan win the Golden Reel after a heron lost"
    await started(world)
    await world.subscribe(1, url=OTHER)
    world.serve(story(0, age=HOUR), url=OTHER)
    await world.poll(OTHER)
    world.serve(Item(title, LINK, "1", START))
    theirs = rss(Item(title, "https://other.example/1", "1", START), title="The Post")
    world.web.answers[OTHER] = replace(served(url=OTHER), body=theirs)
    await world.poll_and_publish()
    await world.poll_and_publish(OTHER)
    found = await answer(world, "https://other.example/1")
    assert (found.why, found.told_as, found.outlet) == (Why.TOLD, title, "The Reel")
    assert found.message is not None


async def test_of_another_server_nothing_is_told(world: World) -> None:
    await started(world)
    world.serve(story(1))
    await world.poll_and_publish()
    found = await ask(world, guild_id=GUILD + 1)
    assert (found.article, found.answers, found.feeds) == (None, (), ())
    with pytest.raises(UserError, match="isn’t there any more"):
        await ask(world, "article:2", guild_id=GUILD + 1)
    with pytest.raises(UserError, match="no story’s post in this server"):
        await ask(world, "https://discord.com/channels/100/1/1001", guild_id=GUILD + 1)
    assert await Explaining(db=world.db, clock=world.clock).recent("", guild_id=GUILD + 1) == []


async def test_an_address_that_is_not_in_its_sites_feed_is_told_with_the_next_reading(
    world: World,
) -> None:
    await started(world)
    feed = await world.feed()
    found = await ask(world, "https://www.reel.example/2026/never-seen")
    [here] = found.feeds
    assert (found.article, here.channels, here.next_at) == (None, (1,), feed.next_check_at)
    assert here.feed.last_checked_at == feed.last_checked_at


async def test_an_address_of_a_site_without_a_feed_here_is_told(world: World) -> None:
    await started(world)
    found = await ask(world, "https://stranger.example/1")
    assert (found.host, found.article, found.feeds) == ("stranger.example", None, ())


@pytest.mark.parametrize("typed", ["", "heron", "story number"])
async def test_what_names_no_story_or_several_is_said(world: World, typed: str) -> None:
    await started(world)
    world.serve(story(1), story(2))
    await world.poll()
    with pytest.raises(UserError):
        await ask(world, typed)


async def test_titles_are_offered_of_stories_that_were_not_posted_too(world: World) -> None:
    await started(world, must=("otters",))
    world.serve(
        Item("Otters win", "https://reel.example/1", "1", START),
        Item("A heron lost", None, "2", START),
    )
    await world.poll()
    explaining = Explaining(db=world.db, clock=world.clock)
    [(title, value)] = await explaining.recent("heron", guild_id=GUILD)
    assert title == "A heron lost · The Reel"
    assert (await answer(world, value)).why is Why.FILTERED
