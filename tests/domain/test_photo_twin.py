"""Pictures that are one although their addresses have different keys."""

import pytest

from bot.domain.photo_twin import are_close_twins, are_twins

SITE = "https://news.example"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        # in another folder
        ("/7/facebook_teaser/lunar-sea.jpg", "/7/default-retina/lunar-sea.jpg", True),
        ("/34834/sea_king_1280.jpg", "/34835/sea_king_640.jpg", True),
        ("/7/a/lunar-sea.jpg", "/8/b/lunar-sea.jpg", False),  # two folders differ
        ("/7/a/lunar-sea.jpg", "/7/a/dry-land.jpg", False),
        ("/7/a/image.jpg", "/7/b/image.jpg", False),  # a name that says nothing
        ("/7/a/main-1.jpg", "/7/b/main-1.jpg", False),
        ("/7/a/12345678.jpg", "/7/b/12345678.jpg", False),
        # one asset under another name
        (
            "/i/0123456789abcdef01234567/lunar-sea.jpg",
            "/i/0123456789abcdef01234567-1200-900/ship.jpg",
            True,
        ),
        ("/i/0123456789abcdef01234567/sea.jpg", "/i/0123456789abcdef01234568/ship.jpg", False),
        ("/i/20210503/sea.jpg", "/i/20210503/ship.jpg", False),  # a day
        # uploaded again
        ("/u/space-sweepers.jpg", "/u/space-sweepers-1.jpg", True),
        ("/u/space-sweepers1.jpg?w=600", "/u/space-sweepers.jpg", True),
        ("/u/space-sweepers-2.jpg", "/u/space-sweepers.jpg", False),
        ("/u/space-sweepers-2.jpg", "/u/space-sweepers-21.jpg", False),  # a series
        ("/u/still.jpg", "/u/still-1.jpg", False),  # too short
        ("/u/space-sweepers.jpg", "/v/space-sweepers-1.jpg", False),
        # for another place
        ("/u/space-sweepers-hero.jpg", "/u/space-sweepers_inline.jpg", True),
        ("/u/space-sweepers.jpg", "/u/space-sweepers-social.jpg", True),
        ("/u/space-sweepers-poster.jpg", "/u/space-sweepers-hero.jpg", False),
        ("/u/sea-hero.jpg", "/u/sea-inline.jpg", False),  # too short
    ],
)
def test_twins(one: str, other: str, same: bool):
    assert are_twins(SITE + one, SITE + other) is same


def test_another_sites_picture_is_no_twin():
    assert not are_twins(f"{SITE}/a/lunar-sea.jpg", "https://other.test/b/lunar-sea.jpg")


@pytest.mark.parametrize(
    ("lead", "later", "same"),
    [
        ("space-sweepers-1", "space-sweepers", True),
        ("space-sweepers", "space-sweepers-1", False),  # a series
        ("space-sweepers-hero", "space-sweepers-inline", True),
    ],
)
def test_close_twins(lead: str, later: str, same: bool):
    assert are_close_twins(f"{SITE}/u/{lead}.jpg", f"{SITE}/u/{later}.jpg") is same


def test_a_picture_in_another_folder_is_no_close_twin():
    assert not are_close_twins(f"{SITE}/a/lunar-sea-king.jpg", f"{SITE}/b/lunar-sea-king.jpg")


@pytest.mark.parametrize("url", ["https://[broken", "", "x" * 100_000])
def test_anything_can_be_asked(url: str):
    assert not are_twins(url, f"{SITE}/lunar-sea.jpg")
