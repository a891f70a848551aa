"""The line of a card that names the other outlets that reported the same (D12)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.model import Report
from bot.domain.text import cut, escape, link, plain, width
from cogs._ui.address import safe_url
from cogs._ui.words import isolated

BEGINNING = "-# Also reported by "
"""No other line of a card begins so: an outlet's own stands in bold, credits behind a camera."""

MAX_LINE = 700  # UTF-16 units, with the line break before it
_MAX_NAME = 40
_MAX_URL = 300
_LEFT = 15  # for " and 99 more"


def reports_line(reports: Sequence[Report]) -> str:
    """Return "Also reported by Variety, Deadline" with links, each outlet once, "" for none.

    Those that there is no room for are counted.
    """
    outlets = {report.outlet.casefold(): report for report in reversed(reports)}
    named = [outlets[key] for key in dict.fromkeys(r.outlet.casefold() for r in reports)]
    room = MAX_LINE - len(BEGINNING) - _LEFT
    shown: list[str] = []
    for report in named:
        text = isolated(_named(report))
        if width(text) + 2 > room:
            break
        room -= width(text) + 2
        shown.append(text)
    left = len(named) - len(shown)
    more = f" and {left} more" if left else ""
    return f"{BEGINNING}{', '.join(shown)}{more}" if named else ""


def _named(report: Report) -> str:
    name = cut(plain(report.outlet), _MAX_NAME) or "another outlet"
    url = safe_url(report.link, limit=_MAX_URL)
    return link(name, url) if url else escape(name)
