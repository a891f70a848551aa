"""Public collections: they are browsed by fans, and hidden by moderators."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import simcord

from bot.services.browsing import BROWSE_PAGE
from bot.services.shelving import NOT_THERE
from cogs._ui.collection_hidden import PAGE as HIDDEN_PAGE
from cogs._ui.collection_hidden import HideCollection, UnhideCollection
from tests.cogs.looks import labels_of, walk
from tests.cogs.salon import Salon, answer, open_salon, said

SELECT, SECTION = 3, 9
HIDE, AGAIN = "Hide in this server", "Show it again"


@pytest.fixture
async def salon(tmp_path: Path) -> AsyncIterator[Salon]:
    async with open_salon(tmp_path) as opened:
        yield opened


def named(result: simcord.InteractionResult, *names: str) -> list[str]:
    """Return those of the names that an answer has, in its order."""
    text = said(result)
    found = [one for one in names if f"**{one}**" in text]
    return sorted(found, key=lambda one: text.index(f"**{one}**"))


def open_ids(result: simcord.InteractionResult) -> list[str]:
    """Return the ids of the buttons beside the entries."""
    sections = [c for c in walk(answer(result).components) if c["type"] == SECTION]
    return [one["accessory"]["custom_id"] for one in sections]


def choices(result: simcord.InteractionResult) -> list[dict]:
    [menu] = [c for c in walk(answer(result).components) if c["type"] == SELECT]
    return menu["options"]


async def many(salon: Salon, number: int) -> None:
    """Let the fan share so many collections of one story."""
    first = await salon.collection("Number 0")
    for place in range(1, number):
        copy = await salon.collecting.copy(salon.friend.id, first.id, guild_id=None)
        await salon.collecting.rename(salon.friend.id, copy.id, f"Number {place}")
        await salon.change("UPDATE collection SET user_id = ? WHERE id = ?", salon.fan.id, copy.id)
        await salon.collecting.set_public(salon.fan.id, copy.id, public=True)


# Browsing


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
    assert "Nobody shares a collection yet" in said(await salon.run("browse", salon.friend))


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
    await many(salon, BROWSE_PAGE + 1)
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
    await many(salon, BROWSE_PAGE + 1)
    await salon.collection("Sea", of=salon.moderator)
    first = await salon.run("browse", salon.friend, person=salon.fan)
    second = await salon.friend.click(answer(first).message, label="More →")
    assert len(open_ids(second)) == 1
    assert "Sea" not in said(second)


async def test_the_longest_names_and_descriptions_fit(salon: Salon):
    """M48."""
    await many(salon, BROWSE_PAGE)
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


# Hiding


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
    assert "Nobody shares" in said(await salon.run("browse", salon.friend))


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
    await many(salon, HIDDEN_PAGE + 1)
    for one in await salon.collecting.shelf(salon.fan.id):
        await salon.collecting.hide(salon.guild.id, one.id, salon.moderator.id)
    first = await salon.run("hidden", salon.moderator)
    assert len(open_ids(first)) == HIDDEN_PAGE
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
