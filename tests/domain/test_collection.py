from __future__ import annotations

import unicodedata
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.collection import (
    MAX_NAME,
    MAX_NOTE,
    MAX_SUMMARY,
    TOP,
    UNDO,
    clean_description,
    clean_name,
    clean_note,
    file_stem,
    free_name,
    name_key,
    quoted,
    shifted,
    snapshot,
    story_key,
)
from bot.domain.error import UserError
from bot.domain.model import Article, Photo


def article(**more: object) -> Article:
    values: dict[str, object] = {
        "title": "‘The Salt Lighthouse’ starts shooting",
        "link": "https://reelgazette.example/salt",
        "outlet": "Reel Gazette",
    }
    return Article(**(values | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Watch next", "Watch next"),
        ("  Watch \t\n next  ", "Watch next"),
        ("Ame\u0301lie", "Amélie"),
        ("Wat\u200bch\u2060 ne\u202ext\x00", "Watch next"),
        ("다시 볼 영화", "다시 볼 영화"),
        ("👩\u200d🚀", "👩\u200d🚀"),
        ("x" * MAX_NAME, "x" * MAX_NAME),
    ],
)
def test_a_name_is_what_can_be_seen_of_it(typed: str, name: str) -> None:
    """V63."""
    assert clean_name(typed) == name


@pytest.mark.parametrize(
    "typed", ["", " \n\t ", "\u200b\u2060", "\u2800", "\u3164", "\ufe0f", "\u0301"]
)
def test_a_name_that_nobody_sees_is_refused(typed: str) -> None:
    """V63."""
    with pytest.raises(UserError, match="needs a name"):
        clean_name(typed)


def test_a_name_that_is_too_long_is_refused_with_its_length() -> None:
    with pytest.raises(UserError, match="has 61 characters; 60 is the most"):
        clean_name("x" * (MAX_NAME + 1))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Watch Next", "watch next"),
        ("Watch  Next", "Watch Next"),
        ("Amélie", "AME\u0301LIE"),
        ("ＷＡＴＣＨ", "watch"),
        ("Straße", "STRASSE"),
        ("ﬁlm", "film"),
        ("Ryan’s picks", "Ryan's picks"),
        ("Sci–Fi", "sci-fi"),
        ("❤️ films", "❤ films"),
        ("ｶﾌｪ", "カフェ"),
        ("Wat\u00adch", "Watch"),
    ],
)
def test_two_spellings_that_look_the_same_are_one_name(one: str, other: str) -> None:
    """V63."""
    assert name_key(clean_name(one)) == name_key(clean_name(other))


@pytest.mark.parametrize(
    ("one", "other"), [("Amelie", "Amélie"), ("Film 1", "Film 11"), ("영화", "영하"), ("a b", "ab")]
)
def test_two_spellings_that_look_different_are_two_names(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@given(st.text())
def test_the_key_of_a_key_is_itself(text: str) -> None:
    assert name_key(name_key(text)) == name_key(text)


@given(st.text(min_size=1))
def test_no_unicode_form_or_case_of_a_name_makes_another(text: str) -> None:
    """V63."""
    forms = {name_key(unicodedata.normalize(form, text)) for form in ("NFC", "NFD", "NFKC", "NFKD")}
    assert forms == {name_key(text)}


@given(st.text())
def test_a_clean_name_stays_as_it_is(text: str) -> None:
    try:
        name = clean_name(text)
    except UserError:
        return
    assert clean_name(name) == name


@pytest.mark.parametrize(
    ("taken", "free"),
    [
        ((), "Stills"),
        (("stills",), "Stills 2"),
        (("stills", "stills 2", "stills 3"), "Stills 4"),
        (("stills 2",), "Stills"),
    ],
)
def test_a_free_name_counts_on_from_those_that_are_taken(taken: tuple[str, ...], free: str) -> None:
    assert free_name("Stills", taken) == free


def test_a_free_name_is_never_too_long() -> None:
    name = "x" * MAX_NAME
    assert free_name(name, {name}) == "x" * (MAX_NAME - 2) + " 2"


def test_a_name_in_a_sentence_is_text_and_no_markup() -> None:
    """S46."""
    assert quoted("**bold** @everyone") == "“\\*\\*bold\\*\\* @\u200beveryone”"


def test_a_note_is_on_one_line() -> None:
    assert clean_note(" for the\nposter wall ") == "for the poster wall"


def test_a_note_that_is_too_long_is_refused() -> None:
    with pytest.raises(UserError, match="note has 201 characters; 200 is the most"):
        clean_note("x" * (MAX_NOTE + 1))


def test_a_description_that_is_too_long_is_refused() -> None:
    with pytest.raises(UserError, match="description has 301 characters; 300 is the most"):
        clean_description("x" * 301)


@pytest.mark.parametrize(
    "link",
    [
        "http://www.reelgazette.example/salt/",
        "https://reelgazette.example/salt?utm_source=feed#top",
        "HTTPS://ReelGazette.example/amp/salt",
    ],
)
def test_an_article_is_known_by_every_spelling_of_its_link(link: str) -> None:
    """D11, V63."""
    assert story_key(article(link=link), 7) == story_key(article(), 8)


@pytest.mark.parametrize("link", [None, "javascript:alert(1)", "urn:x"])
def test_a_story_without_a_link_is_known_by_its_id(link: str | None) -> None:
    assert story_key(article(link=link), 7) == "story:7"


def test_a_story_without_link_and_id_is_known_by_its_title() -> None:
    one, other = (article(link=None, title=title) for title in ("Salt  LIGHT", "Salt light"))
    assert story_key(one) == story_key(other) == "title:salt light"


def test_photos_of_a_story_from_a_channel_for_adults_stay_hidden() -> None:
    kept = snapshot(article(photos=(Photo(url="https://a.example/1.jpg"),)), sensitive=True)
    assert (kept.sensitive, kept.photos[0].sensitive) == (True, True)


def test_photos_that_are_hidden_one_by_one_stay_so() -> None:
    photos = tuple(
        Photo(url=f"https://a.example/{hidden}.jpg", sensitive=hidden) for hidden in (True, False)
    )
    kept = snapshot(article(photos=photos))
    assert [photo.sensitive for photo in kept.photos] == [True, False]


def test_a_snapshot_keeps_credits_and_alt_texts() -> None:
    photo = Photo(url="https://a.example/1.jpg", credit="Netflix", role="studio", alt="A set")
    assert snapshot(article(photos=(photo,))).photos == (photo,)


def test_a_snapshot_is_bounded() -> None:
    huge = article(summary="word " * 1_000, photos=(Photo(url="https://a.example/1.jpg"),) * 30)
    kept = snapshot(huge)
    assert (len(kept.summary) <= MAX_SUMMARY, len(kept.photos)) == (True, 10)


@given(st.builds(article, summary=st.text(), sensitive=st.booleans()))
def test_a_snapshot_of_a_snapshot_is_the_same(what: Article) -> None:
    assert snapshot(snapshot(what)) == snapshot(what)


PLACES = [(11, 1), (12, 2), (13, 5), (14, 6)]


@pytest.mark.parametrize(
    ("saved_id", "by", "changes"),
    [
        (12, -1, {12: 1, 11: 2}),
        (12, 1, {13: 2, 12: 5}),
        (11, -1, {}),
        (14, 1, {}),
        (14, TOP, {14: 0}),
        (11, 99, {11: 7}),
        (11, 2, {12: 1, 13: 2, 11: 5}),
    ],
)
def test_a_shift_changes_as_few_places_as_can_be(
    saved_id: int, by: int, changes: dict[int, int]
) -> None:
    assert shifted(PLACES, saved_id, by) == changes


places = st.lists(st.integers(-5, 5), min_size=1, max_size=12).map(
    lambda numbers: [(100 + id_, place) for id_, place in enumerate(sorted(numbers))]
)


@given(places, st.integers(0, 11), st.integers(-15, 15))
def test_a_shift_moves_one_story_and_keeps_the_order_of_the_others(
    before: list[tuple[int, int]], which: int, by: int
) -> None:
    start = which % len(before)
    saved_id = before[start][0]
    after = {**dict(before), **shifted(before, saved_id, by)}
    order = sorted(after, key=lambda id_: (after[id_], id_))
    expected = [id_ for id_, _ in before if id_ != saved_id]
    expected.insert(max(0, min(start + by, len(expected))), saved_id)
    assert order == expected


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Watch next!", "Watch-next"),
        ("다시 볼 영화", "다시-볼-영화"),
        ("../../etc/passwd", "etc-passwd"),
        ("***", "collection"),
        ("a/b:c", "a-b-c"),
    ],
)
def test_a_name_becomes_one_of_a_file(name: str, stem: str) -> None:
    assert file_stem(name) == stem


def test_a_deletion_can_be_undone_for_a_minute() -> None:
    assert timedelta(minutes=1) == UNDO
