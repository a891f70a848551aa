"""A headline, read: what in it can be compared with another one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.name import names_of
from bot.domain.news_word import (
    COUNTED,
    FUNCTION_WORDS,
    GENRE_PARTS,
    GENRES,
    LISTED,
    NUMBER_WORDS,
    ROUNDUP,
)
from bot.domain.term import folded, terms

_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_ENDING = re.compile(r"(?:ings?|ed|es|s)$")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
_OUTLET_BEHIND = re.compile(r"\s+[-\u2013\u2014|\u00b7]\s+([^|]{2,40})$")
_SPELLED = "|".join(NUMBER_WORDS)
_NUMBER = rf"\d{{1,4}}(?:\.\d+)?|[IVX]{{2,4}}|(?i:{_SPELLED})"
_AFTER_WORD = re.compile(rf"([^\W\d_]{{2,}})['\u2019]?[ #.:]{{0,2}}({_NUMBER})\b(?!,?\d|%)")
_BEFORE_WORD = re.compile(
    rf"\b(\d+(?=st\b|nd\b|rd\b|th\b)|(?i:{_SPELLED}))"
    r"(?:st|nd|rd|th)?[ -]([^\W\d_]+)"
)
_LIST = re.compile(r"\b(?:\d{1,3}|[Tt]en|[Ff]ive|[Ss]even) ((?:[^\W\d_]+[ -]){0,2}[^\W\d_]+)")
_QUOTED = re.compile(
    r"“([^“”]+)”|(?<!\w)‘((?:[^‘’]|’(?=\w))+)’|(?<!\w)'((?:[^']|'(?=\w))+)'(?!\w)|\"([^\"]+)\""
    r"|「([^「」]+)」|『([^『』]+)』|《([^《》]+)》"
)
_PAIRED_COUNT = re.compile(r"(시즌|シーズン|第)\s?(\d+)|(\d+)\s?(화|회|話|部|季|集|弾|章|편)")
_LONG = 4  # letters; shorter words have no endings to take off
_MOST_OF_PHRASE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a headline says.

    ``spellings`` has each word's stem and the term that it is counted by; words that tell nothing
    are not there. ``lower`` are the stems that are written in lower case, so are no names.
    ``line`` is all stems in order, with a blank around each. ``phrases`` are names of several
    words, as stems. ``numbers`` tells what is counted (season, part, a date) and which it is.
    ``genres`` are the sorts of article (GENRES). ``several`` is set where it tells several news.
    ``titles`` are what is quoted, each as stems: films, mostly.
    """

    spellings: Mapping[str, str]
    lower: frozenset[str]
    line: str
    phrases: frozenset[tuple[str, ...]]
    numbers: Mapping[str, frozenset[str]]
    genres: frozenset[str]
    several: bool
    titles: frozenset[frozenset[str]]


@lru_cache(maxsize=8192)
def reading(title: str, outlet: str = "", names: tuple[str, ...] = ()) -> Reading:
    """Return what a headline says, without the name of its outlet behind it."""
    title = _THOUSANDS.sub("", _without_outlet(title, outlet))
    stems = [stem(term) for term in terms(title) if term not in FUNCTION_WORDS]
    return Reading(
        spellings={stem(term): term for term in terms(title) if term not in FUNCTION_WORDS},
        lower=frozenset(_lower(title)),
        line=f" {' '.join(stems)} ",
        phrases=frozenset(_phrases(title, names)),
        numbers=_numbers(title),
        genres=frozenset(_genres(title)),
        several=_tells_several(title),
        titles=frozenset(_titles(title)),
    )


def stem(term: str) -> str:
    """Return a word without its English ending, so that "hires" is "hiring"; no dictionary."""
    if len(term) < _LONG or not term.isascii() or term.isdigit() or term.endswith("ss"):
        return term
    short = _ENDING.sub("", term)
    if len(short) < _LONG - 1:
        return term
    if len(short) >= _LONG and short[-1] == short[-2] != "s":
        return short[:-1]
    return short.removesuffix("e")


def _without_outlet(title: str, outlet: str) -> str:
    """Many feeds end each title with their name: "… | Variety"."""
    behind = _OUTLET_BEHIND.search(title)
    if behind and outlet and set(terms(behind[1])) <= set(terms(outlet)):
        return title[: behind.start()]
    return title


def _lower(title: str) -> Iterator[str]:
    words = _WORD.findall(title)
    if not any(word[0].isupper() for word in words):
        return  # all of it is in lower case, or its script has no capitals
    for word in words:
        if word[0].islower():
            yield from map(stem, terms(word))


def _phrases(title: str, names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for name in (*names_of(title), *names):
        stems = tuple(stem(term) for term in terms(name) if term not in FUNCTION_WORDS)
        if 1 < len(stems) <= _MOST_OF_PHRASE:
            yield stems


def _numbers(title: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for counted, number in _counts(title):
        found.setdefault(counted, set()).add(NUMBER_WORDS.get(number.casefold(), number))
    return {counted: frozenset(numbers) for counted, numbers in found.items()}


def _counts(title: str) -> Iterator[tuple[str, str]]:
    for match in _AFTER_WORD.finditer(title):
        word = folded(match[1])
        is_sequel = match[1][0].isupper() and match[2][0] in "0123456789IVX"
        if word in COUNTED or (is_sequel and word != "update"):
            yield word, match[2]
    for match in _BEFORE_WORD.finditer(title):
        if folded(match[2]) in COUNTED:
            yield folded(match[2]), match[1]
    for match in _PAIRED_COUNT.finditer(title):
        yield (match[1] or match[4]), (match[2] or match[3])


def _tells_several(title: str) -> bool:
    """Tell whether a headline is of a list or of several news, which no other article can be."""
    words = set(terms(title))
    listed = _LIST.search(title)
    return ";" in title or bool(words & ROUNDUP or (listed and set(terms(listed[1])) & LISTED))


def _titles(title: str) -> Iterator[frozenset[str]]:
    for match in _QUOTED.finditer(title):
        quoted = next(filter(None, match.groups()))
        if not quoted[0].islower():
            yield frozenset(stem(t) for t in terms(quoted) if t not in FUNCTION_WORDS)


def _genres(title: str) -> Iterator[str]:
    words = set(terms(title))
    yield from (genre for genre, its in GENRES.items() if words & its)
    if not title.isascii():
        yield from (genre for genre, its in GENRE_PARTS.items() if any(p in title for p in its))
