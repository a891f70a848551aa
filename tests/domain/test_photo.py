from dataclasses import replace

import pytest

from bot.domain.model import MAX_FALLBACKS, Photo
from bot.domain.photo import (
    is_decoration,
    largest,
    named_width,
    one_each,
    photo_key,
    photo_url,
)

SITE = "https://news.example"
BASE = f"{SITE}/film/story"


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ("still.jpg", f"{SITE}/film/still.jpg"),
        ("/a/still.jpg", f"{SITE}/a/still.jpg"),
        ("//cdn.example/still.jpg", "https://cdn.example/still.jpg"),
        ("http://cdn.example/still.jpg", "http://cdn.example/still.jpg"),
        (" /a/moon sea.jpg\n", f"{SITE}/a/moon%20sea.jpg"),
        ("/a/mönd.jpg?t=字", f"{SITE}/a/m%C3%B6nd.jpg?t=%E5%AD%97"),
        ("/a/100%.jpg", f"{SITE}/a/100%25.jpg"),
        ("/a/b%20c.jpg", f"{SITE}/a/b%20c.jpg"),
        ("https://bücher.example/x.jpg", "https://xn--bcher-kva.example/x.jpg"),
        ("/a/still.avif#top", f"{SITE}/a/still.avif"),
    ],
)
def test_a_photo_url_is_resolved_and_repaired(found: str, expected: str):
    """M49: relative, http, with spaces or non-ASCII."""
    assert photo_url(found, BASE) == expected


@pytest.mark.parametrize(
    "found",
    [
        "",
        "data:image/gif;base64,R0lGODlhAQABAAAAACw=",
        "/logo.svg",
        "/favicon.ico",
        "/" + "x" * 2048 + ".jpg",
        "javascript:alert(1)",
        "ftp://cdn.example/x.jpg",
        "https://user:secret@cdn.example/x.jpg",
        "https://",
        "https://cdn.example:99999/x.jpg",
        "https://[::1/x.jpg",
        "https://a b.example/x.jpg",
        "/still-{width}.jpg",
        "/still-%7BWIDTH%7D.jpg",
        "/__size__/still.jpg",
    ],
)
def test_a_photo_url_that_discord_can_not_show_is_refused(found: str):
    """M49: data:, SVG, over 2,048 characters, and what is no address."""
    assert photo_url(found, BASE) is None


@pytest.mark.parametrize(
    "versions",
    [
        [
            f"{SITE}/wp-content/uploads/2031/05/still-300x200.jpg",
            f"{SITE}/wp-content/uploads/2031/05/still-scaled.jpg?w=640&ssl=1",
            "http://www.news.example/wp-content/uploads/2031/05/still.jpg.webp",
            "https://proxy.example/news.example/wp-content/uploads/2031/05/still.jpg?resize=640%2C9",
        ],
        ["https://photos.example/abc=s1600", "https://photos.example/abc=w640-h400-no"],
        ["https://blog.example/-x/s320/moon.jpg", "https://blog.example/-x/s1600/moon.jpg"],
        [
            "https://cut.example/dims4/default/1/resize/840x472!/?url=https%3A%2F%2Fa.example%2Fb.jpg",
            "https://a.example/b.jpg",
        ],
        [
            "https://thumb.example/h4sh/fit-in/640x360/filters:quality(80)/https://a.example/b.jpg",
            "https://a.example/b.jpg",
        ],
        ["https://res.example/w_640,h_360,c_fill/v1/b.jpg", "https://res.example/v2/b.jpg"],
        [
            "https://arc.example/resizer/AbC=/620x0/smart/cdn.example/org/b.jpg",
            "https://arc.example/resizer/XyZ=/980x528/smart/cdn.example/org/b.jpg",
        ],
        [f"{SITE}/moon_640x360.jpg", f"{SITE}/moon@2x.jpg", f"{SITE}/moon.webp?dpr=2"],
        [f"{SITE}/files/styles/big/public/m.jpg", f"{SITE}/files/styles/tiny/public/m.jpg"],
        [f"{SITE}/wiki/Moon.png/300px-Moon.png", f"{SITE}/wiki/Moon.png/revision/latest/scale/350"],
        [f"{SITE}/media/x/0_0_3000_2000/master/3000.jpg", f"{SITE}/media/x/0_0_3000_2000/500.jpg"],
        [f"{SITE}/og/agency-634975860.jpg", "https://cdn.example/x/agency-634975860-640x360.jpg"],
        [f"{SITE}/ace/standard/240/live/moon.jpg", f"{SITE}/ace/standard/976/live/moon.jpg"],
        [
            f"{SITE}/2031/05/07/0/0/5000/3333/644/322/60/0/ab1-moon.jpg",
            f"{SITE}/2031/05/07/0/0/5000/3333/1440/960/60/0/ab1-moon.jpg",
        ],
        [f"{SITE}/moon/wide__820x461", f"{SITE}/moon/original__1200x800", f"{SITE}/moon/social"],
        [f"{SITE}/cms/1200x630_crop/ab/moon.jpg", f"{SITE}/cms/616x347_cropupscale/ab/moon.jpg"],
        [f"{SITE}/7_3x2_md.jpg", f"{SITE}/7_3x2_rt.jpg"],
        [f"{SITE}/moon1_m.jpg", f"{SITE}/moon1.jpg"],
        [f"{SITE}/moon_640.jpg", f"{SITE}/moon_large.jpg", f"{SITE}/moon-superJumbo.jpg"],
        [f"{SITE}/moon-kd-656x492@Page-Web.jpg", f"{SITE}/moon-kd-140x180@Page-Web.jpg"],
        ["https://cdn.news.example/a/moon.jpg", "https://i2.news.example/a/moon.jpg"],
        [
            f"{SITE}/a/0f8fad5b-d9cb-469f-a165-70867728950e_wide.jpg",
            f"{SITE}/b/0f8fad5b-d9cb-469f-a165-70867728950e.png",
        ],
    ],
)
def test_all_sizes_of_one_picture_have_one_key(versions: list[str]):
    assert len({photo_key(url) for url in versions}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{SITE}/still-1.jpg", f"{SITE}/still-2.jpg"),
        (f"{SITE}/gallery/101.jpg", f"{SITE}/gallery/102.jpg"),
        (f"{SITE}/image.php?id=7", f"{SITE}/image.php?id=8"),
        (f"{SITE}/photo.jpg?id=7", f"{SITE}/photo.jpg?id=8"),
        (f"{SITE}/a/dsc_1.jpg", "https://cdn.example/b/dsc_1.jpg"),
        (f"{SITE}/still-1001.jpg", f"{SITE}/still-1002.jpg"),
        (f"{SITE}/2031/05/07/1.jpg", f"{SITE}/2031/05/08/1.jpg"),
        (f"{SITE}/film/moon/wide__820x461", f"{SITE}/film/sea/wide__820x461"),
        (f"{SITE}/moon/1/large.jpg", f"{SITE}/moon/2/large.jpg"),
        (f"{SITE}/240/1.jpg", f"{SITE}/480/1.jpg"),
        (f"{SITE}/1234567890_1.jpg", f"{SITE}/1234567890_2.jpg"),
        ("https://cut.example/?url=https://a.example/b.jpg", "https://cut.example/?url=https://a.example/c.jpg"),
    ],
)  # fmt: skip
def test_different_pictures_have_different_keys(one: str, other: str):
    assert photo_key(one) != photo_key(other)


def test_a_key_is_made_of_anything():
    assert photo_key("https://[broken") == "https://[broken"


@pytest.mark.parametrize(
    ("url", "width"),
    [
        (f"{SITE}/a.jpg?w=640&h=360", 640),
        (f"{SITE}/a-300x200.jpg", 300),
        (f"{SITE}/s1600/a.jpg", 1600),
        (f"{SITE}/w_830,c_fill/a.jpg", 830),
        (f"{SITE}/2031/05/a.jpg", None),
        (f"{SITE}/a_100.jpg", None),
        (f"{SITE}/a.jpg", None),
    ],
)
def test_the_width_that_an_address_asks_for(url: str, width: int | None):
    assert named_width(url) == width


def test_largest_takes_an_address_without_a_size_for_the_original():
    urls = [f"{SITE}/a-300x200.jpg", f"{SITE}/a.jpg", f"{SITE}/a-1024x700.jpg"]
    assert largest(Photo(url=url) for url in urls).url == f"{SITE}/a.jpg"


def test_one_each_keeps_order_and_what_smaller_versions_said():
    photos = [
        Photo(url=f"{SITE}/a-300x200.jpg", credit="Ada Roe", alt="The moon"),
        Photo(url=f"{SITE}/b.jpg"),
        Photo(url=f"{SITE}/a-1024x700.jpg", caption="On set"),
    ]
    assert one_each(photos) == (
        Photo(
            url=f"{SITE}/a-1024x700.jpg",
            credit="Ada Roe",
            alt="The moon",
            caption="On set",
            fallbacks=(f"{SITE}/a-300x200.jpg",),
        ),
        Photo(url=f"{SITE}/b.jpg"),
    )


def test_fallbacks_are_the_other_versions_best_first():
    files = ["a-300x200.jpg", "a.avif", "a-20x10.jpg", "a-1200x800.jpg", "a.jpg", "a-640x400.jpg"]
    photos = [Photo(url=f"{SITE}/{file}") for file in files]
    (photo,) = one_each([replace(photos[0], fallbacks=(f"{SITE}/a-900x600.jpg",)), *photos[1:]])
    assert photo.url == f"{SITE}/a.jpg"
    assert photo.fallbacks == tuple(
        f"{SITE}/{file}" for file in ("a-1200x800.jpg", "a-900x600.jpg", "a-640x400.jpg")
    )
    assert len(photo.fallbacks) <= MAX_FALLBACKS


@pytest.mark.parametrize(
    ("urls", "first"),
    [
        (["a.avif", "a-640x400.jpg"], "a-640x400.jpg"),
        (["a.jpg?format=avif", "a.jpg?w=640"], "a.jpg?w=640"),
        (["a.avif"], "a.avif"),
        (["a_1200x630_crop.jpg", "a.jpg?w=1200"], "a.jpg?w=1200"),
        (["a_1200x630_crop.jpg", "a-640x400.jpg"], "a_1200x630_crop.jpg"),
        (["a_original.jpg", "a.jpg"], "a_original.jpg"),
    ],
)
def test_the_largest_is_no_avif_and_rather_uncut(urls: list[str], first: str):
    assert largest(Photo(url=f"{SITE}/{url}") for url in urls).url == f"{SITE}/{first}"


def test_a_version_that_another_photo_names_as_its_own_is_the_same_picture():
    whole, small = f"{SITE}/original/sea.jpg", f"{SITE}/previews/x7.jpg"
    photos = [Photo(url=whole), Photo(url=small, credit="Ada Roe", fallbacks=(whole,))]
    (photo,) = one_each([*photos, Photo(url=f"{SITE}/original/sea.jpg")])
    assert (photo.url, photo.credit, photo.fallbacks) == (whole, "Ada Roe", (small,))


def test_a_sensitive_version_makes_the_photo_sensitive():
    (photo,) = one_each([Photo(url=f"{SITE}/a.jpg"), Photo(url=f"{SITE}/a.jpg", sensitive=True)])
    assert photo.sensitive


@pytest.mark.parametrize(
    ("url", "width", "height"),
    [
        (f"{SITE}/still.jpg", 0, 0),
        (f"{SITE}/still.jpg", 1, 1),
        (f"{SITE}/still.jpg", 32, None),
        (f"{SITE}/still.jpg", 970, 90),
        (f"{SITE}/spacer.gif", None, None),
        (f"{SITE}/img/pixel.png", None, None),
        (f"{SITE}/icons/up.png", None, None),
        (f"{SITE}/site-logo.png", None, None),
        (f"{SITE}/smilies/icon_wink.gif", None, None),
        (f"{SITE}/share-buttons/x.png", None, None),
        ("https://ads.cdn.example/x.jpg", None, None),
        ("https://en.gravatar.com/avatar/0123", None, None),
        ("https://feeds.example/~ff/story?d=1", None, None),
        ("data:image/png;base64,AA==", None, None),
        (f"{SITE}/drawing.svg", None, None),
        (f"{SITE}/join-us-468x60.gif", None, None),
        (f"{SITE}/img/arrow_black.gif", None, None),
        (f"{SITE}/wp-content/themes/lantern/images/frame.png", None, None),
        (f"{SITE}/author_media/ada.jpg", None, None),
        (f"{SITE}/img/head_btn_find.gif", None, None),
        (f"{SITE}/img/qr-code.png", None, None),
        (f"{SITE}/img/share_it_button.png", None, None),
        (f"{SITE}/img/logo_lumen.jpg", None, None),
        (f"{SITE}/img/fontsize.png", None, None),
        ("https://count.example/p?s=1&t=2", None, None),
    ],
)
def test_decoration_is_no_photo(url: str, width: int | None, height: int | None):
    """M49: spacers, 0x0, data:, SVG, and what else is not a picture of the story."""
    assert is_decoration(url, width, height)


@pytest.mark.parametrize(
    "file",
    ["avatar-fire-and-water.jpg", "ad-astra.jpg", "the-gray-man.jpg", "social-network-cast.png",
     "blank-space-premiere.jpg", "play-misty.png", "ad-astra-468x312.png", "the-icons-of-cinema.jpg", "banner-of-heaven-still.jpg"],
)  # fmt: skip
def test_a_film_title_with_a_word_for_decoration_is_a_photo(file: str):
    assert not is_decoration(f"{SITE}/uploads/{file}")
