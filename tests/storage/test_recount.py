"""Posts in doubt after a gap go through their states, in order, over restarts (V56)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.storage.post import LONGEST_WAIT, REST_LAG
from bot.storage.recount import RecountProgress
from tests.storage.booth import Booth, Card
from tests.storage.world import CHANNEL, GUILD, MINUTE, NOW, World

DAY = timedelta(days=1)
READY = NOW + 5 * DAY
ASKED = READY + REST_LAG
SHARD_1 = (1 << 22) + 5


@pytest.fixture
async def booth(world: World) -> Booth:
    return Booth(world)


async def known(booth: Booth, count: int = 1, **options: object) -> list[Card]:
    """Send cards whose reactions are known, one a minute."""
    cards = [
        await booth.card(at=NOW + n * MINUTE, **options)  # type: ignore[arg-type]
        for n in range(count)
    ]
    async with booth.database.write() as tx:
        for card in cards:
            assert await booth.recounts.settle(tx, card.post_id, asked_at=NOW + DAY, now=NOW + DAY)
    return cards


async def doubt(booth: Booth, at: datetime = READY, **options: object) -> int:
    async with booth.database.write() as tx:
        return await booth.recounts.doubt(tx, since=NOW, at=at + REST_LAG, **options)  # type: ignore[arg-type]


async def compared(booth: Booth, state: str | None, *cards: Card, asked: datetime = ASKED) -> None:
    async with booth.database.write() as tx:
        states = [(card.post_id, state) for card in cards]
        await booth.recounts.compared(tx, states, asked_at=asked, now=asked)


async def settle(booth: Booth, card: Card, *, asked: datetime = ASKED) -> bool:
    async with booth.database.write() as tx:
        return await booth.recounts.settle(tx, card.post_id, asked_at=asked, now=asked)


async def to_compare(booth: Booth, now: datetime = ASKED) -> list[int]:
    return [row.post_id for row in await booth.recounts.to_compare(CHANNEL, now)]


async def to_recount(booth: Booth, state: str, now: datetime = ASKED) -> list[int]:
    return [row.post_id for row in await booth.recounts.to_recount(state, now, 9)]


async def test_new_post_is_compared_soon(booth: Booth) -> None:
    """V61: what fans did before its message was known."""
    card = await booth.card()
    assert await to_compare(booth, NOW) == []
    assert await booth.recounts.next_at("compare") == NOW + REST_LAG
    assert await to_compare(booth, NOW + REST_LAG) == [card.post_id]


async def test_after_a_gap_recent_posts_are_compared_newest_first(booth: Booth) -> None:
    old = await known(booth)
    cards = await known(booth, 3)
    async with booth.database.write() as tx:
        await tx.execute_fetchall(
            "UPDATE post SET sent_at = sent_at - 1 WHERE id = ?", (old[0].post_id,)
        )
    assert await doubt(booth) == 3
    assert await to_compare(booth, READY) == []
    assert await to_compare(booth) == [card.post_id for card in reversed(cards)]


async def test_channel_with_the_newest_post_comes_first(booth: Booth) -> None:
    await known(booth)
    await known(booth, channel_id=CHANNEL + 1)
    await known(booth, channel_id=CHANNEL + 2)
    await doubt(booth)
    found = await booth.recounts.channels_to_compare(ASKED)
    assert found == [CHANNEL + 2, CHANNEL + 1, CHANNEL]


async def test_deleted_posts_and_those_that_wait_are_in_no_doubt(booth: Booth) -> None:
    """M53."""
    kept, gone = await known(booth, 2)
    await booth.delete(gone)
    await booth.world.post()
    assert await doubt(booth) == 1
    assert await to_compare(booth) == [kept.post_id]


async def test_gap_of_a_shard_concerns_its_servers_alone(booth: Booth) -> None:
    [here] = await known(booth)
    [there] = await known(booth, guild_id=SHARD_1, channel_id=CHANNEL + 1)
    assert GUILD >> 22 == 0
    assert await doubt(booth, shard=(1, 2)) == 1
    assert await to_compare(booth) == []
    assert await doubt(booth, shard=(0, 2)) == 1
    assert await to_compare(booth) == [here.post_id]
    assert there.post_id not in await to_compare(booth)


async def test_gap_of_a_server_concerns_it_alone(booth: Booth) -> None:
    """M51."""
    [here] = await known(booth)
    await known(booth, guild_id=SHARD_1, channel_id=CHANNEL + 1)
    async with booth.database.write() as tx:
        assert await booth.recounts.doubt_guild(tx, GUILD, since=NOW, at=ASKED) == 1
    assert await booth.recounts.channels_to_compare(ASKED) == [CHANNEL]
    assert await to_compare(booth) == [here.post_id]


async def test_states_follow_each_other(booth: Booth) -> None:
    """V56: compare, then differs, unsure or settled."""
    differs, unsure, same = await known(booth, 3)
    await doubt(booth)
    await compared(booth, "differs", differs)
    await compared(booth, "unsure", unsure)
    await compared(booth, None, same)
    assert await to_compare(booth) == []
    assert await to_recount(booth, "differs") == [differs.post_id]
    assert await to_recount(booth, "unsure") == [unsure.post_id]
    assert await settle(booth, differs)
    assert await settle(booth, unsure)
    assert await booth.recounts.left() == 0


async def test_gap_that_begins_while_an_answer_is_under_way_is_not_settled_by_it(
    booth: Booth,
) -> None:
    """V56, V61: the answer may be older than what was missed."""
    one, other, third = await known(booth, 3)
    await doubt(booth)
    await compared(booth, "differs", one, other)
    asked = ASKED
    await doubt(booth, at=ASKED)
    await compared(booth, None, third, asked=asked)
    assert not await settle(booth, one, asked=asked)
    again = ASKED + REST_LAG
    assert set(await to_compare(booth, again)) == {card.post_id for card in (one, other, third)}


async def test_what_was_settled_long_ago_is_recounted_first(booth: Booth) -> None:
    """V56: so a restart goes on where the last run was."""
    first, second, third = await known(booth, 3)
    await doubt(booth)
    await compared(booth, "unsure", first, second, third)
    assert await settle(booth, third)
    await doubt(booth, at=READY + MINUTE)
    later = ASKED + MINUTE
    await compared(booth, "unsure", first, second, third, asked=later)
    found = await to_recount(booth, "unsure", later)
    assert found == [second.post_id, first.post_id, third.post_id]


async def test_failure_waits_and_is_counted_and_a_new_gap_begins_anew(booth: Booth) -> None:
    [card] = await known(booth)
    await doubt(booth)
    async with booth.database.write() as tx:
        await booth.recounts.defer(tx, [card.post_id], ASKED + MINUTE)
    assert await to_compare(booth) == []
    [row] = await booth.recounts.to_compare(CHANNEL, ASKED + MINUTE)
    assert row.tries == 1
    await doubt(booth, at=ASKED)
    [row] = await booth.recounts.to_compare(CHANNEL, ASKED + REST_LAG)
    assert row.tries == 0


async def test_deferring_what_was_settled_meanwhile_changes_nothing(booth: Booth) -> None:
    [card] = await known(booth)
    async with booth.database.write() as tx:
        await booth.recounts.defer(tx, [card.post_id], NOW)
    assert await booth.recounts.left() == 0


async def test_post_that_a_clock_that_ran_ahead_has_doubted_is_compared_and_settled(
    booth: Booth,
) -> None:
    """V64: else Discord would be asked for it without an end."""
    one, other = await known(booth, 2)
    await doubt(booth, at=READY + LONGEST_WAIT + MINUTE)
    assert len(await to_compare(booth, READY)) == 2
    await compared(booth, "differs", one, other, asked=READY)
    assert await to_compare(booth, READY) == []
    async with booth.database.write() as tx:
        ahead = READY + LONGEST_WAIT + MINUTE
        await booth.recounts.defer(tx, [one.post_id], ahead)
    assert await settle(booth, one, asked=READY)


async def test_progress_tells_how_many_posts_are_in_which_state(booth: Booth) -> None:
    cards = await known(booth, 4)
    await known(booth, guild_id=SHARD_1, channel_id=CHANNEL + 1)
    await doubt(booth)
    await compared(booth, "differs", cards[0])
    await compared(booth, "unsure", cards[1])
    await compared(booth, None, cards[2])
    found = await booth.recounts.progress(GUILD, since=NOW, until=READY)
    assert found == RecountProgress(recent=4, compare=1, differs=1, unsure=1)
    assert found.left == 3
    assert await booth.recounts.left() == 4
