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
_REACT = Need("add_reactions", "Add Reactions", "to put 👍 and 👎 under a story")
_COMMON = (
    Need("embed_links", "Embed Links", "to show photos and links"),
    _REACT,
    Need("read_message_history", "Read Message History", "to count votes and never post twice"),
)
_ADVICE = {
    "attach_files": (
        "With **Attach Files** there I could upload photos that Discord can’t load by itself."
    ),
    "manage_messages": (
        "With **Manage Messages** there I could take the other reaction away when somebody changes "
        "sides in a vote; without it both stay, and the last one counts."
    ),
}


def missing(place: Place | None, me: discord.Member) -> list[Need]:
    """Return what the bot lacks in a channel or thread, in the order of Discord's settings.

    ``place`` is None for a channel that the bot is not even shown.
    """
    if place is None:
        return [_SEE]
    send = _SEND_IN_THREAD if isinstance(place, discord.Thread) else _SEND
    have = _granted(place, me)
    if have is None:
        return [_SEE]
    return [need for need in (_SEE, send, *_COMMON) if not getattr(have, need.name)]


def closed_by(place: Place, me: discord.Member) -> str:
    """Return the first permission that a message lacks altogether; or nothing."""
    needed = (need.title for need in missing(place, me) if need in (_SEE, _SEND, _SEND_IN_THREAD))
    return next(needed, "")


def advice(place: Place, me: discord.Member) -> str:
    """Return what the bot would do better with in a place where it may post; or nothing (V60)."""
    have = _granted(place, me)
    if have is None:
        return ""
    return " ".join(better for name, better in _ADVICE.items() if not getattr(have, name))


def _granted(place: Place, me: discord.Member) -> discord.Permissions | None:
    """Return what the bot may do in a channel; of a thread, in the channel that it belongs to."""
    channel = place.parent if isinstance(place, discord.Thread) else place
    if channel is None:
        return None
    # The base class: its children take away what the lack of another permission makes useless.
    return discord.abc.GuildChannel.permissions_for(channel, me)


def require(
    place: Place | None, me: discord.Member, *, mention: str, with_votes: bool = True
) -> None:
    """Raise UserError that names each permission that is missing and what it is for.

    Where nobody votes, as under a digest, the bot need not react.
    """
    lacking = [need for need in missing(place, me) if with_votes or need is not _REACT]
    if lacking:
        raise UserError(_sentence(lacking, mention))


def _sentence(lacking: Sequence[Need], mention: str) -> str:
    lines = [f"- **{need.title}**, {need.purpose}" for need in lacking]
    what = "this permission" if len(lacking) == 1 else "these permissions"
    head = (
        f"I can’t post in {mention} yet, so nothing was saved. Please give me {what} there, "
        "then run the command again:"
    )
    return "\n".join([head, *lines])
