"""What is said of collections, in all places the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.domain.collection import Collection, Order
from bot.domain.model import Article
from bot.domain.text import cut, escape, link, width
from cogs._ui.address import safe_url
from cogs._ui.headline import headline
from cogs._ui.words import counted, isolated

# The words of the page that started it, as they stand there.
NO_COLLECTIONS = (
    "**No Collections**\n*Here you'll find all collections you've created before.*\n\n"
    "Press **New collection…** to begin, or **Add to Collection** under any story that you like. "
    "Nobody else sees your collections unless you make one public."
)
NEW = "New collection…"
ORDERS = {
    Order.NEWEST: "newest first",
    Order.OLDEST: "oldest first",
    Order.POINTS: "most points first",
    Order.OWN: "your own order",
}

_MAX_LABEL = 100  # of an option, for Discord
_MAX_BUTTON = 80  # of its label
_MAX_NAMED = 5
_MAX_LINKED = 700  # UTF-16 units of a title with its link, where a sentence names it


def shown(name: str) -> str:
    """Return a name as Markdown that shows it, and nothing else."""
    return isolated(escape(name))


def bold(collection: Collection) -> str:
    """Return a collection's name as sentences have it."""
    return f"**{shown(collection.name)}**"


def named(collections: Sequence[Collection]) -> str:
    """Return "**A**", "**A** and **B**", "**A**, **B**, **C**, **D**, **E** and 3 more"."""
    names = [bold(one) for one in collections[:_MAX_NAMED]]
    if rest := len(collections) - len(names):
        names.append(f"{rest:,} more")
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def about(collection: Collection) -> str:
    """Return "12 stories · public"."""
    stories = counted(collection.stories, "story", "stories")
    return f"{stories} · {'public' if collection.public else 'private'}"


def option(collection: Collection, *, ticked: bool = False) -> discord.SelectOption:
    """Return a collection as a choice in a menu."""
    return discord.SelectOption(
        label=cut(collection.name, _MAX_LABEL),
        value=str(collection.id),
        description=about(collection),
        default=ticked,
    )


def title_link(article: Article, *, room: int = _MAX_LINKED) -> str:
    """Return a story's title, linked to the article where there is room for that."""
    title, url = headline(article), safe_url(article.link)
    linked = link(title, url) if url else ""
    return isolated(linked if linked and width(linked) <= room else escape(title))


def box(*items: ui.Item[Any] | None) -> ui.LayoutView:
    """Return a framed message of these items, without those that are None."""
    frame: ui.Container[ui.LayoutView] = ui.Container()
    for item in items:
        if item is not None:
            frame.add_item(item)
    return framed(frame)


def framed(frame: ui.Container[ui.LayoutView]) -> ui.LayoutView:
    """Return a message of one frame.

    It listens to nothing: what can be clicked in it is answered by its ``custom_id`` (M54).
    """
    view = ui.LayoutView(timeout=None).add_item(frame)
    view.stop()  # or discord.py would keep it
    return view


def row(*buttons: ui.Item[Any] | None) -> ui.ActionRow[ui.LayoutView] | None:
    """Return a row of those buttons that are not None; None where all are."""
    shown_ones = [button for button in buttons if button is not None]
    return ui.ActionRow(*shown_ones) if shown_ones else None


def shelf_button(page: int, label: str) -> ui.Button[Any]:
    """Return the button that leads to a page of one's collections."""
    return ui.Button(label=label, custom_id=f"nr:shelf:p{page}")


def collection_button(collection_id: int, page: int, label: str) -> ui.Button[Any]:
    """Return the button that leads to a page of a collection."""
    return ui.Button(label=cut(label, _MAX_BUTTON), custom_id=f"nr:coll:{collection_id}:{page}")


def story_menu(
    collection_id: int, page: int, options: list[discord.SelectOption]
) -> ui.Select[Any]:
    """Return the menu that opens one of a page's stories."""
    return ui.Select(
        custom_id=f"nr:collstory:{collection_id}:{page}",
        placeholder="Open a story: its note, move it, remove it…",
        options=options,
    )
