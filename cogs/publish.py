"""Connect the outbox to Discord."""

from __future__ import annotations

from bot.client import NewsreelBot
from cogs._ui.publisher import DiscordPublisher


async def setup(bot: NewsreelBot) -> None:
    """Let posts go out through this bot."""
    bot.services.delivery.connect(DiscordPublisher(bot))
