"""What a feed will look like in a channel, before anything is saved.

All that the controls need is in their ids and in the message itself: they work after any restart,
and for as long as the message is there (M54).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import discord
from discord import ui

from bot.domain.error import UserError
from bot.domain.text import cut, escape
from bot.language import t, tn
from bot.services.discovering import FoundFeed, feed_mark
from cogs._ui.address import safe_url
from cogs._ui.card import build_container
from cogs._ui.permissions import Place, advice, listed, missing

ID = r"(?P<channel>\d{1,20}):(?P<backlog>\d{1,2}):(?P<mark>[0-9a-f]{8})"

_MAX_NAME = 80
_MAX_OPTIONS = 25
_MAX_OPTION = 100
_MAX_LABEL = 80
_MAX_ADDRESS = 700  # leaves the card its room in the message
_BACKLOGS = (0, 1, 3, 5, 10)
_ADDRESS = re.compile(r"^-# .*<(https?://[^\s<>]+)>", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is about to be saved: a feed for a channel, with so many stories posted at once.

    ``mark`` is the feed's, "" for the first that is found behind ``address``.
    """

    channel_id: int
    backlog: int
    address: str
    mark: str = ""

    @property
    def id(self) -> str:
        """Return all but the address, as ``ID`` has it."""
        return f"{self.channel_id}:{self.backlog}:{self.mark}"


def draft_of(match: re.Match[str], message: discord.Message | None) -> Draft:
    """Return what a control of a preview is about; raise UserError where that can't be told."""
    texts = "\n".join(_texts(message.components if message else ()))
    address = _ADDRESS.search(texts)
    if address is None:
        raise UserError("This preview can’t be read any more. Please run `/feed add` again.")
    return Draft(
        channel_id=int(match["channel"]),
        backlog=int(match["backlog"]),
        address=address[1],
        mark=match["mark"],
    )


def _texts(components: Iterable[Any]) -> Iterable[str]:
    """Yield the texts at the top of a message: those in frames are the feed's own."""
    return (text for component in components if (text := getattr(component, "content", None)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Controls:
    """What stands below the preview, made by the module that answers it."""

    feeds: ui.Item[Any] | None
    backlog: ui.Item[Any] | None
    buttons: tuple[ui.Item[Any], ...]


def feed_options(found: FoundFeed) -> list[discord.SelectOption]:
    """Return the feeds of a site by their titles, with the one that is shown marked."""
    return [
        discord.SelectOption(
            label=cut(one.title or _bare(one.url), _MAX_OPTION),
            description=cut(_bare(one.url), _MAX_OPTION) if one.title else None,
            value=feed_mark(one.url),
            default=feed_mark(one.url) == feed_mark(found.url),
        )
        for one in found.site_feeds[:_MAX_OPTIONS]
    ]


def backlog_options(chosen: int) -> list[discord.SelectOption]:
    """Return how many stories may be posted at once."""
    numbers = sorted({*_BACKLOGS, chosen})
    return [
        discord.SelectOption(label=_posted_now(number), value=str(number), default=number == chosen)
        for number in numbers
    ]


def _posted_now(number: int) -> str:
    if not number:
        return t("Post none now, only what comes")
    return tn("Post the newest story now", "Post the newest {n} stories now", number)


def add_label(place: Place) -> str:
    """Return what the button says that saves."""
    return cut(t("Add to #{channel}", channel=place.name), _MAX_LABEL)


def preview(found: FoundFeed, place: Place, controls: Controls) -> ui.LayoutView:
    """Show the newest story as it will look, what is missing, and the question."""
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.TextDisplay(f"{_introduction(found, place)}\n{_address_line(found)}"))
    if found.newest:
        view.add_item(build_container(found.newest))
    if trouble := _trouble(found, place):
        view.add_item(ui.TextDisplay(trouble))
    for menu in (controls.feeds, controls.backlog):
        if menu is not None:
            view.add_item(ui.ActionRow(menu))
    view.add_item(ui.ActionRow(*controls.buttons))
    view.stop()  # or discord.py would keep it: its items have their ids (M54)
    return view


def _address_line(found: FoundFeed) -> str:
    url = safe_url(found.address, limit=_MAX_ADDRESS)
    if url is None:
        raise UserError(
            "That address is too long to keep; {most} characters is the most. Look for a shorter "
            "one on the site.",
            most=_MAX_ADDRESS,
        )
    return f"-# {t('Found at {address}', address=f'<{url}>')}"


def _trouble(found: FoundFeed, place: Place) -> str:
    if lacking := missing(place, place.guild.me):
        return t(
            "⚠️ **I can’t post in {channel} yet.** Please give me these permissions there, then "
            "press “Check again”:\n{permissions}",
            channel=place.mention,
            permissions=listed(lacking),
        )
    if found.taken:
        return t(
            "{channel} gets this one already. Choose another feed of the site.",
            channel=place.mention,
        )
    return ""


def may_add(found: FoundFeed, place: Place) -> bool:
    """Tell whether nothing stands against saving."""
    return not _trouble(found, place)


def _bare(url: str) -> str:
    return url.removeprefix("https://").removeprefix("http://")


def _name(found: FoundFeed) -> str:
    return escape(cut(found.title, _MAX_NAME)) or t("This feed")


def _introduction(found: FoundFeed, place: Place) -> str:
    if found.newest is None:
        return t(
            "**{name}** is a feed, but it is empty just now. Shall its first story go to {channel} "
            "when it comes?",
            name=_name(found),
            channel=place.mention,
        )
    return tn(
        "**{name}** has {n} story now. This is how it will look in {channel}:",
        "**{name}** has {n} stories now. This is how they will look in {channel}:",
        found.stories,
        name=_name(found),
        channel=place.mention,
    )


def saved(found: FoundFeed, place: Place, backlog: int) -> str:
    """Return what is said when a feed was added."""
    lines = [
        t(
            "✅ **{name}** now goes to {channel}.",
            name=_name(found),
            channel=place.mention,
        )
    ]
    if found.newest is None or not backlog:
        lines.append(t("New stories follow as they appear."))
    else:
        lines.append(
            tn(
                "The newest story is on the way.",
                "The newest {n} stories are on the way.",
                min(backlog, found.stories),
            )
        )
    hint = advice(place, place.guild.me)
    return " ".join(lines) + (f"\n-# {hint}" if hint else "")


def with_mark(draft: Draft, found: FoundFeed) -> Draft:
    """Return the draft of a feed that was found."""
    return replace(draft, mark=feed_mark(found.url))
