"""Text from strangers, made safe to show: cleaned and escaped for Discord.

Discord's Markdown is not CommonMark. The rules here are those of its clients: a backslash before
any ASCII punctuation shows that character; headings, lists, quotes and small print count only at
the start of a line; ``scheme://`` becomes a link wherever it stands (S46).
"""

from __future__ import annotations

import re
import unicodedata

from bot.domain.cutting import cut, cut_markdown, width

__all__ = ["cut", "cut_markdown", "escape", "link", "plain", "width"]

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


def letters(text: str) -> str:
    """Return the letters and digits of a text, case folded, to compare names and headlines by."""
    return re.sub(r"[\W_]+", "", text.casefold())


def plain(text: str) -> str:
    """Return text on one line, in NFC, without characters that hide or reorder what is shown.

    Control, zero-width and bidi control characters go (S46); joiners stay where Persian, Indic
    scripts or emoji need them; a run of white space is one space. Idempotent.
    """
    if text.isascii() and text.isprintable():  # most texts: nothing to take out
        return " ".join(text.split())
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

    Discord gives up on a label with unpaired brackets, or one that holds an address: brackets
    become round there, and an invisible character breaks the address.
    """
    label = escape(label.translate({ord("["): "(", ord("]"): ")"}))
    label = label.replace("\\://", ":\u200b//")
    target = url.translate({ord("("): "%28", ord(")"): "%29", ord(" "): "%20", ord("<"): "%3C"})
    return f"[{label}]({target})" if label else ""
