"""Public collections of others: people browse them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest
import simcord
from discord import ui

from bot.services.browsing import BROWSE_PAGE
from bot.services.shelving import NOT_THERE
from tests.cogs.looks import walk
from tests.cogs.salon import Salon, answer, named, open_ids, open_salon, said

SELECT = 3


@pytest.fixture
async def salon(tmp_path: Path) -> AsyncIterator[Salon]:
    async with open_salon(tmp_path) as opened:
        yield opened


def choices(result: simcord.InteractionResult) -> list[dict]:
    [menu] = [c for c in walk(answer(result).components) if c["type"] == SELECT]
    return menu["options"]


async def test_people_find_what_others_share(salon: Salon):
    await salon.collection("Space", description="All that flies")
    await salon.collection("Secret", public=False)
    await salon.collection("Sea", of=salon.moderator)
    result = await salon.run("browse", salon.friend)
    assert answer(result).ephemeral
    assert set(named(result, "Space", "Secret", "Sea")) == {"Space", "Sea"}
    assert f"All that flies\n-# by <@{salon.fan.id}> · 1 story" in said(result)


async def test_ones_own_are_not_among_those_of_others(salon: Salon):
    await salon.collection("Space")
    await salon.collection("Sea", of=salon.friend)
    assert named(await salon.run("browse"), "Space", "Sea") == ["Sea"]


async def test_an_empty_collection_is_not_found(salon: Salon):
    made = await salon.collecting.create(salon.fan.id, "Space")
    await salon.collecting.set_public(salon.fan.id, made.id, public=True)
    assert "Nobody else shares a collection yet" in said(await salon.run("browse", salon.friend))


async def test_the_most_copied_are_first(salon: Salon):
    await salon.collection("Space")
    liked = await salon.collection("Sea")
    await salon.collection("Snow")
    await salon.collecting.copy(salon.moderator.id, liked.id, guild_id=None)
    result = await salon.run("browse", salon.friend)
    assert named(result, "Space", "Sea", "Snow") == ["Sea", "Snow", "Space"]
    assert "1 story · copied by 1 person" in said(result)


async def test_those_of_one_person_are_found(salon: Salon):
    await salon.collection("Space")
    await salon.collection("Sea", of=salon.moderator)
    result = await salon.run("browse", salon.friend, person=salon.moderator)
    assert named(result, "Space", "Sea") == ["Sea"]
    assert f"Shared by <@{salon.moderator.id}>" in said(result)


@pytest.mark.parametrize("value", ["4711", "9" * 30, "²", "x"])
async def test_a_copy_of_what_was_never_offered_is_as_one_that_never_was(salon: Salon, value: str):
    """V63."""
    option = discord.SelectOption(label="Space", value=value)
    menu = ui.Select(custom_id="nr:browsecopy:0a0a", options=[option])
    message = await salon.forged(menu)
    result = await salon.friend.select(message, [value], custom_id="nr:browsecopy:0a0a")
    assert said(result) == NOT_THERE


async def test_the_largest_number_is_nobody_who_shares(salon: Salon):
    message = await salon.forged(ui.Button(label="More", custom_id=f"nr:browse:{'9' * 19}:0"))
    assert "shares no collection" in said(await salon.friend.click(message, label="More"))


async def test_nobody_who_shares_nothing_is_told_apart(salon: Salon):
    """V63: a private collection is as none."""
    await salon.collection(public=False)
    texts = [
        said(await salon.run("browse", salon.friend, person=who)).replace(str(who.id), "…")
        for who in (salon.fan, salon.moderator)
    ]
    assert texts[0] == texts[1]
    assert "shares no collection" in texts[0]


async def test_where_nothing_is_shared_it_says_how_to_begin(salon: Salon):
    assert "`/collection public`" in said(await salon.run("browse", salon.friend))


async def test_a_found_collection_opens_and_leads_back(salon: Salon):
    await salon.collection("Space", "Lift-off")
    found = await salon.run("browse", salon.friend)
    [button] = open_ids(found)
    opened = await salon.friend.click(answer(found).message, custom_id=button)
    assert "[Lift-off]" in said(opened)
    back = await salon.friend.click(answer(opened).message, label="Browse others")
    assert named(back, "Space") == ["Space"]


@pytest.mark.parametrize("restarted", [False, True])
async def test_a_found_collection_is_copied(salon: Salon, restarted: bool):
    """M54."""
    await salon.collection("Space")
    found = await salon.run("browse", salon.friend)
    if restarted:
        await salon.restart()
    [choice] = choices(found)
    result = await salon.friend.select(answer(found).message, [choice["value"]])
    assert "Copied: **Space** is yours now" in said(result)
    assert [one.name for one in await salon.collecting.shelf(salon.friend.id)] == ["Space"]


async def test_what_became_private_meanwhile_is_not_copied(salon: Salon):
    """V63."""
    made = await salon.collection("Space")
    found = await salon.run("browse", salon.friend)
    await salon.collecting.set_public(salon.fan.id, made.id, public=False)
    [choice] = choices(found)
    result = await salon.friend.select(answer(found).message, [choice["value"]])
    assert said(result) == NOT_THERE


async def test_pages_turn_after_a_restart(salon: Salon):
    """M54."""
    await salon.many(BROWSE_PAGE + 1)
    first = await salon.run("browse", salon.friend)
    ids = open_ids(first)
    assert "Page 1 of 2" in said(first)
    assert len(ids) == BROWSE_PAGE
    await salon.restart()
    second = await salon.friend.click(answer(first).message, label="More →")
    assert len(open_ids(second)) == 1
    again = await salon.friend.click(answer(second).message, label="← Back")
    assert open_ids(again) == ids


async def test_pages_of_one_person_stay_with_that_one(salon: Salon):
    await salon.many(BROWSE_PAGE + 1)
    await salon.collection("Sea", of=salon.moderator)
    first = await salon.run("browse", salon.friend, person=salon.fan)
    second = await salon.friend.click(answer(first).message, label="More →")
    assert len(open_ids(second)) == 1
    assert "Sea" not in said(second)


async def test_the_longest_names_and_descriptions_fit(salon: Salon):
    """M48."""
    await salon.many(BROWSE_PAGE)
    await salon.change("UPDATE collection SET name = ?, description = ?", "*" * 60, "_" * 300)
    result = await salon.run("browse", salon.friend)
    assert len(open_ids(result)) == BROWSE_PAGE
    assert len(said(result)) <= 4_000


async def test_in_a_direct_message_all_that_is_public_is_found_and_copied(salon: Salon):
    made = await salon.collection("Space")
    await salon.collecting.hide(salon.guild.id, made.id, salon.moderator.id)
    found = await salon.friend.user.slash("collection browse")
    assert named(found, "Space") == ["Space"]
    [choice] = choices(found)
    result = await salon.friend.user.select(answer(found).message, [choice["value"]])
    assert "Copied: **Space** is yours now" in said(result)
