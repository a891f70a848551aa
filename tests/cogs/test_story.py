from __future__ import annotations

from cogs._ui.card import build_card
from cogs._ui.publisher import DiscordPublisher
from tests.cogs.articles import post
from tests.cogs.conftest import Server


async def publish(server: Server) -> int:
    made = post(channel_id=server.news.id, guild_id=server.guild.id)
    return await DiscordPublisher(server.bot).send(made)


async def click(server: Server, label: str):
    return await server.fan.click(server.news.last_message, label=label)


async def test_a_story_that_is_gone_is_told_to_the_fan_alone(server: Server):
    await publish(server)
    result = await click(server, "Related")
    assert result.ephemeral
    assert "isn’t there any more" in result.response.content


async def test_buttons_work_after_a_restart(server: Server):
    """M54."""
    await publish(server)
    await server.restart()
    assert (await click(server, "Related")).response is not None


async def test_click_is_answered_once(server: Server):
    """M54: the card is not listened to in memory besides."""
    await publish(server)
    result = await click(server, "Related")
    assert result.followups == []


async def test_story_of_a_button_is_read_from_its_id(server: Server):
    """M54: a card that this process has never seen."""
    card = build_card(post().article, story_id=2**62)
    channel = server.bot.get_partial_messageable(server.news.id)
    await channel.send(view=card)
    assert (await click(server, "Related")).ephemeral
