"""The form in which a moderator sets the words that hide photos."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from bot.domain.spoiler import MAX_WORD, MAX_WORDS
from bot.domain.text import cut, escape
from bot.moderator import require_manager
from bot.services.feed_desk import FeedDesk
from bot.services.standing import FeedInChannel
from cogs._ui.reply import explain, say
from cogs._ui.server import server_id

_MAX_TITLE = 45  # of a form, for Discord
_MAX_NAME = 80
_PATIENCE = 3_600.0  # seconds; nobody tells of a form that was closed, and discord.py keeps it
_MAX_LISTED = 1_500  # characters of the words in the answer
_LONGEST = MAX_WORDS * (MAX_WORD + 1)


class SpoilerForm(ui.Modal):
    """One field with the words as they are set, one a line."""

    def __init__(self, desk: FeedDesk, feed: FeedInChannel) -> None:
        name = feed.feed.title or feed.feed.url
        super().__init__(title=cut(f"Spoilers of {name}", _MAX_TITLE), timeout=_PATIENCE)
        self._desk = desk
        self._subscription_id = feed.subscription.id
        self.words: ui.TextInput[SpoilerForm] = ui.TextInput(
            custom_id="words",
            style=discord.TextStyle.paragraph,
            default="\n".join(feed.subscription.spoiler_words),
            placeholder="finale\nwho dies\npost-credits",
            required=False,
            max_length=_LONGEST,
        )
        self.add_item(
            ui.Label(
                text="Words that hide photos",
                description=f"One a line, up to {MAX_WORDS}. Leave it empty to hide none.",
                component=self.words,
            )
        )

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        """Store the words, and say what holds now."""
        await require_manager(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        feed = await self._desk.set_spoiler_words(
            self._subscription_id,
            self.words.value,
            guild_id=server_id(interaction),
            by=interaction.user.id,
        )
        await say(interaction, _outcome(feed))

    async def on_error(  # type: ignore[override]  # a form has no item, as in discord.py's Modal
        self, interaction: discord.Interaction[Any], error: Exception, /
    ) -> None:
        """Explain it to the person."""
        await explain(interaction, error)


def _outcome(feed: FeedInChannel) -> str:
    words = feed.subscription.spoiler_words
    name = escape(cut(feed.feed.title or feed.feed.url, _MAX_NAME))
    where = f"**{name}** in <#{feed.subscription.channel_id}>"
    if not words:
        return f"No words hide the photos of {where} now. What a site itself marks stays hidden."
    listed = cut(" · ".join(map(escape, words)), _MAX_LISTED)
    return (
        f"From now on, photos of {where} are hidden behind a spoiler where the story, or the "
        f"photo’s caption, says one of these:\n{listed}"
    )
