"""The words of an article, as it is found and compared by them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.model import Article
from bot.domain.name import names_of
from bot.domain.term import terms

_LINK = re.compile(r"(?<=\])\(<?https?://[^\s)]*\)|<?https?://[^\s>]*>?", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The terms of an article, in their order, with a blank between two.

    ``names`` are those of the films and people that it names, wherever in it; ``body`` those of its
    summary.
    """

    title: str
    names: str
    body: str

    @property
    def telling(self) -> frozenset[str]:
        """The terms of title and names, by which articles are compared."""
        return frozenset(self.title.split()) | frozenset(self.names.split())


def wording(article: Article) -> Wording:
    """Return the words of an article."""
    summary = without_markup(article.summary)
    names = names_of(article.title, summary, article.categories)
    return Wording(
        title=" ".join(terms(article.title)),
        names=" ".join(term for name in names for term in terms(name)),
        body=" ".join(terms(summary)),
    )


def without_markup(markdown: str) -> str:
    """Return the text of a summary, without the addresses of its links."""
    if "://" in markdown:
        markdown = _LINK.sub("", markdown)
    return _ESCAPE.sub("", markdown)
