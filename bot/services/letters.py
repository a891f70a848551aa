"""Letters: the edge to Discord's direct messages, and what they hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.domain.error import DeliveryError
from bot.domain.model import Article, Post


class LettersClosed(DeliveryError):
    """The person takes no direct messages from us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A story for somebody who follows a name that it has.

    ``article`` is the one that has the name: the post's own, or another outlet's report. ``nonce`` is
    the same for every try to send it.
    """

    user_id: int
    name: str
    post: Post
    article: Article
    nonce: str


class Letters(Protocol):
    """Write to people."""

    async def readers(
        self, guild_id: int, channel_ids: Collection[int], user_ids: Collection[int]
    ) -> Mapping[int, frozenset[int]]:
        """Return which of the channels each person may read now; nothing of those who may none.

        Channels for adults alone and private threads are never among them. Any number of people is
        fine. Raises Unreachable.
        """
        ...

    async def letter_turn(self) -> None:
        """Wait until another letter may be begun: they have a slow pace of their own."""
        ...

    async def send_letter(self, letter: Letter) -> None:
        """Send a letter with its nonce.

        Raises LettersClosed, or a DeliveryError of the kind that says what happened.
        """
        ...
