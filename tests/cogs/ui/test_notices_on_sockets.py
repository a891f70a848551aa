"""Notices through discord.py, against a Discord over real sockets that loses answers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import discord
import pytest

from bot.domain.error import Uncertain
from bot.domain.notice import Kind, Outcome
from bot.services.notices import Bundle
from bot.tries import tries_trace
from cogs._ui.notices import DiscordNotices
from tests.cogs.looks import labels_of, text_of
from tests.cogs.ui.test_notice_card import notice
from tests.loopback import LoopbackDiscord, Lost
from tests.loopback.channel import Channel
from tests.loopback.faults import SEND
from tests.loopback.plain_bot import PlainBot, connected


@pytest.fixture
async def fake() -> AsyncIterator[LoopbackDiscord]:
    async with LoopbackDiscord() as running:
        yield running
        running.assert_no_problems()


@pytest.fixture
def channel(fake: LoopbackDiscord) -> Channel:
    return fake.world.add_guild("Cinema Club").add_channel("mods")


@pytest.fixture
async def notices(fake: LoopbackDiscord, channel: Channel) -> AsyncIterator[DiscordNotices]:
    bot = PlainBot()
    bot.http.http_trace = tries_trace()
    async with connected(fake, bot):
        yield DiscordNotices(bot)


def bundle(channel: Channel, number: int = 1, **changes: Any) -> Bundle:
    told = notice(Kind.FAILING, number, sending_at=discord.utils.utcnow(), **changes)
    return Bundle(guild_id=channel.guild.id, channel_id=channel.id, notices=(told,))


async def test_a_notice_whose_answer_was_lost_is_found_by_its_number(
    fake: LoopbackDiscord, notices: DiscordNotices, channel: Channel
):
    """D8, D9: Discord gives the number of a container back as it was sent."""
    await notices.send_notice(bundle(channel, 2))
    fake.faults.next(SEND, Lost())
    lost = bundle(channel)
    with pytest.raises(Uncertain):
        await notices.send_notice(lost)
    assert await notices.find_notice(lost) == channel.messages[1].id
    assert await notices.find_notice(bundle(channel, 3)) is None


async def test_a_repeat_with_the_same_nonce_makes_one_message(
    notices: DiscordNotices, channel: Channel
):
    """D9."""
    once = bundle(channel)
    assert await notices.send_notice(once) == await notices.send_notice(once)
    assert len(channel.messages) == 1


async def test_what_is_over_is_shown_by_an_edit_and_a_deleted_message_is_fine(
    notices: DiscordNotices, channel: Channel
):
    told = bundle(channel)
    message_id = await notices.send_notice(told)
    over = replace(told.first, ended_at=told.first.since, outcome=Outcome.WELL)
    await notices.edit_notice(replace(told, notices=(over,)), message_id)
    components = channel.messages[0].components
    assert text_of(components).startswith("✅ **The Reel** works again")
    assert labels_of(components) == []
    await notices.edit_notice(told, message_id + 1)
