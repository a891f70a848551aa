"""A world for services: real SQLite, real parsing, and substitutes for web, Discord and time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from xml.sax.saxutils import escape

from bot.domain.error import DeliveryError, FetchError, Forbidden, Malformed, TooLarge, Uncertain
from bot.domain.link import feed_key
from bot.domain.model import Feed, Post, Subscription
from bot.domain.picture_check import Kind, Look
from bot.services.auditing import Auditing
from bot.services.checking import Checking
from bot.services.clearing import Clearing
from bot.services.completing import Completing
from bot.services.discovering import Discovering
from bot.services.feed_check import FeedCheck
from bot.services.feed_desk import FeedDesk
from bot.services.feed_rows import FeedRows
from bot.services.feed_stopping import FeedStopping
from bot.services.following import Following
from bot.services.gathering import Gathering
from bot.services.joining import Joining
from bot.services.mending import Mending
from bot.services.pacing import Pacing
from bot.services.polling import Polling
from bot.services.ports import Fetched, Gallery, Picture, Sent, Upload
from bot.services.publishing import Publishing
from bot.services.reacting import Reacting
from bot.services.storing import Storing
from bot.services.subscribing import Subscribing
from bot.services.uploading import Uploading
from bot.storage.article import ArticleTable
from bot.storage.database import Database, open_database
from bot.storage.feed import FeedTable
from bot.storage.held import HeldTable
from bot.storage.mend import MendTable
from bot.storage.photo_host import PhotoHostTable
from bot.storage.post import PostTable
from bot.storage.reaction import ReactionTable
from bot.storage.seen import SeenTable
from bot.storage.subscription import SubscriptionTable
from bot.web.reader import InlineReader

START = datetime(2026, 3, 14, 12, tzinfo=UTC)
FEED_URL = "https://reel.example/feed.xml"
GUILD = 100
INSTANT = timedelta(milliseconds=50)  # a patience, of real time


class FakeClock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.time = START

    def now(self) -> datetime:
        return self.time

    def pass_(self, span: timedelta) -> None:
        self.time += span


Answer = Fetched | FetchError


class FakeWeb:
    """Answers by URL; what is not there is a 404. ``asked`` lists the requests.

    ``meanwhile`` is what happens, once, while the request for a URL is under way.
    """

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, bytes | None]] = []
        self.meanwhile: dict[str, Callable[[], Awaitable[object]]] = {}

    async def fetch(
        self, url: str, *, etag: bytes | None = None, last_modified: bytes | None = None
    ) -> Fetched:
        self.asked.append((url, etag))
        if happens := self.meanwhile.pop(url, None):
            await happens()
        answer = self.answers.get(url, FetchError("not found", status=404))
        if isinstance(answer, FetchError):
            raise answer
        if etag is not None and etag == answer.etag:
            return replace(answer, status=304, body=b"")
        return answer

    def count(self, url: str) -> int:
        return sum(asked == url for asked, _ in self.asked)


@dataclass
class Item:
    """An entry of a test feed."""

    title: str
    link: str | None = None
    guid: str | None = None
    published: datetime | None = None
    raw: str = ""

    def xml(self) -> str:
        parts = [f"<title>{escape(self.title)}</title>", self.raw]
        if self.link:
            parts.append(f"<link>{escape(self.link)}</link>")
        if self.guid:
            parts.append(f'<guid isPermaLink="false">{escape(self.guid)}</guid>')
        if self.published:
            parts.append(f"<pubDate>{format_datetime(self.published)}</pubDate>")
        return f"<item>{''.join(parts)}</item>"


def story(number: int, *, age: timedelta = timedelta(0), at: datetime = START) -> Item:
    return Item(
        title=f"Story number {number}",
        link=f"https://reel.example/{number}",
        guid=f"guid-{number}",
        published=at - age,
    )


def rss(*items: Item, title: str = "The Reel") -> bytes:
    body = "".join(item.xml() for item in items)
    return f'<rss version="2.0"><channel><title>{title}</title>{body}</channel></rss>'.encode()


def answer(*items: Item, url: str = FEED_URL, etag: bytes | None = None, **extra: str) -> Fetched:
    return Fetched(
        url=url,
        status=200,
        body=rss(*items),
        content_type="application/rss+xml",
        etag=etag,
        headers=dict(extra),
    )


GOOD = Look(status=206, kind=Kind.JPEG, width=1600, height=900)
WALL = Look(status=403)


@dataclass
class FakePhotos:
    """Photos by URL, all of them good; ``asked`` lists who looked at what from which page.

    What ``waits`` is never seen; with a ``meeting`` those who look wait for each other. What is loaded has as many bytes as ``sizes`` says.
    """

    looks: dict[str, Look] = field(default_factory=dict)
    from_page: dict[str, Look] = field(default_factory=dict)
    waits: set[str] = field(default_factory=set)
    meeting: asyncio.Barrier | None = None
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    loaded: list[tuple[str, str | None]] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)
    sizes: dict[str, int] = field(default_factory=dict)

    async def look(self, url: str, *, referer: str | None = None) -> Look:
        self.asked.append((url, referer))
        if url in self.waits:
            await asyncio.Event().wait()
        if self.meeting:
            await self.meeting.wait()
        look = self.looks.get(url, GOOD)
        return self.from_page.get(url, look) if referer else look

    async def load(self, url: str, *, referer: str | None = None, max_bytes: int) -> Picture:
        self.loaded.append((url, referer))
        if url in self.waits:
            await asyncio.Event().wait()
        if url in self.missing:
            raise FetchError("not found", status=404)
        if url in self.silent:
            raise FetchError("no answer")
        if self.sizes.get(url, 1) > max_bytes:
            raise TooLarge("too large")
        return Picture(url=url, suffix="jpg", content=b"x" * self.sizes.get(url, 1))


@dataclass
class FakeDiscord:
    """Channels as lists of posts; honours a nonce, and fails as it is told to.

    ``galleries`` are by message, without an entry all photos are loaded; None is a deleted one.
    """

    channels: dict[int, list[Post]] = field(default_factory=dict)
    fail: Callable[[Post], DeliveryError | None] = lambda _post: None
    lose: Callable[[Post], DeliveryError | None] = lambda _post: None
    nonces: dict[str, int] = field(default_factory=dict)
    honours_nonces: bool = True
    forum: bool = False
    calls: list[Post] = field(default_factory=list)
    reacted: list[tuple[object, ...]] = field(default_factory=list)
    looked: list[int] = field(default_factory=list)
    uploads: list[list[str]] = field(default_factory=list)
    galleries: dict[int, Gallery | None] = field(default_factory=dict)
    replaced: list[dict[str, str | None]] = field(default_factory=list)
    looks: int = 0
    may_attach: bool = True
    most_files: int = 10
    fail_look: DeliveryError | None = None
    fail_edit: DeliveryError | None = None

    async def send(self, post: Post, uploads: Sequence[Upload] = ()) -> Sent:
        self.calls.append(post)
        if self.forum and post.state == "sending":
            raise Uncertain("a forum takes no nonce")
        if uploads and not self.may_attach:
            raise Forbidden("Missing Permissions")
        if len(uploads) > self.most_files:
            raise Malformed("Request entity too large")
        self.uploads.append([upload.name for upload in uploads])
        if error := self.fail(post):
            raise error
        if not (self.honours_nonces and post.nonce in self.nonces):
            self.channels.setdefault(post.channel_id, []).append(post)
            self.nonces[post.nonce] = 1000 + sum(map(len, self.channels.values()))
        if error := self.lose(post):
            raise error
        return self._sent(post)

    def _sent(self, post: Post) -> Sent:
        message_id = self.nonces[post.nonce]
        return Sent(message_id, message_id if self.forum else None)

    async def find(self, post: Post) -> Sent | None:
        self.looked.append(post.id)
        if any(p.story_id == post.story_id for p in self.channels.get(post.channel_id, [])):
            return self._sent(post)
        return None

    async def put(self, channel_id: int, message_id: int, emoji: Sequence[str]) -> None:
        self.reacted.append((message_id, *emoji))

    async def gallery(self, post: Post) -> Gallery | None:
        self.looks += 1
        if self.fail_look:
            raise self.fail_look
        return self.galleries.get(post.message_id or 0, Gallery())

    async def replace_photos(self, post: Post, files: Mapping[str, Upload | None]) -> None:
        if self.fail_edit:
            raise self.fail_edit
        if any(files.values()) and not self.may_attach:
            raise Forbidden("Missing Permissions")
        self.replaced.append({url: upload and upload.name for url, upload in files.items()})

    def titles(self, channel_id: int) -> list[str]:
        return [post.article.title for post in self.channels.get(channel_id, [])]


class World:
    """All services over one database."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.clock = FakeClock()
        self.web = FakeWeb()
        self.discord = FakeDiscord()
        self.feeds = FeedTable(db)
        self.seen = SeenTable(db)
        self.articles = ArticleTable(db)
        self.subscriptions = SubscriptionTable(db)
        self.posts = PostTable(db)
        reader = InlineReader()
        self.photos = FakePhotos()
        self.hosts = PhotoHostTable(db)
        self.mends = MendTable(db)
        self.checking = Checking(
            photos=self.photos, hosts=self.hosts, db=db, clock=self.clock, patience=INSTANT
        )
        completing = Completing(fetcher=self.web, reader=reader, checking=self.checking)
        self.uploading = Uploading(
            photos=self.photos, hosts=self.hosts, clock=self.clock, patience=INSTANT
        )
        self.joining = Joining(db=db, following=Following(db=db, clock=self.clock))
        shared = {"seen": self.seen, "articles": self.articles, "subscriptions": self.subscriptions}
        self.polling = Polling(
            db=db,
            feeds=self.feeds,
            seen=self.seen,
            articles=self.articles,
            gathering=Gathering(
                **shared, completing=completing, clock=self.clock, max_age=timedelta(days=3)
            ),
            storing=Storing(**shared, joining=self.joining),
            fetcher=self.web,
            reader=reader,
            clock=self.clock,
            random=lambda: 0.5,
        )
        self.pacing = Pacing(db=db, clock=self.clock)
        self.publishing = self.publishing_with(self.uploading)
        self.mending = Mending(
            db=db,
            mends=self.mends,
            posts=self.posts,
            hosts=self.hosts,
            uploading=self.uploading,
            publisher=self.discord,
            clock=self.clock,
        )
        self.reacting = Reacting(
            db=db, table=ReactionTable(db), reactions=self.discord, clock=self.clock
        )
        self.auditing = Auditing(db=db, clock=self.clock)
        rows = FeedRows(db=db, auditing=self.auditing, clock=self.clock)
        self.desk = FeedDesk(db=db, rows=rows, joining=self.joining, clock=self.clock)
        self.stopping = FeedStopping(db=db, rows=rows, clock=self.clock)
        self.check = FeedCheck(
            db=db, rows=rows, polling=self.polling, clock=self.clock, patience=INSTANT
        )
        self.clearing = Clearing(db=db, clock=self.clock)
        self.subscribing = Subscribing(
            db=db,
            feeds=self.feeds,
            articles=self.articles,
            subscriptions=self.subscriptions,
            posts=self.posts,
            held=HeldTable(db),
            joining=self.joining,
            discovering=Discovering(
                fetcher=self.web, reader=reader, completing=completing, clock=self.clock
            ),
            completing=completing,
            clock=self.clock,
        )

    def publishing_with(self, uploading: Uploading) -> Publishing:
        """Return the publishing of this world with another way to load photos."""
        return Publishing(
            db=self.db,
            posts=self.posts,
            subscriptions=self.subscriptions,
            mends=self.mends,
            following=Following(db=self.db, clock=self.clock),
            uploading=uploading,
            publisher=self.discord,
            clock=self.clock,
        )

    def serve(self, *items: Item, url: str = FEED_URL, **options: object) -> None:
        """Let the web give a feed of these items from now on."""
        self.web.answers[url] = answer(*items, url=url, **options)  # type: ignore[arg-type]

    async def subscribe(
        self, channel_id: int = 1, *, url: str = FEED_URL, backlog: int = 0
    ) -> Subscription:
        """Subscribe a channel without looking at the feed."""
        async with self.db.write() as tx:
            feed = await self.feeds.add(
                tx,
                url=url,
                key=feed_key(url),
                next_check_at=self.clock.now(),
                interval=timedelta(minutes=15),
            )
            subscription = await self.subscriptions.add(
                tx,
                feed_id=feed.id,
                guild_id=GUILD,
                channel_id=channel_id,
                created_by=1,
                backlog=backlog,
                now=self.clock.now(),
            )
        assert subscription is not None
        return subscription

    async def feed(self, url: str = FEED_URL) -> Feed:
        found = await self.feeds.by_key(feed_key(url))
        assert found is not None
        return found

    async def poll(self, url: str = FEED_URL) -> Feed:
        """Poll a feed now, due or not, and return what is stored of it."""
        await self.polling.work((await self.feed(url)).id)
        return await self.feed(url)

    async def publish(self) -> None:
        """Send all that is due in all channels, and what need wait no longer after that."""
        for _ in range(2):
            await drain(self.pacing.due, self.pacing.work)
            await drain(self.publishing.due, self.publishing.work)

    async def mend(self) -> None:
        """Look at all posts that are due for it."""
        await drain(self.mending.due, self.mending.work)

    async def poll_and_publish(self, url: str = FEED_URL) -> None:
        await self.poll(url)
        await self.publish()


async def drain(
    due: Callable[..., Awaitable[object]], work: Callable[[int], Awaitable[None]]
) -> None:
    for _ in range(100):
        keys = await due(limit=10, busy=())
        if not keys:
            return
        for key in keys:  # type: ignore[attr-defined]
            await work(key)
    raise AssertionError("there is always more that is due")


@asynccontextmanager
async def open_world(folder: Path) -> AsyncIterator[World]:
    async with open_database(folder / "newsreel.db") as db:
        yield World(db)
