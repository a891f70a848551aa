"""Same news: whether articles of different outlets tell one piece of news (D12).

Candidates are articles of the last WINDOW that share rare terms with the new one, grouped by story,
each story with all (or its newest MOST_ARTICLES) articles; ``best_story`` names the story that
the new article joins, or None. ``commonness`` knows the terms that ``terms_of`` gives. A wrong join
hides news and is worse than a missed one: whatever is in doubt stays apart.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final, TypeVar

from bot.domain.commonness import Commonness
from bot.domain.link import host_of, link_key
from bot.domain.term import terms

Story = TypeVar("Story", bound=Hashable)

WINDOW: Final = timedelta(hours=72)
MOST_ARTICLES: Final = 100

_ALIKE = 0.36
_UNSEEN = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """What of an article tells its news.

    ``names`` are the names of films and people in it, as far as they are known. ``feed`` is
    whatever tells one feed from another.
    """

    title: str
    outlet: str
    link: str | None
    published: datetime
    names: tuple[str, ...] = ()
    feed: Hashable = None


def terms_of(headlines: Iterable[Headline]) -> frozenset[str]:
    """Return the terms whose commonness matters for these headlines."""
    return frozenset(term for one in headlines for term in terms(one.title))


def same_news(one: Headline, other: Headline, commonness: Commonness) -> bool:
    """Tell whether two articles are the same news."""
    return best_story(one, {0: (other,)}, commonness) is not None


def best_story(
    new: Headline, stories: Mapping[Story, Sequence[Headline]], commonness: Commonness
) -> Story | None:
    """Return the story that a new article joins, or None if it is news of its own."""
    likeness = {key: _likeness(new, told, commonness) for key, told in stories.items() if told}
    best = max(likeness, key=lambda key: likeness[key], default=None)
    return best if best is not None and likeness[best] >= _ALIKE else None


def is_same_outlet(one: Headline, other: Headline) -> bool:
    """Tell whether two articles are of one outlet: by its name, its feed or its host."""
    if one.outlet.casefold() == other.outlet.casefold():
        return True
    if one.feed is not None and one.feed == other.feed:
        return True
    return bool(one.link and other.link) and _host(one.link) == _host(other.link)


def _host(link: str | None) -> str:
    return host_of(link_key(link)) if link else ""


def _likeness(new: Headline, told: Sequence[Headline], commonness: Commonness) -> float:
    if any(is_same_outlet(new, one) for one in told):
        return 0.0
    if all(abs(new.published - one.published) > WINDOW for one in told):
        return 0.0
    if new.link and any(one.link and link_key(new.link) == link_key(one.link) for one in told):
        return 1.0
    return _cosine(
        _terms(new.title),
        Counter(t for one in told for t in _terms(one.title)),
        len(told),
        commonness,
    )


@lru_cache(maxsize=8192)
def _terms(title: str) -> frozenset[str]:
    return frozenset(terms(title)) - _FUNCTION_WORDS


def _cosine(
    ours: Collection[str], theirs: Mapping[str, int], articles: int, commonness: Commonness
) -> float:
    weight = {term: _weight(term, commonness) ** 2 for term in {*ours, *theirs}}
    shared = sum(weight[term] * theirs.get(term, 0) / articles for term in ours)
    our_norm = sum(weight[term] for term in ours)
    their_norm = sum(weight[term] * (n / articles) ** 2 for term, n in theirs.items())
    return shared / math.sqrt(our_norm * their_norm) if shared else 0.0


def _weight(term: str, commonness: Commonness) -> float:
    return math.log((commonness.total + _UNSEEN) / (commonness.articles.get(term, 0) + 0.5))


_FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        """a an the and or of in on at to for from by with as is are was were be been it its his
        her their he she they this that these those not no do does did has have had will would could
        may might can about after before over under into up down out off than then so if but how
        what why who when where which you your we our us i my me more most just new now all says
        said say get gets amid via vs""",
    )
)
