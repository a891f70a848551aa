"""What ``newsreel inspect page`` shows people."""

from io import StringIO

import pytest
from rich.console import Console

from bot.domain.model import Page, Photo, Source
from bot.inspection import show_page

PAGE = Page(
    title="Lunar Sea",
    sources=(Source(name="Polar", link="https://polar.example/x"), Source(name="Heron [sic]")),
    photos=(
        Photo(
            url="https://pics.example/a.jpg",
            credit="Cy Noe",
            role="photographer",
            caption="The keeper",
            alt="A light",
            width=1600,
            fallbacks=("https://pics.example/a-800.jpg", "https://pics.example/a-400.jpg"),
            sensitive=True,
        ),
        Photo(url="https://pics.example/b.jpg"),
    ),
)


def shown(page: Page) -> str:
    console = Console(file=StringIO(), width=200)
    show_page(page, console)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


@pytest.mark.parametrize(
    "line",
    [
        "Source: Polar (https://polar.example/x), Heron [sic]",
        "📷 1  https://pics.example/a.jpg  1600 x ?",
        "Credit: Cy Noe (photographer)",
        "Caption: The keeper",
        "Alt: A light",
        "Fallbacks: 2",
        "Sensitive: yes",
        "📷 2  https://pics.example/b.jpg\n",
        "Credit: none given",
    ],
)
def test_a_page_is_shown_with_all_that_was_read(line: str):
    assert line in shown(PAGE)


def test_a_page_without_photos_says_so():
    assert "No photos" in shown(Page(title="Lunar Sea"))
