"""People who follow names, and stories that are posted: the real services, and letters on paper."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from bot.domain.model import Article, Subscription
from bot.services.following import Following
from bot.services.letters import Letter
from bot.services.telling import Telling
from bot.storage.database import open_database
from bot.storage.value import to_time
from tests.storage.world import GUILD, NOW, World

FAN, FRIEND = 501, 502
NEWS, TRAILERS, SECRET = 7001, 7002, 7003
OTHER_GUILD, ELSEWHERE = 800, 8001


class PaperLetters:
    """Keep the letters; what is in ``troubles`` happens to the next ones, in turn.

    ``before`` happens while one waits for its turn, ``meanwhile`` while Discord has one.

    ``members`` says of each server which channels its people may read.
    """

    def __init__(self) -> None:
        self.sent: list[Letter] = []
        self.tried: list[Letter] = []
        self.asked: list[tuple[int, int]] = []
        self.troubles: list[Exception | None] = []
        self.unreachable: Exception | None = None
        self.turns = 0
        self.before: Callable[[], Awaitable[object]] | None = None
        self.meanwhile: Callable[[], Awaitable[object]] | None = None
        self.members: dict[int, dict[int, set[int]]] = {
            GUILD: {FAN: {NEWS, TRAILERS}, FRIEND: {NEWS, TRAILERS}}
        }

    async def readers(
        self, guild_id: int, channel_ids: Collection[int], user_ids: Collection[int]
    ) -> Mapping[int, frozenset[int]]:
        if self.unreachable:
            raise self.unreachable
        self.asked.append((guild_id, len(user_ids)))
        here = self.members.get(guild_id, {})
        return {one: frozenset(here[one] & set(channel_ids)) for one in user_ids if one in here}

    async def letter_turn(self) -> None:
        self.turns += 1
        if happens := self.before:
            self.before = None
            await happens()

    async def send_letter(self, letter: Letter) -> None:
        self.tried.append(letter)
        trouble = self.troubles.pop(0) if self.troubles else None
        if happens := self.meanwhile:
            self.meanwhile = None
            await happens()
        if trouble:
            raise trouble
        self.sent.append(letter)

    def got(self, user_id: int) -> list[str]:
        return [letter.article.title for letter in self.sent if letter.user_id == user_id]


class Followers:
    """A server with two channels, and another; ``FAN`` and ``FRIEND`` are in the first."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.time = NOW
        self.letters = PaperLetters()
        self._messages = count(1_001)
        self._feeds = count(1)
        self.start()

    def now(self) -> datetime:
        return self.time

    def start(self) -> None:
        """Begin as a process does; what was in memory is gone."""
        self.following = Following(db=self.world.database, clock=self)
        self.telling = Telling(db=self.world.database, letters=self.letters, clock=self)

    def pass_(self, span: timedelta) -> None:
        self.time += span

    async def article(self, title: str, **more: object) -> int:
        """Store an article of an outlet of its own; return its id."""
        outlet = f"Outlet {next(self._feeds)}"
        feed = await self.world.feed(outlet)
        values: dict[str, object] = {"link": None, "outlet": outlet} | more
        what = Article(title=title, **values)  # type: ignore[arg-type]
        article_id = await self.world.article(feed.id, what=what)
        await self.change(
            "UPDATE story SET created_at = ? WHERE id = (SELECT story_id FROM article WHERE id = ?)",
            to_time(self.time),
            article_id,
        )
        return article_id

    async def post(
        self, article_id: int, channel_id: int = NEWS, guild_id: int = GUILD, *, tell: bool = True
    ) -> int:
        """Put an article into a channel, as Publishing does; return the post's id."""
        post_id = await self.queue(article_id, channel_id, guild_id)
        await self.send(post_id)
        if tell:
            await self.tell()
        return post_id

    async def queue(self, article_id: int, channel_id: int = NEWS, guild_id: int = GUILD) -> int:
        """Let an article wait for its channel; return the post's id."""
        feed_id = await self.world.value("SELECT feed_id FROM article WHERE id = ?", article_id)
        subscription: Subscription = await self.world.subscribed(
            feed_id, channel_id, guild_id=guild_id
        )
        await self.world.enqueue(subscription, article_id)
        return await self.world.value("SELECT max(id) FROM post")

    async def send(self, post_id: int) -> None:
        """Bring a post into its channel."""
        await self.world.sent(post_id, next(self._messages), self.time)
        async with self.world.database.write() as tx:
            await self.following.note_posts(tx, [post_id])

    async def story(self, title: str, channel_id: int = NEWS, guild_id: int = GUILD) -> int:
        """Put a new article into a channel; return the article's id."""
        article_id = await self.article(title)
        await self.post(article_id, channel_id, guild_id)
        return article_id

    async def story_of(self, title: str, **more: object) -> None:
        """Put a new article that has more than a title into a channel."""
        await self.post(await self.article(title, **more))

    async def report(self, post_id: int, article_id: int) -> None:
        """Let another outlet's article join the story of a post (D12)."""
        await self.change(
            "INSERT INTO report (post_id, article_id, joined_at) VALUES (?, ?, ?)",
            post_id,
            article_id,
            to_time(self.time),
        )
        async with self.world.database.write() as tx:
            await self.following.note_posts(tx, [post_id])
        await self.tell()

    async def tell(self) -> None:
        """Do what is due, as the worker does."""
        for story_id in await self.telling.due(limit=100, busy=()):
            await self.telling.work(story_id)

    async def change(self, sql: str, *values: object) -> None:
        async with self.world.database.write() as tx:
            await tx.execute_fetchall(sql, values)

    async def states(self) -> list[str]:
        async with self.world.database.read() as reader:
            rows = await reader.execute_fetchall("SELECT state FROM told ORDER BY 1")
        return [row[0] for row in rows]


@asynccontextmanager
async def open_followers(folder: Path) -> AsyncIterator[Followers]:
    """Open the world, for the time of the block."""
    async with open_database(folder / "newsreel.db") as database:
        yield Followers(World(database))
