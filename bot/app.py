"""The composition root: everything is opened here, outermost first, and closed in reverse."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import discord

from bot.app_desk import compose_desk
from bot.app_digest import compose_digest
from bot.app_errands import compose_errands
from bot.app_files import compose_files
from bot.app_people import compose_people
from bot.app_polling import compose_polling
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
from bot.services.joining import Joining
from bot.services.mending import Mending
from bot.services.pausing import PausingFetcher
from bot.services.ports import Clock, Drawer, Reader
from bot.services.publishing import Publishing
from bot.services.remembering import Remembering
from bot.services.sharing import SharingPhotos
from bot.services.uploading import Uploading
from bot.settings import Settings
from bot.storage.database import Database, open_database
from bot.storage.feed import FeedTable
from bot.storage.mend import MendTable
from bot.storage.meta import MetaTable
from bot.storage.photo_host import PhotoHostTable
from bot.storage.post import PostTable
from bot.storage.subscription import SubscriptionTable
from bot.web.fetcher import HttpFetcher
from bot.web.photo_loader import PhotoLoader
from bot.web.reader import WorkerReader
from bot.worker import Bell, Worker

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
    posts = PostTable(db)
    fetcher = PausingFetcher(web, db=db, feeds=FeedTable(db), clock=clock)
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
        posts=posts,
        hosts=hosts,
        uploading=uploading,
        publisher=delivery,
        clock=clock,
    )
    mender = Worker("mending", mending, clock=clock, limit=_MENDED_AT_ONCE)
    errands = compose_errands(db, delivery, clock)

    on_posts = Bell()
    joining = Joining(db=db, following=people.following)

    def follow_up() -> None:
        votes.bell()
        people.bell()
        desk.bell()
        for worker in (mender, *errands):
            worker.wake()

    publishing = Publishing(
        db=db,
        posts=posts,
        subscriptions=SubscriptionTable(db),
        mends=mends,
        uploading=uploading,
        following=people.following,
        publisher=delivery,
        clock=clock,
        on_sent=follow_up,
    )
    publisher = Worker("publishing", publishing, clock=clock, limit=_CHANNELS_AT_ONCE)
    polling = compose_polling(
        db,
        fetcher,
        reader,
        completing,
        joining,
        clock,
        max_age=settings.max_age,
        on_posts=on_posts,
    )
    poller = Worker("polling", polling, clock=clock, limit=settings.poll_concurrency)
    on_feeds = Bell()
    discovering = Discovering(fetcher=fetcher, reader=reader, completing=completing, clock=clock)
    desk = compose_desk(
        db,
        discovering,
        completing,
        joining,
        polling,
        clock,
        delivery,
        on_posts=on_posts,
        on_feeds=on_feeds,
    )
    # What joined a story is shown on its card, and told to those who follow a name in it.
    told = (publisher, *votes.workers, *people.workers, *desk.workers)
    on_posts.wakes(*told)
    on_feeds.wakes(poller, *told)

    files = compose_files(
        db,
        reader,
        desk.subscribing,
        clock,
        may_ask=web.guard.may_ask,
        on_feeds=on_feeds,
    )
    services = Services(
        subscribing=desk.subscribing,
        importing=files.importing,
        starting=files.starting,
        feed_desk=desk.feed_desk,
        feed_stopping=desk.feed_stopping,
        feed_check=desk.feed_check,
        sampling=desk.sampling,
        filtering=desk.filtering,
        explaining=desk.explaining,
        delivery=delivery,
        voting=votes.voting,
        reconciling=votes.reconciling,
        ranking=votes.ranking,
        ruling=votes.ruling,
        charting=votes.charting,
        digests=weekly.setting,
        story_desk=desk.story_desk,
        finding=stories.finding,
        relating=stories.relating,
        searching=stories.searching,
        collecting=people.collecting,
        exhibiting=Exhibiting(collecting=people.collecting, photos=photos, drawer=drawer),
        privacy=people.privacy,
        following=people.following,
        server_setting=desk.server_setting,
        auditing=desk.auditing,
        notice_desk=desk.notice_desk,
        leaving=desk.leaving,
    )
    memory = Remembering(db=db, meta=MetaTable(db))
    return App(
        bot=NewsreelBot(services, memory=memory),
        services=services,
        database=db,
        fetcher=web,
        pollers=(poller,),
        publishers=(mender, *errands, weekly.worker, *told),
    )
