"""Which feed of a file goes to which channel."""

from __future__ import annotations

import pytest

from bot.domain.feed_import import Destination, plan_import
from bot.domain.opml import FeedList, FiledFeed
from bot.domain.setting import Settings

NEWS, TRAILERS, STILLS = 1, 2, 3
HERE = Destination(
    guild_id=700,
    default_id=NEWS,
    channels={NEWS: "film-news", TRAILERS: "trailers", STILLS: "stills"},
    roles=frozenset({50}),
)


def plan(*feeds: FiledFeed, may_ask: bool = True):
    return plan_import(FeedList(feeds=feeds), HERE, may_ask=lambda _url: may_ask)


def feed(url: str = "https://reel.example/feed", **changes: object) -> FiledFeed:
    return FiledFeed(url=url, **changes)


@pytest.mark.parametrize(
    ("changes", "channel"),
    [
        ({}, NEWS),
        ({"folders": ("Films",)}, NEWS),
        ({"folders": ("trailers",)}, TRAILERS),
        ({"folders": ("#Trailers ",)}, TRAILERS),
        ({"folders": ("Film News", "by kind")}, NEWS),
        ({"folders": ("trailers", "stills")}, STILLS),
        ({"channel_id": STILLS, "folders": ("renamed",)}, STILLS),
        ({"channel_id": 99, "folders": ("trailers",)}, TRAILERS),
    ],
)
def test_a_feed_goes_to_the_channel_that_the_file_names(changes: dict[str, object], channel: int):
    assert [one.channel_id for one in plan(feed(**changes)).feeds] == [channel]


def test_a_feed_that_comes_twice_goes_to_each_channel_once():
    """D14."""
    found = plan(
        feed(),
        feed("http://www.reel.example/feed/"),
        feed(folders=("trailers",)),
    )
    assert [one.channel_id for one in found.feeds] == [NEWS, TRAILERS]
    assert found.doubles == 1


def test_addresses_that_can_not_be_asked_are_told():
    found = plan(feed("file:///etc/passwd"), feed("javascript:x"), may_ask=False)
    assert (found.feeds, found.refused) == ((), ("file:///etc/passwd", "javascript:x"))


def test_a_role_of_another_server_is_not_mentioned():
    ours, theirs = Settings(mention_role=50, summary=0), Settings(mention_role=51, summary=0)
    kept, left = plan(feed(settings=ours), feed("https://b.example/", settings=theirs)).feeds
    assert (kept.settings, left.settings) == (ours, Settings(summary=0))
