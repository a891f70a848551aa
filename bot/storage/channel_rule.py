"""What moderators chose for a channel where it differs from what holds everywhere."""

from __future__ import annotations

from collections.abc import Collection

from bot.storage.database import Database, Tx
from bot.storage.value import to_json


class ChannelRuleTable:
    """Keep in which channels each outlet's article is posted by itself."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def joins(self, channel_id: int, *, tx: Tx | None = None) -> bool:
        """Tell whether articles on the same news share a card in a channel; they do at first."""
        async with self._database.reading(tx) as connection:
            rows = await connection.execute_fetchall(
                "SELECT joins FROM channel_rule WHERE channel_id = ?", (channel_id,)
            )
        return all(row["joins"] for row in rows)

    async def apart(self, tx: Tx, channel_ids: Collection[int]) -> set[int]:
        """Return those of some channels in which each article is posted by itself."""
        rows = await tx.execute_fetchall(
            """
            SELECT channel_id FROM json_each(?) AS wanted
            CROSS JOIN channel_rule ON channel_id = wanted.value WHERE NOT joins
            """,
            (to_json(channel_ids),),
        )
        return {row["channel_id"] for row in rows}

    async def set_joins(self, tx: Tx, channel_id: int, *, guild_id: int, joins: bool) -> None:
        """Say so."""
        await tx.execute_fetchall(
            """
            INSERT INTO channel_rule (channel_id, guild_id, joins) VALUES (?, ?, ?)
            ON CONFLICT (channel_id) DO UPDATE SET joins = excluded.joins
            """,
            (channel_id, guild_id, int(joins)),
        )
