"""What moderators type for a setting, and how it is written: times of the day, and colours."""

from __future__ import annotations

import re
from datetime import time

from bot.domain.error import UserError
from bot.domain.setting import Quiet

_TIME = re.compile(r"(\d{1,2})(?:[:.h ](\d{2}))?")
_COLOUR = re.compile(r"#?([0-9a-fA-F]{6})")


def read_quiet(start: str, end: str) -> Quiet | None:
    """Return the quiet hours that were typed, such as "22:00" and "7"; None where both are empty.

    Raises UserError for what is no time of the day, and where one of both is missing.
    """
    if not start.strip() and not end.strip():
        return None
    quiet = Quiet(start=_time(start), end=_time(end))
    if quiet.start == quiet.end:
        raise UserError(
            "Quiet hours that end when they begin would never be quiet, or always. Please give two "
            "different times; `/feed pause` stops a feed altogether."
        )
    return quiet


def _time(typed: str) -> time:
    found = _TIME.fullmatch(typed.strip())
    try:
        return time(int(found[1]), int(found[2] or 0)) if found else _no_time(typed)
    except ValueError:  # 25:00
        return _no_time(typed)


def _no_time(typed: str) -> time:
    raise UserError(
        "“{typed}” is no time of the day. Please give both as 22:00 and 07:30, or leave both empty "
        "for no quiet hours.",
        typed=typed.strip()[:20],
    )


def quiet_text(quiet: Quiet) -> str:
    """Return quiet hours as they can be typed: "22:00–07:30"."""
    return f"{quiet.start:%H:%M}–{quiet.end:%H:%M}"


def read_colour(typed: str) -> int | None:
    """Return a colour, "#E5A823", as 0xRRGGBB; None where nothing was typed.

    Raises UserError for what is none.
    """
    if not typed.strip():
        return None
    found = _COLOUR.fullmatch(typed.strip())
    if found is None:
        raise UserError(
            "“{typed}” is no colour. Please give one as #E5A823, or leave it empty for each outlet’s "
            "own.",
            typed=typed.strip()[:20],
        )
    return int(found[1], 16)


def colour_text(colour: int) -> str:
    """Return a colour as it can be typed: "#E5A823"."""
    return f"#{colour:06X}"
