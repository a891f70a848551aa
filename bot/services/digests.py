"""Digests: what a weekly digest holds, and the edge to Discord through which it is posted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from bot.domain.model import Photo, Post
from bot.domain.weekly import Week


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A story of a digest; its photos that are to be hidden are marked as sensitive.

    ``photo`` is the one that the digest's picture shows, None where that has a placeholder.
    """

    rank: int
    points: int
    post: Post
    photo: Photo | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """The best stories of a week in a server, best first, for one of its channels.

    ``nonce`` is the same for every try to send it, "" for one that is only looked at;
    ``sending_at`` is when the try began of which it is not known what became.
    """

    guild_id: int
    channel_id: int
    week: Week
    stories: tuple[Ranked, ...] = ()
    nonce: str = ""
    sending_at: datetime | None = None


class Place(NamedTuple):
    """What holds in a channel: which others its readers see too, and whether it takes files."""

    visible: frozenset[int]
    may_attach: bool


class Digests(Protocol):
    """Put digests into channels."""

    async def place(self, guild_id: int, channel_id: int, among: Collection[int]) -> Place:
        """Return those of the channels that all members of the server may see, and the channel itself.

        Raises Forbidden where nothing may be posted, ChannelGone, or Unreachable.
        """
        ...

    async def send_digest(self, digest: Digest, picture: bytes | None) -> int:
        """Send a digest with its nonce and return the message's id; ``picture`` is a JPEG.

        Raises a DeliveryError of the kind that says what happened.
        """
        ...

    async def find_digest(self, digest: Digest) -> int | None:
        """Look in the channel's history for the message of a digest, by its week.

        Looks at messages since a little before ``digest.sending_at``. Raises Forbidden when the
        bot may not read the history, ChannelGone, or Unreachable.
        """
        ...
