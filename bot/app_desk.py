"""The composition root's part for moderators: what they set, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.services.auditing import Auditing
from bot.services.clearing import Clearing
from bot.services.completing import Completing
from bot.services.discovering import Discovering
from bot.services.explaining import Explaining
from bot.services.feed_check import FeedCheck
from bot.services.feed_desk import FeedDesk
from bot.services.feed_rows import FeedRows
from bot.services.feed_stopping import FeedStopping
from bot.services.filtering import Filtering
from bot.services.joining import Joining
from bot.services.leaving import Leaving
from bot.services.notice_desk import NoticeDesk
from bot.services.notices import Notices
from bot.services.noticing import Noticing
from bot.services.pacing import Pacing
from bot.services.polling import Polling
from bot.services.ports import Clock
from bot.services.sampling import Sampling
from bot.services.server_setting import ServerSetting
from bot.services.story_desk import StoryDesk
from bot.services.subscribing import Subscribing
from bot.services.watching import Watching
from bot.storage.article import ArticleTable
from bot.storage.database import Database
from bot.storage.feed import FeedTable
from bot.storage.held import HeldTable
from bot.storage.post import PostTable
from bot.storage.subscription import SubscriptionTable
from bot.worker import Bell, Worker

_CLEARED_AT_ONCE = 1
_FORGOTTEN_AT_ONCE = 1
_TOLD_AT_ONCE = 4  # servers
_PACED_AT_ONCE = 4  # channels


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The services of the moderators' desk and their workers.

    ``bell`` wakes those workers: for new posts, for posts that were sent, and for what was set.
    """

    subscribing: Subscribing
    feed_desk: FeedDesk
    feed_stopping: FeedStopping
    feed_check: FeedCheck
    sampling: Sampling
    filtering: Filtering
    explaining: Explaining
    story_desk: StoryDesk
    server_setting: ServerSetting
    auditing: Auditing
    notice_desk: NoticeDesk
    leaving: Leaving
    workers: tuple[Worker, ...]
    bell: Bell


def compose_desk(
    db: Database,
    discovering: Discovering,
    completing: Completing,
    joining: Joining,
    polling: Polling,
    clock: Clock,
    notices: Notices,
    *,
    on_posts: Callable[[], None],
    on_feeds: Callable[[], None],
) -> Desk:
    """Put together all that moderators need.

    ``on_posts`` is called when posts may go out or cards have changed, ``on_feeds`` when feeds may
    be due as well.
    """
    auditing = Auditing(db=db, clock=clock)
    rows = FeedRows(db=db, auditing=auditing, clock=clock, on_change=on_posts)
    clearer = Worker("clearing", Clearing(db=db, clock=clock), clock=clock, limit=_CLEARED_AT_ONCE)
    noticing = Noticing(db=db, notices=notices, clock=clock)
    teller = Worker("noticing", noticing, clock=clock, limit=_TOLD_AT_ONCE)
    watching = Watching(db=db, notices=notices, clock=clock, on_change=teller.wake)
    pacing = Pacing(db=db, clock=clock, on_release=on_posts)
    leaving = Leaving(db=db, clock=clock)
    workers: tuple[Worker, ...] = (
        Worker("leaving", leaving, clock=clock, limit=_FORGOTTEN_AT_ONCE),
        Worker("pacing", pacing, clock=clock, limit=_PACED_AT_ONCE),
        clearer,
        teller,
        Worker("watching", watching, clock=clock, limit=1),
    )
    bell = Bell()
    bell.wakes(*workers)
    subscribing = Subscribing(
        db=db,
        feeds=FeedTable(db),
        articles=ArticleTable(db),
        subscriptions=SubscriptionTable(db),
        posts=PostTable(db),
        held=HeldTable(db),
        joining=joining,
        discovering=discovering,
        completing=completing,
        clock=clock,
        on_change=on_feeds,
    )
    feed_desk = FeedDesk(db=db, rows=rows, joining=joining, clock=clock)
    stopping = FeedStopping(db=db, rows=rows, clock=clock)
    return Desk(
        subscribing=subscribing,
        feed_desk=feed_desk,
        feed_stopping=stopping,
        filtering=Filtering(db=db, desk=feed_desk),
        explaining=Explaining(db=db, clock=clock),
        sampling=Sampling(db=db, rows=rows, completing=completing, clock=clock),
        feed_check=FeedCheck(db=db, rows=rows, polling=polling, clock=clock, on_late=on_feeds),
        story_desk=StoryDesk(db=db, clock=clock, on_change=on_posts),
        server_setting=ServerSetting(db=db, clock=clock, on_change=on_posts),
        auditing=auditing,
        notice_desk=NoticeDesk(
            db=db,
            subscribing=subscribing,
            stopping=stopping,
            pacing=pacing,
            auditing=auditing,
            clock=clock,
            on_change=on_feeds,
            on_permissions=watching.look_at_permissions,
        ),
        leaving=leaving,
        workers=workers,
        bell=bell,
    )
