"""Answers that only the person sees, also when something went wrong."""

from __future__ import annotations

import logging
import secrets

import discord
from discord import app_commands, ui

from bot.domain.error import UserError
from bot.domain.text import cut
from bot.language import t, told

_log = logging.getLogger(__name__)
_MAX_SENTENCE = 1_900
_WRAPPERS = (
    app_commands.CommandInvokeError,
    app_commands.TransformerError,
    app_commands.CheckFailure,
)


async def say(interaction: discord.Interaction, sentence: str) -> None:
    """Answer with a sentence, whether the interaction was answered or deferred before, or not."""
    text = cut(sentence, _MAX_SENTENCE)
    if interaction.response.is_done():
        await interaction.followup.send(text, ephemeral=True)
    else:
        await interaction.response.send_message(text, ephemeral=True)


async def show(interaction: discord.Interaction, view: ui.LayoutView, *files: discord.File) -> None:
    """Do as ``say`` with a layout, and the files that it shows."""
    if interaction.response.is_done():
        await interaction.followup.send(view=view, files=files, ephemeral=True)
    else:
        await interaction.response.send_message(view=view, files=files, ephemeral=True)


async def explain(interaction: discord.Interaction, error: Exception) -> None:
    """Tell a person what went wrong: the one border for the errors of commands and buttons.

    A UserError is its sentence. Anything else is a bug: a short reference for the person, the
    traceback with the same reference for the log, nothing of the inside for anyone. Never raises.
    """
    while isinstance(error, _WRAPPERS):
        if not isinstance(error.__cause__, Exception):
            break
        error = error.__cause__
    try:
        await say(interaction, _sentence(error))
    except discord.HTTPException as lost:  # too late, or the channel is gone
        _log.warning("an error could not be explained: %s", lost)


def _sentence(error: Exception) -> str:
    if isinstance(error, UserError):
        return told(error)
    if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
        return t("This command has just changed. Please give Discord a minute, then try it again.")
    if isinstance(error, app_commands.NoPrivateMessage):
        return t("This works in a server only.")
    if isinstance(error, app_commands.TransformerError):
        return t(
            "I can’t see that channel. Please give me **View Channel** there; an archived thread "
            "comes back when somebody writes in it."
        )
    if isinstance(error, app_commands.CheckFailure):
        return t("You need the **Manage Server** permission for this.")
    reference = secrets.token_hex(2)
    _log.error("reference %s: %s", reference, type(error).__name__, exc_info=error)
    return t(
        "Something went wrong on our side, and we have noted it. Reference: `{reference}`",
        reference=reference,
    )
