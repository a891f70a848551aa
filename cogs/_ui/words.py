"""Small pieces of sentences."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta

import discord

from bot.language import grouped, t, tn


def stories(value: int) -> str:
    """Return "no stories", "1 story", "1,204 stories"."""
    return tn("{n} story", "{n} stories", value) if value else t("no stories")


def collections(value: int) -> str:
    """Return "no collections", "1 collection", "12 collections"."""
    return tn("{n} collection", "{n} collections", value) if value else t("no collections")


def number(value: int) -> str:
    """Return "1,204", "−3" with a real minus sign."""
    return grouped(value).replace("-", "−")


def ago(moment: datetime | None) -> str:
    """Return a time that each client shows in its own words; or nothing."""
    return discord.utils.format_dt(moment, "R") if moment else ""


def when(moment: datetime | None, sentence: str) -> str:
    """Return a marked sentence such as "saved {when}" with a time; nothing where there is none."""
    return t(sentence, when=ago(moment)) if moment else ""


def and_more(names: Iterable[str], left: int) -> str:
    """Return "A, B and 3 more", "A, B" where none is left."""
    named = ", ".join(names)
    return t("{names} and {n:,} more", names=named, n=left) if left else named


def page_of(page: int, pages: int) -> str:
    """Return "Page 2 of 5" for a page that is counted from 0."""
    return t("Page {page} of {pages}", page=page + 1, pages=pages)


def lasting(span: timedelta) -> str:
    """Return the two largest units: "3 days 4 hours", "5 minutes", "less than a minute"."""
    minutes = int(span.total_seconds() // 60)
    days, hours = minutes // 1_440, minutes % 1_440 // 60
    named = [
        tn("{n} day", "{n} days", days) if days else "",
        tn("{n} hour", "{n} hours", hours) if hours else "",
        tn("{n} minute", "{n} minutes", minutes % 60) if minutes % 60 else "",
    ]
    return " ".join([one for one in named if one][:2]) or t("less than a minute")


def capitalised(text: str) -> str:
    """Return text with its first letter large."""
    return text[:1].upper() + text[1:]


def isolated(text: str) -> str:
    """Return text that does not turn what stands around it, as a Hebrew name turns a number.

    Such text is put between Unicode's isolates (UAX 9); any other is returned as it is.
    """
    turns = any(unicodedata.bidirectional(char) in {"R", "AL"} for char in text)
    return f"\u2068{text}\u2069" if turns else text
