import json
from typing import Any

import pytest

from bot.domain.model import Page, Photo
from bot.web.page.document import read_page

URL = "https://news.example/film/lunar-sea"
CDN = "https://cdn.example"
TEXT = "<p>" + "It rains on the moon, and nobody knows why it does so. " * 3 + "</p>"


def read(html: str) -> Page:
    return read_page(html.encode(), url=URL)


def article(*parts: str, head: str = "", after: str = "") -> str:
    return f"<head>{head}</head><body><article><h1>Lunar Sea</h1>{TEXT}{''.join(parts)}</article>{after}"


def ld(**node: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **node})}</script>'


def urls(page: Page) -> list[str]:
    return [photo.url for photo in page.photos]


def test_the_articles_photos_are_found_in_order():
    page = read(article("<img src=/rain.jpg>", TEXT, "<figure><img src=/moon.jpg></figure>"))
    assert urls(page) == ["https://news.example/rain.jpg", "https://news.example/moon.jpg"]


@pytest.mark.parametrize(
    "html",
    [
        "<aside><img src=/other.jpg></aside>",
        "<div class=related-posts><img src=/other.jpg></div>",
        "<div class='author-bio'><img src=/other.jpg></div>",
        "<a href=/film/other><img src=/other.jpg><b>Another film entirely arrives</b></a>",
        "<div class=youtube><img src=/other.jpg></div>",
        "<img src=/other.jpg width=120 height=120>",
        "<img src=/icons/other.png>",
    ],
)
def test_what_surrounds_an_article_is_not_its_photo(html: str):
    assert urls(read(article("<img src=/rain.jpg>", html))) == ["https://news.example/rain.jpg"]


def test_a_photo_linked_to_its_gallery_is_the_articles():
    page = read(article("<a href=/gallery/7><img src=/rain.jpg></a>"))
    assert urls(page) == ["https://news.example/rain.jpg"]


def test_photos_of_another_article_on_the_page_are_left_out():
    page = read(article("<img src=/rain.jpg>", after="<article><img src=/other.jpg></article>"))
    assert urls(page) == ["https://news.example/rain.jpg"]


def test_the_stated_photo_stands_in_where_none_is_shown():
    page = read(article(head=f"<meta property=og:image content={CDN}/rain.jpg>"))
    assert (urls(page), page.lead_image) == ([f"{CDN}/rain.jpg"], f"{CDN}/rain.jpg")


def test_a_stated_larger_version_is_taken_with_the_shown_words():
    head = f"<meta property=og:image content={CDN}/rain.jpg?w=2000>"
    shown = (
        f"<figure><img src='{CDN}/rain.jpg?w=600'><figcaption>Photo: Ada Roe</figcaption></figure>"
    )
    assert read(article(shown, head=head)).photos == (
        Photo(url=f"{CDN}/rain.jpg?w=2000", credit="Ada Roe"),
    )


def test_a_photo_above_the_article_is_found_by_its_being_stated():
    head = f"<meta property=og:image content={CDN}/rain.jpg>"
    hero = f"<div class=hero><img src={CDN}/rain-1024x700.jpg><p>Foto: Ada Roe</p></div>"
    page = read(article("<img src=/moon.jpg>", head=head).replace("<body>", f"<body>{hero}"))
    assert [(photo.url, photo.credit) for photo in page.photos] == [
        (f"{CDN}/rain.jpg", "Ada Roe"),
        ("https://news.example/moon.jpg", None),
    ]


@pytest.mark.parametrize("file", ["site_logo_1200x800.jpg", "default-share.png", "og-image.jpg"])
def test_a_sites_own_picture_is_not_the_articles(file: str):
    """S47: no photo."""
    page = read(article(head=f"<meta property=og:image content={CDN}/{file}>"))
    assert (page.photos, page.lead_image) == ((), None)


@pytest.mark.parametrize(
    "image",
    [
        {"@type": "ImageObject", "url": f"{CDN}/rain.jpg", "creditText": "Photo: Ada Roe"},
        {"@type": "ImageObject", "contentUrl": f"{CDN}/rain.jpg", "creator": {"name": "Ada Roe"}},
        [{"@type": "ImageObject", "url": f"{CDN}/rain.jpg", "copyrightHolder": "Ada Roe"}],
        {"@type": "ImageObject", "url": f"{CDN}/rain.jpg", "caption": "At sea. Photo: Ada Roe"},
    ],
)
def test_json_ld_gives_the_credit(image: object):
    (photo,) = read(article(head=ld(headline="Lunar Sea", image=image))).photos
    assert (photo.url, photo.credit) == (f"{CDN}/rain.jpg", "Ada Roe")


def test_the_lead_image_is_the_first_photo_where_none_is_stated():
    assert read(article("<img src=/rain.jpg>")).lead_image == "https://news.example/rain.jpg"


def test_a_credit_on_a_line_of_its_own_belongs_to_the_only_photo():
    page = read(article("<img src=/rain.jpg>", TEXT, "<p>Photo: Ada Roe</p>"))
    assert [photo.credit for photo in page.photos] == ["Ada Roe"]


@pytest.mark.parametrize("line", ["<p>© The Lantern</p>", "<p>Photo: Ada</p><p>Photo: Bo</p>"])
def test_a_line_that_may_mean_something_else_credits_nobody(line: str):
    page = read(article("<img src=/rain.jpg>", TEXT, "<img src=/moon.jpg>", TEXT, line))
    assert [photo.credit for photo in page.photos] == [None, None]
