"""Relevance: how well an article answers a query, and how much its age takes away of that.

What is wanted weighs as much as it is rare. It counts most among the names of films and people, then
in the title, then in the summary; half where only a longer word has it. A short title that is about
nothing else, and one that has all of it in that order, are better. A fresh story counts up to twice
as much as an old one: so of equally good answers the newest come first, and a story of last year that
is about a name still stands before one of today that mentions it in passing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.domain.commonness import Commonness
from bot.domain.query import Wanted
from bot.domain.wording import Wording

_NAMES, _TITLE, _BODY = 4.0, 3.0, 1.0
_LONGER = 0.5  # where only a longer word has it
_IN_ORDER = 1.5
_COVERS = 0.2  # for a title of nothing but what is wanted
_HALF_LIFE = timedelta(days=30)  # of what freshness adds
_LEAST = 0.05  # a word that is everywhere still weighs a little


def relevance(
    wanted: Sequence[Wanted], wording: Wording, commonness: Commonness, age: timedelta
) -> float:
    """Return a number that is the higher, the better an article answers; 0 if it has none of it."""
    return _fit(wanted, wording, commonness) * (1 + freshness(age))


def freshness(age: timedelta) -> float:
    """Return 1 for what is new, half of that each 30 days."""
    return float(0.5 ** (max(age, timedelta(0)) / _HALF_LIFE))


def _fit(wanted: Sequence[Wanted], wording: Wording, commonness: Commonness) -> float:
    title, names, body = (f" {one} " for one in (wording.title, wording.names, wording.body))
    fit = 0.0
    covered = 0
    for one in wanted:
        phrase = f" {' '.join(one.terms)}"
        weight = max([_LEAST, *(commonness.weight(term) for term in one.terms)])
        strength = _NAMES * _found(phrase, names) + _TITLE * _found(phrase, title)
        fit += weight * (strength + _BODY * _found(phrase, body))
        covered += len(one.terms) if _found(phrase, title) else 0
    fit *= 1 + _COVERS * min(covered / max(len(wording.title.split()), 1), 1)
    return fit * _IN_ORDER if len(wanted) > 1 and _in_order(wanted, title) else fit


def _found(phrase: str, text: str) -> float:
    if f"{phrase} " in text:
        return 1.0
    return _LONGER if phrase in text else 0.0


def _in_order(wanted: Sequence[Wanted], title: str) -> bool:
    return f" {' '.join(term for one in wanted for term in one.terms)}" in title
