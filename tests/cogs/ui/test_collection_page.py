"""The pages of a collection, and a story of it by itself, as fans use them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import simcord
from discord import ui

from bot.domain.collection import Order
from bot.domain.model import Article, Photo, Source
from cogs._ui.collection_page import CollectionTurn
from cogs._ui.collection_place import SavedPlace
from cogs._ui.collection_story import NoteSaved, RemoveSaved, SavedMenu
from tests.cogs.looks import buttons_of, labels_of, photos_of, text_of, walk
from tests.cogs.shelf import (
    STILL,
    choose,
    click,
    collecting,
    kept,
    menu_of,
    offered,
    posted,
    told,
    unposted,
)
from tests.cogs.stories import HOUR, Hall, open_hall, order, seen

THUMBNAIL = 11
FERRIES = ("Anna", "Berta", "Clara", "Dora", "Emma", "Frieda", "Greta")  # saved in this order
WORST = "*_`~|[<@1>:x:" * 40


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[Hall]:
    async with open_hall(tmp_path) as opened:
        yield opened


async def show(
    hall: Hall, name: str = "Boats", who: simcord.MemberActor | None = None
) -> simcord.InteractionResult:
    return await (who or hall.fan).slash(hall.news, "collection show", collection=name)


async def opened(hall: Hall, title: str, number: int = 1) -> simcord.InteractionResult:
    """Open a story of the collection by itself."""
    return await choose(hall.fan, await show(hall), f"{number}. {title}")


def thumbnails(result: simcord.InteractionResult) -> list[dict[str, Any]]:
    sections = [c for c in walk(result.response.components) if "accessory" in c]
    return [c["accessory"] for c in sections if c["accessory"]["type"] == THUMBNAIL]


def links(result: simcord.InteractionResult) -> dict[str, str]:
    found = buttons_of(result.response.components)
    return {one["label"]: one["url"] for one in found if one.get("url")}


# What a page shows


async def test_an_entry_shows_what_is_kept_and_the_way_to_its_post(hall: Hall):
    made = await kept(hall, "Boats")
    story = await posted(hall, "Night Ferry", ups=3, downs=1, photos=(STILL,))
    await collecting(hall).add(hall.fan.id, made.id, story)
    shown = await show(hall)
    text = seen(shown)
    assert "**1. [Night Ferry](https://gazette.example/Night-Ferry)**" in text
    assert "-# Reel Gazette · saved <t:" in text
    assert "**2 points**" in text
    assert f"[see the post]({hall.link_to(hall.news, story.message_id)})" in text
    assert "📷 Lantern Pictures" in text
    assert [one["media"]["url"] for one in thumbnails(shown)] == [STILL.url]


async def test_what_is_not_for_everybody_s_eyes_is_hidden(hall: Hall):
    made = await kept(hall, "Boats")
    story = await posted(hall, "Night Ferry", photos=(replace(STILL, sensitive=True),))
    await collecting(hall).add(hall.fan.id, made.id, story)
    assert [one["spoiler"] for one in thumbnails(await show(hall))] == [True]


async def test_a_story_from_an_age_restricted_channel_stays_hidden(hall: Hall):
    hall.bot.get_channel(hall.trailers.id).nsfw = True
    await hall.story("Night Ferry", hall.trailers, photos=(STILL,))
    await kept(hall, "Boats")
    await hall.fan.slash(hall.trailers, "collection add", story="ferry", collection="Boats")
    assert [one["spoiler"] for one in thumbnails(await show(hall))] == [True]


async def test_a_deleted_post_is_no_longer_led_to_and_the_story_stays(hall: Hall):
    """M53."""
    await kept(hall, "Boats", "Night Ferry")
    await hall.change("UPDATE post SET deleted_at = 1")
    text = seen(await show(hall))
    assert "[Night Ferry](https://gazette.example/Night-Ferry)" in text
    assert "see the post" not in text


async def test_a_story_outlives_its_feed_and_its_posts(hall: Hall):
    await kept(hall, "Boats", "Night Ferry")
    for table in ("post", "article", "story"):
        await hall.change(f"DELETE FROM {table}")
    assert "[Night Ferry](https://gazette.example/Night-Ferry)" in seen(await show(hall))
    assert links(await opened(hall, "Night Ferry")) == {
        "Read": "https://gazette.example/Night-Ferry"
    }


async def test_nobody_is_led_to_a_channel_that_one_can_t_see(hall: Hall):
    made = await kept(hall, "Boats")
    secret = hall.secret_channel()
    story_id = await hall.story("Night Ferry", secret)
    found = await hall.bot.services.finding.by_message(await hall.message_of(story_id, secret))
    await collecting(hall).add(hall.fan.id, made.id, found)
    assert "see the post" not in seen(await show(hall))


async def test_an_empty_collection_says_how_it_is_filled(hall: Hall):
    await kept(hall, "Boats")
    shown = await show(hall)
    assert "**Nothing in it yet.** Press **Add to Collection**" in seen(shown)
    assert labels_of(shown.response.components) == ["Change…", "My collections"]


async def test_a_page_leads_back_to_the_list(hall: Hall):
    await kept(hall, "Boats", "Night Ferry")
    assert "Your collections" in seen(await click(hall.fan, await show(hall), "My collections"))


# A thousand stories


async def test_a_thousand_stories_are_paged_none_twice_and_none_left_out(hall: Hall):
    """V63."""
    made = await kept(hall, "Boats")
    for number in range(1_000):
        await collecting(hall).add(hall.fan.id, made.id, unposted(number))
    shown = await show(hall)
    found = order(seen(shown), *(f"Story {number}" for number in range(1_000)))
    assert "1,000 stories" in seen(shown)
    while "More →" in labels_of(shown.response.components):
        shown = await click(hall.fan, shown, "More →")
        found += order(seen(shown), *(f"Story {number}" for number in range(1_000)))
    assert "Page 200 of 200" in seen(shown)
    assert sorted(found) == sorted(f"Story {number}" for number in range(1_000))


async def test_pages_turn_after_a_restart(hall: Hall):
    """M54."""
    await kept(hall, "Boats", *FERRIES[:7])
    shown = await show(hall)
    await hall.restart()
    shown = await click(hall.fan, shown, "More →")
    assert "**6. [Berta]" in seen(shown)
    assert "**1. [Greta]" in seen(await click(hall.fan, shown, "← Back"))


async def test_a_page_that_is_no_longer_there_is_the_last_one(hall: Hall):
    made = await kept(hall, "Boats", *FERRIES[:6])
    shown = await click(hall.fan, await show(hall), "More →")
    page = await collecting(hall).page(hall.fan.id, made.id, page=1, scope=None)
    await collecting(hall).remove(hall.fan.id, page.entries[0].saved.id)
    shown = await click(hall.fan, shown, "← Back")
    assert "**5. [Berta]" in seen(shown)


async def test_a_collection_deleted_while_its_page_is_open_says_so(hall: Hall):
    """V63."""
    made = await kept(hall, "Boats", *FERRIES[:6])
    shown = await show(hall)
    await collecting(hall).delete(hall.fan.id, made.id)
    result = await click(hall.fan, shown, "More →")
    assert "That collection isn’t there." in told(result)


# A story by itself


async def test_a_story_opens_as_its_card_with_all_that_can_be_done(hall: Hall):
    made = await kept(hall, "Boats")
    story = await posted(hall, "Night Ferry", photos=(STILL,), summary="A *dark* harbour.")
    await collecting(hall).add(hall.fan.id, made.id, story)
    shown = await opened(hall, "Night Ferry")
    assert "A *dark* harbour." in seen(shown)
    assert [one["media"]["url"] for one in photos_of(shown.response.components)] == [STILL.url]
    assert links(shown) == {
        "Read": "https://gazette.example/Night-Ferry",
        "See the post": hall.link_to(hall.news, story.message_id),
    }
    assert labels_of(shown.response.components)[2:] == ["Note…", "Move…", "Remove", "← Boats"]


async def test_a_story_leads_back_to_its_page(hall: Hall):
    await kept(hall, "Boats", *FERRIES[:7])
    shown = await click(hall.fan, await show(hall), "More →")
    shown = await choose(hall.fan, shown, "6. Berta")
    assert "Page 2 of 2" in seen(await click(hall.fan, shown, "← Boats"))


async def test_a_story_opens_after_a_restart(hall: Hall):
    """M54."""
    await kept(hall, "Boats", "Night Ferry")
    shown = await show(hall)
    await hall.restart()
    assert "Remove" in labels_of(
        (await choose(hall.fan, shown, "1. Night Ferry")).response.components
    )


# Note


async def test_a_note_is_written_also_after_a_restart(hall: Hall):
    """M54."""
    await kept(hall, "Boats", "Night Ferry")
    form = await click(hall.fan, await opened(hall, "Night Ferry"), "Note…")
    await hall.restart()
    shown = await hall.fan.submit_modal(form, {"note": "With @everyone **on** Sunday"})
    assert "📝 With @\u200beveryone \\*\\*on\\*\\* Sunday" in seen(shown)
    assert "📝 With" in seen(await show(hall))


async def test_a_note_is_changed_from_what_it_is(hall: Hall):
    await kept(hall, "Boats", "Night Ferry")
    form = await click(hall.fan, await opened(hall, "Night Ferry"), "Note…")
    shown = await hall.fan.submit_modal(form, {"note": "Sunday"})
    form = await click(hall.fan, shown, "Note…")
    assert form.modal["components"][0]["component"]["value"] == "Sunday"
    shown = await hall.fan.submit_modal(form, {"note": ""})
    assert "It has no note now." in seen(shown)
    assert "📝" not in seen(shown)


async def test_a_note_for_a_story_that_was_removed_meanwhile_is_refused(hall: Hall):
    made = await kept(hall, "Boats", "Night Ferry")
    form = await click(hall.fan, await opened(hall, "Night Ferry"), "Note…")
    page = await collecting(hall).page(hall.fan.id, made.id, scope=None)
    await collecting(hall).remove(hall.fan.id, page.entries[0].saved.id)
    assert "isn’t in your collection any more" in told(
        await hall.fan.submit_modal(form, {"note": "Sunday"})
    )


# Remove


async def test_a_story_is_removed_and_put_back(hall: Hall):
    await kept(hall, "Boats", "Day Ferry", "Night Ferry")
    shown = await click(hall.fan, await opened(hall, "Night Ferry"), "Remove")
    assert "Removed [Night Ferry]" in seen(shown)
    assert offered(shown) == ["1. Day Ferry"]
    await hall.restart()
    shown = await click(hall.fan, shown, "Put it back")
    assert "[Night Ferry](https://gazette.example/Night-Ferry) is back." in seen(shown)
    assert offered(shown) == ["1. Night Ferry", "2. Day Ferry"]


async def test_a_removal_can_t_be_undone_after_a_minute(hall: Hall):
    await kept(hall, "Boats", "Night Ferry")
    shown = await click(hall.fan, await opened(hall, "Night Ferry"), "Remove")
    hall.clock.time += HOUR
    assert "can’t be undone" in told(await click(hall.fan, shown, "Put it back"))


async def test_a_story_that_is_added_again_before_it_is_put_back_is_there_once(hall: Hall):
    """V63."""
    made = await kept(hall, "Boats")
    story = await posted(hall, "Night Ferry")
    await collecting(hall).add(hall.fan.id, made.id, story)
    shown = await click(hall.fan, await opened(hall, "Night Ferry"), "Remove")
    await collecting(hall).add(hall.fan.id, made.id, story)
    assert "already" in told(await click(hall.fan, shown, "Put it back"))
    assert (await collecting(hall).get(hall.fan.id, made.id)).stories == 1


# Move


async def test_a_story_is_moved_to_another_collection(hall: Hall):
    await kept(hall, "Harbours")
    await kept(hall, "Boats", "Night Ferry")
    shown = await click(hall.fan, await opened(hall, "Night Ferry"), "Move…")
    assert offered(shown) == ["Harbours"]
    await hall.restart()
    shown = await choose(hall.fan, shown, "Harbours")
    assert "Moved [Night Ferry](https://gazette.example/Night-Ferry) to **Harbours**." in seen(
        shown
    )
    assert "Nothing in it yet" in seen(shown)
    assert "[Night Ferry]" in seen(await show(hall, "Harbours"))


async def test_a_move_can_be_left(hall: Hall):
    await kept(hall, "Harbours")
    await kept(hall, "Boats", "Night Ferry")
    shown = await click(hall.fan, await opened(hall, "Night Ferry"), "Move…")
    shown = await click(hall.fan, shown, "Cancel")
    assert "Move…" in labels_of(shown.response.components)


async def test_with_one_collection_there_is_nowhere_to_move_to(hall: Hall):
    await kept(hall, "Boats", "Night Ferry")
    shown = await click(hall.fan, await opened(hall, "Night Ferry"), "Move…")
    assert "You have no other collection." in seen(shown)


async def test_the_collections_to_move_to_are_paged(hall: Hall):
    for number in range(30):
        await collecting(hall).create(hall.fan.id, f"Shelf {number:03}")
    await kept(hall, "Boats", "Night Ferry")
    shown = await click(hall.fan, await opened(hall, "Night Ferry"), "Move…")
    shown = await click(hall.fan, shown, "Older →")
    assert "to **Shelf 002**" in seen(await choose(hall.fan, shown, "Shelf 002"))


async def test_a_move_to_where_the_story_is_already_is_refused(hall: Hall):
    """V63."""
    story = await posted(hall, "Night Ferry")
    for name in ("Harbours", "Boats"):
        made = await kept(hall, name)
        await collecting(hall).add(hall.fan.id, made.id, story)
    shown = await click(hall.fan, await opened(hall, "Night Ferry"), "Move…")
    assert "holds this story already" in told(await choose(hall.fan, shown, "Harbours"))


# One's own order


@pytest.fixture
async def sorted_by_hand(hall: Hall) -> None:
    made = await kept(hall, "Boats", *FERRIES[:7])
    await collecting(hall).set_order(hall.fan.id, made.id, Order.OWN)


async def listed(hall: Hall) -> list[str]:
    shown = await show(hall)
    return offered(shown) + offered(await click(hall.fan, shown, "More →"))


@pytest.mark.usefixtures("sorted_by_hand")
async def test_a_story_goes_up_and_down_in_one_s_own_order(hall: Hall):
    shown = await click(hall.fan, await opened(hall, "Clara", 3), "↑ Up")
    assert "Number 2 of 7" in seen(shown)
    shown = await click(hall.fan, shown, "↑ Up")
    shown = await click(hall.fan, shown, "↓ Down")
    assert "Number 2 of 7" in seen(shown)
    assert (await listed(hall))[:3] == ["1. Anna", "2. Clara", "3. Berta"]


@pytest.mark.usefixtures("sorted_by_hand")
async def test_a_story_is_followed_over_the_end_of_its_page(hall: Hall):
    shown = await click(hall.fan, await opened(hall, "Emma", 5), "↓ Down")
    assert "Number 6 of 7" in seen(shown)
    assert "Page 2 of 2" in seen(await click(hall.fan, shown, "← Boats"))


@pytest.mark.usefixtures("sorted_by_hand")
async def test_a_story_goes_to_the_top_from_far_below(hall: Hall):
    shown = await click(hall.fan, await show(hall), "More →")
    shown = await choose(hall.fan, shown, "7. Greta")
    await hall.restart()
    assert "Number 1 of 7" in seen(await click(hall.fan, shown, "To the top"))
    assert (await listed(hall))[:2] == ["1. Greta", "2. Anna"]


@pytest.mark.usefixtures("sorted_by_hand")
async def test_the_first_story_can_t_go_further_up(hall: Hall):
    shown = await click(hall.fan, await opened(hall, "Anna"), "↑ Up")
    assert "can’t go further" in seen(shown)


async def test_in_any_other_order_nothing_is_moved_by_hand(hall: Hall):
    await kept(hall, "Boats", "Night Ferry")
    assert "↑ Up" not in labels_of((await opened(hall, "Night Ferry")).response.components)


# Others


async def test_a_public_collection_opens_for_others_without_the_owner_s_controls(hall: Hall):
    made = await kept(hall, "Boats", "Night Ferry", who=hall.moderator)
    await collecting(hall).set_public(hall.moderator.id, made.id, True)
    shown = await turned(hall, made.id)
    assert "[Night Ferry]" in seen(shown)
    assert f"by <@{hall.moderator.id}>" in seen(shown)
    assert not [c for c in walk(shown.response.components) if c["type"] == 3]


async def test_a_private_collection_can_t_be_told_from_one_that_does_not_exist(hall: Hall):
    """V63: by an id that nobody gave this person."""
    theirs = await kept(hall, "Boats", "Night Ferry", who=hall.moderator)
    known = await turned(hall, theirs.id)
    unknown = await turned(hall, 999_999)
    assert told(known) == told(unknown)
    assert "That collection isn’t there." in told(known)


@pytest.mark.parametrize("button", [NoteSaved, RemoveSaved])
async def test_a_story_of_somebody_else_s_can_t_be_told_from_none(hall: Hall, button: Any):
    """V63: by ids that nobody gave this person."""
    theirs = await kept(hall, "Boats", "Night Ferry", who=hall.moderator)
    page = await collecting(hall).page(hall.moderator.id, theirs.id, scope=None)
    answers = []
    for saved_id in (page.entries[0].saved.id, 999_999):
        place = SavedPlace(collection_id=theirs.id, page=0, saved_id=saved_id)
        result = await forged(hall, button(place))
        answers.append(told(result))
    assert answers[0] == answers[1]
    assert "isn’t in your collection" in answers[0]
    assert (await collecting(hall).get(hall.moderator.id, theirs.id)).stories == 1


async def turned(hall: Hall, collection_id: int) -> simcord.InteractionResult:
    return await forged(hall, CollectionTurn(collection_id, 0))


async def forged(hall: Hall, button: Any) -> simcord.InteractionResult:
    """Let the fan click a button that was never shown to the fan."""
    channel = hall.bot.get_partial_messageable(hall.news.id)
    await channel.send(view=ui.LayoutView(timeout=None).add_item(ui.ActionRow(button)))
    return await hall.fan.click(hall.news.last_message, custom_id=button.item.custom_id)


# Limits


def worst(number: int) -> Article:
    return Article(
        title=f"{number}{WORST}",
        link=f"https://gazette.example/{number}/{'a' * 1_700}",
        outlet=WORST[:150],
        author=WORST[:150],
        digest=number,
        summary="Long words. " * 400,
        sources=tuple(
            Source(name=f"{n}{WORST[:100]}", link=f"https://s.example/{n}{'a' * 400}")
            for n in range(8)
        ),
        photos=tuple(
            Photo(url=f"https://img.example/{n}.jpg", credit=f"{n}{WORST[:140]}", alt=WORST)
            for n in range(10)
        ),
    )


async def test_the_longest_of_everything_fits(hall: Hall):
    """M48: simcord refuses what Discord would."""
    made = await collecting(hall).create(hall.fan.id, "*" * 60, description="_" * 300)
    for number in range(6):
        story = replace(unposted(number), article=worst(number))
        await collecting(hall).add(hall.fan.id, made.id, story)
    page = await collecting(hall).page(hall.fan.id, made.id, scope=None)
    for entry in page.entries:
        await collecting(hall).note(hall.fan.id, entry.saved.id, "|" * 200)
    shown = await show(hall, "*" * 60)
    assert len(text_of(shown.response.components)) <= 4_000
    menu = menu_of(shown)
    one = await hall.fan.select(
        shown.response, [menu["options"][0]["value"]], custom_id=menu["custom_id"]
    )
    assert len(text_of(one.response.components)) <= 4_000
    assert sum(1 for _ in walk(one.response.components)) <= 40
    shown = await click(hall.fan, one, "Remove")
    assert "Removed" in seen(shown)


async def test_the_longest_of_everything_fits_with_points_posts_and_a_sentence(hall: Hall):
    """M48: simcord refuses what Discord would."""
    made = await collecting(hall).create(hall.fan.id, "*" * 60, description="_" * 300)
    photo = Photo(url="https://img.example/1.jpg", credit="|" * 200)
    for name in FERRIES:
        story = await posted(hall, f"{name}{'*' * 300}", feed="_" * 200, photos=(photo,), ups=3)
        await collecting(hall).add(hall.fan.id, made.id, story)
    page = await collecting(hall).page(hall.fan.id, made.id, scope=None)
    for entry in page.entries:
        await collecting(hall).note(hall.fan.id, entry.saved.id, "|" * 200)
    shown = await show(hall, "*" * 60)
    menu = menu_of(shown)
    one = await hall.fan.select(
        shown.response, [menu["options"][0]["value"]], custom_id=menu["custom_id"]
    )
    shown = await click(hall.fan, one, "Remove")
    text = text_of(shown.response.components)
    assert "Removed [Anna" in text or "Removed [Greta" in text
    assert text.count("see the post") == 5
    assert len(text) <= 4_000


def test_the_largest_ids_fit_in_a_custom_id():
    """M48."""
    most = 10**18 - 1
    place = SavedPlace(collection_id=most, page=9_999, saved_id=most)
    assert len(NoteSaved(place).item.custom_id) <= 100
    assert len(SavedMenu(most, 9_999).item.custom_id) <= 100
