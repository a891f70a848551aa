"""Threads for talk and publishing, over the real database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.errand import Errand
from bot.domain.error import ChannelGone, DeliveryError, Forbidden, Unreachable
from bot.domain.model import Post
from bot.domain.setting import Settings
from bot.services.errands import RunningErrands
from bot.storage.database import open_database
from bot.storage.errand import ErrandTable
from tests.services.world import FakeClock
from tests.storage.world import NOW, World

HOUR = timedelta(hours=1)
MISSING = Forbidden("Create Public Threads is missing")


class Square:
    """Channels in which threads are started and posts published, and a clock."""

    def __init__(self, seeds: World) -> None:
        self.seeds = seeds
        self.clock = FakeClock()
        self.clock.time = NOW
        self.talks: list[int | None] = []
        self.published: list[int | None] = []
        self.fail: DeliveryError | None = None
        self.table = ErrandTable(seeds.database)

    async def start_talk(self, post: Post) -> None:
        if self.fail:
            raise self.fail
        self.talks.append(post.message_id)

    async def publish(self, post: Post) -> bool:
        if self.fail:
            raise self.fail
        self.published.append(post.message_id)
        return True

    async def sent(self, message_id: int, **settings: bool) -> int:
        """Let a post be sent for which these settings hold."""
        subscription = await self.seeds.subscribed((await self.seeds.feed()).id)
        async with self.seeds.database.write() as tx:
            await self.seeds.subscriptions.set_settings(tx, subscription.id, Settings(**settings))
        post_id = await self.seeds.post_for(subscription)
        await self.seeds.sent(post_id, message_id, self.clock.now())
        async with self.seeds.database.write() as tx:
            await self.table.begin(tx, post_id, frozenset(Errand), self.clock.now())
        return post_id

    async def run(self, errand: Errand) -> None:
        """Run all errands of a kind that are due."""
        lane = RunningErrands(
            errand,
            db=self.seeds.database,
            table=self.table,
            posts=self.seeds.posts,
            errands=self,
            clock=self.clock,
        )
        for post_id in await lane.due(limit=99, busy=()):
            await lane.work(post_id)

    async def next_at(self, errand: Errand) -> datetime | None:
        return await self.table.next_due_at(errand)

    async def problem(self) -> str | None:
        sql = "SELECT max(side_problem) FROM subscription"
        return await self.seeds.value(sql)  # type: ignore[return-value]


@pytest.fixture
async def square(tmp_path: Path) -> AsyncIterator[Square]:
    async with open_database(tmp_path / "newsreel.db") as database:
        yield Square(World(database))


async def test_errands_are_run_once(square: Square) -> None:
    await square.sent(1001, thread=True, publish=True)
    for _ in range(2):
        await square.run(Errand.TALK)
        await square.run(Errand.PUBLISH)
    assert (square.talks, square.published) == ([1001], [1001])


async def test_errand_that_moderators_no_longer_want_is_left(square: Square) -> None:
    await square.sent(1001)
    await square.run(Errand.TALK)
    assert (square.talks, await square.next_at(Errand.TALK)) == ([], None)


async def test_missing_permission_is_a_problem_until_a_thread_is_started(square: Square) -> None:
    """M50: posts go out all the same; moderators are told."""
    await square.sent(1001, thread=True)
    square.fail = MISSING
    await square.run(Errand.TALK)
    told = await square.problem()
    square.fail = None
    square.clock.pass_(HOUR)
    await square.run(Errand.TALK)
    assert (told, await square.problem()) == (str(MISSING), None)
    assert square.talks == [1001]


async def test_limit_on_publishing_rests_the_channel_for_as_long_as_discord_asks(
    square: Square,
) -> None:
    for message_id in (1001, 1002):
        await square.sent(message_id, publish=True)
    square.fail = Unreachable("rate limited", retry_after=HOUR / 2)
    await square.run(Errand.PUBLISH)
    assert await square.next_at(Errand.PUBLISH) == NOW + HOUR / 2


async def test_newest_post_is_published_first(square: Square) -> None:
    for message_id in (1001, 1002, 1003):
        await square.sent(message_id, publish=True)
    await square.run(Errand.PUBLISH)
    assert square.published == [1003, 1002, 1001]


async def test_what_was_published_is_edited_more_rarely(square: Square) -> None:
    """M52."""
    post_id = await square.sent(1001, publish=True)
    await square.run(Errand.PUBLISH)
    assert await square.seeds.value("SELECT crossposted FROM post WHERE id = ?", post_id)


@pytest.mark.parametrize("error", [ChannelGone("gone"), None], ids=["no channel", "a day later"])
async def test_errand_ends_with_its_channel_or_after_a_day(
    square: Square, error: DeliveryError | None
) -> None:
    await square.sent(1001, thread=True)
    square.fail = error or MISSING
    square.clock.pass_(timedelta(0) if error else 25 * HOUR)
    await square.run(Errand.TALK)
    assert await square.next_at(Errand.TALK) is None
