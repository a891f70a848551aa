"""What is said of collections, in all places the same."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.collection import Collection, Order
from bot.domain.model import Article
from bot.domain.text import cut_markdown, escape, link, width
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
PUBLIC = (
    "It is public now: others find it with `/collection browse` and may copy it; your notes stay "
    "yours. `/collection share` shows it in a channel."
)
PRIVATE = "Nobody but you sees it now. Copies that others made are theirs."
ORDERS = {
    Order.NEWEST: "newest first",
    Order.OLDEST: "oldest first",
    Order.POINTS: "most points first",
    Order.OWN: "your own order",
}
OTHERS_ORDERS = {**ORDERS, Order.OWN: "in the owner’s order"}

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


def title_link(article: Article, *, room: int = _MAX_LINKED) -> str:
    """Return a story's title in at most ``room`` UTF-16 units, and a link where that has room."""
    title, url = headline(article), safe_url(article.link)
    linked = link(title, url) if url else ""
    return isolated(
        linked if linked and width(linked) <= room else cut_markdown(escape(title), room)
    )
