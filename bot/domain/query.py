"""The language of ``/search``.

==========================  ========================================================================
``salt lighthouse``         stories that have both words, anywhere in title, names or summary
``"salt lighthouse"``       these words next to each other, in any of the usual quotes: “ ” „ “ « » ‘ ’ 「 」
``spider-man``              what is written as one piece stands next to each other too
``-trailer``                none with this word; ``-"teaser trailer"``, ``-feed:`` and ``-by:`` too
``feed:gazette``            from a feed of this server whose name has this part; several: from any
``by:smith``                whose author or outlet has this part in its name; several: by any
``since:3d``                posted since then; since.py says what may stand there
==========================  ========================================================================

A word of three or more letters also finds longer ones that begin with it ("trail", "trailers"), but
counts for less there; in quotes it finds itself alone. Case and accents make no difference. Whatever
else looks like a key ("director:", "title:") is a word, as is every sign that SQLite would read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from bot.domain.error import UserError
from bot.domain.sentence import marked
from bot.domain.since import since
from bot.domain.term import is_paired, terms, words
from bot.domain.text import plain

MAX_QUERY = 200
"""Characters that a query may have."""

MAX_WORDS = 32
_BEGINNING = 3  # letters from which a word also finds longer ones

_LATIN, _ANGLES = '"“”„‟＂', "«»"
_CLOSED = rf"[{_LATIN}][^{_LATIN}]*[{_LATIN}]|[{_ANGLES}][^{_ANGLES}]*[{_ANGLES}]"
_CORNERS = "|".join(f"{one}[^{one}{two}]*{two}" for one, two in ("「」", "『』", "《》", "〈〉"))
_SINGLE = r"(?<![^\s:：-])['‘‚‹›](?=\S)[^\s]?[^'‘’‹›]*(?:[’'](?=\w)[^'‘’‹›]*)*['‘’‹›](?!\w)"
_QUOTES = f"{_LATIN}{_ANGLES}「」『』《》〈〉"
_KEYS = "feed|by|since"
_TOKEN = re.compile(
    rf"""
    (?: (?<!\S) (?P<minus> [-−–] ) (?=\S) )?
    (?: (?<![^\s−–-]) (?P<key> {_KEYS} ) [:：] \s* (?! (?:{_KEYS}) [:：] ) )?
    (?: (?P<quoted> {_CLOSED}|{_CORNERS}|{_SINGLE} ) | (?P<bare> [^\s{_QUOTES}]+ ) )?
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Words that stand next to each other, folded; ``begins``: the last may go on."""

    words: tuple[str, ...]
    begins: bool

    @property
    def terms(self) -> tuple[str, ...]:
        """The terms by which they are looked for; none go on after the last but its own."""
        return _terms(self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What somebody looks for. ``text`` is what was typed; names are folded."""

    text: str
    wanted: tuple[Wanted, ...] = ()
    unwanted: tuple[Wanted, ...] = ()
    feeds: tuple[str, ...] = ()
    no_feeds: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    not_by: tuple[str, ...] = ()
    since: datetime | None = None


@dataclass(slots=True)
class _Draft:
    wanted: list[Wanted] = field(default_factory=list)
    unwanted: list[Wanted] = field(default_factory=list)
    names: dict[str, list[str]] = field(default_factory=dict)
    since: datetime | None = None


def parse(text: str, now: datetime) -> Query:
    """Return what a person looks for.

    Raises UserError for a time that can't be read, a key without a value, too many words, and a text
    that asks for nothing.
    """
    typed = plain(text)
    if len(typed) > MAX_QUERY:
        raise UserError("That is a lot to look for: {most} characters is the most.", most=MAX_QUERY)
    draft = _Draft()
    for match in _TOKEN.finditer(typed):
        _take(draft, match, now)
    _check(draft)
    return Query(
        text=typed,
        wanted=tuple(dict.fromkeys(draft.wanted)),
        unwanted=tuple(dict.fromkeys(draft.unwanted)),
        feeds=_names(draft, "feed"),
        no_feeds=_names(draft, "-feed"),
        by=_names(draft, "by"),
        not_by=_names(draft, "-by"),
        since=draft.since,
    )


def names(wanted: Iterable[str], *texts: str) -> bool:
    """Tell whether one of some texts has a wanted name, or a part of one, in it."""
    there = [" ".join(words(text)) for text in texts]
    return any(name in text for name in wanted for text in there)


def _take(draft: _Draft, match: re.Match[str], now: datetime) -> None:
    """Add a piece of what was typed."""
    value = match["quoted"][1:-1] if match["quoted"] else match["bare"] or ""
    if key := match["key"]:
        _take_key(draft, key.lower(), value, minus=bool(match["minus"]), now=now)
        return
    exact = bool(match["quoted"] or match["minus"])
    for part in [value] if match["quoted"] else re.split("[:：]", value):
        if found := tuple(words(part)):
            one = Wanted(words=found, begins=not exact and _may_go_on(found[-1]))
            (draft.unwanted if match["minus"] else draft.wanted).append(one)


def _take_key(draft: _Draft, key: str, value: str, *, minus: bool, now: datetime) -> None:
    name = " ".join(words(value))
    if not name:
        raise UserError(_EMPTY[key])
    if key != "since":
        draft.names.setdefault(f"-{key}" if minus else key, []).append(name)
    elif minus:
        raise UserError("`since:` can’t be turned round with a `-`.")
    else:
        moment = since(value, now)
        draft.since = max(draft.since or moment, moment)


_EMPTY = {
    "feed": marked("Which feed? Write its name, or a part of it, right after `feed:`."),
    "by": marked("By whom? Write an author or outlet, or a part of the name, right after `by:`."),
    "since": marked(
        "Since when? Write it right after `since:`, such as `since:3d` or `since:march`."
    ),
}


def _check(draft: _Draft) -> None:
    if not (draft.wanted or draft.names or draft.since or draft.unwanted):
        raise UserError("What shall I look for? Type a word of it, such as a film or a name.")
    if sum(len(one.words) for one in draft.wanted + draft.unwanted) > MAX_WORDS:
        raise UserError("That is a lot to look for: {most} words is the most.", most=MAX_WORDS)


def _names(draft: _Draft, key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(draft.names.get(key, ())))


@lru_cache(maxsize=256)
def _terms(found: tuple[str, ...]) -> tuple[str, ...]:
    """Return the terms of words; each article that is ranked asks for them."""
    return tuple(terms(" ".join(found)))


def _may_go_on(word: str) -> bool:
    """Tell whether a word may be the beginning of one; of a script in pairs, a lone character is."""
    return len(word) == 1 if is_paired(word) else len(word) >= _BEGINNING
