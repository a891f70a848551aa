"""What the bot needs in a channel, and why (M50)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import discord

from bot.domain.error import UserError

Place = discord.abc.GuildChannel | discord.Thread


class Need(NamedTuple):
    """A permission: discord.py's name, Discord's name, and what it is for."""

    name: str
    title: str
    purpose: str


_SEE = Need("view_channel", "View Channel", "to see the channel at all")
_SEND = Need("send_messages", "Send Messages", "to post stories")
_SEND_IN_THREAD = Need(
    "send_messages_in_threads", "Send Messages in Threads", "to post stories in this thread"
)
_COMMON = (
    Need("embed_links", "Embed Links", "to show photos and links"),
    Need("add_reactions", "Add Reactions", "to put 👍 and 👎 under a story"),
    Need("read_message_history", "Read Message History", "to count votes and never post twice"),
)


def missing(place: Place | None, me: discord.Member) -> list[Need]:
    """Return what the bot lacks in a channel or thread, in the order of Discord's settings.

    ``place`` is None for a channel that the bot is not even shown.
    """
    if place is None:
        return [_SEE]
    send = _SEND_IN_THREAD if isinstance(place, discord.Thread) else _SEND
    channel = place.parent if isinstance(place, discord.Thread) else place
    if channel is None:
        return [_SEE]
    # The base class: its children take away what the lack of another permission makes useless.
    have = discord.abc.GuildChannel.permissions_for(channel, me)
    return [need for need in (_SEE, send, *_COMMON) if not getattr(have, need.name)]


def require(place: Place | None, me: discord.Member, *, mention: str) -> None:
    """Raise UserError that names each permission that is missing and what it is for."""
    if lacking := missing(place, me):
        raise UserError(_sentence(lacking, mention))


def _sentence(lacking: Sequence[Need], mention: str) -> str:
    lines = [f"- **{need.title}**, {need.purpose}" for need in lacking]
    what = "this permission" if len(lacking) == 1 else "these permissions"
    head = (
        f"I can’t post in {mention} yet, so nothing was saved. Please give me {what} there, "
        "then run the command again:"
    )
    return "\n".join([head, *lines])
