"""The edge to Discord's reactions: what is under a message, and who put it there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

MOST_REACTORS = 100
"""People in one answer of Discord's."""


class EmojiCount(NamedTuple):
    """How often one emoji is under a message.

    ``emoji`` is as Change has it, ``route`` as Discord wants to be asked for it. ``number`` holds all,
    bots and this one too; ``burst`` are those of them that are super reactions, which are asked for
    apart. ``own`` tells whether this bot is among them.
    """

    emoji: str
    route: str
    number: int
    burst: int = 0
    own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderMessage:
    """The reactions under one message."""

    message_id: int
    emoji: tuple[EmojiCount, ...] = ()


class HistoryPage(NamedTuple):
    """The bot's own messages among those of a channel from ``oldest`` to the one asked for."""

    messages: tuple[UnderMessage, ...]
    oldest: int


class Person(NamedTuple):
    """Somebody who reacted."""

    user_id: int
    bot: bool
    own: bool


class Reactions(Protocol):
    """Read and change the reactions under messages. Every method raises a DeliveryError."""

    async def put(self, channel_id: int, message_id: int, emoji: Sequence[str]) -> None:
        """Put the bot's own reactions; a repeat does no harm. Raises EmojiGone for an unknown one."""
        ...

    async def take_away(
        self, guild_id: int, channel_id: int, message_id: int, *, emoji: str, user_id: int
    ) -> None:
        """Take somebody's reaction away; one that is gone is none. Needs Manage Messages."""
        ...

    async def history(self, guild_id: int, channel_id: int, *, newest: int) -> HistoryPage:
        """Return what is under the last hundred messages of a channel up to ``newest``.

        Raises Forbidden where the history may not be read: Discord would call it empty.
        """
        ...

    async def under(self, channel_id: int, message_id: int) -> UnderMessage | None:
        """Return what is under a message; None where it was deleted."""
        ...

    async def reactors(
        self, channel_id: int, message_id: int, emoji: EmojiCount, *, burst: bool, after: int
    ) -> Sequence[Person] | None:
        """Return up to MOST_REACTORS people with an id larger than ``after``, by id.

        None where the message was deleted; nobody where the emoji is gone.
        """
        ...

    async def joined_at(self, guild_id: int, user_id: int) -> datetime | None:
        """Return when a person joined a server; None for one who has left."""
        ...
