from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.domain.error import DatabaseTooNew, StorageError
from bot.storage.database import open_database
from bot.storage.migration import migrate, require_sqlite
from bot.storage.schema import MIGRATIONS

ONE = "CREATE TABLE film (id INTEGER PRIMARY KEY, title TEXT) STRICT;"
TWO = "ALTER TABLE film ADD COLUMN year INTEGER; UPDATE film SET year = 2031;"
BROKEN = "ALTER TABLE film ADD COLUMN year INTEGER; UPDATE cinema SET year = 2031;"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "newsreel.db"


def read(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def schema(path: Path) -> list[tuple[object, ...]]:
    return read(path, "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name")


def version(path: Path) -> object:
    return read(path, "PRAGMA user_version")[0][0]


def made(path: Path, *migrations: str) -> None:
    migrate(path, migrations)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO film (title) VALUES ('Paper Moons')")


def copies(path: Path) -> list[str]:
    return sorted(copy.name for copy in path.parent.glob("*.bak*"))


def content(path: Path) -> bytes:
    return path.read_bytes()


def filled(path: Path, with_content: bytes) -> bytes:
    path.write_bytes(with_content)
    return with_content


@pytest.mark.parametrize("old", range(len(MIGRATIONS) + 1))
def test_an_upgraded_database_has_the_schema_of_a_fresh_one(path: Path, old: int) -> None:
    fresh = path.with_name("fresh.db")
    migrate(fresh)
    migrate(path, MIGRATIONS[:old])
    migrate(path)
    assert (schema(path), version(path)) == (schema(fresh), len(MIGRATIONS))


def test_an_upgrade_keeps_what_was_stored(path: Path) -> None:
    made(path, ONE)
    migrate(path, (ONE, TWO))
    assert read(path, "SELECT title, year FROM film") == [("Paper Moons", 2031)]


def test_half_a_migration_leaves_the_old_version(path: Path) -> None:
    made(path, ONE)
    before = schema(path)
    with pytest.raises(sqlite3.OperationalError):
        migrate(path, (ONE, BROKEN))
    assert (schema(path), version(path)) == (before, 1)


def test_a_migration_that_breaks_references_is_taken_back(path: Path) -> None:
    made(path, ONE)
    orphan = """
    CREATE TABLE still (film_id INTEGER REFERENCES film (id)) STRICT;
    INSERT INTO still VALUES (77);
    """
    with pytest.raises(sqlite3.IntegrityError):
        migrate(path, (ONE, orphan))
    assert version(path) == 1


def test_the_migrations_before_a_broken_one_stay(path: Path) -> None:
    made(path, ONE)
    with pytest.raises(sqlite3.OperationalError):
        migrate(path, (ONE, TWO, BROKEN))
    assert version(path) == 2


def test_a_copy_is_made_before_an_upgrade(path: Path) -> None:
    made(path, ONE)
    migrate(path, (ONE, TWO))
    copy = path.with_name("newsreel.db.v1.bak")
    assert read(copy, "SELECT * FROM film") == [(1, "Paper Moons")]
    assert version(copy) == 1


def test_the_copy_can_take_the_place_of_the_database(path: Path) -> None:
    made(path, ONE)
    migrate(path, (ONE, TWO))
    path.with_name("newsreel.db.v1.bak").replace(path)
    migrate(path, (ONE, TWO))
    assert read(path, "SELECT title, year FROM film") == [("Paper Moons", 2031)]


def test_the_copy_holds_what_is_still_in_the_write_ahead_log(path: Path) -> None:
    made(path, ONE)
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("INSERT INTO film (title) VALUES ('Late Ferry')")
        other.commit()
        migrate(path, (ONE, TWO))
    copy = path.with_name("newsreel.db.v1.bak")
    assert read(copy, "SELECT count(*) FROM film") == [(2,)]


def test_neither_a_fresh_nor_a_current_database_is_copied(path: Path) -> None:
    made(path, ONE)
    migrate(path, (ONE,))
    assert copies(path) == []


def test_the_newest_three_copies_are_kept(path: Path) -> None:
    steps = [ONE, *(f"ALTER TABLE film ADD COLUMN c{n} TEXT;" for n in range(5))]
    for number in range(1, len(steps) + 1):
        migrate(path, steps[:number])
    assert copies(path) == [f"newsreel.db.v{number}.bak" for number in (3, 4, 5)]


async def test_a_newer_database_is_refused_and_left_as_it_is(path: Path) -> None:
    """V64."""
    migrate(path, (*MIGRATIONS, ONE))
    before = content(path)
    with pytest.raises(DatabaseTooNew, match="newer"):
        async with open_database(path):
            pass
    assert content(path) == before


@pytest.mark.parametrize(
    "text",
    [b"x", b"x" * 511, b"Dear diary, today\n" * 500, b"SQLite format 3\x00" + b"\xff" * 8000],
    ids=["one byte", "small", "text", "only a header"],
)
async def test_a_file_that_is_no_database_is_left_as_it_is(path: Path, text: bytes) -> None:
    """V64: never overwritten."""
    before = filled(path, text)
    with pytest.raises(StorageError, match="left as it is"):
        async with open_database(path):
            pass
    assert content(path) == before


def test_a_damaged_database_is_left_as_it_is(path: Path) -> None:
    """V64: the header is fine, pages in the middle are not."""
    made(path, *MIGRATIONS, ONE)
    sound = content(path)
    before = filled(path, sound[:4096] + b"\xa5" * 40960 + sound[4096 + 40960 :])
    with pytest.raises(StorageError, match="left as it is"):
        migrate(path, (*MIGRATIONS, ONE))
    assert content(path) == before


async def test_another_programs_database_is_left_as_it_is(path: Path) -> None:
    """V64."""
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE song (title TEXT)")
    before = content(path)
    with pytest.raises(StorageError, match="another program"):
        async with open_database(path):
            pass
    assert content(path) == before


@pytest.mark.parametrize(
    ("damage", "lacking"),
    [
        ("ALTER TABLE post DROP COLUMN files", "post.files"),
        ("DROP TABLE photo_host", "photo_host, photo_host.host"),
        ("DROP INDEX post_unmended", "post_unmended"),
    ],
)
def test_a_database_that_lacks_what_its_version_has_is_left_as_it_is(
    path: Path, damage: str, lacking: str
) -> None:
    """V64: as one from between two releases does."""
    migrate(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(damage)
    before = content(path)
    with pytest.raises(StorageError, match=f"lacks {lacking}.* move it away"):
        migrate(path)
    assert content(path) == before


async def test_an_empty_file_is_a_new_database(path: Path) -> None:
    filled(path, b"")
    async with open_database(path):
        pass
    assert version(path) == len(MIGRATIONS)


def test_an_old_sqlite_is_explained() -> None:
    require_sqlite((3, 37, 0))
    with pytest.raises(StorageError, match=r"3\.36\.1"):
        require_sqlite((3, 36, 1))
