"""Articles read by their ids, any number at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import aiosqlite

from bot.domain.identity import Key, KeyKind, KnownArticle
from bot.domain.model import Article, Photo
from bot.storage.row import article_from, photo_from
from bot.storage.value import from_time, to_json

_KINDS = {kind.value: kind for kind in KeyKind}


async def articles_by_id(
    connection: aiosqlite.Connection, article_ids: Iterable[int]
) -> dict[int, Article]:
    """Return articles with their photos by id, in the order of the ids."""
    ids = to_json(article_ids)
    rows = await connection.execute_fetchall(
        "SELECT article.* FROM json_each(?) AS wanted CROSS JOIN article ON article.id = wanted.value",
        (ids,),
    )
    pictures = await connection.execute_fetchall(
        """
        SELECT photo.* FROM json_each(?) AS wanted CROSS JOIN photo ON article_id = wanted.value
        ORDER BY article_id, position
        """,
        (ids,),
    )
    photos: dict[int, list[Photo]] = defaultdict(list)
    for picture in pictures:
        photos[picture["article_id"]].append(photo_from(picture))
    return {row["id"]: article_from(row, photos[row["id"]]) for row in rows}


async def known_by_id(
    connection: aiosqlite.Connection, article_ids: Iterable[int]
) -> dict[int, KnownArticle]:
    """Return what identity needs of articles, by id."""
    ids = list(article_ids)
    keys = await keys_by_id(connection, ids)
    rows = await connection.execute_fetchall(
        """
        SELECT article.id, story_id, coalesce(feed_id, 0) AS feed_id, title, published_at
        FROM json_each(?) AS wanted CROSS JOIN article ON article.id = wanted.value
        """,
        (to_json(ids),),
    )
    return {
        row["id"]: KnownArticle(
            article_id=row["id"],
            story_id=row["story_id"],
            feed_id=row["feed_id"],
            title=row["title"],
            published=from_time(row["published_at"]),
            keys=keys.get(row["id"], frozenset()),
        )
        for row in rows
    }


async def ids_by_keys(connection: aiosqlite.Connection, keys: Iterable[Key]) -> set[int]:
    """Return the ids of the articles that have any of the keys."""
    values: dict[tuple[KeyKind, int], list[str]] = defaultdict(list)
    for key in keys:
        values[key.kind, key.feed_id].append(key.value)
    ids: set[int] = set()
    for (kind, feed_id), wanted in values.items():
        rows = await connection.execute_fetchall(
            """
            SELECT article_id FROM json_each(?) AS wanted
            CROSS JOIN article_key ON kind = ? AND feed_id = ? AND article_key.value = wanted.value
            """,
            (to_json(wanted), kind.value, feed_id),
        )
        ids.update(row[0] for row in rows)
    return ids


async def keys_by_id(
    connection: aiosqlite.Connection, article_ids: Iterable[int]
) -> dict[int, frozenset[Key]]:
    """Return every key of each article, by id; an article without any is left out."""
    rows = await connection.execute_fetchall(
        """
        SELECT article_id, kind, feed_id, article_key.value
        FROM json_each(?) AS wanted CROSS JOIN article_key ON article_id = wanted.value
        """,
        (to_json(article_ids),),
    )
    keys: dict[int, set[Key]] = defaultdict(set)
    for article_id, kind, feed_id, value in rows:
        keys[article_id].add(Key(_KINDS[kind], feed_id, value))
    return {article_id: frozenset(own) for article_id, own in keys.items()}
