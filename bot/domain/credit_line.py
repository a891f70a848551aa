"""Who made a picture: the name in a credit line, and what the line calls the one it names.

The label goes ("Photo by", "Foto:", "사진="), the name stays as it was written. Where a text
claims no credit, none is made up.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.domain import credit_word as words
from bot.domain.text import plain

MAX_CREDIT = 200  # characters; what is longer is no credit line
# Characters of a caption: the patterns' time grows with the square of it, no honest one is longer.
MAX_CAPTION = 1500
PAIRS = {
    "(": ")",
    "[": "]",
    "（": "）",
    "【": "】",
    "<": ">",
    "〈": "〉",
    "〔": "〕",
    "［": "］",
    "《": "》",
}


def _listed(*tables: str) -> list[str]:
    return [word.strip() for table in tables for word in table.split(",") if word.strip()]


def any_of(*tables: str) -> str:
    """Return a pattern for any word of some tables, the longest first."""
    ordered = sorted(set(_listed(*tables)), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s*") for word in ordered) + ")"


_ACRONYM = 3  # letters of a name that is written in capitals anyway


def _agencies(table: str) -> str:
    return any_of(table, *(word.upper() for word in _listed(table) if len(word) > _ACRONYM))


NOUN = any_of(*words.LABELS.values(), words.LEAD_LABELS)
AGENCY = _agencies(words.AGENCIES)
CERTAIN_AGENCY = _agencies(words.CERTAIN_AGENCIES)
ANY_AGENCY = _agencies(f"{words.AGENCIES},{words.DOUBTFUL_AGENCIES}")
MARK = r"(?:©|ⓒ|\(c\)|（c）|📷|📸)"
SIGN = r"(?:\s*(?:[:：=＝|｜ㅣ¦]|[/／](?!\w+\.\w)|[-–—](?=\s)|(?<=[影真供像典])・))"
BY = (
    r"(?:\s+(?:(?:provided|supplied|taken|shot|captured|released)\s+)?"
    r"(?:by|von|par|por|di|via|courtesy(?:\s+of)?)\b\s*[:：]?)"
)
_KIND, _CAPTURE = any_of(words.KINDS), any_of(words.CAPTURES)
_AGENT = any_of(words.ROLES["agency"])
_OWNER = any_of(*words.OWNERS.values())
_OLD = r"(?:file|archive|stock)(?:\s+(?:photo|image|picture))?"
_SOURCED = r"(?:image|photo|picture)s?\s+(?:source|credit|copyright)"

CAPITALS = r"[^\W\d_a-z][\w.'’-]*"
# A label that can't be anything else: no sign need follow, and the name may be written small.
_CREDITED = (
    r"(?:(?:photo|image|picture|foto)s?[\s-]*credits?|cr[eé]dits?\s+(?:photos?|foto|images?)"
    r"|bildnachweise?|fotonachweis|bildquellen?|fotoquelle)"
)
# A label that counts wherever a credit may begin …
CLEAR = (
    rf"(?:{NOUN}(?:{BY}|{SIGN}|\s+should\s+read\b:?)|{MARK}|{NOUN}(?=\s*{MARK}|\s+{ANY_AGENCY}(?!\w))|(?:{_OWNER}|{_AGENT}){SIGN}"
    rf"|{_KIND}{BY}|{_CAPTURE}(?:{BY}|\s*[:：])|{_OLD}\s*[:：](?=\s*{ANY_AGENCY}(?!\w))|{_SOURCED},"
    rf"|{words.PLAIN_LABELS}"
    rf"|{_CREDITED}\s+(?=(?-i:{CAPITALS})))"
)
# … and one that counts only where the whole line is known to be a credit.
_IN_CREDIT_LINE = (
    rf"(?:{CLEAR}|{_KIND}\s*[:：]|{NOUN}\s+(?:de|da|do|of|from)\b"
    r"|(?:photo\s+|image\s+|foto\s+)?cr[eé]dit[os]*(?:\s+photos?)?(?:\s*…|\s*\.{3}|\s+(?=[\w@]))"
    r"|[pf]h?oto\s+(?=(?-i:[A-ZÀ-Þ])[\w.'’-]*\s*(?:\s|/)\s*(?-i:[A-ZÀ-Þ]))"
    r"(?!(?:archiv|library|service|press|agency|illustration|news|by))"
    r"|(?:photograph(?:er|s)?|photo\s+by|crediti?)\s+(?=[^\W\d_]+\s)"
    rf"|{any_of(words.ROLES['studio'], words.ROLES['distributor'])}{SIGN}"
    r"|(?:by|via|copyright|(?:provided|supplied)\s+by)\b\s*[:：]?)"
)
_LABEL = re.compile(rf"[\s\W]*?{_IN_CREDIT_LINE}\s*", re.IGNORECASE)
_SURE = re.compile(_CREDITED, re.IGNORECASE)
_ONLY_LABEL = re.compile(rf"(?:{NOUN}|{_OWNER}|{_SOURCED})\W*", re.IGNORECASE)
_RIGHTS = re.compile(rf"[\s.,;–—|-]*{any_of(words.RIGHTS)}[\s.]*$", re.IGNORECASE)
_NO_NAME = re.compile(words.NO_NAMES, re.IGNORECASE)
_PHOTO_LABEL = re.compile(
    rf"[\s\W]{{0,3}}(?:{NOUN}(?:{BY}|{SIGN})|{_CAPTURE}(?:{BY}|\s*[:：]))", re.IGNORECASE
)
_SOURCE_LABEL = re.compile(rf"[\s\W]{{0,3}}{any_of(words.SOURCES)}{SIGN}", re.IGNORECASE)


@lru_cache(maxsize=512)
def clean_credit(text: str | None) -> str | None:
    """Return the name in a credit line, as it was written, without its label; None for none."""
    name = _unwrapped(_RIGHTS.sub("", plain((text or "")[:MAX_CAPTION])))
    for _ in range(3):
        if not (label := _LABEL.match(name)):
            break
        name = _unwrapped(name[label.end() :])
    nameless = not re.search(r"\w", name) or _NO_NAME.fullmatch(name) or _ONLY_LABEL.fullmatch(name)
    return None if nameless or len(name) > MAX_CREDIT else name


_ROLE = {
    role: re.compile(rf"[\s\W]*{any_of(table)}(?:{BY}|{SIGN}|\s)", re.IGNORECASE)
    for role, table in words.ROLES.items()
}
_TITLE = {
    role: re.compile(rf"\s*{any_of(table)}\s*", re.IGNORECASE)
    for role, table in words.ROLES.items()
}
_PHOTOGRAPHED = re.compile(r"[^\s／/:：=＝]撮影\W*$")


@lru_cache(maxsize=512)
def credit_role(text: str | None) -> str | None:
    """Return the role that a credit line's label names ("photographer"); None where none does."""
    line = plain((text or "")[:MAX_CREDIT])
    found = next((role for role, label in _ROLE.items() if label.match(line)), None)
    return found or ("photographer" if _PHOTOGRAPHED.search(line) else None)


def role_named(title: str | None) -> str | None:
    """Return the role that a word stands for, in lower case and English; None for any other."""
    return next((role for role, word in _TITLE.items() if word.fullmatch(title or "")), None)


def is_label(text: str) -> bool:
    """Tell whether a text is a label and nothing else: "Photo credit", "Foto:"."""
    return bool(_ONLY_LABEL.fullmatch(text.strip()))


def is_sure_label(label: str) -> bool:
    """Tell whether a label can't be anything else: "Photo credit", "Bildnachweis"."""
    return bool(_SURE.match(label))


def may_name_small(label: str, name: str) -> bool:
    """Tell whether one small word after a label is a name: "Bildnachweis: lumen"."""
    return is_sure_label(label) and " " not in name and not _NO_NAME.fullmatch(name)


def is_picture_label(text: str) -> bool:
    """Tell whether a text begins by saying of a picture whose it is: "Photo: …"."""
    return bool(_PHOTO_LABEL.match(text))


def is_source_label(text: str) -> bool:
    """Tell whether a text begins by naming a source, of a picture or of an article: "Source: …"."""
    return bool(_SOURCE_LABEL.match(text))


def _unwrapped(text: str) -> str:
    """Drop brackets around the whole, stray ones, and punctuation at the ends."""
    text = text.strip(" \t,;:：=＝|｜/／-–—・·•")
    while text and (
        PAIRS.get(text[0]) == text[-1] or (text[0] in PAIRS and PAIRS[text[0]] not in text)
    ):
        text = text[1:].removesuffix(PAIRS[text[0]]).strip()
    if text and text[-1] in PAIRS.values() and not any(mark in text for mark in PAIRS):
        text = text[:-1].strip()
    ends_in_initials = re.search(r"\b(?:\w\.|Inc\.|Ltd\.|Co\.|Bros\.|Corp\.|Jr\.|Sr\.)$", text)
    return text if ends_in_initials else text.removesuffix(".").removesuffix("。").strip()


_SMALL_NAME = re.compile(any_of(words.SMALL_NAMES), re.IGNORECASE)
_ANY_AGENCY = re.compile(rf"(?<!\w){ANY_AGENCY}(?!\w)")
_ARTICLE = re.compile(r"(?:an?|the|une?|ein[e]?|una|uma?|el|la|le)\s+[a-zß-ÿ]")
_QUOTED = re.compile(r"[‘’“”\"'«»「『《]")
_DATE = re.compile(
    r"\W*(?:\d{1,2}\W|[^\W\d_]+\.?\s+\d{1,2},|\d{4}[-/.年]).{0,24}\d\W*\w?|[\d\s.,:/$€£¥₩%-]+"
)
_PRICE = re.compile(
    r"[$€£¥₩]\s?\d|\d+(?:[.,]\d+)?\s?(?:[$€£¥₩%]|(?:usd|eur|원|円)(?!\w))", re.IGNORECASE
)
_SCENE = re.compile(
    r"\s(?:in|at|vom|with|during|before|after|as|is|are|was|and\s+the|on\s+the|mit|bei|beim|während|en\s+el"
    r"|en\s+la|con|avec|dans|pendant|nella?|durante|com|no|na)\s|(?<!of)\sthe\s+[a-z]"
    r"|\s(?:attend|arriv|pos|speak|star|play|walk|smil|appear)(?:e|es|s|ing)?\b"
)
_NO_SCENE = re.compile(rf"{MARK}|cr[eé]dit|courtesy|copyright|{BY}", re.IGNORECASE)
_SENTENCES = re.compile(r"\w{3,}[.!?]\s+(?!via\b)[A-Z]\w+\s+\w+\s+\w+|[。!?].")
_SMALL_WORDS = frozenset(
    re.findall(
        r"\S+",
        "of for the and & de del la le les el du des von van der den zu für und via by par por pour"
        " et e y di da do das dos della courtesy to in on at a with mit im from photo photos images"
        " foto image pictures handout press stock file sur bei",
    )
)
_MAX_LOWER = 3
_MAX_NAME = 140


def is_mostly_names(text: str) -> bool:
    """Tell whether a text has the few lower-case words that names have, and not a sentence's."""
    lower = [word for word in text.split() if word[0].islower() and word not in _SMALL_WORDS]
    if _ARTICLE.match(text) and not _SMALL_NAME.match(text):
        return False
    return len(text) <= _MAX_NAME and len(lower) <= _MAX_LOWER


_SITE = re.compile(r"(?:[a-z0-9-]+\.){1,3}[a-z]{2,8}(?:/[\w.-]+){0,2}")  # pictures.example/ada


def is_name(text: str, label: str = "") -> bool:
    """Tell whether what follows a label may be a name: no sentence, scene, title, date or price.

    After "by", "©" or "credit" no scene is described, whatever words follow.
    """
    if _SMALL_NAME.fullmatch(text) or _SITE.fullmatch(text):
        return True
    is_known = bool(_ANY_AGENCY.search(text))
    is_small = text[0].islower() and not (_ANY_AGENCY.match(text) or (is_known and "/" in text))
    if is_small or _QUOTED.match(text) or _DATE.fullmatch(text) or _PRICE.match(text):
        return False
    if text.count(": ") > 1:  # more than one who did something
        return False
    may_be_scene = not (is_known or "/" in text or _NO_SCENE.search(label))
    if may_be_scene and _SCENE.search(text):
        return False
    return is_mostly_names(text) and not _SENTENCES.search(text)
