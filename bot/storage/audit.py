"""Who changed what in a server, and when."""

from __future__ import annotations

from datetime import datetime

from bot.domain.audit import Action, AuditEntry
from bot.storage.database import Database, Tx
from bot.storage.value import from_json, from_time, to_object, to_time


class AuditTable:
    """Keep the log of a server."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, tx: Tx, entry: AuditEntry) -> None:
        """Note a change, in the transaction that makes it."""
        detail = {"before": dict(entry.before), "after": dict(entry.after)}
        await tx.execute_fetchall(
            """
            INSERT INTO audit (guild_id, user_id, at, action, subject, detail)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            (
                entry.guild_id,
                entry.user_id,
                to_time(entry.at),
                entry.action,
                entry.subject,
                to_object(detail),
            ),
        )

    async def page(self, guild_id: int, *, offset: int, limit: int) -> list[AuditEntry]:
        """Return entries of a server, newest first."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                "SELECT * FROM audit WHERE guild_id = ? ORDER BY id DESC LIMIT ? OFFSET ?",
                (guild_id, limit, offset),
            )
        entries = []
        for row in rows:
            detail = from_json(row["detail"])
            entries.append(
                AuditEntry(
                    guild_id=guild_id,
                    user_id=row["user_id"],
                    at=from_time(int(row["at"])),
                    action=Action(row["action"]),
                    subject=row["subject"],
                    before=detail["before"],
                    after=detail["after"],
                )
            )
        return entries

    async def count(self, guild_id: int) -> int:
        """Return how many changes of a server are known."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                "SELECT count(*) FROM audit WHERE guild_id = ?", (guild_id,)
            )
        found: int = next(iter(rows))[0]
        return found

    async def forget(self, tx: Tx, guild_id: int, *, before: datetime) -> None:
        """Forget what a server changed before a moment."""
        await tx.execute_fetchall(
            "DELETE FROM audit WHERE guild_id = ? AND at < ?", (guild_id, to_time(before))
        )
