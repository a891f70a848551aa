"""Stories in the channels of a server, for what finds them: real SQLite, and no Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from bot.domain.identity import link_keys
from bot.services.finding import Finding
from bot.services.ranking import Scope
from bot.services.searching import Searching
from bot.storage.database import open_database
from tests.services.world import FakeClock
from tests.storage.world import CHANNEL, GUILD, NOW, World, article

OTHER = CHANNEL + 1
HOUR = timedelta(hours=1)


class Desk:
    """Stories in channels; message ids are the posts' plus a thousand."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.clock = FakeClock()
        self.clock.time = NOW + 1_000 * HOUR
        self.finding = Finding(db=world.database)
        self.searching = Searching(db=world.database, finding=self.finding, clock=self.clock)

    async def article(self, title: str, link: str = "", feed: str = "news", **more: object) -> int:
        """Record an article of a feed."""
        row = await self.world.feed(feed)
        link = link or f"https://reelgazette.example/{abs(hash(title))}"
        what = article(title, link=link, **more)
        return await self.world.article(row.id, *link_keys(link), what=what)

    async def story(self, title: str, channel: int = CHANNEL, **more: object) -> int:
        """Post a new story, later than those before, and return its id."""
        return await self.post(await self.article(title, **more), channel)

    async def post(self, article_id: int, channel: int = CHANNEL, state: str = "pending") -> int:
        """Post an article and return its story's id."""
        feed = await self.world.value("SELECT feed_id FROM article WHERE id = ?", article_id)
        subscription = await self.world.subscribed(feed, channel)
        await self.world.enqueue(subscription, article_id, state)
        post_id = await self.last_post()
        if state == "pending":
            await self.world.sent(post_id, 1000 + post_id, NOW + post_id * HOUR)
        return await self.world.value("SELECT story_id FROM post WHERE id = ?", post_id)

    async def last_post(self) -> int:
        return await self.world.value("SELECT max(id) FROM post")

    async def join(self, post_id: int, other: int) -> None:
        """Let another post's card tell the story of a post too."""
        await self.change("UPDATE post SET joined_to = ? WHERE id = ?", other, post_id)
        await self.change(
            "INSERT INTO report SELECT ?, article_id, 0 FROM post WHERE id = ?", other, post_id
        )

    async def report(self, post_id: int, article_id: int) -> None:
        await self.change("INSERT INTO report VALUES (?, ?, 0)", post_id, article_id)

    async def delete_message(self, post_id: int) -> None:
        await self.change("UPDATE post SET deleted_at = 1 WHERE id = ?", post_id)

    async def change(self, sql: str, *values: object) -> None:
        async with self.world.database.write() as tx:
            await tx.execute_fetchall(sql, values)


def scope(*channels: int, channel_id: int | None = None, guild_id: int = GUILD) -> Scope:
    return Scope(guild_id=guild_id, channels=channels or (CHANNEL, OTHER), channel_id=channel_id)


@asynccontextmanager
async def open_desk(folder: Path) -> AsyncIterator[Desk]:
    async with open_database(folder / "newsreel.db") as database:
        yield Desk(World(database))
