"""The words of articles: how each is found, and how common a word is.

``article_text`` and ``term`` follow from the articles, and are written with them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from itertools import islice

import aiosqlite

from bot.domain.commonness import Commonness
from bot.domain.model import Article
from bot.domain.wording import Wording, wording
from bot.storage.database import Database, Tx
from bot.storage.value import to_json, to_time

_AT_ONCE = 100  # of thousands, whose words would hold up all else for half a second

_TERMS = 12
"""By how many of an article's terms others are looked for; the rarest come first."""

_COMMON = 0.05
"""A share of all articles: a term that is in more of them finds too many."""

_LOOKED_AT = 400
"""Of how many articles, newest first, it is seen where they were posted."""


class ArticleTextTable:
    """Keep the words of articles, and count in how many each word is."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add_many(self, tx: Tx, articles: Iterable[tuple[int, Article]]) -> None:
        """Record the words of new articles; thousands are fine (L29). A digest has none (L28)."""
        counts: Counter[str] = Counter()
        real = ((id_, article) for id_, article in articles if not article.digest)
        while some := list(islice(real, _AT_ONCE)):
            words = [(id_, wording(article)) for id_, article in some]
            await _insert(tx, words)
            counts.update(term for _, new in words for term in new.telling)
        await _count(tx, counts)

    async def update(self, tx: Tx, article_id: int, article: Article) -> None:
        """Record the words that an article has now, in place of those it had."""
        old = await words_of(tx, article_id)
        new = None if article.digest else wording(article)
        if old == new:
            return
        if old:
            await tx.execute_fetchall("DELETE FROM article_text WHERE rowid = ?", (article_id,))
        if new:
            await _insert(tx, [(article_id, new)])
        change = Counter(new.telling if new else ())
        change.subtract(old.telling if old else ())
        await _count(tx, {term: more for term, more in change.items() if more})

    async def commonness(
        self, terms: Collection[str], *, tx: aiosqlite.Connection | None = None
    ) -> Commonness:
        """Return how common terms are among all articles; any number of terms is fine (L29)."""
        async with self._database.reading(tx) as connection:
            return await commonness_of(connection, terms)

    async def candidates(
        self,
        article_id: int,
        *,
        guild_ids: Collection[int],
        since: datetime,
        limit: int = 100,
        tx: aiosqlite.Connection | None = None,
    ) -> list[int]:
        """Return articles whose cards may tell the same news, newest first, at most ``limit``.

        They, or reports on their cards, share one of an article's rare terms; the cards are in one of
        some servers, or will be, and what is alike came since a moment. Looks at a bounded number of
        articles, however many there are.
        """
        async with self._database.reading(tx) as connection:
            words = await words_of(connection, article_id)
            if not words or not (query := await _rare(connection, words.telling)):
                return []
            rows = await connection.execute_fetchall(
                _CANDIDATES,
                {
                    "query": query,
                    "article": article_id,
                    "most": _LOOKED_AT,
                    "guilds": to_json(guild_ids),
                    "since": to_time(since),
                    "limit": limit,
                },
            )
        return [int(row["id"]) for row in rows]


_CANDIDATES = """
WITH found AS MATERIALIZED (
    SELECT rowid AS id FROM article_text
    WHERE article_text MATCH :query ORDER BY rowid DESC LIMIT :most
), alike AS (
    SELECT post.article_id AS id
    FROM found CROSS JOIN post ON post.article_id = found.id
    WHERE found.id <> :article AND post.joined_to IS NULL
        AND post.guild_id IN (SELECT value FROM json_each(:guilds))
        AND post.state IN ('waiting', 'pending', 'sending', 'sent') AND post.created_at >= :since
    UNION
    SELECT post.article_id
    FROM found CROSS JOIN report ON report.article_id = found.id
    JOIN post ON post.id = report.post_id
    WHERE found.id <> :article AND report.joined_at >= :since
        AND post.guild_id IN (SELECT value FROM json_each(:guilds))
)
SELECT id FROM alike ORDER BY id DESC LIMIT :limit
"""


def any_of(terms: Iterable[str]) -> str:
    """Return the query for articles that have one of some terms in title or names."""
    return "{title names} : (" + " OR ".join(f'"{term}"' for term in terms) + ")"


async def _rare(connection: aiosqlite.Connection, terms: Collection[str]) -> str | None:
    """Return the query for an article's rarest terms; None where it has none that others have."""
    known = await commonness_of(connection, terms)
    shared = [term for term in terms if known.articles.get(term, 0) > 1]
    found = sorted(shared, key=lambda term: (known.articles[term], term))[:_TERMS]
    few = [term for term in found if known.articles[term] <= max(_COMMON * known.total, 20)]
    return any_of(few or found[:1]) if found else None


async def commonness_of(connection: aiosqlite.Connection, terms: Collection[str]) -> Commonness:
    """Return how common terms are; the total is what ids were given to, which costs nothing."""
    rows = await connection.execute_fetchall(
        """
        SELECT term.term, term.articles
        FROM json_each(?) AS wanted CROSS JOIN term ON term.term = wanted.value
        UNION ALL
        SELECT NULL, max(id) FROM article
        """,
        (to_json(list(terms)),),
    )
    counts = {row[0]: int(row[1] or 0) for row in rows}
    return Commonness(total=counts.pop(None), articles=counts)


async def words_of(connection: aiosqlite.Connection, article_id: int) -> Wording | None:
    """Return the words of an article as they were recorded, None where it has none."""
    rows = await connection.execute_fetchall(
        "SELECT title, names, body FROM article_text WHERE rowid = ?", (article_id,)
    )
    return next((Wording(title=row[0], names=row[1], body=row[2]) for row in rows), None)


async def _insert(tx: Tx, words: Iterable[tuple[int, Wording]]) -> None:
    rows = [(article_id, one.title, one.names, one.body) for article_id, one in words]
    if rows:
        await tx.executemany(
            "INSERT INTO article_text (rowid, title, names, body) VALUES (?, ?, ?, ?)", rows
        )


async def _count(tx: Tx, change: Mapping[str, int]) -> None:
    """Add to the counts of terms; those that are in no article any more go."""
    if not change:
        return
    await tx.executemany(
        """
        INSERT INTO term (term, articles) VALUES (?, ?)
        ON CONFLICT (term) DO UPDATE SET articles = articles + excluded.articles
        """,
        sorted(change.items()),
    )
    fewer = [(term,) for term, more in change.items() if more < 0]
    if fewer:
        await tx.executemany("DELETE FROM term WHERE term = ? AND articles <= 0", fewer)
