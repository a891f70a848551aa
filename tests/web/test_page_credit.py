"""Credits that stand apart from their photos, and those that JSON-LD states."""

import json

import pytest

from bot.web.page.document import read_page

TEXT = "<p>It rained for three days, and on the fourth the whole crew went home for good.</p>"
CDN = "https://cdn.example/film"


def article(*parts, head=""):
    return (
        f"<html><head>{head}</head><body><article><h1>Lunar Sea ends its long shoot in the rain</h1>"
        f"{TEXT}{''.join(parts)}{TEXT}</article></body></html>"
    )


def credited(html):
    page = read_page(html.encode(), url="https://news.example/film/1")
    return [photo.credit for photo in page.photos]


A, B, C = (f"<p><img src='{CDN}/{name}.jpg'></p>" for name in ("rain", "moon", "tide"))
FIGURE = f"<figure><img src='{CDN}/dune.jpg'><figcaption>Photo: Cy Poe</figcaption></figure>"


@pytest.mark.parametrize(
    "line",
    [
        "<p>Photo: Ada Roe</p>",
        "<p>(Photos: Ada Roe)</p>",
        "<p>[Photo: Ada Roe]</p>",
        "<p>Photos courtesy of Ada Roe</p>",
        "<p>All photos by Ada Roe</p>",
        "<p>Photo credit: <a href=/ada>Ada Roe</a></p>",
        "<p><b>Photo credits:</b> Ada Roe</p>",
        "<p>Fotos: Ada Roe</p>",
        "<p>Alle Bilder: Ada Roe</p>",
        "<p>Bildnachweis: Ada Roe</p>",
        "<p>Crédits photo : Ada Roe</p>",
        "<p>Toutes les photos : Ada Roe</p>",
        "<p>Créditos de las imágenes: Ada Roe</p>",
        "<p>Crediti foto: Ada Roe</p>",
        "<p>Créditos das imagens: Ada Roe</p>",
        "<p>[사진=Ada Roe]</p>",
        "<p>사진 제공: Ada Roe</p>",
        "<p>写真：Ada Roe</p>",
        "<div>[사진 = Ada Roe]</div>",
        "<div>It rained.<br><br>[사진=Ada Roe] <br><br>It rained.</div>",
        "<i>Photos: Ada Roe</i>",
        "<p>Photo Credit: <!-- -->Ada Roe</p>",
        "<p>Photo Credit: <wbr><bdi>Ada Roe</bdi></p>",
        "<div>Photo Credit: <!-- --> <b>Ada <!-- -->Roe</b></div>",
        "<p>The cast is at sea, and so is the whole crew. <span class=image-copyright>Photos: Ada Roe</span></p>",
    ],
)
def test_a_line_below_the_article_means_all_its_photos(line: str):
    assert credited(article(A, TEXT, B, TEXT, line)) == ["Ada Roe", "Ada Roe"]


def test_names_in_one_line_stay_together():
    assert credited(article(A, TEXT, B, TEXT, "<p>[사진=달빛, 별빛]</p>")) == ["달빛, 별빛"] * 2


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        # one photo, one line
        ((A, TEXT, "<p>Photo: Ada Roe</p>"), ["Ada Roe"]),
        (("<p>Photo: Ada Roe</p>", TEXT, A), ["Ada Roe"]),
        # the line that another photo has means no other
        ((A, "<p>Photo: Ada Roe</p>", TEXT, B), ["Ada Roe", None]),
        ((FIGURE, TEXT, B), ["Cy Poe", None]),
        # one photo is left
        ((FIGURE, TEXT, B, TEXT, "<p>Photo: Ada Roe</p>"), ["Cy Poe", "Ada Roe"]),
        # the photo above, with no text between
        ((A, "<p>On set</p>", "<p>Photo: Ada Roe</p>", TEXT, B), ["Ada Roe", None]),
        ((A, "<p>Sea</p><p>Photo: Ada</p>", TEXT, B, "<p>Sky</p><p>Photo: Bo</p>"), ["Ada", "Bo"]),
        ((FIGURE, TEXT, B, "<p>Sky</p><p>Photo: Cy Poe</p>", TEXT), ["Cy Poe", "Cy Poe"]),
        (
            (A, "<p>Photo: Ada</p>", TEXT, B, "<p>Sky</p><p>Photo: Ada</p>", TEXT, C),
            ["Ada", "Ada", None],
        ),
        ((A, TEXT, B, TEXT, "<p>Photo: Ada</p>", TEXT, "<p>Photo: Ada</p>"), ["Ada", "Ada"]),
        # named for the first
        ((A, TEXT, B, TEXT, "<p>Featured image: Ada Roe</p>"), ["Ada Roe", None]),
        ((A, TEXT, B, TEXT, "<p>Titelbild: Ada Roe</p>"), ["Ada Roe", None]),
        # no telling which
        ((A, TEXT, "<p>Photo: Ada Roe</p>", TEXT, B), [None, None]),
        (("<p>Photo: Ada Roe</p>", TEXT, A, TEXT, B), [None, None]),
        ((A, TEXT, B, TEXT, "<p>Photo: Ada</p><p>Photo: Bo</p>"), [None, None]),
        ((A, TEXT, B, TEXT, C, TEXT, "<p>Photo: Ada</p><p>Photo: Bo</p>"), [None] * 3),
        # of all, wherever it stands
        ((A, TEXT, "<p>Photos: Ada Roe</p>", TEXT, B), ["Ada Roe", "Ada Roe"]),
    ],
)
def test_a_line_of_its_own_means_only_what_it_can(parts: tuple[str, ...], found: list[str | None]):
    assert credited(article(*parts)) == found


@pytest.mark.parametrize(
    "line",
    [
        "<p>© The Lantern</p>",
        "<p>Source: Polar</p>",
        "<p>By Ada Roe</p>",
        "<p>Text: Bo Lee</p>",
        "<p>Photo: Ada Roe in Paris</p>",
        "<p>Photo of the day: Lunar Sea</p>",
        "<p>In the photo: Ada Roe</p>",
        "<p>Director of photography: Ada Roe</p>",
        "<p>Photo: 12 May 2031</p>",
        "<aside><p>Photo: Ada Roe</p></aside>",
        "<div class=related><p>Photo: Ada Roe</p></div>",
        "<figure><figcaption>Photo: Ada Roe</figcaption></figure>",
        "<script>Photo: Ada Roe</script>",
    ],
)
def test_a_line_that_means_something_else_credits_nobody(line: str):
    assert credited(article(A, TEXT, line)) == [None]


def test_the_line_below_a_headline_means_the_photo_above_it():
    top = f"<div class=hero><img src='{CDN}/rain.jpg' width=900></div>"
    head = f"<meta property=og:image content={CDN}/rain.jpg>"
    html = article("<p>Fotocredit: Ada Roe © 2031 Polar</p>", TEXT, FIGURE, TEXT, B, head=head)
    html = html.replace(f"</h1>{TEXT}", "</h1>").replace("<body>", f"<body>{top}")
    assert credited(html) == ["Ada Roe © 2031 Polar", "Cy Poe", None]


def test_a_related_storys_credit_stays_there():
    related = f"<div class=related-posts>{FIGURE}</div>"
    assert credited(article(A, TEXT, related)) == [None]


def ld(*nodes):
    return f"<script type=application/ld+json>{json.dumps(list(nodes))}</script>"


def stated(**said):
    image = {"@type": "ImageObject", "url": f"{CDN}/rain.jpg", **said}
    return {"@type": "NewsArticle", "headline": "Lunar Sea", "image": image}


@pytest.mark.parametrize(
    ("said", "credit", "role"),
    [
        ({"creditText": "Photo: Ada Roe"}, "Ada Roe", None),
        ({"creditText": "Ada Roe (AFP)"}, "Ada Roe (AFP)", None),
        ({"creditText": "Ada Roe - stock.adobe.com"}, "Ada Roe - stock.adobe.com", None),
        ({"creditText": "The cast is back at sea (Photo: Ada Roe)"}, "Ada Roe", None),
        ({"creditText": "Photographer: Ada Roe"}, "Ada Roe", "photographer"),
        ({"creditText": ["Ada Roe", "Lumen"]}, "Ada Roe, Lumen", None),
        ({"creator": "Ada Roe"}, "Ada Roe", None),
        ({"creator": {"name": "Ada Roe"}}, "Ada Roe", None),
        (
            {"creator": {"@type": "Person", "name": "Ada Roe", "jobTitle": "Photographer"}},
            "Ada Roe",
            "photographer",
        ),
        ({"creator": {"name": "Ada Roe", "jobTitle": "Poet"}}, "Ada Roe", None),
        ({"creator": [{"name": "Ada Roe"}, {"name": "Bo Lee"}]}, "Ada Roe, Bo Lee", None),
        ({"creator": {"@id": "#ada"}}, "Ada Roe", None),
        ({"copyrightHolder": {"@type": "Organization", "name": "Polar"}}, "Polar", None),
        ({"copyrightNotice": "© 2031 Polar. All rights reserved."}, "2031 Polar", None),
        ({"creditText": "", "creator": "Ada Roe"}, "Ada Roe", None),
        ({"caption": "At sea. Photographer: Ada Roe"}, "Ada Roe", "photographer"),
        ({"caption": "Ada Roe at sea."}, None, None),
        ({"copyrightNotice": "You may not copy this picture without a permission"}, None, None),
        ({"creator": {"@id": "#nobody"}}, None, None),
        ({"creator": 7}, None, None),
    ],
)
def test_json_ld_states_the_credit(said: dict[str, object], credit: str | None, role: str | None):
    head = ld(stated(**said), {"@id": "#ada", "@type": "Person", "name": "Ada Roe"})
    page = read_page(article(head=head).encode(), url="https://news.example/film/1")
    assert [(photo.credit, photo.role) for photo in page.photos] == [(credit, role)]


def test_an_image_object_of_its_own_credits_the_photo_that_it_names():
    images = [
        {"@type": "ImageObject", "contentUrl": f"{CDN}/{name}.jpg?w=90", "creditText": who}
        for name, who in (("sea", "Ada Roe"), ("rain", "Bo Lee"), ("elsewhere", "Cleo Day"))
    ]
    caption = "<figcaption>Photo: Dee Fox</figcaption>"
    figures = f"<figure><img src={CDN}/rain.jpg></figure><figure><img src={CDN}/sea.jpg>{caption}</figure>"
    page = read_page(article(figures, head=ld(*images)).encode(), url="https://news.example/film/1")
    assert [photo.credit for photo in page.photos] == ["Bo Lee", "Dee Fox"]


@pytest.mark.parametrize("size", ["", "?w=2000"])
def test_what_stands_with_a_photo_goes_before_what_the_head_says(size: str):
    head = ld(stated(author="The Lantern", caption="A still"))
    head += f"<meta property=og:image content={CDN}/rain.jpg{size}>"
    words = "<figcaption>The sea. Photographer: Ada Roe</figcaption>"
    figure = f"<figure><img src={CDN}/rain.jpg>{words}</figure>"
    page = read_page(article(figure, head=head).encode(), url="https://news.example/film/1")
    assert [(photo.caption, photo.credit, photo.role) for photo in page.photos] == [
        ("The sea.", "Ada Roe", "photographer")
    ]
