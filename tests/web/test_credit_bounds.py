"""Pages made to make the search for credits slow: it stays quick."""

import time

import pytest

from bot.web.page.document import read_page

URL = "https://lantern.example.com/1"
SECONDS = 2.0  # of the processor, for pages of up to some megabytes


def figures(inner, count=300):
    image = '<img src="/p{}.jpg" width=900>'
    return "".join(f"<figure>{image.format(n)}{inner}</figure>" for n in range(count))


def caption(inner):
    return f"<figcaption>{inner}</figcaption>"


@pytest.mark.parametrize(
    "body",
    [
        figures(caption("On set. Photo: Ada Roe"), 3000),
        figures(caption("<span>x" * 150 + "</span>" * 150)),
        figures(caption("<span class=credit>x" * 150 + "</span>" * 150)),
        figures(caption("<span class=credit>Ada</span>" * 150)),
        figures(caption("<cite>Ada</cite>" * 150)),
        figures(caption("<b itemprop=author>Ada</b>" * 150)),
        figures(caption("Photo by Ada Roe of the " * 60)),
        figures(caption("(" * 700)),
        figures(caption("Photo: " * 200)),
        figures(caption("AP/" * 300)),
        figures(caption(f'<b class="{"photo_image_" * 40}">x</b>' * 100)),
        figures(caption("On set") + "<i></i>" * 150 + "<p>Photo: Ada</p>"),
        "<figure>" + '<img src="/a.jpg" width=900>' * 3000 + caption("Photos: Ada") + "</figure>",
        '<img src="/a.jpg" width=900>' + "<br>Photo: Ada Roe" * 50_000,
        '<img src="/a.jpg" width=900>' + "<i>Photo: Ada</i> " * 50_000,
        "".join(f'<p><img src="/{n}.jpg" width=900></p><p>Photo: A{n}</p>' for n in range(3000)),
    ],
    ids=range(16),
)
def test_no_page_makes_the_search_for_credits_slow(body: str):
    """S40."""
    page = f"<html><body><article><h1>A kite</h1>{body}</article></body></html>"
    start = time.process_time()
    read_page(page.encode(), url=URL)
    assert time.process_time() - start < SECONDS
