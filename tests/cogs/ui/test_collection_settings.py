"""What the owner changes about a collection on its screen, as a fan uses it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import simcord

from bot.domain.collection import Collection, Order
from tests.cogs.looks import labels_of
from tests.cogs.shelf import choose, click, collecting, kept, ticked, told
from tests.cogs.stories import Hall, open_hall, seen


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[Hall]:
    async with open_hall(tmp_path) as opened:
        yield opened


@pytest.fixture
async def made(hall: Hall) -> Collection:
    return await kept(hall, "Boats", "Anna", "Berta")


@pytest.fixture
async def shown(hall: Hall, made: Collection) -> simcord.InteractionResult:
    page = await hall.fan.slash(hall.news, "collection show", collection="Boats")
    return await click(hall.fan, page, "Change…")


async def now(hall: Hall, made: Collection) -> Collection:
    return await collecting(hall).get(hall.fan.id, made.id)


async def test_the_screen_shows_how_the_collection_is(shown: simcord.InteractionResult):
    assert "### Boats\n-# 2 stories · private" in seen(shown)
    assert ticked(shown) == ["Newest first"]
    assert labels_of(shown.response.components) == [
        "Rename or describe…",
        "Make public",
        "Delete…",
        "← Boats",
    ]


async def test_the_order_is_chosen_also_after_a_restart(
    hall: Hall, made: Collection, shown: simcord.InteractionResult
):
    """M54."""
    await hall.restart()
    shown = await choose(hall.fan, shown, "Your own order")
    assert "Sorted: your own order." in seen(shown)
    assert ticked(shown) == ["Your own order"]
    assert (await now(hall, made)).order is Order.OWN


async def test_name_and_description_are_changed_together(
    hall: Hall, made: Collection, shown: simcord.InteractionResult
):
    form = await click(hall.fan, shown, "Rename or describe…")
    await hall.restart()
    result = await hall.fan.submit_modal(form, {"name": "Ships", "description": "All of them"})
    assert "### Ships\nAll of them" in seen(result)


async def test_a_name_that_is_taken_changes_nothing(
    hall: Hall, made: Collection, shown: simcord.InteractionResult
):
    """V63."""
    await kept(hall, "Ships")
    form = await click(hall.fan, shown, "Rename or describe…")
    result = await hall.fan.submit_modal(form, {"name": "SHIPS", "description": "All of them"})
    assert "already" in told(result)
    assert (await now(hall, made)).description == ""


async def test_it_is_made_public_and_private_again(
    hall: Hall, made: Collection, shown: simcord.InteractionResult
):
    shown = await click(hall.fan, shown, "Make public")
    assert "It is public now" in seen(shown)
    assert (await now(hall, made)).public
    await hall.restart()
    shown = await click(hall.fan, shown, "Make private")
    assert "Nobody but you" in seen(shown)
    assert not (await now(hall, made)).public


async def test_it_is_deleted_after_a_question(
    hall: Hall, made: Collection, shown: simcord.InteractionResult
):
    shown = await click(hall.fan, shown, "Delete…")
    assert "### Delete **Boats**?" in seen(shown)
    assert "is deleted" in seen(await click(hall.fan, shown, "Delete"))


async def test_it_leads_back_to_the_stories(hall: Hall, shown: simcord.InteractionResult):
    assert "[Anna]" in seen(await click(hall.fan, shown, "← Boats"))


async def test_a_collection_deleted_meanwhile_is_said_to_be_gone(
    hall: Hall, made: Collection, shown: simcord.InteractionResult
):
    """V63."""
    await collecting(hall).delete(hall.fan.id, made.id)
    assert "isn’t there" in told(await choose(hall.fan, shown, "Oldest first"))
