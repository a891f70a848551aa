from __future__ import annotations

from datetime import timedelta

from bot.storage.post import LONGEST_WAIT
from tests.storage.world import MINUTE, NOW, World

FILES = {"https://img.example/b.jpg": "photo-2.jpg", "https://img.example/a.jpg": None}


async def sent(world: World, message_id: int = 1, *, at: timedelta | None = MINUTE) -> int:
    post_id = await world.post(7000 + message_id)
    await world.sent(post_id, message_id)
    async with world.database.write() as tx:
        await world.mends.begin(tx, post_id, at=None if at is None else NOW + at, files={})
    return post_id


async def test_post_is_due_from_its_time_on_with_the_looks_that_were_made(world: World) -> None:
    post_id = await sent(world)
    assert await world.mends.due(NOW, 5) == []
    assert await world.mends.next_due_at() == NOW + MINUTE
    async with world.database.write() as tx:
        await world.mends.again(tx, post_id, NOW)
    assert await world.mends.due(NOW, 5) == [(post_id, 1)]


async def test_post_that_waited_longest_comes_first(world: World) -> None:
    late, early = await sent(world, 1, at=2 * MINUTE), await sent(world, 2)
    due = await world.mends.due(NOW + 5 * MINUTE, 5)
    assert [row.post_id for row in due] == [early, late]
    assert len(await world.mends.due(NOW + 5 * MINUTE, 1)) == 1


async def test_post_that_needs_no_look_is_never_due(world: World) -> None:
    await sent(world, at=None)
    assert await world.mends.next_due_at() is None


async def test_post_that_was_stored_by_a_clock_that_ran_ahead_is_due(world: World) -> None:
    """V64."""
    await sent(world, at=LONGEST_WAIT + MINUTE)
    assert len(await world.mends.due(NOW, 5)) == 1


async def test_post_that_is_done_keeps_its_files(world: World) -> None:
    post_id = await sent(world)
    async with world.database.write() as tx:
        await world.mends.done(tx, post_id, FILES)
    assert await world.mends.due(NOW + MINUTE, 5) == []
    post = await world.posts.get(post_id)
    assert post is not None
    assert post.files == FILES


async def test_post_that_is_not_there_is_none(world: World) -> None:
    assert await world.posts.get(9) is None
