"""A card in the town, with all that is known of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
import simcord

from bot.domain.emoji import UP
from tests.cogs.looks import text_of

if TYPE_CHECKING:
    from tests.votes.town import Town


class Card:
    """A card in a channel, as Discord and the database know it."""

    def __init__(
        self, town: Town, post_id: int, channel: simcord.ChannelHandle, message_id: int
    ) -> None:
        self.id = post_id
        self.channel = channel
        self.message_id = message_id
        self._town = town

    @property
    def message(self) -> discord.Message:
        """Return the message as a person sees it now."""
        return next(one for one in self.channel.history() if one.id == self.message_id)

    @property
    def text(self) -> str:
        """Return the words of the card."""
        return text_of([part.to_dict() for part in self.message.components])

    @property
    def points(self) -> str:
        """Return what the card says of its points, nothing as long as it says nothing."""
        last = self.text.rpartition("\n")[2]
        return last.strip("*") if "point" in last else ""

    @property
    def reactions(self) -> dict[str, set[int]]:
        """Return who reacted with what, the bot left out; what nobody else used is left out."""
        stored = self._town.env.backend.get_message(self.channel.id, self.message_id)
        me = self._town.env.backend.bot_user.id
        people = {one.emoji: set(one.user_ids) - {me} for one in stored.reactions}
        return {emoji: users for emoji, users in people.items() if users}

    @property
    def own(self) -> list[str]:
        """Return the bot's own reactions."""
        stored = self._town.env.backend.get_message(self.channel.id, self.message_id)
        me = self._town.env.backend.bot_user.id
        return [one.emoji for one in stored.reactions if me in one.user_ids]

    async def votes(self) -> dict[int, int]:
        """Return the stored votes on the story in this server, by person."""
        async with self._town.seeds.database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT user_id, value FROM vote JOIN post
                    ON post.story_id = vote.story_id AND post.guild_id = vote.guild_id
                WHERE post.id = ?
                """,
                (self.id,),
            )
        return {row["user_id"]: row["value"] for row in rows}

    async def stored(self) -> dict[str, set[int]]:
        """Return the reactions that are stored, as ``reactions`` does."""
        async with self._town.seeds.database.read() as reader:
            rows = await reader.execute_fetchall(
                "SELECT emoji, user_id FROM reaction WHERE post_id = ? AND user_id <> ?",
                (self.id, self._town.env.backend.bot_user.id),
            )
        found: dict[str, set[int]] = {}
        for emoji, user_id in rows:
            found.setdefault(emoji, set()).add(user_id)
        return found

    def set(self, *people: simcord.MemberActor, emoji: str = UP, there: bool = True) -> None:
        """Let people add or remove a reaction at once, also while the bot is away."""
        for person in people:
            self._town.env.backend.set_reaction(
                self.channel.id, self.message_id, emoji, person.id, there
            )
