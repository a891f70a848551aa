from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.commonness import Commonness
from bot.domain.query import Wanted, parse
from bot.domain.relevance import freshness, relevance
from bot.domain.wording import Wording

NEW = timedelta(0)
DAY = timedelta(days=1)
EVEN = Commonness(total=1_000, articles={"dune": 10, "trailer": 10})


def wanted(typed: str) -> tuple[Wanted, ...]:
    return parse(typed, datetime(2026, 11, 22, tzinfo=UTC)).wanted


def text(title: str = "", names: str = "", body: str = "") -> Wording:
    return Wording(title=title, names=names, body=body)


@pytest.mark.parametrize(
    ("typed", "better", "worse"),
    [
        ("dune", text("x y", "dune"), text("dune x y")),
        ("dune", text("dune x y"), text("x y", body="dune")),
        ("dune", text("dune x"), text("dunes x")),
        ("dune", text("dune"), text("dune and many other words of a long title")),
        ("dune trailer", text("dune trailer x"), text("trailer x dune")),
        ("dune trailer", text("dune trailer"), text("dune x", body="trailer")),
        ("송중기", text("배우 송중 중기"), text("x y", body="송중 중기")),
    ],
)
def test_what_answers_better_comes_first(typed: str, better: Wording, worse: Wording) -> None:
    one, other = (relevance(wanted(typed), words, EVEN, NEW) for words in (better, worse))
    assert one > other > 0


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    common = Commonness(total=1_000, articles={"film": 500, "dune": 3})
    rare = relevance(wanted("film dune"), text("x dune", body="film"), common, NEW)
    often = relevance(wanted("film dune"), text("x film", body="dune"), common, NEW)
    assert rare > often


def test_a_word_of_everything_still_orders() -> None:
    everywhere = Commonness(total=10, articles={"film": 10})
    assert relevance(wanted("film"), text("film"), everywhere, NEW) > 0


def test_of_equal_answers_the_newer_comes_first() -> None:
    ages = (NEW, DAY, 30 * DAY, 400 * DAY)
    found = [relevance(wanted("dune"), text("dune"), EVEN, age) for age in ages]
    assert found == sorted(found, reverse=True)


def test_an_old_story_about_it_stands_before_a_new_one_that_mentions_it() -> None:
    old = relevance(wanted("dune"), text("dune x y", "dune"), EVEN, 3_000 * DAY)
    assert old > relevance(wanted("dune"), text("x y z", body="dune"), EVEN, NEW)


def test_what_has_nothing_of_it_is_nothing() -> None:
    assert relevance(wanted("dune"), text("x", "y", "z"), EVEN, NEW) == 0


@pytest.mark.parametrize(
    ("age", "left"), [(-DAY, 1.0), (NEW, 1.0), (30 * DAY, 0.5), (60 * DAY, 0.25)]
)
def test_freshness_halves_each_month(age: timedelta, left: float) -> None:
    assert freshness(age) == left
