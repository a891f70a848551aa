"""The bot's words in the languages of those who read them.

Sentences stand in the code in English, as whole sentences with named places: ``t("Posted in {channel}.",
channel=mention)``. Which language they come out in is the reader's matter: ``speak`` sets it for all
that follows in a task, ``using`` for a block.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Self

from bot.domain.error import UserError
from bot.domain.sentence import marked
from bot.language.catalogue import ENGLISH, LANGUAGES, Catalogued, load_all, words_in

__all__ = [
    "ENGLISH",
    "LANGUAGES",
    "current",
    "filled",
    "grouped",
    "language_of",
    "load_all",
    "marked",
    "speak",
    "t",
    "tn",
    "told",
    "using",
]

_log = logging.getLogger(__name__)
_current: ContextVar[str] = ContextVar("language", default=ENGLISH)


def language_of(tag: object) -> str:
    """Return the language for a tag such as Discord's locales: "es-419" is Spanish.

    One of LANGUAGES; English for those that the bot does not speak.
    """
    code = str(tag).replace("_", "-").split("-")[0].lower()
    return code if code in LANGUAGES else ENGLISH


def current() -> str:
    """Return the language that words come in now."""
    return _current.get()


def speak(language: str) -> None:
    """Have all words come in a language for the rest of the running task."""
    _current.set(language)


@contextmanager
def using(language: str) -> Iterator[None]:
    """Have all words within come in a language."""
    token = _current.set(language)
    try:
        yield
    finally:
        _current.reset(token)


def t(sentence: str, /, **values: object) -> str:
    """Return a sentence in the current language; values take the places of their names.

    Without values, braces are only braces. A UserError as a value is its sentence.
    """
    return filled(_words().sentence(sentence), sentence, values)


def tn(one: str, many: str, number: int, /, **values: object) -> str:
    """Return the sentence for a number, which takes the place ``{n}``: "{n} story", "{n} stories"."""
    english = one if number == 1 else many
    places: dict[str, object] = {"n": grouped(number), **values}
    return filled(_words().counted(one, many, number), english, places)


def told(error: UserError) -> str:
    """Return an error's sentence in the current language."""
    return t(error.sentence, **error.values)


def grouped(number: int) -> str:
    """Return a number as the language writes it: "1,204", in German "1.204"."""
    return f"{number:,}".replace(",", _words().group_symbol)


def _words() -> Catalogued:
    return words_in(_current.get())


def filled(text: str, english: str, values: Mapping[str, object]) -> str:
    """Fill the places; a translation whose places are wrong is noted, and the sentence is English."""
    if not values:
        return text
    said = {name: _said(value) for name, value in values.items()}
    try:
        return text.format(**said)
    except (LookupError, ValueError, TypeError, AttributeError):
        if text == english:
            raise
        _log.error("a translation in %s has wrong places: %r", current(), text)
        return english.format(**said)


def _said(value: object) -> object:
    if isinstance(value, UserError):
        return told(value)
    return _Grouped(value) if isinstance(value, int) and not isinstance(value, bool) else value


class _Grouped(int):
    """A number that ``{n:,}`` writes as the language does."""

    def __new__(cls, value: int) -> Self:
        return super().__new__(cls, value)

    def __format__(self, spec: str, /) -> str:
        return super().__format__(spec).replace(",", _words().group_symbol)
