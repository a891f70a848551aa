"""Same news: whether articles of different outlets tell one piece of news (D12).

The same link is the same news at once. Else what counts is how like the titles are, as
domain/likeness.py measures it; all within 72 hours, and never two articles of one outlet.

Candidates are articles of the last WINDOW that share rare terms with the new one, grouped by story,
each story with all its articles; ``best_story`` names the story that the new article joins, or
None. ``commonness`` knows the terms that ``terms_of`` gives. A wrong join hides news and is worse
than a missed one: whatever is in doubt stays apart.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final, TypeVar

from bot.domain.commonness import Commonness
from bot.domain.headline import Reading, reading
from bot.domain.likeness import may_be_one, surplus
from bot.domain.link import host_of, link_key
from bot.domain.term import terms

Story = TypeVar("Story", bound=Hashable)

WINDOW: Final = timedelta(hours=72)


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


def plausible(
    new: Headline, stories: Mapping[Story, Sequence[Headline]]
) -> dict[Story, Sequence[Headline]]:
    """Return the few stories that a new article may join, before it is asked how common words are.

    ``best_story`` finds the same one among these as among all.
    """
    return {key: told for key, told in stories.items() if told and _is_plausible(new, told)}


def best_story(
    new: Headline, stories: Mapping[Story, Sequence[Headline]], commonness: Commonness
) -> Story | None:
    """Return the story that a new article joins, or None if it is news of its own."""
    found = {key: _surplus(new, told, commonness) for key, told in stories.items() if told}
    best = max(found, key=lambda key: found[key], default=None)
    return best if best is not None and found[best] > 0 else None


def is_same_outlet(one: Headline, other: Headline) -> bool:
    """Tell whether two articles are of one outlet: by its name, its feed or its host."""
    if one.outlet and one.outlet.casefold() == other.outlet.casefold():
        return True
    if one.feed is not None and one.feed == other.feed:
        return True
    return bool(one.link and other.link) and _place(one.link)[1] == _place(other.link)[1]


@lru_cache(maxsize=8192)
def _place(link: str | None) -> tuple[str, str]:
    """Return the key of a link, and its host."""
    key = link_key(link) if link else ""
    return key, host_of(key)


def _surplus(new: Headline, told: Sequence[Headline], commonness: Commonness) -> float:
    """Return by how much a story is more like an article than it must be; 0 for other news."""
    if _has_link(new, told):
        return 1.0
    if _is_apart(new, told):
        return 0.0
    return surplus(_read(new), [_read(one) for one in told], commonness)


def _is_plausible(new: Headline, told: Sequence[Headline]) -> bool:
    if _has_link(new, told):
        return True
    return not _is_apart(new, told) and may_be_one(_read(new), [_read(one) for one in told])


def _has_link(new: Headline, told: Sequence[Headline]) -> bool:
    key = _place(new.link)[0]
    return key != "" and any(_place(one.link)[0] == key for one in told)


def _is_apart(new: Headline, told: Sequence[Headline]) -> bool:
    return any(
        is_same_outlet(new, one) or abs(new.published - one.published) > WINDOW for one in told
    )


def _read(headline: Headline) -> Reading:
    return reading(headline.title, headline.outlet, headline.names)
