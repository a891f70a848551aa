"""Invented news in any number: words, people and films, of which few are common and many are rare."""

from __future__ import annotations

import random
import re
from bisect import bisect
from collections.abc import Callable, Sequence
from itertools import accumulate

from bot.domain.model import Article

_ONSETS = re.findall(
    r"\w+", "b c d f g h j k l m n p r s t v w z br cl cr dr fl gr pl pr st str th"
)
_VOWELS = re.findall(r"\w+", "a e i o u ai ea ee ie oa ou")
_CODAS = ["", "", "", *re.findall(r"\w+", "n r s t l m nd st ck rn ll")]
_HANGUL = (0xAC00, 0xD7A4)


class Zipf:
    """Things of which the n-th is as common as one n-th of the first."""

    def __init__(self, things: Sequence[str], random: random.Random) -> None:
        self._things = things
        self._sums = list(accumulate(1 / rank for rank in range(1, len(things) + 1)))
        self._random = random

    def one(self) -> str:
        return self._things[bisect(self._sums, self._random.random() * self._sums[-1])]

    def some(self, fewest: int, most: int) -> str:
        return " ".join(self.one() for _ in range(self._random.randint(fewest, most)))


class Newsroom:
    """Write articles about invented films and people; one in five is Korean."""

    def __init__(self, random: random.Random) -> None:
        self.random = random
        self._words = Zipf(self._distinct(60_000, self._word), random)
        self._given = Zipf([w.capitalize() for w in self._distinct(3_000, self._word)], random)
        self._family = Zipf([w.capitalize() for w in self._distinct(30_000, self._word)], random)
        self._people = Zipf(self._distinct(80_000, self._person), random)
        self._films = Zipf(self._distinct(80_000, self._film), random)
        self._korean_words = Zipf(self._distinct(20_000, lambda: self._hangul(1, 4)), random)
        self._korean_people = Zipf(self._distinct(20_000, lambda: self._hangul(3, 3)), random)
        self._korean_films = Zipf(self._distinct(20_000, self._korean_film), random)

    def article(self) -> Article:
        """Return a new article with title and summary."""
        korean = self.random.random() < 0.2
        title, summary = self._in_korean() if korean else self._in_english()
        return Article(title=title, link=None, outlet="The Reel", summary=summary)

    def _in_english(self) -> tuple[str, str]:
        film, person = self._films.one(), self._people.one()
        shapes = (
            f"‘{film}’ {self._words.some(4, 8)}",
            f"{person} {self._words.some(3, 6)} ‘{film}’",
            f"{person} {self._words.some(5, 9)}",
            self._words.some(6, 11).title(),
        )
        summary = f"{self._words.some(8, 14)} {person} {self._words.some(4, 10)} “{film}.”"
        return self.random.choice(shapes), summary.capitalize()

    def _in_korean(self) -> tuple[str, str]:
        film, person = self._korean_films.one(), self._korean_people.one()
        title = f"{person}, ‘{film}’ {self._korean_words.some(2, 5)}"
        return title, f"배우 {person}가 {self._korean_words.some(5, 12)} 영화 ‘{film}’"

    def _word(self) -> str:
        pick = self.random.choice
        syllables = self.random.choices((1, 2, 3), weights=(2, 5, 3))[0]
        return "".join(pick(_ONSETS) + pick(_VOWELS) + pick(_CODAS) for _ in range(syllables))

    def _person(self) -> str:
        return f"{self._given.one()} {self._family.one()}"

    def _film(self) -> str:
        return self._words.some(1, 4).title()

    def _korean_film(self) -> str:
        return self._korean_words.some(1, 2)

    def _hangul(self, fewest: int, most: int) -> str:
        length = self.random.randint(fewest, most)
        return "".join(chr(self.random.randrange(*_HANGUL, 7)) for _ in range(length))

    def _distinct(self, count: int, make: Callable[[], str]) -> list[str]:
        found: dict[str, None] = {}
        while len(found) < count:
            found[make()] = None
        return list(found)
