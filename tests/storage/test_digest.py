"""Digests as rows: due, under way, in doubt, moved on; and which stories are in one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.digest import DigestPlan
from bot.domain.weekly import Week
from bot.storage.database import Database
from bot.storage.digest import LONGEST_WAIT, DigestTable
from tests.storage.world import CHANNEL, GUILD, MINUTE, NOW, World

WEEK = timedelta(days=7)


@pytest.fixture
def table(database: Database) -> DigestTable:
    return DigestTable(database)


def plan(guild_id: int = GUILD, at: datetime = NOW) -> DigestPlan:
    return DigestPlan(
        guild_id=guild_id,
        channel_id=CHANNEL,
        weekday=6,
        hour=18,
        time_zone="Europe/Berlin",
        next_at=at,
        not_before=at,
    )


async def stored(
    database: Database, table: DigestTable, wanted: DigestPlan | None = None
) -> DigestPlan:
    async with database.write() as tx:
        await table.set(tx, wanted or plan())
    return await there(table)


async def there(table: DigestTable, guild_id: int = GUILD) -> DigestPlan:
    found = await table.get(guild_id)
    assert found is not None
    return found


async def test_what_is_set_comes_back(database: Database, table: DigestTable) -> None:
    wanted = replace(plan(), last_at=NOW - WEEK)
    found = await stored(database, table, wanted)
    assert replace(found, salt="") == wanted


async def test_a_server_without_one_has_none(table: DigestTable) -> None:
    assert await table.get(GUILD) is None
    assert await table.next_due_at() is None


async def test_each_setting_has_a_salt_of_its_own(database: Database, table: DigestTable) -> None:
    salts = {(await stored(database, table)).salt for _ in range(5)}
    assert len(salts) == 5


async def test_those_are_due_whose_moment_has_come(database: Database, table: DigestTable) -> None:
    for guild_id, at in ((1, NOW), (2, NOW - MINUTE), (3, NOW + MINUTE)):
        await stored_for(database, table, plan(guild_id, at))
    assert await table.due(NOW, 5) == [2, 1]
    assert await table.due(NOW, 1) == [2]
    assert await table.next_due_at() == NOW - MINUTE


async def stored_for(database: Database, table: DigestTable, wanted: DigestPlan) -> None:
    async with database.write() as tx:
        await table.set(tx, wanted)


async def test_one_that_a_clock_planned_for_years_to_come_is_due(
    database: Database, table: DigestTable
) -> None:
    """V64."""
    await stored(database, table, plan(at=NOW + LONGEST_WAIT + MINUTE))
    assert await table.due(NOW, 5) == [GUILD]


async def test_one_that_is_off_is_not_due_and_keeps_the_reason(
    database: Database, table: DigestTable
) -> None:
    """M51."""
    await stored(database, table)
    async with database.write() as tx:
        await table.switch_off(tx, GUILD, error="Unknown Channel")
    assert await table.due(NOW, 5) == []
    assert await table.next_due_at() is None
    found = await there(table)
    assert (found.on, found.error) == (False, "Unknown Channel")


async def test_a_try_is_in_the_row_until_it_moves_on(
    database: Database, table: DigestTable
) -> None:
    """D8."""
    row = await stored(database, table)
    async with database.write() as tx:
        assert await table.mark_sending(tx, row, NOW)
    assert (await there(table)).sending_at == NOW
    async with database.write() as tx:
        await table.move_on(tx, row, NOW + WEEK, posted=True)
    found = await there(table)
    assert (found.sending_at, found.last_at) == (None, NOW)
    assert (found.next_at, found.not_before) == (NOW + WEEK, NOW + WEEK)


async def test_a_week_that_was_left_out_is_no_last_one(
    database: Database, table: DigestTable
) -> None:
    row = await stored(database, table)
    async with database.write() as tx:
        await table.move_on(tx, row, NOW + WEEK, posted=False, error="50035")
    found = await there(table)
    assert (found.last_at, found.error) == (None, "50035")


@pytest.mark.parametrize("in_doubt", [True, False])
async def test_a_failure_waits_and_keeps_a_doubt(
    database: Database, table: DigestTable, in_doubt: bool
) -> None:
    """D9."""
    row = await stored(database, table)
    async with database.write() as tx:
        await table.mark_sending(tx, row, NOW)
        await table.defer(tx, row, NOW + MINUTE, error="502", in_doubt=in_doubt)
    found = await there(table)
    assert found.sending_at == (NOW if in_doubt else None)
    assert (found.attempts, found.not_before, found.error) == (1, NOW + MINUTE, "502")
    assert found.next_at == NOW


async def test_what_was_set_anew_is_not_changed_by_the_try_before(
    database: Database, table: DigestTable
) -> None:
    old = await stored(database, table)
    new = await stored(database, table)
    async with database.write() as tx:
        assert not await table.mark_sending(tx, old, NOW)
        await table.move_on(tx, old, NOW + WEEK, posted=True)
        await table.defer(tx, old, NOW + WEEK, error="502", in_doubt=True)
    assert await there(table) == new


async def test_the_best_of_a_week_are_found_by_their_time_whatever_else_was_posted(
    world: World, table: DigestTable
) -> None:
    """What is read follows the week's stories, not all posts of the server."""
    await world.post()
    ran: list[str] = []
    reader = world.database._readers._queue[-1]  # the next one that is lent
    await reader.set_trace_callback(ran.append)
    await table.best(GUILD, Week(NOW - WEEK, NOW), channels=[CHANNEL], limit=9)
    query = next(one for one in ran if "score_posted" in one)
    async with world.database.read() as connection:
        rows = await connection.execute_fetchall(f"EXPLAIN QUERY PLAN {query}")
    plans = [row["detail"] for row in rows]
    assert any("score USING INDEX score_posted (guild_id=? AND posted_at>" in one for one in plans)
    assert any("shown USING INDEX post_story" in one for one in plans)
