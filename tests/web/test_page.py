import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.error import ParseError
from bot.domain.model import Page
from bot.web.page.document import read_page

URL = "https://news.example/film/lunar-sea"
TEXT = "<p>" + "It rains on the moon, and nobody knows why it does so. " * 3 + "</p>"


def read(html: str, url: str = URL) -> Page:
    return read_page(html.encode(), url=url)


def ld(**node: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **node})}</script>'


@pytest.mark.parametrize(
    "html",
    [
        "<h1>Lunar Sea</h1>",
        (
            "<h1>The Lantern</h1><meta property=og:title content='Lunar Sea | The Lantern'>"
            "<meta property=og:site_name content='The Lantern'>"
        ),
        "<title>Lunar Sea - news.example</title>",
        "<title>News: Lunar Sea</title>",
        "<title>Lunar Sea &mdash; The Lantern</title><h1>Lunar  Sea</h1>",
        ld(headline="Lunar Sea"),
        "<meta name=twitter:title content='<i>Lunar</i> Sea'>",
        "<title>The Moon &raquo; Archive &raquo; Lunar Sea</title><h1><a href=/film/>The Moon</a></h1><h2>Lunar Sea</h2>",
        "<title>Lunar Sea</title><h1>Lunar Sea<a href=/home>The Lantern News</a></h1><article><h3>Lunar Sea</h3>",
    ],
)
def test_the_title_is_the_headline_without_the_site(html: str):
    assert read(html).title == "Lunar Sea"


def test_a_heading_that_the_address_spells_is_the_headline():
    html = "<title>What the moon hides</title><h1>The Lunar Sea is out, at last</h1>"
    assert read(html, "https://news.example/lunar-sea-is-out-at-last").title[:9] == "The Lunar"
    assert read(html, "https://news.example/lunar-7").title == "What the moon hides"


def test_a_dash_that_belongs_to_the_headline_stays():
    html = "<title>Lunar Sea - a review | The Lantern</title><meta property=og:site_name content='The Lantern'>"
    assert read(html).title == "Lunar Sea - a review"


@pytest.mark.parametrize(
    ("html", "link"),
    [
        ("<link rel=canonical href='/film/moon'>", "https://news.example/film/moon"),
        ("<meta property=og:url content='https://news.example/m'>", "https://news.example/m"),
        ("<link rel=canonical href='/'><meta property=og:url content='/m'>", "https://news.example/m"),
        ("<link rel=canonical href='javascript:x'>", None),
        ("<p>x</p>", None),
    ],
)  # fmt: skip
def test_the_canonical_link(html: str, link: str | None):
    assert read(html).link == link


def test_the_summary_is_escaped():
    """S46: a description is text."""
    html = (
        "<meta property=og:description content='It *rains* &amp;amp; [pours](https://x.example)'>"
    )
    assert read(html).summary == r"It \*rains\* & \[pours\](https\://x.example)"


def test_a_page_that_says_nothing_is_empty():
    """S47: everything may be missing."""
    assert read("<p></p>") == Page()


@pytest.mark.parametrize(
    ("html", "language"),
    [
        ("<html lang=ko>", "ko"),
        ("<html lang=pt-br>", "pt-BR"),
        ("<meta property=og:locale content=de_DE>", "de-DE"),
        ("<html lang=''>", None),
    ],
)
def test_the_language_is_a_bcp_47_tag(html: str, language: str | None):
    assert read(html).language == language


def test_broken_json_ld_does_not_hide_what_else_is_stated():
    html = '<script type="application/ld+json">{"headline": "Lu</script>' + ld(headline="Lunar Sea")
    assert read(html).title == "Lunar Sea"


@pytest.mark.parametrize(
    "script",
    [
        '<!-- {"@type": "NewsArticle", "headline": "Lunar Sea"} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "Lunar Sea",}\n//]]>',
        '[{"@type": "Organization"}, {"@type": ["NewsArticle"], "headline": "Lunar Sea"}]',
        '{"@graph": [{"@type": "WebPage", "name": "x"}, {"@type": "BlogPosting", "headline": "Lunar Sea"}]}',
        '{"@type": "NewsArticle", "headline": "Lunar Sea", "text": "a\nb"};',
    ],
)
def test_json_ld_is_read_as_pages_write_it(script: str):
    html = f'<script type="application/ld+json">{script}</script>'
    assert read(html).title == "Lunar Sea"


def test_feeds_are_announced_best_first():
    html = """<link rel=alternate type="application/rss+xml" title="Lunar Sea comments" href="/film/comments/feed">
      <link rel=alternate type="application/rss+xml" title="Film" href="/film/section/feed">
      <link rel=alternate type="application/atom+xml" href="/feed">
      <link rel=alternate type="application/feed+json" href="https://cdn.example/feed.json">
      <link rel=alternate type="text/xml+oembed" href="/oembed?format=xml">
      <link rel=alternate hreflang=de href="/de"><link rel=alternate type="application/rss+xml" href="feed:x">"""
    assert tuple(one.url for one in read(html).feeds) == (
        "https://news.example/feed",
        "https://news.example/film/section/feed",
        "https://cdn.example/feed.json",
        "https://news.example/film/comments/feed",
    )


def test_a_feed_is_announced_with_its_title():
    html = """<link rel=alternate type="application/rss+xml" title=" Reel &raquo;
      Trailers" href="/trailers/feed"><link rel=alternate type="application/rss+xml" href="/feed">"""
    assert [one.title for one in read(html).feeds] == ["", "Reel » Trailers"]


@pytest.mark.parametrize("body", [b"", b"   ", b"Not found", b"\xff\xfe\x00"])
def test_what_is_no_html_is_refused(body: bytes):
    """S37: an empty body is a failure."""
    with pytest.raises(ParseError):
        read_page(body, url=URL)


def test_the_encoding_is_the_pages_own():
    body = "<meta charset=euc-kr><h1>달빛 바다</h1>".encode("euc-kr")
    assert read_page(body, url=URL).title == "달빛 바다"


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 20_000 + TEXT,
        "<time>" * 20_000,
        "<h1>x</h1>" + "<img src=/a.jpg>" * 5_000,
        "<frameset><frame src=x></frameset>",
        '<script type="application/ld+json">' + "[" * 50_000 + "</script>",
        "<meta property=og:image content='https://[broken'><base href='http://[x'>",
        "<h1>x</h1><p>Source: </p>" * 2_000,
    ],
)
def test_a_hostile_page_is_read_or_refused(html: str):
    """S41: no page ends more than its own reading."""
    with suppress(ParseError):
        read(html)


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("<>/=\"' abhpimgsrcetd1&;:.\n"), max_size=200))
def test_soup_is_read_or_refused(soup: str):
    """S41: no page ends more than its own reading."""
    with suppress(ParseError):
        read(f"<h1>x</h1><img src=/a.jpg {soup}>{soup}")
