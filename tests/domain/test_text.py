import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.text import cut, cut_markdown, escape, link, plain, width

FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"

tricky = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from("*_~`|[]()<>@#:/-. \n\\1a\u200d\u200c\u0301\u202e\ufe0f\u3000字👩🇩🇪"),
    ),
    max_size=120,
)
quick = settings(max_examples=150, deadline=None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  The\n\tLunar \u00a0Sea ", "The Lunar Sea"),
        ("Lunar\u202e aeS\u202c", "Lunar aeS"),
        ("Lu\u200bn\u2060a\ufeffr \u00adSea", "Lunar Sea"),
        ("a\u2066b\u2069\u200ec", "abc"),
        ("a\x00b\x07c\x9f", "abc"),
        ("Cafe\u0301", "Café"),
        ("a\u200db", "ab"),
        ("\u3164\u115f", ""),
        ("\ud800x", "x"),
        ("", ""),
    ],
)
def test_plain_shows_only_what_can_be_seen(text: str, expected: str):
    """S46: zero-width, bidi and control characters are gone."""
    assert plain(text) == expected


@pytest.mark.parametrize(
    "text", ["می‌خواهم", "क्‍ष", f"Meet the {FAMILY} now", f"{SCOTLAND} on film", "❤\ufe0f\u200d🔥"]
)
def test_plain_keeps_joiners_that_scripts_and_emoji_need(text: str):
    """S46: what is not there to hide anything stays."""
    assert plain(text) == text


def test_plain_flattens_letters_with_towers_of_marks():
    """S46: a pile of combining marks does not run over the lines around it."""
    assert len(plain("e" + "\u0301" * 500)) < 12


@quick
@given(tricky)
def test_plain_of_plain_changes_nothing(text: str):
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The *Lunar* _Sea_", r"The \*Lunar\* \_Sea\_"),
        ("~~cut~~ ||spoiler|| `code`", r"\~\~cut\~\~ \|\|spoiler\|\| \`code\`"),
        ("# Lunar", r"\# Lunar"),
        ("### Lunar", r"\### Lunar"),
        ("> quoted", r"\> quoted"),
        ("- one", r"\- one"),
        ("-# small", r"\-# small"),
        ("1. Lunar Sea", r"1\. Lunar Sea"),
        (r"C:\film", r"C:\\film"),
        ("[click](https://evil.example)", r"\[click\](https\://evil.example)"),
        ("see http://a.example/b_c", r"see http\://a.example/b\_c"),
        ("<https://a.example>", r"\<https\://a.example>"),
        ("<#123> <t:1:R> </go:1>", r"\<#123> \<t\:1:R> \</go:1>"),
        ("<:eye:123>", r"\<\:eye:123>"),
        ("a :smile: b", r"a \:smile: b"),
        ("discord.gg/abc", r"discord\.gg/abc"),
    ],
)
def test_escape_shows_markup_as_text(text: str, expected: str):
    """S46: Markdown characters and masked links are shown as they were written."""
    assert escape(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Spider-Man: Far from Home",
        "It's 10 - 2 for 'Up'",
        "Part 1. The end",
        "#1 at the box office",
        "2001 (1968)",
        "Me & you > them, 3 < 4",
        "50% off!",
        "스파이더맨: 노 웨이 홈",
    ],
)
def test_escape_leaves_alone_what_discord_does_not_read_as_markup(text: str):
    assert escape(text) == text


@pytest.mark.parametrize(
    "text", ["@everyone", "x@here", "@EVERYONE", "<@123456789012345678>", "<@&123456789012345678>"]
)
def test_escape_breaks_every_mention(text: str):
    """S46: nobody is pinged, whatever the server makes of backslashes."""
    assert not re.search(r"@(everyone|here|[!&]?\d{5,})", escape(text), re.IGNORECASE)


def test_escape_of_nothing_is_nothing():
    """S47: an empty title or summary stays empty."""
    assert escape("") == ""


@quick
@given(tricky)
def test_escaped_text_shows_the_characters_of_plain_text(text: str):
    """S46: unescaping as Discord does gives back the text."""
    shown = re.sub(r"\\([^0-9A-Za-z\s])", r"\1", escape(text)).replace("@\u200b", "@")
    assert shown == plain(text)


@quick
@given(tricky)
def test_no_scheme_survives_escaping(text: str):
    """S46: nothing becomes a link."""
    assert "://" not in escape(text)


def test_link_hides_nothing_in_its_label():
    assert link("[Lunar](x)", "https://a.example/b (1)") == (
        "[(Lunar)(x)](https://a.example/b%20%281%29)"
    )


def test_link_hides_no_address_behind_another():
    """S46: Discord does not make a link of a label that looks like one."""
    assert "://" not in link("https://good.example", "https://evil.example").split("](")[0]


def test_a_title_of_ten_thousand_characters_is_cut():
    """S46: ten thousand characters of anything."""
    assert width(cut_markdown(escape("*" * 10_000), 256)) <= 256


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("The Lunar Sea", 13, "The Lunar Sea"),
        ("The Lunar Sea", 12, "The Lunar…"),
        ("The Lunar, Sea", 12, "The Lunar…"),
        ("Extraordinarily", 8, "Extraor…"),
        ("우주 청소부 이야기", 8, "우주 청소부…"),
        ("宇宙掃除人の物語", 5, "宇宙掃除…"),
        (f"ab {FAMILY}", 9, "ab…"),
        ("cafe\u0301\u0323x", 5, "caf…"),
        ("🇩🇪🇫🇷", 6, "🇩🇪…"),
        ("a *b cd", 6, "a *b…"),
        ("anything", 1, "…"),
        ("anything", 0, ""),
    ],
)
def test_cut_ends_at_a_word_or_whole_character(text: str, limit: int, expected: str):
    assert cut(text, limit) == expected


@quick
@given(tricky, st.integers(0, 60))
def test_cut_is_never_longer_than_its_limit(text: str, limit: int):
    """M48: counted in UTF-16 units, the larger of Discord's two ways to count."""
    assert width(cut(text, limit)) <= limit


def test_width_counts_what_lies_beyond_the_basic_plane_twice():
    assert width("a字👩") == 4


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("The **Lunar Sea** film", 12, "The **Lun…**"),
        ("A **Lunar Sea** film", 16, "A **Lunar Sea**…"),
        ("A ***deep* sea** film", 14, "A ***deep*…**"),
        ("The *Lunar*", 6, "The…"),
        (r"abcd\*efgh", 6, "abcd…"),
        ("See [the film](https://a.example/) now", 20, "See…"),
        ("[The Lunar Sea](https://a.example/)", 11, "The Lunar…"),
        ("One\n\n- two\n- three", 13, "One\n\n- two…"),
    ],
)
def test_cut_markdown_closes_what_is_open(text: str, limit: int, expected: str):
    assert cut_markdown(text, limit) == expected


@quick
@given(tricky, st.integers(0, 60))
def test_cut_markdown_of_escaped_text_leaves_no_half_escape(text: str, limit: int):
    """S46: a cut in the middle of an escape would bring the markup back."""
    result = cut_markdown(escape(text), limit)
    assert width(result) <= limit
    assert not re.search(r"(?<!\\)(?:\\\\)*\\(?:$|…)", result)
