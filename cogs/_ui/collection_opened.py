"""A story of a collection, open by itself: its card, and below it what can be done with it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import discord
from discord import ui

from bot.client import NewsreelBot
from bot.domain.collection import Collection, Order
from bot.language import t
from bot.services.browsing import SavedEntry
from cogs._ui.address import MAX_BUTTON_URL, safe_url
from cogs._ui.collection_entry import jump_url, saved_card
from cogs._ui.collection_page import collection_page
from cogs._ui.collection_parts import collection_button, framed, row
from cogs._ui.collection_place import SavedPlace, saved_button
from cogs._ui.collection_words import SAVED_AT, bold
from cogs._ui.words import when

_Click = discord.Interaction[NewsreelBot]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenStory:
    """A story that is open by itself; ``number`` counts from 1, None where it could not be found."""

    entry: SavedEntry
    collection: Collection
    place: SavedPlace
    number: int | None = None


async def show_saved(interaction: _Click, place: SavedPlace, *, said: str = "") -> None:
    """Show a story by itself in place of what was clicked or deferred."""
    story = await _opened(interaction, place)
    view = saved_view(story, guild_id=interaction.guild_id, said=said)
    await interaction.edit_original_response(view=view)


async def _opened(interaction: _Click, place: SavedPlace) -> OpenStory:
    """Return the story as the collection shows it: on the page where it was, or the next ones."""
    for page in (place.page, place.page + 1, max(0, place.page - 1)):
        found = await collection_page(interaction, place.collection_id, page=page)
        for number, entry in enumerate(found.entries, start=found.first + 1):
            if found.mine and entry.saved.id == place.saved_id:
                here = replace(place, page=found.page)
                return OpenStory(
                    entry=entry, collection=found.collection, place=here, number=number
                )
    collecting, user_id = interaction.client.services.collecting, interaction.user.id
    saved = await collecting.saved(user_id, place.saved_id)
    return OpenStory(
        entry=SavedEntry(saved=saved),
        collection=await collecting.get(user_id, saved.collection_id),
        place=replace(place, collection_id=saved.collection_id, page=0),
    )


def saved_view(story: OpenStory, *, guild_id: int | None, said: str = "") -> ui.LayoutView:
    """Build the story's card with what can be done with it."""
    entry, collection, place = story.entry, story.collection, story.place
    card = saved_card(entry)
    card.add_item(ui.TextDisplay("\n".join(part for part in (_where(story), said) if part)))
    read = safe_url(entry.saved.article.link, limit=MAX_BUTTON_URL)
    post = jump_url(entry, guild_id)
    rows = [
        row(
            ui.Button(label=t("Read"), url=read) if read else None,
            ui.Button(label=t("See the post"), url=post) if post else None,
            saved_button("savednote", place),
            saved_button("savedmove", place),
            saved_button("savedremove", place),
        ),
        row(*(saved_button(one, place) for one in ("savedfirst", "savedup", "saveddown")))
        if collection.order is Order.OWN
        else None,
        row(collection_button(collection.id, place.page, f"← {collection.name}")),
    ]
    for one in rows:
        if one is not None:
            card.add_item(one)
    return framed(card)


def _where(story: OpenStory) -> str:
    sorted_by_hand = story.number and story.collection.order is Order.OWN
    number = (
        t("Number {n:,} of {all:,}", n=story.number, all=story.collection.stories)
        if sorted_by_hand
        else ""
    )
    parts = (number, bold(story.collection), when(story.entry.saved.saved_at, SAVED_AT))
    return f"-# {' · '.join(part for part in parts if part)}"
