"""Subscriptions: which feed goes to which channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.model import Article, Feed, Subscription


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFeed:
    """A feed found behind an address, before anything is saved.

    ``newest`` is the article that a preview shows; None for a feed that is empty just now.
    ``others`` are the addresses of further feeds that the same site announces.
    """

    url: str
    title: str
    site: str | None
    stories: int
    newest: Article | None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedInChannel:
    """A subscription with its feed and what is known of its stories."""

    subscription: Subscription
    feed: Feed
    posted: int
    waiting: int
    held: int
    last_posted_at: datetime | None
    problem: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerStatus:
    """How things stand for one server: counts, and each problem as a sentence."""

    feeds: int
    channels: int
    posted: int
    waiting: int
    held: int
    last_posted_at: datetime | None
    next_check_at: datetime | None
    problems: tuple[str, ...]
    uptime: timedelta


class Subscribing:
    """Find feeds, add them to channels, list and remove them."""

    async def find(self, address: str) -> FoundFeed:
        """Return the feed behind an address: the address itself, or one that the site announces.

        ``address`` is what the person typed: ``https://`` may be missing. Nothing is saved.
        Raises UserError, with what to do, for an address that has no feed, can't be reached, is
        refused by the address guard, or is no address at all.
        """
        raise NotImplementedError

    async def add(
        self, found: FoundFeed, *, guild_id: int, channel_id: int, user_id: int, backlog: int = 1
    ) -> Subscription:
        """Subscribe a channel to a feed; its first poll follows at once.

        ``backlog`` (0 to 10) is how many of the newest stories are posted now (F31). Raises
        UserError if the channel has this feed already (D14).
        """
        raise NotImplementedError

    async def of_guild(self, guild_id: int) -> list[FeedInChannel]:
        """Return the server's subscriptions, by channel, then by title."""
        raise NotImplementedError

    async def remove(self, subscription_id: int, *, guild_id: int) -> FeedInChannel:
        """End a subscription of this server and return what it was.

        What is posted stays. Raises UserError if the server has no such subscription.
        """
        raise NotImplementedError

    async def status(self, guild_id: int) -> ServerStatus:
        """Return how things stand for a server."""
        raise NotImplementedError

    async def release_held(self, guild_id: int, *, newest: int) -> int:
        """Decide on stories held back by the flood guard (D5).

        The ``newest`` of each channel are posted (0 for none), the others are recorded as
        skipped. Returns how many will be posted.
        """
        raise NotImplementedError
