"""What stories are called in lists, where their posts are, and how the lists are ordered."""

from __future__ import annotations

from bot.domain.model import Article
from bot.domain.text import cut, plain
from bot.language import marked, t, tn
from cogs._ui.origin import outlet_name

SUREST_FIRST = marked("the surest favourites first")
"""Why a story with fewer points may stand above one with more: see domain/ranking.py."""

_MAX_TITLE = 120


def own_title(article: Article) -> str:
    """Return an article's title as plain text, empty where it has none; a digest's in our words."""
    if not article.digest:
        return plain(article.title)
    return tn(
        "{n} more story from {outlet}",
        "{n} more stories from {outlet}",
        article.digest,
        outlet=plain(article.outlet),
    )


def headline(article: Article) -> str:
    """Return a title as plain text, for everybody, also where the feed has none (S47)."""
    outlet = outlet_name(article)
    nameless = t("New from {outlet}", outlet=outlet) if outlet else t("A new story")
    return cut(own_title(article), _MAX_TITLE) or nameless


def post_url(guild_id: int, place_id: int, message_id: int | None) -> str | None:
    """Return the address of a post in Discord; None where its message was deleted."""
    if message_id is None:
        return None
    return f"https://discord.com/channels/{guild_id}/{place_id}/{message_id}"
