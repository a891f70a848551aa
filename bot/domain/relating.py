"""Relating: which articles belong to one, by the words of their titles and the names in them.

Two articles are the more alike the more of what they say they share, measured by what their words
weigh (the cosine of the two). A word weighs by how rare it is; a name of a film or a person weighs
more, and a word that headlines say of anything less. Headlines with known stories gave the numbers: ``python -m tests.bench.related --stories``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.commonness import Commonness
from bot.domain.name import quoted
from bot.domain.news_word import COMMON_WORDS, FUNCTION_WORDS, SETTINGS
from bot.domain.term import terms
from bot.domain.wording import Wording

MOST: Final = 5
"""How many related stories are shown."""

ALIKE: Final = 0.25
"""How alike two articles are at least that belong together; at more, more of them are left out."""

SAME_FILM: Final = 0.08
"""How alike they are at least where one quotes a title that the other has too."""

_NAME, _TITLE, _MENTIONED = 1.5, 1.0, 0.5
_COMMON, _SETTING, _NUMBER = 0.4, 0.6, 0.5
_MENTIONS = 12  # terms of names that are in the summary alone; the first are who it is about

Parts = Mapping[str, float]
"""The terms that an article is compared by, with the part that each has in it; more than 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """An article, by its number, and how alike it is to the one that was asked for, 0 to 1."""

    article_id: int
    value: float


def parts_of(words: Wording) -> Parts:
    """Return what an article is compared by: its title, and the first names that it mentions."""
    title, names = dict.fromkeys(words.title.split()), dict.fromkeys(words.names.split())
    mentioned = [term for term in names if term not in title][:_MENTIONS]
    parts = {term: _NAME if term in names else _TITLE for term in title}
    parts |= dict.fromkeys(mentioned, _MENTIONED)
    return {term: part for term, part in parts.items() if term not in FUNCTION_WORDS}


def weighed(parts: Parts, commonness: Commonness) -> Mapping[str, float]:
    """Return what each term of an article weighs in it: the more, the more it tells to share it."""
    return {term: _weight(term, commonness) * part for term, part in parts.items()}


def likeness(one: Parts, other: Parts, commonness: Commonness) -> float:
    """Return how alike two articles are, from 0 to 1."""
    return _likeness(one, other, _Weights(commonness))


def promising(
    one: Parts, others: Mapping[int, Parts], commonness: Commonness, *, most: int
) -> list[int]:
    """Return those articles that share most with one, best first; only its own terms are weighed."""
    weights = _Weights(commonness)
    # A long headline shares words with many.
    worth = {
        id_: _shared(one, parts, weights) / math.sqrt(sum(parts.values()) or 1)
        for id_, parts in others.items()
    }
    return sorted(worth, key=lambda id_: (-worth[id_], -id_))[:most]


def films_of(title: str) -> tuple[frozenset[str], ...]:
    """Return the terms of each title that a headline quotes; one of a single term tells too little."""
    found = (frozenset(terms(name)) for name in quoted(title))
    return tuple(film for film in found if len(film) > 1)


def related(
    one: Parts,
    others: Mapping[int, Parts],
    commonness: Commonness,
    *,
    films: Sequence[frozenset[str]] = (),
) -> tuple[Likeness, ...]:
    """Return the articles that belong to one, most alike first; of equal ones the newest first.

    ``films`` are those that its headline quotes.
    """
    weights = _Weights(commonness)
    found = (
        Likeness(article_id=id_, value=_likeness(one, parts, weights))
        for id_, parts in others.items()
    )
    alike = (
        one
        for one in found
        if one.value >= ALIKE
        or (one.value >= SAME_FILM and any(film <= others[one.article_id].keys() for film in films))
    )
    return tuple(sorted(alike, key=lambda one: (-one.value, -one.article_id)))


def all_terms(parts: Iterable[Parts]) -> frozenset[str]:
    """Return the terms whose commonness has to be known."""
    return frozenset(term for one in parts for term in one)


class _Weights(dict[str, float]):
    """What terms weigh, each worked out once: hundreds of articles have the same ones."""

    def __init__(self, commonness: Commonness) -> None:
        self._commonness = commonness

    def __missing__(self, term: str) -> float:
        self[term] = weight = _weight(term, self._commonness)
        return weight


def _likeness(one: Parts, other: Parts, weights: _Weights) -> float:
    shared = _shared(one, other, weights)
    return shared / math.sqrt(_whole(one, weights) * _whole(other, weights)) if shared else 0.0


def _shared(one: Parts, other: Parts, weights: _Weights) -> float:
    return sum(
        [
            weights[term] * math.sqrt(part * other[term])
            for term, part in one.items()
            if term in other
        ]
    )


def _whole(parts: Parts, weights: _Weights) -> float:
    return sum([weights[term] * part for term, part in parts.items()])


def _weight(term: str, commonness: Commonness) -> float:
    return commonness.weight(term) * _significance(term)


def _significance(term: str) -> float:
    if term in COMMON_WORDS:
        return _COMMON
    if term in SETTINGS:
        return _SETTING
    return _NUMBER if term[0].isdigit() else 1.0
