"""People who keep stories: the collecting of a database, and stories that are posted there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.collection import Collection
from bot.domain.error import UserError
from bot.domain.identity import link_keys
from bot.domain.model import Article
from bot.services.collecting import Collecting, CollectionPage
from bot.services.finding import FoundStory
from bot.services.purging import Purging
from bot.services.ranking import Scope
from bot.storage.database import open_database
from tests.services.world import FakeClock, drain
from tests.storage.booth import Booth, Card
from tests.storage.world import CHANNEL, GUILD, NOW, World, article

FAN, OTHER, MODERATOR = 5, 6, 9
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
ELSEWHERE = 999  # an id that no collection has


class Keepers:
    def __init__(self, world: World) -> None:
        self.world = world
        self.booth = Booth(world)
        self.clock = FakeClock()
        self.clock.time = NOW
        self.collecting = Collecting(db=world.database, clock=self.clock)
        self.purging = Purging(db=world.database, clock=self.clock)

    def later(self, span: timedelta = MINUTE) -> None:
        self.clock.time += span

    async def post(self, what: Article, channel: int = CHANNEL, guild: int = GUILD) -> FoundStory:
        """Post an article, and return it as its card is found."""
        feed = await self.world.feed()
        keys = link_keys(what.link) if what.link else ()
        article_id = await self.world.article(feed.id, *keys, what=what)
        subscription = await self.world.subscribed(feed.id, channel, guild_id=guild)
        await self.world.enqueue(subscription, article_id)
        post_id = await self.world.value("SELECT max(id) FROM post")
        await self.world.sent(post_id, 1_000 + post_id, NOW)
        story_id = await self.world.value("SELECT story_id FROM post WHERE id = ?", post_id)
        return found(
            story_id, what, article_id=article_id, channel=channel, message=1_000 + post_id
        )

    async def vote(self, story: FoundStory, *users: int) -> None:
        post_id = await self.world.value(
            "SELECT id FROM post WHERE message_id = ?", story.message_id
        )
        assert story.message_id is not None
        card = Card(post_id, GUILD, story.story_id, story.channel_id, story.message_id)
        for user in users:
            await self.booth.add(card, user)

    async def collection(
        self, *stories: FoundStory, name: str = "Stills", user: int = FAN, public: bool = False
    ) -> Collection:
        """Make a collection with stories, saved a second apart."""
        made = await self.collecting.create(user, name)
        for story in stories:
            await self.collecting.add(user, made.id, story)
            self.later(SECOND)
        if public:
            await self.collecting.set_public(user, made.id, True)
        return await self.collecting.get(user, made.id)

    async def page(
        self, collection_id: int, user: int = FAN, *, scope: Scope | None = None, page: int = 0
    ) -> CollectionPage:
        return await self.collecting.page(user, collection_id, page=page, scope=scope)

    async def titles(self, collection_id: int, user: int = FAN, **more: object) -> list[str]:
        shown = await self.page(collection_id, user, **more)  # type: ignore[arg-type]
        return [entry.saved.article.title for entry in shown.entries]

    async def saved_id(self, collection_id: int, title: str, user: int = FAN) -> int:
        shown = await self.collecting.page(user, collection_id, scope=None, size=99)
        return next(e.saved.id for e in shown.entries if e.saved.article.title == title)

    async def change(self, sql: str, *values: object) -> None:
        async with self.world.database.write() as tx:
            await tx.execute_fetchall(sql, values)

    async def count(self, table: str) -> int:
        return await self.world.value(f"SELECT count(*) FROM {table}")

    async def purge(self) -> None:
        await drain(self.purging.due, self.purging.work)


def found(
    story_id: int,
    what: Article | None = None,
    *,
    article_id: int = 0,
    channel: int = CHANNEL,
    message: int = 0,
) -> FoundStory:
    """Return a story as its card is found; one that was never posted, unless ``post`` made it."""
    return FoundStory(
        story_id=story_id,
        article_id=article_id,
        article=what or titled(f"Film {story_id}"),
        guild_id=GUILD,
        channel_id=channel,
        message_id=message,
        posted_at=NOW,
    )


def titled(title: str, **more: object) -> Article:
    link = f"https://reelgazette.example/{title.lower().replace(' ', '-')}"
    return article(title, **({"link": link} | more))


def scope(*channels: int, guild: int = GUILD) -> Scope:
    return Scope(guild_id=guild, channels=channels or (CHANNEL,))


async def refusal(call: object) -> str:
    """Return the sentence with which a call is refused."""
    with pytest.raises(UserError) as error:
        await call  # type: ignore[misc]
    return str(error.value)


@asynccontextmanager
async def open_keepers(folder: Path) -> AsyncIterator[Keepers]:
    async with open_database(folder / "newsreel.db") as database:
        yield Keepers(World(database))
