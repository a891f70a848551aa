"""The terms of a text: what it is searched by, and compared by.

A term is a word in one spelling: NFKC, case folded, without the marks over Latin letters, without
a possessive ``'s``. Scripts that set no spaces between words, and Korean, which joins its particles to
them, give the pairs of neighbouring characters instead, so that "송중기" is found in "송중기가".
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

_PAIRED = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f\u1780-\u17ff"  # Burmese, Khmer
    "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # Japanese, Chinese
    "\uac00-\ud7af"  # Korean
    "\U00020000-\U0003ffff"
)
_RUN = re.compile(rf"[{_PAIRED}]+|[^\W_{_PAIRED}]+")
_IS_PAIRED = re.compile(rf"[{_PAIRED}]")
# What is looked for stands first, what must be before it after that: so most of a text is skipped.
_POSSESSIVE = re.compile(r"['\u2019\u02bc](?<=\w.)s\b")
_APOSTROPHE = re.compile(r"['\u2019\u02bc](?<=[^\W\d_].)(?=[^\W\d_])")
_LATIN_MARKS = re.compile("(?<=[a-z])[\u0300-\u036f]+")


def folded(text: str) -> str:
    """Return a text in the one spelling in which words are compared."""
    text = unicodedata.normalize("NFKC", text).casefold()
    if text.isascii():
        return text
    unmarked = _LATIN_MARKS.sub("", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", unmarked)


def words(text: str) -> list[str]:
    """Return the words of a text, folded; of a script without spaces, each run of it as one."""
    text = _APOSTROPHE.sub("", _POSSESSIVE.sub("", folded(text)))
    return _RUN.findall(text)


def terms(text: str) -> list[str]:
    """Return the terms of a text, in its order, each as often as it is there."""
    found = words(text)
    if text.isascii():  # most texts: no pairs
        return found
    return [term for word in found for term in _terms_of(word)]


def is_paired(word: str) -> bool:
    """Tell whether a word is of a script that is searched by pairs of characters."""
    return bool(_IS_PAIRED.match(word))


def _terms_of(word: str) -> list[str]:
    if not is_paired(word) or len(word) == 1:
        return [word]
    return [one + other for one, other in pairwise(word)]
