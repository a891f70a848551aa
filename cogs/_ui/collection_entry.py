"""A saved story, as a line of its collection and opened by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from discord import ui

from bot.domain.text import cut, cut_markdown, escape, width
from bot.language import t
from bot.services.browsing import SavedEntry
from cogs._ui.card import build_container
from cogs._ui.collection_words import SAVED_AT, title_link
from cogs._ui.headline import post_url
from cogs._ui.origin import outlet_name
from cogs._ui.points import points_line
from cogs._ui.story_entry import first_photo, small_credit, thumbnail
from cogs._ui.words import isolated, when

_MAX_OUTLET = 40
_LEAST_NOTE, _MAX_NOTE = 40, 500
_NOTE_FRAME = 5  # UTF-16 units of the sign, and of what keeps the note apart
_MAX_CARD = 3_000  # UTF-16 units, so that there is room for what is said below


def saved_entry(entry: SavedEntry, number: int, *, guild_id: int | None, room: int) -> ui.Item[Any]:
    """Return a saved story with its first photo, in at most ``room`` UTF-16 units."""
    article = entry.saved.article
    photo = first_photo(article)
    credit = small_credit(photo) if photo else ""
    small = f"-# {_small(entry, guild_id)}"
    before, between = f"**{number}. ", "**\n"
    left = room - width(f"{before}{between}{small}\n{credit}\n")
    note = note_line(entry, room=max(_LEAST_NOTE, left // 2))
    title = title_link(article, room=left - width(note))
    text = before + title + between + "\n".join(part for part in (small, note, credit) if part)
    if photo is None:
        return ui.TextDisplay(text)
    return ui.Section(ui.TextDisplay(text), accessory=thumbnail(photo))


def saved_card(entry: SavedEntry) -> ui.Container[ui.LayoutView]:
    """Return a saved story as its card, with what the owner noted, and room for some sentences."""
    article = replace(entry.saved.article, digest=0)  # all summaries short
    card = build_container(article, points=entry.points)
    if _width(card) > _MAX_CARD:
        card = build_container(replace(article, link=None, sources=()), points=entry.points)
    if note := note_line(entry):
        card.add_item(ui.TextDisplay(note))
    return card


def note_line(entry: SavedEntry, *, room: int = _MAX_NOTE) -> str:
    """Return the owner's note, empty where there is none."""
    note = cut_markdown(escape(entry.saved.note), room - _NOTE_FRAME)
    return f"📝 {isolated(note)}" if note else ""


def _small(entry: SavedEntry, guild_id: int | None) -> str:
    outlet = escape(cut(outlet_name(entry.saved.article), _MAX_OUTLET))
    parts = (
        outlet and isolated(outlet),
        when(entry.saved.saved_at, SAVED_AT),
        points_line(entry.points) if entry.points is not None else "",
        _post(entry, guild_id),
    )
    return " · ".join(part for part in parts if part)


def _post(entry: SavedEntry, guild_id: int | None) -> str:
    url = jump_url(entry, guild_id)
    return t("[see the post]({url})", url=url) if url else ""


def jump_url(entry: SavedEntry, guild_id: int | None) -> str | None:
    """Return the address of the post in a server, None where the person can see none there."""
    if entry.place_id is None or guild_id is None:
        return None
    return post_url(guild_id, entry.place_id, entry.message_id)


def _width(card: ui.Container[ui.LayoutView]) -> int:
    return sum(
        width(one.content) for one in card.walk_children() if isinstance(one, ui.TextDisplay)
    )
