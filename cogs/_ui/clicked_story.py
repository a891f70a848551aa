"""Which story somebody means who clicks on a card, or on what came of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import discord

from bot.client import NewsreelBot
from bot.domain.error import UserError
from bot.language import marked
from bot.services.finding import FoundStory
from cogs._ui.audience import is_adult, scope_of
from cogs._ui.story_id import story_ids

GONE = marked(
    "That story isn’t there any more, or not where you can see it. Nothing was changed. Please "
    "choose another."
)
NO_CARD = marked(
    "That message isn’t the card of one story. Please use this on a story’s own post: a list leads "
    "there by **see the post**. `/collection add` also takes a link or a title."
)

_POST = re.compile(r"https://discord\.com/channels/\d{1,19}/\d{1,19}/(\d{1,19})")

_Click = discord.Interaction[NewsreelBot]


async def story_here(interaction: _Click, story_id: int) -> FoundStory:
    """Return the story of what was clicked; raises UserError where it is not to be seen.

    A card is believed before its buttons: its story may have joined another one since.
    """
    card = interaction.message
    found = None
    if card and not card.flags.ephemeral:
        found = await interaction.client.services.finding.by_message(card.id)
    found = found or await _by_id(interaction, story_id, card)
    if found is None:
        raise UserError(GONE)
    return found


async def story_of_message(interaction: _Click, message: discord.Message) -> FoundStory:
    """Return the story of a message that somebody chose; raises UserError for any other message."""
    found = await interaction.client.services.finding.by_message(message.id)
    if found is None and message.author == interaction.client.user:
        stories = story_ids(message.components)
        found = await _by_id(interaction, stories.pop(), message) if len(stories) == 1 else None
    if found is None:
        raise UserError(NO_CARD)
    return found


def for_adults(interaction: _Click, story: FoundStory) -> bool:
    """Tell whether a story was met in a channel for adults alone: its photos stay hidden then."""
    server = interaction.guild
    place = server and server.get_channel_or_thread(story.channel_id)
    return is_adult(place or interaction.channel)


async def _by_id(
    interaction: _Click, story_id: int, message: discord.Message | None
) -> FoundStory | None:
    """Return a story of this server; in a private chat that of the post to which a message leads.

    No one but the bot writes its messages: what they lead to, the person was shown.
    """
    if interaction.guild_id is None:
        return await _by_link(interaction, message)
    scope = scope_of(interaction, shared=False)
    return await interaction.client.services.finding.by_story(story_id, scope)


async def _by_link(interaction: _Click, message: discord.Message | None) -> FoundStory | None:
    *_, last = "", *_urls(message.components if message else ())  # others may be a feed's
    post = _POST.fullmatch(last)
    return await interaction.client.services.finding.by_message(int(post[1])) if post else None


def _urls(components: Iterable[Any]) -> Iterator[str]:
    """Yield where the buttons lead, however deep they are nested."""
    for component in components:
        if url := getattr(component, "url", None):
            yield url
        yield from _urls(getattr(component, "children", ()))
