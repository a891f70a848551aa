r"""The rules of a filter, one a line, as moderators type them.

A rule is a word or a phrase, which count as whole_word.py has it, with quotation marks or without, or a
regular expression between slashes. Before it may stand the one field in which it is looked for:
``title:``, ``summary:``, ``category:`` or ``author:``; without, title, summary and categories are. Parts
with `` + `` between them hold together: ``title: netflix + /season \d/``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.error import UserError
from bot.domain.pattern import BadPattern, Flaw, compiled
from bot.domain.sentence import marked
from bot.domain.text import escape, plain
from bot.domain.whole_word import normal

MAX_RULES = 50
MAX_RULE = 100  # characters
MAX_SIZE = 1000  # steps of all regular expressions together


class Field(StrEnum):
    """What a rule looks through."""

    TOLD = "title, summary and categories"
    TITLE = "title"
    SUMMARY = "summary"
    CATEGORY = "category"
    AUTHOR = "author"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What must be in a field: ``word`` in its normal form, or else what ``pattern`` finds."""

    field: Field
    word: str = ""
    pattern: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One line of a filter, ``text`` as it was typed; it holds where all of its parts do."""

    text: str
    parts: tuple[Part, ...]


_FIELDS = {
    **{field.value: field for field in Field if field is not Field.TOLD},
    "titles": Field.TITLE,
    "categories": Field.CATEGORY,
    "authors": Field.AUTHOR,
}
_FIELD = re.compile(rf"({'|'.join(_FIELDS)})\s*:\s*", re.IGNORECASE)
_QUOTES = str.maketrans("“”„‟＂", '"""""')

_FLAWS = {
    Flaw.BROKEN: marked(
        "Line {line}: {rule} is no regular expression that can be read ({reason}). Put a “\\” before "
        "each character that is meant as it stands. Nothing was changed."
    ),
    Flaw.GOES_BACK: marked(
        "Line {line}: {rule} looks ahead or back, and that could run for minutes: look-around such as "
        "“(?=…)” and back-references such as “\\1” can’t be used. Put one rule under what must occur "
        "and another under what must not. Nothing was changed."
    ),
    Flaw.TOO_BIG: marked(
        "Line {line}: {rule} is too big to be looked for quickly. Repeat less often, for instance "
        "with “.*” instead of numbers in braces. Nothing was changed."
    ),
    Flaw.ALWAYS_FOUND: marked(
        "Line {line}: {rule} is found in every text, even in an empty one. Say what must be there at "
        "least, for instance with “+” instead of “*”. Nothing was changed."
    ),
}


def read_rules(text: str) -> tuple[str, ...]:
    """Return the rules that a moderator typed, one a line, each once.

    Raises UserError with the number of the line that is wrong, and beyond MAX_RULES rules, MAX_RULE
    characters of one or MAX_SIZE steps of all regular expressions.
    """
    found: dict[tuple[Part, ...], Rule] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if plain(line):
            rule = parse_rule(line, line=number)
            found.setdefault(rule.parts, rule)
    if len(found) > MAX_RULES:
        raise UserError(
            "These are {count} rules; at most {most} can be set. Nothing was changed.",
            count=len(found),
            most=MAX_RULES,
        )
    patterns = {part.pattern for parts in found for part in parts if part.pattern}
    if sum(compiled(pattern).size for pattern in patterns) > MAX_SIZE:
        raise UserError(
            "The regular expressions are too big together to be looked for quickly. Let some of them "
            "be plain words. Nothing was changed."
        )
    return tuple(rule.text for rule in found.values())


def parse_rule(text: str, *, line: int = 1) -> Rule:
    """Return the rule that a line says; raise UserError, which names the line, if it says none."""
    text = plain(text)
    if len(text) > MAX_RULE:
        raise UserError(
            "Line {line} is too long: a rule has at most {most} characters. Put each rule on a line of "
            "its own. Nothing was changed.",
            line=line,
            most=MAX_RULE,
        )
    parts = tuple(_part(piece, line) for piece in _pieces(text))
    return Rule(text=text, parts=parts)


def _pieces(text: str) -> Iterator[str]:
    """Yield the parts of a rule; a “+” in quotation marks or between slashes parts nothing."""
    piece = ""
    for more in text.split(" + "):
        piece = f"{piece} + {more}" if piece else more
        if _is_whole(piece):
            yield piece
            piece = ""
    if piece:
        yield piece


def _is_whole(piece: str) -> bool:
    _, body = _split(piece)
    return body[:1] not in {'"', "/"} or _inner(body) is not None


def _split(piece: str) -> tuple[Field, str]:
    """Return the field that a part is looked for in, and what."""
    named = _FIELD.match(piece)
    if not named:
        return Field.TOLD, _quoted(piece.strip())
    return _FIELDS[named[1].lower()], _quoted(piece[named.end() :].strip())


def _quoted(body: str) -> str:
    return body if body.startswith("/") else body.translate(_QUOTES)


def _inner(body: str) -> str | None:
    """Return what stands between quotation marks or slashes; None where the second is missing."""
    if body.startswith("/"):
        body = body.removesuffix("i") if body.endswith("/i") else body
    closed = len(body) > 1 and body[0] == body[-1]
    return body[1:-1] if closed else None


def _part(piece: str, line: int) -> Part:
    field, body = _split(piece)
    inner = _inner(body) if body[:1] in {'"', "/"} else body
    if inner is None:
        raise UserError(
            "Line {line}: the second “{mark}” is missing in {rule}. Nothing was changed.",
            line=line,
            mark=body[0],
            rule=escape(piece),
        )
    if body.startswith("/") and inner:
        return Part(field=field, pattern=_checked(inner, line))
    if not (word := normal(inner)):
        raise UserError(
            "Line {line} says no word to look for: write one, a phrase, or a regular expression "
            "between slashes. Nothing was changed.",
            line=line,
        )
    return Part(field=field, word=word)


def _checked(pattern: str, line: int) -> str:
    try:
        compiled(pattern)
    except BadPattern as bad:
        raise UserError(
            _FLAWS[bad.flaw], line=line, rule=escape(f"/{pattern}/"), reason=bad.reason
        ) from None
    return pattern
