from __future__ import annotations

import pytest
import simcord

from tests.cogs.conftest import build_bot
from tests.cogs.fakes import FakeMemory, FakeSubscribing


async def test_bot_starts_though_discord_refuses_its_commands(caplog: pytest.LogCaptureFixture):
    """L30: stories matter more than commands, which the next start registers."""
    memory = FakeMemory()
    bot = build_bot(FakeSubscribing(), memory)
    env = simcord.Env(bot, shard_count=1)
    env.inject_error("PUT", "/applications/*/commands", status=503)
    await env.start()
    assert bot.is_ready()
    assert memory.texts == {}
    assert "the next start tries again" in caplog.text
    await env.shutdown()
    await bot.close()


async def test_bot_asks_for_no_privileged_intent():
    intents = build_bot(FakeSubscribing(), FakeMemory()).intents
    assert [name for name, wanted in intents if wanted] == [
        "guilds",
        "guild_messages",
        "guild_reactions",
    ]
