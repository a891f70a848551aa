"""The line of a card that names the other outlets that reported the same (D12)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from bot.domain.model import Report
from bot.domain.text import cut, escape, link, plain, width
from bot.language import LANGUAGES, marked, t, using
from cogs._ui.address import safe_url
from cogs._ui.words import and_more, isolated

_LINE = marked("-# Also reported by {outlets}")
MAX_LINE = 700  # UTF-16 units, with the line break before it
_MAX_NAME = 40
_MAX_URL = 300
_LEFT = 15  # for " and 99 more"


def reports_line(reports: Sequence[Report]) -> str:
    """Return "Also reported by Variety, Deadline" with links, each outlet once, "" for none.

    Those that there is no room for are counted. No other line of a card is like it, in any language:
    an outlet's own stands in bold, credits behind a camera.
    """
    outlets = {report.outlet.casefold(): report for report in reversed(reports)}
    named = [outlets[key] for key in dict.fromkeys(r.outlet.casefold() for r in reports)]
    room = MAX_LINE - len(t(_LINE)) - _LEFT
    shown: list[str] = []
    for report in named:
        text = isolated(_named(report))
        if width(text) + 2 > room:
            break
        room -= width(text) + 2
        shown.append(text)
    return t(_LINE, outlets=and_more(shown, len(named) - len(shown))) if named else ""


def is_reports_line(line: str) -> bool:
    """Tell whether a line is such a one, in any language."""
    return any(pattern.fullmatch(line) for pattern in _patterns())


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Return how the line is written in each language."""
    return tuple(re.compile(_pattern(language)) for language in LANGUAGES)


def _pattern(language: str) -> str:
    with using(language):
        before, after = (re.escape(part) for part in t(_LINE, outlets="\0").split("\0"))
    return f"{before}(?!📷 |\\*\\*).+{after}"


def _named(report: Report) -> str:
    name = cut(plain(report.outlet), _MAX_NAME) or t("another outlet")
    url = safe_url(report.link, limit=_MAX_URL)
    return link(name, url) if url else escape(name)
