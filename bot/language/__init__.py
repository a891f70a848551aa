"""The bot's words in the languages of those who read them.

Sentences stand in the code in English, as whole sentences with named places: ``t("Posted in {channel}.",
channel=mention)``. Which language they come out in is the reader's matter, set by ``using`` where
something is answered or posted.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

ENGLISH = "en"

_current: ContextVar[str] = ContextVar("language", default=ENGLISH)


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

    Without values, braces are only braces.
    """
    return sentence.format(**values) if values else sentence


def tn(one: str, many: str, number: int, /, **values: object) -> str:
    """Return the sentence for a number, which takes the place ``{n}``: "{n} story", "{n} stories"."""
    return (one if number == 1 else many).format(n=f"{number:,}", **values)


def marked(sentence: str) -> str:
    """Return a sentence as it is: it is to be translated where it is used, by ``t``."""
    return sentence
