from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest

from bot.domain.error import Unreachable
from cogs._ui.members import FEW, Members
from cogs._ui.pace import Pace
from tests.cogs.letters import LetterHall, open_letter_hall

STRANGER = 999_999
MANY = range(10_000, 10_000 + FEW + 1)
TEN_MINUTES = 600


class Street:
    """A Hall's server, whose members are looked up; its time is seconds that a test counts."""

    def __init__(self, hall: LetterHall) -> None:
        self.hall = hall
        self.time = 0.0
        self.members = Members(
            hall.bot, pace=Pace(), queries=Pace(1_000), patience=5, now=lambda: self.time
        )

    async def find(self, *user_ids: int) -> set[int]:
        guild = self.hall.bot.get_guild(self.hall.guild.id)
        assert guild is not None
        return {member.id for member in await self.members.of(guild, user_ids)}

    def asked(self) -> int:
        return len([one for one in self.hall.env.http_requests if "/members/" in one.path])


@pytest.fixture
async def street(tmp_path: Path) -> AsyncIterator[Street]:
    async with open_letter_hall(tmp_path) as hall:
        yield Street(hall)


async def test_who_is_there_is_found_with_the_roles(street: Street):
    hall = street.hall
    guild = hall.bot.get_guild(hall.guild.id)
    assert guild is not None
    (member,) = await street.members.of(guild, [hall.moderator.id])
    assert member.guild_permissions.manage_guild


async def test_who_is_not_there_is_left_out(street: Street):
    assert await street.find(street.hall.fan.id, STRANGER) == {street.hall.fan.id}


async def test_many_are_asked_for_at_once(street: Street):
    assert await street.find(street.hall.fan.id, *MANY) == {street.hall.fan.id}
    assert street.asked() == 0


async def test_more_than_one_answer_holds_are_found_too(street: Street):
    people = [
        street.hall.guild.add_member(street.hall.env.create_user(f"p{n}")) for n in range(101)
    ]
    ids = {person.id for person in people}
    assert await street.find(*ids) == ids


async def test_who_was_not_there_is_not_asked_for_again_for_ten_minutes(street: Street):
    await street.find(STRANGER)
    street.time = TEN_MINUTES - 1
    await street.find(STRANGER)
    assert street.asked() == 1
    street.time = TEN_MINUTES
    await street.find(STRANGER)
    assert street.asked() == 2


async def test_who_was_there_is_asked_for_each_time(street: Street):
    fan = street.hall.fan
    await street.find(fan.id)
    street.hall.guild.remove_member(fan)
    await street.hall.env.settle()
    assert await street.find(fan.id) == set()


async def test_who_is_not_in_one_server_may_be_in_another(street: Street):
    hall = street.hall
    owl = hall.other.add_member(hall.env.create_user("owl"))
    assert await street.find(owl.id) == set()
    other = hall.bot.get_guild(hall.other.id)
    assert other is not None
    assert [member.id for member in await street.members.of(other, [owl.id])] == [owl.id]


async def test_an_outage_says_nothing_of_who_is_there(street: Street):
    street.hall.env.inject_error("GET", "/guilds/*/members/*", status=503)
    with pytest.raises(Unreachable):
        await street.find(street.hall.fan.id)
    assert await street.find(street.hall.fan.id) == {street.hall.fan.id}


async def test_a_gateway_that_does_not_answer_is_an_outage(street: Street):
    class Silent(discord.Object):
        """A server of which Discord tells nothing."""

        async def query_members(self, **_: object) -> list[discord.Member]:
            raise TimeoutError

    with pytest.raises(Unreachable):
        await street.members.of(Silent(1), MANY)  # type: ignore[arg-type]
