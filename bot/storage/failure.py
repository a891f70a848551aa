"""What SQLite's failures mean to a person, and what to do about each."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.domain.error import StorageError

_PRIMARY = 0xFF  # an extended result code carries the primary one in its low byte

_SENTENCES = {
    sqlite3.SQLITE_BUSY: "is locked by another program. Close what has it open, then try again.",
    sqlite3.SQLITE_LOCKED: "is locked. Close what else has it open, then try again.",
    sqlite3.SQLITE_FULL: "can't grow: the disk is full. Free some space; nothing stored was lost.",
    sqlite3.SQLITE_IOERR: "can't be read or written: the disk reports an error. Check the disk.",
    sqlite3.SQLITE_CANTOPEN: "can't be opened. Check that the folder is there and may be written.",
    sqlite3.SQLITE_PERM: "can't be opened. Check who owns the file and who may write to it.",
    sqlite3.SQLITE_READONLY: "can't be written. Check who owns the file and its folder.",
    sqlite3.SQLITE_AUTH: "can't be opened. Check who owns the file and who may write to it.",
    sqlite3.SQLITE_NOMEM: "can't be used: the memory is used up.",
    sqlite3.SQLITE_NOTADB: (
        "is not a database, or is damaged. It was left as it is: "
        "move it away and put the newest .bak copy in its place, or start with a new file."
    ),
    sqlite3.SQLITE_CORRUPT: (
        "is damaged. It was left as it is: copy it, then try `sqlite3 FILE .recover`, "
        "or put the newest .bak copy in its place."
    ),
}


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise what SQLite says of the disk, the file and its locks as StorageError (V64).

    All else, a broken constraint or a wrong statement, is a bug and stays what it is.
    """
    try:
        yield
    except sqlite3.Error as error:
        # Absent from errors that Python's module raises by itself.
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY
        if code not in _SENTENCES:
            raise
        raise StorageError(f"The database {path} {_SENTENCES[code]} ({error})") from error
