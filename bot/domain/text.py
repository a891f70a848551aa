"""Text from strangers, made safe to show: cleaned and escaped for Discord.

Discord's Markdown is not CommonMark. The rules here are those of its clients: a backslash before
any ASCII punctuation shows that character; headings, lists, quotes and small print count only at
the start of a line; ``scheme://`` becomes a link wherever it stands (S46).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_EMOJI = "\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_JOINING_SCRIPTS = "\u0600-\u109f\u1780-\u18af\ua840-\uabff\ufb50-\ufdff\ufe70-\ufefe"
_FLAG_TAGS = "\U000e0020-\U000e007f"

_MAX_MARKS = 8  # no script stacks more marks on one letter; pranks do

# Invisible characters that reorder, hide or fake text: soft hyphen, Arabic letter mark, Hangul
# and Mongolian fillers, zero-width space, bidi marks, overrides and isolates, word joiners,
# byte order mark, interlinear marks, lone surrogates and what is no character at all.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0"
    "\ufff0-\ufffb\ufffe\uffff\U0001d173-\U0001d17a\U000e0001]"
)
_LOST_TAGS = re.compile(f"(?<![\U0001f3f4{_FLAG_TAGS}])[{_FLAG_TAGS}]+")
# A joiner (ZWJ, ZWNJ) shapes Persian and Indic words and builds emoji; elsewhere it only hides.
_LOST_JOINERS = re.compile(
    f"(?<![{_JOINING_SCRIPTS}{_EMOJI}\ufe0f])[\u200c\u200d]"
    f"|[\u200c\u200d](?![{_JOINING_SCRIPTS}{_EMOJI}])"
)
_BLANKS = re.compile("[\\s\u2800]+")


def plain(text: str) -> str:
    """Return text on one line, in NFC, without characters that hide or reorder what is shown.

    Control, zero-width and bidi control characters go (S46); joiners stay where Persian, Indic
    scripts or emoji need them; a run of white space is one space. Idempotent.
    """
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    text = _LOST_JOINERS.sub("", _LOST_TAGS.sub("", text))
    text = _without_pranks(unicodedata.normalize("NFC", text))
    return _BLANKS.sub(" ", text).strip()


def _without_pranks(text: str) -> str:
    """Drop marks that are stacked higher than any script does."""
    if text.isascii():
        return text
    kept, marks = [], 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= _MAX_MARKS:
            kept.append(char)
    return "".join(kept)


_MARKUP = re.compile(
    r"""
    (?P<always> [\\*_~`|\[\]] )
  | (?P<angle> < ) (?= [@\#:/+A-Za-z] )                # mentions, times, emoji, commands, <links>
  | (?P<colon> : ) (?= // | [\w+-]{1,64}: )            # http://, :smile:
  | (?P<invite> (?<=discord)\. ) (?= gg/ )             # unfurls even without a scheme
  | (?P<mention> @ ) (?= everyone | here | [!&]?\d{5} )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NUMBERED = re.compile(r"(\d{1,10})(\.(?:\s|$))")


def escape(text: str) -> str:
    """Return text as Discord Markdown that shows it, and nothing else, on one line.

    What Discord would read as emphasis, code, spoiler, quote, heading, list, link, mention, time,
    emoji or command is shown as it was written; nobody is pinged, nothing becomes a link (S46).
    """
    return _at_line_start(_MARKUP.sub(_shown, plain(text)))


def _shown(match: re.Match[str]) -> str:
    if match["mention"]:
        return "@\u200b"  # a backslash hides a mention from the eye but not from the server
    return "\\" + match[0]


def _at_line_start(text: str) -> str:
    if numbered := _NUMBERED.match(text):
        return f"{numbered[1]}\\{text[numbered.end(1) :]}"
    if re.match(r">|#{1,3}(?:\s|$)|-#?(?:\s|$)", text):
        return "\\" + text
    return text


def link(label: str, url: str) -> str:
    """Return a masked link; ``label`` is text, not Markdown, and ``url`` an absolute URL.

    Discord gives up on a label with unpaired brackets, so brackets become round there.
    """
    label = escape(label.translate({ord("["): "(", ord("]"): ")"}))
    target = url.translate({ord("("): "%28", ord(")"): "%29", ord(" "): "%20", ord("<"): "%3C"})
    return f"[{label}]({target})" if label else ""


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
    return _head(_characters(text), limit)


def cut_markdown(text: str, limit: int) -> str:
    """Do as ``cut`` on escaped Discord Markdown.

    Escapes and links stay whole, and what is open at the cut is closed after the ellipsis.
    """
    if width(text) <= limit:
        return text
    if (first := _WHOLE.match(text)) and first[0].startswith("[") and width(first[0]) >= limit:
        return cut_markdown(first[0][1 : first[0].rindex("](")], limit)
    return _head(_atoms(text), limit)


def _head(atoms: Iterator[str], limit: int) -> str:
    """Keep as many atoms as fit with the ellipsis and the closing markers."""
    kept: list[str] = []
    opened: list[str] = []
    room = limit - len(_ELLIPSIS)
    word, word_opened = 0, opened[:]
    for atom in atoms:
        if kept and (atom.isspace() or _is_ideograph(atom) or _is_ideograph(kept[-1])):
            word, word_opened = len(kept), opened[:]
        before = opened[:]
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
    while kept and (kept[-1].lstrip("\\") in _LOOSE or kept[-1] in opened[-1:]):
        if kept.pop() in opened[-1:]:
            opened.pop()
    return _EMPTY_ITEM.sub("", "".join(kept)) + _ELLIPSIS + "".join(reversed(opened))


def _toggle(opened: list[str], atom: str) -> None:
    """Open a marker, or close those that it ends; ``***`` may end ``**`` and ``*``."""
    if not _MARKER.fullmatch(atom):
        return
    for depth in range(1, len(opened) + 1):
        if "".join(reversed(opened[-depth:])) == atom:
            del opened[-depth:]
            return
    opened.append(atom)


def _atoms(text: str) -> Iterator[str]:
    """Split Markdown into what must not be split further."""
    start = 0
    while start < len(text):
        if match := _WHOLE.match(text, start):
            end = _with_marks(text, match.end())
        elif match := _MARKER.match(text, start):
            end = match.end()
        else:
            end = _character_end(text, start)
        yield text[start:end]
        start = end


def _characters(text: str) -> Iterator[str]:
    """Split text into what a reader sees as one character, nearly as UAX 29 does."""
    start = 0
    while start < len(text):
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
