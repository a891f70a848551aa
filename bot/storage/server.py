"""What servers set for themselves."""

from __future__ import annotations

from bot.domain.setting import ServerSettings
from bot.storage.database import Database, Tx
from bot.storage.value import from_json, to_json


class ServerTable:
    """Keep the settings of servers that chose other than the defaults."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, guild_id: int, *, tx: Tx | None = None) -> ServerSettings:
        """Return what a server has set."""
        async with self._database.reading(tx) as connection:
            rows = await connection.execute_fetchall(
                "SELECT * FROM server WHERE guild_id = ?", (guild_id,)
            )
        for row in rows:
            return ServerSettings(
                guild_id=guild_id,
                time_zone=row["time_zone"],
                language=row["language"],
                notice_channel_id=row["notice_channel_id"],
                manager_roles=tuple(from_json(row["manager_roles"])),
            )
        return ServerSettings(guild_id=guild_id)

    async def save(self, tx: Tx, settings: ServerSettings) -> None:
        """Store what a server sets."""
        await tx.execute_fetchall(
            """
            INSERT INTO server (guild_id, time_zone, language, notice_channel_id, manager_roles)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (guild_id) DO UPDATE SET
                time_zone = excluded.time_zone, language = excluded.language,
                notice_problem =
                    iif(notice_channel_id IS excluded.notice_channel_id, notice_problem, NULL),
                notice_channel_id = excluded.notice_channel_id,
                manager_roles = excluded.manager_roles
            """,
            (
                settings.guild_id,
                settings.time_zone,
                settings.language,
                settings.notice_channel_id,
                to_json(settings.manager_roles),
            ),
        )
