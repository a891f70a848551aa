"""What is said of the bot's commands, read from the commands themselves."""

from __future__ import annotations

from unittest.mock import MagicMock

import discord
from discord import app_commands

from bot.client import COGS, NewsreelBot
from bot.language.catalogue import COMMAND_NAME, OPTION_NAME
from bot.language.command_words import context_of
from tests.words.code import Sentence

_LIMITS = {COMMAND_NAME: 32, OPTION_NAME: 32}
_MENU, _TEXT = 32, 100


async def commands(cogs: tuple[str, ...] = COGS) -> NewsreelBot:
    """Return a bot with all commands, which does nothing."""
    bot = NewsreelBot(MagicMock())
    for name in cogs:
        await bot.load_extension(name)
    return bot


async def sentences(bot: NewsreelBot) -> list[Sentence]:
    """Return the names, descriptions, options and choices of all commands, each once."""
    collecting = _Collecting()
    for command in bot.tree.get_commands():
        await command.get_translated_payload(bot.tree, collecting)
    return list(collecting.found)


class _Collecting(app_commands.Translator):
    """Take note of what there is to translate."""

    def __init__(self) -> None:
        self.found: dict[Sentence, None] = {}

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> None:
        name = context_of(context)
        is_menu = isinstance(context.data, app_commands.ContextMenu)
        limit = _LIMITS[name] if name else _MENU if is_menu else _TEXT
        if any(char.isalpha() for char in string.message):
            place = "commands" if name is None else name
            sentence = Sentence(text=string.message, context=name, place=place, limit=limit)
            self.found[sentence] = None
