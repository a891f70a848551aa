"""Articles, with their photos, their words, and the keys by which each is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.identity import Key, KnownArticle
from bot.domain.model import Article
from bot.storage.article_read import articles_by_id, ids_by_keys, known_by_id
from bot.storage.article_text import ArticleTextTable
from bot.storage.article_write import (
    insert_articles,
    insert_keys,
    insert_photos,
    insert_stories,
    next_id,
)
from bot.storage.database import Database, Tx
from bot.storage.row import article_columns
from bot.storage.value import from_time, to_json, to_time


@dataclass(frozen=True, slots=True, kw_only=True)
class NewArticle:
    """An article to be recorded, in a story of its own if ``story_id`` names none.

    ``note`` says why it is recorded and not posted, None for one that is posted.
    """

    feed_id: int
    article: Article
    keys: frozenset[Key]
    story_id: int | None = None
    note: str | None = None


class ArticleTable:
    """Keep what the outlets published."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._texts = ArticleTextTable(database)

    async def known(
        self, keys: Iterable[Key], *, tx: Tx | None = None
    ) -> dict[Key, tuple[KnownArticle, ...]]:
        """Return the articles that have each key, oldest first; keys of none are left out.

        Any number of keys is fine (L29).
        """
        wanted = set(keys)
        async with self._database.reading(tx) as connection:
            articles = await known_by_id(connection, await ids_by_keys(connection, wanted))
        known: dict[Key, list[KnownArticle]] = defaultdict(list)
        for article_id in sorted(articles):
            for key in articles[article_id].keys & wanted:
                known[key].append(articles[article_id])
        return {key: tuple(found) for key, found in known.items()}

    async def add_many(
        self, tx: Tx, rows: Sequence[NewArticle], now: datetime
    ) -> list[KnownArticle]:
        """Record articles and return them in the same order; thousands are fine (L29)."""
        first, first_story = await next_id(tx, "article"), await next_id(tx, "story")
        added = [
            KnownArticle(
                article_id=first + number,
                story_id=row.story_id or first_story + number,
                feed_id=row.feed_id,
                title=row.article.title,
                published=row.article.published,
                keys=row.keys,
            )
            for number, row in enumerate(rows)
        ]
        stories = [
            (new.story_id, new.title, to_time(now))
            for new, row in zip(added, rows, strict=True)
            if row.story_id is None
        ]
        await insert_stories(tx, stories)
        columns = [
            article_columns(row.article)
            | {"id": new.article_id, "story_id": new.story_id, "feed_id": new.feed_id}
            | {"now": to_time(now), "note": row.note}
            for new, row in zip(added, rows, strict=True)
        ]
        await insert_articles(tx, columns)
        photos = zip(
            (new.article_id for new in added), (r.article.photos for r in rows), strict=True
        )
        await insert_photos(tx, photos)
        await insert_keys(tx, ((new.article_id, new.keys) for new in added))
        await self._texts.add_many(
            tx, ((new.article_id, row.article) for new, row in zip(added, rows, strict=True))
        )
        return added

    async def update(
        self,
        tx: Tx,
        article_id: int,
        *,
        article: Article,
        keys: Iterable[Key],
        now: datetime,
    ) -> None:
        """Store an article's new state; keys are added, never taken away (D3).

        Photos are replaced, but kept if the new state has none. What was sensitive once stays so:
        maybe only its page said it, which is not read again.
        """
        await insert_keys(tx, [(article_id, keys)])
        await tx.execute_fetchall(
            """
            UPDATE article SET
                title = :title, link = :link, outlet = :outlet, digest = :digest,
                author = :author, published_at = :published_at, summary = :summary,
                sources = :sources, language = :language, categories = :categories,
                sensitive = max(sensitive, :sensitive), updated_at = :now
            WHERE id = :id
            """,
            article_columns(article) | {"id": article_id, "now": to_time(now)},
        )
        if article.photos:
            await tx.execute_fetchall("DELETE FROM photo WHERE article_id = ?", (article_id,))
            await insert_photos(tx, [(article_id, article.photos)])
        await self._texts.update(tx, article_id, article)

    async def get(self, article_id: int) -> Article | None:
        """Return an article with its photos, None where there is none."""
        async with self._database.read() as reader:
            return (await articles_by_id(reader, [article_id])).get(article_id)

    async def by_id(self, article_ids: Iterable[int], *, tx: Tx) -> dict[int, Article]:
        """Return articles with their photos, by id; thousands are fine (L29)."""
        return await articles_by_id(tx, article_ids)

    async def newest(self, feed_id: int, limit: int, *, tx: Tx | None = None) -> list[KnownArticle]:
        """Return the newest articles of a feed, newest first; undated ones by when they came."""
        async with self._database.reading(tx) as connection:
            rows = await connection.execute_fetchall(
                """
                SELECT id FROM article WHERE feed_id = ? AND digest = 0
                ORDER BY coalesce(published_at, first_seen_at) DESC, id DESC LIMIT ?
                """,
                (feed_id, limit),
            )
            ids = [int(row["id"]) for row in rows]
            articles = await known_by_id(connection, ids)
        return [articles[id_] for id_ in ids]

    async def newest_of_feed(self, feed_id: int) -> int | None:
        """Return the id of a feed's newest dated article, None if it has none."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT id FROM article WHERE feed_id = ? AND published_at IS NOT NULL
                ORDER BY published_at DESC, id DESC LIMIT 1
                """,
                (feed_id,),
            )
        return next((int(row["id"]) for row in rows), None)

    async def oldest_published(self, article_ids: Iterable[int]) -> datetime | None:
        """Return when the oldest of the articles was published, as far as that is known."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT min(published_at) AS oldest
                FROM json_each(?) AS wanted CROSS JOIN article ON article.id = wanted.value
                """,
                (to_json(article_ids),),
            )
        oldest: int | None = next(iter(rows))["oldest"]
        return from_time(oldest)
