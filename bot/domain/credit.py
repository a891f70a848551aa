"""Who made a picture: the name in a credit line, and the credit at the end of a caption.

The label goes ("Photo by", "Foto:", "사진="), the name stays as it was written. Where a text
claims no credit, none is made up: a caption keeps all of its words.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.domain.credit_word import AGENCIES, KINDS, LABELS, NO_NAMES, OWNERS, PLAIN_LABELS
from bot.domain.text import plain

MAX_CREDIT = 200  # characters; what is longer is no credit line
# Characters of a caption: the patterns' time grows with the square of it, no honest one is longer.
MAX_CAPTION = 1500


def _any_of(*tables: str) -> str:
    words = {word.strip() for table in tables for word in table.split(",")}
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s*") for word in ordered) + ")"


_NOUN = _any_of(*LABELS.values())
_KIND = _any_of(KINDS)
_OWNER = _any_of(*OWNERS.values())
_AGENCY = _any_of(AGENCIES)
_MARK = r"(?:©|ⓒ|\(c\)|（c）)"
_SIGN = r"(?:\s*(?:[:：=＝|｜ㅣ]|[/／](?!\w+\.\w)|[-–—](?=\s)|(?<=影)・))"
_BY = r"(?:\s+(?:by|von|par|por|di|via|courtesy(?:\s+of)?)\b\s*:?)"

# A label that counts wherever a credit may begin, and one that counts only in a credit line.
_CLEAR = (
    rf"(?:{_NOUN}(?:{_BY}|{_SIGN})|{_MARK}|{_NOUN}(?=\s*{_MARK}|\s+{_AGENCY}(?!\w))|{_OWNER}{_SIGN}"
    rf"|{_KIND}(?:{_BY}|\s*[:：])|{PLAIN_LABELS})"
)
_IN_CREDIT_LINE = (
    rf"(?:{_CLEAR}|{_NOUN}\s+(?:de|da|do|of|from)\b"
    r"|(?:photo\s+|image\s+)?credits?(?:\s*…|\s*\.{3}|\s+(?=[A-Z]))"
    r"|(?:by|via|copyright|provided\s+by)\b\s*:?)"
)
_LABEL = re.compile(rf"[\s\W]*?{_IN_CREDIT_LINE}\s*", re.IGNORECASE)
_RIGHTS = re.compile(r"[\s.,;–-]*all rights reserved\.?$", re.IGNORECASE)
_NO_NAME = re.compile(NO_NAMES, re.IGNORECASE)


@lru_cache(maxsize=512)
def clean_credit(text: str | None) -> str | None:
    """Return the name in a credit line, as it was written, without its label; None for none."""
    name = _unwrapped(_RIGHTS.sub("", plain((text or "")[:MAX_CAPTION])))
    for _ in range(3):
        if not (label := _LABEL.match(name)):
            break
        name = _unwrapped(name[label.end() :])
    if not re.search(r"\w", name) or _NO_NAME.fullmatch(name) or len(name) > MAX_CREDIT:
        return None
    return name


_PAIRS = {"(": ")", "[": "]", "（": "）", "【": "】", "<": ">", "〈": "〉"}


def _unwrapped(text: str) -> str:
    """Drop brackets around the whole, stray ones, and punctuation at the ends."""
    text = text.strip(" \t,;:：=|/-–—・·•")
    while text and (
        _PAIRS.get(text[0]) == text[-1] or (text[0] in _PAIRS and _PAIRS[text[0]] not in text)
    ):
        text = text[1:].removesuffix(_PAIRS[text[0]]).strip()
    if text and text[-1] in _PAIRS.values() and not any(mark in text for mark in _PAIRS):
        text = text[:-1].strip()
    ends_in_initials = re.search(r"\b(?:\w\.|Inc\.|Ltd\.|Co\.|Bros\.|Corp\.|Jr\.|Sr\.)$", text)
    return text if ends_in_initials else text.removesuffix(".").strip()


_BRACKETED = re.compile(
    r"\s*[(\[（【<〈]([^()\[\]（）【】]{2,160}(?:\([^()]*\)[^()]*)?)[)\]）】>〉][\s.。]*$"
)
_LABELLED = re.compile(rf"(?<!\w){_CLEAR}|{_MARK}", re.IGNORECASE)
_AGENCY_TAIL = re.compile(
    rf"(?:[.!?。”\"»]\s*|\s+[-–—|/／•]\s*)"
    rf"(?P<credit>(?:[^\s/.][^/.]{{0,50}}/\s*)?(?:{_AGENCY})(?:\s+via\s+{_AGENCY}|\s+for\s+[^/.]{{2,40}}|/[^/.]{{2,40}}){{0,2}})\.?$"
)
# Korean names a provider behind it: "… 달빛 제공".
_PROVIDED = re.compile(r"(?:[.!?。”’)\]]\s*|\s+[/|]\s*|[/|])(?P<credit>[^.!?。/|]{2,30}\s제공)\.?$")
_ONLY_AGENCY = re.compile(
    rf"(?:(?:(?:\w\.|[^/\s]*[^/\s.,])\s){{0,3}}[^/\s]+/)?{_AGENCY}(?:\s*(?:/|,|via)\s*{_AGENCY})*(?:/[^/]{{2,40}})?"
)
_PHOTO_LABEL = re.compile(rf"[\s\W]{{0,3}}{_NOUN}(?:{_BY}|{_SIGN})", re.IGNORECASE)
_CLEAR_START = re.compile(_CLEAR, re.IGNORECASE)


@lru_cache(maxsize=512)  # the parts of a caption are asked several times
def split_caption(text: str | None) -> tuple[str | None, str | None]:
    """Return the caption and the credit that a text under a picture holds; None for either.

    A credit is claimed only by a label, a copyright mark or an agency's name at the end.
    """
    whole = plain((text or "")[:MAX_CAPTION])
    for rule in (_bracketed_end, _labelled_end, _agency_end):
        if found := rule(whole):
            caption, credit = found
            return caption.strip(" \t|/-–—•·,;=＝") or None, credit
    return whole or None, None


def is_credit_line(text: str) -> bool:
    """Tell whether a text says of a picture whose it is ("Photo: …"), and nothing else."""
    return bool(_PHOTO_LABEL.match(text)) and split_caption(text)[0] is None


def _bracketed_end(text: str) -> tuple[str, str] | None:
    """Read "… (Photo by A. Name/Agency)", "… [사진=방송사]", "… (AP)"."""
    match = _BRACKETED.search(text)
    if not match or not _is_bracketed_credit(match[1].strip()):
        return None
    credit = clean_credit(match[1])
    if not credit or not _is_name(credit):
        return None
    if name := _ONLY_AGENCY.fullmatch(credit) and _NAME_BEFORE.search(text, 0, match.start()):
        return text[: name.start(1)], f"{name[1]} ({credit})"
    return text[: match.start()], credit


_CAPITALS = r"[^\W\d_a-z][\w.'’-]*"
_NAME_BEFORE = re.compile(rf"[.!?”\"]\s+({_CAPITALS}(?:\s+{_CAPITALS}){{1,3}})$")
_NAME_AND_OWNER = re.compile(
    rf"{_CAPITALS}(?:\s+{_CAPITALS}){{1,3}}\s*/\s*{_CAPITALS}(?:\s+{_CAPITALS}){{0,3}}"
)
_VIA_AGENCY = re.compile(rf"[^,;:]{{2,60}}\s+via\s+{_AGENCY}")


def _is_bracketed_credit(text: str) -> bool:
    """Tell whether brackets hold a label, an agency, "A. Name/Owner" or "Owner via AP"."""
    rules = (_ONLY_AGENCY, _NAME_AND_OWNER, _VIA_AGENCY)
    return bool(_CLEAR_START.match(text)) or any(rule.fullmatch(text) for rule in rules)


def _labelled_end(text: str) -> tuple[str, str] | None:
    """Read "… Credit: Netflix", "… © Studio", "写真：…", and a text that is all credit."""
    for label in _LABELLED.finditer(text, max(len(text) - _MAX_ENDING, 0)):
        caption, credit = text[: label.start()].rstrip(), clean_credit(text[label.start() :])
        if credit and _is_name(credit) and _may_begin(caption, label[0]):
            return caption, credit
    return None


_MAX_ENDING = (
    MAX_CREDIT + 100
)  # characters at the end of a text that may be a credit, with its label
_END_MARKS = frozenset(".!?。…”\"'»)]）】|/–—•·")
_STRONG = re.compile(
    r"(?:[PF]h?oto|PHOTO|FOTO|[CK]r[eé]dit|CREDIT|Bild|Courtesy|[Ff]ot\.|©|ⓒ|\([cC]\)|（[cC]）|사진"
    r"|写真|撮影|[Фф]ото|图|圖|攝影|摄影|צילום|تصوير)",
    re.ASCII,
)


def _may_begin(caption: str, label: str) -> bool:
    """Tell whether a credit may begin where a caption ends: at its end mark, or at a clear word."""
    if not caption or caption[-1] in _END_MARKS:
        return True
    return caption[-1] not in _PAIRS and bool(_STRONG.search(label))


def _agency_end(text: str) -> tuple[str, str] | None:
    """Read "… / AP" and "….  A. Name/Getty Images"."""
    if _ONLY_AGENCY.fullmatch(text):
        return "", text
    match = _AGENCY_TAIL.search(text) or _PROVIDED.search(text)
    return (text[: match.start("credit")], match["credit"]) if match else None


_SMALL_WORDS = frozenset(
    re.findall(
        r"\S+",
        "of for the and & de del la le les el du des von van der den zu für und via by par por pour"
        " et e y di da do das dos della courtesy to in on at a with mit im from photo photos images"
        " foto image pictures handout press stock file",
    )
)
_SENTENCES = re.compile(r"\w{3,}[.!?]\s+(?!via\b)[A-Z]\w+\s+\w+\s+\w+|[。!?].")
_MAX_LOWER = 3
_MAX_NAME = 140


def is_mostly_names(text: str) -> bool:
    """Tell whether a text has the few lower-case words that names have, and not a sentence's."""
    lower = [word for word in text.split() if word[0].islower() and word not in _SMALL_WORDS]
    return len(text) <= _MAX_NAME and len(lower) <= _MAX_LOWER


def _is_name(text: str) -> bool:
    """Tell whether a text may be a name, and not a sentence that begins like a credit."""
    if text[0].islower() and not _ONLY_AGENCY.match(text):
        return False
    return is_mostly_names(text) and not _SENTENCES.search(text)
