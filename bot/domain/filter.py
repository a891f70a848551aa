"""Which stories a moderator wants: those that a filter's rules let pass."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from bot.domain.error import UserError
from bot.domain.filter_rule import Field, Part, Rule, parse_rule, read_rules
from bot.domain.model import Article
from bot.domain.pattern import compiled, same_apostrophes
from bot.domain.text import plain
from bot.domain.whole_word import holds, normal, unmarked

__all__ = ["Verdict", "any_holds", "parse_rule", "read_rules", "verdict"]

MAX_TEXT = 3000  # characters of a story that are looked through


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether a story passes a filter, and which rule decided.

    ``rule`` is one that must occur and does, or one that must not and does; None where no rule must
    occur, or none of those does.
    """

    passes: bool
    rule: str | None = None


def verdict(article: Article, must: Iterable[str], must_not: Iterable[str]) -> Verdict:
    """Tell whether an article passes: one of the first rules holds, if there are any, and no other."""
    if unwanted := any_holds(article, must_not):
        return Verdict(passes=False, rule=unwanted)
    wanted = tuple(must)
    held = any_holds(article, wanted)
    return Verdict(passes=not wanted or held is not None, rule=held)


def any_holds(article: Article, rules: Iterable[str]) -> str | None:
    """Return the first rule that holds for an article; one that can't be read holds for none."""
    said: dict[Field, _Said] = {}
    for rule in _readable(tuple(rules)):
        if all(_found(article, part, said) for part in rule.parts):
            return rule.text
    return None


@lru_cache(maxsize=1024)
def _readable(rules: tuple[str, ...]) -> tuple[Rule, ...]:
    return tuple(rule for text in rules if (rule := _read(text)))


def _read(text: str) -> Rule | None:
    try:
        return parse_rule(text)
    except UserError:  # another version wrote it
        return None


def _found(article: Article, part: Part, known: dict[Field, _Said]) -> bool:
    """Tell whether an article has a part of a rule; ``known`` is what was read of it so far."""
    if (said := known.get(part.field)) is None:
        said = known[part.field] = _said(
            part.field, article.title, article.summary, article.categories, article.author
        )
    if part.pattern:
        return compiled(part.pattern).is_in(said.text)
    return holds(said.normal, part.word)


@dataclass(frozen=True, slots=True)
class _Said:
    """What an article says in a field, a line each, as patterns and as words are compared with it."""

    text: str
    normal: str


@lru_cache(maxsize=512)  # a poll's articles, each asked for by many subscriptions
def _said(
    field: Field, title: str, summary: str, categories: tuple[str, ...], author: str | None
) -> _Said:
    lines = {
        Field.TITLE: (title,),
        Field.SUMMARY: (unmarked(summary),),
        Field.CATEGORY: categories,
        Field.AUTHOR: (author or "",),
        Field.TOLD: (title, unmarked(summary), *categories),
    }[field]
    cut = _cut(lines)
    return _Said(text="\n".join(map(same_apostrophes, cut)), normal="\n".join(map(normal, cut)))


def _cut(lines: Iterable[str]) -> list[str]:
    """Return as much of the lines as is looked through."""
    cut, left = [], MAX_TEXT
    for line in lines:
        cut.append(plain(line[:left]))
        left -= len(cut[-1])
    return cut
