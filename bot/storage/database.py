"""The database: one file, one writer, a few readers.

What is written goes through ``Database.write``, what is read through ``Database.read``. On one
connection for both, a second task's statement would join the first one's transaction and go with
its rollback.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import NewType

import aiosqlite

from bot.domain.error import StorageError
from bot.storage.failure import translated
from bot.storage.lock import held
from bot.storage.migration import migrate

Tx = NewType("Tx", aiosqlite.Connection)
"""The writer, inside a transaction. Only ``Database.write`` hands it out."""

_READERS = 2
_PATIENCE = timedelta(seconds=5)

# A post is in state "sending" on the disk before Discord is called, else a cut of the power could
# send it twice: so FULL, where NORMAL would be enough for a killed process alone.
_WRITER = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
PRAGMA temp_store = MEMORY;
"""
# Words and posts of a question are on hundreds of pages all over the file: mapped, each is where the
# system has it already. What is written goes the usual way, so that a full disk is an error, not a crash.
_READER = """
PRAGMA query_only = ON;
PRAGMA temp_store = MEMORY;
PRAGMA mmap_size = 2147418112;
"""


class Database:
    """Hand out the writer, to one task at a time, and the readers."""

    def __init__(
        self, path: Path, writer: aiosqlite.Connection, readers: list[aiosqlite.Connection]
    ) -> None:
        self.path = path
        self._writer = writer
        self._turn = asyncio.Lock()
        self._owner: asyncio.Task[object] | None = None
        self._closed = False
        # The last one used has the warmest cache.
        self._readers: asyncio.LifoQueue[aiosqlite.Connection] = asyncio.LifoQueue()
        for reader in readers:
            self._readers.put_nowait(reader)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Tx]:
        """Open the one write transaction: committed at the end of the block, or rolled back.

        Raises StorageError for what disk, file and locks can do wrong; then nothing of the block
        was stored. A cancellation that comes during the commit may find it done.
        """
        if self._owner is asyncio.current_task():
            raise RuntimeError("this task has a write transaction already: pass its tx along")
        async with self._turn:
            self._require_open()
            self._owner = asyncio.current_task()
            try:
                async with _transaction(self._writer, "BEGIN IMMEDIATE", self.path):
                    yield Tx(self._writer)
            finally:
                self._owner = None

    @asynccontextmanager
    async def read(self) -> AsyncIterator[aiosqlite.Connection]:
        """Lend a reader; all that the block reads is of one moment.

        Pass the reader along inside the block: who asks for a second one may wait for ever.
        """
        reader = await self._readers.get()
        try:
            self._require_open()
            async with _transaction(reader, "BEGIN", self.path):
                yield reader
        finally:
            self._readers.put_nowait(reader)

    @asynccontextmanager
    async def reading(self, tx: aiosqlite.Connection | None) -> AsyncIterator[aiosqlite.Connection]:
        """Read inside a transaction that is open already, else with a reader of its own."""
        if tx is not None:
            yield tx
            return
        async with self.read() as reader:
            yield reader

    async def close(self) -> None:
        """Let the transactions that are open end, and refuse all that follow."""
        async with self._turn:
            self._closed = True
        for reader in [await self._readers.get() for _ in range(_READERS)]:
            self._readers.put_nowait(reader)

    def _require_open(self) -> None:
        if self._closed:
            raise StorageError(f"The database {self.path} is closed already.")


@asynccontextmanager
async def open_database(path: Path, *, patience: timedelta = _PATIENCE) -> AsyncIterator[Database]:
    """Open the database, made or upgraded first where needed, for the time of the block.

    ``patience`` is how long a statement waits for a lock that another program holds. Raises
    DatabaseInUse (D10), DatabaseTooNew, or StorageError with what to do (V64).
    """
    path = path.resolve()  # noqa: ASYNC240 - once, at the start
    async with AsyncExitStack() as stack:
        with translated(path):
            # Nothing else runs yet that could be held up, and an upgrade is not to be cancelled.
            _make_folder(path.parent)
            stack.enter_context(held(path))
            migrate(path)
            writer = await stack.enter_async_context(_connection(path, _WRITER, patience))
            readers = [
                await stack.enter_async_context(_connection(path, _READER, patience))
                for _ in range(_READERS)
            ]
        database = Database(path, writer, readers)
        stack.push_async_callback(database.close)
        yield database


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            f"The folder {folder} can't be made ({error.strerror}). Check the path, and who may "
            "write there, or set NEWSREEL_DATABASE to another place."
        ) from error


@asynccontextmanager
async def _connection(
    path: Path, pragmas: str, patience: timedelta
) -> AsyncIterator[aiosqlite.Connection]:
    connect = aiosqlite.connect(
        path, timeout=patience.total_seconds(), isolation_level=None, cached_statements=256
    )
    async with connect as connection:
        connection.row_factory = aiosqlite.Row
        await connection.executescript(pragmas)
        yield connection


@asynccontextmanager
async def _transaction(
    connection: aiosqlite.Connection, begin: str, path: Path
) -> AsyncIterator[None]:
    """Begin, and commit or roll back.

    A cancelled statement still runs in the connection's thread, so ``begin`` stands inside too;
    and the rollback is queued behind it, before the next one's ``begin``, even if the wait for it
    is cancelled as well.
    """
    with translated(path):
        try:
            await connection.execute_fetchall(begin)
            yield
            await connection.commit()
        except BaseException:
            await connection.rollback()
            raise
