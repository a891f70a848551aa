from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.error import DatabaseInUse, StorageError
from bot.storage.database import Database, Tx, open_database

INSERT = "INSERT INTO meta (key, value) VALUES (?, 'x')"


async def put(tx: Tx, key: object) -> None:
    await tx.execute_fetchall(INSERT, (str(key),))


async def keys(database: Database) -> list[str]:
    async with database.read() as reader:
        rows = await reader.execute_fetchall("SELECT key FROM meta ORDER BY key")
    return [row["key"] for row in rows]


async def test_what_was_written_is_there_when_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "down" / "newsreel.db"
    async with open_database(path) as database, database.write() as tx:
        await put(tx, "a")
    async with open_database(path) as database:
        assert await keys(database) == ["a"]


async def test_an_exception_takes_back_the_whole_block(database: Database) -> None:
    """L25: one transaction, all of it or nothing."""

    async def fails() -> None:
        async with database.write() as tx:
            await put(tx, "a")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fails()
    assert await keys(database) == []


async def test_one_tasks_rollback_leaves_anothers_rows_alone(database: Database) -> None:
    begun, other_waits = asyncio.Event(), asyncio.Event()

    async def fails() -> None:
        async with database.write() as tx:
            await put(tx, "lost")
            begun.set()
            await other_waits.wait()
            raise ZeroDivisionError

    async def succeeds() -> None:
        await begun.wait()
        other_waits.set()
        async with database.write() as tx:
            await put(tx, "kept")

    await asyncio.gather(fails(), succeeds(), return_exceptions=True)
    assert await keys(database) == ["kept"]


@pytest.mark.parametrize("steps", range(12))
async def test_writes_work_after_one_was_cancelled(database: Database, steps: int) -> None:
    """Wherever the cancellation comes: at BEGIN, in the body, at COMMIT."""

    async def cancelled() -> None:
        async with database.write() as tx:
            await put(tx, "cancelled")
            await put(tx, "half")

    task = asyncio.create_task(cancelled())
    for _ in range(steps):
        await asyncio.sleep(0)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    before = await keys(database)
    for number in range(20):
        async with database.write() as tx:
            await put(tx, f"n{number:02}")
    assert before in ([], ["cancelled", "half"])
    assert await keys(database) == [*before, *(f"n{number:02}" for number in range(20))]


async def test_two_hundred_writes_work_while_others_are_cancelled(database: Database) -> None:
    async def write(number: int) -> None:
        async with database.write() as tx:
            await put(tx, f"{number:03}")

    tasks = [asyncio.create_task(write(number)) for number in range(400)]
    for task in tasks[1::2]:
        asyncio.get_running_loop().call_later(0.0005 * tasks.index(task), task.cancel)
    done = await asyncio.gather(*tasks, return_exceptions=True)
    assert [result for result in done[::2] if result is not None] == []
    assert set(await keys(database)) >= {f"{number:03}" for number in range(0, 400, 2)}


async def test_a_second_cancellation_does_not_cut_the_rollback_short(database: Database) -> None:
    in_body = asyncio.Event()

    async def cancelled_twice() -> None:
        async with database.write() as tx:
            await put(tx, "a")
            in_body.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(cancelled_twice())
    await in_body.wait()
    task.cancel()
    asyncio.get_running_loop().call_soon(task.cancel)
    with pytest.raises(asyncio.CancelledError):
        await task
    async with database.write() as tx:
        await put(tx, "b")
    assert await keys(database) == ["b"]


async def test_a_write_inside_a_write_fails_instead_of_waiting_for_ever(database: Database) -> None:
    async with database.write():
        with pytest.raises(RuntimeError, match="pass its tx along"):
            async with database.write():
                pass


async def test_a_reader_sees_one_moment(database: Database) -> None:
    async with database.read() as reader:
        count = "SELECT count(*) FROM meta"
        before = await reader.execute_fetchall(count)
        async with database.write() as tx:
            await put(tx, "new")
        after = await reader.execute_fetchall(count)
    assert [*map(tuple, before)] == [*map(tuple, after)] == [(0,)]


async def test_a_reader_can_not_write(database: Database) -> None:
    with pytest.raises(StorageError):
        async with database.read() as reader:
            await put(Tx(reader), "a")


async def test_readers_do_not_wait_for_the_writer(database: Database) -> None:
    async with database.write() as tx:
        await put(tx, "a")
        assert await keys(database) == []


async def test_what_breaks_a_reference_is_refused(database: Database) -> None:
    """A broken constraint is a bug and stays what it is."""
    with pytest.raises(sqlite3.IntegrityError):
        async with database.write() as tx:
            await tx.execute_fetchall(
                "INSERT INTO seen (feed_id, fingerprint, last_seen_at) VALUES (99, x'00', 0)"
            )


async def test_a_commit_is_on_the_disk_and_readers_go_on_meanwhile(database: Database) -> None:
    """V64: synchronous FULL (2) outlives a cut of the power, WAL lets readers go on."""
    async with database.write() as tx:
        rows = [
            *await tx.execute_fetchall("PRAGMA synchronous"),
            *await tx.execute_fetchall("PRAGMA journal_mode"),
        ]
    assert [row[0] for row in rows] == [2, "wal"]


async def test_a_full_disk_is_explained_and_nothing_is_lost(database: Database) -> None:
    """V64."""

    async def write_too_much() -> None:
        async with database.write() as tx:
            await put(tx, "during")
            await put(tx, "x" * 100_000)

    async with database.write() as tx:
        await put(tx, "before")
        await tx.execute_fetchall("PRAGMA max_page_count = 1")  # SQLite takes the present size
    with pytest.raises(StorageError, match="disk is full"):
        await write_too_much()
    assert await keys(database) == ["before"]


async def test_a_lock_of_another_program_is_explained_and_passes(tmp_path: Path) -> None:
    """V64."""
    path = tmp_path / "newsreel.db"
    async with open_database(path, patience=timedelta(milliseconds=20)) as database:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StorageError, match="locked by another program"):
                async with database.write() as tx:
                    await put(tx, "a")
            other.execute("COMMIT")
        async with database.write() as tx:
            await put(tx, "b")
        assert await keys(database) == ["b"]


async def test_the_same_file_is_not_opened_twice(tmp_path: Path) -> None:
    """D10: by another spelling of its path neither."""
    path = tmp_path / "newsreel.db"
    (tmp_path / "link.db").symlink_to(path)
    async with open_database(path):
        with pytest.raises(DatabaseInUse):
            async with open_database(tmp_path / "link.db"):
                pass


async def test_a_refused_opening_leaves_the_lock_where_it_was(tmp_path: Path) -> None:
    """D10: the first stays the only one after the second was refused."""
    path = tmp_path / "newsreel.db"
    async with open_database(path):
        for _ in range(2):
            with pytest.raises(DatabaseInUse):
                async with open_database(path):
                    pass


async def test_after_the_end_a_transaction_is_refused(tmp_path: Path) -> None:
    async with open_database(tmp_path / "newsreel.db") as database:
        pass
    with pytest.raises(StorageError, match="closed"):
        async with database.write():
            pass
    with pytest.raises(StorageError, match="closed"):
        async with database.read():
            pass


async def test_the_end_waits_for_a_write_that_is_open(tmp_path: Path) -> None:
    path = tmp_path / "newsreel.db"
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def write(database: Database) -> None:
        async with database.write() as tx:
            await put(tx, "a")
            begun.set()
            await go_on.wait()

    async with open_database(path) as database:
        task = asyncio.create_task(write(database))
        await begun.wait()
        asyncio.get_running_loop().call_soon(go_on.set)
    await task
    async with open_database(path) as database:
        assert await keys(database) == ["a"]


async def test_a_folder_that_can_not_be_made_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError, match="can't be made"):
        async with open_database(tmp_path / "file" / "newsreel.db"):
            pass


async def test_a_folder_in_place_of_the_file_is_explained(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="can't be opened"):
        async with open_database(tmp_path):
            pass
