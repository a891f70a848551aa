"""The rules of servers come back as they were stored."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.vote import VoteRules
from tests.storage.booth import Booth
from tests.storage.world import GUILD, World

OWN = VoteRules(
    up="a:reel:123456789012345678",
    down="❤\ufe0f",
    min_account_age=timedelta(days=7),
    min_membership=timedelta(hours=1.5),
    most_toggles=3,
)


@pytest.mark.parametrize("rules", [OWN, VoteRules(), VoteRules(down="🍿")])
async def test_rules_come_back_as_they_were_stored(world: World, rules: VoteRules) -> None:
    booth = Booth(world)
    async with world.database.write() as tx:
        await booth.rules.set(tx, GUILD, VoteRules(up="🎬"))
        await booth.rules.set(tx, GUILD, rules)
        assert await booth.rules.get(GUILD, tx=tx) == rules
    assert await booth.rules.get(GUILD) == rules


async def test_server_without_rules_has_the_usual_ones(world: World) -> None:
    booth = Booth(world)
    async with world.database.write() as tx:
        await booth.rules.set(tx, GUILD, OWN)
    assert await booth.rules.get(GUILD + 1) == VoteRules()
