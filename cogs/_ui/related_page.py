"""Earlier stories that belong to one."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.client import NewsreelBot
from bot.domain.error import UserError
from bot.domain.text import cut, escape, width
from bot.language import marked, t
from bot.services.finding import FoundStory
from bot.services.listing import ListedStory
from cogs._ui.audience import scope_of
from cogs._ui.headline import headline, post_url
from cogs._ui.story_entry import related_entry
from cogs._ui.words import isolated

_MAX_TEXT = 4_000
_MAX_TITLE = 80
_NOTHING = marked(
    "### Nothing related yet\n"
    "Nothing that came before really belongs to it, so you’re at the beginning of something. When "
    "more of its film or its people comes, you’ll find this story there."
)


async def related_page(
    interaction: discord.Interaction[NewsreelBot], story: FoundStory
) -> ui.LayoutView:
    """Return what belongs to a story, of what the person may read; raises UserError in a private chat."""
    if interaction.guild_id is None:
        raise _elsewhere(story)
    scope = scope_of(interaction, shared=False)
    found = await interaction.client.services.relating.related(story, scope)
    return related_view(story, found, guild_id=scope.guild_id)


def related_view(
    story: FoundStory, found: Sequence[ListedStory], *, guild_id: int
) -> ui.LayoutView:
    """Build the page."""
    title = isolated(escape(cut(headline(story.article), _MAX_TITLE)))
    small = t("Earlier stories that belong to “{title}”", title=title)
    head = f"### {t('Related')}\n-# {small}"
    box: ui.Container[ui.LayoutView] = ui.Container()
    if not found:
        box.add_item(ui.TextDisplay(t(_NOTHING)))
        return ui.LayoutView(timeout=None).add_item(box)
    box.add_item(ui.TextDisplay(head))
    room = (_MAX_TEXT - width(head)) // len(found)
    for one in found:
        box.add_item(related_entry(one, guild_id=guild_id, room=room))
    return ui.LayoutView(timeout=None).add_item(box)


def _elsewhere(story: FoundStory) -> UserError:
    """Say where related stories are to be seen: what somebody may read depends on the server."""
    url = post_url(story.guild_id, story.place_id, story.message_id)
    if url is None:
        return UserError(
            "Related stories are told in the server they are in. Please click **Related** on a "
            "story’s post."
        )
    return UserError(
        "Related stories are told in the server they are in. Please click **Related** on [the "
        "story’s post]({url}).",
        url=url,
    )
