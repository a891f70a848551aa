"""What is hidden until somebody wants to see it: photos that a source or a moderator marks.

The words of a moderator count as whole_word.py has it, so that no spelling of a letter escapes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.domain.error import UserError
from bot.domain.model import Article, Photo
from bot.domain.text import plain
from bot.domain.whole_word import holds, normal, unmarked

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

_SEPARATORS = re.compile(r"[\n\r,，、،]")


def read_words(text: str) -> tuple[str, ...]:
    """Return the words that a moderator typed, one a line or between commas, each once.

    A word may be a phrase. Raises UserError beyond MAX_WORDS words or MAX_WORD characters of one.
    """
    found: dict[str, str] = {}
    for part in _SEPARATORS.split(text):
        if key := normal(part):
            found.setdefault(key, plain(part))
    words = tuple(found.values())
    if too_long := next((word for word in words if len(word) > MAX_WORD), None):
        raise UserError(
            "“{word}…” is too long: a word or phrase has at most {most} characters. Put each on a "
            "line of its own. Nothing was changed.",
            word=too_long[:MAX_WORD],
            most=MAX_WORD,
        )
    if len(words) > MAX_WORDS:
        raise UserError(
            "These are {number} words; at most {most} can be set. Nothing was changed.",
            number=len(words),
            most=MAX_WORDS,
        )
    return words


def is_spoiler_category(name: str) -> bool:
    """Tell whether a category says of its stories that they tell too much, and nothing else."""
    return normal(name.replace("_", " ")).strip(" #!:[]()").replace(" ", "-") in _CATEGORIES


def with_spoilers(article: Article, words: Iterable[str] = ()) -> Article:
    """Return an article whose photos are marked as sensitive where they are to be hidden.

    A word in its title, summary or categories, and a mark of the whole article, hides all
    photos; a word in a caption or alt text that photo.
    """
    wanted = tuple(filter(None, map(normal, words)))
    told = (article.title, unmarked(article.summary), *article.categories)
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
    said = normal(text) if words else ""
    return any(holds(said, word) for word in words)
