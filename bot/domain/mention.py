"""Which role a post mentions: the one that moderators chose, for the news that they chose."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.domain.filter import any_holds
from bot.domain.model import Post

FRESH: Final = timedelta(hours=24)
"""What is older is no news: nobody is pinged for it, however late it comes (F31, F32)."""

_SKEW: Final = timedelta(hours=1)  # by which an outlet's clock may be ahead


def role_to_mention(post: Post, now: datetime) -> int | None:
    """Return the id of the role that a post mentions, or None.

    Where there are rules for it, one has to hold. A card that only lists stories mentions nobody, nor does old news; and the role that everybody has
    is never mentioned (S46), whose id is the server's.
    """
    settings, role = post.settings, post.settings.mention_role
    if role is None or role == post.guild_id or post.article.digest:
        return None
    if not _is_fresh(post, now):
        return None
    if settings.mention_when and any_holds(post.article, settings.mention_when) is None:
        return None
    return role


def _is_fresh(post: Post, now: datetime) -> bool:
    """Tell by the outlet's date whether this is news; without one, by when it was first seen here."""
    since = min(post.article.published or post.created_at, post.created_at + _SKEW)
    return now - since < FRESH
