"""Whose picture it is, and in which role, as Media RSS says it."""

import pytest

from bot.web.feed.document import read_feed

BASE = "https://lantern.example.com/"


def photo_of(inner, beside=""):
    body = (
        '<rss xmlns:media="http://search.yahoo.com/mrss/"><channel><title>L</title><item><guid>1</guid>'
        f'<media:content url="{BASE}a.jpg" medium="image">{inner}</media:content>{beside}</item>'
        "</channel></rss>"
    )
    (entry,) = read_feed(body.encode(), url=BASE).entries
    (photo,) = entry.photos
    return photo


@pytest.mark.parametrize(
    ("attributes", "name", "role"),
    [
        ('role="photographer"', "Ada Quist", "photographer"),
        ('role="Photographer" scheme="urn:ebu"', "Ada Quist", "photographer"),
        ('role="Fotograf"', "Ada Quist", "photographer"),
        ('role="agency"', "Lumen", "agency"),
        ('role="studio"', "Polar", "studio"),
        ('role="publishing company"', "Polar", "publishing company"),
        ('role=""', "Ada Quist", None),
        ('role="7/!"', "Ada Quist", None),
        ("", "Ada Quist", None),
        ("", "Photographer: Ada Quist", "photographer"),
    ],
)
def test_a_credit_keeps_its_role(attributes: str, name: str, role: str | None):
    photo = photo_of(f"<media:credit {attributes}>{name}</media:credit>")
    assert (photo.credit, photo.role) == (name.removeprefix("Photographer: "), role)


def test_of_several_credits_the_first_ones_role_is_kept():
    named = '<media:credit role="photographer">Ada</media:credit><media:credit role="owner">Lumen</media:credit>'
    photo = photo_of(named)
    assert (photo.credit, photo.role) == ("Ada / Lumen", "photographer")


def test_a_role_beside_the_picture_serves_where_its_credit_does():
    beside = '<media:credit role="photographer">Ada</media:credit>'
    assert (photo_of("", beside).credit, photo_of("", beside).role) == ("Ada", "photographer")
    own = photo_of("<media:credit>Bo</media:credit>", beside)
    assert (own.credit, own.role) == ("Bo", None)


def test_a_caption_says_the_role_too():
    photo = photo_of("<media:description>On the quay. Photographer: Ada Quist</media:description>")
    assert (photo.caption, photo.credit, photo.role) == (
        "On the quay.",
        "Ada Quist",
        "photographer",
    )


@pytest.mark.parametrize("role", ["actor", "director", "producer", "composer", "writer"])
def test_who_made_the_film_made_no_picture(role: str):
    assert photo_of(f'<media:credit role="{role}">Ada</media:credit>').credit is None
