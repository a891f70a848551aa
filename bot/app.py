"""The composition root: everything is opened here, outermost first, and closed in reverse."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import discord

from bot.app_digest import compose_digest
from bot.app_people import compose_people
from bot.app_stories import compose_stories
from bot.app_votes import compose_votes
from bot.client import NewsreelBot
from bot.clock import SystemClock
from bot.drawing.drawer import WorkerDrawer
from bot.services import Services
from bot.services.checking import Checking
from bot.services.completing import Completing
from bot.services.delivery import Delivery
from bot.services.discovering import Discovering
from bot.services.exhibiting import Exhibiting
from bot.services.gathering import Gathering
from bot.services.joining import Joining
from bot.services.mending import Mending
from bot.services.pausing import PausingFetcher
from bot.services.polling import Polling
from bot.services.ports import Clock, Drawer, Fetcher, Reader
from bot.services.publishing import Publishing
from bot.services.remembering import Remembering
from bot.services.server_setting import ServerSetting
from bot.services.sharing import SharingPhotos
from bot.services.storing import Storing
from bot.services.story_desk import StoryDesk
from bot.services.subscribing import Subscribing
from bot.services.uploading import Uploading
from bot.settings import Settings
from bot.storage.article import ArticleTable
from bot.storage.database import Database, open_database
from bot.storage.feed import FeedTable
from bot.storage.held import HeldTable
from bot.storage.mend import MendTable
from bot.storage.meta import MetaTable
from bot.storage.photo_host import PhotoHostTable
from bot.storage.post import PostTable
from bot.storage.seen import SeenTable
from bot.storage.subscription import SubscriptionTable
from bot.web.fetcher import HttpFetcher
from bot.web.photo_loader import PhotoLoader
from bot.web.reader import WorkerReader
from bot.worker import Bell, Lane, Worker

log = logging.getLogger(__name__)

_GOODBYE = 3.0  # seconds
_CHANNELS_AT_ONCE = 16
_MENDED_AT_ONCE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """The bot with all that it stands on, opened."""

    bot: NewsreelBot
    services: Services
    database: Database
    fetcher: HttpFetcher
    pollers: tuple[Worker, ...]
    publishers: tuple[Worker, ...]

    async def work(self) -> None:
        """Poll and publish until cancelled. Publishing needs a bot that is logged in."""
        async with asyncio.TaskGroup() as tasks:
            for worker in (*self.pollers, *self.publishers):
                tasks.create_task(worker.run())


@asynccontextmanager
async def open_app(settings: Settings, *, clock: Clock | None = None) -> AsyncIterator[App]:
    """Open all that the bot needs, for the time of the block; nothing runs yet.

    Raises StorageError if the database can't be opened.
    """
    clock = clock or SystemClock()
    discord.http.Route.BASE = settings.discord_api
    async with (
        open_database(settings.database) as db,
        WorkerReader(
            workers=settings.parse_workers,
            time_limit=settings.parse_seconds,
            memory_limit=settings.parse_megabytes * 1024 * 1024,
        ) as reader,
        WorkerDrawer() as drawer,
        HttpFetcher(
            user_agent=settings.user_agent,
            clock=clock,
            allowed=settings.allowed_networks,
            concurrency=settings.poll_concurrency,
            pause=settings.host_pause,
        ) as fetcher,
    ):
        await _hold_hosts(db, fetcher, clock)
        app = _compose(settings, db, fetcher, reader, drawer, clock)
        try:
            yield app
        finally:
            await _close(app.bot)
            await app.services.voting.release()  # what was noted in the last moment


async def _hold_hosts(db: Database, fetcher: HttpFetcher, clock: Clock) -> None:
    """Keep on with the pauses that hosts asked for before the restart (S34)."""
    now = clock.now()
    for host, until in (await FeedTable(db).pauses(now)).items():
        fetcher.hold(host, until - now)


async def _close(bot: NewsreelBot) -> None:
    """Close the connection to Discord, which need not answer for it."""
    try:
        async with asyncio.timeout(_GOODBYE):
            await bot.close()
    except TimeoutError:
        log.info("Discord did not answer our goodbye")
    except AttributeError:  # discord.py's own, in a bot that was ended before it tried to log in
        log.debug("the bot never logged in", exc_info=True)


def _compose(
    settings: Settings,
    db: Database,
    web: HttpFetcher,
    reader: Reader,
    drawer: Drawer,
    clock: Clock,
) -> App:
    tables = _Tables(db)
    fetcher = PausingFetcher(web, db=db, feeds=tables.feeds, clock=clock)
    delivery = Delivery()
    photos = SharingPhotos(PhotoLoader(web, reader, clock=clock))
    hosts, mends = PhotoHostTable(db), MendTable(db)
    checking = Checking(photos=photos, hosts=hosts, db=db, clock=clock)
    completing = Completing(fetcher=fetcher, reader=reader, checking=checking)
    uploading = Uploading(photos=photos, hosts=hosts, clock=clock)
    votes = compose_votes(db, delivery, drawer, clock, reach=settings.recount_reach)
    weekly = compose_digest(db, delivery, photos, drawer, clock)
    people = compose_people(db, delivery, votes.voting, clock)
    stories = compose_stories(db, clock)
    mending = Mending(
        db=db,
        mends=mends,
        posts=tables.posts,
        hosts=hosts,
        uploading=uploading,
        publisher=delivery,
        clock=clock,
    )
    mender = Worker("mending", mending, clock=clock, limit=_MENDED_AT_ONCE)

    on_posts = Bell()
    joining = Joining(db=db, following=people.following)

    def follow_up() -> None:
        votes.bell()
        people.bell()
        mender.wake()

    publishing = Publishing(
        db=db,
        posts=tables.posts,
        subscriptions=tables.subscriptions,
        mends=mends,
        uploading=uploading,
        following=people.following,
        publisher=delivery,
        clock=clock,
        on_sent=follow_up,
    )
    publisher = Worker("publishing", publishing, clock=clock, limit=_CHANNELS_AT_ONCE)
    # What joined a story is shown on its card, and told to those who follow a name in it.
    on_posts.wakes(publisher, *votes.workers, *people.workers)
    polling = _polling(settings, db, tables, fetcher, reader, completing, clock, joining, on_posts)
    poller = Worker("polling", polling, clock=clock, limit=settings.poll_concurrency)

    def look() -> None:
        poller.wake()
        on_posts()

    subscribing = Subscribing(
        db=db,
        feeds=tables.feeds,
        articles=tables.articles,
        subscriptions=tables.subscriptions,
        posts=tables.posts,
        held=HeldTable(db),
        joining=joining,
        discovering=Discovering(fetcher=fetcher, reader=reader, completing=completing, clock=clock),
        completing=completing,
        clock=clock,
        on_change=look,
    )
    services = Services(
        subscribing=subscribing,
        delivery=delivery,
        voting=votes.voting,
        reconciling=votes.reconciling,
        ranking=votes.ranking,
        ruling=votes.ruling,
        charting=votes.charting,
        digests=weekly.setting,
        story_desk=StoryDesk(db=db, clock=clock, on_change=on_posts),
        finding=stories.finding,
        relating=stories.relating,
        searching=stories.searching,
        collecting=people.collecting,
        exhibiting=Exhibiting(collecting=people.collecting, photos=photos, drawer=drawer),
        privacy=people.privacy,
        following=people.following,
        server_setting=ServerSetting(db=db, clock=clock, on_change=on_posts),
    )
    memory = Remembering(db=db, meta=MetaTable(db))
    return App(
        bot=NewsreelBot(services, memory=memory),
        services=services,
        database=db,
        fetcher=web,
        pollers=(poller,),
        publishers=(publisher, mender, weekly.worker, *votes.workers, *people.workers),
    )


class _Tables:
    """All table families of one database."""

    def __init__(self, db: Database) -> None:
        self.feeds = FeedTable(db)
        self.seen = SeenTable(db)
        self.articles = ArticleTable(db)
        self.subscriptions = SubscriptionTable(db)
        self.posts = PostTable(db)


def _polling(
    settings: Settings,
    db: Database,
    tables: _Tables,
    fetcher: Fetcher,
    reader: Reader,
    completing: Completing,
    clock: Clock,
    joining: Joining,
    on_posts: Callable[[], None],
) -> Lane:
    return Polling(
        db=db,
        feeds=tables.feeds,
        seen=tables.seen,
        articles=tables.articles,
        gathering=Gathering(
            seen=tables.seen,
            articles=tables.articles,
            subscriptions=tables.subscriptions,
            completing=completing,
            clock=clock,
            max_age=settings.max_age,
        ),
        storing=Storing(
            seen=tables.seen,
            articles=tables.articles,
            subscriptions=tables.subscriptions,
            joining=joining,
        ),
        fetcher=fetcher,
        reader=reader,
        clock=clock,
        random=random.random,
        on_posts=on_posts,
    )
