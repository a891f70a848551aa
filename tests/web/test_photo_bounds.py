"""Pages made to be slow to search for photos: each has a bound on what is looked at."""

import json
import time
from contextlib import contextmanager

import pytest

from bot.web.html.picture import MAX_IMAGES
from bot.web.page.document import read_page

URL = "https://news.example/film/lunar-sea"
TEXT = "<h1>Lunar Sea</h1><p>" + "It rains on the moon, and nobody knows why it does so. " * 3
ITEM = {"url": "https://cdn.example/{}.jpg", "caption": "It rains"}
LEAD = "<meta property=og:image content=https://cdn.example/lead.jpg>"
MANY_ITEMS = json.dumps([{"url": f"https://cdn.example/x{n}.jpg"} for n in range(40_000)])

HOSTILE = {
    "images": "<img src=/a{0}.jpg data-src=/b{0}.jpg srcset='/c{0}.jpg 2x'>" * 5000,
    "nested": "<div class=hero style='background:url(/a.jpg)'>" * 2900,
    "nested images": "<div><img src=/a.jpg><a href=/x>One two three four five</a>" * 2900,
    "flat cards": "<div>" + "<b></b>" * 100_000 + "<img src=/a.jpg>" * 400,
    "backgrounds": "<div style='background:url(/a{0}.jpg)'>" * 5000,
    "links": "<a href=/x>One two three four five</a><a href=/x><img src=/a.jpg></a>" * 5000,
    "sources": "<picture>" + "<source srcset='/a.jpg 1w, /b.jpg 2w'>" * 30_000 + "<img src=/c.jpg></picture>",
    "json": f"<script>x={{'a':1,\"images\":{MANY_ITEMS}}}</script>",
    "keys": "<script>" + '"images":[' * 400_000 + "</script>",
    "deep keys": "<script>" + '{"images":[' * 300_000 + "</script>",
    "escaped": "<script>" + '\\"images\\":[{\\"a\\":' * 150_000 + "</script>",
    "attributes": f"<div data-gallery='{MANY_ITEMS[:150_000]}]'></div>" * 20,
    "galleries": '<script type="application/ld+json">'
    + json.dumps([{"@type": "ImageGallery", "image": ["/a.jpg"] * 200}] * 2900)
    + "</script>",
    "preloads": "<link as=image imagesrcset='" + "/a.jpg 1w, " * 300_000 + "'>",
    "addresses": "<script>'" + "//a.example/{0}.jpg " * 200_000 + "'</script>",
    "slashes": "<img src=/a.jpg><script>" + "'//" * 1_300_000 + "</script>",
    "one slash": "<img src=/a.jpg><script>'" + "/" * 3_900_000 + "</script>",
    "asides": "<aside class=photo>" * 900 + "<b></b>" * 100_000 + "<img src=/a.jpg>" * 300,
    "many addresses": "".join(
        "<img " + " ".join(f"data-a{k}-src=/p{n}-{k}abc.jpg" for k in range(200)) + ">"
        for n in range(400)
    ),
    "folders": "".join(f"<img src='/{'1/' * 950}p{n}.jpg'>" for n in range(400)),
    "dashes": "".join(f"<img src='/{'a-1' * 600}p{n}.jpg'>" for n in range(400)),
    "size words": "".join(f"<img src='/1234567890{'-top' * 450}{n}.jpg'>" for n in range(400)),
    "pairs": "".join(f"<img src='/p{n}.jpg?{'w=1&' * 500}'>" for n in range(400)),
    "sizes": "".join(
        f"<img srcset='{', '.join(f'/sea{n}-{k}0x300.jpg {k}0w' for k in range(10, 90))}'>"
        for n in range(400)
    ),
    "classes": ("<div class='" + "a-b-c_" * 80 + "'>") * 900 + "<img src=/a.jpg></div>" * 5000,
    "og": "<meta property=og:image content=/a{0}.jpg>" * 20_000,
}  # fmt: skip


@contextmanager
def quickly():
    """Fail if what is done here takes out of all proportion: a page without a bound took 108 seconds.

    One that has its bounds takes a second or two, on a machine whose cores are taken some more.
    """
    start = time.process_time()
    yield
    assert time.process_time() - start < 8


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_costs_little(name: str):
    page = f"<html><head>{LEAD}</head><body><article>{TEXT}{HOSTILE[name]}</article></body></html>"
    with quickly():
        assert read_page(page.encode(), url=URL).title == "Lunar Sea"


def test_no_more_images_are_read_than_a_bound():
    images = "".join(f"<img src=/still-of-{number}-x.jpg>" for number in range(MAX_IMAGES * 3))
    page = read_page(f"<article>{TEXT}{images}".encode(), url=URL)
    assert len(page.photos) == MAX_IMAGES


def test_many_articles_under_the_pages_title_cost_little():
    title = "It rains on the lunar sea"
    articles = f"<article><h2>{title}</h2><b>" * 900 + "<i></i>" * 90_000
    with quickly():
        page = read_page(f"<title>{title}</title>{TEXT}{articles}".encode(), url=URL)
    assert page.title
