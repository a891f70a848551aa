"""The names in a source line, each with the link that stands in it."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from bot.domain.credit import is_credit_line
from bot.domain.model import Source
from bot.domain.photo import MAX_URL
from bot.domain.text import plain
from bot.web.page.line import Piece
from bot.web.page.source_word import AND, ARTICLES, NO_SOURCE, SMALL

MAX_SOURCES = 8
MAX_NAME = 120  # characters; what is longer is no name
_MAX_LOWER = 3  # words in small letters; a sentence has more

_NO_COMMA = r"(?!\s*,\s*(?:inc|ltd|llc|co|corp|jr|sr)\b)"  # "Lantern, Inc." is one name
_BETWEEN = re.compile(
    rf"{_NO_COMMA}\s*[,;、，；]\s*(?:(?:{AND})\s+)?|\s+[/／|·•]\s+(?!\w{{2,4}}\s*\(\w{{2,4}}\))|\s*[)\]）】]\s*[(\[（【]\s*",
    re.IGNORECASE,
)
_AND = re.compile(rf"\s+(?:{AND})\s+|\s*[및]\s*", re.IGNORECASE)
_SENTENCE = re.compile(
    r"\w{3,}[.!?]\s+\w+\s+\w+\s+\w+|[。！？]\s*\S|(?:다|요|까)\.(?:\s|$)|[!?]$|\w{4,}\.{3}|…"
)
_ADDRESS = re.compile(r"https?://\S+$", re.IGNORECASE)
# A date, a time, a number of views; a footnote's number is short.
_NUMBERS = re.compile(r"(?=.{4})[\d\W年月日년월일]+")
_GLUE = re.compile(
    rf"(?:[\s\d()\[\]（）【】,;、/|·•.&:：-]|(?<!\w)(?:{AND})(?!\w))*", re.IGNORECASE
)
_EDGES = " \t\u00a0,;:：=|/-–—·•→›»▶"
_PAIRS = {"(": ")", "[": "]", "（": "）", "【": "】", "<": ">", "〈": "〉", "「": "」"}
_ABBREVIATED = re.compile(r"(?:\b\w|\b(?:Inc|Ltd|Co|Bros|Corp|Jr|Sr))\.$")


def without_label(pieces: list[Piece], label: re.Match[str]) -> list[Piece]:
    """Return what a line holds behind its label, without the bracket that closes it all."""
    rest, skip = [], label.end()
    for text, link in pieces:
        kept, skip = text[skip:], max(skip - len(text), 0)
        if kept:
            rest.append(Piece(kept, link))
    opened = [mark for mark in label[0] if mark in _PAIRS and mark not in label[0].strip()[1:]]
    before = label.string[max(label.start() - 1, 0) : label.start()]
    opened += [before] if before in _PAIRS and not opened else []
    if rest and opened:
        last = rest[-1].text.rstrip(" .")
        rest[-1] = Piece(last.removesuffix(_PAIRS[opened[0]]), rest[-1].link)
    return rest


def is_only_links(pieces: list[Piece], *, in_brackets: bool = False) -> bool:
    """Tell whether nothing but links follows a label that has no sign.

    A word in small letters is a verb or a thing ("Sources <a>say</a>"), if not in brackets.
    """
    linked = [piece.text.strip() for piece in pieces if piece.link and piece.text.strip()]
    glue = "".join(piece.text for piece in pieces if not piece.link)
    return (
        bool(linked)
        and bool(_GLUE.fullmatch(glue))
        and (in_brackets or not any(text[0].islower() for text in linked))
    )


def named_sources(
    pieces: list[Piece], *, base: str, several: bool = False, links_only: bool = False
) -> list[Source]:
    """Return the sources that a line names; none of them if one part of it is no name.

    ``several``: "and" stands between two names. ``links_only``: only links are names.
    """
    found: list[Source] = []
    for text, target in _parts(pieces, several=several):
        name = _clean(text)
        if not re.search(r"\w", name) or is_credit_line(name) or (links_only and not target):
            continue
        link = _absolute(target or "", base)
        if _ADDRESS.match(name):
            link = link or _absolute(name, base)
            name = host_of(name, base) or name
        elif name.isdecimal() and link:  # "Source (1)" tells people nothing
            name = host_of(link, base) or name
        if not _is_name(name, is_linked=link is not None):
            return []
        found.append(Source(name=name, link=link))
    return found


def host_of(address: str, base: str) -> str | None:
    """Return the host that a link leads to, without "www."; None for no link to a page."""
    link = _absolute(address, base)
    return urlsplit(link).netloc.rpartition("@")[2].removeprefix("www.") if link else None


def _parts(pieces: list[Piece], *, several: bool) -> list[tuple[str, str | None]]:
    """Split a line into its names; what a link holds is one name."""
    parts: list[list[str | None]] = [["", None]]
    several = several or any(_BETWEEN.search(piece.text) for piece in pieces if not piece.link)
    several = several or len({piece.link for piece in pieces if piece.link}) > 1
    for text, link in pieces:
        if link:
            if parts[-1][1] not in {None, link}:
                parts.append(["", None])
            parts[-1] = [f"{parts[-1][0]}{text}", link]
            continue
        first, *others = _split(text, several=several)
        parts[-1][0] = f"{parts[-1][0]}{first}"
        parts += [[other, None] for other in others]
    return [(text or "", link) for text, link in parts]


def _split(text: str, *, several: bool) -> list[str]:
    parts = _BETWEEN.split(text)
    return [name for part in parts for name in _AND.split(part)] if several else parts


def _clean(text: str) -> str:
    """Return a name without marks around it or a full stop."""
    name = plain(text).strip(_EDGES)
    if name and (_PAIRS.get(name[0]) == name[-1] or name[0] in _PAIRS.values()):
        name = name[1:].removesuffix(_PAIRS.get(name[0], "")).strip(_EDGES)
    if name and name[0] in _PAIRS and _PAIRS[name[0]] not in name:
        name = name[1:]
    if name and name[-1] in _PAIRS and name.count(name[-1]) > name.count(_PAIRS[name[-1]]):
        name = name[:-1]
    for opening, closing in _PAIRS.items():
        if name.endswith(closing) and name.count(closing) > name.count(opening):
            name = name[:-1]
    name = name.strip(_EDGES)
    return name if _ABBREVIATED.search(name) else name.rstrip(".。").rstrip(_EDGES)


def _is_name(name: str, *, is_linked: bool) -> bool:
    if len(name) > MAX_NAME or name.casefold() in NO_SOURCE or _SENTENCE.search(name):
        return False
    if _NUMBERS.fullmatch(name):
        return False
    words = name.split()
    lower = [word for word in words if word[0].islower() and word not in SMALL]
    is_phrase = len(words) > 1 and words[0] in ARTICLES and words[1][0].islower()
    return is_linked or (len(lower) <= _MAX_LOWER and not is_phrase)


def _absolute(address: str, base: str) -> str | None:
    """Return a link to a page as an absolute URL; None for any other."""
    address = address.strip()
    if not address or address.startswith("#") or len(address) > MAX_URL:
        return None
    try:
        parts = urlsplit(url := urljoin(base, address))
        is_page = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return None
    return url if is_page and len(url) <= MAX_URL else None
