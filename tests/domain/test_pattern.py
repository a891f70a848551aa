"""Regular expressions that cannot run away."""

from __future__ import annotations

import re
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.pattern import BadPattern, Flaw, compiled

LIMIT = 0.05  # seconds of processor time

TEXTS = (
    "a" * 3000,
    "ab" * 1500,
    "a b " * 750,
    "=" * 3000,
    "가나다라" * 750,
    "".join(chr(0x4E00 + 37 * n % 20_000) for n in range(3000)),
)

# What goes back and forth in `re` for minutes, or for ever, on one of the texts.
RUNAWAYS = (
    "(a+)+$",
    "(a+)+b",
    "(a|a)*b",
    "(a|aa)+$",
    "(.*)*x",
    "(.*a){20}!",
    "(a*)*b",
    "([a-z]+)*!",
    "(x+x+)+y",
    "(.*.*.*.*)*=x",
    "((a{1,30}){1,30}){1,30}b",
    "(a{0,1000}){0,1000}b",
    "(a?){40}a{40}!",
    "(\\w+\\s?)*!",
    "^(([a-z])+.)+[A-Z]([a-z])+$",
    "(.{1,50}){1,50}!",
    "a{1,1000}b",
    "(가+나?다?라?)+!",
    "(.*?,){11}P",
)


def seconds(pattern: str) -> float:
    """Return how long a pattern takes at most to be refused, or to be built and searched for."""
    compiled.cache_clear()
    start = process_time()
    try:
        found = compiled(pattern)
    except BadPattern:
        return process_time() - start
    spent = process_time() - start
    for text in TEXTS:
        start = process_time()
        found.is_in(text)
        spent = max(spent, process_time() - start)
    return spent


@pytest.mark.parametrize("pattern", RUNAWAYS)
def test_a_pattern_that_would_run_for_minutes_is_refused_or_over_at_once(pattern: str) -> None:
    assert min(seconds(pattern) for _ in range(2)) < LIMIT


def test_such_patterns_are_what_re_runs_away_with() -> None:
    """Each letter more doubles the time: 3,000 of them would take longer than the sun has."""
    start = process_time()
    re.search("(a+)+$", "a" * 16 + "b")
    few = process_time() - start
    start = process_time()
    re.search("(a+)+$", "a" * 20 + "b")
    assert process_time() - start > 4 * few


@given(st.text(alphabet="ab.()[]{}*+?|^$\\-019,", max_size=40))
@settings(max_examples=60, deadline=None)
def test_whatever_is_typed_is_searched_for_or_refused(pattern: str) -> None:
    try:
        found = compiled(pattern)
    except BadPattern:
        return
    assert not found.is_in("")


@pytest.mark.parametrize(
    ("pattern", "flaw"),
    [
        ("(?=a)", Flaw.GOES_BACK),
        ("(?>a)", Flaw.GOES_BACK),
        ("(a)\\1", Flaw.GOES_BACK),
        ("a{1001}", Flaw.TOO_BIG),
        ("(.{100}){100}", Flaw.TOO_BIG),
        ("\\pL\\pL", Flaw.TOO_BIG),
        (")", Flaw.BROKEN),
        ("a\ud800", Flaw.BROKEN),
        ("x?", Flaw.ALWAYS_FOUND),
        ("^$", Flaw.ALWAYS_FOUND),
        ("", Flaw.ALWAYS_FOUND),
    ],
)
def test_a_pattern_is_refused_with_its_flaw(pattern: str, flaw: Flaw) -> None:
    with pytest.raises(BadPattern) as bad:
        compiled(pattern)
    assert bad.value.flaw is flaw


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("season \\d+", "The last Season 12"),
        ("^two$", "one\ntwo\nthree"),
        ("\\p{Han}", "字"),
        ("[가-힣]+", "영화"),
        ("Ärger", "ÄRGER"),
        ("(trailer|teaser)s?\\b", "First TEASERS."),
    ],
)
def test_a_pattern_is_found(pattern: str, text: str) -> None:
    assert compiled(pattern).is_in(text)


@pytest.mark.parametrize(
    ("pattern", "text"), [("one.two", "one\ntwo"), ("one\\s+two", "one\ntwo"), ("\\d", "one")]
)
def test_a_pattern_is_not_found_across_lines(pattern: str, text: str) -> None:
    assert not compiled(pattern).is_in(text)
