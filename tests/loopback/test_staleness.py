"""REST may answer with what was, while the gateway has told of what is (V61)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import discord
import pytest

from tests.loopback import LoopbackDiscord
from tests.loopback.channel import Channel
from tests.loopback.faults import HISTORY, MESSAGE, REACTORS, Delay
from tests.loopback.message import Message
from tests.loopback.plain_bot import PlainBot, connected
from tests.loopback.reaction import Reactions

LONG = 60.0
Ask = Callable[[PlainBot, Message], Awaitable[dict[str, int]]]


def counts(message: discord.Message) -> dict[str, int]:
    return {str(one.emoji): one.count for one in message.reactions}


async def by_history(bot: PlainBot, message: Message) -> dict[str, int]:
    (found,) = [found async for found in bot.place(message.channel).history()]
    return counts(found)


async def by_message(bot: PlainBot, message: Message) -> dict[str, int]:
    return counts(await bot.place(message.channel).fetch_message(message.id))


async def by_reactors(bot: PlainBot, message: Message) -> dict[str, int]:
    found = {}
    for emoji in ("👍", "👎"):
        users = await bot.http.get_reaction_users(message.channel.id, message.id, emoji, 100)
        found |= {emoji: len(users)} if users else {}
    return found


ASKED = {HISTORY: by_history, MESSAGE: by_message, REACTORS: by_reactors}


@pytest.fixture
def message(fake: LoopbackDiscord, channel: Channel) -> Message:
    message = channel.add_message(fake.world.bot, content="A title")
    for n in range(3):
        channel.guild.add_member(f"fan {n}").react(message, "👍")
    return message


def turn(message: Message) -> None:
    """Let one fan change their mind."""
    fan = next(iter(message.reactions["👍"].values()))
    fan.unreact(message, "👍")
    fan.react(message, "👎")


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)
async def test_an_answer_of_the_past_has_the_reactions_of_then(
    fake: LoopbackDiscord, message: Message, ask: Ask
) -> None:
    async with connected(fake) as bot:
        fake.staleness = LONG
        turn(message)
        assert await ask(bot, message) == {"👍": 3}
        fake.staleness = 0
        assert await ask(bot, message) == {"👍": 2, "👎": 1}


@pytest.mark.parametrize("route", ASKED)
async def test_an_answer_that_is_on_its_way_does_not_learn_what_happens_meanwhile(
    fake: LoopbackDiscord, message: Message, route: str
) -> None:
    accepted = asyncio.Event()

    def seen(moment: str, where: str) -> None:
        if (moment, where) == ("accepted", route):
            accepted.set()

    fake.watch = seen
    async with connected(fake) as bot:
        fake.faults.next(route, *[Delay(0.1)] * (2 if route == REACTORS else 1))
        asking = asyncio.create_task(ASKED[route](bot, message))
        await asyncio.wait_for(accepted.wait(), 5)
        message.clear_reactions("👍")
        assert await asking == {"👍": 3}


async def test_each_answer_can_have_an_age_of_its_own(
    fake: LoopbackDiscord, message: Message
) -> None:
    ages = iter((LONG, 0.0, LONG))
    async with connected(fake) as bot:
        fake.staleness = lambda: next(ages)
        message.clear_reactions()
        answers = [await by_message(bot, message) for _ in range(3)]
    assert answers == [{"👍": 3}, {}, {"👍": 3}]


def test_a_look_back_undoes_what_came_and_what_went(fake: LoopbackDiscord) -> None:
    mina, tae = fake.world.add_user("Mina"), fake.world.add_user("Tae")
    reactions = Reactions()
    reactions.add(mina, "👍", burst=True, noted=True)
    reactions.clear(None, noted=True)
    reactions.add(tae, "👍", burst=False, noted=True)
    past = reactions.ago(LONG)
    assert (past.by_emoji, past.burst) == ({}, set())
    assert reactions.by_emoji == {"👍": {tae.id: tae}}
