"""What feeds rate as not for everybody."""

from __future__ import annotations

import pytest

from bot.domain.model import Entry
from bot.web.feed.document import read_feed

URL = "https://reel.example/feed.xml"
CONTENT = '<media:content url="https://reel.example/{}.jpg" medium="image">{}</media:content>'


def entry(inside: str) -> Entry:
    body = (
        '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" '
        'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><title>Reel</title>'
        f"<item><title>Story</title>{inside}</item></channel></rss>"
    )
    (read,) = read_feed(body.encode(), url=URL).entries
    return read


@pytest.mark.parametrize(
    ("rating", "sensitive"),
    [
        ("<media:rating>adult</media:rating>", True),
        ("<media:rating> Adult </media:rating>", True),
        ('<media:rating scheme="urn:simple">adult</media:rating>', True),
        ('<media:rating scheme="urn:simple">nonadult</media:rating>', False),
        ('<media:rating scheme="urn:mpaa">r</media:rating>', True),
        ('<media:rating scheme="urn:mpaa">NC-17</media:rating>', True),
        ('<media:rating scheme="urn:mpaa">pg-13</media:rating>', False),
        ('<media:rating scheme="urn:v-chip">tv-ma</media:rating>', True),
        ('<media:rating scheme="urn:v-chip">tv-y7</media:rating>', False),
        ('<media:rating scheme="urn:icra">adult</media:rating>', False),
        ("<media:rating/>", False),
        ("<media:adult>true</media:adult>", True),
        ("<media:adult>false</media:adult>", False),
        ("<itunes:explicit>yes</itunes:explicit>", True),
        ("<itunes:explicit>True</itunes:explicit>", True),
        ("<itunes:explicit>clean</itunes:explicit>", False),
        ("<itunes:explicit>no</itunes:explicit>", False),
        ("<rating>adult</rating>", False),
        ("", False),
    ],
)
def test_an_entry_is_rated(rating: str, sensitive: bool) -> None:
    assert entry(rating).sensitive is sensitive


ADULT = "<media:rating>adult</media:rating>"


@pytest.mark.parametrize(
    ("inside", "hidden"),
    [
        (CONTENT.format(1, "") + CONTENT.format(2, ADULT), {"2.jpg"}),
        (CONTENT.format(1, "") + CONTENT.format(2, ""), set()),
        (
            f"{CONTENT.format(1, '')}<media:group>{ADULT}{CONTENT.format(2, '')}</media:group>",
            {"2.jpg"},
        ),
        (
            f"<media:group>{CONTENT.format(1, '')}{CONTENT.format(2, ADULT)}</media:group>",
            {"2.jpg"},
        ),
    ],
)
def test_one_picture_is_rated(inside: str, hidden: set[str]) -> None:
    photos = entry(inside).photos
    assert {photo.url.rpartition("/")[2] for photo in photos if photo.sensitive} == hidden
