"""Rows of articles and of what belongs to them, any number at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.domain.identity import Key
from bot.domain.model import Photo
from bot.storage.database import Tx
from bot.storage.row import photo_columns


async def next_id(tx: Tx, table: str) -> int:
    """Return the id that follows all that a table ever had; only the writer may count on it."""
    rows = await tx.execute_fetchall("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,))
    return next((int(row["seq"]) for row in rows), 0) + 1


async def insert_stories(tx: Tx, stories: Sequence[tuple[int, str, int]]) -> None:
    """Insert stories: id, title and time of each."""
    await _insert(tx, "INSERT INTO story (id, title, created_at) VALUES (?, ?, ?)", stories)


async def insert_articles(tx: Tx, articles: Sequence[Mapping[str, object]]) -> None:
    """Insert articles by the names of their columns; ``now`` is when they were found."""
    await _insert(
        tx,
        """
        INSERT INTO article (
            id, story_id, feed_id, title, link, outlet, digest, author, published_at, summary,
            sources, language, categories, sensitive, first_seen_at, updated_at, note
        ) VALUES (
            :id, :story_id, :feed_id, :title, :link, :outlet, :digest, :author, :published_at,
            :summary, :sources, :language, :categories, :sensitive, :now, :now, :note
        )
        """,
        articles,
    )


async def insert_photos(tx: Tx, photos: Iterable[tuple[int, Iterable[Photo]]]) -> None:
    """Insert the photos of articles, by the article's id."""
    await _insert(
        tx,
        """
        INSERT INTO photo (
            article_id, position, url, credit, role, caption, alt, width, height, fallbacks, sensitive
        ) VALUES (
            :article_id, :position, :url, :credit, :role, :caption, :alt, :width, :height, :fallbacks,
            :sensitive
        )
        """,
        [
            photo_columns(one) | {"article_id": article_id, "position": position}
            for article_id, own in photos
            for position, one in enumerate(own)
        ],
    )


async def insert_keys(tx: Tx, keys: Iterable[tuple[int, Iterable[Key]]]) -> None:
    """Insert the keys of articles, by the article's id; those that it has already are fine."""
    await _insert(
        tx,
        """
        INSERT INTO article_key (kind, feed_id, value, article_id) VALUES (?, ?, ?, ?)
        ON CONFLICT DO NOTHING
        """,
        [
            (key.kind.value, key.feed_id, key.value, article_id)
            for article_id, own in keys
            for key in own
        ],
    )


async def _insert(
    tx: Tx, sql: str, rows: Sequence[tuple[object, ...]] | Sequence[Mapping[str, object]]
) -> None:
    if rows:  # else the way to the writer's thread and back is for nothing
        await tx.executemany(sql, rows)
