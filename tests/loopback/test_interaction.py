"""Slash commands, buttons and modals come over the gateway and are answered over REST."""

from __future__ import annotations

import discord

from tests.loopback import LoopbackDiscord
from tests.loopback.channel import Channel
from tests.loopback.plain_bot import PlainBot, card, connected


async def test_a_slash_command_is_answered(fake: LoopbackDiscord, channel: Channel) -> None:
    moderator = channel.guild.add_member("Ada", moderator=True)
    bot = PlainBot()

    @bot.tree.command(name="where", description="Say where.")
    async def where(interaction: discord.Interaction, place: discord.TextChannel) -> None:
        await interaction.response.defer(ephemeral=True)
        await interaction.followup.send(f"{place.name}", view=discord.ui.View())

    async with connected(fake, bot):
        await bot.tree.sync()
        answer = await fake.client.run(moderator, channel, "where", place=channel).answer()
    assert answer.text == "film-news"
    assert channel.messages == []


async def test_a_button_opens_a_modal_and_its_text_comes_back(
    fake: LoopbackDiscord, channel: Channel
) -> None:
    fan = channel.guild.add_member("Mina")

    class Name(discord.ui.Modal, title="A new collection"):
        name = discord.ui.TextInput(label="Name", custom_id="name")

        async def on_submit(self, interaction: discord.Interaction) -> None:
            await interaction.response.send_message(f"{self.name.value} it is", ephemeral=True)

    bot = PlainBot()

    @bot.event
    async def on_interaction(interaction: discord.Interaction) -> None:
        if interaction.type is discord.InteractionType.component:
            await interaction.response.send_modal(Name(custom_id="collect"))

    async with connected(fake, bot):
        message = channel.add_message(
            fake.world.bot, flags=1 << 15, components=card().to_components()
        )
        opened = fake.client.click(fan, message, "related:1")
        await opened.opened_modal()
        answer = await fake.client.submit(opened, name="Noir").answer()
    assert answer.text == "Noir it is"
