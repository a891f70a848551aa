"""Stories of this database, met by what a saved one knows of them: a link, or an id."""

from __future__ import annotations

from collections.abc import Iterable

from bot.storage.database import Database, Tx
from bot.storage.value import to_json


class MetStoryTable:
    """Tell which story a link belongs to, and the other way round."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def links(self, story_id: int, *, tx: Tx | None = None) -> list[str]:
        """Return the links of a story's articles; none where it is gone."""
        async with self._database.reading(tx) as connection:
            rows = await connection.execute_fetchall(
                "SELECT link FROM article WHERE story_id = ? AND link IS NOT NULL", (story_id,)
            )
        return [row["link"] for row in rows]

    async def met(self, link_keys: Iterable[str]) -> dict[str, int]:
        """Return the stories that links belong to, by the link's key; unknown ones are left out."""
        async with self._database.read() as reader:
            rows = await reader.execute_fetchall(
                """
                SELECT wanted.value AS link, min(article.story_id) AS story_id
                FROM json_each(?) AS wanted
                CROSS JOIN article_key
                    ON kind = 'link' AND article_key.feed_id = 0 AND article_key.value = wanted.value
                CROSS JOIN article ON article.id = article_id
                GROUP BY wanted.value
                """,
                (to_json(link_keys),),
            )
        return {row["link"]: row["story_id"] for row in rows}
