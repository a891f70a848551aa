"""Collections of people: made, named, filled and deleted (V63)."""

from __future__ import annotations

import asyncio

from bot.domain.collection import MAX_COLLECTIONS, MAX_STORIES, TOP, Order
from bot.domain.model import Photo
from bot.services.collecting import NOT_THERE, TOO_LATE, Collecting
from tests.services.keepers import (
    FAN,
    OTHER,
    SECOND,
    Keepers,
    found,
    refusal,
    titled,
)
from tests.storage.world import NOW

ONE, TWO, THREE = found(1), found(2), found(3)


# Making and naming


async def test_who_has_none_has_an_empty_shelf(keepers: Keepers) -> None:
    """V63."""
    assert await keepers.collecting.shelf(FAN) == ()


async def test_a_first_collection_is_made_with_its_story(keepers: Keepers) -> None:
    made = await keepers.collecting.create(FAN, " Watch  next ", story=ONE)
    assert (made.name, made.stories, made.public) == ("Watch next", 1, False)


async def test_the_shelf_shows_the_newest_used_first(keepers: Keepers) -> None:
    first, second = [await keepers.collection(name=name) for name in ("A", "B")]
    keepers.later()
    await keepers.collecting.add(FAN, first.id, ONE)
    assert [one.id for one in await keepers.collecting.shelf(FAN)] == [first.id, second.id]


async def test_a_story_that_is_there_already_is_no_use_of_a_collection(keepers: Keepers) -> None:
    first = await keepers.collection(ONE, name="A")
    second = await keepers.collection(TWO, name="B")
    keepers.later()
    await keepers.collecting.add(FAN, first.id, ONE)
    assert [one.id for one in await keepers.collecting.shelf(FAN)] == [second.id, first.id]


async def test_a_name_in_another_spelling_is_taken(keepers: Keepers) -> None:
    """V63."""
    await keepers.collection(name="Amélie stills")
    said = await refusal(keepers.collecting.create(FAN, "AME\u0301LIE   stills"))
    assert said.startswith("You have a collection named “Amélie stills” already.")


async def test_two_people_may_use_one_name(keepers: Keepers) -> None:
    await keepers.collection(name="Stills")
    assert (await keepers.collecting.create(OTHER, "Stills")).name == "Stills"


async def test_of_two_that_are_made_at_once_under_one_name_one_is_made(keepers: Keepers) -> None:
    """V63, D16."""
    made = await asyncio.gather(
        *(keepers.collecting.create(FAN, name, story=ONE) for name in ("Stills", "STILLS")),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in made) == ["Collection", "UserError"]
    assert await keepers.count("collection") == 1


async def test_a_collection_that_is_refused_takes_its_story_along(keepers: Keepers) -> None:
    await keepers.collection(name="Stills")
    await refusal(keepers.collecting.create(FAN, "stills", story=ONE))
    assert await keepers.count("saved_story") == 0


async def test_a_collection_can_be_renamed_to_another_spelling_of_its_name(
    keepers: Keepers,
) -> None:
    made = await keepers.collection(name="stills")
    assert (await keepers.collecting.rename(FAN, made.id, "Stills")).name == "Stills"


async def test_a_collection_can_not_take_the_name_of_another(keepers: Keepers) -> None:
    await keepers.collection(name="Stills")
    made = await keepers.collection(name="Posters")
    assert "already" in await refusal(keepers.collecting.rename(FAN, made.id, "ＳＴＩＬＬＳ"))


async def test_a_collection_is_found_by_any_spelling_of_its_name(keepers: Keepers) -> None:
    made = await keepers.collection(name="Ryan’s picks")
    assert await keepers.collecting.by_name(FAN, "  RYAN'S  picks") == made


async def test_a_name_that_nobody_gave_is_said_to_be_none(keepers: Keepers) -> None:
    said = await refusal(keepers.collecting.by_name(FAN, "**Nope**"))
    assert said.startswith("You have no collection named “\\*\\*Nope\\*\\*”.")


async def test_a_collection_gets_a_description(keepers: Keepers) -> None:
    made = await keepers.collection()
    described = await keepers.collecting.describe(FAN, made.id, " All of\nthem ")
    assert described.description == "All of them"


async def test_at_the_bound_no_collection_is_made(keepers: Keepers) -> None:
    for number in range(MAX_COLLECTIONS):
        await keepers.collecting.create(FAN, f"Film {number}")
    said = await refusal(keepers.collecting.create(FAN, "One more"))
    assert said.startswith("You have 200 collections, the most that one person can have.")


# Putting stories in


async def test_fifty_clicks_at_once_add_one_story(keepers: Keepers) -> None:
    """D16, V63."""
    made = await keepers.collection()
    added = await asyncio.gather(
        *(keepers.collecting.add(FAN, made.id, ONE) for _ in range(50)),
    )
    assert (added.count(True), await keepers.count("saved_story")) == (1, 1)


async def test_one_article_under_two_links_is_there_once(keepers: Keepers) -> None:
    """D11, V63."""
    made = await keepers.collection(found(1, titled("x", link="https://a.example/film")))
    twin = found(2, titled("x", link="http://www.a.example/film/?utm_source=x#top"))
    assert not await keepers.collecting.add(FAN, made.id, twin)


async def test_one_story_under_two_articles_is_there_once(keepers: Keepers) -> None:
    """V63."""
    made = await keepers.collection(found(1, titled("x", link="https://a.example/film")))
    other = found(1, titled("x", link="https://b.example/film"))
    assert not await keepers.collecting.add(FAN, made.id, other)


async def test_a_full_collection_takes_no_more(keepers: Keepers) -> None:
    made = await _full(keepers)
    said = await refusal(keepers.collecting.add(FAN, made, found(5_000)))
    assert said.startswith("“Stills” has 2,000 stories, the most that a collection can hold.")


async def test_a_full_collection_says_that_it_holds_a_story(keepers: Keepers) -> None:
    made = await _full(keepers)
    assert not await keepers.collecting.add(FAN, made, found(1))


async def _full(keepers: Keepers) -> int:
    made = await keepers.collection(ONE)
    await keepers.change(
        """
        WITH RECURSIVE number (value) AS (SELECT 2 UNION ALL SELECT value + 1 FROM number LIMIT ?)
        INSERT INTO saved_story (collection_id, story_key, place, saved_at, title, article)
        SELECT ?, value, value, 0, 'x', '{}' FROM number
        """,
        MAX_STORIES - 1,
        made.id,
    )
    return made.id


async def test_the_collections_that_hold_a_story_are_told(keepers: Keepers) -> None:
    first, second = await keepers.collection(ONE), await keepers.collection(TWO, name="B")
    await keepers.collection(ONE, user=OTHER)
    assert await keepers.collecting.holding(FAN, 1) == {first.id}
    assert await keepers.collecting.holding(FAN, 2) == {second.id}


async def test_a_story_from_a_file_is_held_when_it_is_met(keepers: Keepers) -> None:
    """An import knows links alone; the story with such a link may come to a server later."""
    made = await keepers.collection()
    await keepers.collecting.import_file(
        FAN, "a.json", b'[{"title": "x", "link": "https://a.example/film"}]', "Stills"
    )
    story = await keepers.post(titled("x", link="https://a.example/film"))
    assert await keepers.collecting.holding(FAN, story.story_id) == {made.id}
    assert await keepers.collecting.take_out(FAN, made.id, story.story_id)


async def test_a_story_is_taken_out_once(keepers: Keepers) -> None:
    made = await keepers.collection(ONE, TWO)
    taken = [await keepers.collecting.take_out(FAN, made.id, 1) for _ in range(2)]
    assert (taken, await keepers.titles(made.id)) == ([True, False], ["Film 2"])


async def test_a_choice_fills_and_empties_only_what_was_offered(keepers: Keepers) -> None:
    held, offered, other = [
        await keepers.collection(*stories, name=name)
        for name, stories in (("A", [ONE]), ("B", []), ("C", [ONE]))
    ]
    choice = await keepers.collecting.choose(
        FAN, ONE, wanted=frozenset({offered.id}), among=frozenset({held.id, offered.id})
    )
    assert ([one.name for one in choice.added], [one.name for one in choice.removed]) == (
        ["B"],
        ["A"],
    )
    assert await keepers.collecting.holding(FAN, 1) == {offered.id, other.id}


async def test_what_is_wanted_counts_as_offered(keepers: Keepers) -> None:
    made = await keepers.collection()
    choice = await keepers.collecting.choose(FAN, ONE, frozenset({made.id}), frozenset())
    assert [one.id for one in choice.added] == [made.id]


async def test_a_choice_that_changes_nothing_says_so(keepers: Keepers) -> None:
    made = await keepers.collection(ONE)
    ids = frozenset({made.id})
    assert await keepers.collecting.choose(FAN, ONE, ids, ids) == ((), ())


async def test_a_choice_of_what_was_deleted_meanwhile_changes_nothing(keepers: Keepers) -> None:
    """V63."""
    gone, there = await keepers.collection(name="A"), await keepers.collection(name="B")
    await keepers.collecting.delete(FAN, gone.id)
    ids = frozenset({gone.id, there.id})
    assert await refusal(keepers.collecting.choose(FAN, ONE, ids, ids)) == NOT_THERE
    assert await keepers.count("saved_story") == 0


async def test_a_choice_leaves_alone_what_was_deleted_and_is_not_wanted(keepers: Keepers) -> None:
    gone, there = await keepers.collection(name="A"), await keepers.collection(name="B")
    await keepers.collecting.delete(FAN, gone.id)
    choice = await keepers.collecting.choose(
        FAN, ONE, frozenset({there.id}), frozenset({gone.id, there.id})
    )
    assert [one.id for one in choice.added] == [there.id]


async def test_photos_from_a_channel_for_adults_are_hidden(keepers: Keepers) -> None:
    what = titled("x", photos=(Photo(url="https://img.example/1.jpg"),))
    made = await keepers.collecting.create(FAN, "A", story=found(1, what), sensitive=True)
    [entry] = (await keepers.page(made.id)).entries
    assert entry.saved.article.photos[0].sensitive


# Removing, notes, moving


async def test_a_removed_story_comes_back_as_it_was(keepers: Keepers) -> None:
    made = await keepers.collection(ONE, TWO, THREE)
    saved = await keepers.saved_id(made.id, "Film 2")
    noted = await keepers.collecting.note(FAN, saved, "mine")
    removed = await keepers.collecting.remove(FAN, saved)
    assert await keepers.titles(made.id) == ["Film 3", "Film 1"]
    back = await keepers.collecting.put_back(FAN, saved, collection_id=removed.collection_id)
    assert (back, await keepers.titles(made.id)) == (noted, ["Film 3", "Film 2", "Film 1"])


async def test_two_clicks_put_a_story_back_once(keepers: Keepers) -> None:
    made = await keepers.collection(ONE)
    saved = await keepers.saved_id(made.id, "Film 1")
    await keepers.collecting.remove(FAN, saved)
    for _ in range(2):
        await keepers.collecting.put_back(FAN, saved, collection_id=made.id)
    assert await keepers.titles(made.id) == ["Film 1"]


async def test_after_a_minute_a_removed_story_is_gone(keepers: Keepers) -> None:
    made = await keepers.collection(ONE)
    saved = await keepers.saved_id(made.id, "Film 1")
    await keepers.collecting.remove(FAN, saved)
    keepers.later()
    again = keepers.collecting.put_back(FAN, saved, collection_id=made.id)
    assert await refusal(again) == TOO_LATE
    await keepers.purge()
    assert (await keepers.count("saved_story"), await keepers.count("collection")) == (0, 1)


async def test_a_removed_story_does_not_come_back_beside_itself(keepers: Keepers) -> None:
    """V63."""
    made = await keepers.collection(ONE)
    saved = await keepers.saved_id(made.id, "Film 1")
    await keepers.collecting.remove(FAN, saved)
    await keepers.collecting.add(FAN, made.id, ONE)
    said = await refusal(keepers.collecting.put_back(FAN, saved, collection_id=made.id))
    assert said == "“Stills” holds this story already."


async def test_a_removed_story_is_no_collection_of_anybody(keepers: Keepers) -> None:
    made = await keepers.collection(ONE)
    await keepers.collecting.remove(FAN, await keepers.saved_id(made.id, "Film 1"))
    assert [one.id for one in await keepers.collecting.shelf(FAN)] == [made.id]
    hidden = await keepers.world.value("SELECT max(id) FROM collection")
    assert await refusal(keepers.collecting.restore(FAN, hidden)) == TOO_LATE


async def test_an_empty_note_is_none(keepers: Keepers) -> None:
    made = await keepers.collection(ONE)
    saved = await keepers.saved_id(made.id, "Film 1")
    await keepers.collecting.note(FAN, saved, "mine")
    assert (await keepers.collecting.note(FAN, saved, "  ")).note == ""


async def test_a_story_moves_with_its_note(keepers: Keepers) -> None:
    made, target = await keepers.collection(ONE), await keepers.collection(name="B")
    saved = await keepers.saved_id(made.id, "Film 1")
    await keepers.collecting.note(FAN, saved, "mine")
    moved = await keepers.collecting.move(FAN, saved, to_collection=target.id)
    [entry] = (await keepers.page(target.id)).entries
    assert (moved.stories, entry.saved.note, await keepers.titles(made.id)) == (1, "mine", [])


async def test_a_story_does_not_move_to_where_it_is_already(keepers: Keepers) -> None:
    """V63."""
    made, target = await keepers.collection(ONE), await keepers.collection(ONE, name="B")
    saved = await keepers.saved_id(made.id, "Film 1")
    said = await refusal(keepers.collecting.move(FAN, saved, to_collection=target.id))
    assert (said, await keepers.titles(made.id)) == ("“B” holds this story already.", ["Film 1"])


async def test_a_story_is_shifted_in_the_own_order(keepers: Keepers) -> None:
    made = await keepers.collection(ONE, TWO, THREE)
    saved = await keepers.saved_id(made.id, "Film 3")
    await keepers.collecting.set_order(FAN, made.id, Order.OWN)
    orders = []
    for by in (-1, TOP, 1):
        await keepers.collecting.shift(FAN, saved, by)
        orders.append("".join(title[-1] for title in await keepers.titles(made.id)))
    assert orders == ["132", "312", "132"]


async def test_the_first_story_can_not_go_up(keepers: Keepers) -> None:
    made = await keepers.collection(ONE, TWO)
    saved = await keepers.saved_id(made.id, "Film 1")
    await keepers.collecting.set_order(FAN, made.id, Order.OWN)
    assert not await keepers.collecting.shift(FAN, saved, -1)


async def test_nothing_is_shifted_in_an_order_that_is_not_ones_own(keepers: Keepers) -> None:
    made = await keepers.collection(ONE, TWO)
    saved = await keepers.saved_id(made.id, "Film 1")
    assert "`/collection order`" in await refusal(keepers.collecting.shift(FAN, saved, -1))


# Deleting


async def test_a_deleted_collection_can_be_restored_with_all_in_it(keepers: Keepers) -> None:
    made = await keepers.collection(ONE, TWO)
    await keepers.collecting.delete(FAN, made.id)
    assert await keepers.collecting.shelf(FAN) == ()
    keepers.later(59 * SECOND)
    assert await keepers.collecting.restore(FAN, made.id) == made


async def test_after_a_minute_a_deleted_collection_is_gone(keepers: Keepers) -> None:
    made = await keepers.collection(ONE)
    await keepers.collecting.delete(FAN, made.id)
    keepers.later()
    assert await refusal(keepers.collecting.restore(FAN, made.id)) == TOO_LATE


async def test_what_is_gone_leaves_the_database(keepers: Keepers) -> None:
    made = await keepers.collection(ONE)
    await keepers.collecting.delete(FAN, made.id)
    await keepers.purge()
    assert await keepers.count("collection") == 1
    keepers.later()
    await keepers.purge()
    assert (await keepers.count("collection"), await keepers.count("saved_story")) == (0, 0)


async def test_the_next_purge_is_planned_for_a_minute_after_the_deletion(
    keepers: Keepers,
) -> None:
    made = await keepers.collection()
    assert await keepers.purging.next_at() is None
    await keepers.collecting.delete(FAN, made.id)
    assert await keepers.purging.next_at() == NOW + 60 * SECOND


async def test_whatever_is_deleted_wakes_the_purger(keepers: Keepers) -> None:
    woken: list[str] = []
    collecting = Collecting(
        db=keepers.world.database, clock=keepers.clock, on_delete=lambda: woken.append("purger")
    )
    made = await keepers.collection(ONE)
    await collecting.remove(FAN, await keepers.saved_id(made.id, "Film 1"))
    await collecting.delete(FAN, made.id)
    assert woken == ["purger", "purger"]


async def test_a_deletion_by_a_clock_that_ran_ahead_is_purged(keepers: Keepers) -> None:
    """V64."""
    made = await keepers.collection()
    keepers.later(3_600 * SECOND)
    await keepers.collecting.delete(FAN, made.id)
    keepers.later(-3_600 * SECOND)
    await keepers.purge()
    assert await keepers.count("collection") == 0


async def test_a_name_that_was_taken_meanwhile_is_counted_on(keepers: Keepers) -> None:
    made = await keepers.collection(name="Stills")
    await keepers.collecting.delete(FAN, made.id)
    await keepers.collection(name="stills")
    assert (await keepers.collecting.restore(FAN, made.id)).name == "Stills 2"


async def test_two_clicks_restore_a_collection_once(keepers: Keepers) -> None:
    made = await keepers.collection()
    await keepers.collecting.delete(FAN, made.id)
    assert [await keepers.collecting.restore(FAN, made.id) for _ in range(2)] == [made, made]


async def test_a_restored_collection_counts_at_the_bound(keepers: Keepers) -> None:
    made = await keepers.collection()
    await keepers.collecting.delete(FAN, made.id)
    for number in range(MAX_COLLECTIONS):
        await keepers.collecting.create(FAN, f"Film {number}")
    assert "200 collections" in await refusal(keepers.collecting.restore(FAN, made.id))


# One's own data


async def test_all_that_is_kept_of_a_person_is_told(keepers: Keepers) -> None:
    await keepers.collection(ONE, TWO, public=True)
    public = await keepers.collection(THREE, user=OTHER, public=True)
    await keepers.collecting.copy(FAN, public.id, guild_id=None)
    await keepers.collecting.hide(700, public.id, FAN)
    told = await keepers.collecting.of_person(FAN)
    assert [(one["name"], len(one["stories"])) for one in told["collections"]] == [
        ("Stills 2", 1),
        ("Stills", 2),
    ]
    assert ([one["collection"] for one in told["copied"]], told["hidden"][0]["server"]) == (
        [public.id],
        700,
    )


async def test_who_is_forgotten_leaves_nothing(keepers: Keepers) -> None:
    made = await keepers.collection(ONE, TWO, name="A")
    public = await keepers.collection(THREE, user=OTHER, public=True)
    await keepers.collecting.copy(FAN, public.id, guild_id=None)
    await keepers.collecting.hide(700, public.id, FAN)
    await keepers.collecting.remove(FAN, await keepers.saved_id(made.id, "Film 1"))
    await keepers.collecting.delete(FAN, made.id)
    async with keepers.world.database.write() as tx:
        await keepers.collecting.forget(tx, FAN)
    assert await keepers.collecting.of_person(FAN) == {
        "collections": [],
        "copied": [],
        "hidden": [],
    }
    assert (await keepers.count("collection"), await keepers.count("saved_story")) == (1, 1)


async def test_what_a_forgotten_moderator_hid_stays_hidden(keepers: Keepers) -> None:
    public = await keepers.collection(THREE, user=OTHER, public=True)
    await keepers.collecting.hide(700, public.id, FAN)
    async with keepers.world.database.write() as tx:
        await keepers.collecting.forget(tx, FAN)
    assert [one.id for one in await keepers.collecting.hidden(700)] == [public.id]
