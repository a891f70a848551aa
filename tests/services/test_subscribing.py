"""Subscribing: finding feeds, adding them once, telling how they do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.error import FetchError, Refused, UserError
from bot.services.discovering import FoundFeed
from bot.services.ports import Fetched
from tests.services.world import FEED_URL, GUILD, World, answer, drain, story

SITE = "https://reel.example/"
HOUR = timedelta(hours=1)


def page(*feeds: str) -> Fetched:
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="{url}">' for url in feeds
    )
    body = f"<!doctype html><html><head><title>The Reel</title>{links}</head><body>Hi</body></html>"
    return Fetched(url=SITE, status=200, body=body.encode(), content_type="text/html")


async def add(world: World, found: FoundFeed, channel_id: int = 1, backlog: int = 1) -> None:
    await world.subscribing.add(
        found, guild_id=GUILD, channel_id=channel_id, user_id=5, backlog=backlog
    )


async def test_an_address_of_a_feed_is_found(world: World) -> None:
    world.serve(story(1), story(2, age=HOUR))
    found = await world.subscribing.find("reel.example/feed.xml")
    assert (found.url, found.title, found.stories) == (FEED_URL, "The Reel", 2)
    assert found.newest is not None
    assert found.newest.title == "Story number 1"


async def test_a_site_leads_to_the_feed_that_it_announces(world: World) -> None:
    world.serve(story(1))
    world.web.answers[SITE] = page(FEED_URL, "https://reel.example/tv.xml")
    found = await world.subscribing.find("reel.example")
    urls = [one.url for one in found.site_feeds]
    assert (found.url, urls) == (FEED_URL, [FEED_URL, "https://reel.example/tv.xml"])


async def test_a_site_that_announces_none_is_searched_at_the_usual_places(world: World) -> None:
    world.web.answers[SITE] = page()
    world.serve(story(1), url="https://reel.example/rss.xml")
    assert (await world.subscribing.find("reel.example")).url == "https://reel.example/rss.xml"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (page(), "no feed at reel.example"),
        (FetchError("reel.example did not answer within 30 seconds."), "did not answer"),
        (Refused("It is private."), "can't be used: It is private."),
    ],
)
async def test_what_is_no_feed_is_said_in_a_sentence(
    world: World, given: Fetched | FetchError, expected: str
) -> None:
    world.web.answers[SITE] = given
    with pytest.raises(UserError, match=expected):
        await world.subscribing.find("reel.example")


async def test_a_feed_that_is_added_twice_is_one_row(world: World) -> None:
    """D14: two spellings of its address, two channels."""
    world.serve(story(1))
    found = await world.subscribing.find(FEED_URL)
    await add(world, found, 1)
    await add(world, replace(found, url="http://www.reel.example/feed.xml/"), 2)
    rows = await world.desk.of_guild(GUILD)
    assert len({row.feed.id for row in rows}) == 1


async def test_the_same_feed_in_the_same_channel_is_refused(world: World) -> None:
    """D14."""
    world.serve(story(1))
    found = await world.subscribing.find(FEED_URL)
    await add(world, found)
    with pytest.raises(UserError, match="already gets this feed"):
        await add(world, found)
    with pytest.raises(UserError, match="already gets this feed"):
        await world.subscribing.find(FEED_URL, channel_id=1)
    assert (await world.subscribing.find(FEED_URL, channel_id=2)).url == FEED_URL


async def test_a_second_channel_gets_its_backlog_at_once(world: World) -> None:
    """F31: without waiting for the feed to change."""
    world.serve(*(story(n, age=n * HOUR) for n in (1, 2, 3)))
    found = await world.subscribing.find(FEED_URL)
    await add(world, found, 1, backlog=0)
    await world.poll_and_publish()
    await add(world, found, 2, backlog=2)
    await world.publish()
    assert world.discord.titles(2) == ["Story number 2", "Story number 1"]


async def test_a_feed_of_another_server_can_not_be_removed(world: World) -> None:
    subscription = await world.subscribe()
    with pytest.raises(UserError, match="no such feed"):
        await world.stopping.remove(subscription.id, guild_id=GUILD + 1, by=5)


async def test_a_feed_that_was_removed_posts_no_more(world: World) -> None:
    subscription = await world.subscribe(backlog=1)
    world.serve(story(1))
    await world.poll()
    await world.stopping.remove(subscription.id, guild_id=GUILD, by=5)
    await world.publish()
    assert world.discord.titles(1) == []
    assert await world.polling.due(limit=9, busy=()) == []


async def test_a_short_failure_is_no_problem_and_a_long_one_is(world: World) -> None:
    """S35."""
    await world.subscribe()
    world.web.answers[FEED_URL] = FetchError("reel.example answered with 500.", status=500)
    await world.poll()
    world.clock.pass_(timedelta(minutes=15))
    assert (await world.subscribing.status(GUILD)).problems == ()
    world.clock.pass_(2 * HOUR)
    (problem,) = (await world.subscribing.status(GUILD)).problems
    assert "reel.example answered with 500." in str(problem)


async def test_the_status_counts(world: World) -> None:
    await world.subscribe(backlog=2)
    world.web.answers[FEED_URL] = answer(story(1), story(2))
    await world.poll()
    before = await world.subscribing.status(GUILD)
    await world.publish()
    after = await world.subscribing.status(GUILD)
    assert (before.waiting, before.posted, after.waiting, after.posted) == (2, 0, 0, 2)


async def test_a_temporary_redirect_does_not_become_the_feeds_address(world: World) -> None:
    """D13."""
    asked = "https://reel.example/rss"
    world.web.answers[asked] = answer(story(1), url="https://edge7.example/tmp?session=1")
    assert (await world.subscribing.find(asked)).url == asked


async def test_a_feed_that_is_added_again_after_days_is_as_new(world: World) -> None:
    """F31: nothing of what was missed meanwhile, unless wished."""
    world.serve(story(0))
    found = await world.subscribing.find(FEED_URL)
    await add(world, found, backlog=0)
    await world.poll()
    (row,) = await world.desk.of_guild(GUILD)
    await world.stopping.remove(row.subscription.id, guild_id=GUILD, by=5)
    world.clock.pass_(timedelta(days=2))
    at = world.clock.now()
    world.serve(*(story(n, at=at, age=n * HOUR) for n in range(1, 9)))
    await add(world, found, backlog=1)
    await world.poll_and_publish()
    assert world.discord.titles(1) == ["Story number 1"]


async def test_a_feed_that_is_added_again_without_a_change_gives_its_backlog(world: World) -> None:
    """F31: removed while its story waited; nothing of it was sent."""
    world.serve(story(1))
    found = await world.subscribing.find(FEED_URL)
    await add(world, found)
    await world.poll()
    (row,) = await world.desk.of_guild(GUILD)
    await world.stopping.remove(row.subscription.id, guild_id=GUILD, by=5)
    await add(world, found)
    await world.poll_and_publish()
    assert world.discord.titles(1) == ["Story number 1"]


async def test_a_story_that_two_feeds_bring_survives_the_removal_of_one(world: World) -> None:
    """D11: it waits in the channel, and the other feed still wants it there."""
    other = "https://reel.example/film.xml"
    for url in (FEED_URL, other):
        world.serve(url=url)
        await world.subscribe(1, url=url)
        await world.poll(url)
        world.serve(story(1), url=url)
    await world.poll()
    await world.poll(other)
    first = (await world.desk.of_guild(GUILD))[0]
    await world.stopping.remove(first.subscription.id, guild_id=GUILD, by=5)
    world.clock.pass_(timedelta(minutes=1))
    await drain(world.clearing.due, world.clearing.work)
    await world.publish()
    assert world.discord.titles(1) == ["Story number 1"]


async def test_the_newest_of_a_feed_counts_undated_stories_by_when_they_came(world: World) -> None:
    """F31, L19."""
    world.serve(story(0, age=HOUR))
    await world.subscribe()
    await world.poll()
    world.serve(replace(story(1), published=None), story(0, age=HOUR))
    await world.poll()
    await add(world, await world.subscribing.find(FEED_URL), channel_id=2)
    await world.publish()
    assert world.discord.titles(2) == ["Story number 1"]


async def test_words_hold_for_posts_that_wait_already(world: World) -> None:
    world.serve(story(1))
    subscription = await world.subscribe(backlog=1)
    await world.poll()
    row = await world.desk.set_spoiler_words(
        subscription.id, "finale, who dies", guild_id=GUILD, by=5
    )
    await world.publish()
    assert row.subscription.spoiler_words == ("finale", "who dies")
    assert world.discord.channels[1][0].spoiler_words == ("finale", "who dies")


async def test_words_are_taken_back_by_none(world: World) -> None:
    subscription = await world.subscribe()
    await world.desk.set_spoiler_words(subscription.id, "finale", guild_id=GUILD, by=5)
    row = await world.desk.set_spoiler_words(subscription.id, " ", guild_id=GUILD, by=5)
    assert row.subscription.spoiler_words == ()


async def test_words_that_are_refused_change_nothing(world: World) -> None:
    subscription = await world.subscribe()
    await world.desk.set_spoiler_words(subscription.id, "finale", guild_id=GUILD, by=5)
    with pytest.raises(UserError, match="too long"):
        await world.desk.set_spoiler_words(subscription.id, "x" * 61, guild_id=GUILD, by=5)
    row = await world.desk.get(subscription.id, guild_id=GUILD)
    assert row.subscription.spoiler_words == ("finale",)


async def test_words_of_another_server_are_out_of_reach(world: World) -> None:
    subscription = await world.subscribe()
    with pytest.raises(UserError, match="no such feed"):
        await world.desk.set_spoiler_words(subscription.id, "finale", guild_id=GUILD + 1, by=5)
    with pytest.raises(UserError, match="no such feed"):
        await world.desk.get(subscription.id, guild_id=GUILD + 1)
