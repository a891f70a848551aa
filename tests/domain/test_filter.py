"""Which stories the rules of a filter let pass, and what moderators are told of rules."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.error import UserError
from bot.domain.filter import MAX_TEXT, Verdict, any_holds, parse_rule, read_rules, verdict
from bot.domain.model import Article
from bot.domain.text import escape

STORY = Article(
    title="‘Space Sweepers’ unveils Disney+ stills: Season 2",
    link="https://a.example/1",
    outlet="Reel",
    author="Ann Writer",
    summary=escape("Netflix shows the sets of *Space Sweepers* behind the scenes."),
    categories=("TV News", "K-Drama"),
)


@pytest.mark.parametrize(
    "rule",
    [
        "netflix",
        "NETFLIX",
        '"behind the scenes"',
        "“behind the scenes”",
        "behind-the-scenes",
        "disney+",
        "tv news",
        "k drama",
        "title: space sweepers",
        "TITLE:stills",
        "summary:netflix",
        "category: k-drama",
        "categories: k-drama",
        "author: writer",
        "/season \\d/",
        "/Season \\d$/i",
        "title: /^‘space/",
        "title: /^'space/",
        "category: /^k-/",
        "/^netflix/",
        "/^K-Drama$/",
        "netflix + stills",
        "title: stills + summary: netflix + /k.drama/",
        '"season 2"',
    ],
)
def test_a_rule_holds(rule: str) -> None:
    assert any_holds(STORY, read_rules(rule)) == rule


@pytest.mark.parametrize(
    "rule",
    [
        "flix",
        "still",
        "scenes behind",
        "title: netflix",
        "summary: stills",
        "author: netflix",
        "writer",
        "category: netflix",
        "/season \\d\\d/",
        "/^season/",
        "/stills.*netflix/",
        "/stills: season 2\\s+netflix/",
        "netflix + trailer",
        "title: /k-drama/",
        "news k-drama",
    ],
)
def test_a_rule_does_not_hold(rule: str) -> None:
    assert any_holds(STORY, read_rules(rule)) is None


@pytest.mark.parametrize(
    ("rule", "title"),
    [
        ("3:10 to yuma", "3:10 to Yuma returns"),
        ("mission: impossible", "New Mission: Impossible"),
        ("넷플릭스", "넷플릭스가 공개한 사진"),
        ("/넷플릭스(가|는)/", "넷플릭스가 공개한 사진"),
        ("/étoile/", "L’ÉTOILE"),
        ("/ocean's \\d+/", "Ocean’s 8"),
        ("/ocean’s \\d+/", "Ocean's 8"),
        ('"a + b"', "What a + b is"),
        ("/a [+] b/", "What a + b is"),
        ("/w/i", "Love w/ips"),
        ("/and\\/or/", "And/or"),
    ],
)
def test_a_rule_holds_in_a_title(rule: str, title: str) -> None:
    assert any_holds(replace(STORY, title=title), read_rules(rule)) == rule


def test_a_story_passes_by_one_of_the_words_that_must_occur() -> None:
    assert verdict(STORY, ["otters", "netflix"], []) == Verdict(passes=True, rule="netflix")


def test_a_story_without_any_word_that_must_occur_does_not_pass() -> None:
    assert verdict(STORY, ["otters", "herons"], []) == Verdict(passes=False)


def test_a_word_that_must_not_occur_decides_even_if_one_does_that_must() -> None:
    assert verdict(STORY, ["netflix"], ["stills"]) == Verdict(passes=False, rule="stills")


def test_without_rules_every_story_passes() -> None:
    assert verdict(STORY, [], []) == Verdict(passes=True)


def test_a_stored_rule_that_can_no_longer_be_read_holds_for_nothing() -> None:
    assert verdict(STORY, [], ["/(?=a)/"]).passes


def test_what_stands_far_behind_in_a_story_is_not_looked_for() -> None:
    long = replace(STORY, summary="a " * MAX_TEXT + "otter")
    assert any_holds(long, ["otter"]) is None


def test_an_empty_story_holds_nothing() -> None:
    empty = Article(title="", link=None, outlet="Reel")
    assert any_holds(empty, ["netflix", "/x/", "author: ann"]) is None


def test_rules_are_read_one_a_line_and_each_once() -> None:
    typed = "  Netflix \n\n“behind the scenes”\nNETFLIX\nbehind the scenes\r\n/a+b/"
    assert read_rules(typed) == ("Netflix", "“behind the scenes”", "/a+b/")


def test_what_was_read_is_read_again_as_the_same() -> None:
    rules = read_rules("title: netflix + /season \\d/\n“behind the scenes”\n/x+/i")
    assert read_rules("\n".join(rules)) == rules
    assert parse_rule(rules[0]).text == rules[0]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("netflix\n/(?=x)/", "Line 2: /(?=x)/ looks ahead or back"),
        ("/(?<!x)y/", "looks ahead or back"),
        ("/(a)\\1/", "looks ahead or back"),
        ("/(?P<a>x)(?P=a)/", "looks ahead or back"),
        ("/a(/", "is no regular expression that can be read"),
        ("/x**/", "is no regular expression that can be read"),
        ("/a*/", "is found in every text"),
        ("/x|/", "is found in every text"),
        ("/.{900}/", "is too big"),
        ("/a{2000}/", "is too big"),
        ("/abc", "second “/” is missing"),
        ('ok\n\n"abc', 'Line 3: the second “"” is missing'),
        ("title:", "Line 1 says no word"),
        ('""', "Line 1 says no word"),
        ("//", "Line 1 says no word"),
        ("a" * 101, "Line 1 is too long"),
        ("\n".join(f"word {n}" for n in range(51)), "These are 51 rules"),
        ("\n".join(f"/x{n}.{{40}}/" for n in range(4)), "too big together"),
    ],
)
def test_a_moderator_is_told_which_line_is_wrong(typed: str, said: str) -> None:
    with pytest.raises(UserError) as error:
        read_rules(typed)
    assert said in str(error.value).replace("\\", "") or said in str(error.value)
