"""How an article is completed from its page, and how a digest lists articles."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.article import DIGEST_LIMIT, completed, digest, from_entry, updated
from bot.domain.model import Article, Entry, Page, Photo, Source

LINK = "https://reel.example/2026/lighthouse"


def article(**fields: object) -> Article:
    return Article(**({"title": "Keeper", "link": LINK, "outlet": "The Reel"} | fields))  # type: ignore[arg-type]


def test_the_link_loses_its_tracking() -> None:
    """D11."""
    made = from_entry(Entry(link=f"{LINK}?utm_source=rss#x"), outlet="The Reel")
    assert made.link == LINK


def test_the_page_adds_what_is_missing() -> None:
    page = Page(author="Mina Cho", sources=(Source(name="Lantern Pictures"),), summary="A keeper.")
    whole = completed(article(), page)
    assert (whole.author, whole.sources, whole.summary) == (
        "Mina Cho",
        (Source(name="Lantern Pictures"),),
        "A keeper.",
    )


def test_what_the_feed_said_stays() -> None:
    page = Page(title="Keeper | The Reel", author="Newsroom")
    whole = completed(article(author="Mina Cho"), page)
    assert (whole.title, whole.author) == ("Keeper", "Mina Cho")


STORED = article(
    author="Mina Cho",
    summary="A keeper.",
    sources=(Source(name="Lantern Pictures"),),
    language="en",
    photos=(Photo(url="https://img.example/1.jpg", credit="Kim"),),
    sensitive=True,
)


@pytest.mark.parametrize(
    ("said", "changes"),
    [
        ({}, {}),
        ({"title": "The Keeper"}, {"title": "The Keeper"}),
        ({"summary": "The keeper."}, {"summary": "The keeper."}),
        ({"photos": (Photo(url="https://img.example/small.jpg"),)}, {}),
    ],
)
def test_what_only_the_page_told_outlives_a_change_of_the_entry(
    said: dict[str, object], changes: dict[str, object]
) -> None:
    """D3."""
    assert updated(STORED, article(**said)) == replace(STORED, **changes)  # type: ignore[arg-type]


def test_photos_that_an_entry_gets_later_are_taken() -> None:
    photos = (Photo(url="https://img.example/1.jpg"),)
    assert updated(article(), article(photos=photos)).photos == photos


@pytest.mark.parametrize(
    ("of_page", "final_url", "link"),
    [
        ("https://reel.example/lighthouse", None, "https://reel.example/lighthouse"),
        ("https://reel.example/", None, LINK),
        ("https://elsewhere.test/lighthouse", None, LINK),
        (None, "https://reel.example/moved?utm_medium=feed", "https://reel.example/moved"),
    ],
)
def test_the_canonical_link_is_believed_only_on_its_own_site(
    of_page: str | None, final_url: str | None, link: str
) -> None:
    page = Page(title="Keeper", link=of_page)
    assert completed(article(), page, final_url=final_url).link == link


def test_a_page_that_is_another_adds_nothing() -> None:
    """A consent page, a login: at another address, under another headline."""
    wall = Page(
        title="Before you go on", author="Cookie", photos=(Photo(url="https://a.test/1.jpg"),)
    )
    assert completed(article(), wall, final_url="https://reel.example/consent") == article()


def test_the_page_gives_more_photos_and_the_feed_its_credit() -> None:
    of_feed = Photo(url="https://reel.example/p/1-300x200.jpg", credit="Mina Cho")
    of_page = tuple(Photo(url=f"https://reel.example/p/{n}.jpg") for n in (1, 2))
    photos = completed(article(photos=(of_feed,)), Page(photos=of_page)).photos
    assert [photo.credit for photo in photos] == ["Mina Cho", None]


def test_a_page_without_photos_takes_none_away() -> None:
    photo = Photo(url="https://reel.example/p/1.jpg")
    assert completed(article(photos=(photo,)), Page()).photos == (photo,)


def test_a_digest_lists_all_as_links() -> None:
    """L28."""
    made = digest([article(title="A *star*"), article(title="B")], outlet="The Reel", site=None)
    assert made.summary == f"- [A \\*star\\*](<{LINK}>)\n- [B](<{LINK}>)"
    assert made.digest == 2


def test_a_long_digest_counts_the_rest() -> None:
    made = digest([article(title="Story " * 20)] * 500, outlet="The Reel", site=None)
    lines = made.summary.splitlines()
    assert len(made.summary) <= DIGEST_LIMIT + 100
    assert lines[-1] == f"- … and {500 - len(lines) + 1} more on The Reel"


def test_a_link_in_a_digest_cannot_break_out() -> None:
    """S46."""
    evil = article(title="x](https://evil.test)", link="https://reel.example/a_(b)>c")
    (line,) = digest([evil], outlet="The Reel", site=None).summary.splitlines()
    assert line.endswith("](<https://reel.example/a_%28b%29%3Ec>)")
    assert "\\](" in line


@pytest.mark.parametrize(
    ("said", "sensitive"),
    [
        ({}, False),
        ({"sensitive": True}, True),
        ({"categories": ("Film", "Spoilers")}, True),
        ({"categories": ("Spoiler-free",)}, False),
    ],
)
def test_an_entry_that_is_marked_makes_a_sensitive_article(
    said: dict[str, object], sensitive: bool
) -> None:
    assert from_entry(Entry(**said), outlet="Reel").sensitive is sensitive  # type: ignore[arg-type]


@pytest.mark.parametrize(("of_feed", "of_page"), [(True, False), (False, True)])
def test_an_article_is_sensitive_if_feed_or_page_says_so(of_feed: bool, of_page: bool) -> None:
    article = from_entry(Entry(sensitive=of_feed), outlet="Reel")
    assert completed(article, Page(sensitive=of_page)).sensitive
