from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simcord.components import validate_components

from bot.domain.model import Article
from bot.domain.text import width
from bot.domain.weekly import Week
from bot.services.digest_setting import MOST_MORE
from bot.services.digests import Digest, Ranked
from cogs._ui.digest_card import PICTURE, build_digest, build_more
from cogs._ui.digest_id import TEMPLATE, shows_week, week_of
from cogs._ui.story_id import story_ids
from tests.cogs.articles import NOON, article, articles, photo, post
from tests.cogs.looks import TEXT, labels_of, photos_of, text_of, walk

V2 = 1 << 15
WEEK = Week(NOON - timedelta(days=7), NOON)


def ranked(*stories: Article, **changes: Any) -> tuple[Ranked, ...]:
    return tuple(
        Ranked(
            rank=rank,
            points=changes.get("points", 20 - rank),
            post=post(article=story, message_id=900 + rank),
            photo=next(iter(story.photos), None),
        )
        for rank, story in enumerate(stories, start=1)
    )


def digest(*stories: Article, **changes: Any) -> Digest:
    made = ranked(*(stories or (article(),)), **changes)
    return Digest(guild_id=2, channel_id=1, week=WEEK, stories=made)


def shown(made: Digest, *, picture: bool = True, note: str = "") -> list[dict[str, Any]]:
    return build_digest(made, picture=picture, note=note).to_components()


@given(st.lists(articles, min_size=1, max_size=9), st.booleans())
@settings(max_examples=120, deadline=None)
def test_every_digest_is_within_discords_limits(stories: list[Article], picture: bool):
    """M48, S46: whatever its articles hold, Discord never calls a digest malformed."""
    components = shown(digest(*stories, points=2**40), picture=picture, note="x" * 300)
    validate_components(components, flags=V2)
    texts = [part["content"] for part in walk(components) if part["type"] == TEXT]
    assert all(texts)
    assert sum(map(width, texts)) <= 4_000
    assert all(len(item["description"]) <= 1_024 for item in photos_of(components))
    assert "@everyone" not in "".join(texts)
    assert "\u202e" not in "".join(texts)


@given(st.lists(articles, min_size=MOST_MORE, max_size=MOST_MORE))
@settings(max_examples=60, deadline=None)
def test_more_is_within_discords_limits(stories: list[Article]):
    """M48."""
    components = build_more(WEEK, ranked(*stories)).to_components()
    validate_components(components, flags=V2)
    assert width(text_of(components)) <= 4_001


def test_heading_names_the_week_in_each_readers_own_words():
    since, until = (int(moment.timestamp()) for moment in WEEK)
    assert text_of(shown(digest())).startswith(
        f"## The week’s best\n-# <t:{since}:D> – <t:{until}:D> · the surest favourites first\n"
    )


def test_each_story_has_its_rank_link_points_outlet_and_post():
    stories = [article(title=f"Still {n}", link=f"https://r.example/{n}") for n in range(1, 5)]
    lines = text_of(shown(digest(*stories))).splitlines()
    assert lines[2:4] == [
        "🥇 [Still 1](https://r.example/1)",
        "-# **19 points** · Reel Post · [see the post](https://discord.com/channels/2/1/901)",
    ]
    assert lines[8] == "**4.** [Still 4](https://r.example/4)"


def test_one_point_is_one_point():
    assert "**1 point** ·" in text_of(shown(digest(points=1)))


def test_story_without_link_leads_to_its_post():
    text = text_of(shown(digest(article(title="Still", link=None))))
    assert "[Still](https://discord.com/channels/2/1/901)" in text
    assert "see the post" not in text


def test_story_without_title_has_one_all_the_same():
    """S47."""
    assert "[New from Reel Post](" in text_of(shown(digest(article(title=""))))


def test_each_id_of_a_button_is_of_a_week():
    """M54."""
    match = re.fullmatch(TEMPLATE, f"nr:digest:w0-{'9' * 11}")
    assert match is not None
    assert week_of(match).until.year > 5_000
    assert re.fullmatch(TEMPLATE, f"nr:digest:w0-{'9' * 12}") is None


def test_nine_long_stories_are_all_listed():
    stories = [
        article(title=f"{n} " + "word " * 60, link=f"https://r.example/{'x' * 390}/{n}")
        for n in range(1, 10)
    ]
    text = text_of(shown(digest(*stories)))
    assert text.count("points** ·") == 9


def test_picture_says_in_words_what_it_shows():
    [item] = photos_of(shown(digest(article(title="Still one"), article(title="Still two"))))
    assert item["media"]["url"] == f"attachment://{PICTURE}"
    assert item["description"] == (
        "The week’s best stories by their photos: 1. Still one, 19 points; 2. Still two, 18 points"
    )


def test_credits_name_the_photos_by_rank():
    """A placeholder has none, and takes none from its neighbours."""
    stories = [
        article(photos=(photo(1, "Netflix"),)),
        article(photos=()),
        article(photos=(photo(3, "Netflix"),)),
        article(photos=(photo(4, "Kim Min-ji"),)),
    ]
    assert "-# 📷 1, 3 Netflix · 4 Kim Min-ji" in text_of(shown(digest(*stories)))


def test_without_a_picture_there_are_no_credits():
    components = shown(digest(), picture=False)
    assert photos_of(components) == []
    assert "📷" not in text_of(components)


def test_button_names_the_week_for_ever():
    """M54."""
    made = digest()
    view = build_digest(made, picture=False)
    assert labels_of(view.to_components()) == ["More of this week"]
    assert shows_week(view.children, WEEK)
    later = Week(WEEK.until, WEEK.until + timedelta(days=7))
    assert not shows_week(view.children, later)


@pytest.mark.parametrize("until", [NOON, datetime(1971, 1, 1, tzinfo=UTC)])
def test_button_is_not_taken_for_a_storys(until: datetime):
    """D8: a post in doubt is looked for by the story in its buttons."""
    made = Digest(guild_id=2, channel_id=1, week=Week(until - timedelta(days=7), until))
    assert story_ids(build_digest(made, picture=False, note="x").children) == set()


def test_more_says_so_when_there_is_nothing():
    assert "No story of that week" in text_of(build_more(WEEK, ()).to_components())
