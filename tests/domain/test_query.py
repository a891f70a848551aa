from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.error import UserError
from bot.domain.query import MAX_QUERY, MAX_WORDS, Query, Wanted, names, parse

NOW = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)


def asked(typed: str) -> Query:
    return parse(typed, NOW)


def wanted(typed: str) -> list[str]:
    """Return what is wanted: a star where longer words count too."""
    return [" ".join(one.words) + "*" * one.begins for one in asked(typed).wanted]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        # words
        ("salt lighthouse", ["salt*", "lighthouse*"]),
        ("Señor FILM", ["senor*", "film*"]),
        ("up at it", ["up", "at", "it"]),
        ("spider-man", ["spider man*"]),
        ("don’t look up", ["dont*", "look*", "up"]),
        ("Dune's end", ["dune*", "end*"]),
        ("dune dune", ["dune*"]),
        ("Dune – Part Two", ["dune*", "part*", "two*"]),
        ("ＤＵＮＥ", ["dune*"]),
        ("@everyone **dune** `x`", ["everyone*", "dune*", "x"]),
        # Korean, Japanese, Chinese: no longer words, but for a lone character
        ("송중기", ["송중기"]),
        ("송", ["송*"]),
        ("BTS가 온다", ["bts 가*", "온다"]),
        ("映画「君の名は」予告", ["映画", "君の名は", "予告"]),
        # quotes
        ('"salt lighthouse"', ["salt lighthouse"]),
        ("“salt lighthouse” dune", ["salt lighthouse", "dune*"]),
        ("„salt lighthouse“", ["salt lighthouse"]),
        ("”salt lighthouse”", ["salt lighthouse"]),
        ("«salt lighthouse»", ["salt lighthouse"]),
        ("»salt lighthouse«", ["salt lighthouse"]),
        ("『salt lighthouse』", ["salt lighthouse"]),
        ("《salt lighthouse》", ["salt lighthouse"]),
        ("＂salt lighthouse＂", ["salt lighthouse"]),
        ("‘salt lighthouse’ shoots", ["salt lighthouse", "shoots*"]),
        ("'salt lighthouse' shoots", ["salt lighthouse", "shoots*"]),
        ("'the ferryman's wife'", ["the ferryman wife"]),
        ('film"the room"', ["film*", "the room"]),
        # quotes that are none
        ('"salt lighthouse', ["salt*", "lighthouse*"]),
        ('salt" lighthouse', ["salt*", "lighthouse*"]),
        ("'90s horror", ["90s*", "horror*"]),
        ("rock'n'roll", ["rocknroll*"]),
        ('"" dune', ["dune*"]),
        ('"…" dune', ["dune*"]),
        # what looks like a key or an operator is words
        ("director:nolan", ["director*", "nolan*"]),
        ("title:dune OR 1=1", ["title*", "dune*", "or", "1 1"]),
        ("Mission:Impossible", ["mission*", "impossible*"]),
        ("NEAR(dune part)", ["near dune*", "part*"]),
        ("dune* ^dune {title}: dune", ["dune*", "title*"]),
        ("re-by:x", ["re by", "x"]),
        ("http://evil.example", ["http*", "evil example*"]),
    ],
)
def test_words_and_phrases_are_wanted(typed: str, found: list[str]) -> None:
    assert wanted(typed) == found


def test_in_order_of_two_quotes_each_is_a_phrase() -> None:
    assert wanted('"salt sea" "old house"') == ["salt sea", "old house"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("dune -trailer", [("trailer",)]),
        ("dune −trailer", [("trailer",)]),
        ('dune -"teaser trailer"', [("teaser", "trailer")]),
        ("dune -“teaser trailer”", [("teaser", "trailer")]),
        ("-dune", [("dune",)]),
        ("-spider-man", [("spider", "man")]),
        ("dune - trailer", []),
        ("dune -", []),
        ("spider-man", []),
        ("dune -…", []),
    ],
)
def test_a_dash_in_front_leaves_words_out(typed: str, found: list[tuple[str, ...]]) -> None:
    assert [one.words for one in asked(typed).unwanted] == found


def test_what_is_left_out_is_that_word_alone() -> None:
    assert not asked("dune -trail").unwanted[0].begins


@pytest.mark.parametrize(
    ("typed", "feeds"),
    [
        ("feed:gazette", ("gazette",)),
        ("FEED:Gazette dune", ("gazette",)),
        ('feed:"Reel Gazette" dune', ("reel gazette",)),
        ("feed:“Reel Gazette” dune", ("reel gazette",)),
        ("feed: gazette", ("gazette",)),
        ("feed：gazette", ("gazette",)),
        ("feed:reel-gazette.example", ("reel gazette example",)),
        ("feed:gazette feed:post feed:gazette", ("gazette", "post")),
        ("feed:시네", ("시네",)),
    ],
)
def test_a_feed_is_named_by_a_part(typed: str, feeds: tuple[str, ...]) -> None:
    assert asked(typed).feeds == feeds


def test_authors_and_outlets_are_named_by_a_part() -> None:
    query = asked('by:smith by:"Park Chan"')
    assert query.by == ("smith", "park chan")


def test_feeds_and_authors_can_be_left_out() -> None:
    query = asked("dune -feed:gazette -by:smith")
    assert (query.no_feeds, query.not_by) == (("gazette",), ("smith",))
    assert (query.feeds, query.by) == ((), ())


def test_since_is_a_moment() -> None:
    assert asked("dune since:3d").since == NOW - timedelta(days=3)
    assert asked('dune since:"march 2025"').since == datetime(2025, 3, 1, tzinfo=UTC)


def test_of_several_moments_the_latest_holds() -> None:
    assert asked("since:1y since:3d since:2w").since == NOW - timedelta(days=3)


def test_all_of_it_together() -> None:
    query = asked("  salt  “old house” -trailer feed:reel by:park since:2025 ")
    assert query == Query(
        text="salt “old house” -trailer feed:reel by:park since:2025",
        wanted=(
            Wanted(words=("salt",), begins=True),
            Wanted(words=("old", "house"), begins=False),
        ),
        unwanted=(Wanted(words=("trailer",), begins=False),),
        feeds=("reel",),
        by=("park",),
        since=datetime(2025, 1, 1, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("since:blah", "is no time"),
        ("feed:", "Which feed"),
        ("feed: since:3d", "Which feed"),
        ('feed:"" dune', "Which feed"),
        ("by:…", "By whom"),
        ("dune since:", "Since when"),
        ("-since:3d", "turned round"),
        ("since:2199", "still to come"),
        ("", "What shall I look for"),
        ("…", "What shall I look for"),
        ("-", "What shall I look for"),
        ('"', "What shall I look for"),
        ("\x00\u200b", "What shall I look for"),
        ("a" * (MAX_QUERY + 1), "characters is the most"),
        ("a b " * (MAX_WORDS // 2 + 1) + " ".join(map(str, range(MAX_WORDS))), "words is the most"),
    ],
)
def test_what_cant_be_understood_is_said(typed: str, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        asked(typed)


def test_terms_of_a_word_in_a_script_without_spaces_are_pairs() -> None:
    assert asked("송중기").wanted[0].terms == ("송중", "중기")


@pytest.mark.parametrize(
    ("part", "name", "is_named"),
    [
        ("gazette", "The Reel Gazette", True),
        ("gaz", "The Reel Gazette", True),
        ("reel gazette", "Reel-Gazette", True),
        ("senor", "El Señor", True),
        ("post", "The Reel Gazette", False),
        ("시네", "씨네시네21", True),
    ],
)
def test_a_name_is_known_by_its_parts(part: str, name: str, is_named: bool) -> None:
    assert names([part], "Nobody", name) is is_named


def test_nothing_names_nobody() -> None:
    assert not names([], "The Reel Gazette")


PIECES = [
    "-",
    '"',
    "“",
    "”",
    "'",
    "’",
    "「",
    "»",
    ":",
    "feed:",
    "by:",
    "since:",
    "3d",
    "dune",
    " ",
    "송",
]


@settings(deadline=None)
@given(st.one_of(st.text(max_size=220), st.lists(st.sampled_from(PIECES)).map("".join)))
def test_any_text_is_understood_or_refused(typed: str) -> None:
    try:
        query = asked(typed)
    except UserError:
        return
    for one in query.wanted + query.unwanted:
        assert one.terms
        assert not set('"\x00 ') & set("".join(one.terms))
