"""The demo's news is complete: every picture exists and has its credit, all kinds of cards occur."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from bot.demo.content import STILLS, Content, DemoStory, load_content
from bot.demo.page_style import STYLES
from bot.demo.stills import SCENES
from bot.domain.error import UserError

LARGEST_STILL = 120_000
LARGEST_SET = 3_000_000


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content()


def in_channel(content: Content, channel: str) -> list[DemoStory]:
    outlets = {outlet.id for outlet in content.outlets if outlet.channel == channel}
    return [story for story in content.first if story.outlet in outlets]


def test_every_good_photo_has_a_still_and_each_a_caption(content: Content) -> None:
    for story in content.stories:
        for still in story.photos:
            there = (STILLS / f"{still.name}.jpg").is_file()
            assert there is not bool(still.fault), (story.slug, still.name)
            assert still.caption.strip(), (story.slug, still.name)


def test_the_first_cards_show_all_that_a_photo_can_be(content: Content) -> None:
    stills = [still for story in content.first for still in story.photos]
    assert {still.fault for still in stills} == {"", "blank", "missing"}
    assert {still.spoiler for still in stills} == {True, False}
    assert any(still.credit is None for still in stills)
    assert any("Spoilers" in story.categories for story in content.first)


def test_every_style_of_page_is_used_at_the_start(content: Content) -> None:
    assert {story.style for story in content.first} == set(STYLES)
    assert {story.style for story in content.stories} <= set(STYLES)


def test_stories_have_no_source_one_and_several(content: Content) -> None:
    assert {0, 1, 2} <= {len(story.sources) for story in content.first}


def test_every_story_belongs_to_an_outlet_and_has_a_slug_of_its_own(content: Content) -> None:
    outlets = {outlet.id for outlet in content.outlets}
    assert {story.outlet for story in content.stories} == outlets
    addresses = [(story.outlet, story.slug) for story in content.stories]
    assert len(set(addresses)) == len(addresses)


@pytest.mark.parametrize("photos", [0, 1, 2, 4, 10])
def test_film_news_has_a_card_with_this_many_photos(content: Content, photos: int) -> None:
    assert photos in {len(story.good_photos) for story in in_channel(content, "film-news")}


def test_film_news_starts_with_ten_cards_and_trailers_with_four(content: Content) -> None:
    assert len(in_channel(content, "film-news")) >= 10
    assert len(in_channel(content, "trailers")) >= 4


def test_there_are_twenty_later_stories_for_followed_outlets(content: Content) -> None:
    followed = {outlet.id for outlet in content.outlets if outlet.channel}
    assert len(content.later) >= 20
    assert {story.outlet for story in content.later} <= followed


def test_languages_formats_and_what_feeds_hold_differ(content: Content) -> None:
    assert {"en", "ko", "ja", "fr"} <= {o.language for o in content.outlets if o.channel}
    assert {outlet.format for outlet in content.outlets} == {"rss", "atom", "json"}
    assert {outlet.in_feed for outlet in content.outlets} == {"all", "first", "none"}


def test_summaries_are_short_and_long(content: Content) -> None:
    lengths = [len(story.summary) for story in in_channel(content, "film-news")]
    assert min(lengths) < 90
    assert max(lengths) > 500


def test_the_stills_are_those_that_the_scenes_draw() -> None:
    assert {path.stem for path in STILLS.glob("*.jpg")} == set(SCENES)
    assert len(SCENES) >= 30


def test_no_still_is_too_large() -> None:
    sizes = {path.name: path.stat().st_size for path in STILLS.glob("*.jpg")}
    assert max(sizes.values()) <= LARGEST_STILL
    assert sum(sizes.values()) <= LARGEST_SET


def test_a_scene_draws_the_same_picture_twice() -> None:
    assert SCENES["coast-tide"]().tobytes() == SCENES["coast-tide"]().tobytes()


def test_stills_are_pictures_of_a_card_s_size() -> None:
    for path in STILLS.glob("*.jpg"):
        with Image.open(path) as picture:
            assert picture.size in {(1280, 720), (800, 1200), (256, 256)}, path.name


def test_a_mistake_in_the_file_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "stories.toml").write_text('[[outlets]]\nid = "a"\n[[stories]]\n')
    with pytest.raises(TypeError):
        load_content(tmp_path)


def test_an_installation_without_the_demo_s_news_says_where_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="make demo"):
        load_content(tmp_path)
