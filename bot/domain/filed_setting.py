"""How a feed is posted, as text in a file: what somebody may have changed by hand is checked."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any, Final

from bot.domain.error import UserError
from bot.domain.filter_rule import read_rules
from bot.domain.setting import (
    DEFAULTS,
    MOST_PER_HOUR,
    SUMMARY_LENGTHS,
    Settings,
    from_plain,
    to_plain,
)
from bot.domain.spoiler import read_words

_LISTS = frozenset({"must", "must_not", "mention_when", "quiet"})
_MAX_ID = 1 << 64
_MAX_COLOUR = 0xFFFFFF
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{2,4})?", re.ASCII)


def settings_text(
    settings: Settings, spoiler_words: tuple[str, ...]
) -> tuple[str | None, str | None]:
    """Return settings and spoiler words as text, None for what has its default."""
    values = to_plain(settings)
    return (
        json.dumps(values, ensure_ascii=False) if values else None,
        "\n".join(spoiler_words) or None,
    )


def settings_in(settings: str, spoiler_words: str) -> tuple[Settings, tuple[str, ...]]:
    """Return what ``settings_text`` wrote; what can't be so, or not be read, has its default."""
    return _settings(settings) if settings else DEFAULTS, _words(spoiler_words)


def _settings(text: str) -> Settings:
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        return DEFAULTS
    if not isinstance(values, Mapping):
        return DEFAULTS
    kept = {
        name: one for name, one in values.items() if name not in _LISTS or isinstance(one, list)
    }
    return _checked(from_plain(kept))


def _words(text: str) -> tuple[str, ...]:
    try:
        return tuple(read_words(text))
    except UserError:
        return ()


def _checked(settings: Settings) -> Settings:
    """Return settings without the values that no form would have taken."""
    wrong: dict[str, Any] = {
        one.name: one.default
        for one in fields(Settings)
        if getattr(settings, one.name) != one.default
        and not _IS_VALID[one.name](getattr(settings, one.name))
    }
    return replace(settings, **wrong) if wrong else settings


def _are_rules(rules: object) -> bool:
    if not isinstance(rules, tuple) or not all(isinstance(rule, str) for rule in rules):
        return False
    try:
        return read_rules("\n".join(rules)) == rules
    except UserError:
        return False


def _is_number(value: object, *, most: int) -> bool:
    return type(value) is int and 0 <= value <= most


def _is_language(value: object) -> bool:
    return isinstance(value, str) and bool(_LANGUAGE.fullmatch(value))


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_read(_value: object) -> bool:
    """Say yes: it was made from its text, or is not there."""
    return True


_IS_VALID: Final[dict[str, Callable[[Any], bool]]] = {
    "look": _is_read,
    "summary": lambda value: type(value) is int and value in SUMMARY_LENGTHS,
    "language": _is_language,
    "must": _are_rules,
    "must_not": _are_rules,
    "mention_role": lambda value: _is_number(value, most=_MAX_ID),
    "mention_when": _are_rules,
    "max_per_hour": lambda value: bool(value) and _is_number(value, most=MOST_PER_HOUR),
    "quiet": _is_read,
    "thread": _is_flag,
    "publish": _is_flag,
    "accent": lambda value: _is_number(value, most=_MAX_COLOUR),
}
