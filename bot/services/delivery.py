"""Delivery: the edge to Discord that services hold, until it is connected and ever after."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from bot.domain.error import Unreachable
from bot.domain.model import Post
from bot.services.digests import Digest, Digests, Place
from bot.services.errands import Errands
from bot.services.letters import Letter, Letters
from bot.services.notices import Bundle, Notices
from bot.services.ports import CardNews, Gallery, Publisher, Sent, ShownCard, Upload
from bot.services.reactions import EmojiCount, HistoryPage, Person, Reactions, UnderMessage


class Delivery:
    """Pass everything on to what a cog connects when the bot logs in.

    Before that all of Discord is Unreachable: posts wait in the outbox, nothing is lost (L30).
    """

    def __init__(self) -> None:
        self._publisher: Publisher | None = None
        self._reactions: Reactions | None = None
        self._digests: Digests | None = None
        self._letters: Letters | None = None
        self._notices: Notices | None = None
        self._errands: Errands | None = None

    def connect(
        self,
        publisher: Publisher,
        reactions: Reactions,
        digests: Digests,
        letters: Letters,
        notices: Notices | None = None,
        errands: Errands | None = None,
    ) -> None:
        """Send everything through these from now on."""
        self._publisher = publisher
        self._reactions = reactions
        self._digests = digests
        self._letters = letters
        self._notices = notices
        self._errands = errands

    async def send(self, post: Post, uploads: Sequence[Upload] = ()) -> Sent:
        """Send the card of a post; see Publisher.send."""
        return await self._connected().send(post, uploads)

    async def find(self, post: Post) -> Sent | None:
        """Look for the message of a post; see Publisher.find."""
        return await self._connected().find(post)

    async def gallery(self, post: Post) -> Gallery | None:
        """Return what became of the photos of a message; see Publisher.gallery."""
        return await self._connected().gallery(post)

    async def replace_photos(self, post: Post, files: Mapping[str, Upload | None]) -> None:
        """Put files into the places of photos; see Publisher.replace_photos."""
        await self._connected().replace_photos(post, files)

    async def shown(self, channel_id: int, message_id: int) -> ShownCard | None:
        """Return a message as it stands; see Publisher.shown."""
        return await self._connected().shown(channel_id, message_id)

    async def update(self, card: ShownCard, news: CardNews) -> None:
        """Bring a card up to date; see Publisher.update."""
        await self._connected().update(card, news)

    async def take_down(self, channel_id: int, message_id: int) -> None:
        """Delete a card's message; see Publisher.take_down."""
        await self._connected().take_down(channel_id, message_id)

    async def put(self, channel_id: int, message_id: int, emoji: Sequence[str]) -> None:
        """Put the bot's own reactions; see Reactions.put."""
        await self._reacting().put(channel_id, message_id, emoji)

    async def take_away(
        self, guild_id: int, channel_id: int, message_id: int, *, emoji: str, user_id: int
    ) -> None:
        """Take somebody's reaction away; see Reactions.take_away."""
        await self._reacting().take_away(
            guild_id, channel_id, message_id, emoji=emoji, user_id=user_id
        )

    async def history(self, guild_id: int, channel_id: int, *, newest: int) -> HistoryPage:
        """Return what is under the messages of a channel; see Reactions.history."""
        return await self._reacting().history(guild_id, channel_id, newest=newest)

    async def under(self, channel_id: int, message_id: int) -> UnderMessage | None:
        """Return what is under a message; see Reactions.under."""
        return await self._reacting().under(channel_id, message_id)

    async def reactors(
        self, channel_id: int, message_id: int, emoji: EmojiCount, *, burst: bool, after: int
    ) -> Sequence[Person] | None:
        """Return people who reacted; see Reactions.reactors."""
        return await self._reacting().reactors(
            channel_id, message_id, emoji, burst=burst, after=after
        )

    async def joined_at(self, guild_id: int, user_id: int) -> datetime | None:
        """Return when a person joined a server; see Reactions.joined_at."""
        return await self._reacting().joined_at(guild_id, user_id)

    async def place(self, guild_id: int, channel_id: int, among: Collection[int]) -> Place:
        """Return what holds in a channel; see Digests.place."""
        return await self._digesting().place(guild_id, channel_id, among)

    async def send_digest(self, digest: Digest, picture: bytes | None) -> int:
        """Send a digest; see Digests.send_digest."""
        return await self._digesting().send_digest(digest, picture)

    async def find_digest(self, digest: Digest) -> int | None:
        """Look for the message of a digest; see Digests.find_digest."""
        return await self._digesting().find_digest(digest)

    async def readers(
        self, guild_id: int, channel_ids: Collection[int], user_ids: Collection[int]
    ) -> Mapping[int, frozenset[int]]:
        """Return which channels people may read; see Letters.readers."""
        return await self._writing().readers(guild_id, channel_ids, user_ids)

    async def letter_turn(self) -> None:
        """Wait until another letter may be begun; see Letters.letter_turn."""
        await self._writing().letter_turn()

    async def send_letter(self, letter: Letter) -> None:
        """Send a letter; see Letters.send_letter."""
        await self._writing().send_letter(letter)

    async def send_notice(self, bundle: Bundle) -> int:
        """Send a notice; see Notices.send_notice."""
        return await self._noticing().send_notice(bundle)

    async def find_notice(self, bundle: Bundle) -> int | None:
        """Look for the message of a notice; see Notices.find_notice."""
        return await self._noticing().find_notice(bundle)

    async def lacking(
        self, guild_id: int, channel_ids: Collection[int]
    ) -> Mapping[int, bool] | None:
        """Return where the bot lacks a permission; see Notices.lacking."""
        return await self._notices.lacking(guild_id, channel_ids) if self._notices else None

    async def edit_notice(self, bundle: Bundle, message_id: int) -> None:
        """Bring a notice up to date; see Notices.edit_notice."""
        await self._noticing().edit_notice(bundle, message_id)

    async def start_talk(self, post: Post) -> None:
        """Start a thread under a post; see Errands.start_talk."""
        await self._running().start_talk(post)

    async def publish(self, post: Post) -> bool:
        """Publish a post to other servers; see Errands.publish."""
        return await self._running().publish(post)

    def _running(self) -> Errands:
        if self._errands is None:
            raise Unreachable("Discord is not connected yet.")
        return self._errands

    def _connected(self) -> Publisher:
        if self._publisher is None:
            raise Unreachable("Discord is not connected yet.")
        return self._publisher

    def _reacting(self) -> Reactions:
        if self._reactions is None:
            raise Unreachable("Discord is not connected yet.")
        return self._reactions

    def _digesting(self) -> Digests:
        if self._digests is None:
            raise Unreachable("Discord is not connected yet.")
        return self._digests

    def _writing(self) -> Letters:
        if self._letters is None:
            raise Unreachable("Discord is not connected yet.")
        return self._letters

    def _noticing(self) -> Notices:
        if self._notices is None:
            raise Unreachable("Discord is not connected yet.")
        return self._notices
