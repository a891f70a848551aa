"""The use cases. No discord, no SQL, no HTTP."""

from __future__ import annotations

from dataclasses import dataclass

from bot.services.auditing import Auditing
from bot.services.charting import Charting
from bot.services.collecting import Collecting
from bot.services.delivery import Delivery
from bot.services.digest_setting import DigestSetting
from bot.services.exhibiting import Exhibiting
from bot.services.explaining import Explaining
from bot.services.feed_check import FeedCheck
from bot.services.feed_desk import FeedDesk
from bot.services.feed_stopping import FeedStopping
from bot.services.filtering import Filtering
from bot.services.finding import Finding
from bot.services.following import Following
from bot.services.importing import Importing
from bot.services.leaving import Leaving
from bot.services.notice_desk import NoticeDesk
from bot.services.privacy import Privacy
from bot.services.ranking import Ranking
from bot.services.reconciling import Reconciling
from bot.services.relating import Relating
from bot.services.ruling import Ruling
from bot.services.sampling import Sampling
from bot.services.searching import Searching
from bot.services.server_setting import ServerSetting
from bot.services.starting import Starting
from bot.services.story_desk import StoryDesk
from bot.services.subscribing import Subscribing
from bot.services.voting import Voting


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What cogs may call."""

    subscribing: Subscribing
    importing: Importing
    starting: Starting
    feed_desk: FeedDesk
    feed_stopping: FeedStopping
    feed_check: FeedCheck
    sampling: Sampling
    filtering: Filtering
    explaining: Explaining
    delivery: Delivery
    voting: Voting
    reconciling: Reconciling
    ranking: Ranking
    ruling: Ruling
    charting: Charting
    digests: DigestSetting
    story_desk: StoryDesk
    finding: Finding
    relating: Relating
    searching: Searching
    collecting: Collecting
    exhibiting: Exhibiting
    following: Following
    privacy: Privacy
    server_setting: ServerSetting
    auditing: Auditing
    notice_desk: NoticeDesk
    leaving: Leaving
