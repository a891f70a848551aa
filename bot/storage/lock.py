"""One process per database (D10)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.domain.error import DatabaseInUse
from bot.storage.failure import translated


@contextmanager
def held(database: Path) -> Iterator[None]:
    """Hold the lock of a database for the time of the block; raise DatabaseInUse if it is held.

    The lock is an exclusive SQLite transaction on an empty file beside the database, so it is the
    operating system's own lock on every platform: it goes with the process, however that ends,
    and, unlike ``flock``, does not stay behind in worker processes forked from it.
    """
    path = database.with_name(f"{database.name}.lock")
    # The block may be left in another thread than it was entered in.
    connect = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
    with closing(connect) as lock:
        with translated(path):
            try:
                lock.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                    raise
                raise DatabaseInUse(
                    f"Newsreel is running already on {database}. Stop that process first, or set "
                    "NEWSREEL_DATABASE to another file."
                ) from error
        yield
