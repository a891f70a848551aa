from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.model import Photo
from bot.domain.picture_check import UNSEEN, Kind, Look, Verdict, may_be_blank, settled, verdict

GOOD = Look(status=200, kind=Kind.JPEG, width=1600, height=900)
GONE = Look(status=404)
WALL = Look(status=403)


@pytest.mark.parametrize(
    ("look", "means"),
    [
        (GOOD, Verdict.SHOWN),
        (replace(GOOD, status=206), Verdict.SHOWN),
        (replace(GOOD, kind=Kind.PNG, whole=True), Verdict.SHOWN),
        (replace(GOOD, kind=Kind.GIF), Verdict.SHOWN),
        (replace(GOOD, kind=Kind.WEBP), Verdict.SHOWN),
        (replace(GOOD, kind=Kind.BMP), Verdict.SHOWN),
        (replace(GOOD, width=None, height=None), Verdict.SHOWN),
        (replace(GOOD, width=None, height=None, whole=True), Verdict.UNSHOWN),
        (replace(GOOD, width=100, height=100), Verdict.SHOWN),
        (replace(GOOD, width=99, height=400), Verdict.UNSHOWN),
        (replace(GOOD, width=1, height=1), Verdict.UNSHOWN),
        (replace(GOOD, width=600, height=100), Verdict.SHOWN),
        (replace(GOOD, width=728, height=100), Verdict.UNSHOWN),
        (replace(GOOD, width=120, height=900), Verdict.UNSHOWN),
        (replace(GOOD, blank=True), Verdict.UNSHOWN),
        (replace(GOOD, kind=Kind.SVG), Verdict.UNSHOWN),
        (replace(GOOD, kind=Kind.AVIF), Verdict.UNSHOWN),
        (replace(GOOD, kind=Kind.HEIC), Verdict.UNSHOWN),
        (replace(GOOD, kind=Kind.OTHER), Verdict.UNSHOWN),
        (Look(status=200, kind=Kind.OTHER, whole=True), Verdict.UNSHOWN),
        (Look(status=200, kind=Kind.HTML), Verdict.REFUSED),
        (Look(status=204), Verdict.UNSHOWN),
        (Look(status=304), Verdict.UNSHOWN),
        (Look(status=400), Verdict.UNSHOWN),
        (Look(status=401), Verdict.REFUSED),
        (Look(status=403), Verdict.REFUSED),
        (Look(status=404), Verdict.UNSHOWN),
        (Look(status=407), Verdict.REFUSED),
        (Look(status=408), Verdict.UNKNOWN),
        (Look(status=410), Verdict.UNSHOWN),
        (Look(status=416), Verdict.UNSHOWN),
        (Look(status=425), Verdict.UNKNOWN),
        (Look(status=429), Verdict.UNKNOWN),
        (Look(status=451), Verdict.REFUSED),
        (Look(status=500), Verdict.UNKNOWN),
        (Look(status=503), Verdict.UNKNOWN),
        (Look(forbidden=True), Verdict.UNSHOWN),
        (UNSEEN, Verdict.UNKNOWN),
    ],
)
def test_verdict(look: Look, means: Verdict) -> None:
    """M49."""
    assert verdict(look) is means


PHOTO = Photo(
    url="a", fallbacks=("b", "c"), credit="Lantern", caption="A still", width=640, height=360
)


@pytest.mark.parametrize(
    ("looks", "url", "fallbacks", "size"),
    [
        ([], "a", ("b", "c"), (640, 360)),
        ([("a", GOOD)], "a", ("b", "c"), (1600, 900)),
        ([("a", UNSEEN)], "a", ("b", "c"), (640, 360)),
        ([("a", WALL)], "a", ("b", "c"), (640, 360)),
        ([("a", GONE), ("b", GOOD)], "b", ("c",), (1600, 900)),
        ([("a", GONE), ("b", UNSEEN)], "b", ("c",), (None, None)),
        ([("a", GONE), ("b", WALL)], "b", ("c",), (None, None)),
        ([("a", GONE)], "b", ("c",), (None, None)),
        ([("a", GONE), ("b", GONE), ("c", GOOD)], "c", (), (1600, 900)),
        ([("a", replace(GOOD, width=None))], "a", ("b", "c"), (640, 360)),
    ],
)
def test_first_url_that_may_show_is_taken(
    looks: list[tuple[str, Look]],
    url: str,
    fallbacks: tuple[str, ...],
    size: tuple[int | None, int | None],
) -> None:
    found = settled(PHOTO, looks)
    assert found == replace(PHOTO, url=url, fallbacks=fallbacks, width=size[0], height=size[1])


def test_photo_of_which_no_url_shows_is_left_out() -> None:
    assert settled(PHOTO, [("a", GONE), ("b", GONE), ("c", GONE)]) is None


def test_credit_stays_with_a_photo_that_is_taken_from_elsewhere() -> None:
    found = settled(PHOTO, [("a", GONE), ("b", GOOD)])
    assert found is not None
    assert (found.credit, found.caption) == ("Lantern", "A still")


@pytest.mark.parametrize(
    ("look", "length", "suspect"),
    [
        (replace(GOOD, whole=True), 9_000, True),
        (replace(GOOD, whole=True), 60_000, False),
        (replace(GOOD, whole=False), 9_000, False),
        (replace(GOOD, whole=True, width=None), 9_000, False),
        (replace(GOOD, whole=True, width=100, height=100), 600, True),
        (replace(GOOD, whole=True, width=100, height=100), 4_000, False),
    ],
)
def test_pixels_are_looked_at_only_where_there_are_few_bytes(
    look: Look, length: int, suspect: bool
) -> None:
    assert may_be_blank(look, length) is suspect
