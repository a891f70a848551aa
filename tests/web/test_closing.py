"""Which line closes an article."""

import pytest

from bot.web.html.closing import closes_article
from bot.web.html.tree import fragment

TEXT = "<p>It rained for three days, and on the fourth the whole crew went home for good, all of it.</p>"
LINE = "<p id=line>Source: Polar</p>"


def closes(html: str) -> bool:
    line = fragment(html, limit=10_000).css_first("#line")
    assert line is not None
    return closes_article(line)


@pytest.mark.parametrize(
    "html",
    [
        TEXT + LINE,
        f"{TEXT}<div>{LINE}</div> ",
        f"{TEXT}{LINE}<br><!-- ad --><script>go()</script><p></p>",
        f"{TEXT}{LINE}<div class=share>Share</div><aside>More</aside>",
        f"<div><div>{TEXT}{LINE}</div><div>What others say</div></div>",
        f"<article>{LINE}</article><p>Next story</p>",
    ],
)
def test_the_last_line_closes_an_article(html: str):
    assert closes(html)


@pytest.mark.parametrize(
    "html",
    [LINE + TEXT, f"<div>{LINE}</div>{TEXT}", f"{TEXT}{LINE}So it goes.", f"{LINE}<h2>Next</h2>"],
)
def test_a_line_with_text_behind_it_does_not(html: str):
    assert not closes(html)
