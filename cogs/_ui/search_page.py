"""What a search found, in pages that turn for ever."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Self

import discord
from discord import ui

from bot.client import NewsreelBot
from bot.domain.error import UserError
from bot.domain.text import escape, width
from bot.language import marked, t
from bot.services.searching import PAGE, FoundPage
from cogs._ui.audience import scope_of
from cogs._ui.button import LastingButton
from cogs._ui.server import server_id
from cogs._ui.story_entry import found_entry
from cogs._ui.turns import MORE, add_turns
from cogs._ui.words import stories

_MAX_TEXT = 4_000
_FRAME = 220  # UTF-16 units of the foot, at most
_HEAD = "### 🔎 "
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_NOTHING = marked(
    "**Nothing found.** Every word has to be in the story, so try fewer of them, or another "
    "spelling.\n"
    "-# `“two words”` stand next to each other · `-word` must not be there · `feed:gazette` · "
    "`by:smith` · `since:3d`"
)
_LOST = marked("I can’t tell any more what you looked for here. Please use `/search` again.")


def search_view(found: FoundPage, *, guild_id: int) -> ui.LayoutView:
    """Build a page."""
    head = f"{_HEAD}{escape(found.query.text)}"
    room = (_MAX_TEXT - width(head) - _FRAME) // PAGE
    box: ui.Container[ui.LayoutView] = ui.Container()
    box.add_item(ui.TextDisplay(head))
    for story in found.stories:
        box.add_item(found_entry(story, found.query.wanted, guild_id=guild_id, room=room))
    if not found.stories:
        box.add_item(ui.TextDisplay(t(_NOTHING)))
    add_turns(box, found.page, found.pages, SearchTurn, before=_total(found))
    return ui.LayoutView(timeout=None).add_item(box)


def _total(found: FoundPage) -> str:
    """Return how many stories there are, and in which order they stand."""
    if not found.total:
        return ""
    there = stories(found.total)
    if not found.complete:
        there = t(
            "{stories} among the newest: another word, or `since:`, narrows it down", stories=there
        )
    if found.total == 1:
        return there
    return f"{there} · {t('best first') if found.query.wanted else t('newest first')}"


def typed(components: Iterable[Any]) -> str:
    """Return what was looked for on a page, from the message itself.

    A query may be longer than a ``custom_id``, and nothing is kept of what people look for. Its text
    is in the head of its page, escaped, which Discord gives back with each click, whenever that is.
    Raises UserError for a message that has no such head.
    """
    for text in _texts(components):
        first = text.split("\n", 1)[0]
        if first.startswith(_HEAD):
            return _ESCAPED.sub(r"\1", first.removeprefix(_HEAD)).replace("@\u200b", "@")
    raise UserError(_LOST)


def _texts(components: Iterable[Any]) -> Iterator[str]:
    for component in components:
        if isinstance(component, discord.TextDisplay):
            yield component.content
        yield from _texts(getattr(component, "children", ()))


class SearchTurn(LastingButton, template=r"nr:search:(?P<page>\d{1,4})"):
    """Turn to a page of what was found, as it is now."""

    def __init__(self, page: int, label: str = MORE) -> None:
        super().__init__(ui.Button(label=label, custom_id=f"nr:search:{page}"))
        self.page = page

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read the page's number."""
        return cls(int(match["page"]))

    async def act(self, interaction: discord.Interaction[NewsreelBot]) -> None:
        """Show the page in place of the one before."""
        query = typed(interaction.message.components if interaction.message else ())
        await interaction.response.defer()
        searching = interaction.client.services.searching
        scope = scope_of(interaction, shared=False)
        found = await searching.search(query, scope, page=self.page)
        view = search_view(found, guild_id=server_id(interaction))
        await interaction.edit_original_response(view=view)
