from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.marking import marked, marked_link, marked_snippet, snippet, spans, unmarked
from bot.domain.query import Wanted, parse
from bot.domain.text import escape, plain

URL = "https://gazette.example/(1)"


def wanted(typed: str) -> tuple[Wanted, ...]:
    return parse(typed, datetime(2026, 11, 22, tzinfo=UTC)).wanted


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        ("salt", "The Salt Lighthouse", ["Salt"]),
        ("light", "The Salt Lighthouse", ["Lighthouse"]),
        ('"light"', "The Salt Lighthouse", []),
        ("house", "The Salt Lighthouse", []),
        ("senor", "El Señor de los Anillos", ["Señor"]),
        ("señor", "El SEN\u0303OR", ["SEN\u0303OR"]),
        ("strasse", "Die Straße", ["Straße"]),
        ("dune", "Dune’s end", ["Dune"]),
        ("dont", "I don’t know", ["don’t"]),
        ("netflix", "ＮＥＴＦＬＩＸ", ["ＮＥＴＦＬＩＸ"]),
        ("spider-man", "A spider. Spider-Man! man", ["Spider", "Man"]),
        ('"the salt"', "the sea, the Salt", ["the", "Salt"]),
        ("송중기", "배우 송중기가 돌아온다, 송중기", ["송중기", "송중기"]),
        ("송", "배우 송중기가", ["송"]),
        ('"배우 송중기"', "배우 송중기가", ["배우", "송중기"]),
        ("君の名は", "映画「君の名は。」", ["君の名は"]),
        ("カメラ", "ｶﾒﾗを止めるな", ["ｶﾒﾗ"]),
        ("bts", "BTS가 왔다", ["BTS"]),
        ("film", "__film__ film*", ["film", "film"]),
        ("dune", "nothing of it", []),
        ("dune", "", []),
    ],
)
def test_words_are_found_folded(typed: str, text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in spans(text, wanted(typed))] == found


def test_what_was_looked_for_is_bold() -> None:
    assert marked("The Salt Lighthouse", wanted("salt")) == "The **Salt** Lighthouse"


def test_words_that_meet_are_one() -> None:
    assert marked("송중기가", wanted("송중 중기")) == "**송중기**가"


def test_a_text_with_none_of_it_is_as_it_would_be() -> None:
    assert marked("*The* Salt", wanted("dune")) == escape("*The* Salt")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*Salt* [x](y)", r"\***Salt**\* \[x\](y)"),
        ("**Salt**", r"\*\***Salt**\*\*"),
        ("@Salt", "@**Salt**"),
        ("Salt://evil.example", r"**Salt**\://evil.example"),
        ("__salt__ `salt`", r"\_\_**salt**\_\_ \`**salt**\`"),
    ],
)
def test_markup_of_the_text_stays_text(text: str, shown: str) -> None:
    """S46."""
    assert marked(text, wanted("salt")) == shown


@pytest.mark.parametrize("typed", ["everyone", "here", "123456", "gg", "http", "evil"])
@pytest.mark.parametrize(
    "text", ["@everyone @here", "<@123456>", "discord.gg/evil", "http://evil.example"]
)
def test_marks_make_no_mention_and_no_link(typed: str, text: str) -> None:
    """S46."""
    shown = marked(text, wanted(typed))
    assert "@everyone" not in shown
    assert "@here" not in shown
    assert "<@1" not in shown.replace(r"\<", "")
    assert "discord.gg" not in shown
    assert "http://" not in shown


def test_a_link_has_what_was_looked_for_in_bold() -> None:
    link = marked_link("The [Salt] Lighthouse", URL, wanted("salt"))
    assert link == "[The (**Salt**) Lighthouse](https://gazette.example/%281%29)"


def test_a_link_of_nothing_is_none() -> None:
    assert marked_link("", URL, wanted("salt")) == ""


def test_a_snippet_begins_before_the_first_word_that_was_looked_for() -> None:
    text = f"{'word ' * 60}the Salt Lighthouse {'word ' * 60}"
    part = snippet(text, wanted("salt"), 120)
    assert part.startswith("…word ")
    assert "the Salt Lighthouse" in part
    assert part.endswith("…")
    assert len(part) <= 120


@pytest.mark.parametrize("typed", ["salt", "dune"])
def test_a_short_text_is_its_own_snippet(typed: str) -> None:
    assert snippet("The Salt Lighthouse", wanted(typed), 120) == "The Salt Lighthouse"


def test_a_snippet_of_text_without_spaces_begins_at_the_word() -> None:
    assert snippet("あ" * 200 + "君の名は" + "い" * 200, wanted("君の名は"), 100).startswith(
        "…君の名は"
    )


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("**Salt** and *sea*", "Salt and sea"),
        (r"2 \* 3 \_so\_ \[x\]", "2 * 3 _so_ [x]"),
        ("in [The Salt](https://a.example/x_y) now", "in The Salt now"),
        (r"in [The \[Salt\]](<https://a.example>) now", "in The [Salt] now"),
        ("> a quote\n- one\n- two\n### head\n-# small", "a quote one two head small"),
        (r"\- no list \# no head", "- no list # no head"),
        ("well - known", "well - known"),
        ("@\u200beveryone", "@everyone"),
        ("||secret|| ~~gone~~ `code`", "secret gone code"),
        ("", ""),
    ],
)
def test_a_summary_is_read_without_its_markup(markdown: str, text: str) -> None:
    assert unmarked(markdown) == text


@settings(deadline=None)
@given(st.text(max_size=80))
def test_escaped_text_is_read_as_it_was(text: str) -> None:
    """S46."""
    assert unmarked(escape(text)) == plain(text)


WORDS = [
    "dune",
    "Dune",
    "送",
    "송중기",
    "é",
    "\u0301",
    "*",
    "_",
    "@everyone",
    "://",
    "http",
    "[",
    "]",
    "\\",
    " ",
    "’",
]
TEXT = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(WORDS)).map("".join))


@settings(deadline=None)
@given(TEXT, st.sampled_from(["dune", "송중", "e", "http everyone", "d* é 송"]))
def test_without_its_marks_a_marked_text_is_the_text(text: str, typed: str) -> None:
    """S46: nothing is lost, doubled or left unescaped by the marks."""
    shown = re.sub(r"(?<!\\)((?:\\\\)*)\*\*", r"\1", marked(text, wanted(typed)))
    assert re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", shown).replace("@\u200b", "@") == plain(text)


@settings(deadline=None)
@given(TEXT, st.integers(20, 200))
def test_a_marked_snippet_is_bounded(text: str, limit: int) -> None:
    """M48."""
    assert len(marked_snippet(text * 9, wanted("d é 송 dune"), limit)) <= 2 * limit
