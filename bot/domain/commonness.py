"""How common terms are among all articles, and what that makes each of them weigh."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

_UNSEEN = 2_000
"""Of how many articles more we act as if we knew them: few articles don't tell what is rare."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Commonness:
    """In how many articles terms are, in title or names; ``total`` is about how many there are.

    A term that is not in ``articles`` is as one that is in none.
    """

    total: int = 0
    articles: Mapping[str, int] = field(default_factory=dict, hash=False)

    def weight(self, term: str) -> float:
        """Return what a term weighs: the rarer, the more (IDF); always more than nothing."""
        count = min(self.articles.get(term, 0), self.total)
        return math.log((self.total + _UNSEEN) / (count + 0.5))
