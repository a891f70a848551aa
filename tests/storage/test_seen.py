from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from tests.storage.world import NOW, World

DAY = timedelta(days=1)


async def remember(world: World, fingerprints: Iterable[bytes], now: datetime) -> None:
    async with world.database.write() as tx:
        await world.seen.remember(tx, 1, fingerprints, now)


async def prune(world: World, before: datetime) -> int:
    async with world.database.write() as tx:
        return await world.seen.prune(tx, 1, before=before)


async def test_what_was_seen_stays_seen_when_the_feed_shrinks(world: World) -> None:
    """D6."""
    await world.feed()
    await remember(world, [b"1", b"2", b"3"], NOW)
    await remember(world, [b"3"], NOW + DAY)
    assert await world.seen.fingerprints(1) == {b"1", b"2", b"3"}


async def test_fingerprints_are_of_one_feed(world: World) -> None:
    await world.feed()
    other = await world.feed("other")
    await remember(world, [b"1"], NOW)
    assert await world.seen.fingerprints(other.id) == frozenset()


async def test_what_still_stands_in_the_feed_is_not_forgotten(world: World) -> None:
    """D6: however long ago it was seen first."""
    await world.feed()
    await remember(world, [b"old", b"stays"], NOW)
    for weeks in range(1, 20):
        await remember(world, [b"stays"], NOW + weeks * 7 * DAY + weeks * DAY / 100)
    assert await prune(world, NOW + 90 * DAY) == 1
    assert await world.seen.fingerprints(1) == {b"stays"}


async def test_a_document_that_did_not_change_costs_no_write(world: World) -> None:
    await world.feed()
    await remember(world, [b"1", b"2"], NOW)
    async with world.database.write() as tx:
        before = tx.total_changes
        await world.seen.remember(tx, 1, [b"1", b"2"], NOW + DAY)
        assert tx.total_changes == before


async def test_the_article_behind_a_fingerprint_is_known(world: World) -> None:
    """D5: which articles a document still holds."""
    feed = await world.feed()
    article_id = await world.article(feed.id)
    await remember(world, [b"1", b"2"], NOW)
    async with world.database.write() as tx:
        await world.seen.remember(tx, feed.id, [b"1", b"2"], NOW, articles={b"1": article_id})
        await world.seen.remember(tx, feed.id, [b"1", b"2"], NOW + 30 * DAY)
    assert await world.seen.articles(feed.id, [b"1", b"2", b"3"]) == {article_id}
    assert await world.seen.articles(feed.id, [b"2"]) == frozenset()
