"""Golden pairs: a feed, and what must come out of it.

``NAME.json`` (or ``NAME.expected.json``) names only what matters about ``NAME.xml`` (or
``NAME.feed.json``): keys that it leaves out are not compared. Times are ISO 8601, ttl seconds.
"""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.web.feed.document import read_feed

FOLDER = Path(__file__).parent.parent / "feeds"
NOW = datetime(2026, 6, 1, tzinfo=UTC)
FEEDS = sorted([*FOLDER.glob("*.xml"), *FOLDER.glob("*.feed.json")])


def expectation(path):
    name = path.name.removesuffix(".feed.json")
    other = path.with_suffix(".json") if path.suffix == ".xml" else FOLDER / f"{name}.expected.json"
    return json.loads(other.read_text("utf-8"))


def shown(value, wanted):
    """Return what of a value is wanted, in the words of the golden file."""
    if isinstance(wanted, dict):
        return {key: shown(getattr(value, key), wanted[key]) for key in wanted}
    if isinstance(value, tuple):
        if len(value) == len(wanted):
            return [shown(*pair) for pair in zip(value, wanted, strict=True)]
        return [str(one) for one in value]
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    return sorted(value) if isinstance(value, frozenset) else value


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.name)
def test_feed_reads_as_its_golden_file_says(path):
    """S38, S43, S46, L19, L27, D4, D15: each file is one kind of feed or of breakage."""
    wanted = expectation(path)
    read = read_feed(
        path.read_bytes(), url=wanted["url"], content_type=wanted.get("content_type"), now=NOW
    )

    assert shown(read.entries, wanted["entries"]) == wanted["entries"]
    assert shown(read.head, wanted.get("head", {})) == wanted.get("head", {})
    assert len(read.skipped) == wanted.get("skipped", 0)


def test_there_are_golden_files():
    assert len(FEEDS) >= 12
