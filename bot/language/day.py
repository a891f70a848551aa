"""Days as a language writes them."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date

from bot.language import ENGLISH, current


def long_date(day: date) -> str:
    """Return "3 March 2026" as the current language writes it."""
    code = current()
    return format_date(day, format="long", locale="en_GB" if code == ENGLISH else code)
