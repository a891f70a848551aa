"""Where an element names its picture: a line for each habit of publishers."""

import pytest

from bot.web.html.picture import read_background, read_image
from bot.web.html.tree import fragment
from bot.web.html.version import VERSION_RULES, versions_of

BASE = "https://news.example/film/story"
SITE = "https://news.example"


def node(html: str, selector: str = "img, amp-img"):
    found = fragment(html, limit=100_000).css_first(selector)
    assert found is not None
    return found


def files(html: str) -> list[str]:
    return [version.url.removeprefix(f"{SITE}/") for version in versions_of(node(html), BASE)]


@pytest.mark.parametrize(
    "attribute",
    ["data-src", "data-lazy-src", "data-original", "data-hi-res-src", "data-orig-file", "data-large-file",
     "data-full-url", "data-image-src", "data-cfsrc", "data-actualsrc", "data-pin-media", "data-echo", "data-lazy",
     "data-lazyload", "data-delayed-url", "data-original-src", "load-src", "data-src-retina", "data-zoom-image"],
)  # fmt: skip
def test_every_spelling_of_lazy_loading_is_read(attribute: str):
    assert files(f'<img src="/blank.gif" {attribute}="/a.jpg">') == ["a.jpg"]


@pytest.mark.parametrize(
    "attribute", ["srcset", "data-srcset", "data-lazy-srcset", "data-cfsrcset", "data-bgset"]
)
def test_every_spelling_of_srcset_is_read(attribute: str):
    html = f'<img src="/blank.gif" {attribute}="/a-300x200.jpg 300w, /a-900x600.jpg 900w">'
    assert files(html) == ["a-900x600.jpg", "a-300x200.jpg"]


@pytest.mark.parametrize(
    ("html", "first"),
    [
        # an address without a size is the original, whatever room it has on the page
        ('<img src="/a.jpg" width=600 data-medium-file="/a-640x400.jpg">', "a.jpg"),
        ('<img src="/a.jpg?resize=760,444" data-orig-file="/a.jpg">', "a.jpg"),
        # a server is told the size behind the file's name
        (
            '<a href="/a.png/940x540nocrop2/1.2"><img src="/a.png/462x260/1.2"></a>',
            "a.png/940x540nocrop2/1.2",
        ),
        ('<a href="/a.png/view"><img src="/a.png/462x260/1.2"></a>', "a.png/462x260/1.2"),
        # but not where a srcset says how wide it is
        ('<img src="/a.jpg" srcset="/a.jpg 640w, /a_1200.jpg 1200w">', "a_1200.jpg"),
        ('<img src="/a.jpg" srcset="/a@2x.jpg 2x">', "a@2x.jpg"),
        ('<img srcset="/w_300,h_200/a.jpg 300w,/w_900,h_600/a.jpg 900w">', "w_900,h_600/a.jpg"),
        ('<amp-img src="/a-300x200.jpg" srcset="/a-800x600.jpg 800w"></amp-img>', "a-800x600.jpg"),
        # AVIF only where there is nothing else
        (
            (
                '<picture><source type="image/avif" srcset="/still?w=2000 2000w"><source type="image/webp" '
                'srcset="/still?w=900 900w"><img src="/still?w=300"></picture>'
            ),
            "still?w=900",
        ),
        ('<img src="/a.avif">', "a.avif"),
        # links and slides around it, to the same picture
        ('<a href="/a.jpg"><span><img src="/a-150x150.jpg"></span></a>', "a.jpg"),
        ('<a href="/big/a.jpg"><img src="/some/a-150x150.jpg"></a>', "big/a.jpg"),
        ('<a href="/other.jpg"><img src="/a-640x400.jpg"></a>', "a-640x400.jpg"),
        (
            (
                '<a href="https://news.example/0f8fad5b-d9cb-469f-a165-70867728950e"><img src='
                '"https://news.example/0f8fad5b-d9cb-469f-a165-70867728950e/scale-to-width-down/600"></a>'
            ),
            "0f8fad5b-d9cb-469f-a165-70867728950e",
        ),
        ('<li data-src="/a.jpg"><img src="/a-640x400.jpg"></li>', "a.jpg"),
        # an attribute of any name, where it holds the same picture; JSON in it
        ('<img src="/a-640x400.jpg" data-foo="/a-900x600.jpg">', "a-900x600.jpg"),
        ('<img src="/a-640x400.jpg" data-foo="/b-900x600.jpg">', "a-640x400.jpg"),
        (
            (
                "<img src=/a-640x400.jpg data-sizes-json='"
                '{"l":"https:\\/\\/news.example\\/a-900x600.jpg"}\'>'
            ),
            "a-900x600.jpg",
        ),
        # what a script has to complete, and what is another picture
        ('<img src="/a-640x400.jpg" data-src-template="/a-{width}.jpg">', "a-640x400.jpg"),
        ('<img src="/a-640x400.jpg" data-author-image="/ada.jpg">', "a-640x400.jpg"),
        ('<img src="/a-640x400.jpg" data-share-image="/ada.jpg">', "a-640x400.jpg"),
    ],
)
def test_the_largest_version_named_comes_first(html: str, first: str):
    assert files(html)[0] == first


def test_a_bare_name_in_an_attribute_is_an_id_and_no_address():
    """No URL is made up: a script adds the rest."""
    html = f"<img src='{SITE}/max/640/1*moon.jpeg' data-image-id='1*moon.jpeg' data-file=moon.jpeg>"
    assert files(html) == ["max/640/1*moon.jpeg"]
    assert read_background(node("<div data-image='1*moon.jpeg'></div>", "div"), base=BASE) is None


def test_a_double_slash_is_kept_as_it_is_written():
    assert files('<img src="https://news.example//photo/a.jpg">') == ["/photo/a.jpg"]


def test_the_other_versions_are_fallbacks_without_avif():
    html = (
        '<picture><source type="image/avif" srcset="/still?w=2000 2000w"><img src="/still?w=300" '
        'srcset="/still?w=500 500w, /still?w=700 700w, /still?w=900 900w, /still?w=1100 1100w, /still?w=20 20w"></picture>'
    )
    photo = read_image(node(html), base=BASE)
    assert photo is not None
    assert photo.url == f"{SITE}/still?w=1100"
    assert photo.fallbacks == (f"{SITE}/still?w=900", f"{SITE}/still?w=700", f"{SITE}/still?w=500")


@pytest.mark.parametrize(
    "html",
    [
        "<div style=\"color: red; background: #fff url('/a.jpg') no-repeat\"></div>",
        '<div style="background-image:url(/a.jpg)"></div>',
        '<div style="background-image:linear-gradient(#000,#fff)" data-bg="/a.jpg"></div>',
        '<div data-background="/a.jpg"></div>',
        '<div data-image="/a.jpg" data-caption="The sea"></div>',
        '<div data-background-image="url(/a.jpg)"></div>',
        '<div data-bgset="/a-300x200.jpg 300w, /a.jpg 900w"></div>',
    ],
)
def test_a_background_is_read(html: str):
    photo = read_background(node(html, "div"), base=BASE)
    assert photo is not None
    assert photo.url == f"{SITE}/a.jpg"


def test_every_rule_says_where_it_looks():
    assert [rule.__name__ for rule in VERSION_RULES] == ["_attributes", "_sources", "_around"]


@pytest.mark.parametrize("count", [100, 3000])
def test_the_versions_of_one_element_are_bounded(count: int):
    srcset = ", ".join(f"/a-{width}x9.jpg {width}w" for width in range(count))
    assert len(files(f'<img srcset="{srcset}">')) <= 200
