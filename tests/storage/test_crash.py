"""Real processes, killed with SIGKILL."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from bot.domain.error import DatabaseInUse
from bot.storage.database import open_database
from tests.storage.process import running, wait_for
from tests.storage.world import World

HOLD = """
say("ready")
await asyncio.Event().wait()
"""


async def test_a_second_process_is_refused_until_the_first_is_gone(tmp_path: Path) -> None:
    """D10: also when the first was killed and could clean up nothing."""
    path = tmp_path / "newsreel.db"
    with running(path, HOLD) as process:
        wait_for(process, "ready")
        with pytest.raises(DatabaseInUse, match="running already"):
            async with open_database(path):
                pass
    async with open_database(path) as database:
        assert await World(database).posts.next_due_at() is None


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
async def test_workers_of_a_killed_process_do_not_keep_the_database(tmp_path: Path) -> None:
    """D10: a forked worker may live on for a while; it holds no lock."""
    path = tmp_path / "newsreel.db"
    body = """
    child = os.fork()
    if child == 0:
        import time; time.sleep(60); os._exit(0)
    (Path(sys.argv[1]).parent / "child").write_text(str(child))
    say("ready")
    await asyncio.Event().wait()
    """
    try:
        with running(path, body) as process:
            wait_for(process, "ready")
            process.kill()
            process.wait()
            async with open_database(path) as database:
                assert await World(database).posts.next_due_at() is None
            os.kill(_child(tmp_path), 0)  # it was alive all the time
    finally:
        os.kill(_child(tmp_path), signal.SIGKILL)


def _child(folder: Path) -> int:
    return int((folder / "child").read_text())


@pytest.mark.parametrize("stop_after", ["etag", "article", "seen", "commit"])
async def test_validators_and_entries_are_stored_together(tmp_path: Path, stop_after: str) -> None:
    """L25: killed between any two of them, either all or none is there."""
    path = tmp_path / "newsreel.db"
    body = f"""
    from dataclasses import replace

    async def step(name):
        if name == {stop_after!r}:
            say("ready")
            await asyncio.Event().wait()

    feed = await world.feed()
    async with database.write() as tx:
        await world.feeds.save(tx, replace(feed, etag=b'"new"'))
        await step("etag")
        await world.add_article(tx, feed.id, guid("1"))
        await step("article")
        await world.seen.remember(tx, feed.id, [b"1"], NOW)
        await step("seen")
    await step("commit")
    """
    with running(path, body) as process:
        wait_for(process, "ready")
    async with open_database(path) as database:
        world = World(database)
        stored = (
            await world.value("SELECT count(*) FROM feed WHERE etag IS NOT NULL"),
            await world.value("SELECT count(*) FROM article_key"),
            await world.value("SELECT count(*) FROM seen"),
        )
    assert stored == ((1, 1, 1) if stop_after == "commit" else (0, 0, 0))


@pytest.mark.parametrize("writes", [1, 7, 40])
async def test_no_committed_row_is_lost_when_killed_during_writes(
    tmp_path: Path, writes: int
) -> None:
    """V64: all that was said to be committed is there, and the file is sound."""
    path = tmp_path / "newsreel.db"
    body = """
    feed = await world.feed()
    for number in range(100_000):
        await world.article(feed.id)
        say(number)
    """
    with running(path, body) as process:
        wait_for(process, str(writes))
    async with open_database(path) as database:
        count = await World(database).value("SELECT count(*) FROM article")
        last = await World(database).value("SELECT max(id) FROM article")
    assert count == last > writes
