from dataclasses import replace

import pytest

from bot.domain.model import MAX_FALLBACKS, Photo
from bot.domain.photo import (
    largest,
    named_width,
    one_each,
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
