"""Two servers whose people follow names: the bot's real following and telling, and simcord's Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import discord
import simcord

from bot.client import NewsreelBot
from bot.domain.model import Article
from bot.services.privacy import MAX_FILE, Privacy
from bot.services.telling import Telling
from bot.services.vote_writing import VoteTables
from bot.services.voting import Voting
from tests.cogs.looks import text_of
from tests.cogs.stories import Hall, open_hall
from tests.storage.world import World

CLOSED = 50007


class LetterHall(Hall):
    """A Hall whose fans get letters; ``other`` is a second server, with one channel."""

    other: simcord.GuildHandle
    elsewhere: simcord.ChannelHandle
    friend: simcord.MemberActor

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.max_file = MAX_FILE
        self._outlets = count(1)
        self._sent = count(9_001)
        self.minute = timedelta(minutes=1)

    def build_bot(self) -> NewsreelBot:
        bot = super().build_bot()
        db, clock = self.world.database, self.clock
        privacy = Privacy(
            db=db,
            voting=Voting(db=db, tables=VoteTables(db), clock=clock),
            collecting=bot.services.collecting,
            following=bot.services.following,
            clock=clock,
            max_file=self.max_file,
        )
        bot.services = replace(bot.services, privacy=privacy)
        return bot

    async def open(self) -> None:
        await super().open()
        self.other = self.env.create_guild(name="Night Owls")
        self.elsewhere = self.other.create_text_channel("elsewhere")
        self.friend = self.guild.add_member(self.env.create_user("friend"))

    def joins_other(self, who: simcord.MemberActor) -> simcord.MemberActor:
        return self.other.add_member(who.user)

    async def post(
        self, title: str, *channels: simcord.ChannelHandle, tell: bool = True, **more: Any
    ) -> int:
        """Post a new story into channels (#film-news if none is named); return its id."""
        feed = await self.world.feed(f"outlet-{next(self._outlets)}")
        what = Article(
            title=title, link=f"https://gazette.example/{feed.id}", outlet="Gazette", **more
        )
        article = await self.world.article(feed.id, what=what)
        for channel in channels or (self.news,):
            await self.put(article, channel)
        if tell:
            await self.tell()
        return await self.world.value("SELECT story_id FROM article WHERE id = ?", article)

    async def put(self, article: int, channel: simcord.ChannelHandle) -> None:
        """Do what Publishing does, but for the message."""
        feed = await self.world.value("SELECT feed_id FROM article WHERE id = ?", article)
        guild = self.other if channel.id == self.elsewhere.id else self.guild
        subscription = await self.world.subscribed(feed, channel.id, guild_id=guild.id)
        await self.world.enqueue(subscription, article)
        post_id = await self.world.value("SELECT max(id) FROM post")
        await self.world.sent(post_id, next(self._sent), self.clock.now())
        async with self.world.database.write() as tx:
            await self.bot.services.following.note_posts(tx, [post_id])

    async def put_story(self, story_id: int, channel: simcord.ChannelHandle) -> None:
        """Post a story into another channel, too."""
        await self.put(
            await self.world.value("SELECT id FROM article WHERE story_id = ?", story_id), channel
        )
        await self.tell()

    async def tell(self) -> None:
        """Do what the worker does."""
        telling = Telling(
            db=self.world.database, letters=self.bot.services.delivery, clock=self.clock
        )
        for story_id in await telling.due(limit=100, busy=()):
            await telling.work(story_id)
        await self.env.settle()

    def close_messages(self, who: simcord.MemberActor, *, times: int | None = 1) -> None:
        """Let somebody's next direct messages be refused."""
        path = f"/channels/{who.user.dm_channel.id}/messages"
        self.env.inject_error("POST", path, status=403, code=CLOSED, message="no", times=times)

    def tries(self, who: simcord.MemberActor) -> list[str]:
        """Return the requests by which letters were sent to somebody, or were to be."""
        path = f"/channels/{who.user.dm_channel.id}/messages"
        return [one.path for one in self.env.http_requests if one.path.endswith(path)]

    def letters(self, who: simcord.MemberActor) -> list[discord.Message]:
        return list(who.user.dm_channel.history())

    def texts(self, who: simcord.MemberActor) -> list[str]:
        """Return the texts of somebody's letters."""
        return [text_of(one.to_dict() for one in letter.components) for letter in self.letters(who)]


def titled(texts: Iterable[str], title: str) -> int:
    """Return how many of the letters have a title."""
    return sum(title in text for text in texts)


@asynccontextmanager
async def open_letter_hall(folder: Path) -> AsyncIterator[LetterHall]:
    """Open the doors, for the time of the block."""
    async with open_hall(folder, LetterHall) as hall:
        yield hall
