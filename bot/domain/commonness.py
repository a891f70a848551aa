"""How common terms are among all articles, and what that makes each of them weigh."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Commonness:
    """In how many articles terms are, in title or names; ``total`` is about how many there are.

    A term that is in ``articles`` 0 times, or not at all, is as rare as one that is there once.
    """

    total: int = 0
    articles: Mapping[str, int] = field(default_factory=dict, hash=False)

    def weight(self, term: str) -> float:
        """Return what a term weighs, 0 to 1: 1 for one that is in a single article (IDF)."""
        total = max(self.total, 2)
        count = min(max(self.articles.get(term, 0), 1), total)
        return math.log(total / count) / math.log(total)
