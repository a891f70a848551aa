from __future__ import annotations

import pytest

from bot.domain.model import Source
from cogs._ui.origin import origin
from tests.cogs.articles import article
from tests.cogs.looks import text_of
from tests.cogs.ui.test_card import card


def told(*sources: Source, with_links: bool = True) -> str:
    story = article(outlet="", author=None, published=None, sources=sources)
    return origin(story, with_links=with_links)


def source(name: str, link: str | None = None) -> Source:
    return Source(name=name, link=link)


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        ([source("Lantern")], "Source: Lantern"),
        (
            [source("Lantern", "https://lantern.example/news")],
            "Source: [Lantern](https://lantern.example/news)",
        ),
        (
            [source("Lantern", "https://lantern.example/a(1)"), source("Tide")],
            "Sources: [Lantern](https://lantern.example/a%281%29), Tide",
        ),
        ([source("Lantern"), source("LANTERN", "https://l.example/")], "Source: [Lantern](https://l.example/)"),
        ([source("Lantern", "javascript:alert(1)")], "Source: Lantern"),
        ([source("Lantern", "ftp://lantern.example/")], "Source: Lantern"),
        ([source("Lantern", "https://user@lantern.example/")], "Source: [Lantern](https://lantern.example/)"),
        ([source(" ")], ""),
        ([], ""),
    ],
)  # fmt: skip
def test_sources_are_named_with_their_links(sources: list[Source], expected: str):
    assert told(*sources) == expected


@pytest.mark.parametrize(
    "name",
    ["x](https://evil.example) [y", "@everyone", "**x**", "<@123456>", "https://evil.example"],
)
@pytest.mark.parametrize("link", ["https://a.example/", None])
def test_name_of_a_source_cannot_break_out(name: str, link: str | None):
    """S46."""
    shown = told(source(name, link))
    assert "](https://evil" not in shown
    assert "@everyone" not in shown
    assert "<@123456>" not in shown
    assert shown.count("](https://a.example/)") == (1 if link else 0)
    assert "**" not in shown


def test_link_of_a_source_cannot_break_out():
    """S46."""
    shown = told(source("A", "https://a.example/) [win](https://evil.example"))
    assert shown == "Source: [A](https://a.example/%29%20%5Bwin%5D%28https://evil.example)"


def test_sources_without_end_are_cut_and_counted():
    """M48."""
    many = [source("name " * 9 + str(n), f"https://a.example/{n}" + "a" * 200) for n in range(30)]
    shown = told(*many)
    assert len(shown) < 1_000
    assert shown.endswith("more")


def test_source_with_a_link_that_is_too_long_keeps_its_name():
    assert told(source("Lantern", "https://a.example/" + "a" * 600)) == "Source: Lantern"


def test_bare_text_has_no_link():
    """L23: the plainest card, of which Discord can find no fault in a URL."""
    story = article(sources=(source("Lantern", "https://lantern.example/"),))
    shown = text_of(card(story, plainness=3))
    assert "Source: Lantern" in shown
    assert "http" not in shown


def test_source_that_runs_from_right_to_left_leaves_the_time_in_its_place():
    """UAX 9."""
    assert told(source("סרטי פנס", "https://a.example/")) == (
        "Source: \u2068[סרטי פנס](https://a.example/)\u2069"
    )
