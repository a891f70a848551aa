"""How like a story a headline is: the measure by which same_news decides.

How two titles are compared, and why so:

- Words that are rare among all articles weigh much (IDF, squared: the one name that two titles share
  outweighs five verbs). Words for sorts of news ("trailer", "dies", "box office") weigh little and
  countries, houses and festivals some less, from the first article on (domain/news_word.py).
- A name of several words ("Miley Cyrus", a quoted title) weighs as one, since the second word of it
  tells nothing more; and it is not enough by itself: two things must be shared.
- One shared word at least must look like a name: written small, it is none. "Files for bankruptcy
  protection" is said of everybody.
- A headline says that it is other news if it counts otherwise (season, episode, part, date, sequel),
  is of another sort (a trailer, a review), or quotes a title that differs in part from theirs (two
  films of one series). One that tells several news at once, or a list, is like no other.
- A story is compared as a whole, by how many of its articles have a word, and by its nearest article;
  the mean of both must suffice. So a story does not drift from one thing to the next, and its first
  article cannot be misread for good. Few shared words, and few articles, ask for more likeness.
- Within 72 hours of all its articles, and never two of one outlet (D12).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from bot.domain.commonness import Commonness
from bot.domain.headline import Reading, stem
from bot.domain.news_word import COMMON_WORDS, SETTINGS
from bot.domain.term import is_paired

# Chosen on labelled headlines (tests/bench/stories.py); each may be changed by a third, and little
# changes but how often it abstains.
_LIKENESS = 0.05  # how like a story an article must be, 0 to 1, where both share many words …
_MANY = 4
_FEWER = 0.05  # … and how much more for each shared word less
_YOUNG = 0.2  # how much more where one article tells the story; half of it where two do, and so on
_FEWEST = 2  # shared words, at least
_NAMED = 0.2  # the part of a story's articles that a shared name must be in
_SPOKEN = 0.035  # the part that any other shared word must be in to count as what they speak of
_THINGS = 1.5  # that both must speak of: a name of several words is one thing
_HALF = 0.5  # of a thing: a word that tells the sort of news, or two characters in some scripts
_UNSEEN = 5_000  # articles that we imagine before the first, so that no word is common at the start
_COMMON, _SETTING, _NUMBER = 0.4, 0.6, 0.5  # of what a word weighs that may be a name


def surplus(ours: Reading, theirs: Sequence[Reading], commonness: Commonness) -> float:
    """Return by how much a story's articles are more like ours than they must be; <= 0: other news."""
    if not may_be_one(ours, theirs):
        return 0.0
    return _Likeness(ours, theirs, _Told(theirs), commonness).surplus


def may_be_one(ours: Reading, theirs: Sequence[Reading]) -> bool:
    """Tell whether nothing says that this is other news, however common its words may be."""
    if ours.several or any(one.several for one in theirs):
        return False
    return _name_one_thing(ours, theirs) and _Told(theirs).allows(ours)


def _name_one_thing(ours: Reading, theirs: Sequence[Reading]) -> bool:
    """Tell whether both have a word that may be a name."""
    names = [
        key
        for key, term in ours.spellings.items()
        if key not in ours.lower and _significance(key, term) == 1
    ]
    enough = max(1, len(theirs) * _NAMED)
    return any(
        sum(key in one.spellings for one in theirs) >= enough
        and not any(key in one.lower for one in theirs)
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
        self._one: dict[str, tuple[str, ...]] = {}
        for phrase in sorted(story.phrases | ours.phrases, key=len):
            self._take_as_one(phrase)
        for key, phrase in self._one.items():
            self._weight[key] /= len(phrase) if is_paired(key) else math.sqrt(len(phrase))

    @property
    def surplus(self) -> float:
        shared = sum(_HALF if is_paired(key) else 1 for key in self._shared)
        if shared < _FEWEST or self._things() < _THINGS:
            return 0.0
        needed = _LIKENESS + _FEWER * max(0, _MANY - shared) + _YOUNG / len(self._theirs)
        return (self._to_all() + self._to_nearest()) / 2 - needed

    def _take_as_one(self, phrase: tuple[str, ...]) -> None:
        """Let a name of several words that both have weigh as one word."""
        if f" {' '.join(phrase)} " in self._ours.line and all(
            p in self._story.share for p in phrase
        ):
            self._one.update(dict.fromkeys(phrase, phrase))

    def _things(self) -> float:
        """Return how many things both speak of, if only a few of the story's articles do."""
        things: dict[tuple[str, ...], float] = {}
        for key in self._shared:
            if self._story.share[key] >= _SPOKEN:
                thing = self._one.get(key, (key,))
                things[thing] = max(self._worth(key, thing), things.get(thing, 0))
        return sum(things.values())

    def _worth(self, key: str, thing: tuple[str, ...]) -> float:
        worth = 1 if _significance(key, self._ours.spellings[key]) == 1 else _HALF
        return worth * _HALF if is_paired(key) and len(thing) == 1 else worth

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
    return _NUMBER if term[0].isdigit() or (len(term) == 1 and term.isascii()) else 1


_COMMON_STEMS = frozenset(map(stem, COMMON_WORDS))
_SETTING_STEMS = frozenset(map(stem, SETTINGS))
