"""When an article was published, as its page says."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.web.page.document import read_page

TEXT = "<p>" + "It rains on the moon, and nobody knows why it does so. " * 3 + "</p>"
TEN = datetime(2021, 5, 3, 10, tzinfo=UTC)


def published(html: str) -> datetime | None:
    return read_page(html.encode(), url="https://news.example/film/lunar-sea").published


def ld(**node: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "headline": "x", **node})}</script>'


@pytest.mark.parametrize(
    "html",
    [
        ld(datePublished="2021-05-03T10:00:00Z"),
        "<meta property=article:published_time content='2021-05-03T12:00:00+02:00'>",
        "<meta itemprop=datePublished content='2021-05-03T10:00:00Z'>",
        "<article><time datetime='2021-05-03T10:00:00Z'>May 3</time></article>",
        "<span class=publish-date>May 3, 2021 6:00 AM EDT</span>",
        "<span class=dateline>Monday, May 3, 2021 10:00 AM UTC</span>",
        "<span class=date>3. Mai 2021, 12:00 MESZ</span>",
        "<meta name=dc.date content=2021-05-03><p class=publishedDate>11:00AM BST 03 May 2021</p>",
        "<meta name=date content=2021-05-03><time datetime='2021-05-04T09:00Z'></time><time datetime='2021-05-03T10:00Z'></time>",
    ],
)
def test_the_time_is_in_utc(html: str):
    assert published(f"<h1>x</h1>{html}") == TEN


@pytest.mark.parametrize(
    "line",
    [
        "Published: May 3, 2021 10:00 AM",
        "Posted on 3 May 2021 10:00",
        "Veröffentlicht am 3. Mai 2021, 10:00",
        "Publié le 3 mai 2021 à 10:00",
        "<b>Publicado:</b> 3 de mayo de 2021, 10:00",
        "Pubblicato il 3 maggio 2021 10:00",
        "입력 2021.05.03 19:00",
        "기사입력 :[ 2021-05-03 19:00 ]",
        "입력 2021-05-03 오후 7:00",
        "<span>입력</span> <span>2021.05.03 19:00:00</span> <span>수정 2021.05.04 08:00</span>",
        "公開日：2021年5月3日 19:00",
        "2021.05.03 19:00",
        "2021年5月3日(月) 午後7:00",
    ],
)
def test_a_line_of_the_article_says_it(line: str):
    title = (
        "달빛 바다"
        if "입력" in line
        else "月のうみ"
        if ":" not in line[:4] and line[0] in "公2"
        else "Sea"
    )
    assert published(f"<article><h1>{title}</h1><div>{line}</div>{TEXT}</article>") == TEN


@pytest.mark.parametrize(
    ("html", "hour"),
    [
        ("<html lang=ko><h1>Sea</h1><time datetime='2021-05-03 19:00'></time>", 10),
        ("<html lang=ja-JP><h1>Sea</h1><time datetime='2021-05-03 19:00'></time>", 10),
        ("<html lang=en><h1>달빛 바다</h1><time datetime='2021-05-03 19:00'></time>", 10),
        ("<html lang=ko><h1>Sea</h1><time datetime='2021-05-03 19:00 UTC'></time>", 19),
        ("<html lang=ko><h1>Sea</h1><time datetime='2021-05-03T19:00:00+00:00'></time>", 19),
        ("<html lang=ko><h1>Sea</h1><time datetime='2021-05-03'></time>", 0),
        ("<html lang=es><h1>Sea</h1><time datetime='2021-05-03 19:00'></time>", 19),
    ],
)
def test_a_time_without_a_zone_is_that_of_the_languages_only_country(html: str, hour: int):
    assert published(html) == datetime(2021, 5, 3, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    "html",
    [
        "<h1>x</h1>",
        "<time datetime='soon'>soon</time>",
        f"<article><h1>x</h1>{TEXT}<p>In May 2021 it rained.</p></article>",
        f"<article><h1>x</h1>{TEXT}<p>Published: soon</p></article>",
        f"<article><h1>x</h1>{TEXT}<p>It opens on 2021.05.03 19:00</p></article>",
        f"<article><h1>x</h1>{TEXT}<p>2021.05.03</p></article>",
        "<aside><p>Published: May 3, 2021</p></aside>",
    ],
)
def test_a_page_without_a_time_has_none(html: str):
    """L19: no invented date."""
    assert published(html) is None
