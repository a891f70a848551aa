"""Which spellings are the same emoji, and what people may type (V59)."""

from __future__ import annotations

import pytest

from bot.domain.emoji import emoji_key, read_emoji
from bot.domain.error import UserError

ID = "123456789012345678"
OTHER = "987654321098765432"

SAME = {
    "variation selector": ("❤", "❤\ufe0f"),
    "text selector": ("❤\ufe0e", "❤\ufe0f"),
    "skin tone": ("👍", "👍🏽"),
    "two skin tones": ("👍🏻", "👍🏿"),
    "tone in a sequence": ("🤷‍♀️", "🤷🏽‍♀️"),
    "selector in a sequence": ("🏳️‍🌈", "🏳‍🌈"),
    "keycap": ("1\ufe0f\u20e3", "1\u20e3"),
    "id and name": (ID, f"reel:{ID}"),
    "id and mention": (ID, f"<:reel:{ID}>"),
    "animated mention": (ID, f"<a:reel:{ID}>"),
    "animated as stored": (ID, f"a:reel:{ID}"),
    "renamed": (f"reel:{ID}", f"spool:{ID}"),
    "deleted, without a name": (f"reel:{ID}", f":{ID}"),
    "deleted, with a stand-in": (f"reel:{ID}", f"_:{ID}"),
}
APART = {
    "thumbs": ("👍", "👎"),
    "two of one name": (f"reel:{ID}", f"reel:{OTHER}"),
    "keycaps": ("1\ufe0f\u20e3", "2\ufe0f\u20e3"),
    "flags": ("🇰🇷", "🇫🇷"),
    "sequence and its beginning": ("👨‍👩‍👧", "👨"),
    "hearts": ("❤", "🖤"),
    "tone alone and none": ("🏽", ""),
    "tones alone": ("🏽", "🏿"),
}


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME)
def test_spellings_of_one_emoji_share_a_key(one: str, other: str):
    """V59."""
    assert emoji_key(one) == emoji_key(other)


@pytest.mark.parametrize(("one", "other"), APART.values(), ids=APART)
def test_other_emoji_have_other_keys(one: str, other: str):
    """V59."""
    assert emoji_key(one) != emoji_key(other)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("👍", "👍"),
        ("  👍🏽 ", "👍🏽"),
        ("❤️", "❤️"),
        ("©", "©"),
        ("#️⃣", "#️⃣"),
        ("🇰🇷", "🇰🇷"),
        ("👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦"),
        ("🤷🏽‍♀️", "🤷🏽‍♀️"),
        ("🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🏴󠁧󠁢󠁳󠁣󠁴󠁿"),
        (f"<:reel:{ID}>", f"reel:{ID}"),
        (f"<a:reel:{ID}>", f"a:reel:{ID}"),
    ],
)
def test_one_emoji_is_taken(typed: str, stored: str):
    assert read_emoji(typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "up", "👍👎", "👍 👎", "👍 yes", "7", "#", "…", "영", ID, ":reel:", "🏽", "🇰"),
        *(f"<:r:{ID}>", f"<:reel:{ID}><:reel:{ID}>", "\u200d", "\ufe0f", "👍\u200d"),
        "👨\u200d" * 40 + "👨",
    ],
)
def test_what_is_no_single_emoji_is_refused_with_a_sentence(typed: str):
    with pytest.raises(UserError, match="one emoji"):
        read_emoji(typed)
