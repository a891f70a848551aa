"""Why an image on a page is no photo of its article: a line for each habit of publishers."""

import pytest

from bot.web.html.aside import ASIDE, aside_kind
from bot.web.html.tree import document, fragment
from bot.web.page.not_a_photo import NOT_A_PHOTO, why_not
from bot.web.page.scope import Layout
from bot.web.page.shown import Shown

URL = "https://news.example/film/lunar-sea"
TEXT = "<p>" + "It rains on the moon, and nobody knows why it does so. " * 3 + "</p>"
NAMES = [rule.name for rule in NOT_A_PHOTO]


def shown(html: str, after: str = "") -> Shown:
    page = (
        f"<body><article><h1>Lunar Sea</h1><div class=t>{TEXT}{html}{TEXT}</div>{after}</article>"
    )
    layout = Layout(document(page, limit=100_000))
    node = layout.document.css_first("[id=x]")
    assert node is not None
    return Shown(node, layout, URL)


@pytest.mark.parametrize(
    ("html", "name"),
    [
        ("<aside><img id=x src=/a.jpg></aside>", "surroundings"),
        ("<div class=related-posts><img id=x src=/a.jpg></div>", "surroundings"),
        ("<div class=next-story><img id=x src=/a.jpg></div>", "surroundings"),
        ("<div class='newsletter box'><img id=x src=/a.jpg></div>", "surroundings"),
        ("<div id=comments><img id=x src=/a.jpg></div>", "surroundings"),
        ("<div class=author-bio><img id=x src=/a.jpg></div>", "surroundings"),
        ("<div class=share><img id=x src=/a.jpg></div>", "surroundings"),
        ("<div id=partage><img id=x src=/a.jpg></div>", "surroundings"),
        ("<div class=support-box><img id=x src=/a.jpg></div>", "surroundings"),
        ("<aside class='box with-image'><img id=x src=/a.jpg></aside>", "surroundings"),
        ("<aside class=image-box><h3>More</h3><img id=x src=/a.jpg></aside>", "surroundings"),
        ("<div class='ad'><img id=x src=/a.jpg></div>", "surroundings"),
        ("<div class=modal><img id=x src=/a.jpg></div>", "surroundings"),
        ("<div class=video-player><p><span><b><img id=x src=/a.jpg></b></span></p></div>", "video still"),
        ("<a href=/film/other><img id=x src=/a.jpg><b>Another film entirely arrives</b></a>", "teaser"),
        (
            ("<a href=/film/other><img id=x src=/a.jpg></a>"
            "<a href=/film/other>Another film entirely arrives</a>"),
            "teaser",
        ),
        (
            "<div><img id=x src=/a.jpg><h3><a href=/film/other>Another film entirely arrives</a></h3></div>",
            "another article",
        ),
        (
            "<article><img id=x src=/a.jpg><a href=/film/other>Another film entirely arrives</a></article>",
            "another article",
        ),
        (
            ("<figure><a href=/film/other><img id=x src=/a.jpg></a><figcaption>"
            "<a href=/film/other>Another film entirely arrives</a></figcaption></figure>"),
            "teaser",
        ),
        (
            ("<figure><a href='https://shop.example/kite'><img id=x src=/a.jpg></a><figcaption>Credit: Ada Roe"
            "</figcaption></figure><a href='https://shop.example/kite'>A kite for the whole family</a>"),
            "teaser",
        ),
        ("<a href='/'><img id=x src=/a.jpg></a>", "banner"),
        ("<a href='/en/subscribe'><img id=x src=/a.jpg></a>", "banner"),
        ("<a href='https://shop.example/donate/'><img id=x src=/a.jpg></a>", "banner"),
        ("<a href='https://shop.example/kites'><img id=x src=/a.gif></a>", "banner"),
        ("<a rel=sponsored href='https://shop.example/kites'><img id=x src=/a.jpg></a>", "banner"),
        ("<a href='https://shop.example/?utm_medium=banner'><img id=x src=/a.jpg></a>", "banner"),
        ("<div id=x style='background:url(/a.jpg)'></div>", "background"),
        ("<div id=x class='hero pattern' style='background:url(/a.jpg)'></div>", "background"),
        ("<img id=x class=avatar src=/a.jpg>", "decoration"),
        ("<img id=x src=/preload.gif>", "decoration"),
        ("<img id=x src=/iconos/a.gif>", "decoration"),
        ("<img id=x src=/fb-banner2.png>", "decoration"),
        ("<img id=x src=/news_label_1.gif>", "decoration"),
        ("<img id=x src=/spacer.gif>", "decoration"),
        ("<img id=x src=/placeholder.png>", "decoration"),
        ("<img id=x src=/shim.gif>", "decoration"),
        ("<h3><img id=x src=/words.gif alt='Most read'></h3>", "heading"),
        ("<img id=x src=/join-us-468x60.gif>", "decoration"),
        ("<img id=x src='https://count.example/p?s=1&t=2'>", "decoration"),
        ("<img id=x src=/a.jpg width=1 height=1>", "decoration"),
        ("<img id=x src=/a.jpg width=150 height=150>", "thumbnail"),
        ("<img id=x src='https://count.example/na/0a1b2c'>", "counter"),
        ("<img id=x src='/stats.php?action=read' alt='' style='border:0'>", "counter"),
        ("<img id=x src=/a-150x150.jpg>", "thumbnail"),
        ("<img id=x src=/a-400x80.jpg>", "thumbnail"),
        ("<img id=x src=/a-1600x200.jpg>", "thumbnail"),
    ],
)  # fmt: skip
def test_it_is_refused_by_the_first_rule_that_holds(html: str, name: str):
    assert why_not(shown(html)) == name


@pytest.mark.parametrize(
    "html",
    [
        "<img id=x src=/a.jpg>",
        "<a href=/gallery/7><img id=x src=/a.jpg></a>",
        "<a href=/a-full.jpg><img id=x src=/a.jpg></a>",
        "<a href=#><img id=x src=/a.jpg></a>",
        "<a href='https://[broken'><img id=x src=/a.jpg></a>",
        "<a class=image-popup href=/gallery/7><img id=x src=/a.jpg></a>",
        "<a href='https://photos.example/ada/7'><img id=x src=/a.jpg></a>",
        "<div class=related-media><img id=x src=/a.jpg></div>",
        "<h2><a href=/film/lunar-sea>Lunar Sea is out at last</a></h2><img id=x src=/a.jpg>",
        "<noscript><img id=x src=/a.jpg></noscript>",
        "<amp-img id=x src=/a.jpg></amp-img>",
        "<div class=hero id=x style='background-image:url(/a.jpg)'></div>",
        "<figure id=x data-bg=/a.jpg></figure>",
        "<aside class='wide single-photo'><img id=x src=/a.jpg><p>The sea</p></aside>",
        "<div class='part part--ads'><img id=x src=/a.jpg></div>",
        "<section class='part section--has-ad'><img id=x src=/a.jpg></section>",
        "<img id=x src=/640/80/a.jpg>",
        "<img id=x src='https://img.example/0a1b2c' alt='The sea'>",
        "<img id=x src='https://img.example/0a1b2c' width=800 height=600>",
        "<img id=x src='/cut.php?file=a.jpg'>",
        (
            "<figure><a href='https://photos.example/7'><img id=x src=/a.jpg></a><figcaption>Photo: "
            "<a href='https://photos.example/7'>Ada Roe, some rights reserved</a></figcaption></figure>"
        ),
        (
            "<figure><a href=/gallery/7><img id=x src=/a.jpg></a><figcaption>Photo: Ada Roe</figcaption>"
            "</figure><a href=/gallery/7>All photos of the lunar sea</a>"
        ),
        "<a href=/subscribe-to-the-sea><img id=x src=/a.jpg></a>",
        "<div style='display: none'><img id=x src=/a.jpg></div>",
        (
            "<figure><a href=/film/other><img id=x src=/a.jpg></a><figcaption>The sea. "
            "<a href=/film/other>See all photos of it</a></figcaption></figure>"
        ),
        "<h3><img id=x src=/a.jpg></h3>",
        "<div class=supporting-cast><img id=x src=/a.jpg></div>",
        "<img id=x src=/lunar-sea-banner.png>",
        "<div role=img id=x style='background:url(/a.jpg)'></div>",
    ],
)
def test_a_photo_is_refused_by_none(html: str):
    assert why_not(shown(html)) is None


def test_a_photo_of_the_next_article_is_refused():
    """Pages go on with other articles, each in an element of its own."""
    next_one = f"<article>{TEXT}<img id=x src=/a.jpg></article>"
    page = f"<main><h1>Lunar Sea</h1><article>{TEXT * 3}</article>{next_one}</main>"
    layout = Layout(document(page, limit=100_000))
    node = layout.document.css_first("[id=x]")
    assert node is not None
    assert why_not(Shown(node, layout, URL)) == "another article"


@pytest.mark.parametrize(
    ("called", "why"),
    [("photo", "background"), ("card-image", "background"), ("gallery-item", None)],
)
def test_a_background_behind_the_text_is_a_teasers_unless_it_is_a_gallerys(
    called: str, why: str | None
):
    background = f"<div id=x class={called} style='background-image:url(/a.jpg)'></div>"
    assert why_not(shown("", after=background)) == why


@pytest.mark.parametrize("style", ["display:none", "position:absolute; left:-9999px"])
def test_a_hidden_image_outside_of_the_text_is_for_counting_or_sharing(style: str):
    hidden = f"<div style='{style}'><img id=x src=/a.jpg></div>"
    assert why_not(shown("", after=hidden)) == "hidden"


@pytest.mark.parametrize(
    ("html", "why"),
    [("<img id=x src=/a.jpg>", "below"), ("<figure><img id=x src=/a.jpg></figure>", None)],
)
def test_an_image_behind_the_text_of_a_page_without_parts_is_below_it(html: str, why: str | None):
    page = f"<body><img src=/b.jpg><div>{TEXT * 3}</div><div>{html}</div>"
    layout = Layout(document(page, limit=100_000))
    node = layout.document.css_first("[id=x]")
    assert node is not None
    assert why_not(Shown(node, layout, URL)) == why


def test_the_reasons_have_names_of_their_own():
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize(
    ("called", "kind"),
    [("related-links", "related"), ("comment", "comments"), ("newsletter-box", "newsletter"), ("breadcrumb", "navigation"),
     ("author-box", "author"), ("post-author", "author"), ("about-the-author", "author"), ("social", "share"), ("advertisement", "ad"), ("modal", "dialog"), ("widget", "aside"),
     ("article-body", None), ("shareholder", None), ("broadway", None)],
)  # fmt: skip
def test_what_surrounds_a_text_is_known_by_name(called: str, kind: str | None):
    node = fragment(f"<div class='{called}'></div>", limit=1000).css_first("div")
    assert node is not None
    assert aside_kind(node) == kind
    assert kind is None or kind in {*ASIDE, "aside"}
