"""A bot in its own process meets the loopback Discord, is killed, and comes back."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.loopback import LoopbackDiscord
from tests.loopback.bot_process import BotProcess
from tests.loopback.channel import Channel
from tests.loopback.server import Watcher

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills as POSIX systems do")


MINIMAL = (sys.executable, "-m", "tests.loopback.minimal_bot")


@pytest.fixture
async def process(fake: LoopbackDiscord, tmp_path: Path) -> AsyncIterator[BotProcess]:
    async with BotProcess(fake, tmp_path, command=MINIMAL) as bot:
        yield bot


async def test_the_world_outlives_a_bot_that_is_killed_in_the_middle_of_a_send(
    fake: LoopbackDiscord, channel: Channel, process: BotProcess
) -> None:
    """D8: the second process sends the same nonce and gets the first message."""
    fake.watch = _once("accepted", "POST /channels/{}/messages", process.kill_now)
    await process.start()
    assert await process.wait() == -9
    sent = asyncio.Event()
    fake.watch = _once("answered", "POST /channels/{}/messages", sent.set)
    await process.start()
    await asyncio.wait_for(sent.wait(), 5)
    assert [message.text for message in channel.messages] == ["Hello"]


async def test_a_bot_that_ends_by_itself_is_told_with_its_log(
    fake: LoopbackDiscord, tmp_path: Path
) -> None:
    command = (sys.executable, "-c", "raise SystemExit('no settings')")
    async with BotProcess(fake, tmp_path, command=command) as bot:
        with pytest.raises(AssertionError, match="no settings"):
            await bot.start()


def _once(moment: str, route: str, act: Callable[[], object]) -> Watcher:
    def watch(seen_moment: str, seen_route: str) -> None:
        if (seen_moment, seen_route) == (moment, route):
            act()

    return watch
