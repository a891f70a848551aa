"""Hosts that give their photos to their own pages only: Discord can't load them from there."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from bot.storage.database import Database, Tx
from bot.storage.value import to_json, to_time

REMEMBERED = timedelta(days=30)  # then the host is tried again: people change their settings


class PhotoHostTable:
    """Keep which hosts refuse hotlinks, for REMEMBERED."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def refusing(self, hosts: Collection[str], now: datetime) -> frozenset[str]:
        """Return those of the hosts that are known to refuse hotlinks."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT host FROM photo_host
                WHERE host IN (SELECT value FROM json_each(?)) AND refused_at > ?
                """,
                (to_json(hosts), to_time(now - REMEMBERED)),
            )
        return frozenset(row["host"] for row in rows)

    async def remember(self, tx: Tx, hosts: Collection[str], now: datetime) -> None:
        """Record that hosts refused just now, and forget those that did so long ago."""
        await tx.execute_fetchall(
            "DELETE FROM photo_host WHERE refused_at <= ?", (to_time(now - REMEMBERED),)
        )
        await tx.execute_fetchall(
            """
            INSERT INTO photo_host (host, refused_at) SELECT value, ? FROM json_each(?) WHERE true
            ON CONFLICT (host) DO UPDATE SET refused_at = excluded.refused_at
            """,
            (to_time(now), to_json(sorted(hosts))),
        )
