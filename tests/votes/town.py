"""A town of fans: the whole bot on simcord's Discord, with a clock that a test moves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import discord
import simcord
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.app import App, open_app
from bot.settings import Settings
from tests.storage.world import NOW, World
from tests.votes.card import Card

PATIENCE = 20.0  # seconds of real time
MERGED = timedelta(seconds=4)  # after a vote its card has been edited
_MAY_TIDY = discord.Permissions(manage_messages=True, manage_guild=True)


class TownClock:
    """One time for the bot and for Discord; simcord's timers stay out of it."""

    elapsed = 0.0

    def __init__(self) -> None:
        self.time = NOW

    def now(self) -> datetime:
        return self.time

    def advance(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


class Town:
    """A server, its people, and the process of the bot that is running now."""

    env: simcord.Env
    app: App
    seeds: World
    guild: simcord.GuildHandle
    moderator: simcord.MemberActor
    news: simcord.ChannelHandle
    trailers: simcord.ChannelHandle

    def __init__(self, folder: Path) -> None:
        self.clock = TownClock()
        self._settings = Settings(database=folder / "newsreel.db")
        self._process = AsyncExitStack()
        self._people = 0

    async def found(self) -> None:
        """Start Discord and the bot."""
        await self.start()
        self.guild = self.env.create_guild("The town")
        role = self.guild.create_role("Mods", permissions=_MAY_TIDY)
        self.moderator = self.guild.add_member(self.env.create_user("mod"), roles=[role])
        self.news = self.guild.create_text_channel("film-news")
        self.trailers = self.guild.create_text_channel("trailers")

    async def start(self) -> None:
        """Start a process of the bot."""
        self.app = await self._process.enter_async_context(
            open_app(self._settings, clock=self.clock)
        )
        self.seeds = World(self.app.database)
        if hasattr(self, "env"):
            self.env.bot = self.app.bot
        else:
            self.env = simcord.Env(self.app.bot, shard_count=1)
            self.env.backend.clock = self.clock  # type: ignore[assignment]
        await self.env.start()
        self._process.push_async_callback(self.env.shutdown)
        await self._process.enter_async_context(_working(self.app))

    async def stop(self) -> None:
        """End the process; what happens in Discord now it does not see."""
        await self._process.aclose()

    async def restart(self) -> None:
        """End the process and start the next one."""
        await self.stop()
        await self.start()

    def fan(self, name: str = "fan", *, bot: bool = False) -> simcord.MemberActor:
        """Return a new member."""
        self._people += 1
        return self.guild.add_member(self.env.create_user(f"{name}{self._people}", bot=bot))

    def forbid(self, *permissions: str) -> None:
        """Take permissions from the bot in #film-news."""
        denied = discord.Permissions(**dict.fromkeys(permissions, True))
        everybody = Overwrite(self.guild.id, type=OverwriteType.ROLE, deny=denied.value)
        self.env.backend.set_overwrite(self.news.id, everybody)

    async def post(self, channel: simcord.ChannelHandle | None = None) -> Card:
        """Let the bot post a new story, with its vote reactions."""
        channel = channel or self.news
        post_id = await self.seeds.post(channel.id, guild_id=self.guild.id)
        return await self._posted(post_id, channel)

    async def post_again(self, post: Card, channel: simcord.ChannelHandle) -> Card:
        """Let the bot post the story of a post in another channel, too."""
        article_id = await self.seeds.value("SELECT article_id FROM post WHERE id = ?", post.id)
        feed = await self.seeds.feed(f"of {channel.name}")
        subscription = await self.seeds.subscribed(feed.id, channel.id, guild_id=self.guild.id)
        await self.seeds.enqueue(subscription, article_id)
        return await self._posted(await self.seeds.value("SELECT max(id) FROM post"), channel)

    async def _posted(self, post_id: int, channel: simcord.ChannelHandle) -> Card:
        await self.rest()
        message = await self.seeds.value("SELECT message_id FROM post WHERE id = ?", post_id)
        return Card(self, post_id, channel, message)

    async def pass_(self, span: timedelta = MERGED) -> None:
        """Let the bot do what is due, time pass, and the bot do what is due then."""
        await self.rest()
        self.clock.advance(span.total_seconds())
        await self.rest()

    async def rest(self) -> None:
        """Wait until there is nothing that the bot could do now."""
        calm = 0
        async with asyncio.timeout(PATIENCE):
            while calm < 2:  # what ended last may have begun something
                for worker in self.app.publishers:
                    worker.wake()
                await asyncio.sleep(0.005)
                await self.env.settle()
                await self.app.services.voting.flush()
                calm = 0 if await self._due() else calm + 1

    async def _due(self) -> int:
        now = int(self.clock.now().timestamp() * 1_000_000)
        return await self.seeds.value(_DUE, now)

    def edits(self) -> list[Any]:
        """Return the requests by which cards were edited."""
        return [
            request
            for request in self.env.http_requests
            if request.method == "PATCH" and "/messages/" in request.path
        ]


_DUE = """
SELECT (
    SELECT count(*) FROM post
    WHERE (state IN ('pending', 'sending') AND not_before <= ?1)
        OR (state = 'sent' AND reacted_at IS NULL AND reaction_not_before <= ?1)
        OR edit_at <= ?1 OR recount_at <= ?1 OR talk_at <= ?1 OR publish_at <= ?1
) + (SELECT count(*) FROM reaction WHERE take_away_at <= ?1)
    + (SELECT count(*) FROM subscription WHERE release_at <= ?1)
    + (SELECT count(*) FROM subscription WHERE removed_at <= ?1 - 60000000)
"""


@asynccontextmanager
async def _working(app: App) -> AsyncIterator[None]:
    """Run all workers but those that ask the web, for the time of the block."""
    tasks = [asyncio.create_task(worker.run()) for worker in app.publishers]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def open_town(folder: Path) -> AsyncIterator[Town]:
    """Found a town for the time of the block."""
    town = Town(folder)
    try:
        await town.found()
        yield town
    finally:
        await town.stop()
