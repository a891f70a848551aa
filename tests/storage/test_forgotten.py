"""People who had everything deleted are known again, and named by nothing that is stored."""

from __future__ import annotations

import pytest

from tests.storage.booth import Booth
from tests.storage.world import World

MINA, TAE = 123456789012345678, 234567890123456789


@pytest.fixture
def booth(world: World) -> Booth:
    return Booth(world)


async def forget(booth: Booth, *people: int) -> None:
    async with booth.database.write() as tx:
        for person in people:
            await booth.forgotten.add(tx, person)


async def among(booth: Booth, *people: int) -> set[int]:
    async with booth.database.write() as tx:
        return await booth.forgotten.among(tx, people)


async def test_nobody_is_forgotten_at_first(booth: Booth) -> None:
    assert await among(booth, MINA, TAE) == set()


async def test_forgotten_people_are_known_again(booth: Booth) -> None:
    await forget(booth, MINA)
    assert await among(booth, MINA, TAE) == {MINA}


async def test_person_can_be_forgotten_twice(booth: Booth) -> None:
    await forget(booth, MINA, MINA)
    assert len(await booth.rows("SELECT person FROM forgotten")) == 1


async def test_who_votes_again_is_forgotten_no_longer(booth: Booth) -> None:
    await forget(booth, MINA, TAE)
    async with booth.database.write() as tx:
        await booth.forgotten.lift(tx, [MINA, 5])
    assert await among(booth, MINA, TAE) == {TAE}


async def test_what_is_stored_of_a_person_depends_on_the_database(booth: Booth) -> None:
    """So that nobody finds a person by trying all ids without the key."""
    await forget(booth, MINA)
    [(before,)] = await booth.rows("SELECT person FROM forgotten")
    async with booth.database.write() as tx:
        await tx.execute_fetchall("DELETE FROM forgotten")
        await tx.execute_fetchall("DELETE FROM meta")
    await forget(booth, MINA)
    [(after,)] = await booth.rows("SELECT person FROM forgotten")
    assert before != after
    assert str(MINA).encode() not in bytes(before)  # type: ignore[call-overload]
