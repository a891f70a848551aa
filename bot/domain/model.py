"""The nouns of Newsreel, one word for one idea.

All of them are plain values: frozen, without behaviour, safe to pickle to a worker process.
Times are aware UTC ``datetime``; text is clean (no markup, no control characters) unless its
line says otherwise; URLs are absolute.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.setting import DEFAULTS, Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A picture of an article, in the largest version that was named.

    ``credit`` is who made or owns it, as the publisher writes it, without a label such as
    "Photo by"; None where the source claims none. ``role`` is what the source calls the one who is
    credited, in lower case and English ("photographer", "agency", "studio"); None where it does
    not say. Sizes are pixels, None where not stated. ``fallbacks`` are the URLs of other versions
    of the same picture, best first, at most MAX_FALLBACKS. ``sensitive`` is set where the source
    says that not everybody should see it at once.
    """

    url: str
    credit: str | None = None
    role: str | None = None
    caption: str | None = None
    alt: str | None = None
    width: int | None = None
    height: int | None = None
    fallbacks: tuple[str, ...] = ()
    sensitive: bool = False


MAX_FALLBACKS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where an article says that its news came from; ``link`` is None where it names no page."""

    name: str
    link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a feed said of one story, raw: nothing is looked up or made up.

    ``title`` may be empty. ``link`` is absolute, as the feed gives it. ``published`` is None where
    the feed gives no date that can be believed (S43). ``summary`` is Discord Markdown, escaped.
    ``sensitive`` is set where the feed rates all of it as not for everybody. ``fingerprint`` is a
    hash of the entry's own bytes in the document. ``complete`` is False for an entry of which only
    guid, title, link and date were read, to bound the cost of a huge feed.
    """

    guid: str | None = None
    title: str = ""
    link: str | None = None
    author: str | None = None
    published: datetime | None = None
    summary: str = ""
    categories: tuple[str, ...] = ()
    photos: tuple[Photo, ...] = ()
    sensitive: bool = False
    language: str | None = None
    fingerprint: bytes = b""
    complete: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedHead:
    """What a feed says of itself.

    ``ttl`` is RSS's, ``skip_hours`` are hours of the day in UTC, 0 to 23, in which it wants no
    visits. ``format`` is feedparser's name ("rss20", "atom10") or "json1", "json11".
    """

    format: str
    title: str = ""
    link: str | None = None
    language: str | None = None
    description: str = ""
    ttl: timedelta | None = None
    skip_hours: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDocument:
    """One reading of a feed.

    ``entries`` are the entries whose fingerprint was not known, in the document's order;
    ``fingerprints`` are those of all entries that the document holds, known ones too, in order.
    ``skipped`` says, one clear clause each, why an entry was left out; ``cut_off`` is set where
    the document ends in the middle of one (L27).
    """

    head: FeedHead
    entries: tuple[Entry, ...] = ()
    fingerprints: tuple[bytes, ...] = ()
    skipped: tuple[str, ...] = ()
    cut_off: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncedFeed:
    """A feed that a page announces; ``title`` is what it calls it, which may be nothing."""

    url: str
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What an article's page says: everything may be missing.

    ``link`` is the page's canonical address. ``summary`` is Discord Markdown, escaped.
    ``sources`` are those of a line such as "Source: Netflix", without its label, in the order of
    the page. ``lead_image`` is the URL of the picture that the page shows first. ``feeds`` are those that the page announces
    (``<link rel=alternate>``), best first.
    """

    title: str = ""
    link: str | None = None
    author: str | None = None
    published: datetime | None = None
    summary: str = ""
    sources: tuple[Source, ...] = ()
    lead_image: str | None = None
    language: str | None = None
    photos: tuple[Photo, ...] = ()
    sensitive: bool = False
    feeds: tuple[AnnouncedFeed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What one outlet published: an entry, completed from its page.

    ``link`` is the canonical link, without tracking parameters; None for an entry without one.
    ``published`` is None where unknown and is then not shown (L19). ``outlet`` is the feed's name
    as people know it. ``summary`` is Discord Markdown, escaped. ``digest`` is how many stories an
    article stands for that only lists others (L28); 0 for the article of an outlet. ``sensitive``
    is set where feed or page say of all of it that not everybody should see its photos at once.
    """

    title: str
    link: str | None
    outlet: str
    digest: int = 0
    author: str | None = None
    published: datetime | None = None
    summary: str = ""
    sources: tuple[Source, ...] = ()
    language: str | None = None
    categories: tuple[str, ...] = ()
    photos: tuple[Photo, ...] = ()
    sensitive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A source that is polled, with all that is needed to poll it well.

    ``url`` is where it is fetched; ``interval`` lies between 2 minutes and 1 hour; ``failures``
    counts those in a row since ``failing_since``. ``baseline_at`` is None until a first parse
    succeeded (L22). ``moved_to`` and ``moved_polls`` count how often a permanent redirect held
    (D13), ``moved_from`` and ``moved_at`` the former address and since when. ``state`` is "active" or "gone"; ``ttl`` and ``skip_hours`` as in FeedHead.
    """

    id: int
    url: str
    title: str = ""
    site: str | None = None
    language: str | None = None
    state: str = "active"
    etag: bytes | None = None
    last_modified: bytes | None = None
    body_hash: bytes | None = None
    next_check_at: datetime
    interval: timedelta
    ttl: timedelta | None = None
    skip_hours: frozenset[int] = frozenset()
    last_checked_at: datetime | None = None
    last_success_at: datetime | None = None
    last_full_at: datetime | None = None
    baseline_at: datetime | None = None
    failures: int = 0
    failing_since: datetime | None = None
    last_error: str | None = None
    moved_to: str | None = None
    moved_polls: int = 0
    moved_from: str | None = None
    moved_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """This feed goes to this channel.

    ``backlog`` is how many stories to post at once (F31). ``spoiler_words`` hide the photos of the
    stories that hold one of them, as ``with_spoilers`` has it. ``state`` is "active", "paused" by a
    moderator, "disabled", for its channel is gone, or "removed", which can be undone for a minute.
    ``blocked`` is set as long as the bot may not
    post in the channel (M50).
    """

    id: int
    feed_id: int
    guild_id: int
    channel_id: int
    created_by: int
    created_at: datetime
    backlog: int = 1
    spoiler_words: tuple[str, ...] = ()
    settings: Settings = DEFAULTS
    state: str = "active"
    blocked: bool = False

    @property
    def waits(self) -> bool:
        """Tell whether its posts wait until it is seen which may go out."""
        return self.state != "active" or self.blocked or self.settings.paced


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What another outlet published on the news of a story (D12); ``link`` is canonical, or None."""

    article_id: int
    outlet: str
    link: str | None = None


MAX_PHOTOS = 10
"""Photos of a card; more are no gallery of Discord's (M48)."""

FEWER_PHOTOS, NO_PHOTOS, TEXT_ONLY = 1, 2, 3
"""How plain a card is made that Discord calls malformed (L23): one photo, none, bare text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A story in a channel: first an intention in the outbox, then a message.

    ``state`` is "waiting" (for its subscription: see pacing), "pending", "sending", "sent", "held"
    or "dropped". ``nonce`` is the same for
    every try to send it. ``plainness`` is 0 for the full card and grows each time that Discord
    calls it malformed (L23): 1 fewer photos, 2 no photos, 3 text only. ``outlet`` of the article
    names the feed. ``reports`` are those of other outlets that its card names; ``revision`` counts
    how often they changed. ``spoiler_words`` and ``settings`` are those of its subscription now, not
    when it was queued.
    ``thread_id`` is the thread that its message began in a forum. ``mention`` is the role that the
    message names, as ``role_to_mention`` has it. ``files`` are what stands in for photos, by their
    URLs: the name of a file that came with the message, or None where the photo is left out.
    ``sending_at`` is when the last try began, ``error`` why it did not succeed.
    """

    id: int
    channel_id: int
    guild_id: int
    story_id: int
    nonce: str
    article: Article
    reports: tuple[Report, ...] = ()
    revision: int = 0
    spoiler_words: tuple[str, ...] = ()
    settings: Settings = DEFAULTS
    state: str = "pending"
    message_id: int | None = None
    thread_id: int | None = None
    mention: int | None = None
    attempts: int = 0
    plainness: int = 0
    files: Mapping[str, str | None] = field(default_factory=dict, hash=False)
    created_at: datetime
    sending_at: datetime | None = None
    error: str | None = None

    @property
    def place_id(self) -> int:
        """Return the channel or thread that its message is in."""
        return self.thread_id or self.channel_id
