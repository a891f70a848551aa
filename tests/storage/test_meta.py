from __future__ import annotations

from tests.storage.world import World


async def test_a_value_is_kept_and_replaced(world: World) -> None:
    assert await world.meta.get("commands") is None
    for value in ("old", "new"):
        async with world.database.write() as tx:
            await world.meta.set(tx, "commands", value)
    assert await world.meta.get("commands") == "new"
