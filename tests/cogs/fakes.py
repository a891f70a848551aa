"""Services of a bot that has no database and no network."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import timedelta

from bot.domain.digest import DigestPlan
from bot.domain.error import UserError
from bot.domain.model import Feed, Subscription
from bot.domain.setting import ServerSettings
from bot.domain.vote import Kind
from bot.domain.weekly import Week, zone_named
from bot.services.auditing import Auditing
from bot.services.charting import Chart, Charting
from bot.services.collecting import Collecting
from bot.services.digest_setting import DigestSetting
from bot.services.digests import Digest, Ranked
from bot.services.discovering import FoundFeed, feed_mark
from bot.services.exhibiting import Exhibiting
from bot.services.explaining import Explaining
from bot.services.feed_check import FeedCheck
from bot.services.feed_desk import FeedDesk
from bot.services.feed_stopping import FeedStopping
from bot.services.filtering import Filtering
from bot.services.finding import Finding, FoundStory
from bot.services.following import Following
from bot.services.importing import Importing
from bot.services.leaving import Leaving
from bot.services.notice_desk import NoticeDesk
from bot.services.notices import Bundle
from bot.services.privacy import Privacy
from bot.services.ranking import Ranking, Scope
from bot.services.reconciling import Reconciling
from bot.services.relating import Relating
from bot.services.ruling import Ruling
from bot.services.sampling import Sampling
from bot.services.searching import Searching
from bot.services.server_setting import ServerSetting
from bot.services.standing import FeedInChannel, ServerStatus
from bot.services.starting import Starting
from bot.services.story_desk import StoryDesk
from bot.services.subscribing import Subscribing
from bot.services.voting import Voting
from bot.storage.recount import RecountProgress
from tests.cogs.articles import NOON, article


class FakeMemory:
    """Remember texts, for as long as the test lasts."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}

    async def get(self, key: str) -> str | None:
        return self.texts.get(key)

    async def set(self, key: str, value: str) -> None:
        self.texts[key] = value


def found(url: str = "https://reelpost.example.com/feed", **changes: object) -> FoundFeed:
    whole = FoundFeed(
        url=url,
        title="Reel Post",
        site="https://reelpost.example.com/",
        stories=12,
        newest=article(),
        address="https://reelpost.example.com/",
    )
    return replace(whole, **changes)


def status(**changes: object) -> ServerStatus:
    whole = ServerStatus(
        feeds=2,
        channels=1,
        posted=1_204,
        waiting=0,
        held=0,
        last_posted_at=NOON,
        next_check_at=NOON,
        problems=(),
        uptime=timedelta(hours=27),
    )
    return replace(whole, **changes)


class FakeVoting(Voting):
    """Take note of changes, and leave them at that."""

    def __init__(self) -> None:  # of the real one nothing is used
        self.noted: list[tuple[object, ...]] = []
        self.deleted: set[int] = set()
        self.deleted_channels: set[int] = set()

    def note(self, kind: Kind, message_id: int, **details: object) -> None:
        self.noted.append((kind, message_id, details))

    def note_deleted(self, message_ids: Iterable[int]) -> None:
        self.deleted.update(message_ids)

    def note_channel_deleted(self, channel_id: int) -> None:
        self.deleted_channels.add(channel_id)


class FakeReconciling(Reconciling):
    """Remember the gaps."""

    def __init__(self) -> None:  # of the real one nothing is used
        self.gaps: list[int] = []
        self.state = RecountProgress()

    async def after_gap(self, *, shard: int = 0, shards: int = 1) -> None:
        self.gaps.append(shard)

    async def after_gap_of(self, guild_id: int) -> None:
        self.gaps.append(guild_id)

    async def progress(self, guild_id: int) -> RecountProgress:
        return self.state


class FakeRanking(Ranking):
    """Be there, where a bot needs one that no test asks."""

    def __init__(self) -> None:  # of the real one nothing is used
        pass


class FakeFinding(Finding):
    """Find no story."""

    def __init__(self) -> None:  # of the real one nothing is used
        pass

    async def by_message(self, message_id: int) -> FoundStory | None:
        return None

    async def by_story(self, story_id: int, scope: Scope) -> FoundStory | None:
        return None


class FakeRelating(Relating):
    """Be there, where a bot needs one that no test asks."""

    def __init__(self) -> None:  # of the real one nothing is used
        pass


class FakeCollecting(Collecting):
    """Be there, where a bot needs one that no test asks."""

    def __init__(self) -> None:  # of the real one nothing is used
        pass


class FakeExhibiting(Exhibiting):
    """Be there, where a bot needs one that no test asks."""

    def __init__(self) -> None:  # of the real one nothing is used
        pass


class FakeImporting(Importing):
    """Be there, where a bot needs one that no test asks."""

    def __init__(self) -> None:  # of the real one nothing is used
        pass


class FakeStarting(Starting):
    """Be there, where a bot needs one that no test asks."""

    def __init__(self) -> None:  # of the real one nothing is used
        pass


class FakeStoryDesk(StoryDesk):
    """Be there, where a bot needs one that no test asks."""

    def __init__(self) -> None:  # of the real one nothing is used
        pass


class FakeServerSetting(ServerSetting):
    """All servers have the defaults, unless a test says otherwise."""

    def __init__(self) -> None:
        self.settings: dict[int, ServerSettings] = {}

    async def get(self, guild_id: int) -> ServerSettings:
        return self.settings.get(guild_id, ServerSettings(guild_id=guild_id))


class FakeSearching(Searching):
    """Be there, where a bot needs one that no test asks."""

    def __init__(self) -> None:  # of the real one nothing is used
        pass


class FakeRuling(Ruling):
    """Be there, where a bot needs one that no test asks."""

    def __init__(self) -> None:  # of the real one nothing is used
        pass


class FakeAuditing(Auditing):
    """Be there, where a bot needs one that no test asks."""

    def __init__(self) -> None:  # of the real one nothing is used
        pass


class FakeCharting(Charting):
    """Have the chart that a test put there; ``asked`` are the days that were asked for."""

    def __init__(self) -> None:  # of the real one nothing is used
        self.drawn: Chart | None = None
        self.asked: list[int] = []

    async def chart(self, guild_id: int, *, days: int) -> Chart | None:
        self.asked.append(days)
        return self.drawn


class FakeDigests(DigestSetting):
    """Keep one plan, and show the stories that a test put there."""

    def __init__(self) -> None:  # of the real one nothing is used
        self.plan: DigestPlan | None = None
        self.stories: tuple[Ranked, ...] = ()
        self.picture: bytes | None = None
        self.trouble: str | None = None
        self.asked: list[int] = []

    async def set(
        self, guild_id: int, channel_id: int, *, weekday: int, hour: int, time_zone: str, by: int
    ) -> DigestPlan:
        self.plan = DigestPlan(
            guild_id=guild_id,
            channel_id=channel_id,
            weekday=weekday,
            hour=hour,
            time_zone=zone_named(time_zone).key,
            next_at=NOON,
            not_before=NOON,
            last_at=self.plan and NOON,
        )
        return self.plan

    async def switch_off(self, guild_id: int, *, by: int) -> DigestPlan:
        if self.plan is None:
            raise UserError("No digest is set in this server. `/digest on` sets one.")
        plan, self.plan = self.plan, None
        return plan

    async def get(self, guild_id: int) -> DigestPlan | None:
        return self.plan

    async def preview(self, guild_id: int, channel_id: int) -> tuple[Digest, bytes | None]:
        self.asked.append(channel_id)
        week = Week(NOON - timedelta(days=7), NOON)
        stories = self.stories
        digest = Digest(guild_id=guild_id, channel_id=channel_id, week=week, stories=stories)
        return digest, self.picture

    async def more(
        self, guild_id: int, week: Week, channels: Collection[int]
    ) -> tuple[Ranked, ...]:
        return tuple(one for one in self.stories if one.post.channel_id in channels)

    async def problem(self, guild_id: int) -> UserError | None:
        return UserError(self.trouble) if self.trouble else None


class FakeFollowing(Following):
    """Be there, where a bot needs one that no test asks."""

    def __init__(self) -> None:  # of the real one nothing is used
        pass


class FakeLeaving(Leaving):
    """Take no note."""

    def __init__(self) -> None:  # of the real one nothing is used
        pass

    async def compare(self, present: Collection[int]) -> None:
        pass

    async def joined(self, guild_id: int) -> None:
        pass

    async def left(self, guild_id: int) -> None:
        pass


class FakeNoticeDesk(NoticeDesk):
    """Know of the one message that a test put there, and find the feed that it names."""

    def __init__(self) -> None:  # of the real one nothing is used
        self.told: Bundle | None = None
        self.found = found()
        self.taken: list[str] = []

    async def message(self, notice_id: int, salt: str, *, guild_id: int) -> Bundle:
        if self.told is None or self.told.first.id != notice_id:
            raise UserError("This notice is too old.")
        return self.told

    async def find(self, message: Bundle) -> FoundFeed:
        return self.found

    async def take(self, message: Bundle, found: FoundFeed, *, by: int) -> int:
        self.taken.append(found.url)
        return 2

    async def problem(self, guild_id: int) -> str | None:
        return None

    async def may_tell_again(self, guild_id: int) -> None:
        pass


class FakePrivacy(Privacy):
    """Be there, where a bot needs one that no test asks."""

    def __init__(self) -> None:  # of the real one nothing is used
        pass


class FakeFeedDesk(FeedDesk):
    """List what was added to the substitute that adds."""

    def __init__(self, subscribing: FakeSubscribing) -> None:  # of the real one nothing is used
        self._subscribing = subscribing

    async def of_guild(
        self, guild_id: int, *, channel_id: int | None = None
    ) -> list[FeedInChannel]:
        return [one for one in self._subscribing.feeds if one.subscription.guild_id == guild_id]

    async def stories_a_day(self, feeds: Collection[FeedInChannel]) -> dict[int, float]:
        return {one.feed.id: 1.0 for one in feeds}


class FakeFeedStopping(FeedStopping):
    """Be there, where a bot needs one that no test asks."""

    def __init__(self) -> None:  # of the real one nothing is used
        pass


class FakeFeedCheck(FeedCheck):
    """Be there, where a bot needs one that no test asks."""

    def __init__(self) -> None:  # of the real one nothing is used
        pass


class FakeFiltering(Filtering):
    """Be there, where a bot needs one that no test asks."""

    def __init__(self) -> None:  # of the real one nothing is used
        pass


class FakeExplaining(Explaining):
    """Be there, where a bot needs one that no test asks."""

    def __init__(self) -> None:  # of the real one nothing is used
        pass


class FakeSampling(Sampling):
    """Be there, where a bot needs one that no test asks."""

    def __init__(self) -> None:  # of the real one nothing is used
        pass


class FakeSubscribing(Subscribing):
    """Find what a test put there, and keep subscriptions in a list."""

    def __init__(self) -> None:  # of the real one nothing is used
        self.web: dict[str, FoundFeed] = {"reelpost.example.com": found()}
        self.feeds: list[FeedInChannel] = []
        self.state = status()
        self.released: list[int] = []
        self.bug: Exception | None = None

    async def find(
        self, address: str, *, channel_id: int | None = None, chosen: str = "", lately: bool = False
    ) -> FoundFeed:
        name = address.removeprefix("https://").removesuffix("/")
        if name not in self.web:
            raise UserError(f"There is no feed behind {address}. Try the site’s front page.")
        first = self.web[name]
        marks = {feed_mark(one.url): one.url for one in first.site_feeds}
        url = marks.get(chosen, first.url)
        return replace(
            self.web.get(url, first), address=f"https://{name}/", site_feeds=first.site_feeds
        )

    async def add(
        self, found: FoundFeed, *, guild_id: int, channel_id: int, user_id: int, backlog: int = 1
    ) -> Subscription:
        if any(one.feed.url == found.url for one in self.feeds):
            raise UserError(f"This channel has {found.title} already.")
        number = len(self.feeds) + 1
        subscription = Subscription(
            id=number,
            feed_id=number,
            guild_id=guild_id,
            channel_id=channel_id,
            created_by=user_id,
            created_at=NOON,
            backlog=backlog,
        )
        feed = Feed(
            id=number,
            url=found.url,
            title=found.title,
            next_check_at=NOON,
            interval=timedelta(minutes=15),
        )
        self.feeds.append(
            FeedInChannel(
                subscription=subscription,
                feed=feed,
                waiting=0,
                held=0,
                last_posted_at=NOON,
                problem=None,
            )
        )
        return subscription

    async def status(self, guild_id: int) -> ServerStatus:
        if self.bug:
            raise self.bug
        return self.state

    async def release_held(self, guild_id: int, *, newest: int, by: int) -> int:
        self.released.append(newest)
        return newest * self.state.channels
