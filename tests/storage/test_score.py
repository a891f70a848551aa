"""What the votes on a story come to (V62)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.ranking import best, hot
from bot.storage.value import to_time
from tests.storage.booth import DOWN, Booth, Step
from tests.storage.world import CHANNEL, NOW, World

HOUR = timedelta(hours=1)


@pytest.fixture
def booth(world: World) -> Booth:
    return Booth(world)


async def test_score_has_both_ranks_and_when_the_story_first_was_in_the_server(
    booth: Booth,
) -> None:
    first = await booth.card(at=NOW)
    second = await booth.card(CHANNEL + 1, of=first, at=NOW + HOUR)
    await booth.card(CHANNEL + 2, guild_id=900, of=first, at=NOW - HOUR)
    people = [Step("add", second, user, "👍") for user in range(4)]
    await booth.happen(*people, Step("add", first, 9, DOWN))
    [row] = await booth.rows("SELECT ups, downs, points, posted_at, best, hot FROM score")
    assert row == (4, 1, 3, to_time(NOW), best(4, 1), hot(3, NOW))


async def test_stories_are_counted_apart_in_one_go(booth: Booth) -> None:
    cards = [await booth.card() for _ in range(3)]
    await booth.happen(
        *(Step("add", card, user, "👍") for n, card in enumerate(cards) for user in range(n))
    )
    async with booth.database.write() as tx:
        await booth.count(tx, [card.ballot for card in cards])
    assert [await booth.points(card) for card in cards] == [(0, 0), (1, 0), (2, 0)]
