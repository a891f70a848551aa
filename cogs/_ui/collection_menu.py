"""Add to Collection: the form of the first collection, and all that is clicked in the menu."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Self

import discord
from discord import ui

from bot.client import NewsreelBot
from bot.domain.error import UserError
from bot.language import t, told
from bot.services.finding import FoundStory
from cogs._ui.button import LastingButton
from cogs._ui.clicked_story import for_adults, story_here
from cogs._ui.collection_field import defer_in_place, name_field
from cogs._ui.collection_keep import Keeping, menu_view, new_button, turn_button
from cogs._ui.collection_parts import AFRESH
from cogs._ui.collection_words import bold, named
from cogs._ui.form import LastingForm
from cogs._ui.headline import post_url
from cogs._ui.reply import show
from cogs._ui.select import LastingSelect

_Click = discord.Interaction[NewsreelBot]


async def ask_where(interaction: _Click, story: FoundStory, *, said: str = "") -> None:
    """Ask into which collection a story goes: by a form for the first one, else by the menu.

    The interaction was not answered yet: a form can't come after anything else.
    """
    keeping = await _keeping(interaction, story)
    if keeping.shelf:
        await show(interaction, menu_view(keeping, said=said))
    else:
        await interaction.response.send_modal(KeepForm(story.story_id, first=True))


async def _keeping(interaction: _Click, story: FoundStory) -> Keeping:
    collecting, user_id = interaction.client.services.collecting, interaction.user.id
    return Keeping(
        story=story,
        shelf=await collecting.shelf(user_id),
        held_in=await collecting.holding(user_id, story.story_id),
        post=None if interaction.channel_id == story.place_id else _post(story),
    )


def _post(story: FoundStory) -> str | None:
    return post_url(story.guild_id, story.place_id, story.message_id)


async def _redraw(
    interaction: _Click,
    story: FoundStory,
    *,
    page: int = 0,
    offered: Sequence[int] = (),
    said: str = "",
) -> None:
    """Show the menu as it is now, in place of the one that was clicked."""
    keeping = await _keeping(interaction, story)
    view = menu_view(keeping, page=page, offered=offered, said=said)
    await interaction.edit_original_response(view=view)


class KeepChoice(
    LastingSelect, template=rf"nr:keep:(?P<story>\d{{1,18}}):(?P<page>\d{{1,2}}){AFRESH}"
):
    """Choose in which of the offered collections a story is: exactly the ticked ones."""

    def __init__(self, sent: ui.Select[Any], story_id: int, page: int) -> None:
        super().__init__(sent)
        self.story_id, self.page = story_id, page

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read the story; what was offered stands in the message."""
        sent = item if isinstance(item, ui.Select) else ui.Select(custom_id=match[0])
        return cls(sent, int(match["story"]), int(match["page"]))

    async def act(self, interaction: _Click) -> None:
        """Add the story, take it out, and go on showing the menu with what came of it."""
        await interaction.response.defer()
        story = await story_here(interaction, self.story_id)
        offered = _ids(option.value for option in self.item.options)
        said = await _choose(interaction, story, _ids(self.item.values), offered)
        await _redraw(interaction, story, page=self.page, offered=offered, said=said)


async def _choose(
    interaction: _Click, story: FoundStory, wanted: Sequence[int], offered: Sequence[int]
) -> str:
    """Return what came of it, also where it could not be done: the menu then shows what is true."""
    try:
        added, removed = await interaction.client.services.collecting.choose(
            interaction.user.id,
            story,
            frozenset(wanted),
            frozenset(offered),
            sensitive=for_adults(interaction, story),
        )
    except UserError as error:
        return told(error)
    said = (
        added and t("Added to {collections}.", collections=named(added)),
        removed and t("Taken out of {collections}.", collections=named(removed)),
    )
    return " ".join(sentence for sentence in said if sentence)


def _ids(values: Iterable[str]) -> list[int]:
    return [int(value) for value in values if value.isdecimal()]


class KeepTurn(LastingButton, template=r"nr:keepturn:(?P<story>\d{1,18}):(?P<page>\d{1,2})"):
    """Turn to other collections."""

    def __init__(self, story_id: int, page: int) -> None:
        super().__init__(turn_button(story_id, page, t("Older →")))
        self.story_id, self.page = story_id, page

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read the story and the page."""
        return cls(int(match["story"]), int(match["page"]))

    async def act(self, interaction: _Click) -> None:
        """Show them."""
        await interaction.response.defer()
        story = await story_here(interaction, self.story_id)
        await _redraw(interaction, story, page=self.page)


class KeepNew(LastingButton, template=r"nr:keepnew:s(?P<story>\d{1,18})"):
    """Make another collection for the story."""

    def __init__(self, story_id: int) -> None:
        super().__init__(new_button(story_id))
        self.story_id = story_id

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read the story."""
        return cls(int(match["story"]))

    async def act(self, interaction: _Click) -> None:
        """Ask for its name."""
        await interaction.response.send_modal(KeepForm(self.story_id))


class KeepForm(LastingForm, template=r"nr:keepform:(?P<story>\d{1,18})"):
    """Name a collection that is made with a story in it."""

    def __init__(self, story_id: int, *, first: bool = False) -> None:
        title = t("Your first collection") if first else t("A new collection")
        super().__init__(title=title, custom_id=f"nr:keepform:{story_id}")
        self.story_id = story_id
        self.add_item(
            name_field(t("The story goes into it. Only you see it, unless you make it public."))
        )

    @classmethod
    def from_custom_id(cls, match: re.Match[str], /) -> Self:
        """Read the story."""
        return cls(int(match["story"]))

    async def act(self, interaction: _Click) -> None:
        """Make it, and show the menu with what came of it."""
        await defer_in_place(interaction)
        story = await story_here(interaction, self.story_id)
        made = await interaction.client.services.collecting.create(
            interaction.user.id,
            self.typed("name"),
            story=story,
            sensitive=for_adults(interaction, story),
        )
        said = t("Made {collection}, and added the story.", collection=bold(made))
        await _redraw(interaction, story, said=said)
