"""What a feed says of itself, and when it wishes to be visited."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.domain.model import FeedHead
from bot.web.feed.entry import Parsed
from bot.web.feed.text import clean_language, clean_title, web_link

_LONGEST_TTL = 7 * 24 * 60  # minutes
_SKIP_HOURS = re.compile(r"<skipHours\b", re.IGNORECASE)
_SKIP_HOURS_END = re.compile(r"</skipHours\b", re.IGNORECASE)
_MAX_SKIP_HOURS = 4000  # characters that 24 hours may take
_HOUR = re.compile(r"<hour\b[^>]*>\s*(\d{1,2})\s*<", re.IGNORECASE)


def read_head(parsed: Parsed, outer: str, base: str) -> FeedHead:
    """Return the head; ``outer`` is the document without its entries."""
    feed = parsed.get("feed", {})
    return FeedHead(
        format=parsed.get("version") or "rss",
        title=clean_title(feed.get("title", "")),
        link=web_link(feed.get("link"), base),
        language=clean_language(feed.get("language")),
        description=clean_title(feed.get("subtitle", "")),
        ttl=_ttl(feed.get("ttl")),
        skip_hours=_skip_hours(outer),
    )


def _ttl(text: str | None) -> timedelta | None:
    """Return RSS's ttl, minutes, of at most a week; None for none or nonsense."""
    match = re.fullmatch(r"\s*(\d{1,6})(?:\.\d+)?\s*", text or "")
    minutes = min(int(match[1]), _LONGEST_TTL) if match else 0
    return timedelta(minutes=minutes) if minutes else None


def _skip_hours(outer: str) -> frozenset[int]:
    """Return the hours, GMT; RSS 0.91 counts them 1 to 24, so 24 is midnight."""
    start = _SKIP_HOURS.search(outer)
    block = outer[start.end() : start.end() + _MAX_SKIP_HOURS] if start else ""
    hours = [int(hour) for hour in _HOUR.findall(_SKIP_HOURS_END.split(block)[0])]
    return frozenset(hour % 24 for hour in hours if hour <= 24)  # noqa: PLR2004
