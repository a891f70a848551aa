"""The rows of collections: every statement asks whose they are (V63)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.collection import UNDO, Order
from bot.domain.model import Article, Photo, Source
from bot.storage.collection import CollectionTable
from bot.storage.database import Database, Tx
from bot.storage.deleted_collection import DeletedCollectionTable
from bot.storage.public_collection import PublicCollectionTable
from bot.storage.saved_article import article_column, article_of
from bot.storage.saved_order import SavedOrderTable
from bot.storage.saved_reading import SavedReadingTable
from bot.storage.saved_story import NewSaved, SavedStoryTable
from tests.storage.world import GUILD, NOW, article

FAN, OTHER = 5, 6
SECOND = timedelta(seconds=1)


class Cupboard:
    """The tables of collections, with one of the fan's in it."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.collections = CollectionTable(database)
        self.deleted = DeletedCollectionTable(database)
        self.public = PublicCollectionTable(database)
        self.stories = SavedStoryTable(database)
        self.orders = SavedOrderTable()
        self.readings = SavedReadingTable(database)

    async def add(self, name: str = "Stills", user: int = FAN) -> int:
        async with self.database.write() as tx:
            return await self.collections.add(
                tx, user, name=name, key=name, description="", order=Order.NEWEST, now=NOW
            )

    async def save(self, collection_id: int, *keys: str, user: int = FAN) -> int:
        stories = [saved(key) for key in keys]
        async with self.database.write() as tx:
            return await self.stories.add(tx, user, collection_id, stories)

    async def delete(self, collection_id: int, at: datetime = NOW) -> None:
        async with self.database.write() as tx:
            await self.deleted.delete(tx, FAN, collection_id, at)

    async def ids(self, collection_id: int, order: Order = Order.OWN) -> list[int]:
        return await self.readings.ids(FAN, collection_id, order, guild_id=None)

    async def rows(self, table: str) -> int:
        async with self.database.read() as reader:
            rows = await reader.execute_fetchall(f"SELECT count(*) FROM {table}")
        return int(next(iter(rows))[0])


@pytest.fixture
async def cupboard(database: Database) -> Cupboard:
    return Cupboard(database)


def saved(key: str, story_id: int | None = None) -> NewSaved:
    return NewSaved(key=key, story_id=story_id, guild_id=GUILD, article=article(key), saved_at=NOW)


# Snapshots

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
maybe = st.none() | texts
photos = st.builds(
    Photo,
    url=texts,
    credit=maybe,
    role=maybe,
    caption=maybe,
    alt=maybe,
    width=st.none() | st.integers(1, 9_000),
    height=st.none() | st.integers(1, 9_000),
    sensitive=st.booleans(),
)
articles = st.builds(
    Article,
    title=texts,
    link=maybe,
    outlet=texts,
    author=maybe,
    published=st.none() | st.datetimes(timezones=st.just(UTC)),
    summary=texts,
    sources=st.lists(st.builds(Source, name=texts, link=maybe), max_size=2).map(tuple),
    language=maybe,
    photos=st.lists(photos, max_size=3).map(tuple),
    sensitive=st.booleans(),
)


@given(articles)
def test_a_snapshot_comes_back_as_it_was(what: Article) -> None:
    assert article_of(what.title, article_column(what)) == what


def test_a_snapshot_of_a_version_that_kept_less_can_be_read() -> None:
    assert article_of("Dawn", "{}") == Article(title="Dawn", link=None, outlet="")


# Stories


async def test_stories_come_in_once_and_in_their_order(cupboard: Cupboard) -> None:
    """V63."""
    made = await cupboard.add()
    assert [await cupboard.save(made, *keys) for keys in ("ab", "bca", "c")] == [2, 1, 0]
    stories = await cupboard.readings.by_id(FAN, await cupboard.ids(made), guild_id=None)
    assert [one.article.title for one in stories] == ["a", "b", "c"]


async def test_a_story_id_is_there_once(cupboard: Cupboard) -> None:
    """V63."""
    made = await cupboard.add()
    async with cupboard.database.write() as tx:
        added = [await cupboard.stories.add(tx, FAN, made, [saved(key, 7)]) for key in ("a", "b")]
    assert added == [1, 0]


async def test_stories_without_an_id_are_not_taken_for_one(cupboard: Cupboard) -> None:
    made = await cupboard.add()
    assert await cupboard.save(made, "a", "b") == 2


async def test_nobody_puts_a_story_into_anothers_collection(cupboard: Cupboard) -> None:
    """V63."""
    made = await cupboard.add()
    assert await cupboard.save(made, "a", user=OTHER) == 0


async def test_nothing_comes_into_a_deleted_collection(cupboard: Cupboard) -> None:
    made = await cupboard.add()
    await cupboard.delete(made)
    assert await cupboard.save(made, "a") == 0


async def test_nobody_writes_a_note_into_anothers_collection(cupboard: Cupboard) -> None:
    """V63."""
    await cupboard.save(await cupboard.add(), "a")
    async with cupboard.database.write() as tx:
        await cupboard.stories.note(tx, OTHER, 1, "theirs")
    found = await cupboard.stories.own(FAN, 1)
    assert found is not None
    assert found.note == ""


async def test_nobody_moves_a_story_of_anothers_or_into_it(cupboard: Cupboard) -> None:
    """V63."""
    mine, theirs = await cupboard.add(), await cupboard.add(user=OTHER)
    await cupboard.save(mine, "a")
    async with cupboard.database.write() as tx:
        for user in (FAN, OTHER):
            await cupboard.stories.move(tx, user, 1, to=theirs)
    assert await cupboard.ids(mine) == [1]


CHANGES: dict[str, Callable[[Cupboard, Tx, int], Awaitable[object]]] = {
    "change": lambda c, tx, id_: c.collections.change(tx, OTHER, id_, name="x", key="x"),
    "publish": lambda c, tx, id_: c.collections.change(tx, OTHER, id_, public=True),
    "touch": lambda c, tx, id_: c.collections.touch(tx, OTHER, [id_], NOW + SECOND),
    "delete": lambda c, tx, id_: c.deleted.delete(tx, OTHER, id_, NOW),
    "restore": lambda c, tx, id_: c.deleted.restore(tx, OTHER, id_, name="x", key="x"),
    "drop": lambda c, tx, id_: c.deleted.drop_keeper(tx, OTHER, id_),
    "take out": lambda c, tx, id_: c.stories.take_out(tx, OTHER, [id_], story_id=0, keys=["a"]),
    "forget": lambda c, tx, _id: c.collections.forget(tx, OTHER),
}


@pytest.mark.parametrize("name", CHANGES)
async def test_nobody_changes_anothers_collection(cupboard: Cupboard, name: str) -> None:
    """V63."""
    made = await cupboard.add()
    await cupboard.save(made, "a")
    before = await cupboard.collections.own(FAN, made)
    async with cupboard.database.write() as tx:
        await CHANGES[name](cupboard, tx, made)
    assert await cupboard.collections.own(FAN, made) == before


async def test_nobody_puts_anothers_collection_into_order(cupboard: Cupboard) -> None:
    """V63."""
    made = await cupboard.add()
    await cupboard.save(made, "a", "b")
    async with cupboard.database.write() as tx:
        await cupboard.orders.set_places(tx, OTHER, made, [(1, 9)])
        assert await cupboard.orders.places(tx, OTHER, made) == []
    assert await cupboard.ids(made) == [1, 2]


async def test_nobody_copies_what_is_private(cupboard: Cupboard) -> None:
    """V63."""
    private, target = await cupboard.add(), await cupboard.add(user=OTHER)
    await cupboard.save(private, "a")
    async with cupboard.database.write() as tx:
        await cupboard.readings.copy(tx, OTHER, private, guild_id=None, to=target, now=NOW)
        await cupboard.public.note_copy(tx, private, OTHER, NOW)
    assert (await cupboard.rows("saved_story"), await cupboard.rows("collection_copy")) == (1, 0)


async def test_nobody_reads_the_stories_of_what_is_private(cupboard: Cupboard) -> None:
    """V63."""
    made = await cupboard.add()
    await cupboard.save(made, "a")
    assert await cupboard.readings.ids(OTHER, made, Order.OWN, guild_id=None) == []
    assert await cupboard.readings.by_id(OTHER, [1], guild_id=None) == []


# What is deleted


async def test_what_was_restored_is_not_purged(cupboard: Cupboard) -> None:
    made = await cupboard.add()
    await cupboard.delete(made)
    async with cupboard.database.write() as tx:
        await cupboard.deleted.restore(tx, FAN, made, name="Stills", key="stills")
        await cupboard.deleted.purge(tx, made, NOW + UNDO)
    assert await cupboard.rows("collection") == 1


async def test_what_was_deleted_once_more_has_its_whole_minute(cupboard: Cupboard) -> None:
    made = await cupboard.add()
    await cupboard.delete(made, NOW + 30 * SECOND)
    async with cupboard.database.write() as tx:
        await cupboard.deleted.purge(tx, made, NOW + UNDO)
    assert await cupboard.rows("collection") == 1


async def test_what_was_deleted_first_is_purged_first(cupboard: Cupboard) -> None:
    made = [await cupboard.add(name) for name in "abc"]
    for number, collection_id in enumerate(reversed(made)):
        await cupboard.delete(collection_id, NOW + number * SECOND)
    assert await cupboard.deleted.purgeable(NOW + UNDO + SECOND, 9) == [made[2], made[1]]


async def test_a_purge_takes_all_along(cupboard: Cupboard) -> None:
    made = await cupboard.add()
    await cupboard.save(made, "a")
    async with cupboard.database.write() as tx:
        await cupboard.collections.change(tx, FAN, made, public=True)
        await cupboard.public.note_copy(tx, made, OTHER, NOW)
        await cupboard.public.hide(tx, made, guild_id=GUILD, moderator_id=9, now=NOW)
        await cupboard.deleted.delete(tx, FAN, made, NOW)
        await cupboard.deleted.purge(tx, made, NOW + UNDO)
    tables = ("collection", "saved_story", "collection_copy", "hidden_collection")
    assert [await cupboard.rows(table) for table in tables] == [0, 0, 0, 0]


async def test_an_id_never_comes_back(cupboard: Cupboard) -> None:
    """Buttons in old messages hold it (M54)."""
    made = await cupboard.add()
    async with cupboard.database.write() as tx:
        await cupboard.collections.forget(tx, FAN)
    assert await cupboard.add() == made + 1
