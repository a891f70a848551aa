"""Articles that may belong to one: those of a server that share its rare words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import aiosqlite

from bot.domain.commonness import Commonness
from bot.domain.relating import Parts, parts_of, weighed
from bot.domain.wording import Wording
from bot.storage.article_text import commonness_of, words_of
from bot.storage.database import Database
from bot.storage.value import to_json, to_object, to_time

_WALKED = 500
"""Of how many earlier articles with the terms, best first, it is seen where they were posted."""

_COMPARED = 80
"""How many of them that were posted here are compared, and as many that were reported here."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Queries for articles that share what is rare, with what that is worth: of few, and of many."""

    rare: Mapping[str, float]
    common: str
    worth: float


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
        """Return some dozens of articles, those that share most of what is rare in one.

        They are told by posts in some channels of a server, sent before a moment and still there, of
        any story but one. None for an article without words.
        """
        async with self._database.read() as reader:
            words = await words_of(reader, article_id)
            if words is None:
                return None
            parts = parts_of(words)
            commonness = await commonness_of(reader, list(parts))
            ways = rare_terms(weighed(parts, commonness), commonness)
            rows = await reader.execute_fetchall(
                _SHARING.format(is_told=_IS_TOLD),
                {
                    "rare": to_object(ways.rare),
                    "common": ways.common,
                    "worth": ways.worth,
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


_IS_TOLD = """
    post.guild_id = :guild AND post.channel_id IN (SELECT value FROM json_each(:channels))
    AND post.sent_at < :before AND post.story_id <> :story
    AND post.state = 'sent' AND post.joined_to IS NULL AND post.deleted_at IS NULL
"""
# The first rows that pass are the best, as each join keeps the order of what is found: an ORDER BY of
# the whole would join all of it before it gave the first. What was told by a card of its own is in the
# index alone; a post's row, somewhere among a million, is read for reports only.
_SHARING = """
WITH found AS MATERIALIZED (
    SELECT id FROM (
        SELECT article_text.rowid AS id, rare.value AS worth
        FROM json_each(:rare) AS rare CROSS JOIN article_text
        WHERE article_text MATCH rare.key AND article_text.rowid < :article
        UNION ALL
        SELECT * FROM (
            SELECT rowid, :worth FROM article_text
            WHERE article_text MATCH :common AND rowid < :article
            ORDER BY rowid DESC LIMIT :walked
        )
    )
    GROUP BY id ORDER BY sum(worth) DESC, id DESC LIMIT :walked
), near AS (
    SELECT * FROM (
        SELECT found.id AS article_id, post.story_id
        FROM found CROSS JOIN post INDEXED BY post_told ON post.article_id = found.id
        WHERE {is_told} LIMIT :compared
    )
    UNION ALL
    SELECT * FROM (
        SELECT found.id, post.story_id
        FROM found CROSS JOIN report ON report.article_id = found.id
        CROSS JOIN post ON post.id = report.post_id
        WHERE {is_told} LIMIT :compared
    )
)
SELECT near.article_id, near.story_id, words.title, words.names
FROM near CROSS JOIN article_text AS words ON words.rowid = near.article_id
"""


def rare_terms(terms: Mapping[str, float], commonness: Commonness) -> Ways:
    """Return how to look for articles that share what is rare of terms, given what each weighs.

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
    common = shared[len(alone) :][: 1 + _BESIDE]
    return Ways(
        rare={_any_place(f'"{term}"'): terms[term] for term in alone},
        common=_together(common, needed=not alone),
        worth=sum(terms[term] for term in common),
    )


def _together(common: Sequence[str], *, needed: bool) -> str:
    """Return the query for the first of some terms with another; for that one alone where needed."""
    if len(common) > 1:
        others = " OR ".join(f'"{term}"' for term in common[1:])
        return _any_place(f'"{common[0]}" AND ({others})')
    return _any_place(f'"{common[0]}"') if common and needed else '""'


def _any_place(query: str) -> str:
    return f"{{title names}} : ({query})"


def _telling(row: aiosqlite.Row) -> Telling:
    return Telling(
        article_id=row["article_id"],
        story_id=row["story_id"],
        parts=parts_of(Wording(title=row["title"], names=row["names"], body="")),
    )
