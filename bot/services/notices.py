"""Notices: the edge to Discord through which moderators are told."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.notice import Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """What one message tells, oldest first, and where.

    ``language`` is what the server chose, None for the one that it has in Discord.
    """

    guild_id: int
    channel_id: int
    notices: Sequence[Notice]
    language: str | None = None

    @property
    def first(self) -> Notice:
        """Return the notice that the message has its nonce and its buttons from."""
        return self.notices[0]

    @property
    def sending_at(self) -> datetime | None:
        """Return when the try began of which it is not known what became."""
        return self.first.sending_at


class Notices(Protocol):
    """Put notices into channels."""

    async def send_notice(self, bundle: Bundle) -> int:
        """Send a message with its nonce and return its id.

        Raises a DeliveryError of the kind that says what happened.
        """
        ...

    async def find_notice(self, bundle: Bundle) -> int | None:
        """Look in the channel's history for the message, since a little before ``sending_at``.

        Raises Forbidden when the bot may not read the history, ChannelGone, or Unreachable.
        """
        ...

    async def edit_notice(self, bundle: Bundle, message_id: int) -> None:
        """Bring a message up to date; one that was deleted is fine. Raises a DeliveryError."""
        ...

    async def lacking(
        self, guild_id: int, channel_ids: Collection[int]
    ) -> Mapping[int, bool] | None:
        """Return the channels in which the bot lacks a permission, and whether it can't post there.

        None as long as Discord has not told of the server.
        """
        ...
