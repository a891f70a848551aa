"""The words of articles: the index and its counts say what the articles say, and nothing else."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta

import pytest

from bot.domain.model import Article
from bot.domain.wording import wording
from bot.storage.article import NewArticle
from bot.storage.article_text import ArticleTextTable
from tests.storage.world import GUILD, MINUTE, NOW, World, article

HOUR = timedelta(hours=1)
WORDS = ["salt", "lighthouse", "‘Amélie’", "송중기가", "“The Fog”", "君の名は", "AND", "NEAR", "x"]


class Desk:
    """Articles with their words, and short ways to ask for them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.texts = ArticleTextTable(world.database)

    async def add(self, *titles: str, **more: object) -> list[int]:
        feed = await self.world.feed()
        rows = [
            NewArticle(feed_id=feed.id, article=article(title, **more), keys=frozenset())
            for title in titles
        ]
        async with self.world.database.write() as tx:
            return [one.article_id for one in await self.world.articles.add_many(tx, rows, NOW)]

    async def update(self, article_id: int, what: Article) -> None:
        async with self.world.database.write() as tx:
            await self.world.articles.update(tx, article_id, article=what, keys=(), now=NOW)

    async def post(self, article_id: int, state: str = "pending", guild_id: int = GUILD) -> int:
        """Post an article and return the post's id."""
        subscription = await self.world.subscribed(1, 7001 + guild_id - GUILD, guild_id=guild_id)
        await self.world.enqueue(subscription, article_id, state)
        return await self.world.value("SELECT max(id) FROM post")

    async def change(self, sql: str, *values: object) -> None:
        async with self.world.database.write() as tx:
            await tx.execute_fetchall(sql, values)

    async def matching(self, query: str) -> list[int]:
        return [row[0] for row in await self.rows(_MATCHING, query)]

    async def counts(self) -> dict[str, int]:
        return {row[0]: row[1] for row in await self.rows("SELECT term, articles FROM term")}

    async def indexed(self) -> dict[int, tuple[str, ...]]:
        rows = await self.rows("SELECT rowid, title, names, body FROM article_text")
        return {row[0]: tuple(row[1:]) for row in rows}

    async def rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        async with self.world.database.read() as reader:
            return [tuple(row) for row in await reader.execute_fetchall(sql, values)]

    async def candidates(self, article_id: int, **more: object) -> list[int]:
        asked: dict[str, object] = {"guild_ids": [GUILD], "since": NOW - 72 * HOUR}
        return await self.texts.candidates(article_id, **(asked | more))  # type: ignore[arg-type]


_MATCHING = "SELECT rowid FROM article_text WHERE article_text MATCH ? ORDER BY rowid"


@pytest.fixture
async def desk(world: World) -> Desk:
    return Desk(world)


def written(random: random.Random) -> Article:
    title, summary = (" ".join(random.choices(WORDS, k=random.randint(0, 6))) for _ in range(2))
    digest = random.choice((0, 0, 0, 2))
    return article(title, summary=summary, digest=digest, categories=(random.choice(WORDS),))


@pytest.mark.parametrize("seed", range(6))
async def test_index_and_counts_are_those_of_the_articles(desk: Desk, seed: int) -> None:
    """After any adds and updates they equal what a rebuild from nothing gives."""
    chance = random.Random(seed)
    now: dict[int, Article] = {}
    feed = await desk.world.feed()
    for _ in range(30):
        if not now or chance.random() < 0.4:
            new = [written(chance) for _ in range(chance.randint(1, 3))]
            rows = [NewArticle(feed_id=feed.id, article=one, keys=frozenset()) for one in new]
            async with desk.world.database.write() as tx:
                added = await desk.world.articles.add_many(tx, rows, NOW)
            now |= {one.article_id: what for one, what in zip(added, new, strict=True)}
        else:
            id_ = chance.choice(list(now))
            now[id_] = written(chance)
            await desk.update(id_, now[id_])
    words = {id_: wording(what) for id_, what in now.items() if not what.digest}
    assert await desk.indexed() == {id_: (w.title, w.names, w.body) for id_, w in words.items()}
    assert await desk.counts() == Counter(term for one in words.values() for term in one.telling)
    for term in ("salt", "amelie", "송중", "and", "near"):
        has = [id_ for id_, w in words.items() if term in f"{w.title} {w.names} {w.body}".split()]
        assert await desk.matching(f'"{term}"') == sorted(has)
    await desk.change("INSERT INTO article_text (article_text) VALUES ('integrity-check')")


async def test_an_article_counts_once_for_a_word_that_it_says_twice(desk: Desk) -> None:
    await desk.add("Fog over ‘Fog’, fog")
    assert await desk.counts() == {"fog": 1, "over": 1}


async def test_an_unchanged_article_writes_nothing(desk: Desk) -> None:
    [id_] = await desk.add("Salt")
    async with desk.world.database.write() as tx:
        before = tx.total_changes
        await desk.texts.update(tx, id_, article("Salt"))
        assert tx.total_changes == before


async def test_a_digest_is_not_indexed(desk: Desk) -> None:
    """L28."""
    await desk.add("Three more stories", digest=3)
    assert (await desk.indexed(), await desk.counts()) == ({}, {})


async def test_thousands_are_added_at_once(desk: Desk) -> None:
    """L29."""
    await desk.add(*(f"Story {number}" for number in range(3_000)))
    assert len(await desk.matching('"story"')) == 3_000
    assert (await desk.counts())["story"] == 3_000


async def test_a_korean_name_is_found_with_any_particle(desk: Desk) -> None:
    [one] = await desk.add("송중기가 돌아온다")
    await desk.add("김태리가 돌아온다")
    assert await desk.matching('"송중 중기"') == [one]


async def test_markup_and_links_of_a_summary_are_no_words(desk: Desk) -> None:
    await desk.add("Salt", summary="**Big** [film](https://reel.example/secret) \\*star\\*")
    assert (await desk.indexed())[1][2] == "big film star"


async def test_commonness_tells_in_how_many_articles_terms_are(desk: Desk) -> None:
    await desk.add("Salt", "Salt fog", "Fog", "Rain")
    known = await desk.texts.commonness(["salt", "rain", "sun"])
    assert (known.total, known.articles) == (4, {"salt": 2, "rain": 1})


async def test_candidates_share_a_rare_term_newest_first(desk: Desk) -> None:
    old, other, new, asked = await desk.add(
        "Lighthouse opens", "Rain again", "Keeper of the lighthouse", "A lighthouse burns"
    )
    for id_ in (old, other, new, asked):
        await desk.post(id_)
    assert await desk.candidates(asked) == [new, old]
    assert await desk.candidates(asked, limit=1) == [new]


@pytest.mark.parametrize("state", ["held", "dropped"])
async def test_what_is_not_posted_is_no_candidate(desk: Desk, state: str) -> None:
    one, asked = await desk.add("Lighthouse opens", "A lighthouse burns")
    await desk.post(one, state)
    assert await desk.candidates(asked) == []


async def test_what_was_posted_elsewhere_or_before_is_no_candidate(desk: Desk) -> None:
    elsewhere, before, asked = await desk.add("Lighthouse", "Lighthouse opens", "Lighthouse burns")
    await desk.post(elsewhere, guild_id=GUILD + 1)
    post_id = await desk.post(before)
    assert await desk.candidates(asked, since=NOW + MINUTE) == []
    assert await desk.candidates(asked) == [before]
    await desk.change("UPDATE post SET joined_to = ? WHERE id = ?", post_id - 1, post_id)
    assert await desk.candidates(asked) == []


async def test_a_word_that_nearly_everybody_says_finds_no_candidates(desk: Desk) -> None:
    """Else each article would be compared with all of them."""
    ids = await desk.add(*(f"The story {number}" for number in range(60)), "The story burns again")
    for id_ in ids[:3]:
        await desk.post(id_)
    ids += await desk.add("Again the story")
    await desk.post(ids[-2])
    assert await desk.candidates(ids[-1]) == [ids[-2]]


async def test_an_article_without_words_has_no_candidates(desk: Desk) -> None:
    """S47."""
    empty, digest = (*await desk.add("…"), *await desk.add("Fog", digest=2))
    assert [await desk.candidates(id_) for id_ in (empty, digest, 99)] == [[], [], []]
