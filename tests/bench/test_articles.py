"""The feeds of the captures, where they are present: what the bot makes of them, in numbers."""

import time
from pathlib import Path

import pytest

from bot.domain.error import ParseError
from bot.web.feed.document import read_feed
from tests.bench.articles import load_cases, load_scorer, predict_feed, read_body

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "articles"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the captures are not here")


def of_kind(kind):
    return [case for case in load_cases(FOLDER) if case["kind"] == kind]


@pytest.fixture(scope="module")
def scores():
    scorer = load_scorer(FOLDER)
    cases = [case for case in of_kind("feed") if case["expected"].get("entries") is not None]
    rows = [scorer.feed(case, predict_feed(case, read_body(case, FOLDER))) for case in cases]
    return {key: sum(row[key] for row in rows) for key in rows[0] if key != "id"} | {"n": len(rows)}


def test_every_entry_of_every_feed_is_found(scores):
    assert scores["entries"] == scores["n"]


@pytest.mark.parametrize(
    ("right", "of"), [("title", "n_title"), ("link", "n_link"), ("published", "n_pub")]
)
def test_titles_links_and_dates_are_right(scores, right, of):
    assert scores[right] >= 0.95 * scores[of] > 0


def test_photos_are_found_and_nothing_else(scores):
    assert scores["tp"] >= 0.97 * (scores["tp"] + scores["fp"])
    assert scores["tp"] >= 0.97 * scores["truth"] > 0


def test_credits_stay_with_their_photos(scores):
    assert scores["cr_ok"] >= 0.9 * scores["cr"] > 0


def test_hostile_feeds_are_refused_at_once():
    """S45."""
    for case in of_kind("feed-hostile"):
        start = time.perf_counter()
        with pytest.raises(ParseError):
            read_feed(read_body(case, FOLDER), url="https://a.example.com/feed")
        assert time.perf_counter() - start < 1
