"""How a server votes, as its moderators see it."""

from __future__ import annotations

import discord
from discord import ui

from bot.domain.emoji import read_emoji
from bot.domain.error import UserError
from bot.domain.vote import VoteRules
from bot.language import marked, t
from cogs._ui.button import note
from cogs._ui.reply import show
from cogs._ui.words import lasting

_INVALID = 50035  # Discord's code for a form that it does not take
_CHANGED = marked(
    "✅ From now on {up} is a point up and {down} a point down. Stories that are posted already keep "
    "theirs."
)
_NOW = marked(
    "In this server {up} is a point up and {down} a point down.\n"
    "Choose others with `/votes emoji`: any emoji, or one of this server’s own."
)
_HOW = marked("-# The options of `/votes rules` change that, for votes to come.")
_FROM_NOW = marked("-# For votes that are cast from now on; those that are there stay.")
_NO_TIDYING = marked(
    "-# With **Manage Messages** I could take the other reaction away when somebody changes sides. "
    "Without it both stay, and the last one counts."
)


async def usable_emoji(interaction: discord.Interaction, typed: str) -> str:
    """Return what was typed as VoteRules has it; raise UserError if the bot can't react with it."""
    emoji = discord.PartialEmoji.from_str(read_emoji(typed))
    if emoji.id is None:
        return emoji.name
    assert interaction.guild is not None  # noqa: S101 - the command is for servers only
    try:
        found = await interaction.guild.fetch_emoji(emoji.id)
    except discord.NotFound as error:
        raise UserError(
            "I can use this server’s own emoji only, and {emoji} isn’t one.", emoji=emoji
        ) from error
    if not found.is_usable():
        raise UserError(
            "I may not use {emoji}: it is kept for certain roles, or this server has lost its place "
            "for it. Please choose another.",
            emoji=found,
        )
    return f"{'a:' if found.animated else ''}{found.name}:{found.id}"


async def show_emoji(interaction: discord.Interaction, rules: VoteRules, *, changed: bool) -> None:
    """Show the vote emoji, on buttons too: Discord refuses those that it does not know.

    Raises UserError then.
    """
    up, down = (discord.PartialEmoji.from_str(emoji) for emoji in (rules.up, rules.down))
    said = _CHANGED if changed else _NOW
    view = note(t(said, up=up, down=down))
    view.add_item(ui.ActionRow(*(ui.Button(emoji=one, disabled=True) for one in (up, down))))
    view.stop()  # they only show what they will look like; discord.py need not keep them
    try:
        await show(interaction, view)
    except discord.HTTPException as error:
        if error.code != _INVALID:
            raise
        raise UserError(
            "Discord doesn’t take {up} and {down}. Please choose others.", up=up, down=down
        ) from error


def rules_view(rules: VoteRules, *, changed: bool, may_tidy: bool) -> ui.LayoutView:
    """Say who counts; ``may_tidy`` tells whether the bot can take reactions away (V60)."""
    lines = [
        t("✅ **From now on these votes count**") if changed else t("**These votes count**"),
        f"- {_accounts(rules)}",
        f"- {_members(rules)}",
        f"- {_restless(rules)}",
        t(_FROM_NOW if changed else _HOW),
        "" if may_tidy else t(_NO_TIDYING),
    ]
    return note("\n".join(line for line in lines if line))


def _accounts(rules: VoteRules) -> str:
    if not rules.min_account_age:
        return t("Accounts of any age")
    return t("Accounts that are at least {time} old", time=lasting(rules.min_account_age))


def _members(rules: VoteRules) -> str:
    if not rules.min_membership:
        return t("Members from their first minute on")
    return t("Members for at least {time}", time=lasting(rules.min_membership))


def _restless(rules: VoteRules) -> str:
    return t(
        "Somebody who changes a vote more than {times} times a minute is counted once that settles",
        times=rules.most_toggles,
    )
