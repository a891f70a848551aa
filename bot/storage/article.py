"""Articles, with their photos and the keys by which each is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.identity import Key, KeyKind, KnownArticle
from bot.domain.model import Article, Photo
from bot.storage.article_read import articles_by_id, keys_by_id, known_by_id
from bot.storage.database import Database, Tx
from bot.storage.row import article_columns
from bot.storage.value import from_time, to_json, to_time


@dataclass(frozen=True, slots=True, kw_only=True)
class NewArticle:
    """An article to be recorded. Without ``story_id`` it gets a story of its own.

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

    async def known(
        self, keys: Iterable[Key], *, tx: Tx | None = None
    ) -> dict[Key, tuple[KnownArticle, ...]]:
        """Return the articles that have each key, oldest first; keys of none are left out.

        Any number of keys is fine (L29).
        """
        async with self._database.reading(tx) as connection:
            rows = await connection.execute_fetchall(
                """
                SELECT held.kind, held.feed_id, held.value, held.article_id
                FROM json_each(?) AS wanted
                CROSS JOIN article_key AS held
                    ON held.kind = wanted.value ->> 0
                    AND held.feed_id = wanted.value ->> 1
                    AND held.value = wanted.value ->> 2
                ORDER BY held.article_id
                """,
                (to_json(set(keys)),),
            )
            found = [(Key(KeyKind(row[0]), row[1], row[2]), int(row[3])) for row in rows]
            articles = await known_by_id(connection, {id_ for _, id_ in found})
        known: dict[Key, tuple[KnownArticle, ...]] = {}
        for key, article_id in found:
            known[key] = (*known.get(key, ()), articles[article_id])
        return known

    async def keys_of(
        self, article_ids: Iterable[int], *, tx: Tx | None = None
    ) -> dict[int, frozenset[Key]]:
        """Return every key of each article; an article without any is left out."""
        async with self._database.reading(tx) as connection:
            return await keys_by_id(connection, article_ids)

    async def add(
        self,
        tx: Tx,
        *,
        feed_id: int,
        story_id: int | None,
        article: Article,
        keys: Iterable[Key],
        now: datetime,
        note: str | None = None,
    ) -> int:
        """Record an article, in a story of its own if none is given, and return its id."""
        row = NewArticle(
            feed_id=feed_id, story_id=story_id, article=article, keys=frozenset(keys), note=note
        )
        return (await self.add_many(tx, [row], now))[0].article_id

    async def add_many(
        self, tx: Tx, rows: Sequence[NewArticle], now: datetime
    ) -> list[KnownArticle]:
        """Record articles and return them in the same order; thousands are fine (L29)."""
        time = to_time(now)
        first_story, first = await _next_id(tx, "story"), await _next_id(tx, "article")
        ids = range(first, first + len(rows))
        stories = [row.story_id or first_story + n for n, row in enumerate(rows)]
        await tx.executemany(
            "INSERT INTO story (id, title, created_at) VALUES (?, ?, ?)",
            [
                (story, row.article.title, time)
                for story, row in zip(stories, rows, strict=True)
                if row.story_id is None
            ],
        )
        await tx.executemany(
            """
            INSERT INTO article (
                id, story_id, feed_id, title, link, outlet, digest, author,
                published_at, summary, source_line, language, categories, first_seen_at,
                updated_at, note
            ) VALUES (
                :id, :story_id, :feed_id, :title, :link, :outlet, :digest, :author,
                :published_at, :summary, :source_line, :language, :categories, :now, :now, :note
            )
            """,
            [
                article_columns(row.article)
                | {"id": id_, "story_id": story, "feed_id": row.feed_id}
                | {"now": time, "note": row.note}
                for id_, story, row in zip(ids, stories, rows, strict=True)
            ],
        )
        await _add_photos(tx, ((i, row.article.photos) for i, row in zip(ids, rows, strict=True)))
        await _add_keys(tx, ((id_, row.keys) for id_, row in zip(ids, rows, strict=True)))
        return [
            KnownArticle(
                article_id=id_,
                story_id=story,
                feed_id=row.feed_id,
                title=row.article.title,
                published=row.article.published,
                keys=row.keys,
            )
            for id_, story, row in zip(ids, stories, rows, strict=True)
        ]

    async def update(
        self,
        tx: Tx,
        article_id: int,
        *,
        article: Article | None,
        keys: Iterable[Key],
        now: datetime,
    ) -> None:
        """Store an article's new state, None for the same; keys are added, never taken away (D3).

        Photos are replaced, but kept if the new state has none.
        """
        await _add_keys(tx, [(article_id, keys)])
        if article is None:
            return
        await tx.execute_fetchall(
            """
            UPDATE article SET
                title = :title, link = :link, outlet = :outlet, digest = :digest,
                author = :author, published_at = :published_at, summary = :summary,
                source_line = :source_line, language = :language, categories = :categories,
                updated_at = :now
            WHERE id = :id
            """,
            article_columns(article) | {"id": article_id, "now": to_time(now)},
        )
        if article.photos:
            await tx.execute_fetchall("DELETE FROM photo WHERE article_id = ?", (article_id,))
            await _add_photos(tx, [(article_id, article.photos)])

    async def get(self, article_id: int, *, tx: Tx | None = None) -> Article | None:
        """Return an article with its photos, None where there is none."""
        async with self._database.reading(tx) as connection:
            return (await articles_by_id(connection, [article_id])).get(article_id)

    async def of_story(self, story_id: int, *, tx: Tx | None = None) -> list[Article]:
        """Return the articles that tell a story, in the order in which they were found."""
        async with self._database.reading(tx) as connection:
            rows = await connection.execute_fetchall(
                "SELECT id FROM article WHERE story_id = ? ORDER BY id", (story_id,)
            )
            return list((await articles_by_id(connection, [row["id"] for row in rows])).values())

    async def newest(self, feed_id: int, limit: int, *, tx: Tx | None = None) -> list[KnownArticle]:
        """Return the newest articles of a feed, newest first; those without a date come last."""
        async with self._database.reading(tx) as connection:
            rows = await connection.execute_fetchall(
                """
                SELECT id FROM article WHERE feed_id = ?
                ORDER BY published_at DESC, id DESC LIMIT ?
                """,
                (feed_id, limit),
            )
            ids = [int(row["id"]) for row in rows]
            articles = await known_by_id(connection, ids)
        return [articles[id_] for id_ in ids]

    async def newest_of_feed(self, feed_id: int, *, tx: Tx | None = None) -> int | None:
        """Return the id of a feed's newest dated article, None if it has none."""
        async with self._database.reading(tx) as connection:
            rows = await connection.execute_fetchall(
                """
                SELECT id FROM article WHERE feed_id = ? AND published_at IS NOT NULL
                ORDER BY published_at DESC, id DESC LIMIT 1
                """,
                (feed_id,),
            )
        return next((int(row["id"]) for row in rows), None)

    async def oldest_published(
        self, article_ids: Iterable[int], *, tx: Tx | None = None
    ) -> datetime | None:
        """Return when the oldest of the articles was published, as far as that is known."""
        async with self._database.reading(tx) as connection:
            rows = await connection.execute_fetchall(
                """
                SELECT min(published_at) AS oldest
                FROM json_each(?) AS wanted CROSS JOIN article ON article.id = wanted.value
                """,
                (to_json(article_ids),),
            )
        oldest: int | None = next(iter(rows))["oldest"]
        return from_time(oldest)


async def _add_photos(tx: Tx, photos: Iterable[tuple[int, Iterable[Photo]]]) -> None:
    await tx.executemany(
        """
        INSERT INTO photo (article_id, position, url, credit, caption, alt, width, height)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            (
                article_id,
                n,
                photo.url,
                photo.credit,
                photo.caption,
                photo.alt,
                photo.width,
                photo.height,
            )
            for article_id, own in photos
            for n, photo in enumerate(own)
        ],
    )


async def _add_keys(tx: Tx, keys: Iterable[tuple[int, Iterable[Key]]]) -> None:
    await tx.executemany(
        """
        INSERT INTO article_key (kind, feed_id, value, article_id) VALUES (?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """,
        [(key.kind.value, key.feed_id, key.value, id_) for id_, own in keys for key in own],
    )


async def _next_id(tx: Tx, table: str) -> int:
    """Return the id that follows all that a table ever had; only the writer may count on it."""
    rows = await tx.execute_fetchall("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,))
    return next((int(row["seq"]) for row in rows), 0) + 1
