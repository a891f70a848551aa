"""Articles that may belong to one: those of a server that share its rare words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import aiosqlite

from bot.domain.commonness import Commonness
from bot.domain.relating import Parts, parts_of
from bot.domain.wording import Wording
from bot.storage.article_text import commonness_of, words_of
from bot.storage.database import Database
from bot.storage.value import to_json, to_time

_WALKED = 500
"""Of how many earlier articles with the terms, newest first, it is seen where they were posted."""

_COMPARED = 150
_TERMS = 12
_BESIDE = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """An article that a story of a server was told by, as far as it is compared."""

    article_id: int
    story_id: int
    parts: Parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """What an article says, how common that is, and the articles that share what is rare of it."""

    parts: Parts
    commonness: Commonness
    told: tuple[Telling, ...] = ()


class RelatedTable:
    """Find articles with words in common, among any number."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def commonness(self, terms: Collection[str]) -> Commonness:
        """Return how common terms are among all articles."""
        async with self._database.read() as reader:
            return await commonness_of(reader, terms)

    async def near(
        self,
        article_id: int,
        *,
        guild_id: int,
        channels: Collection[int],
        before: datetime,
        without_story: int,
    ) -> Near | None:
        """Return some hundreds of articles at most, the newest before one that share rare terms of it.

        They are told by posts in some channels of a server, sent before a moment and still there, of
        any story but one. None for an article without words.
        """
        async with self._database.read() as reader:
            words = await words_of(reader, article_id)
            if words is None:
                return None
            parts = parts_of(words)
            commonness = await commonness_of(reader, parts)
            rows = await reader.execute_fetchall(
                _SHARING,
                {
                    "query": rare_terms(parts, commonness),
                    "article": article_id,
                    "walked": _WALKED,
                    "guild": guild_id,
                    "channels": to_json(channels),
                    "before": to_time(before),
                    "story": without_story,
                    "compared": _COMPARED,
                },
            )
        told = tuple(_telling(row) for row in rows)
        return Near(parts=parts, commonness=commonness, told=told)


_SHARING = """
SELECT near.article_id, near.story_id, words.title, words.names
FROM (
    SELECT found.id AS article_id, post.story_id
    FROM (
        SELECT rowid AS id FROM article_text
        WHERE article_text MATCH :query AND rowid < :article
        ORDER BY rowid DESC LIMIT :walked
    ) AS found
    CROSS JOIN post NOT INDEXED ON post.id IN (
        SELECT own.id FROM post AS own WHERE own.article_id = found.id
        UNION ALL
        SELECT report.post_id FROM report WHERE report.article_id = found.id
    )
    WHERE post.guild_id = :guild AND post.state = 'sent' AND post.sent_at < :before
        AND post.joined_to IS NULL AND post.deleted_at IS NULL AND post.story_id <> :story
        AND post.channel_id IN (SELECT value FROM json_each(:channels))
    ORDER BY found.id DESC LIMIT :compared
) AS near
CROSS JOIN article_text AS words ON words.rowid = near.article_id
"""


def rare_terms(terms: Collection[str], commonness: Commonness) -> str:
    """Return a query for articles that share what is rare; for none where nothing is shared.

    The rarest terms count alone, as long as they are in few articles together. Of the others, which
    are in too many, two have to come together.
    """
    counts = {term: commonness.articles.get(term, 0) for term in terms}
    shared = sorted((term for term in terms if counts[term] > 1), key=lambda t: (counts[t], t))
    shared = shared[:_TERMS]
    alone: list[str] = []
    for term in shared:
        if sum(counts[other] for other in alone) + counts[term] > _WALKED:
            break
        alone.append(term)
    return _query(alone, shared[len(alone) :][: 1 + _BESIDE])


def _query(alone: Sequence[str], common: Sequence[str]) -> str:
    """Return the query for any of some terms, or for the first of others with one more of them."""
    ways = [f'"{term}"' for term in alone]
    if len(common) > 1:
        others = " OR ".join(f'"{term}"' for term in common[1:])
        ways.append(f'("{common[0]}" AND ({others}))')
    elif common and not alone:
        ways.append(f'"{common[0]}"')
    return f"{{title names}} : ({' OR '.join(ways)})" if ways else '""'


def _telling(row: aiosqlite.Row) -> Telling:
    return Telling(
        article_id=row["article_id"],
        story_id=row["story_id"],
        parts=parts_of(Wording(title=row["title"], names=row["names"], body="")),
    )
