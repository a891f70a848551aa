"""The demo: the whole bot in a browser, without a token or an account."""

import logging

_discord = logging.getLogger("discord")
_level = _discord.level
_discord.setLevel(logging.ERROR)  # simcord makes a client when it is imported, which warns of much

from bot.demo.show import run  # noqa: E402

_discord.setLevel(_level)

__all__ = ["run"]
