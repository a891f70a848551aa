from __future__ import annotations

from datetime import datetime

from bot.storage.photo_host import REMEMBERED
from tests.storage.world import MINUTE, NOW, World


async def remember(world: World, *hosts: str, at: datetime = NOW) -> None:
    async with world.database.write() as tx:
        await world.photo_hosts.remember(tx, hosts, at)


async def test_only_hosts_that_refused_are_named(world: World) -> None:
    await remember(world, "a.example", "b.example")
    assert await world.photo_hosts.refusing(["a.example", "c.example"], NOW) == {"a.example"}


async def test_host_is_forgotten_after_its_time(world: World) -> None:
    await remember(world, "a.example")
    assert await world.photo_hosts.refusing(["a.example"], NOW + REMEMBERED - MINUTE)
    assert not await world.photo_hosts.refusing(["a.example"], NOW + REMEMBERED)


async def test_host_that_refuses_again_is_remembered_from_then_on(world: World) -> None:
    await remember(world, "a.example")
    await remember(world, "a.example", at=NOW + MINUTE)
    assert await world.photo_hosts.refusing(["a.example"], NOW + REMEMBERED)


async def test_what_is_forgotten_leaves_the_file(world: World) -> None:
    await remember(world, "a.example")
    await remember(world, "b.example", at=NOW + REMEMBERED)
    assert await world.value("SELECT count(*) FROM photo_host") == 1
