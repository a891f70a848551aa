"""The limits within which a document is read."""

import pytest

from bot.web.html.tree import document

END = "<h2>End</h2>"


def is_whole(html: str) -> bool:
    """Tell whether a document is read to its end."""
    return document(html + END, limit=10_000_000).css_first("h2") is not None


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 500 + "</div>" * 500,
        "<p>" * 5000,
        "<br>" * 5000 + "<img src=a.jpg>" * 5000,
        "<svg>" + "<g/>" * 5000 + "</svg>",
        "<div " + " ".join(f"data-a{n}='{n}'" for n in range(900)) + "></div>",
        "<div title='" + "a b > c < d " * 5000 + "'></div>",
        "<script>for (i = 0; i <n ; i++) { " + "a ( b ) ; " * 3000 + "}</script>",
        "<!-- " + "<div " * 5000 + " -->",
        "< div" * 5000,
    ],
)
def test_an_honest_document_is_read_to_its_end(html: str):
    assert is_whole(html)


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 5000,
        "<div/>" * 5000,
        "<DIV class='>'>" * 5000,
        "<div><p>" * 5000,
        "<div " + " ".join(f"a{n}" for n in range(5000)) + "></div>",
        "<div " + "".join(f"a{n}='>'" for n in range(5000)) + "></div>",
        "<p>x</p>" * 100_000,
    ],
)
def test_what_is_past_any_reason_is_cut(html: str):
    """S41: the parser's time grows with the square of some of these."""
    assert not is_whole(html)


def test_what_stands_before_the_cut_is_kept():
    html = "<h1>Lunar Sea</h1>" + "<div>" * 5000
    assert document(html, limit=1_000_000).css_first("h1") is not None
