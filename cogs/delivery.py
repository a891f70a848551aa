"""Stories go out through this bot, as soon as it is logged in."""

from __future__ import annotations

from bot.client import NewsreelBot
from cogs._ui.publisher import DiscordPublisher


async def setup(bot: NewsreelBot) -> None:
    """Connect the services to Discord."""
    bot.services.delivery.connect(DiscordPublisher(bot))
