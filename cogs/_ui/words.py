"""Small pieces of sentences."""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta

import discord


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return "no stories", "1 story", "1,204 stories"."""
    if number == 1:
        return f"1 {one}"
    return f"{number:,} {many or one + 's'}" if number else f"no {many or one + 's'}"


def number(value: int) -> str:
    """Return "1,204", "−3" with a real minus sign."""
    return f"{value:,}".replace("-", "−")


def ago(moment: datetime | None, before: str = "") -> str:
    """Return a time that each client shows in its own words, after ``before``; or nothing."""
    return f"{before}{discord.utils.format_dt(moment, 'R')}" if moment else ""


def lasting(span: timedelta) -> str:
    """Return the two largest units: "3 days 4 hours", "5 minutes", "less than a minute"."""
    minutes = int(span.total_seconds() // 60)
    days, hours = minutes // 1_440, minutes % 1_440 // 60
    units = [(days, "day"), (hours, "hour"), (minutes % 60, "minute")]
    named = [counted(number, unit) for number, unit in units if number]
    return " ".join(named[:2]) or "less than a minute"


def isolated(text: str) -> str:
    """Return text that does not turn what stands around it, as a Hebrew name turns a number.

    Such text is put between Unicode's isolates (UAX 9); any other is returned as it is.
    """
    turns = any(unicodedata.bidirectional(char) in {"R", "AL"} for char in text)
    return f"\u2068{text}\u2069" if turns else text
