"""Names that people follow: how each is written, and which of them an article holds.

A name is looked for by its words, as term.py folds them: "Song Joong Ki" is found in "Song
Joong-ki's", and "Ki" is not in "Kim". Korean joins particles to a name, Japanese and Chinese set no
spaces around it: there it is found within a run of characters, "송중기" in "송중기가". All names that
an article could hold are written out as keys, so that followers are found by one indexed lookup.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from bot.domain.error import UserError
from bot.domain.model import Article
from bot.domain.term import is_paired, words
from bot.domain.text import escape, plain, width
from bot.domain.wording import without_markup

MAX_FOLLOWS = 50
MIN_NAME, MAX_NAME = 2, 60
"""UTF-16 units of a name, as Discord counts."""

MAX_WORDS = 10
MAX_RUN = 20
"""Characters of a name that have no space between them, in a script that needs none."""

_MAX_RUNS = 3  # of such a script: "レオナルド・ディカプリオ" are two
_MAX_PART = 12  # characters of such a run that are only a part of one in the text
_MAX_PARTICLE = 4  # "송중기에게서는"
_READ = 700  # characters of a summary in which names are looked for; cards show fewer
_MOST_TAGS = 30
_PARTED = str.maketrans({"&": " and ", "・": " ", "゠": " "})
_QUOTES = "\"'“”‘’«»„「」『』《》〈〉"

# Words that say nothing by themselves: those of grammar, and those that all film news is made of.
_COMMON = frozenset(
    words(
        "a about after again against all also am an and any are as at back be because been before being "
        "best both but by can could did do does down each every few first for from get had has have he "
        "her here him his how i if in into is it its just last like made make me more most movie movies "
        "my new news next no not now of off on once one only or other our out over own part s season see "
        "series set she show shows so some star stars such than that the their them then there these "
        "they this those time to too trailer tv two under up us very was watch we were what when where "
        "which while who whom why will with would year years you your actor actors actress cast director "
        "drama episode film filming films premiere release teaser "
        "al con das de del der des die du e ein eine el en et la las le les los mit o os para por que "
        "sur un una und une y zu 감독 개봉 공개 드라마 배우 시리즈 영화 주연 출연 "
        "シリーズ ドラマ 主演 俳優 映画 監督 公開 作品 导演 演员 电影 电视剧 電影"
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """A name that somebody follows."""

    name: str
    followed_at: datetime


def clean_name(text: str) -> str:
    """Return a name as it is kept; raise UserError with what to do about one that can't be followed."""
    name = plain(plain(text).strip(_QUOTES))
    parts = _words(name)
    if width(name) > MAX_NAME or sum(map(len, parts)) < MIN_NAME:
        raise UserError(
            "A name to follow has {least} to {most} letters. Please give one.",
            least=MIN_NAME,
            most=MAX_NAME,
        )
    if not any(char.isalpha() for word in parts for char in word):
        raise UserError("A name to follow needs at least one letter.")
    if len(parts) > MAX_WORDS or any(is_paired(word) and len(word) > MAX_RUN for word in parts):
        raise UserError("That is too long for a name. Please follow a part of it.")
    if all(word in _COMMON for word in parts):
        raise too_common(name)
    return name


def too_common(name: str) -> UserError:
    """Return what to say of a name that is in too many stories."""
    return UserError(
        "“{name}” is in too many stories: you would get a message for each. Please follow the full "
        "name of a person or a film.",
        name=escape(name),
    )


def keys_of(name: str) -> tuple[str, ...]:
    """Return what a name is found by.

    A Korean one that is written with spaces is also found without: nobody is strict about them.
    """
    parts = _words(name)
    whole = " ".join(parts)
    if len(parts) > 1 and all(map(is_paired, parts)) and len("".join(parts)) <= MAX_RUN:
        return whole, "".join(parts)
    return (whole,)


def names(article: Article, name: str) -> bool:
    """Tell whether an article names somebody or something."""
    return not keys_in(article).isdisjoint(keys_of(name))


def keys_in(article: Article) -> frozenset[str]:
    """Return the key of each name that title, summary and tags of an article could hold."""
    return _keys_in(article.title, article.summary[:_READ], article.categories[:_MOST_TAGS])


@lru_cache(maxsize=32)  # one article is posted in many channels
def _keys_in(title: str, summary: str, tags: Sequence[str]) -> frozenset[str]:
    texts = (title, without_markup(summary), *tags)
    return frozenset(key for text in texts for key in _keys(_words(text)))


def _keys(parts: Sequence[str]) -> Iterator[str]:
    for start, first in enumerate(parts):
        yield from _within(first)
        most = _MAX_RUNS if _is_run(first) else MAX_WORDS
        for beginning in _endings(first):
            text = beginning
            for word in parts[start + 1 : start + most]:
                yield from (f"{text} {end}" for end in _beginnings(word))
                text = f"{text} {word}"


def _within(word: str) -> Iterable[str]:
    """Return the names that one word could be, or hold."""
    if not is_paired(word):
        return (word,)
    return (
        word[start:end]
        for start in range(len(word) - 1)
        for end in range(start + 2, min(start + MAX_RUN, len(word)) + 1)
    )


def _endings(word: str) -> Iterable[str]:
    """Return with what of a word a name of several words can begin."""
    if not _is_run(word):
        return (word,)
    return (word, *(word[start:] for start in range(max(1, len(word) - _MAX_PART), len(word))))


def _beginnings(word: str) -> Iterable[str]:
    """Return with what of a word a name of several words can end."""
    if not is_paired(word):
        return (word,)
    least = 1 if _is_run(word) else max(1, len(word) - _MAX_PARTICLE)
    return (word, *(word[:end] for end in range(least, min(len(word), _MAX_PART + 1))))


def _is_run(word: str) -> bool:
    """Tell whether a word is of a script without spaces; Korean sets them."""
    return is_paired(word) and not "\uac00" <= word[0] <= "\ud7af"


def _words(text: str) -> list[str]:
    return words(text.translate(_PARTED))
