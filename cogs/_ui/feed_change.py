"""The menus and switches of a feed's page; they work after any restart (M54)."""

from __future__ import annotations

import discord

from bot.client import NewsreelBot
from bot.domain.error import UserError
from bot.language import marked, t
from bot.moderator import require_manager
from cogs._ui.feed_button import AFRESH, FEED, FeedButton, OfFeed, guild_of
from cogs._ui.feed_edit import choices, place_of, show_page
from cogs._ui.permissions import require
from cogs._ui.select import LastingChannelSelect, LastingRoleSelect, LastingSelect

_Click = discord.Interaction[NewsreelBot]

_SWITCHED = {
    ("thread", True): marked("Each story gets a thread for talk."),
    ("thread", False): marked("No more threads are started."),
    ("publish", True): marked("Stories are published to the channels that follow this one."),
    ("publish", False): marked("Stories are no longer published to other channels."),
}


async def change(interaction: _Click, subscription_id: int, said: str, **values: object) -> None:
    """Change settings of an interaction that is deferred, and show the page with them."""
    await interaction.client.services.feed_desk.change(
        subscription_id, guild_id=guild_of(interaction).id, by=interaction.user.id, **values
    )
    await show_page(interaction, subscription_id, said=f"✅ {said}")


class FeedSettingMenu(
    OfFeed,
    LastingSelect,
    template=rf"nr:feedset:(?P<name>look|summary|language|max_per_hour):{FEED}{AFRESH}",
):
    """Choose the look, the summary, the language, or how many posts an hour."""

    async def act(self, interaction: _Click) -> None:
        """Set it."""
        await require_manager(interaction)
        await interaction.response.defer()
        feed = await interaction.client.services.feed_desk.get(
            self.subscription_id, guild_id=guild_of(interaction).id
        )
        name = self.match["name"]
        for value, setting, words in choices(name, feed.subscription.settings):
            if [value] == self.item.values:
                await change(interaction, self.subscription_id, words, **{name: setting})


class FeedRoleMenu(OfFeed, LastingRoleSelect, template=rf"nr:feedrole:{FEED}{AFRESH}"):
    """Choose the role that is mentioned."""

    async def act(self, interaction: _Click) -> None:
        """Set it, or none."""
        await require_manager(interaction)
        await interaction.response.defer()
        role = next(iter(self.item.values), None)
        if role is None:
            said = t("Nobody is mentioned.")
        elif guild_of(interaction).get_role(role.id) is None:
            raise UserError("This server has no such role.")
        else:
            said = t("{role} is mentioned.", role=role.mention)
        await change(
            interaction, self.subscription_id, said, mention_role=role.id if role else None
        )


class FeedChannelMenu(OfFeed, LastingChannelSelect, template=rf"nr:feedchannel:{FEED}{AFRESH}"):
    """Choose where the feed goes."""

    async def act(self, interaction: _Click) -> None:
        """Move it, if the bot may post there (M50)."""
        await require_manager(interaction)
        await interaction.response.defer()
        place = await _place(interaction, self.item.values[0].id)
        require(place, guild_of(interaction).me, mention=place.mention)
        await interaction.client.services.feed_desk.move(
            self.subscription_id,
            place.id,
            guild_id=guild_of(interaction).id,
            by=interaction.user.id,
        )
        said = t("✅ Stories go to {channel} from now on.", channel=place.mention)
        await show_page(interaction, self.subscription_id, said=said)


async def _place(
    interaction: _Click, channel_id: int
) -> discord.TextChannel | discord.ForumChannel | discord.Thread:
    """Return a channel of this server; raise UserError where stories can't go."""
    place = await place_of(guild_of(interaction), channel_id)
    if not isinstance(place, discord.TextChannel | discord.ForumChannel | discord.Thread):
        raise UserError(
            "I can’t post in {channel}: I don’t see it, or it is no channel for stories.",
            channel=f"<#{channel_id}>",
        )
    return place


class FeedSwitch(
    FeedButton, template=rf"nr:feedswitch:(?P<name>thread|publish):(?P<on>[01]):{FEED}"
):
    """Start threads or not; publish or not."""

    async def act(self, interaction: _Click) -> None:
        """Set it."""
        await require_manager(interaction)
        await interaction.response.defer()
        name, on = self.match["name"], self.match["on"] == "1"
        said = t(_SWITCHED[name, on])
        await change(interaction, self.subscription_id, said, **{name: on})


class ResetFeed(FeedButton, template=rf"nr:feedreset:{FEED}"):
    """Set all settings back."""

    async def act(self, interaction: _Click) -> None:
        """Do it, and say what stays."""
        await require_manager(interaction)
        await interaction.response.defer()
        await interaction.client.services.feed_desk.reset(
            self.subscription_id, guild_id=guild_of(interaction).id, by=interaction.user.id
        )
        said = t("✅ All is set as for a new feed; the channel and the spoiler words stay.")
        await show_page(interaction, self.subscription_id, said=said)


class UndoChange(FeedButton, template=rf"nr:feedundo:{FEED}"):
    """Take the last change back."""

    async def act(self, interaction: _Click) -> None:
        """Do it; a second time it is done again."""
        await require_manager(interaction)
        await interaction.response.defer()
        await interaction.client.services.feed_desk.undo(
            self.subscription_id, guild_id=guild_of(interaction).id, by=interaction.user.id
        )
        said = t("✅ The last change is taken back. The same button makes it again.")
        await show_page(interaction, self.subscription_id, said=said)


CHANGE_ITEMS = (
    FeedSettingMenu,
    FeedRoleMenu,
    FeedChannelMenu,
    FeedSwitch,
    ResetFeed,
    UndoChange,
)
"""All that can be chosen there, but what opens a form."""
