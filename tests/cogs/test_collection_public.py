"""What others do with a collection that is shared: they open it, and copy it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.collection import MAX_COLLECTIONS
from bot.domain.model import Photo
from bot.services.shelving import NOT_THERE
from cogs._ui.collection_parts import collection_button
from cogs._ui.collection_reader import copy_button
from tests.cogs.looks import labels_of
from tests.cogs.salon import Salon, answer, open_salon, said
from tests.cogs.stories import HOUR

STILL = Photo(url="https://img.example/1.jpg", credit="Lantern Pictures", caption="A lighthouse")


@pytest.fixture
async def salon(tmp_path: Path) -> AsyncIterator[Salon]:
    async with open_salon(tmp_path) as opened:
        yield opened


# Opening


async def test_anybody_opens_a_shared_collection_privately_and_changes_nothing(salon: Salon):
    made = await salon.collection("Space", "Lift-off", photos=(STILL,))
    page = await salon.collecting.page(salon.fan.id, made.id, scope=None)
    await salon.collecting.note(salon.fan.id, page.entries[0].saved.id, "for Theo’s birthday")
    opened = await salon.friend.click(await salon.share(), label="Open")
    assert answer(opened).ephemeral
    assert "[Lift-off](https://gazette.example/Lift-off)" in said(opened)
    assert "📷 Lantern Pictures" in said(opened)
    assert "birthday" not in said(opened)
    assert labels_of(answer(opened).components) == ["Copy", "Browse others"]
    assert len(salon.shared()) == 1


async def test_pages_of_a_shared_collection_turn(salon: Salon):
    await salon.collection("Space", *(f"Story {letter}" for letter in "ABCDEFG"))
    opened = await salon.friend.click(await salon.share(), label="Open")
    turned = await salon.friend.click(answer(opened).message, label="More →")
    assert "[Story B]" in said(turned)
    assert "Copy" in labels_of(answer(turned).components)


async def test_buttons_of_a_shared_collection_work_after_a_restart(salon: Salon):
    """M54."""
    await salon.collection()
    message = await salon.share()
    await salon.restart()
    assert "[Lift-off]" in said(await salon.friend.click(message, label="Open"))
    assert "Copied: **Space**" in said(await salon.friend.click(message, label="Copy"))


async def test_the_owner_opens_it_as_an_own_one(salon: Salon):
    await salon.collection()
    opened = await salon.fan.click(await salon.share(), label="Open")
    assert "My collections" in labels_of(answer(opened).components)
    assert "Copy" not in labels_of(answer(opened).components)


@pytest.mark.parametrize("label", ["Open", "Copy"])
@pytest.mark.parametrize("fate", ["private", "hidden", "deleted"])
async def test_what_is_no_longer_shared_is_not_there(salon: Salon, fate: str, label: str):
    """V63."""
    made = await salon.collection()
    message = await salon.share()
    match fate:
        case "private":
            await salon.collecting.set_public(salon.fan.id, made.id, public=False)
        case "hidden":
            await salon.collecting.hide(salon.guild.id, made.id, salon.moderator.id)
        case "deleted":
            await salon.collecting.delete(salon.fan.id, made.id)
    result = await salon.friend.click(message, label=label)
    assert said(result) == NOT_THERE
    assert answer(result).ephemeral


async def test_a_private_collection_by_its_id_is_as_one_that_never_was(salon: Salon):
    """V63."""
    made = await salon.collection(public=False)
    for button in (copy_button, lambda id_: collection_button(id_, 0, "Open")):
        answers = []
        for id_ in (made.id, 4_711):
            message = await salon.forged(button(id_))
            result = await salon.friend.click(message, custom_id=button(id_).custom_id)
            answers.append((said(result), answer(result).ephemeral, result.deferred))
        assert answers[0] == answers[1]


# Copying


async def test_a_copy_is_ones_own_and_private(salon: Salon):
    await salon.collection("Space", "Lift-off", "Landing", photos=(STILL,))
    result = await salon.friend.click(await salon.share(), label="Copy")
    assert "Copied: **Space** is yours now, and private." in said(result)
    assert answer(result).ephemeral
    [mine] = await salon.collecting.shelf(salon.friend.id)
    assert (mine.name, mine.stories, mine.public) == ("Space", 2, False)


async def test_a_second_copy_has_a_name_of_its_own(salon: Salon):
    await salon.collection()
    message = await salon.share()
    for _ in range(2):
        await salon.friend.click(message, label="Copy")
        salon.clock.time += HOUR
    names = {one.name for one in await salon.collecting.shelf(salon.friend.id)}
    assert names == {"Space", "Space 2"}


async def test_a_double_click_copies_once(salon: Salon):
    await salon.collection()
    message = await salon.share()
    told = [said(await salon.friend.click(message, label="Copy")) for _ in range(2)]
    assert told[0] == told[1]
    assert len(await salon.collecting.shelf(salon.friend.id)) == 1


async def test_ones_own_collection_is_not_copied(salon: Salon):
    await salon.collection()
    result = await salon.fan.click(await salon.share(), label="Copy")
    assert "your own collection already" in said(result)


async def test_who_has_no_room_copies_nothing(salon: Salon):
    for number in range(MAX_COLLECTIONS):
        await salon.collecting.create(salon.friend.id, f"Number {number}")
    await salon.collection()
    result = await salon.friend.click(await salon.share(), label="Copy")
    assert f"You have {MAX_COLLECTIONS} collections" in said(result)
