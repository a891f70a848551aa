"""The names and descriptions of commands in people's languages, as Discord shows them."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.app_commands import TranslationContextLocation as Where

from bot.language import language_of
from bot.language.catalogue import COMMAND_NAME, ENGLISH, OPTION_NAME, load_all, words_in

_CONTEXTS = {
    Where.command_name: COMMAND_NAME,
    Where.group_name: COMMAND_NAME,
    Where.parameter_name: OPTION_NAME,
}


class CommandWords(app_commands.Translator):
    """Take what commands are called, and what is said of them, from the catalogues."""

    async def load(self) -> None:
        """Read the catalogues."""
        await load_all()

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """Return a text in a language; None where it is the same as in English."""
        language = language_of(locale)
        if language == ENGLISH:
            return None
        words, text = words_in(language), string.message
        name = context_of(context)
        said = words.name(text, name) if name else words.sentence(text)
        return None if said == text else said


def context_of(context: app_commands.TranslationContextTypes) -> str | None:
    """Return the catalogue's context of a name; None for what is no name, as descriptions are.

    A command in the menu of a message has a name with capitals and blanks: it is like a sentence.
    """
    is_menu = isinstance(context.data, app_commands.ContextMenu)
    return None if is_menu else _CONTEXTS.get(context.location)
