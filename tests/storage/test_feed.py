from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.model import Feed
from tests.storage.world import MINUTE, NOW, World

LATER = NOW + 5 * MINUTE


async def due(world: World, now: datetime = NOW, **more: object) -> list[int]:
    return [feed.id for feed in await world.feeds.due(now, 10, **more)]  # type: ignore[arg-type]


async def save(world: World, feed: Feed, **more: str) -> None:
    async with world.database.write() as tx:
        await world.feeds.save(tx, feed, **more)


async def pause(world: World, host: str, until: datetime) -> None:
    async with world.database.write() as tx:
        await world.feeds.pause_host(tx, host, until)


async def test_a_feed_comes_back_as_it_was_saved(world: World) -> None:
    """Validators byte for byte, times to the microsecond."""
    saved = Feed(
        id=(await world.feed()).id,
        url="https://b.example/moved.xml",
        title="Nachtfilm — 夜の映画",
        site="https://b.example/",
        language="ja",
        state="gone",
        etag=b'W/"\xff\xfe\x00"',
        last_modified=b"Sun, 04 May 2031 11:00:00 GMT",
        body_hash=bytes(range(16)),
        next_check_at=NOW + timedelta(microseconds=1),
        interval=timedelta(minutes=2, microseconds=7),
        ttl=timedelta(hours=1),
        skip_hours=frozenset({23, 0, 4}),
        last_checked_at=NOW,
        last_success_at=NOW - MINUTE,
        last_full_at=NOW - 2 * MINUTE,
        baseline_at=datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
        failures=3,
        failing_since=NOW - 3 * MINUTE,
        last_error="the server answered 500",
        moved_to="https://c.example/feed",
        moved_polls=2,
    )
    await save(world, saved)
    assert await world.feeds.get(saved.id) == saved


async def test_the_same_feed_is_one_row(world: World) -> None:
    """D14."""
    first, second = await world.feed(), await world.feed(at=LATER)
    assert second == first


async def test_a_gone_feed_that_is_added_again_is_polled_again(world: World) -> None:
    """D14, S33."""
    feed = await world.wanted_feed()
    await save(world, replace(feed, state="gone", failures=9, failing_since=NOW, last_error="410"))
    again = await world.feed(at=LATER)
    assert again == replace(feed, next_check_at=LATER)


async def test_a_feed_is_found_by_its_new_key_after_it_moved(world: World) -> None:
    """D13."""
    feed = await world.feed()
    await save(world, feed, key="new.example/feed", host="new.example")
    assert await world.feeds.by_key("new.example/feed") == feed
    assert await world.feeds.by_key("a.example/news.xml") is None


async def test_due_feeds_come_with_the_longest_waiting_first(world: World) -> None:
    late = await world.wanted_feed("late", at=NOW - MINUTE, host="late.example")
    early = await world.wanted_feed("early", at=NOW - 2 * MINUTE, host="early.example")
    await world.wanted_feed("future", at=NOW + MINUTE)
    assert await due(world) == [early.id, late.id]
    assert await due(world, exclude=[early.id]) == [late.id]


async def test_of_the_feeds_of_a_host_the_longest_waiting_is_due_alone(world: World) -> None:
    later = await world.wanted_feed("later", at=NOW - MINUTE)
    first = await world.wanted_feed("first", at=NOW - 2 * MINUTE)
    assert await due(world) == [first.id]
    assert await due(world, exclude=[first.id]) == []
    assert await due(world, exclude=[later.id]) == []


async def test_a_feed_that_nobody_wants_is_not_polled(world: World) -> None:
    feed = await world.feed()
    assert await due(world) == []
    assert await world.feeds.next_due_at(NOW) is None
    await world.subscribe(feed.id)
    assert await due(world) == [feed.id]


async def test_a_feed_whose_only_channel_is_gone_is_not_polled(world: World) -> None:
    """M51."""
    await world.wanted_feed()
    async with world.database.write() as tx:
        await world.subscriptions.disable_channel(tx, 7001, "deleted", NOW)
    assert await due(world) == []


async def test_a_feed_that_is_gone_is_not_polled(world: World) -> None:
    """S33."""
    await save(world, replace(await world.wanted_feed(), state="gone"))
    assert await due(world) == []
    assert await world.feeds.next_due_at(NOW) is None


async def test_a_host_that_asked_for_a_pause_is_left_alone_until_then(world: World) -> None:
    """S34: all of its feeds, and no others."""
    feed = await world.wanted_feed("one")
    await world.wanted_feed("two")
    other = await world.wanted_feed("one", host="b.example")
    await pause(world, "a.example", LATER)
    assert await due(world) == [other.id]
    assert (await due(world, LATER))[0] == feed.id


async def test_a_shorter_pause_does_not_end_a_longer_one(world: World) -> None:
    """S34."""
    await world.wanted_feed()
    await pause(world, "a.example", LATER)
    await pause(world, "a.example", NOW)
    assert await world.feeds.next_due_at(NOW) == LATER


async def test_the_next_due_time_minds_the_pause_of_a_host(world: World) -> None:
    """S34."""
    await world.wanted_feed(at=NOW + MINUTE)
    assert await world.feeds.next_due_at(NOW) == NOW + MINUTE
    await pause(world, "a.example", LATER)
    assert await world.feeds.next_due_at(NOW) == LATER


async def test_the_next_due_time_is_never_past(world: World) -> None:
    await world.wanted_feed(at=NOW - MINUTE)
    assert await world.feeds.next_due_at(NOW) == NOW


async def test_check_now_makes_a_feed_due(world: World) -> None:
    feed = await world.wanted_feed(at=LATER)
    async with world.database.write() as tx:
        await world.feeds.check_now(tx, feed.id, NOW)
    assert await due(world) == [feed.id]


async def test_a_time_without_a_zone_is_refused(world: World) -> None:
    with pytest.raises(TypeError):
        await world.feeds.due(NOW.replace(tzinfo=None), 1)


YEARS = timedelta(days=3650)


async def test_a_feed_polled_while_the_clock_ran_years_ahead_is_due(world: World) -> None:
    """V64: after those whose time has come."""
    ahead = await world.wanted_feed("one", at=NOW + YEARS, host="b.example")
    feed = await world.wanted_feed("two")
    assert await due(world) == [feed.id, ahead.id]


async def test_a_pause_stored_while_the_clock_ran_years_ahead_is_none(world: World) -> None:
    """V64, S34: and the next one counts."""
    feed = await world.wanted_feed()
    await pause(world, "a.example", NOW + YEARS)
    assert await due(world) == [feed.id]
    assert await world.feeds.pauses(NOW) == {}
    await pause(world, "a.example", LATER)
    assert await due(world) == []
    assert await world.feeds.pauses(NOW) == {"a.example": LATER}
    assert await world.feeds.pauses(LATER) == {}
