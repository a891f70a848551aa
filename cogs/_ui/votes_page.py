"""What a person voted on, in pages that turn for ever."""

from __future__ import annotations

import re
from typing import Any, Self

import discord
from discord import ui

from bot.client import NewsreelBot
from bot.domain.text import width
from bot.language import marked, t, tn
from bot.services.ranking import VOTES_PAGE, Ranking, StoryPage
from cogs._ui.audience import scope_of
from cogs._ui.button import LastingButton, note
from cogs._ui.story_entry import vote_entry
from cogs._ui.turns import MORE, add_turns

NO_VOTES = marked(
    "**No votes yet.** React below a story in this server, up or down, and you find it here again."
)
_MAX_TEXT = 4_000
_FRAME = 50  # UTF-16 units of the foot, at most


async def votes_page(
    interaction: discord.Interaction[Any], ranking: Ranking, *, page: int = 0
) -> ui.LayoutView:
    """Return a page of the person's votes as they are now."""
    scope = scope_of(interaction, shared=False)
    found = await ranking.mine(interaction.user.id, scope, page=page)
    return votes_view(found, guild_id=scope.guild_id)


def votes_view(page: StoryPage, *, guild_id: int) -> ui.LayoutView:
    """Build a page."""
    if not page.stories:
        return note(t(NO_VOTES))
    head = tn("### You voted on {n} story", "### You voted on {n} stories", page.total)
    room = (_MAX_TEXT - width(head) - _FRAME) // VOTES_PAGE
    box: ui.Container[ui.LayoutView] = ui.Container()
    box.add_item(ui.TextDisplay(head))
    for story in page.stories:
        box.add_item(vote_entry(story, guild_id=guild_id, room=room))
    add_turns(box, page.page, page.pages, VotesTurn)
    return ui.LayoutView(timeout=None).add_item(box)


class VotesTurn(LastingButton, template=r"nr:mine:p(?P<page>\d{1,6})"):
    """Turn to a page of one's own votes."""

    def __init__(self, page: int, label: str = MORE) -> None:
        super().__init__(ui.Button(label=label, custom_id=f"nr:mine:p{page}"))
        self.page = page

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read the page's number."""
        return cls(int(match["page"]))

    async def act(self, interaction: discord.Interaction[NewsreelBot]) -> None:
        """Show the page in place of the one before."""
        await interaction.response.defer()
        ranking = interaction.client.services.ranking
        view = await votes_page(interaction, ranking, page=self.page)
        await interaction.edit_original_response(view=view)
