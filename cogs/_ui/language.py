"""Which language something is said in: a person's own, or that of those who read a channel."""

from __future__ import annotations

from typing import Any

import discord

from bot.language import language_of, speak
from bot.services.server_setting import ServerSetting


def speak_to(interaction: discord.Interaction[Any]) -> None:
    """Speak a person's language for the rest of the running task."""
    speak(language_of(interaction.locale))


class PublicLanguage:
    """Tell the language of what is posted for all to read.

    It is the one that moderators chose, for a feed in a channel or for the server; else the one that
    the server has in Discord, where the bot speaks that; else English.
    """

    def __init__(self, client: discord.Client, setting: ServerSetting | None = None) -> None:
        self._client = client
        self._setting = setting

    async def of(self, guild_id: int, chosen: str | None = None) -> str:
        """Return the language for a server; ``chosen`` is that of a subscription."""
        if chosen is None and self._setting is not None:
            chosen = (await self._setting.get(guild_id)).language
        if chosen is None and (guild := self._client.get_guild(guild_id)):
            chosen = str(guild.preferred_locale)
        return language_of(chosen)


async def public_language(interaction: discord.Interaction[Any]) -> str:
    """Return the language of what is posted where an interaction is."""
    client = interaction.client
    public = PublicLanguage(client, client.services.server_setting)
    return await public.of(interaction.guild_id or 0)
