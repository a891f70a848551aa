"""Votes are Discord's reactions, exactly, whenever the bot is killed, stopped or cut off."""

from __future__ import annotations

import asyncio
import os
import random
from pathlib import Path

import pytest

from tests.e2e.votes import Electorate
from tests.loopback import LoopbackDiscord
from tests.loopback.bot_process import ForkedBot
from tests.loopback.forked import Nursery

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills as POSIX systems do")


RUNS = int(os.environ.get("RUNS", "15"))
SEED = int(os.environ.get("SEED", random.SystemRandom().randrange(10**6)))
AT_ONCE = int(os.environ.get("AT_ONCE", "15"))


async def test_stored_votes_are_the_reactions_whatever_happened_meanwhile(tmp_path: Path) -> None:
    """V56 to V62, D16, M52, M53: each run has its own seed; ``RUNS=1 SEED=…`` repeats one."""
    print(f"{RUNS} runs, SEED={SEED}")
    turns = asyncio.Semaphore(AT_ONCE)

    async def run(seed: int, nursery: Nursery) -> list[str]:
        folder = tmp_path / str(seed)
        folder.mkdir()
        async with turns:
            wrong = await _run(seed, folder, nursery)
        return [f"SEED={seed}: {one}" for one in wrong]

    async with Nursery(tmp_path / "nursery.log") as nursery:
        seeds = range(SEED, SEED + RUNS)
        found = await asyncio.gather(*(run(seed, nursery) for seed in seeds))
    assert not any(found), "\n".join(one for wrong in found for one in wrong[:8])


async def _run(seed: int, folder: Path, nursery: Nursery) -> list[str]:
    async with LoopbackDiscord() as fake, ForkedBot(fake, folder, nursery=nursery) as bot:
        electorate = Electorate(fake, bot, seed=seed)
        try:
            wrong = await electorate.run()
        except (AssertionError, TimeoutError) as failure:
            wrong = [f"{type(failure).__name__}: {failure}"]
        if wrong:
            print(f"SEED={seed}: {electorate.plan}, {dict(electorate.deeds)}")
    return wrong
