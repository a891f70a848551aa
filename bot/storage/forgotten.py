"""People who had everything about them deleted: their old reactions are not read again.

Only a keyed hash of a person's id is kept: it tells that a reaction is theirs once Discord shows it,
and nothing else. The key is made for each database.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Collection

from bot.storage.database import Database, Tx
from bot.storage.meta import MetaTable
from bot.storage.value import to_json

_KEY = "key of forgotten people"


class ForgottenTable:
    """Keep whom not to read again until they vote again."""

    def __init__(self, database: Database) -> None:
        self._meta = MetaTable(database)

    async def add(self, tx: Tx, user_id: int) -> None:
        """Forget a person."""
        if await self._meta.get(_KEY, tx=tx) is None:
            await self._meta.set(tx, _KEY, secrets.token_hex(32))
        hashed = await self._hashes(tx, [user_id])
        await tx.executemany(
            "INSERT OR IGNORE INTO forgotten (person) VALUES (?)", [(one,) for one in hashed]
        )

    async def among(self, tx: Tx, user_ids: Collection[int]) -> set[int]:
        """Return those of the people who are forgotten."""
        hashed = await self._hashes(tx, user_ids)
        rows = await tx.execute_fetchall(
            "SELECT person FROM forgotten WHERE hex(person) IN (SELECT value FROM json_each(?))",
            (to_json(one.hex().upper() for one in hashed),),
        )
        return {hashed[row["person"]] for row in rows}

    async def lift(self, tx: Tx, user_ids: Collection[int]) -> set[int]:
        """Read people again who have voted again; return those who were forgotten."""
        lifted = await self.among(tx, user_ids)
        hashed = await self._hashes(tx, lifted)
        await tx.executemany("DELETE FROM forgotten WHERE person = ?", [(one,) for one in hashed])
        return lifted

    async def _hashes(self, tx: Tx, user_ids: Collection[int]) -> dict[bytes, int]:
        """Return people by their hashes; none as long as nobody was ever forgotten."""
        key = await self._meta.get(_KEY, tx=tx)
        if key is None:
            return {}
        return {
            hmac.digest(bytes.fromhex(key), str(one).encode(), hashlib.sha256): one
            for one in user_ids
        }
