"""What the bot needs in a channel, and why (M50)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import discord

from bot.domain.error import UserError
from bot.domain.setting import DEFAULTS, Settings
from bot.language import marked, t

Place = discord.abc.GuildChannel | discord.Thread


class Need(NamedTuple):
    """A permission: discord.py's name, Discord's name, and what it is for."""

    name: str
    title: str
    purpose: str


_SEE = Need("view_channel", marked("View Channel"), marked("to see the channel at all"))
_SEND = Need("send_messages", marked("Send Messages"), marked("to post stories"))
# https://docs.discord.com/developers/resources/channel: a forum's posts need SEND_MESSAGES alone.
_SEND_IN_FORUM = Need(
    "send_messages", marked("Create Posts"), marked("to open a post for each story")
)
_SEND_IN_THREAD = Need(
    "send_messages_in_threads",
    marked("Send Messages in Threads"),
    marked("to post stories in this thread"),
)
_REACT = Need("add_reactions", marked("Add Reactions"), marked("to put 👍 and 👎 under a story"))
_COMMON = (
    Need("embed_links", marked("Embed Links"), marked("to show photos and links")),
    _REACT,
    Need(
        "read_message_history",
        marked("Read Message History"),
        marked("to count votes and never post twice"),
    ),
)
_START_THREAD = Need(
    "create_public_threads",
    marked("Create Public Threads"),
    marked("to start a thread for talk under each story"),
)
_MENTION = Need(
    "mention_everyone",
    marked("Mention @everyone, @here and All Roles"),
    marked("to mention the role that you chose, which not everybody may mention"),
)
_ADVICE = {
    "attach_files": marked(
        "With **Attach Files** there I could upload photos that Discord can’t load by itself."
    ),
    "manage_messages": marked(
        "With **Manage Messages** there I could take the other reaction away when somebody changes "
        "sides in a vote; without it both stay, and the last one counts."
    ),
}


def missing(
    place: Place | None, me: discord.Member, settings: Settings = DEFAULTS, *, votes: bool = True
) -> list[Need]:
    """Return what the bot lacks in a channel or thread, in the order of Discord's settings.

    ``place`` is None for a channel that the bot is not even shown. ``settings`` are those of the
    feed that goes there; without ``votes``, as under a digest, the bot need not react.
    """
    have = None if place is None else _granted(place, me)
    if place is None or have is None:
        return [_SEE]
    return [
        need for need in _needs(place, me, settings, votes=votes) if not getattr(have, need.name)
    ]


def _needs(place: Place, me: discord.Member, settings: Settings, *, votes: bool) -> Iterator[Need]:
    yield from (_SEE, _sending(place))
    yield from (need for need in _COMMON if votes or need is not _REACT)
    if settings.thread and isinstance(place, discord.TextChannel):
        yield _START_THREAD
    role = settings.mention_role and me.guild.get_role(settings.mention_role)
    if role and not role.mentionable:
        yield _MENTION


def _sending(place: Place) -> Need:
    if isinstance(place, discord.Thread):
        return _SEND_IN_THREAD
    return _SEND_IN_FORUM if isinstance(place, discord.ForumChannel) else _SEND


def closed_by(place: Place, me: discord.Member) -> str:
    """Return the first permission that a message lacks altogether; or nothing."""
    altogether = (_SEE, _sending(place))
    return next((need.title for need in missing(place, me) if need in altogether), "")


def advice(place: Place, me: discord.Member) -> str:
    """Return what the bot would do better with in a place where it may post; or nothing (V60)."""
    have = _granted(place, me)
    if have is None:
        return ""
    return " ".join(t(better) for name, better in _ADVICE.items() if not getattr(have, name))


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
    lacking = missing(place, me, votes=with_votes)
    if lacking:
        raise UserError(
            "I can’t post in {channel} yet, so nothing was saved. Please give me these permissions "
            "there, then run the command again:\n{permissions}",
            channel=mention,
            permissions=listed(lacking),
        )


def listed(lacking: Sequence[Need]) -> str:
    """Return permissions with what each is for, one a line."""
    return "\n".join(
        t("- **{permission}**, {purpose}", permission=t(need.title), purpose=t(need.purpose))
        for need in lacking
    )
