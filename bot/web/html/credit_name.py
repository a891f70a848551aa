"""What elements are called that hold a picture's credit or caption: words in their class or id."""

from __future__ import annotations

import re
from functools import lru_cache

_CREDIT_WORD = re.compile(
    r"(?:(?!ac)[a-z]{0,12})?(?:(?:credit|copyright|photographer|attribution|fotograf|bildquelle|bildnachweis"
    r"|bildrecht|fotonachweis|fotoquelle)"
    r"(?:s|e|n|en|o|os|line|text|name|info|caption|label|holder|notice|tag|box|wrap|wrapper|container)?)"
)
_PICTURE_WORD = re.compile(
    r"(?:photo|image|media|picture|img|figure|fig|caption|foto|bild|legend|legende|pic)s?"
)
_OWNER_WORD = re.compile(
    r"(?:photo|image|media|picture|img|figure|caption|foto|bild)?(?:sources?|rights|agency|author|autor|auteur|autore"
    r"|byline|by|owner|creator|provider|quelle|fuente|fonte|firma|artist)"
)
# Those of them that say so below a picture outside of a figure as well.
_SOURCE_WORD = re.compile(r"sources?|rights|agency|quelle|fuente|fonte")
_FILM_WORDS = frozenset(["film", "movie", "cast", "crew", "show", "song", "game", "end", "card"])
_WORD = re.compile(r"[A-Z]?[a-zà-ÿ]+|[A-Z]+")
_MAX_WORD = 40


@lru_cache(maxsize=1024)
def is_credit_name(name: str) -> bool:
    """Tell whether an element is called a credit: "photo-credit", "imageSource", "bildquelle"."""
    return any(_is_credit_part(_words(part)) for part in name.split())


def _is_credit_part(words: list[str]) -> bool:
    pictures = [index for index, word in enumerate(words) if _PICTURE_WORD.fullmatch(word)]
    if any(_CREDIT_WORD.fullmatch(word) for word in words):
        return bool(pictures) or not _FILM_WORDS.intersection(words)
    glued = any(_OWNER_WORD.fullmatch(word) and _PICTURE_WORD.match(word) for word in words)
    return glued or (
        bool(pictures) and any(_OWNER_WORD.fullmatch(word) for word in words[pictures[0] :])
    )


@lru_cache(maxsize=1024)
def is_owner_name(name: str) -> bool:
    """Tell whether an element is called so that in a figure it can only be the picture's maker."""
    return any(_OWNER_WORD.fullmatch(word) for word in _words(name))


@lru_cache(maxsize=1024)
def is_source_name(name: str) -> bool:
    """Tell whether an element is called a source, be it a picture's or an article's."""
    return any(_SOURCE_WORD.fullmatch(word) for word in _words(name))


_CAPTION_WORD = re.compile(
    r"caption|legend|cutline|bildunterschrift|leyenda|didascalia|légende|bildtext|pie-?de-?foto",
    re.IGNORECASE,
)


def is_caption_name(name: str) -> bool:
    """Tell whether an element is called a caption: "wp-caption-text", "cutline"."""
    return bool(_CAPTION_WORD.search(name))


def _words(name: str) -> list[str]:
    return [word.lower()[:_MAX_WORD] for word in _WORD.findall(name)]
