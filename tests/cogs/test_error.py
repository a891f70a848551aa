from __future__ import annotations

import logging
import re

import discord
import pytest
from discord import app_commands

from bot.domain.error import UserError
from cogs._ui.reply import explain
from tests.cogs.conftest import Server
from tests.cogs.fakes import status


async def fail(server: Server, error: Exception) -> str:
    server.subscribing.bug = error
    result = await server.moderator.slash(server.news, "status")
    assert result.ephemeral
    return result.response.content


async def test_sentence_for_the_person_is_shown_as_it_is(server: Server):
    assert await fail(server, UserError("The site is asleep.")) == "The site is asleep."


async def test_bug_is_told_by_a_reference_alone(server: Server):
    text = await fail(server, RuntimeError("/secret/path and a token"))
    assert re.fullmatch(r"Something went wrong on our side, .* Reference: `[0-9a-f]{4}`", text)


async def test_log_has_the_traceback_under_the_same_reference(
    server: Server, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.ERROR, "cogs")
    text = await fail(server, RuntimeError("the cause"))
    [record] = [r for r in caplog.records if r.name == "cogs._ui.reply"]
    assert text.split("`")[1] in record.getMessage()
    assert record.exc_info
    assert str(record.exc_info[1]) == "the cause"


async def test_bug_in_a_lasting_button_is_told_too(server: Server):
    """M54."""
    server.subscribing.state = status(held=1)
    asked = await server.moderator.slash(server.news, "status")

    async def broken(guild_id: int, *, newest: int) -> int:
        raise RuntimeError("inside")

    server.subscribing.release_held = broken  # type: ignore[method-assign]
    result = await server.moderator.click(asked.response, label="Skip them all")
    assert "Reference" in result.followups[0].content


async def test_very_long_sentence_is_cut(server: Server):
    """M48."""
    assert len(await fail(server, UserError("word " * 2_000))) <= 2_000


async def test_answer_that_discord_refuses_ends_there(
    server: Server, caplog: pytest.LogCaptureFixture
):
    """M55: the interaction is too old; that is worth a line in the log, no more."""
    server.subscribing.bug = UserError("too late")
    server.env.inject_error("POST", "/webhooks/*", status=404, code=10015)
    await server.moderator.slash(server.news, "status")
    assert "could not be explained" in caplog.text


class Told:
    """An interaction of which only the answer counts."""

    def __init__(self) -> None:
        self.response = self
        self.texts: list[str] = []

    def is_done(self) -> bool:
        return False

    async def send_message(self, text: str, *, ephemeral: bool) -> None:
        assert ephemeral
        self.texts.append(text)


@pytest.mark.parametrize(
    ("error", "word"),
    [
        (app_commands.CommandNotFound("feed", []), "has just changed"),
        (app_commands.NoPrivateMessage(), "in a server only"),
        (app_commands.MissingPermissions(["manage_guild"]), "Manage Server"),
        (
            app_commands.TransformerError(
                "#hidden", discord.AppCommandOptionType.channel, app_commands.Transformer()
            ),
            "View Channel",
        ),
    ],
)
async def test_refusals_of_discord_py_are_sentences(error: Exception, word: str):
    told = Told()
    await explain(told, error)  # type: ignore[arg-type]
    assert word in told.texts[0]
