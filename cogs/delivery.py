"""Stories go out through this bot, as soon as it is logged in."""

from __future__ import annotations

from bot.client import NewsreelBot
from cogs._ui.digests import DiscordDigests
from cogs._ui.errands import DiscordErrands
from cogs._ui.language import PublicLanguage
from cogs._ui.letters import DiscordLetters
from cogs._ui.notices import DiscordNotices
from cogs._ui.pace import Pace
from cogs._ui.publisher import DiscordPublisher
from cogs._ui.reactions import DiscordReactions


async def setup(bot: NewsreelBot) -> None:
    """Connect the services to Discord, whose limit they share."""
    pace, language = Pace(), PublicLanguage(bot, bot.services.server_setting)
    bot.services.delivery.connect(
        DiscordPublisher(bot, pace=pace, language=language),
        DiscordReactions(bot, pace=pace),
        DiscordDigests(bot, pace=pace, language=language),
        DiscordLetters(bot, pace=pace, language=language),
        DiscordNotices(bot, pace=pace),
        DiscordErrands(bot, pace=pace, language=language),
    )
