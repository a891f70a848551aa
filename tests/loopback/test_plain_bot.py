"""The loopback Discord is enough of a Discord for discord.py, and fails in the ways of the real one."""

from __future__ import annotations

import asyncio

import aiohttp
import discord
import pytest

from tests.loopback import MISSING_PERMISSIONS, Broken, LoopbackDiscord, Lost, Permission
from tests.loopback.channel import Channel
from tests.loopback.faults import REACT, SEND
from tests.loopback.plain_bot import card, connected


async def test_a_sent_message_is_in_the_history(fake: LoopbackDiscord, channel: Channel) -> None:
    async with connected(fake) as bot:
        sent = await bot.place(channel).send(view=card(), nonce="p1")
        history = [message.id async for message in bot.place(channel).history()]
    assert history == [sent.id] == [message.id for message in channel.messages]


async def test_the_history_gives_back_the_custom_ids(
    fake: LoopbackDiscord, channel: Channel
) -> None:
    async with connected(fake) as bot:
        await bot.place(channel).send(view=card())
        (message,) = [message async for message in bot.place(channel).history()]
        view = discord.ui.LayoutView.from_message(message)
    assert "related:1" in [getattr(item, "custom_id", None) for item in view.walk_children()]


async def test_history_after_a_message_begins_with_the_next_one(
    fake: LoopbackDiscord, channel: Channel
) -> None:
    messages = [channel.add_message(fake.world.bot, content=str(n)) for n in range(150)]
    async with connected(fake) as bot:
        after = discord.Object(messages[9].id)
        read = [m.id async for m in bot.place(channel).history(after=after, limit=None)]
    assert read == [message.id for message in messages[10:]]


async def test_a_message_whose_answer_was_lost_is_there_once_after_a_repeat(
    fake: LoopbackDiscord, channel: Channel
) -> None:
    """D9."""
    fake.faults.next(SEND, Lost())
    async with connected(fake) as bot:
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await bot.place(channel).send(view=card(), nonce="p1")
        again = await bot.place(channel).send(view=card(), nonce="p1")
    assert [message.id for message in channel.messages] == [again.id]


async def test_a_5xx_after_acceptance_leaves_one_message(
    fake: LoopbackDiscord, channel: Channel
) -> None:
    """D9: discord.py raises 503 and does not repeat by itself."""
    fake.faults.next(SEND, Broken(503))
    async with connected(fake) as bot:
        with pytest.raises(discord.DiscordServerError):
            await bot.place(channel).send(view=card(), nonce="p1")
        await bot.place(channel).send(view=card(), nonce="p1")
    assert len(channel.messages) == 1


async def test_after_the_window_of_the_nonce_a_repeat_is_a_second_message(
    fake: LoopbackDiscord, channel: Channel
) -> None:
    fake.memory.nonce_window = 0.0
    async with connected(fake) as bot:
        await bot.place(channel).send(view=card(), nonce="p1")
        await bot.place(channel).send(view=card(), nonce="p1")
    assert len(channel.messages) == 2


async def test_a_dropped_connection_is_resumed_and_what_was_missed_is_told(
    fake: LoopbackDiscord, channel: Channel
) -> None:
    fan = channel.guild.add_member("Mina")
    message = channel.add_message(fake.world.bot, content="A title")
    async with connected(fake) as bot:
        await bot.until("connected")
        fake.disconnect()
        fan.react(message, "👍")
        async with asyncio.timeout(5):
            seen = [await bot.seen.get(), await bot.seen.get()]
    assert sorted(seen) == ["reaction 👍", "resumed"]
    assert (fake.gateway.identified, fake.gateway.resumed) == (1, 1)


async def test_a_refused_resume_leads_to_a_new_session(
    fake: LoopbackDiscord, channel: Channel
) -> None:
    async with connected(fake) as bot:
        fake.gateway.may_resume = False
        fake.disconnect(4000)
        await fake.ready(sessions=2)
        assert bot.shard_count == 1
    assert fake.gateway.identified == 2


async def test_only_events_of_the_intents_arrive(fake: LoopbackDiscord, channel: Channel) -> None:
    async with connected(fake):
        channel.add_message(fake.world.bot, content="A title")
        (session,) = fake.gateway.connected
    assert not any("MESSAGE_CREATE" in frame for frame in session.log)


async def test_a_permission_taken_from_the_bot_is_told_and_enforced(
    fake: LoopbackDiscord, channel: Channel
) -> None:
    """M50."""
    async with connected(fake) as bot:
        channel.deny(Permission.SEND_MESSAGES)
        await bot.until("send False")
        with pytest.raises(discord.Forbidden) as refusal:
            await bot.place(channel).send(view=card())
        channel.allow(Permission.SEND_MESSAGES)
        await bot.until("send True")
        await bot.place(channel).send(view=card())
    assert refusal.value.code == 50013


async def test_a_deleted_channel_is_told_and_unknown(
    fake: LoopbackDiscord, channel: Channel
) -> None:
    """M51."""
    async with connected(fake) as bot:
        place = bot.place(channel)
        channel.delete()
        await bot.until("deleted film-news")
        with pytest.raises(discord.NotFound) as missing:
            await place.send(view=card())
    assert missing.value.code == 10003


async def test_reactions_are_counted_listed_and_refused_by_fault(
    fake: LoopbackDiscord, channel: Channel
) -> None:
    fans = [channel.guild.add_member(f"fan {n}") for n in range(130)]
    async with connected(fake) as bot:
        sent = await bot.place(channel).send(view=card())
        message = channel.by_id[sent.id]
        for fan in fans:
            fan.react(message, "👍")
        fake.faults.next(REACT, MISSING_PERMISSIONS)
        with pytest.raises(discord.Forbidden):
            await sent.add_reaction("👎")
        fetched = await bot.place(channel).fetch_message(sent.id)
        users = [user.id async for user in fetched.reactions[0].users(limit=None)]
    assert sorted(users) == [fan.id for fan in fans]


async def test_the_unreachable_discord_comes_back(fake: LoopbackDiscord, channel: Channel) -> None:
    """L30."""
    async with connected(fake) as bot:
        async with fake.unreachable():
            with pytest.raises(aiohttp.ClientConnectionError):
                await bot.place(channel).send(view=card(), nonce="p1")
        await bot.place(channel).send(view=card(), nonce="p1")
    assert len(channel.messages) == 1
