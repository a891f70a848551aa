"""Delivery: the Publisher that services hold, until Discord is connected and ever after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.error import Unreachable
from bot.domain.model import Post
from bot.services.ports import Gallery, Publisher, Upload


class Delivery:
    """Pass posts on to the publisher that a cog connects when the bot logs in.

    Before that all posts are Unreachable: they wait in the outbox, nothing is lost (L30).
    """

    def __init__(self) -> None:
        self._publisher: Publisher | None = None

    def connect(self, publisher: Publisher) -> None:
        """Send everything through this publisher from now on."""
        self._publisher = publisher

    async def send(self, post: Post, uploads: Sequence[Upload] = ()) -> int:
        """Send the card of a post; see Publisher.send."""
        return await self._connected().send(post, uploads)

    async def find(self, post: Post) -> int | None:
        """Look for the message of a post; see Publisher.find."""
        return await self._connected().find(post)

    async def react(self, channel_id: int, message_id: int) -> None:
        """Put the vote reactions on a message; see Publisher.react."""
        await self._connected().react(channel_id, message_id)

    async def gallery(self, post: Post) -> Gallery | None:
        """Return what became of the photos of a message; see Publisher.gallery."""
        return await self._connected().gallery(post)

    async def replace_photos(self, post: Post, files: Mapping[str, Upload | None]) -> None:
        """Put files into the places of photos; see Publisher.replace_photos."""
        await self._connected().replace_photos(post, files)

    def _connected(self) -> Publisher:
        if self._publisher is None:
            raise Unreachable("Discord is not connected yet.")
        return self._publisher
