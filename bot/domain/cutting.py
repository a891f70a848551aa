"""Text cut to Discord's limits: at a word, never through a character, with markup closed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_ELLIPSIS = "…"
_JOINER = "\u200d"
_VIRAMA = 9  # the combining class of the sign that fuses two Indic consonants
_LOOSE = frozenset(" \n\t\xa0\u3000.,;:-–—…([{（「『《〈【、，")
_WHOLE = re.compile(
    r"\\."  # an escaped character
    r"|\[(?:\\.|[^\[\]\\])*\]\([^()\s]*\)"  # a masked link
    r"|<[^<>\s]{1,80}>"  # a time, mention or emoji
    r"|@\u200b",
    re.DOTALL,
)
_MARKER = re.compile(r"\*+|__?|~~|\|\||`+")
_EMPTY_ITEM = re.compile(r"\n+(?:\d+|>|#{1,3}|-#)?$")


def width(text: str) -> int:
    """Count UTF-16 code units.

    Discord counts some limits so and others in code points, of which there are never more.
    """
    return len(text) + sum(char > "\uffff" for char in text)


def cut(text: str, limit: int) -> str:
    """Return text of at most ``limit`` UTF-16 units, cut at a word boundary with an ellipsis.

    Text without spaces (Chinese, Japanese) is cut between characters; no character is split from
    its marks, nor an emoji sequence taken apart.
    """
    if width(text) <= limit:
        return text
    return _head(text, limit, markup=False)


def cut_markdown(text: str, limit: int) -> str:
    """Do as ``cut`` on escaped Discord Markdown.

    Escapes and links stay whole, and what is open at the cut is closed after the ellipsis.
    """
    if width(text) <= limit:
        return text
    if (first := _WHOLE.match(text)) and first[0].startswith("[") and width(first[0]) >= limit:
        return cut_markdown(first[0][1 : first[0].rindex("](")], limit)
    return _head(text, limit, markup=True)


def _head(text: str, limit: int, *, markup: bool) -> str:
    """Keep as many atoms as fit with the ellipsis and the closing markers."""
    kept: list[str] = []
    opened: list[str] = []
    room = limit - len(_ELLIPSIS)
    word, word_opened = 0, opened[:]
    for atom in _atoms(text, markup=markup):
        if kept and (atom.isspace() or _is_ideograph(atom) or _is_ideograph(kept[-1])):
            word, word_opened = len(kept), opened[:]
        before = opened[:]
        if markup:
            _toggle(opened, atom)
        room -= width(atom)
        if room < width("".join(opened)):
            opened = before
            break
        kept.append(atom)
    if word * 2 >= len(kept):
        kept, opened = kept[:word], word_opened
    return _closed(kept, opened) if limit > 0 else ""


def _closed(kept: list[str], opened: list[str]) -> str:
    """Join atoms, without a loose end, with the ellipsis and what closes the open markers."""
    while kept and (kept[-1].lstrip("\\") in _LOOSE or _is_unfilled(kept[-1], opened)):
        _toggle(opened, kept.pop())
    return _EMPTY_ITEM.sub("", "".join(kept)) + _ELLIPSIS + "".join(reversed(opened))


def _is_unfilled(atom: str, opened: list[str]) -> bool:
    """Tell whether an atom opened a marker, or two, that nothing follows."""
    return any("".join(opened[-depth:]) == atom for depth in range(1, len(opened) + 1))


def _toggle(opened: list[str], atom: str) -> None:
    """Open a marker, or close those that it ends; ``***`` may end ``**`` and ``*``."""
    if not _MARKER.fullmatch(atom):
        return
    for depth in range(1, len(opened) + 1):
        if "".join(reversed(opened[-depth:])) == atom:
            del opened[-depth:]
            return
    if atom in opened:  # the outer of two that were opened as one run
        opened.remove(atom)
    else:
        opened.extend(["**", "*"] if atom == "***" else [atom])


def _atoms(text: str, *, markup: bool) -> Iterator[str]:
    """Split text into what must not be split further: an escape, a link, a character.

    A character is what a reader sees as one, nearly as UAX 29 has it.
    """
    start = 0
    while start < len(text):
        if markup and (match := _WHOLE.match(text, start)):
            end = _with_marks(text, match.end())
        elif markup and (match := _MARKER.match(text, start)):
            end = match.end()
        else:
            end = _character_end(text, start)
        yield text[start:end]
        start = end


def _character_end(text: str, start: int) -> int:
    flag = all("\U0001f1e6" <= char <= "\U0001f1ff" for char in text[start : start + 2])
    return _with_marks(text, min(start + 1 + flag, len(text)))


def _with_marks(text: str, end: int) -> int:
    while end < len(text) and _continues(text[end - 1], text[end]):
        end += 1
    return end


def _continues(before: str, char: str) -> bool:
    """Tell whether a character belongs to the one before it."""
    return (
        unicodedata.category(char) in {"Mn", "Mc", "Me"}
        or char in {_JOINER, "\u200c"}
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or "\U000e0020" <= char <= "\U000e007f"
        or "\u1160" <= char <= "\u11ff"
        or (before == _JOINER and not char.isspace() and char > "\u2000")
        or (unicodedata.combining(before) == _VIRAMA and unicodedata.category(char) == "Lo")
    )


def _is_ideograph(atom: str) -> bool:
    """Tell whether a line may break on both sides of it: Chinese and Japanese, not Korean."""
    return (
        "\u2e80" <= atom[0] <= "\ua4cf"
        or "\uf900" <= atom[0] <= "\ufaff"
        or ("\uff00" <= atom[0] <= "\uff9f" or atom[0] >= "\U00020000")
    )
