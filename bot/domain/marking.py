"""Texts in which the words that somebody looked for stand out in bold, safe to show (S46)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from bot.domain.query import Wanted
from bot.domain.term import folded, is_paired, words
from bot.domain.text import cut, escape, link, plain, width

_APOSTROPHES = "'\u2019\u02bc"
_TOKEN = re.compile(rf"[^\W_]+(?:[{_APOSTROPHES}][^\W\d_]+)*")
_VOICED = "\uff9e\uff9f"  # marks of half-width kana, which Unicode does not call marks
_BEFORE = 60  # characters of a snippet before the first word that was looked for


# A summary's Markdown: what stands for itself has a backslash before it, so all else is markup.
_MARKUP = re.compile(
    r"""
    \\ (?P<char> [!-/:-@\[-`{-~] )
  | \] \( <? https?:// [^\s)]* \)
  | ^ \s* (?: > | [#]{1,3} | -[#]? ) \s+
  | [*_~|`\[]+
    """,
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)


class _Word(NamedTuple):
    """A word of a text, folded, and where it stands in the text."""

    text: str
    start: int
    end: int


Span = tuple[int, int]


def marked(text: str, wanted: Sequence[Wanted]) -> str:
    """Return a text as escaped Markdown on one line, with what is wanted in bold."""
    return _joined(plain(text), wanted, escape)


def marked_link(label: str, url: str, wanted: Sequence[Wanted]) -> str:
    """Return a masked link with what is wanted in bold; "" for a label of nothing."""
    text = _joined(plain(label), wanted, _label)
    return f"[{text}]{link('x', url).removeprefix('[x]')}" if text else ""


def unmarked(markdown: str) -> str:
    """Return what is to be read of a summary, on one line."""
    return plain(_MARKUP.sub(lambda match: match["char"] or "", markdown).replace("@\u200b", "@"))


def marked_snippet(text: str, wanted: Sequence[Wanted], limit: int) -> str:
    """Return the part of a text around what is wanted, as escaped Markdown with that in bold.

    At most twice as wide as ``limit``: where markup makes it so, less of the text is shown.
    """
    part = snippet(text, wanted, limit)
    while width(shown := marked(part, wanted)) > 2 * limit:
        part = cut(part, len(part) * 3 // 4)
    return shown


def snippet(text: str, wanted: Sequence[Wanted], limit: int) -> str:
    """Return the part of a text around the first word that is wanted, at most ``limit`` characters.

    It is plain text; where the text has none of the words, its beginning.
    """
    text = plain(text)
    first = min((start for start, _ in spans(text, wanted)), default=0)
    if first <= _BEFORE or len(text) <= limit:
        return cut(text, limit)
    blank = text.find(" ", first - _BEFORE, first)
    begin = blank + 1 if blank >= 0 else first
    return "…" + cut(text[begin:], limit - 1)


def spans(text: str, wanted: Sequence[Wanted]) -> list[Span]:
    """Return where a text has what is wanted, in its order, none meeting another.

    Words are compared folded: accents, case and width make no difference.
    """
    there = list(_words(text))
    return _merged(sorted({span for one in wanted for span in _spans_of(one, there)}))


def _joined(text: str, wanted: Sequence[Wanted], shown: Callable[[str], str]) -> str:
    """Return the pieces as they are shown; blanks at their ends stay, which escaping takes off."""
    parts, place = [], 0
    for start, end in spans(text, wanted):
        parts += [_kept(text[place:start], shown), f"**{shown(text[start:end])}**"]
        place = end
    return "".join([*parts, _kept(text[place:], shown)])


def _kept(piece: str, shown: Callable[[str], str]) -> str:
    core = piece.strip()
    if not core:
        return piece
    before = piece[: len(piece) - len(piece.lstrip())]
    after = piece[len(piece.rstrip()) :]
    return f"{before}{shown(core)}{after}"


def _label(piece: str) -> str:
    """Return a piece of a label as ``link`` shows it."""
    return link(piece, "x").removeprefix("[").removesuffix("](x)")


def _merged(found: Iterable[Span]) -> list[Span]:
    """Make one of those that meet: two pairs of stars in a row would be none."""
    merged: list[Span] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _spans_of(one: Wanted, there: Sequence[_Word]) -> Iterator[Span]:
    for place in range(len(there) - len(one.words) + 1):
        run = there[place : place + len(one.words)]
        hits = [
            _hit(word, found, begins=one.begins and last)
            for word, found, last in zip(one.words, run, _lasts(run), strict=True)
        ]
        if all(hits):
            yield from (span for span in hits if span)


def _lasts(run: Sequence[_Word]) -> list[bool]:
    return [False] * (len(run) - 1) + [True]


def _hit(word: str, found: _Word, *, begins: bool) -> Span | None:
    """Return which part of a word is the wanted one: of a script without spaces, maybe a part."""
    if is_paired(word):
        at = found.text.find(word)
        whole = len(found.text) != found.end - found.start
        if at < 0:
            return None
        return found[1:] if whole else (found.start + at, found.start + at + len(word))
    same = found.text.startswith(word) if begins else found.text == word
    return found[1:] if same else None


def _words(text: str) -> Iterator[_Word]:
    """Yield the words of a text as ``words`` has them, each with its place."""
    whole, places = _mapped(text)
    for token in _TOKEN.finditer(whole):
        at = token.start()
        for word in words(token[0]):
            # What is left out of a word, an apostrophe, is inside of it or ends it.
            start = whole.find(word[0], at, token.end())
            start = at if start < 0 else start
            end = _end(whole, word, start, token.end())
            yield _Word(word, places[start], places[end])
            at = end


def _end(whole: str, word: str, start: int, limit: int) -> int:
    left, at = len(word), start
    while left and at < limit:
        left -= whole[at] not in _APOSTROPHES
        at += 1
    return at


def _mapped(text: str) -> tuple[str, list[int]]:
    """Return a text folded, and of each place in it, and its end, where that is in the text."""
    whole: list[str] = []
    places: list[int] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and (unicodedata.combining(text[end]) or text[end] in _VOICED):
            continue
        piece = folded(text[start:end])
        whole.append(piece)
        places += [start] * len(piece)
        start = end
    return "".join(whole), [*places, len(text)]
