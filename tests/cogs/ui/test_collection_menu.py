"""Add to Collection, as two fans use it under a card, in a private chat and on a message."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import simcord
from discord import ui

from bot.domain.collection import MAX_COLLECTIONS, MAX_STORIES
from cogs._ui.card import build_card
from tests.cogs.looks import labels_of
from tests.cogs.shelf import (
    card,
    choose,
    click,
    collecting,
    kept,
    menu_of,
    offered,
    ticked,
    told,
    unposted,
)
from tests.cogs.stories import HOUR, Hall, open_hall, seen

MENU = "Add to Collection"


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[Hall]:
    async with open_hall(tmp_path) as opened:
        yield opened


@pytest.fixture
async def message(hall: Hall) -> Any:
    return await card(hall, "Night Ferry")


async def add(hall: Hall, message: Any, who: simcord.MemberActor | None = None):
    return await (who or hall.fan).click(message, label=MENU)


async def names(hall: Hall, who: simcord.MemberActor | None = None) -> list[str]:
    return [one.name for one in await collecting(hall).shelf((who or hall.fan).id)]


# The first collection


async def test_the_first_click_opens_a_form(hall: Hall, message: Any):
    shown = await add(hall, message)
    assert shown.modal["title"] == "Your first collection"


async def test_the_first_collection_is_made_with_the_story_in_it(hall: Hall, message: Any):
    form = await add(hall, message)
    result = await hall.fan.submit_modal(form, {"name": "Favourites"})
    assert result.ephemeral
    assert "Made **Favourites**" in seen(result)
    assert ticked(result) == ["Favourites"]


async def test_the_form_leaves_the_card_alone(hall: Hall, message: Any):
    form = await add(hall, message)
    await hall.fan.submit_modal(form, {"name": "Favourites"})
    assert hall.news.last_message.id == message.id
    assert hall.news.last_message.edited_at is None


async def test_the_form_is_answered_after_a_restart(hall: Hall, message: Any):
    """M54."""
    form = await add(hall, message)
    await hall.restart()
    await hall.fan.submit_modal(form, {"name": "Favourites"})
    [made] = await collecting(hall).shelf(hall.fan.id)
    assert (made.name, made.stories) == ("Favourites", 1)


async def test_a_name_of_blanks_is_refused_with_advice(hall: Hall, message: Any):
    form = await add(hall, message)
    result = await hall.fan.submit_modal(form, {"name": "\u2800 \u200b"})
    assert result.ephemeral
    assert "needs a name" in seen(result)
    assert await names(hall) == []


async def test_a_story_that_was_deleted_from_the_channel_goes_in(hall: Hall, message: Any):
    """M53: the card was deleted while the form was open."""
    form = await add(hall, message)
    await hall.change("UPDATE post SET deleted_at = 1")
    result = await hall.fan.submit_modal(form, {"name": "Favourites"})
    assert ticked(result) == ["Favourites"]


# The menu


async def test_the_menu_has_the_newest_used_first(hall: Hall, message: Any):
    for name in ("Old", "Middle", "New"):
        await kept(hall, name)
        hall.clock.time += HOUR
    await choose(hall.fan, await add(hall, message), "Old")
    assert offered(await add(hall, message)) == ["Old", "New", "Middle"]


async def test_the_menu_ticks_those_that_hold_the_story(hall: Hall, message: Any):
    await kept(hall, "Film noir")
    await kept(hall, "Ferries")
    shown = await choose(hall.fan, await add(hall, message), "Ferries")
    assert "Added to **Ferries**." in seen(shown)
    assert ticked(await add(hall, message)) == ["Ferries"]


async def test_a_ticked_one_is_chosen_to_take_the_story_out(hall: Hall, message: Any):
    await kept(hall, "Ferries")
    shown = await choose(hall.fan, await add(hall, message), "Ferries")
    shown = await choose(hall.fan, shown)
    assert "Taken out of **Ferries**." in seen(shown)
    assert ticked(shown) == []


async def test_several_are_chosen_at_once(hall: Hall, message: Any):
    for name in ("A", "B", "C"):
        await kept(hall, name)
    shown = await choose(hall.fan, await add(hall, message), "A", "B")
    shown = await choose(hall.fan, shown, "B", "C")
    assert "Added to **C**. Taken out of **A**." in seen(shown)
    assert "It is in **C** and **B** now." in seen(shown)


async def test_the_menu_stays_and_goes_on_offering_the_same(hall: Hall, message: Any):
    for name in ("A", "B", "C"):
        await kept(hall, name)
    shown = await add(hall, message)
    after = await choose(hall.fan, shown, "A")
    assert after.response.id == shown.response.id
    assert offered(after) == ["C", "B", "A"]


async def test_the_menu_is_shown_afresh_after_each_choice(hall: Hall, message: Any):
    """A client keeps what was chosen in a menu of the same id, also what was refused."""
    await kept(hall, "A")
    shown = await add(hall, message)
    before = menu_of(shown)
    after = menu_of(await choose(hall.fan, shown, "A"))
    assert (before["custom_id"], before["id"]) != (after["custom_id"], after["id"])


async def test_the_menu_works_after_a_restart(hall: Hall, message: Any):
    """M54."""
    await kept(hall, "A")
    shown = await add(hall, message)
    await hall.restart()
    assert ticked(await choose(hall.fan, shown, "A")) == ["A"]


async def test_a_new_collection_takes_the_story_in(hall: Hall, message: Any):
    await kept(hall, "A")
    shown = await add(hall, message)
    form = await click(hall.fan, shown, "New collection…")
    await hall.restart()
    result = await hall.fan.submit_modal(form, {"name": "B"})
    assert ticked(result) == ["B"]
    assert offered(result) == ["B", "A"]


@pytest.mark.parametrize("typed", ["favoris", "  FAVORIS ", "Favori\u200bs", "ＦＡＶＯＲＩＳ"])
async def test_a_name_that_one_has_in_another_spelling_is_refused(
    hall: Hall, message: Any, typed: str
):
    """V63."""
    await kept(hall, "Favoris")
    form = await click(hall.fan, await add(hall, message), "New collection…")
    result = await hall.fan.submit_modal(form, {"name": typed})
    assert "You have a collection named “Favoris” already." in told(result)
    assert await names(hall) == ["Favoris"]


async def test_a_name_is_one_in_any_unicode_form(hall: Hall, message: Any):
    """V63."""
    await kept(hall, "Café")
    form = await click(hall.fan, await add(hall, message), "New collection…")
    result = await hall.fan.submit_modal(form, {"name": "Cafe\u0301"})
    assert "already" in told(result)


async def test_a_full_collection_is_said_and_the_menu_shows_what_is_true(hall: Hall, message: Any):
    await kept(hall, "Full")
    await hall.change(
        """
        INSERT INTO saved_story (collection_id, story_key, place, saved_at, title, article)
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
        SELECT 1, i, i, i, 'Story ' || i, '{}' FROM n
        """,
        MAX_STORIES,
    )
    shown = await choose(hall.fan, await add(hall, message), "Full")
    assert "2,000 stories, the most" in seen(shown)
    assert ticked(shown) == []


async def test_a_collection_that_was_deleted_while_the_menu_is_open_is_not_added_to(
    hall: Hall, message: Any
):
    """V63."""
    gone = await kept(hall, "Gone")
    await kept(hall, "Here")
    shown = await add(hall, message)
    await collecting(hall).delete(hall.fan.id, gone.id)
    shown = await choose(hall.fan, shown, "Gone")
    assert "isn’t there" in seen(shown)
    assert offered(shown) == ["Here"]


async def test_with_the_last_one_deleted_the_menu_says_how_to_begin_anew(hall: Hall, message: Any):
    """V63."""
    gone = await kept(hall, "Gone")
    shown = await add(hall, message)
    await collecting(hall).delete(hall.fan.id, gone.id)
    shown = await choose(hall.fan, shown, "Gone")
    assert "**No Collections**" in seen(shown)
    assert labels_of(shown.response.components) == ["New collection…"]


# Many collections


async def test_two_hundred_collections_are_paged(hall: Hall, message: Any):
    for number in range(MAX_COLLECTIONS):
        await collecting(hall).create(hall.fan.id, f"Shelf {number:03}")
    shown = await add(hall, message)
    found = offered(shown)
    while "Older →" in labels_of(shown.response.components):
        shown = await click(hall.fan, shown, "Older →")
        found += offered(shown)
    assert found == [f"Shelf {number:03}" for number in reversed(range(MAX_COLLECTIONS))]


async def test_a_page_of_the_menu_stays_after_a_choice_on_it(hall: Hall, message: Any):
    for number in range(30):
        await collecting(hall).create(hall.fan.id, f"Shelf {number:03}")
    second = await click(hall.fan, await add(hall, message), "Older →")
    after = await choose(hall.fan, second, "Shelf 000")
    assert offered(after) == [f"Shelf {number:03}" for number in (4, 3, 2, 1, 0)]
    assert ticked(after) == ["Shelf 000"]


async def test_a_page_of_the_menu_changes_nothing_of_another(hall: Hall, message: Any):
    for number in range(30):
        await collecting(hall).create(hall.fan.id, f"Shelf {number:03}")
    first = await choose(hall.fan, await add(hall, message), "Shelf 029")
    second = await click(hall.fan, first, "Older →")
    assert "It is in **Shelf 029** now." in seen(second)
    after = await choose(hall.fan, second, "Shelf 001")
    assert "It is in **Shelf 029** and **Shelf 001** now." in seen(after)


async def test_the_bound_on_collections_is_a_clear_sentence(hall: Hall, message: Any):
    for number in range(MAX_COLLECTIONS):
        await collecting(hall).create(hall.fan.id, f"Shelf {number:03}")
    form = await click(hall.fan, await add(hall, message), "New collection…")
    result = await hall.fan.submit_modal(form, {"name": "One more"})
    assert "You have 200 collections, the most" in told(result)


# Two fans


async def test_each_fan_has_collections_of_one_s_own(hall: Hall, message: Any):
    await kept(hall, "Mine")
    await kept(hall, "Theirs", who=hall.moderator)
    assert offered(await add(hall, message)) == ["Mine"]
    assert offered(await add(hall, message, hall.moderator)) == ["Theirs"]


async def test_nothing_goes_into_the_collection_of_somebody_else(hall: Hall, message: Any):
    """V63: an id that the menu did not offer to this person."""
    await kept(hall, "Mine")
    shown = await add(hall, message)
    await hall.change("UPDATE collection SET user_id = ? WHERE name = 'Mine'", hall.moderator.id)
    after = await choose(hall.fan, shown, "Mine")
    assert "isn’t there" in seen(after)
    [taken] = await collecting(hall).shelf(hall.moderator.id)
    assert taken.stories == 0


# Names that would like to be more


@pytest.mark.parametrize(
    ("name", "harm"),
    [
        ("@everyone", "@everyone"),
        ("**bold**", "***bold"),
        ("[x](https://evil.example)", "](https://evil"),
        ("<@1234567>", "**<@"),
        ("||hidden||", "**||"),
        ("abc\u202edef", "\u202e"),
    ],
)
async def test_a_name_does_no_harm(hall: Hall, message: Any, name: str, harm: str):
    """S46."""
    form = await add(hall, message)
    text = seen(await hall.fan.submit_modal(form, {"name": name}))
    assert "Made **" in text
    assert harm not in text


async def test_a_name_from_right_to_left_turns_nothing_around_it(hall: Hall, message: Any):
    """S46."""
    form = await add(hall, message)
    text = seen(await hall.fan.submit_modal(form, {"name": "سينما"}))
    assert "Made **\u2068سينما\u2069**, and added the story." in text


async def test_a_name_of_the_most_characters_fits_everywhere(hall: Hall, message: Any):
    """M48."""
    form = await add(hall, message)
    result = await hall.fan.submit_modal(form, {"name": "🎞" * 60})
    assert offered(result)


# Elsewhere


async def test_the_message_menu_asks_as_the_button_does(hall: Hall, message: Any):
    await kept(hall, "A")
    shown = await hall.fan.context_menu(hall.news, MENU, message)
    assert shown.ephemeral
    assert ticked(await choose(hall.fan, shown, "A")) == ["A"]


async def test_the_message_menu_opens_the_first_form(hall: Hall, message: Any):
    form = await hall.fan.context_menu(hall.news, MENU, message)
    await hall.restart()
    assert ticked(await hall.fan.submit_modal(form, {"name": "A"})) == ["A"]


async def test_the_message_menu_says_kindly_that_a_message_is_no_card(hall: Hall):
    await hall.fan.send(hall.news, "Has anyone seen it?")
    result = await hall.fan.context_menu(hall.news, MENU, hall.news.last_message)
    assert result.ephemeral
    assert "isn’t the card of one story" in seen(result)


async def test_the_message_menu_says_so_on_a_list(hall: Hall):
    await hall.story("Night Ferry", ups=2)
    shown = await hall.fan.slash(hall.news, "top", share=True)
    result = await hall.fan.context_menu(hall.news, MENU, shown.response)
    assert "**see the post**" in seen(result)


async def test_a_story_of_a_channel_that_one_can_t_see_is_not_told_of(hall: Hall):
    """V63: by a button that stands in another channel."""
    secret = await hall.story("Secret", hall.secret_channel())
    channel = hall.bot.get_partial_messageable(hall.news.id)
    await channel.send(view=build_card(unposted(1).article, story_id=secret))
    result = await hall.fan.click(hall.news.last_message, label=MENU)
    assert "isn’t there any more, or not where you can see it" in seen(result)


async def test_a_post_that_lists_stories_can_be_kept_too(hall: Hall):
    """L28."""
    message = await card(hall, "Twelve stories", digest=12)
    await kept(hall, "A")
    shown = await choose(hall.fan, await add(hall, message), "A")
    assert "Added to **A**." in seen(shown)


async def test_a_card_in_a_private_chat_leads_to_its_post(hall: Hall):
    """The letter of /follow has a card and the way to its post, and no server around it."""
    message = await card(hall, "Night Ferry")
    await collecting(hall).create(hall.fan.id, "A")
    user = await hall.bot.fetch_user(hall.fan.id)
    view = build_card(unposted(1).article, story_id=1)
    url = hall.link_to(hall.news, message.id)
    view.add_item(ui.ActionRow(ui.Button(label="See the post", url=url)))
    sent = await user.send(view=view)
    person = hall.fan.user
    shown = await person.click(sent, label=MENU)
    assert "Night Ferry" in seen(shown)
    shown = await choose(person, shown, "A")
    assert "Added to **A**." in seen(shown)
