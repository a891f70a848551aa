from __future__ import annotations

from datetime import timedelta

import pytest

from bot.storage.follow import FollowTable, Reach
from bot.storage.kin import KinTable
from bot.storage.told import ToldTable
from tests.storage.world import NOW, World

FAN, FRIEND = 501, 502
DAY = timedelta(days=1)


class Shelf:
    """The tables of follows and letters, with one story in its channel."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.follows = FollowTable(world.database)
        self.told = ToldTable(world.database)
        self.kin = KinTable(world.database)

    async def follow(self, user_id: int, *keys: str) -> None:
        async with self.world.database.write() as tx:
            await self.follows.add(tx, user_id, keys[0], keys, NOW)

    async def note(self, post_id: int, *keys: str, since: timedelta = DAY) -> int:
        async with self.world.database.write() as tx:
            return await self.told.note(tx, post_id, keys, since=NOW - since, now=NOW)

    async def people(self) -> set[int]:
        story_id = await self.world.value("SELECT max(story_id) FROM post")
        return {one.user_id for one in await self.told.addressees(story_id, NOW, 100)}


@pytest.fixture
async def shelf(world: World) -> Shelf:
    return Shelf(world)


async def sent(world: World) -> int:
    post_id = await world.post()
    await world.sent(post_id, 1_000 + post_id)
    return post_id


async def test_those_who_follow_one_of_the_keys_are_noted(shelf: Shelf):
    await shelf.follow(FAN, "tilda swan")
    await shelf.follow(FRIEND, "park bo gum")
    assert await shelf.note(await sent(shelf.world), "tilda swan", "somebody else") == 1
    assert await shelf.people() == {FAN}


async def test_somebody_with_two_names_in_a_story_is_noted_once(shelf: Shelf):
    await shelf.follow(FAN, "오징어 게임", "오징어게임")
    assert await shelf.note(await sent(shelf.world), "오징어 게임", "오징어게임") == 1


async def test_a_story_is_noted_once(shelf: Shelf):
    await shelf.follow(FAN, "tilda swan")
    post_id = await sent(shelf.world)
    assert await shelf.note(post_id, "tilda swan") == 1
    assert await shelf.note(post_id, "tilda swan") == 0


async def test_an_old_story_is_not_noted(shelf: Shelf):
    await shelf.follow(FAN, "tilda swan")
    assert await shelf.note(await sent(shelf.world), "tilda swan", since=-DAY) == 0


async def test_closed_messages_are_not_noted(shelf: Shelf):
    await shelf.follow(FAN, "tilda swan")
    async with shelf.world.database.write() as tx:
        await shelf.follows.set_reach(tx, FAN, Reach(NOW, None))
    assert await shelf.note(await sent(shelf.world), "tilda swan") == 0


async def test_a_post_that_waits_tells_nothing(shelf: Shelf):
    post_id = await shelf.world.post()
    async with shelf.world.database.write() as tx:
        assert await shelf.kin.articles(tx, post_id) == []


async def test_a_letter_that_is_no_longer_wanted_is_not_begun(shelf: Shelf):
    await shelf.follow(FAN, "tilda swan")
    post_id = await sent(shelf.world)
    story_id = await shelf.world.value("SELECT story_id FROM post WHERE id = ?", post_id)
    await shelf.note(post_id, "tilda swan")
    async with shelf.world.database.write() as tx:
        await shelf.told.done(tx, story_id, [FAN])
        assert not await shelf.told.mark_sending(tx, story_id, FAN, NOW)


async def test_a_letter_in_doubt_keeps_the_time_of_its_try(shelf: Shelf):
    await shelf.follow(FAN, "tilda swan")
    post_id = await sent(shelf.world)
    story_id = await shelf.world.value("SELECT story_id FROM post WHERE id = ?", post_id)
    await shelf.note(post_id, "tilda swan")
    async with shelf.world.database.write() as tx:
        await shelf.told.mark_sending(tx, story_id, FAN, NOW)
        await shelf.told.defer(tx, story_id, FAN, NOW, in_doubt=True)
        await shelf.told.mark_sending(tx, story_id, FAN, NOW + DAY)
    (one,) = await shelf.told.addressees(story_id, NOW, 5)
    assert (one.sending_at, one.attempts) == (NOW, 2)
