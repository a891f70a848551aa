"""/collection, as two fans use it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import simcord

from bot.domain.collection import MAX_COLLECTIONS
from tests.cogs.looks import buttons_of, labels_of
from tests.cogs.shelf import card, click, collecting, kept, menu_of, posted, ticked
from tests.cogs.stories import HOUR, Hall, open_hall, seen

NOT_THERE = "You have no collection named"


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[Hall]:
    async with open_hall(tmp_path) as opened:
        yield opened


async def call(
    hall: Hall, command: str, who: simcord.MemberActor | None = None, **options: Any
) -> simcord.InteractionResult:
    return await (who or hall.fan).slash(hall.news, f"collection {command}", **options)


async def shelf(hall: Hall) -> list[str]:
    return [one.name for one in await collecting(hall).shelf(hall.fan.id)]


# The group


async def test_all_commands_are_in_one_group(hall: Hall):
    [group] = [one for one in hall.bot.tree.get_commands() if one.name == "collection"]
    names = {one.name for one in group.commands}
    assert names >= {"list", "show", "add", "create", "rename", "delete", "describe", "public"}
    assert names >= {"private", "order", "share", "browse", "export", "import"}


@pytest.mark.parametrize(
    "command", ["show", "rename", "delete", "describe", "public", "private", "order"]
)
async def test_each_command_says_that_a_collection_is_not_there(hall: Hall, command: str):
    """V63."""
    options = {"rename": {"name": "x"}, "order": {"order": "own"}}.get(command, {})
    result = await call(hall, command, collection="Nowhere", **options)
    assert result.ephemeral
    assert f"{NOT_THERE} “Nowhere”" in seen(result)


@pytest.mark.parametrize("command", ["show", "delete", "describe", "public"])
async def test_a_collection_of_somebody_else_is_as_one_that_does_not_exist(
    hall: Hall, command: str
):
    """V63."""
    await kept(hall, "Theirs", who=hall.moderator)
    theirs = seen(await call(hall, command, collection="Theirs"))
    nowhere = seen(await call(hall, command, collection="Nowhere"))
    assert theirs.replace("Theirs", "Nowhere") == nowhere


@pytest.mark.parametrize("typed", ["cafe\u0301 noir", "  CAFÉ  NOIR ", "Café\u00a0Noir"])
async def test_a_name_is_found_in_any_spelling(hall: Hall, typed: str):
    """V63."""
    await kept(hall, "Café Noir")
    assert "### Café Noir" in seen(await call(hall, "show", collection=typed))


async def test_one_s_own_collections_are_offered_newest_used_first(hall: Hall):
    for name in ("Film noir", "Ferries", "Noir et blanc"):
        await kept(hall, name)
        hall.clock.time += HOUR
    await kept(hall, "Noir of theirs", who=hall.moderator)
    choices = await hall.fan.autocomplete(hall.news, "collection show", "collection", "NOIR")
    assert [one["value"] for one in choices] == ["Noir et blanc", "Film noir"]
    assert choices[0]["name"] == "Noir et blanc · no stories · private"


async def test_no_more_are_offered_than_discord_takes(hall: Hall):
    """M48."""
    for number in range(30):
        await collecting(hall).create(hall.fan.id, f"{'🎞' * 50} {number}")
    choices = await hall.fan.autocomplete(hall.news, "collection show", "collection", "")
    assert len(choices) == 25
    assert max(len(one["name"].encode("utf-16-le")) // 2 for one in choices) <= 100


# list


async def test_the_empty_list_says_how_to_begin(hall: Hall):
    result = await call(hall, "list")
    assert result.ephemeral
    assert "**No Collections**" in seen(result)
    assert "Here you'll find all collections you've created before." in seen(result)
    assert labels_of(result.response.components) == ["New collection…"]


async def test_the_list_makes_the_first_collection_also_after_a_restart(hall: Hall):
    """M54."""
    form = await click(hall.fan, await call(hall, "list"), "New collection…")
    await hall.restart()
    result = await hall.fan.submit_modal(form, {"name": "Ferries"})
    assert "Made **Ferries**." in seen(result)
    assert await shelf(hall) == ["Ferries"]


async def test_the_list_tells_how_much_is_in_each(hall: Hall):
    await kept(hall, "Ferries", "One", "Two")
    text = seen(await call(hall, "list"))
    assert "**Ferries**\n-# 2 stories · private · last used <t:" in text


async def test_the_list_tells_which_are_public_and_what_they_are_about(hall: Hall):
    made = await kept(hall, "Ferries")
    await collecting(hall).describe(hall.fan.id, made.id, "All *boats*")
    await collecting(hall).set_public(hall.fan.id, made.id, True)
    assert "\nAll \\*boats\\*\n-# no stories · public" in seen(await call(hall, "list"))


async def test_the_list_opens_a_collection_also_after_a_restart(hall: Hall):
    """M54."""
    await kept(hall, "Ferries", "Night Ferry")
    shown = await call(hall, "list")
    await hall.restart()
    assert "[Night Ferry]" in seen(await click(hall.fan, shown, "Open"))


async def test_two_hundred_collections_are_listed_in_pages(hall: Hall):
    for number in range(MAX_COLLECTIONS):
        await collecting(hall).create(hall.fan.id, f"Shelf {number:03}")
    shown = await call(hall, "list")
    text = seen(shown)
    while "More →" in labels_of(shown.response.components):
        shown = await click(hall.fan, shown, "More →")
        text += seen(shown)
    assert all(f"**Shelf {number:03}**" in text for number in range(MAX_COLLECTIONS))
    assert "200 collections" in text
    assert "Page 25 of 25" in text


async def test_the_longest_names_and_descriptions_fit_in_a_list(hall: Hall):
    """M48: simcord refuses what Discord would."""
    for number in range(10):
        made = await collecting(hall).create(hall.fan.id, f"{number}{'*' * 59}")
        await collecting(hall).describe(hall.fan.id, made.id, "_" * 300)
    assert "Your collections" in seen(await call(hall, "list"))


# create, rename, describe


async def test_create_makes_a_collection(hall: Hall):
    result = await call(hall, "create", name="  Ferries ", description="All boats")
    assert "Made **Ferries**." in seen(result)
    assert "All boats" in seen(result)
    assert await shelf(hall) == ["Ferries"]


async def test_create_refuses_a_name_that_one_has(hall: Hall):
    """V63."""
    await kept(hall, "Ferries")
    assert "already" in seen(await call(hall, "create", name="FERRIES"))
    assert await shelf(hall) == ["Ferries"]


async def test_create_refuses_a_name_that_is_too_long(hall: Hall):
    assert "60 is the most" in seen(await call(hall, "create", name="x" * 61))


async def test_two_people_may_use_one_name(hall: Hall):
    await kept(hall, "Ferries", who=hall.moderator)
    assert "Made **Ferries**" in seen(await call(hall, "create", name="Ferries"))


async def test_rename_gives_another_name_and_says_the_old(hall: Hall):
    await kept(hall, "Ferries", "Night Ferry")
    text = seen(await call(hall, "rename", collection="ferries", name="Boats"))
    assert "### Boats" in text
    assert "It was called **Ferries** before." in text
    assert "[Night Ferry]" in text


async def test_rename_may_change_only_how_it_is_written(hall: Hall):
    """V63."""
    await kept(hall, "ferries")
    assert "### FERRIES" in seen(await call(hall, "rename", collection="ferries", name="FERRIES"))


async def test_rename_refuses_the_name_of_another(hall: Hall):
    """V63."""
    await kept(hall, "Ferries")
    await kept(hall, "Boats")
    assert "already" in seen(await call(hall, "rename", collection="Ferries", name="boats"))


async def test_describe_takes_the_words_at_once(hall: Hall):
    await kept(hall, "Ferries")
    result = await call(hall, "describe", collection="Ferries", description="All boats")
    assert "### Ferries\nAll boats\n" in seen(result)


async def test_describe_asks_with_the_words_that_are_there_also_after_a_restart(hall: Hall):
    """M54."""
    await call(hall, "create", name="Ferries", description="All boats")
    form = await call(hall, "describe", collection="Ferries")
    values = [one["component"]["value"] for one in form.modal["components"]]
    assert values == ["Ferries", "All boats"]
    await hall.restart()
    result = await hall.fan.submit_modal(form, {"name": "Boats", "description": ""})
    assert "All boats" not in seen(result)
    assert "### Boats" in seen(result)


async def test_a_form_with_one_field_too_long_changes_neither(hall: Hall):
    made = await kept(hall, "Ferries")
    form = await call(hall, "describe", collection="Ferries")
    result = await hall.fan.submit_modal(form, {"name": "Boats", "description": "x" * 301})
    assert "300 is the most" in seen(result)
    assert (await collecting(hall).get(hall.fan.id, made.id)).name == "Ferries"


async def test_the_form_of_a_collection_that_was_deleted_meanwhile_says_so(hall: Hall):
    """V63."""
    made = await kept(hall, "Ferries")
    form = await call(hall, "describe", collection="Ferries")
    await collecting(hall).delete(hall.fan.id, made.id)
    result = await hall.fan.submit_modal(form, {"name": "Ferries", "description": "Gone"})
    assert result.ephemeral
    assert "isn’t there" in seen(result)


# public, private, order


async def test_public_says_what_others_can_do_then(hall: Hall):
    made = await kept(hall, "Ferries")
    text = seen(await call(hall, "public", collection="Ferries"))
    assert "It is public now" in text
    assert (await collecting(hall).get(hall.fan.id, made.id)).public


async def test_private_takes_it_back(hall: Hall):
    made = await kept(hall, "Ferries")
    await call(hall, "public", collection="Ferries")
    assert "Nobody but you" in seen(await call(hall, "private", collection="Ferries"))
    assert not (await collecting(hall).get(hall.fan.id, made.id)).public


@pytest.mark.parametrize(
    ("order", "said", "first"),
    [
        ("newest", "newest first", "Third"),
        ("oldest", "oldest first", "First"),
        ("points", "most points first", "Second"),
        ("own", "your own order", "First"),
    ],
)
async def test_order_sorts_what_is_shown(hall: Hall, order: str, said: str, first: str):
    made = await collecting(hall).create(hall.fan.id, "Ferries")
    for title, ups in (("First", 1), ("Second", 5), ("Third", 2)):
        await collecting(hall).add(hall.fan.id, made.id, await posted(hall, title, ups=ups))
        hall.clock.time += HOUR
    text = seen(await call(hall, "order", collection="Ferries", order=order))
    assert said in text
    assert f"**1. [{first}]" in text


# delete


async def test_delete_asks_first(hall: Hall):
    await kept(hall, "Ferries", "Night Ferry")
    result = await call(hall, "delete", collection="Ferries")
    assert "### Delete **Ferries**?\nIt has 1 story." in seen(result)
    assert await shelf(hall) == ["Ferries"]


async def test_delete_can_be_left(hall: Hall):
    await kept(hall, "Ferries")
    shown = await call(hall, "delete", collection="Ferries")
    assert "Nothing was deleted" in seen(await click(hall.fan, shown, "Keep it"))
    assert await shelf(hall) == ["Ferries"]


async def test_delete_deletes_also_after_a_restart(hall: Hall):
    """M54."""
    await kept(hall, "Ferries")
    shown = await call(hall, "delete", collection="Ferries")
    await hall.restart()
    assert "**Ferries** is deleted." in seen(await click(hall.fan, shown, "Delete"))
    assert await shelf(hall) == []


async def test_delete_can_be_undone_for_a_minute(hall: Hall):
    await kept(hall, "Ferries", "Night Ferry")
    shown = await click(hall.fan, await call(hall, "delete", collection="Ferries"), "Delete")
    await hall.restart()
    text = seen(await click(hall.fan, shown, "Undo"))
    assert "**Ferries** is back." in text
    assert "[Night Ferry]" in text


async def test_delete_can_t_be_undone_after_that(hall: Hall):
    await kept(hall, "Ferries")
    shown = await click(hall.fan, await call(hall, "delete", collection="Ferries"), "Delete")
    hall.clock.time += HOUR
    result = await click(hall.fan, shown, "Undo")
    assert "can’t be undone any more" in result.followups[-1].content


# add


async def test_add_finds_a_story_by_words_of_its_title(hall: Hall):
    await hall.story("Night Ferry")
    await kept(hall, "Boats")
    result = await call(hall, "add", story="ferry", collection="boats")
    assert "Added to **Boats**." in seen(result)
    assert ticked(result) == ["Boats"]


async def test_add_takes_a_choice_of_the_list(hall: Hall):
    await hall.story("Night Ferry")
    await hall.story("Day Ferry")
    await kept(hall, "Boats")
    choices = await hall.fan.autocomplete(hall.news, "collection add", "story", "night")
    assert [one["name"] for one in choices] == ["Night Ferry"]
    result = await call(hall, "add", story=choices[0]["value"], collection="Boats")
    assert "Night Ferry" in seen(result)


async def test_add_takes_the_link_of_a_post(hall: Hall):
    message = await card(hall, "Night Ferry")
    await kept(hall, "Boats")
    link = hall.link_to(hall.news, message.id)
    assert "Added to **Boats**." in seen(await call(hall, "add", story=link, collection="Boats"))


async def test_add_says_that_a_story_is_there_already(hall: Hall):
    """V63."""
    await hall.story("Night Ferry")
    made = await kept(hall, "Boats")
    await call(hall, "add", story="ferry", collection="Boats")
    assert "It was in **Boats** already." in seen(
        await call(hall, "add", story="ferry", collection="Boats")
    )
    assert (await collecting(hall).get(hall.fan.id, made.id)).stories == 1


async def test_add_without_a_collection_asks_by_the_menu(hall: Hall):
    await hall.story("Night Ferry")
    await kept(hall, "Boats")
    result = await call(hall, "add", story="ferry")
    assert menu_of(result)["options"][0]["label"] == "Boats"


async def test_add_without_any_collection_asks_for_the_first_name(hall: Hall):
    await hall.story("Night Ferry")
    form = await call(hall, "add", story="ferry")
    await hall.restart()
    assert ticked(await hall.fan.submit_modal(form, {"name": "Boats"})) == ["Boats"]


async def test_add_leads_to_the_post_from_another_channel(hall: Hall):
    message = await card(hall, "Night Ferry", hall.trailers)
    await kept(hall, "Boats")
    result = await call(hall, "add", story="ferry")
    [link] = [one for one in buttons_of(result.response.components) if one.get("url")]
    assert link["url"] == hall.link_to(hall.trailers, message.id)


async def test_add_finds_nothing_in_a_channel_that_one_can_t_see(hall: Hall):
    await hall.story("Secret Ferry", hall.secret_channel())
    await kept(hall, "Boats")
    result = await call(hall, "add", story="ferry", collection="Boats")
    assert "where you can see it" in seen(result)


# In a private chat with the bot


async def test_a_private_chat_shows_one_s_collections(hall: Hall):
    await kept(hall, "Boats", "Night Ferry")
    await hall.fan.user.send_dm("hello")
    person = hall.fan.user
    assert "**Boats**" in seen(await person.slash("collection list"))
    shown = await person.slash("collection show", collection="boats")
    assert "[Night Ferry]" in seen(shown)
    assert "see the post" not in seen(shown)


async def test_a_private_chat_says_that_stories_are_added_in_a_server(hall: Hall):
    await hall.fan.user.send_dm("hello")
    person = hall.fan.user
    result = await person.slash("collection add", story="ferry")
    assert "in a server" in seen(result)
