"""A collection as it stands in a channel, for everybody: in Discord's Components V2."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.domain.link import host_of
from bot.domain.text import cut, escape, plain, width
from bot.language import t
from bot.services.collecting import SavedEntry
from bot.services.exhibiting import Exhibit, Hung
from bot.services.ports import Upload
from cogs._ui.collection_parts import collection_button, framed
from cogs._ui.collection_reader import copy_button
from cogs._ui.collection_words import shown, title_link
from cogs._ui.credit import MAX_ALT, alt_text, credit_line
from cogs._ui.headline import headline
from cogs._ui.origin import outlet_name
from cogs._ui.words import isolated, stories

PICTURE = "collection.jpg"

_VIOLET = 0x8B7FD6
_MAX_TEXT = 4_000
_MOST_TITLES = 5
_MAX_OUTLET = 40
_MAX_REST = 40  # UTF-16 units of "and 1,995 more"


def build_collection_card(exhibit: Exhibit) -> ui.LayoutView:
    """Build the message; where the exhibit has a picture, it refers to the file PICTURE.

    Its buttons are answered by their ids, now and after any restart (M54).
    """
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=_VIOLET)
    head, foot = _head(exhibit), _credits(exhibit.hung)
    room = _MAX_TEXT - width(head) - width(foot)
    box.add_item(ui.TextDisplay(head))
    if exhibit.picture:
        box.add_item(_gallery(exhibit))
    box.add_item(ui.TextDisplay(_titles(exhibit, room=room)))
    if foot:
        box.add_item(ui.TextDisplay(foot))
    box.add_item(ui.ActionRow(*_buttons(exhibit.collection.id)))
    return framed(box)


def picture_files(exhibit: Exhibit) -> list[Upload]:
    """Return the files that the message refers to."""
    return [Upload(name=PICTURE, content=exhibit.picture)] if exhibit.picture else []


def _buttons(collection_id: int) -> tuple[ui.Button[Any], ui.Button[Any]]:
    return collection_button(collection_id, 0, t("Open")), copy_button(collection_id)


def _head(exhibit: Exhibit) -> str:
    collection = exhibit.collection
    owner = t("A collection by {owner}", owner=f"<@{collection.user_id}>")
    lines = (
        f"## {shown(collection.name)}",
        shown(collection.description),
        f"-# {owner} · {stories(exhibit.total)}",
    )
    return "\n".join(line for line in lines if line)


def _gallery(exhibit: Exhibit) -> ui.MediaGallery[ui.LayoutView]:
    item = discord.MediaGalleryItem(f"attachment://{PICTURE}", description=_alt(exhibit))
    return ui.MediaGallery(item)


def _alt(exhibit: Exhibit) -> str:
    """Return what a screen reader says of the collage: each photo, ending in its credit."""
    head = t(
        "A collage of photos from the collection {collection}:",
        collection=plain(exhibit.collection.name),
    )
    room = (MAX_ALT - len(head) * 2) // len(exhibit.hung) - 2
    told = (cut(alt_text(one.photo) or headline(one.article), room) for one in exhibit.hung)
    return cut(f"{head} {'; '.join(told)}", MAX_ALT)


def _credits(hung: Sequence[Hung]) -> str:
    """Return who made the photos of the collage, by their places in it."""
    line = credit_line([one.photo for one in hung])
    return f"-# {line}" if line else ""


def _titles(exhibit: Exhibit, *, room: int) -> str:
    # "and 1 more" would take the place of that one.
    most = _MOST_TITLES + (exhibit.total == _MOST_TITLES + 1)
    entries = exhibit.entries[:most]
    each = (room - _MAX_REST) // most
    lines = [f"- {_title(one, each)}" for one in entries]
    if rest := exhibit.total - len(entries):
        lines.append(t("- and {n:,} more", n=rest))
    return "\n".join(lines)


def _title(entry: SavedEntry, room: int) -> str:
    source = _source(entry)
    return title_link(entry.saved.article, room=room - width(source) - 3) + source


def _source(entry: SavedEntry) -> str:
    """Return where a story is from; unless it was posted here, where its link really leads.

    A file from anywhere can name any outlet.
    """
    article = entry.saved.article
    name = outlet_name(article) if entry.channel_id else host_of(article.link or "")
    return f" · {isolated(escape(cut(name, _MAX_OUTLET)))}" if name else ""
