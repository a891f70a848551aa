"""Fingerprints of entries: what a feed has said before and need not be read again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from bot.storage.database import Database, Tx
from bot.storage.value import to_time

_LAZY = timedelta(days=7)  # how old last_seen_at may be before it is renewed


class SeenTable:
    """Keep the fingerprints of each feed's entries."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def fingerprints(self, feed_id: int) -> frozenset[bytes]:
        """Return the fingerprints of the entries that a feed is known to have had."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                "SELECT fingerprint FROM seen WHERE feed_id = ?", (feed_id,)
            )
        return frozenset(row["fingerprint"] for row in rows)

    async def articles(self, feed_id: int, fingerprints: Iterable[bytes]) -> frozenset[int]:
        """Return the ids of the articles that entries with these fingerprints are known to be."""
        wanted = frozenset(fingerprints)
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT fingerprint, article_id FROM seen
                WHERE feed_id = ? AND article_id IS NOT NULL
                """,
                (feed_id,),
            )
        return frozenset(int(row["article_id"]) for row in rows if row["fingerprint"] in wanted)

    async def remember(
        self,
        tx: Tx,
        feed_id: int,
        fingerprints: Iterable[bytes],
        now: datetime,
        *,
        articles: Mapping[bytes, int] | None = None,
    ) -> None:
        """Remember the fingerprints of a whole document, those that are known too.

        ``articles`` tells which article the entry with a fingerprint is, where that is known.
        """
        behind, time, stale = articles or {}, to_time(now), to_time(now - _LAZY)
        await tx.executemany(
            """
            INSERT INTO seen (feed_id, fingerprint, article_id, last_seen_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (feed_id, fingerprint) DO UPDATE SET
                article_id = coalesce(excluded.article_id, article_id),
                last_seen_at = excluded.last_seen_at
            WHERE last_seen_at < ? OR excluded.article_id IS NOT NULL
            """,
            [(feed_id, seen, behind.get(seen), time, stale) for seen in fingerprints],
        )

    async def prune(self, tx: Tx, feed_id: int, *, before: datetime) -> int:
        """Forget what a feed last said before then and return how many entries that were.

        Only after ``remember`` with the whole document, which renews what still stands in it at
        the latest after a week; so ``before`` lies further back than that (D6).
        """
        rows = await tx.execute_fetchall(
            "DELETE FROM seen WHERE feed_id = ? AND last_seen_at < ? RETURNING 1",
            (feed_id, to_time(before)),
        )
        return len(list(rows))
