"""What reading a feed costs, as ratios within one run: ``python -m tests.bench.reading``.

The yardstick is feedparser reading the same bytes once. Cost must follow what is new, not the
feed's size (L29).
"""

from __future__ import annotations

import io
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import feedparser

from bot.web.feed.document import read_feed

URL = "https://reel.example/feed.xml"
_RUNS = 5


def feed(entries: int) -> bytes:
    """Return an RSS feed with entries of some 1.8 KB, as film sites publish them."""
    start = datetime(2026, 3, 14, 12, tzinfo=UTC)
    body = "".join(_entry(n, start - timedelta(minutes=n)) for n in range(entries))
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>The Reel</title><link>https://reel.example/</link>{body}</channel></rss>"
    ).encode()


def _entry(number: int, published: datetime) -> str:
    words = "The keeper of a lighthouse off Busan finds a reel of film in the fog. " * 15
    return (
        f"<item><title>Story number {number}</title><link>https://reel.example/{number}</link>"
        f'<guid isPermaLink="false">guid-{number}</guid><dc:creator>Mina Cho</dc:creator>'
        f"<pubDate>{published:%a, %d %b %Y %H:%M:%S} +0000</pubDate><category>Film</category>"
        f'<media:content url="https://reel.example/{number}.jpg" medium="image">'
        "<media:credit>Lantern Pictures</media:credit></media:content>"
        f"<description>&lt;p&gt;{words}&lt;/p&gt;</description></item>"
    )


def median(work: Callable[[], object]) -> float:
    """Return the median of some runs in milliseconds."""
    times = []
    for _ in range(_RUNS):
        begin = time.perf_counter()
        work()
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times)


def report(name: str, ours: float, yardstick: float) -> None:
    """Print a line: milliseconds, and the ratio to feedparser."""
    print(f"{name:44} {ours:8.1f} ms   {ours / yardstick:5.2f} of feedparser")


def main() -> None:
    """Measure and print."""
    small, huge = feed(30), feed(5000)
    known = read_feed(small, url=URL).fingerprints
    one_new = frozenset(known[1:])
    yardstick = median(lambda: feedparser.parse(io.BytesIO(small)))
    print(f"feedparser, 30 entries ({len(small) / 1000:.0f} kB): {yardstick:.1f} ms")
    report("all 30 new", median(lambda: read_feed(small, url=URL)), yardstick)
    report("1 of 30 new", median(lambda: read_feed(small, url=URL, known=one_new)), yardstick)
    report("none new", median(lambda: read_feed(small, url=URL, known=frozenset(known))), yardstick)
    whole = read_feed(huge, url=URL)
    fresh = frozenset(whole.fingerprints[1:])
    yardstick = median(lambda: feedparser.parse(io.BytesIO(huge)))
    print(f"feedparser, 5,000 entries ({len(huge) / 1e6:.1f} MB): {yardstick:.0f} ms")
    report("all 5,000 new", median(lambda: read_feed(huge, url=URL)), yardstick)
    report("1 of 5,000 new", median(lambda: read_feed(huge, url=URL, known=fresh)), yardstick)


if __name__ == "__main__":
    main()
