"""The names of films and people in an article: what is quoted, and words that begin large.

What is found is as good as its marks are: names feed an index that weighs words by how rare they
are, so that a common word among them does no harm, and a boundary a word too far does none either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.domain.term import terms

MOST = 24
_LONGEST = 60  # characters of a name
_MOST_WORDS = 8  # in quotes; longer ones are speech
_READ = 2_000  # characters of a text, from its beginning
_TAGS = 30
_LONG = 4  # letters of a word that begins small in a sentence, and large in Title Case

_UPPER = (
    "".join(char for char in map(chr, range(0x250)) if char.isupper())
    + "\u0386-\u03ab\u0400-\u042f"
)
_EAST = "\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
_LETTER = f"[^\\W\\d_{_EAST}]"

# Each begins with what is looked for, so that most of a text is skipped.
# An apostrophe within a word ends no quote; a Korean or Japanese particle follows one at once.
_QUOTES = re.compile(
    rf"“([^“”]+)”|„([^„“”]+)[“”]|‘((?:[^‘’]|’(?={_LETTER}))+)’|‚([^‚‘’]+)[‘’]"
    rf"|'(?<!\w')((?:[^']|'(?={_LETTER}))+)'|\"(?<!\w\")([^\"]+)\"|«([^«»]+)»|‹([^‹›]+)›"
    r"|《([^《》]+)》|〈([^〈〉]+)〉|「([^「」]+)」|『([^『』]+)』"
)
_AROUND = " \t\n.,;:!?…、。"

_REST = rf"(?:[^\W_{_EAST}]|['’-](?={_LETTER})|\.(?=[{_UPPER}])|(?<=[{_UPPER}])\.(?= [{_UPPER}]))*"
_LINKS = "(?:(?:of|the|de|del|de la|la|le|du|des|da|dos|von|van|der|den|di|al|el|&) ){0,2}"
_RUN = re.compile(rf"[{_UPPER}](?<![^\W_{_EAST}].){_REST}(?: (?:{_LINKS}[{_UPPER}]{_REST}|\d+\b))*")
_BEFORE = re.compile(r"(?:^|[.!?:…][\"'”’»)]*\s+)[\"'“‘«(¿¡]*$")

# Words for what somebody does, which stand beside a name.
_KOREAN = re.compile(
    "(?:배우|감독|가수|작가|방송인) ([가-힣]{2,4})|(?<![가-힣])([가-힣]{2,4}) (?:배우|감독|작가)"
)
_JAPANESE = re.compile(
    "([一-龯々]{2,6})(?:監督|さん|氏)|(?:俳優|女優|監督|主演)[の・、]?([一-龯々]{2,6})"
    "|([ァ-ヴー]{2,}(?:[・＝=][ァ-ヴー]{2,})+)"
)
_EASTERN = re.compile(f"[{_EAST}]")


def names_of(title: str, summary: str = "", categories: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the names in an article's texts, without markup; each once, at most MOST.

    Of a title in Title Case or capitals only what is quoted is known to be a name. A category is
    one if it begins large, or is of a script without large letters, and the texts speak of it.
    """
    texts = (title[:_READ], summary[:_READ])
    found: dict[str, None] = {}
    for text in texts:
        found.update(dict.fromkeys(quoted(text)))
    for text in texts:
        found.update(dict.fromkeys(_beside_roles(text)))
        found.update(dict.fromkeys(_runs(text)))
    found.update(dict.fromkeys(_tags(categories[:_TAGS], texts)))
    return tuple(name for name in found if len(name) <= _LONGEST)[:MOST]


def quoted(text: str) -> Iterator[str]:
    """Yield what stands in quotes or title brackets: films, mostly."""
    for match in _QUOTES.finditer(text):
        name = next(filter(None, match.groups())).strip(_AROUND)
        if 0 < len(name.split()) <= _MOST_WORDS:
            yield name


def _beside_roles(text: str) -> Iterator[str]:
    if _is_eastern(text):
        for match in (*_KOREAN.finditer(text), *_JAPANESE.finditer(text)):
            yield next(filter(None, match.groups()))


def _runs(text: str) -> Iterator[str]:
    """Yield words that begin large where not every word does."""
    eastern = _is_eastern(text)
    if not eastern and not _in_sentences(text):
        return
    for match in _RUN.finditer(text):
        if " " in match[0] or eastern or not _begins_sentence(text, match.start()):
            yield match[0]


def _is_eastern(text: str) -> bool:
    return not text.isascii() and len(_EASTERN.findall(text)) * 4 > len(text)


def _in_sentences(text: str) -> bool:
    """Tell whether most of the longer words begin small, as in a sentence."""
    longer = [word for word in text.split()[1:] if len(word) >= _LONG and word[0].isalpha()]
    large = sum(word[0].isupper() for word in longer)
    return len(longer) > 1 and large * 4 <= len(longer) * 3


def _begins_sentence(text: str, place: int) -> bool:
    return bool(_BEFORE.search(text[max(0, place - 6) : place])) or place == 0


def _tags(categories: Sequence[str], texts: tuple[str, str]) -> Iterator[str]:
    if not categories:
        return
    there = {term for text in texts for term in terms(text)}
    for category in categories:
        own = terms(category)
        if own and _looks_like_name(category) and set(own) <= there:
            yield category.strip()


def _looks_like_name(category: str) -> bool:
    return bool(_RUN.fullmatch(category) or _EASTERN.match(category))
