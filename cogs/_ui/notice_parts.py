"""Pieces of what notices say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from discord.utils import format_dt

from bot.domain.notice import Notice
from bot.domain.text import cut, escape, plain
from bot.language import t
from cogs._ui.address import safe_url

_MAX_NAME, _MAX_ERROR, _MAX_URL = 80, 300, 300
_MAX_CHANNELS, _MAX_NAMES = 5, 5


class Words(NamedTuple):
    """A notice in words: its title, the cause, what follows from it, what to do."""

    title: str
    cause: str
    consequence: str = ""
    advice: str = ""


def name_of(notice: Notice) -> str:
    """Return what a notice is about: the name of a feed, or a channel."""
    if notice.facts.name:
        return f"**{escape(cut(plain(notice.facts.name), _MAX_NAME))}**"
    return f"<#{notice.subject}>"


def since(notice: Notice) -> str:
    """Return when the state began, as each client shows it."""
    return format_dt(notice.since, "R")


def error_of(notice: Notice) -> str:
    """Return what went wrong, in the words of who said it."""
    return escape(cut(plain(notice.facts.error), _MAX_ERROR)) or t("no reason was given")


def channels_of(notice: Notice) -> str:
    """Return the first channels that it concerns."""
    return _first([f"<#{one}>" for one in dict.fromkeys(notice.facts.channels)], _MAX_CHANNELS, " ")


def names_of(notice: Notice) -> str:
    """Return the names of the first feeds of a channel."""
    names = [f"**{escape(cut(plain(one), _MAX_NAME))}**" for one in notice.facts.names]
    return _first(names, _MAX_NAMES, ", ")


def address(url: str) -> str:
    """Return an address that can be clicked, without a preview; a strange one as text."""
    safe = safe_url(url, limit=_MAX_URL)
    return f"<{safe}>" if safe else escape(cut(plain(url), _MAX_URL))


def _first(words: Sequence[str], most: int, between: str) -> str:
    shown = between.join(words[:most])
    return f"{shown} …" if len(words) > most else shown
