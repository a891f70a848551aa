from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simcord.components import validate_components

from bot.domain.model import Article, Photo, Source
from bot.domain.setting import SUMMARY_LENGTHS, Look, Settings
from bot.domain.text import width
from cogs._ui.card import build_card
from tests.cogs.articles import NOON, article, articles, chosen, photo
from tests.cogs.looks import TEXT, buttons_of, labels_of, photos_of, text_of, walk

V2 = 1 << 15


def card(story: Article, **options: Any) -> list[dict[str, Any]]:
    return build_card(story, story_id=42, **options).to_components()


@given(articles, chosen, st.integers(0, 3), st.integers(0, 2**63 - 1))
@settings(max_examples=250, deadline=None)
def test_every_card_is_within_discords_limits(
    story: Article, how: Settings, plainness: int, story_id: int
):
    """M48, S46, S47: whatever an article holds, Discord never calls its card malformed."""
    built = build_card(
        story,
        story_id=story_id,
        settings=how,
        plainness=plainness,
        points=-(2**40),
        mention=2**63 - 1,
    )
    components = built.to_components()
    validate_components(components, flags=V2)
    parts = list(walk(components))
    assert len(parts) <= 40
    assert sum(width(part["content"]) for part in parts if part["type"] == TEXT) <= 4_000
    assert all(1 <= len(button["label"]) <= 80 for button in buttons_of(components))
    assert all(len(button.get("custom_id", "")) <= 100 for button in buttons_of(components))
    assert all(len(button.get("url", "")) <= 512 for button in buttons_of(components))
    for item in photos_of(components):
        assert len(item["media"]["url"]) <= 2_048
        assert item["media"]["url"].isascii()
        assert item["media"]["url"].startswith(("http://", "https://"))
        assert len(item.get("description") or "") <= 1_024


@given(articles)
@settings(max_examples=150, deadline=None)
def test_no_card_pings_or_reorders_text(story: Article):
    """S46: no mention survives, no control character turns the text around, no link is made up."""
    own = {
        "summary": "",
        "link": "https://reelpost.example.com/own",
        "sources": tuple(Source(name=one.name) for one in story.sources),
    }
    shown = text_of(card(Article(**{**fields(story), **own})))
    assert "@everyone" not in shown
    assert "\u202e" not in shown
    assert "](https://evil" not in shown


def fields(story: Article) -> dict[str, Any]:
    return {name: getattr(story, name) for name in Article.__slots__}


def test_title_links_to_the_article():
    shown = text_of(card(article()))
    assert shown.startswith("### [‘The Lighthouse Keeper’s Daughter’ unveils behind-the-scenes")
    assert "](https://reelpost.example.com/lighthouse-stills)" in shown


def test_link_cannot_break_out_of_its_markdown():
    """S46: parentheses and spaces in a URL are percent-encoded."""
    shown = text_of(card(article(link="https://a.example/x) [win](https://evil.example")))
    assert "(https://a.example/x%29%20%5Bwin%5D%28https://evil.example)" in shown


def test_link_shows_its_true_host():
    """S46: a user name that looks like a host is dropped."""
    [read] = [
        b for b in buttons_of(card(article(link="https://netflix.com@b.example/"))) if "url" in b
    ]
    assert read["url"] == "https://b.example/"


def test_title_of_ten_thousand_characters_is_cut_at_a_word():
    """S46."""
    heading = text_of(card(article(title="long " * 2_000, link=None))).splitlines()[0]
    assert heading.endswith("long…")
    assert len(heading) <= 230


@pytest.mark.parametrize(
    ("outlet", "heading"), [("Reel Post", "### New from Reel Post"), ("", "### A new story")]
)
def test_empty_story_still_has_a_heading(outlet: str, heading: str):
    """S47: no title, no summary, no photo, no link."""
    empty = Article(title="", link=None, outlet=outlet)
    assert text_of(card(empty)).splitlines()[0] == heading


def test_long_summary_is_cut_at_a_word():
    shown = text_of(card(article(summary="A patient sentence. " * 100)))
    assert any(line.endswith("…") and 300 < len(line) <= 350 for line in shown.splitlines())


def test_ten_photos_are_shown_of_twelve():
    """M48."""
    many = tuple(photo(number) for number in range(12))
    assert len(photos_of(card(article(photos=many)))) == 10


def test_alt_text_ends_in_the_credit():
    [shown] = photos_of(card(article()))
    assert shown["description"] == (
        "Still 1 of The Lighthouse Keeper's Daughter — Photo: Lantern Pictures"
    )


def test_photos_without_credit_have_no_credit_line():
    assert "📷" not in text_of(card(article(photos=(photo(credit=None),))))


def test_origin_names_outlet_author_source_and_time():
    last = text_of(card(article())).splitlines()[-1]
    when = int(NOON.timestamp())
    assert last == f"-# **Reel Post** · by A. Writer · Source: Lantern Pictures · <t:{when}:R>"


def test_no_time_is_shown_where_none_is_known():
    """L19."""
    assert "<t:" not in text_of(card(article(published=None)))


def test_points_are_not_shown_while_there_are_none():
    assert "point" not in text_of(card(article()))


def test_points_are_shown():
    assert text_of(card(article(), points=182)).splitlines()[-1] == "**182 points**"


@pytest.mark.parametrize(
    "url",
    [
        "/stills/1.jpg",
        "data:image/png;base64,AAAA",
        "ftp://example.com/1.jpg",
        "https://example.com/logo.SVG",
        "https://example.com/" + "a" * 2_048,
        "https:///1.jpg",
        "https://exa mple.com/1.jpg",
        "",
    ],
)
def test_photo_that_discord_cannot_show_is_skipped(url: str):
    """M49."""
    stills = (Photo(url=url), photo())
    assert [p["media"]["url"] for p in photos_of(card(article(photos=stills)))] == [photo().url]


@pytest.mark.parametrize(("width", "height"), [(0, 0), (1, 1), (1, None)])
def test_spacer_is_no_photo(width: int, height: int | None):
    """M49."""
    spacer = Photo(url="https://a.example/p.gif", width=width, height=height)
    assert photos_of(card(article(photos=(spacer,)))) == []


def test_photo_url_with_spaces_and_other_scripts_is_repaired():
    """M49."""
    odd = Photo(url="http://bücher.example/bild eins/저녁.jpg?w=1 2")
    [shown] = photos_of(card(article(photos=(odd,))))
    assert shown["media"]["url"] == (
        "http://xn--bcher-kva.example/bild%20eins/%EC%A0%80%EB%85%81.jpg?w=1%202"
    )


def test_same_photo_is_shown_once():
    assert len(photos_of(card(article(photos=(photo(), photo()))))) == 1


@pytest.mark.parametrize(("plainness", "shown"), [(0, 4), (1, 1), (2, 0), (3, 0)])
def test_plainer_cards_have_fewer_photos(plainness: int, shown: int):
    """L23."""
    stills = tuple(photo(number) for number in range(4))
    assert len(photos_of(card(article(photos=stills), plainness=plainness))) == shown


def test_plainest_card_keeps_the_buttons_it_is_found_by():
    """L23, D8: text only, without any URL."""
    components = card(article(), plainness=3)
    assert "http" not in str(components)
    assert labels_of(components) == ["Add to Collection", "Related"]


def test_buttons_of_a_card():
    assert labels_of(card(article())) == ["Add to Collection", "Related", "Read"]


def test_read_is_left_out_without_a_link():
    assert labels_of(card(article(link=None))) == ["Add to Collection", "Related"]


def test_digest_is_shown_whole():
    """L28: it lists stories, and none of them is cut off."""
    lines = [f"- [Story {n}](<https://a.example/{n}>)" for n in range(80)]
    shown = text_of(card(article(title="80 more stories", summary="\n".join(lines), digest=80)))
    assert all(line in shown for line in lines)


def test_digest_has_nothing_related():
    assert labels_of(card(article(digest=3))) == ["Add to Collection", "Read"]


PHOTOS = (photo(1), photo(2, credit="Another Studio"))


@pytest.mark.parametrize(
    ("look", "plainness", "shown", "small"),
    [
        (Look.GALLERY, 0, 2, 0),
        (Look.GALLERY, 1, 1, 0),
        (Look.GALLERY, 2, 0, 0),
        (Look.ONE_PHOTO, 0, 1, 0),
        (Look.COMPACT, 0, 0, 1),
        (Look.COMPACT, 1, 0, 1),
        (Look.COMPACT, 2, 0, 0),
        (Look.TEXT, 0, 0, 0),
        (Look.TEXT, 1, 0, 0),
    ],
)
def test_look_says_where_photos_stand_unless_discord_wants_it_plainer(
    look: Look, plainness: int, shown: int, small: int
):
    """L23."""
    built = card(article(photos=PHOTOS), settings=Settings(look=look), plainness=plainness)
    thumbnails = [part for part in walk(built) if part.get("accessory")]
    assert (len(photos_of(built)), len(thumbnails)) == (shown, small)


def test_credits_are_those_of_the_photos_that_are_shown():
    one = text_of(card(article(photos=PHOTOS), settings=Settings(look=Look.COMPACT)))
    assert "📷 Lantern Pictures" in one
    assert "Another Studio" not in one


def test_small_photo_keeps_its_spoiler_and_what_a_screen_reader_says():
    hidden = replace(photo(1), sensitive=True)
    [section] = [
        part
        for part in walk(card(article(photos=(hidden,)), settings=Settings(look=Look.COMPACT)))
        if part.get("accessory")
    ]
    assert section["accessory"]["spoiler"]
    assert section["accessory"]["description"].endswith("Lantern Pictures")


@pytest.mark.parametrize("length", SUMMARY_LENGTHS)
def test_summary_is_cut_to_the_chosen_length(length: int):
    text = text_of(card(article(summary="word " * 400), settings=Settings(summary=length)))
    summary = "".join(line for line in text.splitlines() if line.startswith("word"))
    assert length * 0.9 - 1 < len(summary) + 1 <= length + 1


def test_digest_is_shown_whole_whatever_the_length_of_summaries():
    """L28: its list is what it is for."""
    built = card(article(summary="story " * 300, digest=300), settings=Settings(summary=0))
    assert text_of(built).count("story") == 300


def test_mention_stands_before_all_else():
    built = card(article(), mention=77)
    assert [part["type"] for part in built] == [TEXT, 17]
    assert built[0]["content"] == "<@&77>"
