"""What a list of feeds brings to a server: which feed goes to which channel, and which to none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from bot.domain.link import feed_key
from bot.domain.opml import FeedList, FiledFeed


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where the feeds of a file may go.

    ``channels`` are the names of the server's channels by id, ``default_id`` the one for feeds that
    name none of them; ``roles`` are those that a post may mention.
    """

    guild_id: int
    default_id: int
    channels: Mapping[int, str] = field(hash=False)
    roles: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """What a file will bring, before anything is saved.

    ``feeds`` are each for a channel, once; ``doubles`` counts those that come again.
    ``without_address`` counts outlines that name no feed, ``refused`` are addresses that can't be
    asked.
    """

    guild_id: int
    feeds: tuple[FiledFeed, ...]
    doubles: int = 0
    without_address: int = 0
    refused: tuple[str, ...] = ()

    @property
    def channel_ids(self) -> frozenset[int]:
        """Return the channels that are to get feeds."""
        return frozenset(feed.channel_id for feed in self.feeds if feed.channel_id)


def plan_import(found: FeedList, to: Destination, *, may_ask: Callable[[str], bool]) -> ImportPlan:
    """Return what a file brings to a server.

    A feed goes to the channel that the file names: by its id, where it is one of this server's, or
    by a folder of its name, the innermost first. All others go to the default.
    """
    names = {_name_key(to.channels[number]): number for number in sorted(to.channels, reverse=True)}
    chosen: dict[tuple[str, int], FiledFeed] = {}
    can_be_asked = {url: may_ask(url) for url in {feed.url for feed in found.feeds}}
    asked = [feed for feed in found.feeds if can_be_asked[feed.url]]
    for feed in asked:
        channel_id = _channel_of(feed, to, names)
        placed = replace(_without_foreign_role(feed, to), channel_id=channel_id)
        chosen.setdefault((feed_key(feed.url), channel_id), placed)
    refused = dict.fromkeys(feed.url for feed in found.feeds if not can_be_asked[feed.url])
    return ImportPlan(
        guild_id=to.guild_id,
        feeds=tuple(chosen.values()),
        doubles=len(asked) - len(chosen),
        without_address=found.without_address,
        refused=tuple(refused),
    )


def _channel_of(feed: FiledFeed, to: Destination, names: Mapping[str, int]) -> int:
    if feed.channel_id is not None and feed.channel_id in to.channels:
        return feed.channel_id
    named = (names.get(_name_key(folder)) for folder in reversed(feed.folders))
    return next((number for number in named if number), to.default_id)


def _name_key(name: str) -> str:
    """Return what two spellings of a channel's name have in common; Discord has no blanks there."""
    return "-".join(name.strip().removeprefix("#").casefold().split())


def _without_foreign_role(feed: FiledFeed, to: Destination) -> FiledFeed:
    """Return a feed that mentions no role of another server."""
    role = feed.settings.mention_role
    if role is None or role in to.roles:
        return feed
    return replace(feed, settings=replace(feed.settings, mention_role=None))
