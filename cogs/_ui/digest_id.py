"""The state of a digest's button: its week, in the ``custom_id``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from bot.domain.weekly import Week

# No story's button is of this form, or its digest would be taken for a card.
TEMPLATE = r"nr:digest:w(?P<since>\d{1,11})-(?P<until>\d{1,11})"  # longer is no date


def custom_id(week: Week) -> str:
    """Return the ``custom_id`` of a digest's button; it never changes, so that it works for ever."""
    return f"nr:digest:w{week.since.timestamp():.0f}-{week.until.timestamp():.0f}"


def week_of(match: re.Match[str]) -> Week:
    """Return the week that a ``custom_id`` names."""
    return Week(*(datetime.fromtimestamp(int(match[name]), UTC) for name in ("since", "until")))


def shows_week(components: Iterable[Any], week: Week) -> bool:
    """Tell whether a message has the button of a week's digest, however deep it is nested."""
    wanted = custom_id(week)
    return any(
        getattr(one, "custom_id", None) == wanted or shows_week(getattr(one, "children", ()), week)
        for one in components
    )
