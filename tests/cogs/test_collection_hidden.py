"""What moderators hide of public collections in their server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import simcord

from bot.services.shelving import NOT_THERE
from cogs._ui.collection_hidden import PAGE, HideCollection, UnhideCollection
from tests.cogs.looks import labels_of
from tests.cogs.salon import Salon, answer, named, open_ids, open_salon, said

HIDE, AGAIN = "Hide in this server", "Show it again"


@pytest.fixture
async def salon(tmp_path: Path) -> AsyncIterator[Salon]:
    async with open_salon(tmp_path) as opened:
        yield opened


async def opened_by(salon: Salon, who: simcord.MemberActor) -> simcord.InteractionResult:
    return await who.click(await salon.share(), label="Open")


async def test_only_moderators_are_offered_to_hide(salon: Salon):
    await salon.collection()
    assert HIDE not in labels_of(answer(await opened_by(salon, salon.friend)).components)
    assert HIDE in labels_of(answer(await opened_by(salon, salon.moderator)).components)


async def test_what_a_moderator_hides_is_gone_for_others(salon: Salon):
    await salon.collection("Space")
    message = await salon.share()
    opened = await salon.moderator.click(message, label="Open")
    hidden = await salon.moderator.click(answer(opened).message, label=HIDE)
    assert "**Space** is hidden in this server" in said(hidden)
    assert said(await salon.friend.click(message, label="Open")) == NOT_THERE
    assert "Nobody else shares" in said(await salon.run("browse", salon.friend))


async def test_the_owner_keeps_what_is_hidden(salon: Salon):
    made = await salon.collection("Space", "Lift-off")
    message = await salon.share()
    await salon.collecting.hide(salon.guild.id, made.id, salon.moderator.id)
    assert "[Lift-off]" in said(await salon.fan.click(message, label="Open"))


async def test_hiding_is_undone_after_a_restart(salon: Salon):
    """M54."""
    await salon.collection("Space")
    opened = await opened_by(salon, salon.moderator)
    hidden = await salon.moderator.click(answer(opened).message, label=HIDE)
    await salon.restart()
    shown = await salon.moderator.click(answer(hidden).message, label=AGAIN)
    assert "**Space** is no longer hidden" in said(shown)
    assert named(await salon.run("browse", salon.friend), "Space") == ["Space"]


async def test_moderators_see_what_is_hidden_and_take_it_back(salon: Salon):
    for name in ("Space", "Sea"):
        made = await salon.collection(name)
        await salon.collecting.hide(salon.guild.id, made.id, salon.moderator.id)
    listed = await salon.run("hidden", salon.moderator)
    assert answer(listed).ephemeral
    assert named(listed, "Space", "Sea") == ["Sea", "Space"]
    [sea, _] = open_ids(listed)
    left = await salon.moderator.click(answer(listed).message, custom_id=sea)
    assert "**Sea** is no longer hidden" in said(left)
    assert len(open_ids(left)) == 1


async def test_a_moderator_sees_that_nothing_is_hidden(salon: Salon):
    assert "No collection is hidden" in said(await salon.run("hidden", salon.moderator))


async def test_what_is_hidden_has_pages(salon: Salon):
    await salon.many(PAGE + 1)
    for one in await salon.collecting.shelf(salon.fan.id):
        await salon.collecting.hide(salon.guild.id, one.id, salon.moderator.id)
    first = await salon.run("hidden", salon.moderator)
    assert len(open_ids(first)) == PAGE
    second = await salon.moderator.click(answer(first).message, label="More →")
    assert len(open_ids(second)) == 1


async def test_a_fan_is_not_shown_what_is_hidden(salon: Salon):
    made = await salon.collection()
    await salon.collecting.hide(salon.guild.id, made.id, salon.moderator.id)
    assert "**Manage Server**" in said(await salon.run("hidden", salon.friend))


@pytest.mark.parametrize("kind", [HideCollection, UnhideCollection])
async def test_a_fan_who_forges_a_moderators_button_is_refused(
    salon: Salon, kind: type[HideCollection]
):
    made = await salon.collection()
    message = await salon.forged(kind(made.id).item)
    result = await salon.friend.click(message, custom_id=kind(made.id).custom_id)
    assert "**Manage Server**" in said(result)
    assert named(await salon.run("browse", salon.friend), "Space") == ["Space"]


async def test_a_private_collection_is_not_hidden_by_its_id(salon: Salon):
    """V63."""
    made = await salon.collection(public=False)
    answers = []
    for id_ in (made.id, 4_711):
        message = await salon.forged(HideCollection(id_).item)
        answers.append(
            said(await salon.moderator.click(message, custom_id=HideCollection(id_).custom_id))
        )
    assert answers == [NOT_THERE, NOT_THERE]
