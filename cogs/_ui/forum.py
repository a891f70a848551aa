"""Posts of a forum: each story is a thread of its own, with tags by its categories.

Discord takes no nonce for them. So a thread whose answer was lost is never opened again before it
was looked for, by the ids in the buttons of its first message (D8, D9).
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime

import discord
from discord import ui

from bot.domain.forum_tag import ForumTag, fitting_tags
from bot.domain.model import Post
from bot.services.ports import Sent
from cogs._ui.card_text import thread_name
from cogs._ui.mention import pinging
from cogs._ui.story_id import story_ids


async def open_thread(
    forum: discord.ForumChannel, post: Post, card: ui.LayoutView, files: list[discord.File]
) -> Sent:
    """Open a thread for a post, with its card as the first message."""
    tags = [tag for tag in forum.available_tags if tag.id in tags_for(forum, post)]
    made = await forum.create_thread(
        name=thread_name(post.article),
        view=card,
        files=files,
        applied_tags=tags,
        allowed_mentions=pinging(post.mention),
    )
    return Sent(made.message.id, made.thread.id)


def tags_for(forum: discord.ForumChannel, post: Post) -> tuple[int, ...]:
    """Return the tags for a post; one that Discord called malformed gets only what it must have."""
    return fitting_tags(
        [ForumTag(tag.id, tag.name, tag.moderated) for tag in forum.available_tags],
        () if post.plainness else post.article.categories,
        required=forum.flags.require_tag,
        moderator=forum.permissions_for(forum.guild.me).manage_threads,
    )


async def find_thread(
    forum: discord.ForumChannel, post: Post, *, after: datetime, before: datetime
) -> Sent | None:
    """Return the message that began a thread for a post in a time."""
    async for thread in _threads(forum, after=after):
        ours = thread.owner_id == forum.guild.me.id and after < _opened(thread) <= before
        first = await _first_message(thread) if ours else None
        if first and post.story_id in story_ids(first.components):
            return Sent(first.id, thread.id)
    return None


async def _threads(
    forum: discord.ForumChannel, *, after: datetime
) -> AsyncIterator[discord.Thread]:
    """Yield the forum's threads; of the archived ones those that may have been opened since."""
    for thread in await forum.guild.active_threads():
        if thread.parent_id == forum.id:
            yield thread
    async for thread in forum.archived_threads(limit=None):  # those archived last come first
        if thread.archive_timestamp < after:
            return
        yield thread


def _opened(thread: discord.Thread) -> datetime:
    return discord.utils.snowflake_time(thread.id)


async def _first_message(thread: discord.Thread) -> discord.Message | None:
    """Return the message that began a thread, unless it was deleted; the bot's own is of the bot."""
    first = [message async for message in thread.history(limit=1, oldest_first=True)]
    return next((one for one in first if one.author.id == thread.owner_id), None)
