"""What pages rate as not for everybody."""

from __future__ import annotations

import pytest

from bot.web.page.document import read_page


@pytest.mark.parametrize(
    ("content", "sensitive"),
    [
        ("adult", True),
        ("Adult", True),
        ("mature", True),
        ("RTA-5042-1996-1400-1577-RTA", True),
        ("general", False),
        ("4.5", False),
        ("", False),
    ],
)
def test_a_page_is_rated(content: str, sensitive: bool) -> None:
    page = (
        f'<html><head><meta name="rating" content="{content}"></head><body><h1>A</h1></body></html>'
    )
    assert read_page(page.encode(), url="https://reel.example/1").sensitive is sensitive
