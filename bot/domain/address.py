"""Addresses as people give them: where the well-known places keep their feeds.

A place is asked at the feed that is named here first; where there is none, at the page that the
person meant. A new place is a line in ``_RULES``, with a case in the test's table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.domain.error import UserError
from bot.domain.link import host_of, resolve_address
from bot.domain.url import Url, parse


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where to look for a feed.

    ``url`` is the page that the person meant. ``feed`` is where its site is known to keep the feed
    of such a page; None where the page itself has to be asked.
    """

    url: str
    feed: str | None = None


def locate(typed: str) -> Place:
    """Return where to look for the feed behind what a person typed.

    ``https://`` may be missing, and the short names of communities and people are understood:
    "r/movies", "u/somebody", "@somebody@example.social". Raises UserError for what is no web
    address, and for sites that are known to have no feeds at all.
    """
    url = resolve_address(_written_out(typed.strip()))
    parsed = parse(url)
    if parsed is None:
        return Place(url=url)
    if name := _without_feeds(parsed.host):
        raise UserError(
            "{site} offers no feeds, so its posts can’t be read. Many who post there have a site, "
            "a channel on YouTube or an account on Bluesky or Mastodon as well: give me that.",
            site=name,
        )
    return Place(url=url, feed=_known_feed(parsed))


def nothing_at(place: Place) -> UserError:
    """Return the sentence for a place at which no feed was found, with what to do."""
    host = host_of(place.url)
    if re.fullmatch(_YOUTUBE, host):
        return UserError(
            "YouTube did not say which feed this channel has. Open the channel in a browser, choose "
            "“Share channel” and “Copy channel ID”, and give me youtube.com/channel/ with that ID "
            "behind it."
        )
    return UserError(
        "There is no feed at {site}: neither at that address, nor announced by the page, nor at the "
        "usual places. Look for “RSS” on the site and give that link.",
        site=host or place.url,
    )


_SHORT: Final = (
    (re.compile(r"/?(r|u|user)/([\w+-]{2,100})/?", re.ASCII), r"https://www.reddit.com/\1/\2/"),
    (
        re.compile(r"@([\w.-]{1,60})@([a-z0-9-]+(?:\.[a-z0-9-]+)+)", re.ASCII | re.IGNORECASE),
        r"https://\2/@\1",
    ),
)


def _written_out(typed: str) -> str:
    for short, whole in _SHORT:
        if found := short.fullmatch(typed):
            return found.expand(whole)
    return typed


_NO_FEEDS: Final = {
    "twitter.com": "X",
    "x.com": "X",
    "instagram.com": "Instagram",
    "facebook.com": "Facebook",
    "threads.net": "Threads",
    "threads.com": "Threads",
    "tiktok.com": "TikTok",
}


def _without_feeds(host: str) -> str | None:
    return _NO_FEEDS.get(re.sub(r"^(?:www|m|mobile)\.", "", host))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """The feed of pages whose address has this form; groups of ``form`` take places in ``feed``.

    ``form`` matches host and path, and the query where it asks for it, from the first sign to the
    end of a segment.
    """

    form: re.Pattern[str]
    feed: str


def _rule(form: str, feed: str) -> _Rule:
    return _Rule(form=re.compile(form + r"(?=[/?#]|$)", re.IGNORECASE), feed=feed)


_YOUTUBE: Final = r"(?:www\.|m\.)?youtube\.com"
_VIDEOS: Final = "https://www.youtube.com/feeds/videos.xml"
_REDDIT: Final = r"(?:(?:www|old|new|np|m)\.)?reddit\.com"
# Letterboxd's own pages, which have the form of a member's.
_LETTERBOXD_OWN: Final = (
    r"(?:about|activity|actor|api|apps|contact|create-account|crew|director|film|films|gift-guide|"
    r"journal|legal|list|lists|members|news|people|podcast|pro|reviews?|search|settings|shop|"
    r"showdown|sign-in|stats|studio|user|welcome|writer|year-in-review)(?=[/?]|$)"
)
_MEDIUM_OWN: Final = r"(?:m|me|feed|tag|tags|search|about|membership|plans|topics)(?=[/?]|$)"

_RULES: Final = (
    # https://support.google.com/youtube/answer/6224202; a handle's page announces its feed itself.
    _rule(rf"{_YOUTUBE}/channel/(UC[\w-]{{22}})", rf"{_VIDEOS}?channel_id=\1"),
    _rule(rf"{_YOUTUBE}/user/([\w.-]+)", rf"{_VIDEOS}?user=\1"),
    _rule(
        rf"{_YOUTUBE}/(?:playlist|watch)\?(?:[^#]*&)?list=((?:PL|UU|FL)[\w-]+)",
        rf"{_VIDEOS}?playlist_id=\1",
    ),
    # https://www.reddit.com/wiki/rss
    _rule(
        rf"{_REDDIT}/r/([\w+-]+)/(new|rising|top|hot)",
        r"https://www.reddit.com/r/\1/\2/.rss{query}",
    ),
    _rule(rf"{_REDDIT}/r/([\w+-]+)", r"https://www.reddit.com/r/\1/.rss"),
    _rule(rf"{_REDDIT}/(?:u|user)/([\w-]+)", r"https://www.reddit.com/user/\1/.rss"),
    _rule(
        rf"(?:www\.)?letterboxd\.com/(?!{_LETTERBOXD_OWN})(\w+)", r"https://letterboxd.com/\1/rss/"
    ),
    # https://help.medium.com/hc/en-us/articles/214874118
    _rule(rf"(?:www\.)?medium\.com/(?!{_MEDIUM_OWN})(@?[\w.-]+)", r"https://medium.com/feed/\1"),
    _rule(r"(?:www\.)?substack\.com/@([\w-]+)", r"https://\1.substack.com/feed"),
    _rule(r"(?!www\.|open\.)([\w-]+)\.substack\.com", r"https://\1.substack.com/feed"),
    _rule(r"bsky\.app/profile/([\w.:-]+)", r"https://bsky.app/profile/\1/rss"),
    _rule(r"(?:www\.)?tumblr\.com/(?:blog/(?:view/)?)?([\w-]+)", r"https://\1.tumblr.com/rss"),
    _rule(r"(?!www\.)([\w-]+)\.tumblr\.com", r"https://\1.tumblr.com/rss"),
    _rule(r"(?:www\.)?vimeo\.com/channels/([\w-]+)", r"https://vimeo.com/channels/\1/videos/rss"),
    _rule(r"(?:www\.)?vimeo\.com/(?!\d+(?=[/?]|$))([\w-]+)", r"https://vimeo.com/\1/videos/rss"),
    _rule(
        r"(?:www\.)?github\.com/([\w.-]+)/([\w.-]+)/(releases|tags|commits)",
        r"https://github.com/\1/\2/\3.atom",
    ),
    # Mastodon and what is made like it, on any host.
    _rule(rf"(?!{_YOUTUBE}|(?:www\.)?medium\.com)([\w.-]+\.\w+)/@(\w+)", r"https://\1/@\2.rss"),
)


def _known_feed(url: Url) -> str | None:
    if _IS_FEED.search(url.path):
        return None
    query = "?" + "&".join(url.query) if url.query else ""
    page = f"{url.host}{url.path}{query}"
    found = ((rule, match) for rule in _RULES if (match := rule.form.match(page)))
    return next((match.expand(rule.feed).replace("{query}", query) for rule, match in found), None)


# Somebody gave the feed itself.
_IS_FEED: Final = re.compile(r"/(?:\.?rss|feed)(?:/|$)|\.(?:rss|xml|atom)$|/feeds?/")
