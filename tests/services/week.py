"""A world for digests: real SQLite, and substitutes for Discord, the drawer, photos and time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from bot.domain.digest import DigestPlan
from bot.domain.error import DeliveryError
from bot.domain.model import Article, Photo
from bot.services.composing import Composing
from bot.services.digest_setting import DigestSetting
from bot.services.digesting import Digesting
from bot.services.digests import Digest, Place
from bot.services.ports import NotDrawn, Tile
from bot.storage.database import Database, open_database
from bot.storage.digest import DigestTable
from bot.storage.score import ScoreTable
from tests.services.world import INSTANT, FakeClock, FakePhotos
from tests.storage import world as storage

GUILD, CHANNEL, OTHER = storage.GUILD, storage.CHANNEL, 7002
SUNDAY = 6
PLANNED = datetime(2026, 11, 22, 17, tzinfo=UTC)  # Sunday, 18:00 in Berlin
WEEK = timedelta(days=7)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


class Killed(BaseException):
    """The process ends here."""


@dataclass
class FakeDigestDiscord:
    """Channels as lists of digests; honours a nonce for minutes, and fails as it is told to."""

    sent: list[tuple[Digest, bytes | None]] = field(default_factory=list)
    tries: list[tuple[Digest, bytes | None]] = field(default_factory=list)
    nonces: set[str] = field(default_factory=set)
    looked: int = 0
    open: set[int] = field(default_factory=lambda: {CHANNEL})
    may_attach: bool = True
    honours_nonces: bool = True
    fail_place: Exception | None = None
    before: Callable[[bytes | None], BaseException | None] = lambda _picture: None
    after: Callable[[], BaseException | None] = lambda: None

    async def place(self, guild_id: int, channel_id: int, among: Collection[int]) -> Place:
        if self.fail_place:
            raise self.fail_place
        return Place(frozenset(set(among) & self.open | {channel_id}), self.may_attach)

    async def send_digest(self, digest: Digest, picture: bytes | None) -> int:
        self.tries.append((digest, picture))
        if error := self.before(picture):
            raise error
        if not (self.honours_nonces and digest.nonce in self.nonces):
            self.sent.append((digest, picture))
            self.nonces.add(digest.nonce)
        if error := self.after():
            raise error
        return len(self.sent)

    async def find_digest(self, digest: Digest) -> int | None:
        self.looked += 1
        return next((1 for one, _ in self.sent if one.week == digest.week), None)


@dataclass
class FakeDrawer:
    """Draw nothing, and remember what was to be drawn."""

    sheets: list[Sequence[Tile]] = field(default_factory=list)
    fail: Exception | None = None

    async def contact_sheet(
        self, tiles: Sequence[Tile], *, one: str = "point", many: str = "points"
    ) -> bytes:
        self.sheets.append(tiles)
        if self.fail:
            raise self.fail
        return b"a picture"

    async def vote_chart(self, *_: object, **__: object) -> bytes:
        raise NotDrawn("no chart here")


def photo(name: str, **more: object) -> Photo:
    return Photo(url=f"https://img.example/{name}.jpg", **more)  # type: ignore[arg-type]


class Week:
    """A server whose digest is planned for PLANNED; it is two days before."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.clock = FakeClock()
        self.clock.time = PLANNED - timedelta(days=2)
        self.discord = FakeDigestDiscord()
        self.drawer = FakeDrawer()
        self.photos = FakePhotos()
        self.table = DigestTable(db)
        self.stories = storage.World(db)
        self._numbers = count(1)
        self.start()

    def start(self) -> None:
        """Let a new process begin: what was in memory is gone."""
        composing = Composing(
            table=self.table,
            digests=self.discord,
            photos=self.photos,
            drawer=self.drawer,  # type: ignore[arg-type]
            patience=INSTANT,
        )
        common = {"db": self.db, "table": self.table, "composing": composing, "clock": self.clock}
        self.digesting = Digesting(**common, digests=self.discord)  # type: ignore[arg-type]
        self.setting = DigestSetting(**common)  # type: ignore[arg-type]

    async def set(self, hour: int = 18, **changes: object) -> DigestPlan:
        wanted = {"weekday": SUNDAY, "time_zone": "Europe/Berlin", **changes}
        return await self.setting.set(GUILD, CHANNEL, hour=hour, by=1, **wanted)  # type: ignore[arg-type]

    async def plan(self) -> DigestPlan:
        found = await self.table.get(GUILD)
        assert found is not None
        return found

    async def story(
        self,
        *,
        points: int = 1,
        at: datetime | None = None,
        channel: int = CHANNEL,
        **article: object,
    ) -> str:
        """Post a story an hour ago, or then, vote for it, and return its title."""
        title = str(article.pop("title", f"Story {next(self._numbers)}"))
        what = Article(
            **{"link": "https://reel.example/1", "outlet": "Reel", **article},  # type: ignore[arg-type]
            title=title,
        )
        feed = await self.stories.feed()
        subscription = await self.stories.subscribed(feed.id, channel)
        await self.stories.enqueue(subscription, await self.stories.article(feed.id, what=what))
        post_id = await self.stories.value("SELECT max(id) FROM post")
        await self.stories.sent(post_id, 9000 + post_id, at or self.clock.now() - HOUR)
        await self.vote(post_id, points)
        return title

    async def vote(self, post_id: int, points: int) -> None:
        """Let so many people vote a post's story up, or down."""
        story = await self.stories.value("SELECT story_id FROM post WHERE id = ?", post_id)
        value = 1 if points > 0 else -1
        async with self.db.write() as tx:
            await tx.executemany(
                "INSERT INTO vote (guild_id, story_id, user_id, value, at) VALUES (?, ?, ?, ?, 0)",
                [(GUILD, story, user, value) for user in range(abs(points))],
            )
            await ScoreTable(self.db).recount(tx, [(GUILD, story)])

    async def work(self) -> None:
        """Do all that is due now."""
        for _ in range(20):
            due = await self.digesting.due(limit=10, busy=())
            if not due:
                return
            for key in due:
                await self.digesting.work(key)
        raise AssertionError("there is always more that is due")

    async def until(self, moment: datetime, step: timedelta = MINUTE * 10) -> None:
        """Let time pass, and work at each step of it."""
        while self.clock.time < moment:
            self.clock.pass_(min(step, moment - self.clock.time))
            await self.work()

    async def killed(self) -> None:
        """Work until the process ends, and let a new one begin."""
        try:
            await self.work()
        except Killed:
            self.discord.before, self.discord.after = lambda _: None, lambda: None
            self.start()
            return
        raise AssertionError("it was not killed")

    def weeks(self) -> list[datetime]:
        """Return the ends of the weeks of which a digest is in a channel."""
        return [digest.week.until for digest, _ in self.discord.sent]

    def titles(self) -> list[str]:
        """Return the stories of the last digest, best first."""
        return [one.post.article.title for one in self.discord.sent[-1][0].stories]


def once(error: DeliveryError | BaseException) -> Callable[..., BaseException | None]:
    """Return what fails the first time alone."""
    left = [error]
    return lambda *_: left.pop() if left else None


@asynccontextmanager
async def open_week(folder: Path) -> AsyncIterator[Week]:
    async with open_database(folder / "newsreel.db") as db:
        yield Week(db)
