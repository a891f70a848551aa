"""The bot as a process: it ends when asked, alone on its database, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.loopback import LoopbackDiscord
from tests.loopback.bot_process import BotProcess

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills as POSIX systems do")


@pytest.fixture
async def fake() -> AsyncIterator[LoopbackDiscord]:
    async with LoopbackDiscord() as running:
        running.world.add_guild("Cinema Club").add_channel("film-news")
        yield running


@pytest.fixture
async def bot(fake: LoopbackDiscord, tmp_path: Path) -> AsyncIterator[BotProcess]:
    async with BotProcess(fake, tmp_path) as process:
        yield process


async def test_sigterm_ends_it_with_code_0_and_no_traceback(bot: BotProcess) -> None:
    await bot.start()
    assert await bot.stop() == 0
    assert "Traceback" not in bot.log.read_text()


async def test_a_second_process_on_the_same_database_is_refused(
    fake: LoopbackDiscord, bot: BotProcess, tmp_path: Path
) -> None:
    """D10."""
    await bot.start()
    async with BotProcess(fake, tmp_path) as second:
        second.log = tmp_path / "second.log"
        await second.start(ready=False)
        assert await asyncio.wait_for(second.wait(), 15) == 1
    assert "running already" in second.log.read_text()
    assert fake.gateway.identified == 1


async def test_commands_are_synced_once_and_not_at_the_next_start(
    fake: LoopbackDiscord, bot: BotProcess
) -> None:
    await bot.start()
    await bot.stop()
    await bot.start()
    assert fake.memory.syncs == 1


async def test_the_token_is_in_no_line_of_the_log(fake: LoopbackDiscord, bot: BotProcess) -> None:
    await bot.start()
    await bot.stop()
    assert fake.token not in bot.log.read_text()


async def test_a_token_that_discord_refuses_ends_it_with_a_sentence(
    fake: LoopbackDiscord, bot: BotProcess
) -> None:
    fake.token = "another"  # what Discord knows; the process still gets the old one
    bot.settings["DISCORD_TOKEN"] = (
        "MTAwMDAwMDAwMDAwMDAwMDAwMA.GaBcDe.abcdefghijklmnopqrstuvwxyz012345"
    )
    await bot.start(ready=False)
    assert await asyncio.wait_for(bot.wait(), 15) == 1
    log = bot.log.read_text()
    assert "DISCORD_TOKEN" in log
    assert "Traceback" not in log


async def test_a_token_that_is_taken_back_while_it_runs_ends_it_with_a_sentence(
    fake: LoopbackDiscord, bot: BotProcess
) -> None:
    await bot.start()
    fake.gateway._token = "another"
    fake.disconnect(4004)
    # discord.py may connect once more before it believes it, and pauses before each identify.
    assert await asyncio.wait_for(bot.wait(), 45) == 1
    log = bot.log.read_text()
    assert "DISCORD_TOKEN" in log
    assert "Traceback" not in log


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
async def test_worker_processes_end_after_the_bot_was_killed(bot: BotProcess) -> None:
    await bot.start()
    session = bot.pid
    os.kill(session, signal.SIGKILL)
    ends = time.monotonic() + 10
    while (left := _alive_in(session)) and time.monotonic() < ends:  # noqa: ASYNC110 - not ours
        await asyncio.sleep(0.05)
    assert left == []


def _alive_in(session: int) -> list[str]:
    """Return the command lines of the session's processes, those that only wait to be reaped not."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(") ")[2].split()
            command = (folder / "cmdline").read_text().replace("\0", " ")
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(command)
    return found


async def test_a_refused_resume_comes_back_to_the_gateway_of_our_api(
    fake: LoopbackDiscord, bot: BotProcess
) -> None:
    """D10: behind a proxy it stays there, and its workers run on, once each."""
    await bot.start()
    fake.gateway.may_resume = False
    fake.disconnect()
    await fake.ready(sessions=2)
    assert bot.running
