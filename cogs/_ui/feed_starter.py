"""The list of feeds to start with: chosen by language and kind, several at once.

What was chosen stands in the menu itself, all else in the ids: it works after any restart (M54).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import discord

from bot.domain.text import cut, escape
from bot.language import marked, t, tn
from bot.services.starting import MOST_AT_ONCE, Started, StarterFeed
from cogs._ui.permissions import Place, listed, missing

SCOPE: Final = (
    r"(?P<channel>\d{1,20}):(?P<newest>[01]):(?P<language>all|[a-z]{2}):(?P<kind>all|[a-z]{1,20})"
    r":(?P<page>\d{1,2})"
)
ALL: Final = "all"
CHOSEN_ID: Final = "nr:sfeeds:"

KINDS: Final = {
    "news": marked("News"),
    "industry": marked("Industry and awards"),
    "criticism": marked("Criticism"),
    "trailers": marked("Trailers"),
    "animation": marked("Animation"),
    "horror": marked("Horror"),
    "community": marked("Community"),
}
LANGUAGES: Final = {  # by their own names, as those look for them who read them
    "en": "English",
    "fr": "Français",
    "de": "Deutsch",
    "es": "Español",
    "ja": "日本語",
    "ko": "한국어",
    "pt": "Português",
    "it": "Italiano",
}
_MAX_OPTION = 100
_MAX_REASON = 300
_MAX_SHOWN = 3_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What part of the list is shown, for which channel; ``newest`` is how many stories of each."""

    channel_id: int
    newest: int = 1
    language: str = ALL
    kind: str = ALL
    page: int = 0

    @property
    def id(self) -> str:
        """Return it as ``SCOPE`` has it."""
        return f"{self.channel_id}:{self.newest}:{self.language}:{self.kind}:{self.page}"


def ask_of(match: re.Match[str]) -> Ask:
    """Return what a control's id says."""
    return Ask(
        channel_id=int(match["channel"]),
        newest=int(match["newest"]),
        language=match["language"],
        kind=match["kind"],
        page=int(match["page"]),
    )


def chosen_marks(message: discord.Message | None) -> tuple[str, ...]:
    """Return what is chosen in the menu of a message."""
    menus = _menus(message.components if message else ())
    return tuple(
        option.value
        for menu in menus
        if (menu.custom_id or "").startswith(CHOSEN_ID)
        for option in menu.options
        if option.default
    )


def _menus(components: Iterable[Any]) -> Iterator[discord.SelectMenu]:
    for component in components:
        if isinstance(component, discord.SelectMenu):
            yield component
        yield from _menus(getattr(component, "children", ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """The feeds of an ask, a page of them, and how many each other choice would show."""

    ask: Ask
    shown: tuple[StarterFeed, ...]
    number: int
    pages: int
    languages: Counter[str]
    kinds: Counter[str]


def shelf(feeds: Sequence[StarterFeed], ask: Ask) -> Shelf:
    """Return the part of the list that is asked for; a page past the end is the last one."""
    of_language = [one for one in feeds if ask.language in (ALL, one.feed.language)]
    of_kind = [one for one in feeds if ask.kind in (ALL, one.feed.kind)]
    both = [one for one in of_language if ask.kind in (ALL, one.feed.kind)]
    pages = max(1, -(-len(both) // MOST_AT_ONCE))
    ask = replace(ask, page=min(ask.page, pages - 1))
    return Shelf(
        ask=ask,
        shown=tuple(both[ask.page * MOST_AT_ONCE : (ask.page + 1) * MOST_AT_ONCE]),
        number=len(both),
        pages=pages,
        languages=Counter(one.feed.language or "" for one in of_kind),
        kinds=Counter(one.feed.kind for one in of_language),
    )


def language_options(shown: Shelf) -> list[discord.SelectOption]:
    """Return the languages of the list, each with how many feeds there are in it."""
    named = [(ALL, t("All languages"), shown.languages.total())]
    named += [(code, name, shown.languages[code]) for code, name in LANGUAGES.items()]
    return _options(named, shown.ask.language)


def kind_options(shown: Shelf) -> list[discord.SelectOption]:
    """Return the kinds of feeds, each with how many there are."""
    named = [(ALL, t("All kinds"), shown.kinds.total())]
    named += [(kind, t(name), shown.kinds[kind]) for kind, name in KINDS.items()]
    return _options(named, shown.ask.kind)


def _options(named: list[tuple[str, str, int]], chosen: str) -> list[discord.SelectOption]:
    return [
        discord.SelectOption(label=f"{name} ({number})", value=value, default=value == chosen)
        for value, name, number in named
        if number or value == chosen
    ]


def feed_options(shown: Shelf, chosen: Sequence[str]) -> list[discord.SelectOption]:
    """Return the feeds of the page."""
    return [
        discord.SelectOption(
            label=cut(one.feed.title, _MAX_OPTION),
            description=cut(_about(one), _MAX_OPTION),
            value=one.mark,
            default=one.mark in chosen,
        )
        for one in shown.shown
    ]


def _about(one: StarterFeed) -> str:
    language = LANGUAGES.get(one.feed.language or "", "")
    kind = t(KINDS[one.feed.kind]) if one.feed.kind in KINDS else ""
    there = t("here already") if one.taken else ""
    return " · ".join(part for part in (kind, language, there) if part)


def newest_options(chosen: int) -> list[discord.SelectOption]:
    """Return how many stories of each feed may be posted at once."""
    labels = (t("Post none now, only what comes"), t("Post the newest story of each now"))
    return [
        discord.SelectOption(label=label, value=str(number), default=number == chosen)
        for number, label in enumerate(labels)
    ]


def introduction(shown: Shelf, place: Place) -> str:
    """Return what stands above the menus."""
    head = t("### Film news to begin with")
    number = tn("{n} feed", "{n} feeds", shown.number)
    text = t(
        "{feeds} to choose from. Choose as many as you like of this list, add them to {channel}, then "
        "go on with the next list.",
        feeds=number,
        channel=place.mention,
    )
    where = t("Page {page} of {pages}", page=shown.ask.page + 1, pages=shown.pages)
    return f"{head}\n{text}" + (f"\n-# {where}" if shown.pages > 1 else "")


def trouble(place: Place) -> str:
    """Return what is missing in the channel (M50); nothing where stories can go there."""
    lacking = missing(place, place.guild.me)
    if not lacking:
        return ""
    return t(
        "⚠️ **I can’t post in {channel} yet.** Please give me these permissions there, then press "
        "“Check again”:\n{permissions}",
        channel=place.mention,
        permissions=listed(lacking),
    )


def summary(started: Started, place: Place) -> str:
    """Return what became of the feeds that were chosen."""
    lines = []
    if started.added:
        lines.append(
            tn(
                "✅ {n} feed now goes to {channel}: {names}.",
                "✅ {n} feeds now go to {channel}: {names}.",
                len(started.added),
                channel=place.mention,
                names=_names(started.added),
            )
        )
    if started.known:
        lines.append(t("Here already: {names}.", names=_names(started.known)))
    lines += [
        t(
            "⚠️ **{name}** could not be added: {reason}",
            name=escape(name),
            reason=cut(t(error.sentence, **error.values), _MAX_REASON),
        )
        for name, error in started.failed
    ]
    return cut("\n".join(lines), _MAX_SHOWN)


def _names(names: Sequence[str]) -> str:
    return ", ".join(escape(name) for name in names)
