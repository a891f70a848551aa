from __future__ import annotations

import pytest

from bot.domain.error import UserError
from bot.storage.recount import RecountProgress
from tests.cogs.articles import NOON
from tests.cogs.conftest import Server
from tests.cogs.fakes import status
from tests.cogs.looks import DEFERRED, first_answer, labels_of, text_of


async def ask(server: Server):
    return await server.moderator.slash(server.news, "status")


async def test_status_counts(server: Server):
    result = await ask(server)
    text = text_of(result.response.components)
    assert "### 2 feeds in 1 channel" in text
    assert f"1,204 stories posted · the last <t:{NOON.timestamp():.0f}:R>" in text
    assert "Running for 1 day 3 hours" in text
    assert result.ephemeral


async def test_status_defers_first(server: Server):
    """M55."""
    await ask(server)
    assert first_answer(server.env)["type"] == DEFERRED


async def test_status_names_problems(server: Server):
    server.subscribing.state = status(problems=(UserError("Reel Post does not answer."),))
    assert "⚠️ Reel Post does not answer." in text_of((await ask(server)).response.components)


async def test_status_says_how_far_votes_are_compared(server: Server):
    """V56."""
    reconciling = server.bot.services.reconciling
    reconciling.state = RecountProgress(recent=1_700, compare=300, differs=2, unsure=10)
    text = text_of((await ask(server)).response.components)
    assert "Comparing votes with Discord’s: 1,388 of 1,700 stories done\n" in text


async def test_status_says_nothing_of_votes_that_are_compared(server: Server):
    server.bot.services.reconciling.state = RecountProgress(recent=1_700)
    assert "Comparing" not in text_of((await ask(server)).response.components)


async def test_status_of_a_quiet_server(server: Server):
    server.subscribing.state = status(posted=0, last_posted_at=None)
    assert "\nNo story posted\n" in text_of((await ask(server)).response.components)


async def test_status_of_a_server_without_feeds_says_how_to_begin(server: Server):
    server.subscribing.state = status(feeds=0, channels=0, posted=0, last_posted_at=None)
    assert "No feeds yet" in text_of((await ask(server)).response.components)


async def test_status_with_many_problems_is_within_discords_limits(server: Server):
    """M48."""
    server.subscribing.state = status(problems=(UserError("*" * 2_000),) * 50, held=3)
    assert "and 42 more" in text_of((await ask(server)).response.components)


async def test_nothing_is_asked_while_nothing_is_held(server: Server):
    assert labels_of((await ask(server)).response.components) == []


@pytest.mark.parametrize(
    ("label", "newest", "answer"),
    [
        ("Post the newest", 1, "Done: 1 story on the way, the others are skipped."),
        ("Skip them all", 0, "Done: the held stories are skipped, and I go on with what is new."),
    ],
)
async def test_held_stories_are_decided_on_also_after_a_restart(
    server: Server, label: str, newest: int, answer: str
):
    """D5, M54."""
    server.subscribing.state = status(held=40)
    asked = await ask(server)
    await server.restart()
    await server.moderator.click(asked.response, label=label)
    assert server.subscribing.released == [newest]
    assert text_of(asked.response.components) == answer


async def test_somebody_who_may_no_longer_manage_the_server_decides_nothing(server: Server):
    server.subscribing.state = status(held=40)
    asked = await ask(server)
    await server.bot.http.edit_role(server.guild.id, server.managers.id, permissions="0")
    click = await server.moderator.click(asked.response, label="Skip them all")
    assert server.subscribing.released == []
    assert click.response.content == "You need the **Manage Server** permission for this."
