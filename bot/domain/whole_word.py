"""Words that people typed, found in texts whatever the spelling of their letters.

Words are compared after NFKC and case folding. A word counts as a whole; in scripts that write no
spaces between words, or join particles to them (Chinese, Japanese, Korean, Thai, …), wherever it
stands.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from bot.domain.text import plain

# Scripts without spaces between words: Thai to Burmese, Khmer, kana, Han, Hangul.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
)
_MARKS = "\u0300-\u036f\u0591-\u05bd\u064b-\u065f\u0900-\u0963\u0966-\u0dff"  # no letters to \w
_LETTER = rf"(?:[^\W{_UNSPACED}]|[{_MARKS}])"  # of a script with spaces, or a digit
_MARKUP = re.compile(r"\\([!-/:-@\[-`{-~])|[*_~`|]+")
_SAME = str.maketrans("’‘ʼ‛′´`‐‑‒–—―−ı", "'''''''-------i", "\ufe0e\ufe0f")


def normal(text: str) -> str:
    """Return text in the one form in which words are compared; a hyphen is a space.

    The four letters i of Turkish are one, for what stands in capitals has another small letter
    there; so are an emoji and its plain form.
    """
    folded = unicodedata.normalize("NFKC", plain(text)).casefold().replace("i\u0307", "i")
    same = unicodedata.normalize("NFKC", folded).translate(_SAME)
    return " ".join(same.replace("-", " ").split())


def holds(said: str, word: str) -> bool:
    """Tell whether a text has a word as a whole; both in the normal form.

    A plain search comes first: its time does not depend on how often the word almost stands there.
    """
    return word in said and _pattern(word).search(said) is not None


def unmarked(markdown: str) -> str:
    """Return Discord Markdown as it reads: without emphasis and escapes."""
    return _MARKUP.sub(lambda mark: mark[1] or "", markdown)


@lru_cache(maxsize=1024)
def _pattern(word: str) -> re.Pattern[str]:
    """Return the pattern of a normal word: no letter stands on either side of its own."""
    before = rf"(?<!{_LETTER})" if re.match(_LETTER, word[0]) else ""
    after = rf"(?!{_LETTER})" if re.match(_LETTER, word[-1]) else ""
    return re.compile(f"{before}{re.escape(word)}{after}")
