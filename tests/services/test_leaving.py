"""Servers that the bot leaves: all of theirs is kept for 30 days (M51)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.setting import ServerSettings
from bot.services.leaving import Leaving
from bot.storage.departure import KEPT
from bot.storage.score import ScoreTable
from bot.storage.server import ServerTable
from tests.services.world import GUILD, World, drain, story

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def leaving(world: World) -> Leaving:
    """A server with settings, a feed, and a story that somebody voted for."""
    world.serve(story(0), story(1))
    await world.subscribe(backlog=2)
    await world.poll_and_publish()
    async with world.db.write() as tx:
        await ServerTable(world.db).save(tx, ServerSettings(guild_id=GUILD, time_zone="Asia/Seoul"))
        await tx.execute_fetchall(
            "INSERT INTO vote (guild_id, story_id, user_id, value, at) VALUES (?, 1, 7, 1, 0)",
            (GUILD,),
        )
        await tx.execute_fetchall("UPDATE post SET joined_to = 1 WHERE id = 2")
        await ScoreTable(world.db).recount(tx, [(GUILD, 1)])
    return Leaving(db=world.db, clock=world.clock)


async def rows(world: World) -> dict[str, int]:
    """Return how much is kept of the server."""
    tables = ("subscription", "server", "post", "vote", "score", "departure")
    async with world.db.read() as reader:
        return {
            table: next(iter(await reader.execute_fetchall(f"SELECT count(*) FROM {table}")))[0]
            for table in tables
        }


async def forget(world: World, leaving: Leaving, after: timedelta) -> None:
    world.clock.pass_(after)
    await drain(leaving.due, leaving.work)


async def test_all_of_a_server_is_kept_for_30_days(world: World, leaving: Leaving) -> None:
    """M51."""
    before = await rows(world)
    await leaving.left(GUILD)
    await forget(world, leaving, KEPT - MINUTE)
    assert await rows(world) == before | {"departure": 1}


async def test_then_nothing_of_it_is_left(world: World, leaving: Leaving) -> None:
    """M51."""
    await leaving.left(GUILD)
    await forget(world, leaving, KEPT)
    assert set((await rows(world)).values()) == {0}


async def test_a_server_that_is_joined_again_is_as_it_was(world: World, leaving: Leaving) -> None:
    """M51."""
    before = await rows(world)
    await leaving.left(GUILD)
    await forget(world, leaving, KEPT - MINUTE)
    await leaving.joined(GUILD)
    await forget(world, leaving, KEPT)
    assert await rows(world) == before


async def test_what_happened_while_the_bot_was_offline_is_seen(
    world: World, leaving: Leaving
) -> None:
    """M51."""
    await leaving.compare([])
    assert (await rows(world))["departure"] == 1
    await leaving.compare([GUILD])
    assert (await rows(world))["departure"] == 0


async def test_being_away_twice_counts_from_the_first_day(world: World, leaving: Leaving) -> None:
    await leaving.left(GUILD)
    world.clock.pass_(KEPT - MINUTE)
    await leaving.compare([])
    await forget(world, leaving, MINUTE)
    assert (await rows(world))["subscription"] == 0


async def test_the_worker_is_told_when_the_time_is_over(world: World, leaving: Leaving) -> None:
    assert await leaving.next_at() is None
    await leaving.left(GUILD)
    assert await leaving.next_at() == world.clock.now() + KEPT
