"""Forms whose state is their custom_id, as people fill them in."""

from __future__ import annotations

import re
from typing import Any, Self

import discord
import pytest
import simcord
from discord import ui

from bot.client import NewsreelBot
from bot.domain.error import UserError
from cogs._ui.button import LastingButton
from cogs._ui.form import LastingForm, answer_forms
from cogs._ui.reply import say
from tests.cogs.conftest import Server


class WishForm(LastingForm, template=r"nr:test:wish:(?P<number>\d+)"):
    def __init__(self, number: int) -> None:
        super().__init__(
            title="A wish, " + "of many words " * 4, custom_id=f"nr:test:wish:{number}"
        )
        self.number = number
        self.add_item(ui.Label(text="Film", component=ui.TextInput(custom_id="film")))
        self.add_item(
            ui.Label(
                text="Year",
                component=ui.Select(
                    custom_id="year", options=[discord.SelectOption(label=y) for y in ("26", "27")]
                ),
            )
        )

    @classmethod
    def from_custom_id(cls, match: re.Match[str], /) -> Self:
        return cls(int(match["number"]))

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        if self.typed("film") == "none":
            raise UserError("Please wish for a film.")
        if self.typed("film") == "bug":
            raise KeyError("film")
        wished = (
            f"{self.number}: {self.typed('film')} {self.chosen('year')} {self.typed('other')!r}"
        )
        await say(interaction, wished)


class OtherForm(LastingForm, template=r"nr:test:other"):
    """A form beside it, so that the right one must be found."""


class Wish(LastingButton, template=r"nr:test:ask"):
    def __init__(self) -> None:
        super().__init__(ui.Button(label="Wish", custom_id="nr:test:ask"))

    @classmethod
    async def from_custom_id(cls, *_: object) -> Self:
        return cls()

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_modal(WishForm(7))


async def prepare(bot: NewsreelBot) -> None:
    bot.add_dynamic_items(Wish)
    await answer_forms(bot, OtherForm, WishForm)
    await answer_forms(bot, WishForm)  # as two cogs would that share one


@pytest.fixture
async def asked(server: Server) -> simcord.InteractionResult:
    await prepare(server.bot)
    channel = server.bot.get_partial_messageable(server.news.id)
    await channel.send(view=ui.LayoutView(timeout=None).add_item(ui.ActionRow(Wish())))
    return await server.fan.click(server.news.last_message, label="Wish")


async def fill(server: Server, asked: simcord.InteractionResult, film: str):
    return await server.fan.submit_modal(asked, {"film": film, "year": ["27"]})


async def test_a_form_is_answered_with_what_was_typed_and_chosen(server: Server, asked):
    result = await fill(server, asked, "Dune")
    assert result.response.content == "7: Dune ('27',) ''"


async def test_a_form_is_answered_once(server: Server, asked):
    assert (await fill(server, asked, "Dune")).followups == []


async def test_a_form_that_was_sent_before_a_restart_is_answered(server: Server, asked):
    """M54."""
    await prepare(await server.restart())
    assert (await fill(server, asked, "Dune")).response.content.startswith("7: Dune")


async def test_a_form_that_was_sent_is_not_kept_in_memory(server: Server, asked):
    kept = server.bot._connection._view_store._modals
    assert asked.modal
    assert kept == {}


async def test_what_is_wrong_in_a_form_is_said(server: Server, asked):
    result = await fill(server, asked, "none")
    assert result.ephemeral
    assert result.response.content == "Please wish for a film."


async def test_a_bug_in_a_form_gets_a_reference(server: Server, asked):
    assert "Reference" in (await fill(server, asked, "bug")).response.content


async def test_a_long_title_is_cut_to_what_discord_takes(server: Server, asked):
    """M48."""
    assert len(asked.modal["title"]) <= 45
