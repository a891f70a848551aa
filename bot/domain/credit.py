"""The text under a picture, told apart: what is to be seen, and whose picture it is.

A credit is claimed only by a label, a copyright mark or an agency's name, at the end of a text or
in brackets at its beginning. Where none of them stands, the caption keeps all of its words.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from bot.domain.credit_line import (
    AGENCY,
    ANY_AGENCY,
    CAPITALS,
    CLEAR,
    MARK,
    MAX_CAPTION,
    MAX_CREDIT,
    NOUN,
    PAIRS,
    any_of,
    clean_credit,
    credit_role,
    is_mostly_names,
    is_name,
    is_picture_label,
    is_sure_label,
    may_name_small,
)
from bot.domain.credit_tail import LICENSED, PICTURE_END, PROVIDING, TAILS
from bot.domain.credit_word import PHRASES
from bot.domain.text import plain

__all__ = [
    "MAX_CAPTION",
    "MAX_CREDIT",
    "Words",
    "clean_credit",
    "is_credit_line",
    "is_mostly_names",
    "split_caption",
]


class Words(NamedTuple):
    """What stands with a picture; None for what does not. ``role`` is that of the one credited."""

    caption: str | None = None
    credit: str | None = None
    role: str | None = None


class _Parts(NamedTuple):
    """A text taken apart by a rule; ``line`` is the credit with its label."""

    caption: str
    credit: str
    line: str


_MAX_ENDING = MAX_CREDIT + 100  # characters at a text's end that may be a credit with its label
_CAPTION_LABEL = re.compile(
    r"(?:(?:image|photo|picture)\s+caption|caption|légende|bildunterschrift|leyenda|didascalia|legenda"
    r"|キャプション|사진\s*설명)\s*[:：=,]\s*",
    re.IGNORECASE,
)


@lru_cache(maxsize=512)  # the parts of a caption are asked several times
def split_caption(text: str | None) -> Words:
    """Return the caption, the credit and its role that a text under a picture holds."""
    whole = plain((text or "")[:MAX_CAPTION])
    whole = _CAPTION_LABEL.sub("", whole, count=1) if _CAPTION_LABEL.match(whole) else whole
    whole = dashed[1] if (dashed := _DASHED.fullmatch(whole)) else whole
    for rule in ENDINGS:
        if found := rule(whole):
            caption = found.caption.strip(" \t|/／-–—•·,;、，=＝") or None
            return Words(caption, found.credit, credit_role(found.line))
    return Words(whole or None)


_IN_BRACKETS = re.compile(r"\s*[(\[（【].*[)\]）】][\s.。]*")


def is_picture_end(end: str) -> bool:
    """Tell whether the credit at a text's end is a picture's, and not the text's own.

    "Photo: …", "© …" and "(Photo A. Name)" are, and what PICTURE_END knows.
    """
    is_short = bool(_IN_BRACKETS.fullmatch(end)) and bool(_SHORT_LABEL.match(end.strip(" ([（【")))
    is_marked = end[:1] in {"©", "ⓒ"}
    return is_credit_line(end) or is_short or is_marked or bool(PICTURE_END.fullmatch(end))


def is_credit_line(text: str) -> bool:
    """Tell whether a text says of a picture whose it is ("Photo: …"), and nothing else."""
    return is_picture_label(text) and split_caption(text).caption is None


# "- The cast. REUTERS/A. Name -": dashes that frame the whole.
_DASHED = re.compile(r"[-–—]\s+(\S.*\S)\s+[-–—]")
_OPEN, _CLOSE = r"[(\[（【<〈〔［《]", r"[)\]）】>〉〕］》]"
_INNER = r"([^()\[\]（）【】〔〕［］]{2,160}(?:\([^()]*\)[^()]*)?)"
_BRACKETED = re.compile(rf"\s*({_OPEN}){_INNER}{_CLOSE}[\s.。]*$")
_BRACKETED_FIRST = re.compile(rf"{_OPEN}([^()\[\]（）【】〔〕［］]{{2,120}}){_CLOSE}\s*")
_ONLY_AGENCY = re.compile(
    rf"(?:(?:(?:\w\.|[^/\s]*[^/\s.,])\s){{0,3}}[^/\s]+/(?:[^/]{{2,30}}/)?)?{AGENCY}(?:\s*(?:/|,|via)\s*{AGENCY})*(?:/[^/]{{2,40}})?"
)
_DOUBTFUL = re.compile(ANY_AGENCY)
_NAME_BEFORE = re.compile(rf"[.!?”\"]\s+({CAPITALS}(?:\s+{CAPITALS}){{1,3}})$")
_NAME_AND_OWNER = re.compile(
    rf"{CAPITALS}(?:\s+{CAPITALS}){{1,3}}\s*[/／|]\s*{CAPITALS}(?:\s+{CAPITALS}){{0,3}}"
)
_VIA_AGENCY = re.compile(rf"[^,;:]{{2,60}}\s+via\s+{AGENCY}")
_SHORT_LABEL = re.compile(rf"(?:[Pp]h|[Ff])oto\s+{CAPITALS}(?:\s+|\s*[/／]\s*){CAPITALS}.*")
_PROVIDED_BY = re.compile(rf"[^.!?。/|,、]{{2,30}}{PROVIDING}")
_CLEAR_START = re.compile(CLEAR, re.IGNORECASE)


def _bracketed_end(text: str) -> _Parts | None:
    """Read "… (Photo by A. Name/Agency)", "… [사진=방송사]", "… (AP)"."""
    match = _BRACKETED.search(text, max(len(text) - _MAX_ENDING, 0))
    if not match or not _is_bracketed_credit(match[2].strip(), match[1]):
        return None
    credit = clean_credit(match[2])
    label = _CLEAR_START.match(match[2].strip())
    if not credit or not is_name(credit, label[0] if label else ""):
        return None
    if name := _ONLY_AGENCY.fullmatch(credit) and _NAME_BEFORE.search(text, 0, match.start()):
        return _Parts(text[: name.start(1)], f"{name[1]} ({credit})", match[2])
    return _Parts(text[: match.start()], credit, match[2])


def _is_bracketed_credit(text: str, bracket: str) -> bool:
    """Tell whether brackets hold a label, an agency, "A. Name/Owner" or "Owner via AP"."""
    rules = [_ONLY_AGENCY, _NAME_AND_OWNER, _VIA_AGENCY, _PROVIDED_BY, _SHORT_LABEL, LICENSED]
    rules += [_DOUBTFUL] if bracket in "[［" else []
    return bool(_CLEAR_START.match(text)) or any(rule.fullmatch(text) for rule in rules)


def _bracketed_start(text: str) -> _Parts | None:
    """Read "[사진=방송사] …", "(Photo: A. Name) …"."""
    match = _BRACKETED_FIRST.match(text)
    if not match or not is_picture_label(match[1]):
        return None
    credit = clean_credit(match[1])
    return _Parts(text[match.end() :], credit, match[1]) if credit and is_name(credit) else None


_LABELLED = re.compile(rf"(?<!\w){CLEAR}|{MARK}", re.IGNORECASE)
_END_MARKS = frozenset(".!?。…”\"'»)]）】」』|/／–—•·▲△▼■")
_STRONG = re.compile(
    r"(?:[PF]h?oto|Fotó|PHOTO|FOTO|[CK]r[eé]dit|CREDIT|Bild|Courtesy|[Ff]ot\.|Ph\.|©|ⓒ|\([cC]\)|（[cC]）|사진"
    r"|출처|写真|撮影|画像|[Фф]ото|图|圖|攝影|摄影|צילום|تصوير|📷|📸|Image (?:source|credit|copyright))",
    re.ASCII,
)
_OF_AGENCY = re.compile(r"(?<!\w)AP\s$")  # "AP Photo/A. Name" is a name as a whole
_SENT_BY = re.compile(r"(?<=[.!?…”])\s+[A-Z]{2,6}$")  # "… at sea. MTI Photo: A. Name"
_PICTURE = re.compile(rf"{NOUN}", re.IGNORECASE)
_PHRASE = re.compile(rf"(?:^|[^\w]){any_of(PHRASES)}$", re.IGNORECASE)


def _labelled_end(text: str) -> _Parts | None:
    """Read "… Credit: Netflix", "… © Studio", "写真：…", and a text that is all credit."""
    for label in _LABELLED.finditer(text, max(len(text) - _MAX_ENDING, 0)):
        if _OF_AGENCY.search(text, 0, label.start()):
            continue
        caption, credit = text[: label.start()].rstrip(), clean_credit(text[label.start() :])
        is_named = credit and (is_name(credit, label[0]) or may_name_small(label[0], credit))
        if credit and is_named and _may_begin(caption, label[0]):
            return _Parts(_SENT_BY.sub("", caption), credit, text[label.start() :])
    return None


def _may_begin(caption: str, label: str) -> bool:
    """Tell whether a credit may begin where a caption ends: at its end mark, or at a clear word.

    A label that ends a phrase ("director of photography", "in the photo") is none.
    """
    if not caption or caption[-1] in _END_MARKS or caption.endswith(" -"):
        return True
    if caption[-1] in ",、，" and _PICTURE.match(label):
        return True
    is_phrase = label[0].isalpha() and not is_sure_label(label) and ends_in_phrase(caption)
    return caption[-1] not in PAIRS and bool(_STRONG.search(label)) and not is_phrase


def ends_in_phrase(caption: str) -> bool:
    """Tell whether a text ends in a word that asks for more: "the cast of", "in the new film"."""
    return bool(_PHRASE.search(caption[-30:]))


def _named_end(text: str) -> _Parts | None:
    """Read a text that is nothing but an agency's credit, and the names that TAILS knows."""
    if _ONLY_AGENCY.fullmatch(text):
        return _Parts("", text, text)
    for tail in TAILS:
        match = tail.search(text, max(len(text) - _MAX_ENDING, 0))
        if match is None:
            continue
        start = match.start("label" if "label" in tail.groupindex else "credit")
        if not ends_in_phrase(text[:start].rstrip()):
            credit = clean_credit(match["credit"]) or match["credit"]
            return _Parts(text[:start], credit, match["credit"])
    return None


# The first that finds a credit in a text wins.
ENDINGS = (
    _bracketed_end,
    _labelled_end,
    _named_end,
    _bracketed_start,
)
