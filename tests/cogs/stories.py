"""A server whose people vote on stories: the bot's real ranking on a database, and simcord's Discord."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import discord
import simcord

from bot.client import NewsreelBot
from bot.domain.model import Article, Photo
from bot.services.collecting import Collecting
from bot.services.finding import Finding
from bot.services.following import Following
from bot.services.ranking import Ranking
from bot.services.relating import Relating
from bot.services.searching import Searching
from bot.storage.database import open_database
from bot.storage.score import ScoreTable
from bot.storage.value import to_time
from bot.storage.vote import Ballot, Batch, ReactionRow, VoteTable
from tests.cogs.conftest import build_bot
from tests.cogs.fakes import FakeMemory, FakeSubscribing
from tests.cogs.looks import text_of
from tests.storage.world import World

NOW = datetime.fromisoformat("2031-05-04T12:00:00+00:00")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
_VOTERS = 10_000  # ids of people who only vote


class HallClock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.time = NOW

    def now(self) -> datetime:
        return self.time


class Hall:
    """A server with two channels, a moderator and a fan; stories are there without being sent."""

    env: simcord.Env
    bot: NewsreelBot
    guild: simcord.GuildHandle
    news: simcord.ChannelHandle
    trailers: simcord.ChannelHandle
    moderator: simcord.MemberActor
    fan: simcord.MemberActor

    def __init__(self, world: World) -> None:
        self.world = world
        self.clock = HallClock()
        self.memory = FakeMemory()
        self._messages = count(5_001)
        self._votes = VoteTable(world.database)
        self._scores = ScoreTable(world.database)

    def build_bot(self) -> NewsreelBot:
        database = self.world.database
        finding = Finding(db=database)
        services = replace(
            build_bot(FakeSubscribing(), self.memory).services,
            ranking=Ranking(db=database, clock=self.clock),
            finding=finding,
            relating=Relating(db=database, clock=self.clock),
            searching=Searching(db=database, finding=finding, clock=self.clock),
            collecting=Collecting(db=database, clock=self.clock),
            following=Following(db=database, clock=self.clock),
        )
        return NewsreelBot(services, memory=self.memory)

    async def open(self) -> None:
        self.bot = self.build_bot()
        self.env = simcord.Env(self.bot, shard_count=1)
        await self.env.start()
        self.guild = self.env.create_guild()
        mods = self.guild.create_role("Mods", permissions=discord.Permissions(manage_guild=True))
        self.news = self.guild.create_text_channel("film-news")
        self.trailers = self.guild.create_text_channel("trailers")
        self.moderator = self.guild.add_member(self.env.create_user("mod"), roles=[mods])
        self.fan = self.guild.add_member(self.env.create_user("fan"))

    async def restart(self) -> None:
        """Start another process of the bot; what was in memory is gone."""
        old, self.bot = self.bot, self.build_bot()
        await self.env.restart_bot(self.bot)
        await old.close()

    def secret_channel(self) -> simcord.ChannelHandle:
        """Return a channel for moderators alone."""
        closed = discord.PermissionOverwrite(view_channel=False)
        everybody = self._guild.default_role
        opened = discord.PermissionOverwrite(view_channel=True)
        return self.guild.create_text_channel(
            "mods-only", overwrites={everybody: closed, self.moderator: opened}
        )

    async def thread(self, kind: discord.ChannelType) -> simcord.ChannelHandle:
        """Return a thread of #film-news that the fan is in."""
        channel = self.bot.get_channel(self.news.id)
        assert isinstance(channel, discord.TextChannel)
        made = await channel.create_thread(name="stills", type=kind)
        if made.is_private():
            await made.add_user(discord.Object(self.fan.id))
        return next(thread for thread in self.news.threads if thread.id == made.id)

    @property
    def _guild(self) -> discord.Guild:
        guild = self.bot.get_guild(self.guild.id)
        assert guild is not None
        return guild

    async def story(
        self,
        title: str,
        channel: simcord.ChannelHandle | None = None,
        *,
        ups: int = 0,
        downs: int = 0,
        ago: timedelta = HOUR,
        feed: str = "Reel Gazette",
        photos: tuple[Photo, ...] = (),
        **more: object,
    ) -> int:
        """Put a story into a channel (#film-news if none is named), with votes; return its id."""
        what = Article(
            title=title,
            link=f"https://gazette.example/{re.sub(r'[^a-z]+', '-', title, flags=re.IGNORECASE)}",
            outlet=feed,
            photos=photos,
            **more,  # type: ignore[arg-type]
        )
        row = await self.world.feed(feed)
        async with self.world.database.write() as tx:
            await tx.execute_fetchall("UPDATE feed SET title = ? WHERE id = ?", (feed, row.id))
        article = await self.world.article(row.id, what=what)
        post_id = await self._post(article, row.id, channel or self.news, ago)
        story_id = await self.world.value("SELECT story_id FROM post WHERE id = ?", post_id)
        voters = range(_VOTERS, _VOTERS + ups + downs)
        for number, user_id in enumerate(voters):
            await self.vote(story_id, user_id, 1 if number < ups else -1)
        return story_id

    async def again(
        self, story_id: int, channel: simcord.ChannelHandle, *, ago: timedelta = HOUR
    ) -> None:
        """Put a story into another channel, too."""
        article = await self.world.value("SELECT id FROM article WHERE story_id = ?", story_id)
        feed = await self.world.value("SELECT feed_id FROM article WHERE id = ?", article)
        await self._post(article, feed, channel, ago)

    async def _post(
        self, article: int, feed: int, channel: simcord.ChannelHandle, ago: timedelta
    ) -> int:
        subscription = await self.world.subscribed(feed, channel.id, guild_id=self.guild.id)
        await self.world.enqueue(subscription, article)
        post_id = await self.world.value("SELECT max(id) FROM post")
        await self.world.sent(post_id, next(self._messages), self.clock.now() - ago)
        return post_id

    async def vote(
        self, story_id: int, user_id: int, value: int = 1, *, ago: timedelta = HOUR
    ) -> None:
        """Let somebody react below a story."""
        post_id = await self.world.value("SELECT min(id) FROM post WHERE story_id = ?", story_id)
        ballot, at = Ballot(self.guild.id, story_id), to_time(self.clock.now() - ago)
        emoji = "👍" if value > 0 else "👎"
        batch = Batch({post_id: ballot})
        batch.there.append(ReactionRow(post_id, user_id, emoji, value, True, at))
        async with self.world.database.write() as tx:
            await self._votes.write(tx, batch, self.clock.now())
            await self._scores.recount(tx, [ballot])

    async def unvote(self, story_id: int, user_id: int) -> None:
        """Let somebody take all reactions below a story away."""
        async with self.world.database.write() as tx:
            await tx.execute_fetchall("DELETE FROM reaction WHERE user_id = ?", (user_id,))
            await tx.execute_fetchall("DELETE FROM vote WHERE user_id = ?", (user_id,))
            await self._scores.recount(tx, [Ballot(self.guild.id, story_id)])

    async def delete_message(self, story_id: int, channel: simcord.ChannelHandle) -> None:
        """Let a moderator delete a story's message."""
        await self.change(
            "UPDATE post SET deleted_at = 1 WHERE story_id = ? AND channel_id = ?",
            story_id,
            channel.id,
        )

    async def change(self, sql: str, *values: object) -> None:
        async with self.world.database.write() as tx:
            await tx.execute_fetchall(sql, values)

    def link_to(self, channel: simcord.ChannelHandle, message_id: int) -> str:
        return f"https://discord.com/channels/{self.guild.id}/{channel.id}/{message_id}"

    async def message_of(self, story_id: int, channel: simcord.ChannelHandle) -> int:
        return await self.world.value(
            "SELECT message_id FROM post WHERE story_id = ? AND channel_id = ?",
            story_id,
            channel.id,
        )


@asynccontextmanager
async def open_hall(folder: Path, kind: type[Hall] = Hall) -> AsyncIterator[Hall]:
    """Open the doors, for the time of the block."""
    async with open_database(folder / "newsreel.db") as database:
        hall = kind(World(database))
        await hall.open()
        try:
            yield hall
        finally:
            await hall.env.shutdown()
            await hall.bot.close()


def seen(result: simcord.InteractionResult) -> str:
    """Return the text of an answer."""
    response: Any = result.response
    return response.content or text_of(response.components)


def order(text: str, *titles: str) -> list[str]:
    """Return those of the titles that a text has, in the order in which it has them."""
    return sorted((one for one in titles if f"[{one}]" in text), key=lambda t: text.index(f"[{t}]"))
