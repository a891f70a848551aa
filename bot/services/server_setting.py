"""The settings of a server: who may configure, where moderators are told, time and language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace

from bot.domain.audit import Action
from bot.domain.error import UserError
from bot.domain.setting import ServerSettings
from bot.domain.weekly import zone_named
from bot.services.auditing import Auditing
from bot.services.ports import Clock
from bot.storage.database import Database
from bot.storage.server import ServerTable
from bot.storage.waiting import WaitingTable

MAX_ROLES = 20


class ServerSetting:
    """Read and change what holds for a whole server."""

    def __init__(
        self, *, db: Database, clock: Clock, on_change: Callable[[], None] = lambda: None
    ) -> None:
        self._db = db
        self._servers = ServerTable(db)
        self._waiting = WaitingTable(db)
        self._clock = clock
        self._audit = Auditing(db=db, clock=clock)
        self._on_change = on_change

    async def get(self, guild_id: int) -> ServerSettings:
        """Return what holds for a server."""
        return await self._servers.get(guild_id)

    async def change(self, guild_id: int, *, by: int, **values: object) -> ServerSettings:
        """Change some settings, by their names in ServerSettings, and return what holds now.

        Raises UserError for an unknown time zone and for more than MAX_ROLES roles.
        """
        async with self._db.write() as tx:
            before = await self._servers.get(guild_id, tx=tx)
            after = _valid(replace(before, **values))  # type: ignore[arg-type]
            if after == before:
                return after
            await self._servers.save(tx, after)
            if after.time_zone != before.time_zone:  # quiet hours begin and end at other times
                await self._waiting.look_again(tx, guild_id, self._clock.now())
            old, new = changes(before, after)
            await self._audit.note(
                tx, Action.SERVER_CHANGED, guild_id=guild_id, by=by, before=old, after=new
            )
        self._on_change()
        return after


def _valid(settings: ServerSettings) -> ServerSettings:
    if len(settings.manager_roles) > MAX_ROLES:
        raise UserError("At most {most} roles can be chosen.", most=MAX_ROLES)
    return replace(settings, time_zone=zone_named(settings.time_zone).key)


def changes(
    before: ServerSettings, after: ServerSettings
) -> tuple[dict[str, object], dict[str, object]]:
    """Return what was and what is, of the settings that differ."""
    differing = [
        one.name
        for one in fields(ServerSettings)
        if getattr(before, one.name) != getattr(after, one.name)
    ]
    return (
        {name: getattr(before, name) for name in differing},
        {name: getattr(after, name) for name in differing},
    )
