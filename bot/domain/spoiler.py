"""What is hidden until somebody wants to see it: photos that a source or a moderator marks.

The words of a moderator are compared after NFKC and case folding, so that no spelling of a letter
escapes them. A word counts as a whole; in scripts that write no spaces between words, or join
particles to them (Chinese, Japanese, Korean, Thai, …), wherever it stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from bot.domain.error import UserError
from bot.domain.model import Article, Photo
from bot.domain.text import plain

MAX_WORDS = 50
MAX_WORD = 60  # characters

# What outlets call a category of its own; nothing else in a category marks a story.
_CATEGORIES = frozenset(
    {
        *("spoiler", "spoilers", "spoiler-alert", "spoiler-alerts", "spoiler-warning"),
        *("spoilerwarnung", "spoileralarm", "spoiler-warnung"),
        *("spoileur", "spoileurs", "divulgâcheur", "divulgâcheurs", "divulgâchage"),
        *("alerta-spoiler", "alerta-de-spoiler", "alerta-de-spoilers", "destripe", "destripes"),
        *("allerta-spoiler", "attenzione-spoiler", "contém-spoiler", "contém-spoilers"),
        *("спойлер", "спойлеры", "spojler", "spojlery"),
        *("スポイラー", "ネタバレ", "ネタばれ", "ネタバレ注意", "ネタバレあり"),
        *("스포일러", "스포", "스포주의", "스포일러주의", "스포일러-주의"),
        *("剧透", "劇透", "有雷", "暴雷"),
    }
)

# Scripts without spaces between words: Thai to Burmese, Khmer, kana, Han, Hangul.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
)
_MARKS = "\u0300-\u036f\u0591-\u05bd\u064b-\u065f\u0900-\u0963\u0966-\u0dff"  # no letters to \w
_LETTER = rf"(?:[^\W{_UNSPACED}]|[{_MARKS}])"  # of a script with spaces, or a digit
_SEPARATORS = re.compile(r"[\n\r,，、،]")
_MARKUP = re.compile(r"\\([!-/:-@\[-`{-~])|[*_~`|]+")
_SAME = str.maketrans("’‘ʼ‛′´`‐‑‒–—―−ı", "'''''''-------i", "\ufe0e\ufe0f")


def read_words(text: str) -> tuple[str, ...]:
    """Return the words that a moderator typed, one a line or between commas, each once.

    A word may be a phrase. Raises UserError beyond MAX_WORDS words or MAX_WORD characters of one.
    """
    found: dict[str, str] = {}
    for part in _SEPARATORS.split(text):
        if key := _normal(part):
            found.setdefault(key, plain(part))
    words = tuple(found.values())
    if too_long := next((word for word in words if len(word) > MAX_WORD), None):
        raise UserError(
            f"“{too_long[:MAX_WORD]}…” is too long: a word or phrase has at most {MAX_WORD} "
            "characters. Put each on a line of its own. Nothing was changed."
        )
    if len(words) > MAX_WORDS:
        raise UserError(
            f"These are {len(words)} words; at most {MAX_WORDS} can be set. Nothing was changed."
        )
    return words


def is_spoiler_category(name: str) -> bool:
    """Tell whether a category says of its stories that they tell too much, and nothing else."""
    return _normal(name.replace("_", " ")).strip(" #!:[]()").replace(" ", "-") in _CATEGORIES


def with_spoilers(article: Article, words: Iterable[str] = ()) -> Article:
    """Return an article whose photos are marked as sensitive where they are to be hidden.

    A word in its title, summary or categories, and a mark of the whole article, hides all
    photos; a word in a caption or alt text that photo.
    """
    wanted = tuple(filter(None, map(_normal, words)))
    told = (article.title, _unmarked(article.summary), *article.categories)
    whole = article.sensitive or any(_holds(text, wanted) for text in told)
    return replace(
        article,
        photos=tuple(
            replace(photo, sensitive=True) if whole or _tells(photo, wanted) else photo
            for photo in article.photos
        ),
    )


def _tells(photo: Photo, words: Sequence[str]) -> bool:
    return any(_holds(text, words) for text in (photo.caption, photo.alt) if text)


def _holds(text: str, words: Sequence[str]) -> bool:
    """Tell whether a text has one of the normal words, each as a whole.

    A plain search comes first: its time does not depend on how often a word almost stands there.
    """
    said = _normal(text) if words else ""
    return any(word in said and _pattern(word).search(said) for word in words)


def _normal(text: str) -> str:
    """Return text in the one form in which words are compared; a hyphen is a space.

    The four letters i of Turkish are one, for what stands in capitals has another small letter
    there; so are an emoji and its plain form.
    """
    folded = unicodedata.normalize("NFKC", plain(text)).casefold().replace("i\u0307", "i")
    same = unicodedata.normalize("NFKC", folded).translate(_SAME)
    return " ".join(same.replace("-", " ").split())


def _unmarked(markdown: str) -> str:
    """Return Discord Markdown as it reads: without emphasis and escapes."""
    return _MARKUP.sub(lambda mark: mark[1] or "", markdown)


@lru_cache(maxsize=1024)
def _pattern(word: str) -> re.Pattern[str]:
    """Return the pattern of a normal word: no letter stands on either side of its own."""
    before = rf"(?<!{_LETTER})" if re.match(_LETTER, word[0]) else ""
    after = rf"(?!{_LETTER})" if re.match(_LETTER, word[-1]) else ""
    return re.compile(f"{before}{re.escape(word)}{after}")
