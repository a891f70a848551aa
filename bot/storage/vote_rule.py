"""How servers vote, where their moderators chose other than the defaults."""

from __future__ import annotations

import aiosqlite

from bot.domain.vote import VoteRules
from bot.storage.database import Database, Tx
from bot.storage.value import from_span, to_span

_DEFAULT = VoteRules()


class VoteRuleTable:
    """Keep the rules of each server."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, guild_id: int, *, tx: Tx | None = None) -> VoteRules:
        """Return a server's rules, the defaults where it has none of its own."""
        async with self._database.reading(tx) as connection:
            rows = await connection.execute_fetchall(
                "SELECT * FROM vote_rule WHERE guild_id = ?", (guild_id,)
            )
        return next(map(rules_from, rows), _DEFAULT)

    async def set(self, tx: Tx, guild_id: int, rules: VoteRules) -> None:
        """Store a server's rules; its emoji hold for the posts that come."""
        await tx.execute_fetchall(
            """
            INSERT OR REPLACE INTO vote_rule (
                guild_id, up_emoji, down_emoji, min_account_age, min_membership, most_toggles
            ) VALUES (?, ?, ?, ?, ?, ?)
            """,
            (
                guild_id,
                rules.up,
                rules.down,
                to_span(rules.min_account_age),
                to_span(rules.min_membership),
                rules.most_toggles,
            ),
        )


def rules_from(row: aiosqlite.Row) -> VoteRules:
    """Return the rules of a row of all their columns, of which each may be NULL."""
    return VoteRules(
        up=row["up_emoji"] or _DEFAULT.up,
        down=row["down_emoji"] or _DEFAULT.down,
        min_account_age=from_span(row["min_account_age"]) or _DEFAULT.min_account_age,
        min_membership=from_span(row["min_membership"]) or _DEFAULT.min_membership,
        most_toggles=row["most_toggles"] or _DEFAULT.most_toggles,
    )
