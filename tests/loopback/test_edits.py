"""Edits are remembered, and limited where the real Discord limits them."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta

import aiohttp
import discord
import pytest

from tests.loopback import LoopbackDiscord
from tests.loopback.channel import Channel
from tests.loopback.edit_limits import EditLimits
from tests.loopback.error import ApiError
from tests.loopback.faults import EDIT
from tests.loopback.message import Message
from tests.loopback.plain_bot import card, connected

EDITED = {"content": "1 point", "allowed_mentions": {"parse": []}}


def old(channel: Channel) -> Message:
    """Return a message of two hours ago."""
    at = datetime.now(UTC) - timedelta(hours=2)
    return channel.add_message(channel.guild.world.bot, at=at, content="A title")


def outcome(limits: EditLimits, message: Message) -> int:
    """Return the code with which an edit is refused, 0 if it is not."""
    try:
        limits.count(message)
    except ApiError as error:
        return error.code
    return 0


async def test_an_edit_that_changes_nothing_is_known_as_wasted(
    fake: LoopbackDiscord, channel: Channel
) -> None:
    async with connected(fake) as bot:
        sent = await bot.place(channel).send(view=card("1 point"))
        for text in ("1 point", "2 points", "2 points", "1 point"):
            await sent.edit(view=card(text))
        read = await bot.place(channel).fetch_message(sent.id)
        await sent.edit(view=discord.ui.LayoutView.from_message(read))
    (message,) = channel.messages
    assert [edit.wasted for edit in message.edits] == [True, False, True, False, True]
    assert message.wasted_edits == [edit for edit in message.edits if edit.wasted]


async def test_what_an_edit_brought_is_remembered(channel: Channel) -> None:
    message = channel.add_message(channel.guild.world.bot, content="A title")
    text = {"type": 10, "content": "1 point"}
    message.edit({"components": [copy.deepcopy(text)]})
    message.edit({"components": [text | {"content": "2 points"}]})
    assert [edit.components[0]["content"] for edit in message.edits] == ["1 point", "2 points"]


async def test_a_crossposted_message_says_so_and_keeps_its_other_flags(
    fake: LoopbackDiscord,
) -> None:
    channel = fake.world.add_guild("Cinema Club").add_channel("film-news", announcement=True)
    async with connected(fake) as bot:
        sent = await bot.place(channel).send(view=card())
        channel.by_id[sent.id].crosspost()
        read = await bot.place(channel).fetch_message(sent.id)
    assert bot.place(channel).is_news()
    assert (read.flags.crossposted, read.flags.components_v2) == (True, True)


def test_old_messages_of_a_channel_share_a_few_edits(channel: Channel) -> None:
    """M52."""
    limits = EditLimits(on=True)
    elsewhere = channel.guild.add_channel("trailers")
    new = channel.add_message(channel.guild.world.bot, content="A title")
    messages = [*(old(channel) for _ in range(4)), new, old(elsewhere)]
    assert [outcome(limits, message) for message in messages] == [0, 0, 0, 30046, 0, 0]


def test_a_crossposted_message_has_three_edits_an_hour(channel: Channel) -> None:
    """M52."""
    limits = EditLimits(on=True)
    first, second = (channel.add_message(channel.guild.world.bot, content=c) for c in "ab")
    first.crosspost()
    second.crosspost()
    edited = [first] * 4 + [second]
    assert [outcome(limits, message) for message in edited] == [0, 0, 0, 20028, 0]


def test_no_edit_is_limited_unless_a_test_wants_it(channel: Channel) -> None:
    assert [outcome(EditLimits(), old(channel)) for _ in range(9)] == [0] * 9


async def test_discord_py_waits_as_long_as_a_refused_edit_says(
    fake: LoopbackDiscord, channel: Channel
) -> None:
    fake.memory.edits = EditLimits(on=True, old=(1, 0.2))
    message = old(channel)
    async with connected(fake) as bot:
        sent = bot.place(channel).get_partial_message(message.id)
        await sent.edit(content="1 point")
        await sent.edit(content="2 points")
    assert message.text == "2 points"
    assert fake.limited == [f"{EDIT} 30046"]


@pytest.mark.parametrize(("published", "header"), [(False, "20"), (True, "1")])
async def test_only_the_body_says_how_long_a_published_message_has_to_wait(
    fake: LoopbackDiscord, channel: Channel, *, published: bool, header: str
) -> None:
    """https://github.com/discord/discord-api-docs/issues/6109."""
    fake.memory.edits = EditLimits(on=True, old=(0, 20.0), crossposted=(0, 3600.0))
    message = old(channel)
    message.crossposted = published
    url = f"{fake.api_url}/channels/{channel.id}/messages/{message.id}"
    headers = {"Authorization": f"Bot {fake.token}"}
    async with (
        aiohttp.ClientSession(headers=headers) as http,
        http.patch(url, json=EDITED) as answer,
    ):
        said = await answer.json()
    assert (answer.status, answer.headers["Retry-After"]) == (429, header)
    assert said["retry_after"] == pytest.approx(3600.0 if published else 20.0, abs=1)
