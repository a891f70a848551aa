"""Single values that must outlive the process, such as the hash of the commands last synced."""

from __future__ import annotations

from bot.storage.database import Database, Tx


class MetaTable:
    """Keep one text for each key."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, key: str, *, tx: Tx | None = None) -> str | None:
        """Return the text of a key, None where there is none."""
        async with self._database.reading(tx) as connection:
            rows = await connection.execute_fetchall("SELECT value FROM meta WHERE key = ?", (key,))
        return next((str(row["value"]) for row in rows), None)

    async def set(self, tx: Tx, key: str, value: str) -> None:
        """Store the text of a key in place of what it had."""
        await tx.execute_fetchall(
            """
            INSERT INTO meta (key, value) VALUES (?, ?)
            ON CONFLICT (key) DO UPDATE SET value = excluded.value
            """,
            (key, value),
        )
