"""What is said of collections, in all places the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from discord import ui

from bot.domain.collection import Collection, Order
from bot.domain.model import Article
from bot.domain.text import cut_markdown, escape, link, width
from bot.language import marked, t
from cogs._ui.address import safe_url
from cogs._ui.headline import headline
from cogs._ui.words import and_more, isolated, stories

# The words of the page that started it, as they stand there.
NO_COLLECTIONS = marked(
    "**No Collections**\n*Here you'll find all collections you've created before.*\n\n"
    "Press **New collection…** to begin, or **Add to Collection** under any story that you like. "
    "Nobody else sees your collections unless you make one public."
)
NEW = marked("New collection…")
PUBLIC = marked(
    "It is public now: others find it with `/collection browse` and may copy it; your notes stay "
    "yours. `/collection share` shows it in a channel."
)
PRIVATE = marked("Nobody but you sees it now. Copies that others made are theirs.")
SAVED_AT = marked("saved {when}")
ORDERS = {
    Order.NEWEST: marked("newest first"),
    Order.OLDEST: marked("oldest first"),
    Order.POINTS: marked("most points first"),
    Order.OWN: marked("your own order"),
}
OTHERS_ORDERS = {**ORDERS, Order.OWN: marked("in the owner’s order")}

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
        return and_more(names, rest)
    if len(names) == 1:
        return names[0]
    return t("{names} and {last}", names=", ".join(names[:-1]), last=names[-1])


def about(collection: Collection) -> str:
    """Return "12 stories · public"."""
    seen = t("public") if collection.public else t("private")
    return f"{stories(collection.stories)} · {seen}"


def pages_of_yours(page: int, pages: int) -> ui.TextDisplay[Any] | None:
    """Return the line that says which page of the person's collections this is; none for one page."""
    if pages <= 1:
        return None
    line = t("-# Page {page} of {pages} of your collections", page=page + 1, pages=pages)
    return ui.TextDisplay(line)


def title_link(article: Article, *, room: int = _MAX_LINKED) -> str:
    """Return a story's title in at most ``room`` UTF-16 units, and a link where that has room."""
    title, url = headline(article), safe_url(article.link)
    linked = link(title, url) if url else ""
    return isolated(
        linked if linked and width(linked) <= room else cut_markdown(escape(title), room)
    )
