"""Feeds as files that moderators get and give: what is said of them, and the way back."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any, Self

import discord
from discord import ui

from bot.client import NewsreelBot
from bot.domain.error import UserError
from bot.domain.feed_import import Destination, ImportPlan
from bot.domain.opml import MAX_FILE
from bot.domain.text import cut, escape
from bot.language import t, tn
from bot.moderator import require_manager
from bot.services.importing import FeedsImported
from cogs._ui.button import LastingButton, note
from cogs._ui.feed_target import Target
from cogs._ui.permissions import Need, Place, listed, missing
from cogs._ui.refusal import CALL_ERRORS
from cogs._ui.server import server_id

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UNIT = timedelta(microseconds=1)
_EXAMPLES = 3
_MAX_URL = 100
_MAX_CHANNELS = 5


async def read_attachment(file: discord.Attachment) -> bytes:
    """Return what is in a file; raises UserError for one that is too large, before it is loaded."""
    if file.size > MAX_FILE:
        raise UserError("That file is too large; 5 MB is the most that I read. Nothing was saved.")
    try:
        return await file.read()
    except CALL_ERRORS as error:
        raise UserError("I couldn’t get that file from Discord. Please attach it again.") from error


def channel_names(guild: discord.Guild) -> dict[int, str]:
    """Return what the places of a server are called that stories can go to, by their ids."""
    places: list[Target] = [*guild.text_channels, *guild.forums, *guild.threads]
    return {place.id: place.name for place in places}


def destination(guild: discord.Guild, default: Target) -> Destination:
    """Return where the feeds of a file may go in a server."""
    return Destination(
        guild_id=guild.id,
        default_id=default.id,
        channels=channel_names(guild) | {default.id: default.name},
        roles=frozenset(role.id for role in guild.roles),
    )


def require_all(guild: discord.Guild, plan: ImportPlan) -> None:
    """Raise UserError that names what is missing in the channels that are to get feeds (M50)."""
    needs: dict[Place, dict[Need, None]] = {}
    for number, settings in {(feed.channel_id, feed.settings): None for feed in plan.feeds}:
        if place := guild.get_channel_or_thread(number or 0):
            lacking = dict.fromkeys(missing(place, guild.me, settings))
            needs.setdefault(place, {}).update(lacking)
    closed = [(place, list(lacking)) for place, lacking in needs.items() if lacking]
    if closed:
        shown = [f"{place.mention}\n{listed(lacking)}" for place, lacking in closed[:_MAX_CHANNELS]]
        raise UserError(
            "I can’t post in all of the channels yet, so nothing was saved. Please give me these "
            "permissions there, then run the command again:\n{channels}",
            channels="\n".join(shown),
        )


def import_view(result: FeedsImported) -> ui.LayoutView:
    """Say what became of a file, with the button that takes it back."""
    view = note("\n".join(line for line in _lines(result) if line))
    if result.added:
        view.add_item(ui.ActionRow(UndoImport((result.at - _EPOCH) // _UNIT)))
    view.stop()  # or discord.py would keep it: the button has its id (M54)
    return view


def _lines(result: FeedsImported) -> list[str]:
    return [
        _added(result),
        tn(
            "{n} was there already, or came twice.",
            "{n} were there already, or came twice.",
            result.known,
        )
        if result.known
        else "",
        tn(
            "{n} outline names no address of a feed and was left out.",
            "{n} outlines name no address of a feed and were left out.",
            result.without_address,
        )
        if result.without_address
        else "",
        _refused(result.refused),
        t("-# Nothing of what they have now is posted; new stories follow as they appear.")
        if result.added
        else "",
    ]


def _added(result: FeedsImported) -> str:
    if not result.added:
        return t("**No feed was added.**")
    where = tn("{n} channel", "{n} channels", result.channels)
    return tn(
        "✅ **{n} feed was added**, to {channels}.",
        "✅ **{n} feeds were added**, to {channels}. I look at them one by one over the next hour.",
        result.added,
        channels=where,
    )


def _refused(urls: tuple[str, ...]) -> str:
    if not urls:
        return ""
    shown = ", ".join(escape(cut(url, _MAX_URL)) for url in urls[:_EXAMPLES])
    return tn(
        "{n} address can’t be asked and was left out: {addresses}",
        "{n} addresses can’t be asked and were left out, such as {addresses}",
        len(urls),
        addresses=shown,
    )


class UndoImport(LastingButton, template=r"nr:unimport:(?P<at>\d{1,20})"):
    """Take back an import."""

    def __init__(self, at: int) -> None:
        super().__init__(
            ui.Button(
                label=t("Undo"), style=discord.ButtonStyle.danger, custom_id=f"nr:unimport:{at}"
            )
        )
        self.at = at

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read which import it is."""
        return cls(int(match["at"]))

    async def act(self, interaction: discord.Interaction[NewsreelBot]) -> None:
        """Remove what was imported and is still there."""
        await require_manager(interaction)
        await interaction.response.defer()
        removed = await interaction.client.services.importing.undo(
            server_id(interaction), _EPOCH + self.at * _UNIT, by=interaction.user.id
        )
        sentence = tn(
            "The import was taken back: {n} feed was removed. What was posted stays.",
            "The import was taken back: {n} feeds were removed. What was posted stays.",
            removed,
        )
        await interaction.edit_original_response(view=note(sentence))
