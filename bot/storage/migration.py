"""Bring the file up to the schema that this version of the bot works with."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from bot.domain.error import DatabaseTooNew, StorageError
from bot.storage.failure import translated
from bot.storage.schema import APPLICATION, MIGRATIONS

_COPIES = 3
_OLDEST_SQLITE = (3, 37, 0)  # the first with STRICT tables
_SMALLEST = 512  # bytes of the smallest database; what is smaller SQLite takes for an empty file


def migrate(path: Path, migrations: Sequence[str] = MIGRATIONS) -> None:
    """Create the database or upgrade it, after a copy was made; an unusable file is left as it is.

    ``PRAGMA user_version`` is the number of migrations that were applied. Raises StorageError for
    a file that is damaged, lacks what its version has, or is none of ours (V64), DatabaseTooNew for a newer one.
    """
    require_sqlite()
    with translated(path), closing(sqlite3.connect(path, isolation_level=None)) as connection:
        if 0 < path.stat().st_size < _SMALLEST:
            raise _failure(sqlite3.SQLITE_NOTADB, "file is too small")
        version = _version(connection, path)
        if version > len(migrations):
            raise DatabaseTooNew(
                f"The database {path} was written by a newer Newsreel (schema {version}, this one "
                f"knows {len(migrations)}). Install that version again, or use another file."
            )
        if version:
            _require_names(connection, migrations[:version], path)
        if 0 < version < len(migrations):
            _copy(connection, path, version)
        for number, script in enumerate(migrations[version:], start=version + 1):
            _apply(connection, number, script)


def require_sqlite(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> None:
    """Raise StorageError if Python was built with an SQLite that is too old."""
    if version < _OLDEST_SQLITE:
        raise StorageError(
            f"This Python comes with SQLite {'.'.join(map(str, version))}, Newsreel needs 3.37 or "
            "newer. Install a current Python, from python.org for instance."
        )


def _version(connection: sqlite3.Connection, path: Path) -> int:
    """Return the schema's version of a file that is sound and ours, 0 for an empty one."""
    tables = _number(connection, "SELECT count(*) FROM sqlite_schema")
    if tables and _number(connection, "PRAGMA application_id") != APPLICATION:
        raise StorageError(
            f"The file {path} is another program's database. It was left as it is: "
            "set NEWSREEL_DATABASE to another file."
        )
    found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise _failure(sqlite3.SQLITE_CORRUPT, found)
    return _number(connection, "PRAGMA user_version")


def _require_names(connection: sqlite3.Connection, applied: Sequence[str], path: Path) -> None:
    """Raise StorageError unless the file has all that its migrations made."""
    with closing(sqlite3.connect(":memory:")) as fresh:
        for script in applied:
            fresh.executescript(script)
        lacking = _names(fresh) - _names(connection)
    if lacking:
        raise StorageError(
            f"The database {path} lacks {', '.join(sorted(lacking)[:3])}: it was written by a Newsreel "
            "between two releases, or changed by hand. It was left as it is: move it away, or set "
            "NEWSREEL_DATABASE to another file, and add the feeds again."
        )


def _names(connection: sqlite3.Connection) -> set[str]:
    """Return the names of all tables, views and indexes, and of the columns of the tables."""
    rows = connection.execute(
        """
        SELECT name FROM sqlite_schema UNION ALL
        SELECT it.name || '.' || col.name FROM sqlite_schema AS it, pragma_table_xinfo(it.name) AS col
        WHERE it.type = 'table'
        """
    )
    return {row[0] for row in rows}


def _failure(code: int, finding: str) -> sqlite3.DatabaseError:
    """Return the error that SQLite itself would raise on meeting what we found."""
    error = sqlite3.DatabaseError(finding)
    error.sqlite_errorcode = code
    return error


def _number(connection: sqlite3.Connection, sql: str) -> int:
    return int(connection.execute(sql).fetchone()[0])


def _apply(connection: sqlite3.Connection, number: int, script: str) -> None:
    """Run one migration: all of it with its version, or nothing."""
    try:
        # executescript would commit what is open, so the transaction begins inside it.
        connection.executescript(f"BEGIN IMMEDIATE;\n{script}")
        _require_references(connection)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise


def _require_references(connection: sqlite3.Connection) -> None:
    broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    if broken:
        raise sqlite3.IntegrityError(f"a migration breaks references: {tuple(broken)}")


def _copy(connection: sqlite3.Connection, path: Path, version: int) -> None:
    """Copy the database to ``<name>.v<version>.bak`` beside it and keep the newest copies only."""
    target = _copy_path(path, version)
    unfinished = target.with_suffix(".bak.part")
    unfinished.unlink(missing_ok=True)
    with closing(sqlite3.connect(unfinished)) as copy:
        connection.backup(copy)
    unfinished.replace(target)
    for old in range(version - _COPIES, 0, -1):
        _copy_path(path, old).unlink(missing_ok=True)


def _copy_path(path: Path, version: int) -> Path:
    return path.with_name(f"{path.name}.v{version}.bak")
