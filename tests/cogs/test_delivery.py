from __future__ import annotations

from tests.cogs.articles import post
from tests.cogs.conftest import Server


async def test_services_send_through_the_bot(server: Server):
    made = post(channel_id=server.news.id, guild_id=server.guild.id)
    sent = await server.bot.services.delivery.send(made)
    assert server.news.last_message.id == sent.message_id
