"""Same news: whether articles of different outlets tell one piece of news (D12).

Candidates are articles of the last WINDOW that share rare terms with the new one, grouped by story,
each story with all (or its newest MOST_ARTICLES) articles; ``best_story`` names the story that
the new article joins, or None. ``commonness`` knows the terms that ``terms_of`` gives. A wrong join
hides news and is worse than a missed one: whatever is in doubt stays apart.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final, TypeVar

from bot.domain.commonness import Commonness
from bot.domain.headline import Reading, reading, stem
from bot.domain.link import host_of, link_key
from bot.domain.news_word import COMMON_WORDS, SETTINGS
from bot.domain.term import is_paired, terms

Story = TypeVar("Story", bound=Hashable)

WINDOW: Final = timedelta(hours=72)
MOST_ARTICLES: Final = 100

_FEWEST = 2  # shared words, at least
_LIKENESS = 0.13  # that is enough where many words are shared …
_MANY = 4
_YOUNG = 0.2  # how much more where a single article tells the story, shared out among several
_FEWER = 0.06  # … and how much more is asked for each that is missing
_UNSEEN = 2_000  # articles that we imagine before the first, so that no word is common at the start
_COMMON = 0.4
_SETTING = 0.6
_NUMBER = 0.5
_PAIR = 0.5  # of a word: what two characters tell, in scripts that are compared by pairs


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
    surplus = {key: _surplus(new, told, commonness) for key, told in stories.items() if told}
    best = max(surplus, key=lambda key: surplus[key], default=None)
    return best if best is not None and surplus[best] > 0 else None


def is_same_outlet(one: Headline, other: Headline) -> bool:
    """Tell whether two articles are of one outlet: by its name, its feed or its host."""
    if one.outlet.casefold() == other.outlet.casefold():
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
    if new.link and any(_place(one.link)[0] == _place(new.link)[0] for one in told):
        return 1.0
    if any(is_same_outlet(new, one) or abs(new.published - one.published) > WINDOW for one in told):
        return 0.0
    ours, theirs = _read(new), [_read(one) for one in told]
    if ours.several or any(one.several for one in theirs) or not _name_one_thing(ours, theirs):
        return 0.0
    story = _Told(theirs)
    return _Likeness(ours, theirs, story, commonness).surplus if story.allows(ours) else 0.0


def _read(headline: Headline) -> Reading:
    return reading(headline.title, headline.outlet, headline.names)


def _name_one_thing(ours: Reading, theirs: Sequence[Reading]) -> bool:
    """Tell whether both have a word that may be a name."""
    names = [
        key
        for key, term in ours.spellings.items()
        if key not in ours.lower and _significance(key, term) == 1
    ]
    return any(
        any(key in one.spellings for one in theirs) and not any(key in one.lower for one in theirs)
        for key in names
    )


class _Told:
    """What the articles of a story say together."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self.spellings = {key: term for one in readings for key, term in one.spellings.items()}
        count = Counter(key for one in readings for key in one.spellings)
        self.share = {key: times / len(readings) for key, times in count.items()}
        self.phrases = frozenset(phrase for one in readings for phrase in one.phrases)
        self._titles = frozenset(title for one in readings for title in one.titles)
        self._genres = frozenset(genre for one in readings for genre in one.genres)
        self._numbers: dict[str, frozenset[str]] = {}
        for one in readings:
            for counted, numbers in one.numbers.items():
                self._numbers[counted] = self._numbers.get(counted, frozenset()) | numbers

    def allows(self, new: Reading) -> bool:
        """Tell whether nothing says that this is other news: another season, date or genre."""
        if new.genres and self._genres and not new.genres & self._genres:
            return False
        if any(map(self._is_sibling, new.titles)):
            return False
        return all(
            numbers & self._numbers.get(counted, numbers)
            for counted, numbers in new.numbers.items()
        )

    def _is_sibling(self, title: frozenset[str]) -> bool:
        """Tell whether a title has words of a quoted one and others instead: of one series."""
        near = [told for told in self._titles if told & title - _COMMON_STEMS]
        return bool(near) and not any(told <= title or title <= told for told in near)


class _Likeness:
    """How like a story an article is."""

    def __init__(
        self, ours: Reading, theirs: Sequence[Reading], story: _Told, commonness: Commonness
    ) -> None:
        self._ours = ours
        self._theirs = theirs
        self._story = story
        self._shared = [key for key in ours.spellings if key in story.share]
        terms_ = {**story.spellings, **ours.spellings}
        self._weight = {key: _weight(key, term, commonness) for key, term in terms_.items()}
        for phrase in story.phrases | ours.phrases:
            self._take_as_one(phrase)

    @property
    def surplus(self) -> float:
        shared = sum(_PAIR if is_paired(key) else 1 for key in self._shared)
        if shared < _FEWEST:
            return 0.0
        needed = _LIKENESS + _FEWER * max(0, _MANY - shared) + _YOUNG / len(self._theirs)
        return (self._to_all() + self._to_nearest()) / 2 - needed

    def _take_as_one(self, phrase: tuple[str, ...]) -> None:
        """Let a name of several words that both have weigh as one word."""
        if f" {' '.join(phrase)} " in self._ours.line and all(
            p in self._story.share for p in phrase
        ):
            for key in phrase:
                self._weight[key] /= len(phrase) if is_paired(key) else math.sqrt(len(phrase))

    def _to_all(self) -> float:
        share, weight = self._story.share, self._weight
        both = sum(weight[key] * share[key] for key in self._shared)
        norm = sum(weight[key] * part * part for key, part in share.items())
        return both / math.sqrt(norm * self._norm(self._ours)) if both else 0.0

    def _to_nearest(self) -> float:
        return max(map(self._to_one, self._theirs))

    def _to_one(self, other: Reading) -> float:
        both = sum(self._weight[key] for key in self._shared if key in other.spellings)
        return both / math.sqrt(self._norm(other) * self._norm(self._ours)) if both else 0.0

    def _norm(self, one: Reading) -> float:
        return sum(self._weight[key] for key in one.spellings)


def _weight(key: str, term: str, commonness: Commonness) -> float:
    known = commonness.total + _UNSEEN
    rarity = math.log(known / (min(commonness.articles.get(term, 0), known) + 0.5))
    return (rarity * _significance(key, term)) ** 2


def _significance(key: str, term: str) -> float:
    if key in _COMMON_STEMS:
        return _COMMON
    if key in _SETTING_STEMS:
        return _SETTING
    return _NUMBER if term[0].isdigit() else 1


_COMMON_STEMS = frozenset(map(stem, COMMON_WORDS))
_SETTING_STEMS = frozenset(map(stem, SETTINGS))
