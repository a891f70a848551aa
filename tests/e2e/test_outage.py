"""Discord fails in its ways while articles come in: each is posted once all the same, in order."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.e2e.crash import Crasher
from tests.loopback import MALFORMED, LoopbackDiscord, Permission, TooMany
from tests.loopback.bot_process import ForkedBot
from tests.loopback.faults import SEND
from tests.loopback.news_site import NewsSite

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills as POSIX systems do")


@pytest.fixture
async def life(tmp_path: Path) -> AsyncIterator[Crasher]:
    """A bot that has seen its feed once, with subscriptions of two channels; it does not run."""
    async with (
        LoopbackDiscord() as fake,
        NewsSite() as site,
        ForkedBot(fake, tmp_path, env={"NEWSREEL_HOST_PAUSE": "0"}) as bot,
    ):
        guild = fake.world.add_guild("Cinema Club")
        channels = [guild.add_channel(name) for name in ("film-news", "trailers")]
        life = Crasher(fake, site.feed("/feed.xml"), bot, channels, seed=1)
        await life.subscribe()
        life.pass_time()
        yield life


async def until(true: Callable[[], bool]) -> None:
    ends = time.monotonic() + 20
    while not true():
        assert time.monotonic() < ends, "it did not happen"
        await asyncio.sleep(0.02)


def publish(life: Crasher, count: int) -> list[int]:
    for _ in range(count):
        life.publish()
    return list(life.published)


async def test_what_came_in_while_discord_was_unreachable_is_posted_in_order(
    life: Crasher,
) -> None:
    """L30."""
    numbers = publish(life, 3)
    async with life.fake.unreachable():
        await life.bot.start(ready=False)
        await until(lambda: life.ask("SELECT count(*) FROM post WHERE state = 'waiting'") == 6)
    await until(lambda: all(life.numbers(channel) == numbers for channel in life.channels))


async def test_a_channel_without_permission_does_not_hold_up_the_others(life: Crasher) -> None:
    """L24, L23: and it gets its posts, in order, once it may."""
    closed, other = life.channels
    closed.deny(Permission.SEND_MESSAGES)
    numbers = publish(life, 3)
    await life.bot.start()
    await until(lambda: life.numbers(other) == numbers)
    assert closed.messages == []
    closed.allow(Permission.SEND_MESSAGES)
    await life.bot.kill()
    await life.settle()
    assert life.numbers(closed) == numbers


async def test_a_deleted_channel_ends_its_subscription_and_no_other(life: Crasher) -> None:
    """M51."""
    deleted, other = life.channels
    deleted.delete()
    numbers = publish(life, 2)
    await life.bot.start()
    await until(lambda: life.numbers(other) == numbers)
    await until(lambda: life.ask("SELECT count(*) FROM subscription WHERE state = 'disabled'") == 1)
    assert life.ask("SELECT count(*) FROM post WHERE state = 'dropped'") == 2


async def test_a_message_that_discord_calls_malformed_is_sent_plainer(life: Crasher) -> None:
    """L23."""
    life.fake.faults.next(SEND, MALFORMED, MALFORMED)
    numbers = publish(life, 1)
    await life.bot.start()
    await until(lambda: all(life.numbers(channel) == numbers for channel in life.channels))


async def test_a_429_delays_a_post_and_does_not_double_it(life: Crasher) -> None:
    """M52."""
    life.fake.faults.next(SEND, TooMany(0.2), TooMany(0.2, "shared"))
    numbers = publish(life, 2)
    await life.bot.start()
    await until(lambda: all(life.numbers(channel) == numbers for channel in life.channels))


async def test_each_shard_serves_its_servers_and_no_post_is_made_twice(life: Crasher) -> None:
    """D10: three shards, and one worker for all of them."""
    life.fake.memory.shards = 3
    numbers = publish(life, 2)
    await life.bot.start()
    await life.fake.ready(sessions=life.fake.gateway.identified + 2)
    numbers += publish(life, 1)[-1:]
    await until(lambda: all(life.numbers(channel)[:2] == numbers[:2] for channel in life.channels))
    sessions = life.fake.gateway.connected
    assert sorted((one.shard, one.shards) for one in sessions) == [(0, 3), (1, 3), (2, 3)]
    life.fake.disconnect()
    await until(lambda: len(life.fake.gateway.connected) == 3)
    life.pass_time()
    await life.bot.kill()
    await life.settle()
    assert all(life.numbers(channel) == numbers for channel in life.channels)


async def test_the_limits_of_discord_are_kept_before_it_has_to_say_so(life: Crasher) -> None:
    """M52: five messages in five seconds for a channel, a reaction each quarter of a second.

    discord.py learns a limit from a channel's first answers; two requests that it sends before
    that can meet one 429 for each channel, which it waits out by itself.
    """
    life.fake.buckets.strict = True
    numbers = publish(life, 7)
    await life.bot.start()
    await until(lambda: all(life.numbers(channel) == numbers for channel in life.channels))
    assert len(life.fake.limited) <= len(life.channels), life.fake.limited
