"""The weekly digest by the real process, killed while it is sent: one message all the same."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.digest import DigestPlan
from bot.domain.emoji import UP
from bot.storage.database import open_database
from bot.storage.digest import DigestTable
from bot.storage.score import ScoreTable
from tests.loopback import LoopbackDiscord
from tests.loopback.bot_process import ForkedBot
from tests.loopback.channel import Channel
from tests.loopback.faults import HISTORY, SEND
from tests.loopback.message import Message
from tests.storage.world import World as Stories

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills as POSIX systems do")

MINUTES = timedelta(minutes=10)


@dataclass
class Life:
    """A bot whose server has a story with a vote, and a digest that is due; it does not run."""

    fake: LoopbackDiscord
    bot: ForkedBot
    channel: Channel

    async def prepare(self) -> None:
        now = datetime.now(UTC)
        planned = now.replace(minute=0, second=0, microsecond=0)
        message = self.channel.add_message(self.fake.world.bot, at=planned - timedelta(days=1))
        guild = self.channel.guild
        guild.add_member("fan").react(message, UP)
        async with open_database(self.bot.database) as database:
            stories = Stories(database)
            post_id = await stories.post(self.channel.id, guild_id=guild.id)
            await stories.sent(post_id, message.id, planned - timedelta(days=1))
            async with database.write() as tx:
                await tx.execute_fetchall(
                    "INSERT INTO vote SELECT guild_id, story_id, 1, 1, 0 FROM post"
                )
                await ScoreTable(database).recount(tx, [(guild.id, 1)])
                plan = DigestPlan(
                    guild_id=guild.id,
                    channel_id=self.channel.id,
                    weekday=planned.weekday(),
                    hour=planned.hour,
                    time_zone="UTC",
                    next_at=planned,
                    not_before=planned,
                )
                await DigestTable(database).set(tx, plan)

    def kill_when(self, moment: str, route: str) -> None:
        """Kill the bot when that is seen, once."""

        def watch(what: str, where: str) -> None:
            if (what, where) == (moment, route):
                self.fake.watch = lambda _moment, _route: None
                self.bot.kill_now()

        self.fake.watch = watch

    def pass_minutes(self) -> None:
        """Let Discord forget the nonces, and the try that is in doubt be older than they last."""
        with sqlite3.connect(self.bot.database) as db:
            past = MINUTES // timedelta(microseconds=1)
            db.execute("UPDATE digest SET sending_at = sending_at - ?, not_before = 0", (past,))
        db.close()
        self.fake.memory.nonces.clear()

    def digests(self) -> list[Message]:
        return [one for one in self.channel.messages if "The week’s best" in one.text]

    def settled(self) -> bool:
        with sqlite3.connect(self.bot.database) as db:
            (found,) = db.execute("SELECT last_at FROM digest").fetchone()
        db.close()
        return bool(found)

    async def until(self, true: Callable[[], object]) -> None:
        ends = time.monotonic() + 30
        while not true():
            assert time.monotonic() < ends, "it did not happen"
            await asyncio.sleep(0.02)


@pytest.fixture
async def life(tmp_path: Path) -> AsyncIterator[Life]:
    async with LoopbackDiscord() as fake, ForkedBot(fake, tmp_path) as bot:
        channel = fake.world.add_guild("Cinema Club").add_channel("film-news")
        life = Life(fake, bot, channel)
        await life.prepare()
        yield life


async def test_it_comes_with_its_picture(life: Life) -> None:
    await life.bot.start()
    await life.until(life.settled)
    [message] = life.digests()
    assert "the-weeks-best.jpg" in str(message.components)


@pytest.mark.parametrize("minutes", [False, True], ids=["at once", "minutes later"])
@pytest.mark.parametrize("moment", ["received", "accepted"])
async def test_killed_while_it_is_sent_it_comes_once(
    life: Life, moment: str, minutes: bool
) -> None:
    """D8, D9: before and after Discord took it, with the nonce and without."""
    life.kill_when(moment, SEND)
    await life.bot.start(ready=False)
    await life.bot.wait()
    if minutes:
        life.pass_minutes()
    await life.bot.start()
    await life.until(life.settled)
    assert len(life.digests()) == 1


async def test_killed_while_it_is_looked_for_it_comes_once(life: Life) -> None:
    """D8."""
    life.kill_when("accepted", SEND)
    await life.bot.start(ready=False)
    await life.bot.wait()
    life.pass_minutes()
    life.kill_when("accepted", HISTORY)
    await life.bot.start(ready=False)
    await life.bot.wait()
    await life.bot.start()
    await life.until(life.settled)
    assert len(life.digests()) == 1
