"""Ranking: which stories are best, and which are hot. Pure arithmetic, made once per change.

*Best* is the lower bound of Wilson's score interval (E. B. Wilson, 1927): the share of up-votes that
a story has at the least, with 95 % confidence, if all fans had voted. One up-vote of one (0.21) is so
less than 40 of 50 (0.67), and 400 of 500 is more than both. Stories with equal bounds, as all without an
up-vote have, are ordered by points.

*Hot* sets points against age: ten times the points make up for HOT_SPAN of age. Since all stories age
alike the order of two of them never changes with time, and the value can be stored.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import copysign, log10, sqrt
from typing import Final

CONFIDENCE: Final = 1.959964
"""Standard deviations of the normal distribution that hold 95 % of it."""

HOT_SPAN: Final = timedelta(hours=12.5)

_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


def best(ups: int, downs: int) -> float:
    """Return the lower bound of the share of up-votes, from 0 to 1; 0 without up-votes."""
    votes = ups + downs
    if ups <= 0:
        return 0.0  # which the rounding below would miss
    share, z2 = ups / votes, CONFIDENCE**2
    margin = CONFIDENCE * sqrt((share * (1 - share) + z2 / (4 * votes)) / votes)
    return max(0.0, (share + z2 / (2 * votes) - margin) / (1 + z2 / votes))


def hot(points: int, posted_at: datetime) -> float:
    """Return how hot a story is; only the order of two such values means something."""
    size = copysign(log10(max(abs(points), 1)), points)
    return size + (posted_at - _EPOCH) / HOT_SPAN
