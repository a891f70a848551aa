"""What the bot reads on each page of the demo is what the file of stories says, in every style."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.demo.content import DemoStory, Still, load_content
from bot.demo.feeds import Published
from bot.demo.page import article_page
from bot.domain.model import Page, Photo
from bot.web.page.document import read_page

BASE = "http://127.0.0.1:8000"
CONTENT = load_content()
OUTLETS = {outlet.id: outlet for outlet in CONTENT.outlets}
STORIES = pytest.mark.parametrize(
    "story", CONTENT.stories, ids=lambda story: f"{story.style}-{story.slug}"
)


def read(story: DemoStory) -> Page:
    item = Published(story=story, at=datetime(2026, 3, 4, 12, tzinfo=UTC))
    page = article_page(BASE, OUTLETS[story.outlet], item)
    return read_page(page.encode(), url=BASE + item.path, content_type="text/html; charset=utf-8")


def told(photo: Photo) -> tuple[str, str | None, str | None]:
    return photo.url, photo.credit, photo.caption or photo.alt


def meant(still: Still) -> tuple[str, str | None, str | None]:
    return f"{BASE}/stills/{still.name}.jpg", still.credit, still.caption


@STORIES
def test_photos_are_those_of_the_story_each_with_its_words(story: DemoStory) -> None:
    assert [told(photo) for photo in read(story).photos] == [meant(s) for s in story.photos]


@STORIES
def test_sources_are_named_with_their_links(story: DemoStory) -> None:
    assert [(one.name, one.link) for one in read(story).sources] == [
        (one.name, one.link and BASE + one.link) for one in story.sources
    ]


@STORIES
def test_headline_and_language_are_the_story_s(story: DemoStory) -> None:
    page = read(story)
    assert (page.title, page.language) == (story.title, OUTLETS[story.outlet].language)
