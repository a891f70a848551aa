from __future__ import annotations

import pytest

from bot.domain.forum_tag import ForumTag, fitting_tags

TAGS = [
    ForumTag(1, "Casting"),
    ForumTag(2, "Sci-Fi"),
    ForumTag(3, "배우"),
    ForumTag(4, "Verified", moderated=True),
    ForumTag(5, "🎬"),
]


@pytest.mark.parametrize(
    ("categories", "ids"),
    [
        (["casting"], (1,)),
        (["SCI FI", "Casting"], (2, 1)),
        (["Ｃａｓｔｉｎｇ", "casting"], (1,)),
        (["배우"], (3,)),
        (["Verified"], ()),
        (["🎬", "", "Trailer"], ()),
        ([], ()),
    ],
)
def test_tags_are_those_called_as_the_categories_are(categories: list[str], ids: tuple[int, ...]):
    assert fitting_tags(TAGS, categories) == ids


def test_moderator_may_use_all_tags():
    assert fitting_tags(TAGS, ["verified"], moderator=True) == (4,)


def test_no_more_tags_than_discord_takes():
    many = [ForumTag(number, f"tag {number}") for number in range(20)]
    assert fitting_tags(many, [tag.name for tag in reversed(many)]) == (19, 18, 17, 16, 15)


@pytest.mark.parametrize(
    ("tags", "ids"),
    [
        ([ForumTag(4, "Verified", moderated=True), ForumTag(1, "Casting")], (1,)),
        ([ForumTag(4, "Verified", moderated=True)], ()),
        ([], ()),
    ],
)
def test_forum_that_demands_a_tag_gets_the_first_free_one(
    tags: list[ForumTag], ids: tuple[int, ...]
):
    assert fitting_tags(tags, ["Trailer"], required=True) == ids


def test_forum_that_demands_a_tag_gets_a_fitting_one():
    assert fitting_tags(TAGS, ["배우"], required=True) == (3,)
