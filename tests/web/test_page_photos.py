import json
from typing import Any

import pytest

from bot.domain.model import Page, Photo
from bot.web.page.document import read_page
from bot.web.page.photos import PHOTO_RULES

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
        Photo(url=f"{CDN}/rain.jpg?w=2000", credit="Ada Roe", fallbacks=(f"{CDN}/rain.jpg?w=600",)),
    )


def test_a_photo_above_the_article_is_found_by_its_being_stated():
    head = f"<meta property=og:image content={CDN}/rain.jpg>"
    hero = f"<div class=hero><img src={CDN}/rain-1024x700.jpg><p>Foto: Ada Roe</p></div>"
    page = read(article("<img src=/moon.jpg>", head=head).replace("<body>", f"<body>{hero}"))
    assert [(photo.url, photo.credit) for photo in page.photos] == [
        (f"{CDN}/rain.jpg", "Ada Roe"),
        ("https://news.example/moon.jpg", None),
    ]


@pytest.mark.parametrize(
    "file",
    [
        "site_logo_1200x800.jpg",
        "default-share.png",
        "og-image.jpg",
        "apple-touch-icon-1.png",
        "the-lantern-social-card.jpg",
    ],
)
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


def test_slides_without_images_have_their_words_in_attributes():
    slides = "".join(
        f"<div class='gal-slide' data-image=/{n}.jpg data-caption='Sea {n}' data-credit='Ada {n} Roe'></div>"
        for n in (1, 2, 3)
    )
    found = read(article(f"<div class=gal>{slides}</div>")).photos
    assert [(photo.url[-5:], photo.credit) for photo in found] == [
        ("1.jpg", "Ada 1 Roe"), ("2.jpg", "Ada 2 Roe"), ("3.jpg", "Ada 3 Roe"),
    ]  # fmt: skip


def test_the_lead_image_is_the_first_photo_where_none_is_stated():
    assert read(article("<img src=/rain.jpg>")).lead_image == "https://news.example/rain.jpg"


def test_a_credit_on_a_line_of_its_own_belongs_to_the_only_photo():
    page = read(article("<img src=/rain.jpg>", TEXT, "<p>Photo: Ada Roe</p>"))
    assert [photo.credit for photo in page.photos] == ["Ada Roe"]


@pytest.mark.parametrize("line", ["<p>© The Lantern</p>", "<p>Photo: Ada</p><p>Photo: Bo</p>"])
def test_a_line_that_may_mean_something_else_credits_nobody(line: str):
    page = read(article("<img src=/rain.jpg>", TEXT, "<img src=/moon.jpg>", TEXT, line))
    assert [photo.credit for photo in page.photos] == [None, None]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<div class=hero style='background-image:url(/rain.jpg)'></div>", ["rain.jpg"]),
        ("<noscript><img src=/rain.jpg></noscript>", ["rain.jpg"]),
        (
            ('<amp-carousel><amp-img src="/rain.jpg"><noscript><img src="/rain.jpg"></noscript></amp-img>'
            '<amp-img src="/moon.jpg"></amp-img></amp-carousel>'),
            ["rain.jpg", "moon.jpg"],
        ),
        (
            """<div data-gallery='[{"src":"\\/rain.jpg","caption":""},{"src":"/moon.jpg"},{"src":"/sea.jpg"}]'></div>""",
            ["rain.jpg", "moon.jpg", "sea.jpg"],
        ),
        (
            ("""<div data-props='{"gallery":{"items":[{"image":{"url":"/rain.jpg"},"caption":"Rain"},"""
            """{"image":{"url":"/moon.jpg"},"caption":"Moon"}]}}'></div>"""),
            ["rain.jpg", "moon.jpg"],
        ),
        # the sizes of one picture are no gallery, and stories are none
        ("""<div data-images='["/rain-large.jpg","/rain-cover.jpg"]'></div>""", []),
        (
            """<div data-items='[{"image":"/a.jpg","slug":"a"},{"image":"/b.jpg","slug":"b"},{"image":"/c.jpg"}]'></div>""",
            [],
        ),
        ("""<aside data-gallery='["/rain.jpg","/moon.jpg","/sea.jpg"]'></aside>""", []),
    ],
)  # fmt: skip
def test_photos_are_found_wherever_the_article_shows_them(html: str, found: list[str]):
    assert urls(read(article(html))) == [f"https://news.example/{file}" for file in found]


ITEMS = [
    {"url": f"{CDN}/rain.jpg", "caption": "Rain", "credit": "Ada Roe"},
    {"url": f"{CDN}/moon.jpg", "caption": "Moon (Photo: Bo Roe)"},
    {"url": f"{CDN}/sea.jpg", "caption": "Sea"},
]
LEAD = f"<meta property=og:image content={CDN}/rain.jpg>"


@pytest.mark.parametrize(
    "script",
    [
        f"window.state = {json.dumps({'article': {'slideshow': ITEMS}})};",
        f"gallery.start({json.dumps({'slides': ITEMS})});",
        f"push([1, {json.dumps(json.dumps({'images': ITEMS}))}])",
    ],
)
def test_a_gallery_in_a_script_is_the_articles_if_it_holds_its_lead(script: str):
    page = read(article(head=LEAD, after=f"<script>{script}</script>"))
    assert [(photo.url, photo.credit) for photo in page.photos] == [
        (f"{CDN}/rain.jpg", "Ada Roe"),
        (f"{CDN}/moon.jpg", "Bo Roe"),
        (f"{CDN}/sea.jpg", None),
    ]


@pytest.mark.parametrize(
    "script",
    [
        f"window.state = {json.dumps({'related': ITEMS})};",
        f"window.state = {json.dumps({'slideshow': ITEMS[1:] * 2})};",
        f"window.state = {json.dumps({'items': [{**item, 'headline': 'Rain'} for item in ITEMS]})};",
        'window.state = {"slideshow": [{"url": ',
    ],
)
def test_another_list_in_a_script_is_not_the_articles(script: str):
    page = read(article(head=LEAD, after=f"<script>{script}</script>"))
    assert urls(page) == [f"{CDN}/rain.jpg"]


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (f"<meta name=twitter:image content={CDN}/rain.jpg>", "rain.jpg"),
        (f"<link rel=image_src href={CDN}/rain.jpg>", "rain.jpg"),
        (f"<meta itemprop=image content={CDN}/rain.jpg>", "rain.jpg"),
        (ld(headline="Lunar Sea", image=f"{CDN}/rain.jpg"), "rain.jpg"),
        (ld(headline="Lunar Sea", image=[f"{CDN}/rain.jpg", f"{CDN}/cut.jpg"]), "rain.jpg"),
        (ld(headline="Lunar Sea", thumbnailUrl=f"{CDN}/rain.jpg"), "rain.jpg"),
        (ld(headline="Lunar Sea", image={"@id": "#1"}, hasPart={"@id": "#1", "url": f"{CDN}/rain.jpg"}), "rain.jpg"),
    ],
)  # fmt: skip
def test_a_photo_is_stated_in_many_ways(head: str, found: str):
    assert urls(read(article(head=head))) == [f"{CDN}/{found}"]


@pytest.mark.parametrize(
    "head",
    [
        f"<meta property=og:image content={CDN}/rain.jpg>",
        f"<meta property=og:image1 content={CDN}/rain.jpg>",
        f"<link rel=preload as=image href={CDN}/rain.jpg>",
        f"<link rel=preload as=image imagesrcset='{CDN}/rain.jpg 2000w'>",
        f"<link itemprop=contentUrl href={CDN}/rain.jpg>",
    ],
)
def test_a_larger_version_that_the_head_names_is_taken(head: str):
    page = read(article(f"<img src={CDN}/rain-640x400.jpg>", head=head))
    assert urls(page) == [f"{CDN}/rain.jpg"]
    assert page.photos[0].fallbacks == (f"{CDN}/rain-640x400.jpg",)


def test_a_preloaded_picture_is_not_the_articles_unless_it_shows_it():
    head = f"<link rel=preload as=image href={CDN}/frame.jpg>"
    assert urls(read(article("<img src=/rain.jpg>", head=head))) == [
        "https://news.example/rain.jpg"
    ]


def test_a_gallery_in_json_ld_is_the_articles_if_it_holds_a_photo_shown():
    media = [{"@type": "ImageObject", "contentUrl": item["url"]} for item in ITEMS]
    head = ld(headline="Lunar Sea") + ld(**{"@type": "ImageGallery", "associatedMedia": media})
    page = read(article(f"<img src={CDN}/moon.jpg>", head=head))
    assert set(urls(page)) == {item["url"] for item in ITEMS}


@pytest.mark.parametrize(
    ("caption", "count"), [("Rain on the moon", 2), ("The moon", 1), (None, 1)]
)
def test_a_stated_photo_that_is_shown_nowhere_counts_with_words_of_its_own(
    caption: str | None, count: int
):
    image = {"@type": "ImageObject", "url": f"{CDN}/rain.jpg", "caption": caption}
    page = read(
        article("<img src=/moon.jpg alt='The moon'>", head=ld(headline="Lunar Sea", image=image))
    )
    assert len(page.photos) == count


def test_a_stated_photo_is_found_in_an_aside_that_is_one_by_name_alone():
    lead = f"<div class='social box'><img src={CDN}/rain-640x400.jpg alt=Rain></div>"
    page = read(article(lead, "<img src=/moon.jpg>", head=LEAD))
    assert [photo.alt for photo in page.photos] == ["Rain", None]


@pytest.mark.parametrize(
    "script",
    [
        f'state = {{"url": "{CDN}/rain.jpg?w=2400"}}',
        f'state = {{"url": "{CDN}/rain.jpg?w=2400"}}'.replace("/", "\\/"),
        f'state = {{"url": "{CDN}/rain.jpg?w=2400"}}'.replace("/", "\\u002F"),
        f'state = "{{\\"url\\": \\"{CDN}/rain.jpg?w=2400\\"}}"',
        f'state = {{"srcset": "{CDN}/rain.jpg?w=900 900w, {CDN}/rain.jpg?w=2400 2400w"}}',
    ],
)
def test_a_larger_version_that_only_a_script_names_is_taken(script: str):
    shown = f"<img src={CDN}/rain.jpg?w=600><script>{script}; other = '{CDN}/moon.jpg'</script>"
    assert urls(read(article(shown))) == [f"{CDN}/rain.jpg?w=2400"]


@pytest.mark.parametrize(
    ("stated", "shown", "found"),
    [
        # another cut of the picture shown
        ("/12/wide-retina/lunar-sea.jpg", "/12/teaser/lunar-sea.jpg", "/12/wide-retina/lunar-sea.jpg"),
        ("/34834/sea_king_1280.jpg", "/34835/sea_king_640.jpg", "/34834/sea_king_1280.jpg"),
        # another picture: an article's picture is told by what the page shows
        ("/12/wide-retina/lunar-sea.jpg", "/12/teaser/dry-land.jpg", "/12/teaser/dry-land.jpg"),
    ],
)  # fmt: skip
def test_a_photo_has_a_twin_in_another_folder(stated: str, shown: str, found: str):
    head = f"<meta property=og:image content={CDN}{stated}>"
    assert urls(read(article(f"<img src={CDN}{shown}>", head=head))) == [CDN + found]


def test_two_photos_shown_are_no_twins_though_they_have_one_name():
    head = f"<meta property=og:image content={CDN}/34834/lunar-sea.jpg>"
    shown = f"<img src={CDN}/34834/lunar-sea.jpg><img src={CDN}/34835/lunar-sea.jpg>"
    assert len(read(article(shown, head=head)).photos) == 2


def test_what_stands_in_for_any_picture_is_none_of_them():
    standin = "data-default-src=/u/standin.jpg"
    shown = f"<img src={CDN}/rain.jpg {standin}><img src={CDN}/moon.jpg {standin}>"
    assert urls(read(article(shown))) == [f"{CDN}/rain.jpg", f"{CDN}/moon.jpg"]


@pytest.mark.parametrize(
    ("files", "count"),
    [
        (["space-sweepers-1.jpg", "space-sweepers.jpg"], 1),
        (["space-sweepers1.jpg", "rain.jpg", "space-sweepers.jpg"], 2),
        (["space-sweepers-2.jpg", "space-sweepers.jpg"], 2),
        (["still-1.jpg", "still.jpg"], 2),
        (["space-sweepers.jpg", "space-sweepers-1.jpg"], 2),  # a series
        (["space-sweepers.jpg", "space-sweepers-1.jpg", "space-sweepers-2.jpg"], 3),
        (["space-sweepers-hero.jpg", "space-sweepers-inline.jpg"], 1),
        (["space-sweepers-hero.jpg alt=Ship", "space-sweepers-inline.jpg alt=Crew"], 2),
    ],
)
def test_a_picture_uploaded_twice_is_shown_once(files: list[str], count: int):
    shown = [f"<img src={CDN}/2031/{file}>" for file in files]
    assert len(read(article(*shown)).photos) == count


def test_the_article_under_the_pages_title_is_read_where_several_follow():
    other = f"<article><h2>Dry land is found</h2><img src=/land.jpg>{TEXT * 9}</article>"
    own = f"<article><h2>The lunar sea is wet</h2><img src=/sea.jpg>{TEXT * 2}</article>"
    head = "<title>The lunar sea is wet | The Lantern</title>"
    page = read(f"<head>{head}</head><img src=/top.jpg><h1>News</h1>{other}{own}")
    assert urls(page) == ["https://news.example/sea.jpg"]


def test_text_in_lines_is_the_articles_where_paragraphs_are_of_comments():
    lines = "It rains on the moon, and nobody knows why it does so.<br>" * 20
    comments = f"<div class=talk>{TEXT}<img src=/reply.jpg></div>"
    page = read(f"<div><div><h1>Lunar Sea</h1><img src=/sea.jpg>{lines}</div></div>{comments}")
    assert urls(page) == ["https://news.example/sea.jpg"]


def test_the_rules_stand_in_one_place_in_order():
    assert [rule.__name__ for rule in PHOTO_RULES] == [
        "_in_the_article",
        "_above_the_article",
        "_shown_twice",
        "_described_apart",
        "_in_scripts",
        "_in_stated_galleries",
        "_stated_alone",
        "_in_other_sizes",
        "_in_data_of_scripts",
        "_in_other_folders",
        "_credited_in_json",
    ]


@pytest.mark.parametrize(
    ("alt", "said"),
    [
        ("The moon over the sea", "The moon over the sea"),
        ("Image of the moon", "Image of the moon"),
        ("달 사진", "달 사진"),
        ("2001: A Space Odyssey", "2001: A Space Odyssey"),
        ("image", None),
        ("Photo 3", None),
        ("Lazy loaded image", None),
        ("featured image", None),
        ("IMG_2031.jpg", None),
        ("lunar-sea-1200x800.webp", None),
        ("DSC_0042", None),
        ("사진", None),
        ("...", None),
        ("12345", None),
    ],
)
def test_an_alt_text_that_says_nothing_is_none(alt: str, said: str | None):
    (photo,) = read(article(f"<img src=/moon.jpg alt='{alt}'>")).photos
    assert photo.alt == said
