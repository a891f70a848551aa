"""Expressions for FTS5: nothing that somebody typed is ever read as its syntax.

Terms are letters and digits alone (domain/term.py), and stand in quotes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from bot.domain.query import Query, Wanted

Longer = Mapping[str, Sequence[str]]
"""The terms that begin with a term, by that."""


def in_title(terms: Iterable[str]) -> str:
    """Return the expression for articles that have all of some terms in the title."""
    return "title : (" + " AND ".join(f'"{term}"' for term in terms) + ")"


def matching(query: Query, longer: Longer) -> str | None:
    """Return the expression for all that is wanted and nothing that is not; None if none is wanted."""
    wanted = [_either(one, longer) for one in query.wanted]
    if not wanted:
        return None
    together = " AND ".join(wanted)
    without = unwanted(query.unwanted)
    return f"({together}) NOT ({without})" if without else together


def unwanted(phrases: Collection[Wanted]) -> str | None:
    """Return the expression for articles that have any of some phrases; None if there are none."""
    return " OR ".join(_phrase(one.terms) for one in phrases) or None


def _either(one: Wanted, longer: Longer) -> str:
    """Return a phrase, or its like with a longer last term."""
    *before, last = one.terms
    lasts = [last, *(longer.get(last, ()) if one.begins else ())]
    return "(" + " OR ".join(_phrase([*before, term]) for term in lasts) + ")"


def _phrase(terms: Iterable[str]) -> str:
    return '"' + " ".join(terms) + '"'
