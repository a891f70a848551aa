"""Who reads an answer, and which channels those may see: stories of others are none of theirs."""

from __future__ import annotations

from typing import Any

import discord

from bot.domain.error import UserError
from bot.services.ranking import Scope
from cogs._ui.server import server_id

_Place = discord.abc.GuildChannel | discord.Thread


def scope_of(
    interaction: discord.Interaction[Any],
    *,
    shared: bool,
    channel_id: int | None = None,
    feed_id: int | None = None,
) -> Scope:
    """Return of which stories an answer may tell: all of the server's, or of a channel or feed.

    A private answer tells of what the person may read, a ``shared`` one of what everybody may, and
    of the channel that it is in. Stories of a private thread, and of a channel for adults alone, are
    told of there only.
    """
    return Scope(
        guild_id=server_id(interaction),
        channels=_readable(interaction, shared=shared),
        channel_id=channel_id,
        feed_id=feed_id,
    )


def _readable(interaction: discord.Interaction[Any], *, shared: bool) -> frozenset[int]:
    guild, person = interaction.guild, interaction.user
    here = frozenset({interaction.channel_id} if interaction.channel_id else ())
    if guild is None or not isinstance(person, discord.Member):
        return here
    reader = guild.default_role if shared else person
    adult = is_adult(interaction.channel)
    places: list[_Place] = [*guild.text_channels, *guild.forums, *guild.threads]
    return here | {place.id for place in places if may_read(place, reader, adult=adult)}


def may_read(place: _Place, reader: discord.Member | discord.Role, *, adult: bool) -> bool:
    """Tell whether somebody may read a channel or thread; of a private thread nobody can say so."""
    if isinstance(place, discord.Thread) and (place.is_private() or place.parent is None):
        return False
    granted = place.permissions_for(reader)
    return granted.view_channel and granted.read_message_history and (adult or not is_adult(place))


def is_adult(place: Any) -> bool:  # noqa: ANN401 - of the kinds of channels some can't be
    """Tell whether a channel is for adults alone; a thread is what its channel is."""
    return bool(getattr(place, "is_nsfw", lambda: False)())


def require_shareable(interaction: discord.Interaction[Any]) -> None:
    """Raise UserError for a person who may not write here: nor may the bot in that one's name."""
    granted = interaction.permissions
    in_thread = isinstance(interaction.channel, discord.Thread)
    if not (granted.send_messages_in_threads if in_thread else granted.send_messages):
        raise UserError(
            "You can’t write in this channel, so I can’t share anything here for you. Leave out "
            "`share`, and I show it to you alone."
        )


def require_readable(
    scope: Scope, place: discord.abc.GuildChannel | discord.Thread, *, shared: bool
) -> None:
    """Raise UserError for a channel of which an answer here may not tell."""
    if place.id in scope.channels:
        return
    if is_adult(place):
        raise UserError(
            "{channel} is age-restricted. Please ask for it in there.", channel=place.mention
        )
    if isinstance(place, discord.Thread) and place.is_private():
        raise UserError(
            "{channel} is a private thread. Please ask for it in there.", channel=place.mention
        )
    if shared:
        raise UserError(
            "Not everybody here can read {channel}. Leave out `share`, and I show it to you alone.",
            channel=place.mention,
        )
    raise UserError(
        "You can’t read {channel}, so I have nothing to show from there.", channel=place.mention
    )
