from __future__ import annotations

from collections.abc import AsyncIterator

import discord
import pytest
import simcord
from discord import app_commands
from discord.ext import commands

from bot.command_sync import sync_commands
from tests.cogs.fakes import FakeMemory


@app_commands.command(description="First")
async def first(interaction: discord.Interaction) -> None: ...


@app_commands.command(description="Second")
async def second(interaction: discord.Interaction) -> None: ...


@pytest.fixture
async def tree() -> AsyncIterator[app_commands.CommandTree[commands.Bot]]:
    bot = commands.Bot("!", intents=discord.Intents(guilds=True), help_command=None)
    bot.tree.add_command(first)
    env = simcord.Env(bot)
    await env.start()
    yield bot.tree
    await env.shutdown()
    await bot.close()


async def test_first_start_syncs(tree: app_commands.CommandTree[commands.Bot]):
    assert await sync_commands(tree, FakeMemory())


async def test_restart_with_the_same_commands_does_not_sync(
    tree: app_commands.CommandTree[commands.Bot],
):
    memory = FakeMemory()
    await sync_commands(tree, memory)
    assert not await sync_commands(tree, memory)


async def test_new_command_syncs(tree: app_commands.CommandTree[commands.Bot]):
    memory = FakeMemory()
    await sync_commands(tree, memory)
    tree.add_command(second)
    assert await sync_commands(tree, memory)


async def test_failed_sync_is_not_noted(tree: app_commands.CommandTree[commands.Bot]):
    memory = FakeMemory()
    await sync_commands(tree, memory)
    noted = dict(memory.texts)
    tree.add_command(second)

    async def offline() -> None:
        raise ConnectionError

    tree.sync = offline  # type: ignore[method-assign, assignment]
    with pytest.raises(ConnectionError):
        await sync_commands(tree, memory)
    assert memory.texts == noted
