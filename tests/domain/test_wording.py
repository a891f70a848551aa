"""The words of an article."""

from bot.domain.model import Article
from bot.domain.wording import Wording, without_markup, wording


def test_words_are_those_of_title_names_and_summary():
    article = Article(
        title="‘Fog’ opens",
        link=None,
        outlet="Reel",
        summary="With **Mina Cho**, somebody said.",
        categories=("Fog",),
    )
    assert wording(article) == Wording(
        title="fog opens", names="fog mina cho", body="with mina cho somebody said"
    )


def test_an_empty_article_has_no_words():
    """S47."""
    assert wording(Article(title="", link=None, outlet="Reel")).telling == frozenset()


def test_articles_are_compared_by_title_and_names():
    words = Wording(title="fog opens", names="fog mina", body="said")
    assert words.telling == {"fog", "opens", "mina"}


def test_addresses_and_escapes_are_no_text():
    text = r"a \*b\* [c](https://x.example/d) https://x.example/e <https://x.example/f> g\_h"
    assert without_markup(text).split() == ["a", "*b*", "[c]", "g_h"]
