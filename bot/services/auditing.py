"""Auditing: who changed what in a server, noted as it is changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.audit import Action, AuditEntry
from bot.services.ports import Clock
from bot.storage.audit import AuditTable
from bot.storage.database import Database, Tx

PAGE = 12
_KEPT = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPage:
    """A page of a server's log, newest first; pages count from 0."""

    entries: tuple[AuditEntry, ...]
    page: int
    pages: int


class Auditing:
    """Note changes in the transaction that makes them, and read them; they are kept for a year."""

    def __init__(self, *, db: Database, clock: Clock) -> None:
        self._table = AuditTable(db)
        self._clock = clock

    async def note(
        self,
        tx: Tx,
        action: Action,
        *,
        guild_id: int,
        by: int,
        subject: str = "",
        before: Mapping[str, object] | None = None,
        after: Mapping[str, object] | None = None,
    ) -> None:
        """Note that somebody (``by``) changed something, from what and to what."""
        now = self._clock.now()
        await self._table.add(
            tx,
            AuditEntry(
                guild_id=guild_id,
                user_id=by,
                at=now,
                action=action,
                subject=subject,
                before=before or {},
                after=after or {},
            ),
        )
        await self._table.forget(tx, guild_id, before=now - _KEPT)

    async def page(self, guild_id: int, page: int = 0) -> AuditPage:
        """Return a page of a server's log, the last there is where there are fewer."""
        pages = max(1, -(-await self._table.count(guild_id) // PAGE))
        page = max(0, min(page, pages - 1))
        entries = await self._table.page(guild_id, offset=page * PAGE, limit=PAGE)
        return AuditPage(entries=tuple(entries), page=page, pages=pages)
