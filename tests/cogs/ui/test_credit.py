from __future__ import annotations

import pytest

from bot.domain.model import Photo
from cogs._ui.credit import alt_text, credit_line
from tests.cogs.articles import article, photo
from tests.cogs.looks import text_of
from tests.cogs.ui.test_card import card


def line(*names: str | None) -> str:
    return credit_line([photo(place, credit) for place, credit in enumerate(names)])


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Lantern"] * 3, "📷 Lantern"),
        (["Lantern"] * 3 + ["Kim / Soompi"], "📷 1–3 Lantern · 4 Kim / Soompi"),
        (["A", "B", "A"], "📷 1, 3 A · 2 B"),
        (["B", "A", "A", "B", "A"], "📷 1, 4 B · 2–3, 5 A"),
        (["A", None], "📷 1 A"),
        ([None, "A", "A", None], "📷 2–3 A"),
        ([None, ""], ""),
        ([], ""),
        (["Lantern Pictures", "LANTERN  pictures", "lanternpictures"], "📷 Lantern Pictures"),
        (["Kim / Soompi", "Kim/Soompi", "Yun"], "📷 1–2 Kim / Soompi · 3 Yun"),
        (["Ｌａｎｔｅｒｎ", "Lantern"], "📷 Ｌａｎｔｅｒｎ"),
    ],
)
def test_credits_are_grouped_in_the_order_of_the_gallery(names: list[str | None], expected: str):
    assert line(*names) == expected


def test_credits_of_photos_that_are_not_shown_are_not_named():
    """M48: of twelve photos ten are shown."""
    stills = tuple(photo(place, "A" if place < 10 else "B") for place in range(12))
    shown = text_of(card(article(photos=stills)))
    assert "-# 📷 A" in shown.splitlines()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("*Kim* _Min_", r"📷 \*Kim\* \_Min\_"),
        ("@everyone", "📷 @\u200beveryone"),
        ("<@&123456>", "📷 \\<@\u200b&123456>"),
        ("[Netflix](https://evil.example)", r"📷 \[Netflix\](https\://evil.example)"),
        ("||Lantern||", r"📷 \|\|Lantern\|\|"),
    ],
)
def test_credit_is_shown_as_it_was_written(name: str, expected: str):
    """S46: no markup, no mention, no link."""
    assert line(name) == expected


def test_names_that_run_from_right_to_left_leave_the_numbers_in_their_places():
    """UAX 9: each such name stands in isolates of its own."""
    assert line("דנה לוי", "سلمى") == "📷 1 \u2068דנה לוי\u2069 · 2 \u2068سلمى\u2069"


def test_names_without_end_leave_room_for_the_rest():
    """M48."""
    told = line(*(f"{place} " + "name " * 40 for place in range(10)))
    assert len(told) < 750
    assert told.endswith("more")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"caption": "A pier.", "credit": "Kim"}, "A pier. — Photo: Kim"),
        ({"caption": "A pier.", "alt": "pier", "credit": "Kim"}, "A pier. — Photo: Kim"),
        ({"alt": "Fog over a pier", "credit": "Kim"}, "Fog over a pier — Photo: Kim"),
        ({"alt": "Fog over a pier"}, "Fog over a pier"),
        ({"credit": "Kim"}, "Photo: Kim"),
        ({}, None),
        ({"caption": " ", "alt": "", "credit": " "}, None),
        ({"caption": "A pier (Photo: Kim)", "credit": "Kim"}, "A pier (Photo: Kim)"),
        ({"caption": "A pier. © KIM.", "credit": "Kim"}, "A pier. © KIM."),
        ({"caption": "**A** pier\n\u202e", "credit": "*Kim*"}, "**A** pier — Photo: *Kim*"),
    ],
)
def test_alt_text_is_the_caption_and_then_the_credit(changes: dict[str, str], expected: str | None):
    assert alt_text(Photo(url="https://a.example/1.jpg", **changes)) == expected


def test_alt_text_keeps_its_credit_under_a_long_caption():
    """M48: 1,024 characters, and the caption gives way."""
    long = Photo(url="https://a.example/1.jpg", caption="word " * 500, credit="Kim Min-ji")
    told = alt_text(long)
    assert told is not None
    assert len(told) <= 1_024
    assert told.endswith("… — Photo: Kim Min-ji")
