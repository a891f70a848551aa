"""The line that says where a story is from: outlet, author, sources, time."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.domain.model import Article, Source
from bot.domain.text import cut, escape, link, plain, width
from bot.language import t, tn
from cogs._ui.address import safe_url
from cogs._ui.words import isolated

MAX_NAME = 80
_MAX_SOURCE = 60  # characters of one source's name, where there are several
_MAX_SOURCES = 900  # UTF-16 units of all sources with their links
_MAX_SOURCE_URL = 500


def outlet_name(article: Article) -> str:
    """Return the outlet's name as plain text."""
    return cut(plain(article.outlet), MAX_NAME)


def origin(article: Article, *, with_links: bool = True) -> str:
    """Return "Outlet · by Author · Source: X · 2 hours ago", of what is known (L19).

    A source is a link where it names a page and there is room for it.
    """
    outlet = escape(outlet_name(article))
    author = escape(cut(plain(article.author or ""), MAX_NAME))
    parts = [
        outlet and isolated(f"**{outlet}**"),
        author and isolated(t("by {author}", author=author)),
        _sources(article.sources, with_links=with_links),
        discord.utils.format_dt(article.published, "R") if article.published else "",
    ]
    return " · ".join(part for part in parts if part)


def _sources(sources: Sequence[Source], *, with_links: bool) -> str:
    """Return "Source: A" or "Sources: A, B", each once; whoever there is no room for is counted."""
    named = _each_once(sources)
    longest = MAX_NAME if len(named) == 1 else _MAX_SOURCE
    shown: list[str] = []
    room = _MAX_SOURCES
    for name, url in named:
        text = escape(cut(name, longest))
        linked = link(cut(name, longest), url) if url and with_links else ""
        fitting = next((one for one in (linked, text) if one and width(one) <= room), None)
        if fitting is None:
            break
        room -= width(fitting)
        shown.append(isolated(fitting))
    if left := len(named) - len(shown):
        shown.append(t("and {n} more", n=left))
    if not named:
        return ""
    return tn("Source: {names}", "Sources: {names}", len(named), names=", ".join(shown))


def _each_once(sources: Sequence[Source]) -> list[tuple[str, str | None]]:
    """Return the names with the first link of each that is safe to show."""
    found: dict[str, tuple[str, str | None]] = {}
    for source in sources:
        if name := plain(source.name):
            url = safe_url(source.link, limit=_MAX_SOURCE_URL)
            there = found.setdefault(name.casefold(), (name, url))
            found[name.casefold()] = (there[0], there[1] or url)
    return list(found.values())
