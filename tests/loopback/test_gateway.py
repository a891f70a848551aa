"""What a bot is told after its connection was cut, and what it is never told."""

from __future__ import annotations

import time

import pytest

from tests.loopback import LoopbackDiscord
from tests.loopback.channel import Channel
from tests.loopback.message import Message
from tests.loopback.plain_bot import connected


@pytest.fixture
def message(fake: LoopbackDiscord, channel: Channel) -> Message:
    return channel.add_message(fake.world.bot, content="A title")


async def test_what_happened_before_a_refused_resume_is_never_told(
    fake: LoopbackDiscord, channel: Channel, message: Message
) -> None:
    """V56."""
    fan = channel.guild.add_member("Mina")
    async with connected(fake) as bot:
        await bot.until("connected")
        fake.disconnect(resumable=False)
        fan.react(message, "👍")
        await fake.ready(sessions=2)
        fan.react(message, "👎")
        seen = await bot.until("reaction 👎")
    assert seen == ["connected"]
    assert (fake.gateway.identified, fake.gateway.resumed) == (2, 0)


async def test_a_session_after_a_refused_one_can_be_resumed(
    fake: LoopbackDiscord, channel: Channel, message: Message
) -> None:
    fan = channel.guild.add_member("Mina")
    async with connected(fake) as bot:
        await bot.until("connected")
        fake.disconnect(resumable=False)
        await fake.ready(sessions=2)
        await bot.until("connected")
        fake.disconnect()
        fan.react(message, "👍")
        seen = {await bot.seen.get(), await bot.seen.get()}
    assert seen == {"resumed", "reaction 👍"}
    assert (fake.gateway.identified, fake.gateway.resumed) == (2, 1)


async def test_a_bot_that_is_asked_to_reconnect_resumes_and_misses_nothing(
    fake: LoopbackDiscord, channel: Channel, message: Message
) -> None:
    fan = channel.guild.add_member("Mina")
    async with connected(fake) as bot:
        fake.gateway.ask_to_reconnect()
        fan.react(message, "👍")
        fan.unreact(message, "👍")
        fan.react(message, "👎")
        seen = await bot.until("reaction 👎")
        assert [one for one in seen if "👍" in one] == ["reaction 👍", "gone 👍"]
    assert fake.gateway.identified == 1


async def test_what_nobody_is_told_of_is_not_even_written(
    fake: LoopbackDiscord, channel: Channel, message: Message
) -> None:
    fans = [channel.guild.add_member(f"fan {n}") for n in range(500)]
    began = time.process_time()
    for _ in range(20):
        for fan in fans:
            fan.react(message, "👍")
        message.clear_reactions()
    assert time.process_time() - began < 1.0
    assert not fake.gateway.sessions
