"""Collections as they are read: pages, points and posts where one looks, popular ones, copies."""

from __future__ import annotations

from asyncio import gather
from datetime import timedelta

import pytest

from bot.domain.collection import MAX_COLLECTIONS, Order
from bot.domain.model import Photo
from bot.services.collecting import BROWSE_PAGE, NOT_THERE, PAGE, SavedEntry
from bot.services.finding import FoundStory
from bot.services.ranking import Scope
from tests.services.keepers import (
    FAN,
    MODERATOR,
    OTHER,
    SECOND,
    Keepers,
    found,
    refusal,
    scope,
    titled,
)
from tests.storage.world import CHANNEL, GUILD, NOW

ONE, TWO, THREE = found(1), found(2), found(3)
SECRET = CHANNEL + 1
OTHER_GUILD = GUILD + 1


# Pages


async def test_an_empty_collection_has_no_pages(keepers: Keepers) -> None:
    made = await keepers.collection()
    shown = await keepers.page(made.id, page=3)
    assert (shown.entries, shown.page, shown.pages, shown.total) == ((), 0, 0, 0)


@pytest.mark.parametrize(("page", "shown"), [(0, 0), (1, 1), (9_999, 1), (-1, 0)])
async def test_a_page_that_is_not_there_is_the_nearest(
    keepers: Keepers, page: int, shown: int
) -> None:
    made = await keepers.collection(*(found(number) for number in range(1, PAGE + 2)))
    found_page = await keepers.page(made.id, page=page)
    assert (found_page.page, found_page.pages, found_page.first) == (shown, 2, shown * PAGE)


async def test_every_story_of_a_thousand_is_on_one_page(keepers: Keepers) -> None:
    """V63."""
    rows = ",".join(f'{{"title": "Film {number}"}}' for number in range(1_000))
    result = await keepers.collecting.import_file(FAN, "a.json", f"[{rows}]".encode(), "All")
    seen = [
        entry.saved.id
        for page in range(1_000 // PAGE)
        for entry in (await keepers.page(result.collection.id, page=page)).entries
    ]
    assert (len(seen), len(set(seen))) == (1_000, 1_000)


@pytest.mark.parametrize(
    ("order", "titles"),
    [(Order.NEWEST, "321"), (Order.OLDEST, "123"), (Order.OWN, "123"), (Order.POINTS, "321")],
)
async def test_stories_are_in_the_order_that_was_chosen(
    keepers: Keepers, order: Order, titles: str
) -> None:
    made = await keepers.collection(ONE, TWO, THREE)
    await keepers.collecting.set_order(FAN, made.id, order)
    assert "".join(title[-1] for title in await keepers.titles(made.id)) == titles


async def test_a_snapshot_is_read_when_all_else_is_gone(keepers: Keepers) -> None:
    """A collection outlives its posts, its feed and the server (V63)."""
    what = titled(
        "Dawn",
        author="A. Writer",
        published=NOW,
        summary="Words",
        photos=(Photo(url="https://img.example/1.jpg", credit="Netflix", alt="A set"),),
    )
    made = await keepers.collection(await keepers.post(what))
    for table in ("post", "article", "story", "subscription", "feed"):
        await keepers.change(f"DELETE FROM {table}")
    [entry] = (await keepers.page(made.id, scope=scope())).entries
    assert (entry.saved.article, entry.channel_id, entry.points) == (what, None, None)


async def test_photos_of_hosts_that_refuse_are_not_shown(keepers: Keepers) -> None:
    photos = tuple(Photo(url=f"https://{host}.example/1.jpg") for host in "ab")
    made = await keepers.collection(found(1, titled("x", photos=photos)))
    async with keepers.world.database.write() as tx:
        await keepers.world.photo_hosts.remember(tx, ["a.example"], NOW)
    [entry] = (await keepers.page(made.id)).entries
    assert entry.saved.article.photos == photos[1:]


# Points and posts


async def entry_of(keepers: Keepers, story: FoundStory, where: Scope | None) -> SavedEntry:
    made = await keepers.collection(story)
    [entry] = (await keepers.page(made.id, scope=where)).entries
    return entry


async def test_a_story_leads_to_its_post_and_has_its_points(keepers: Keepers) -> None:
    story = await keepers.post(titled("Dawn"))
    await keepers.vote(story, 1, 2, 3)
    entry = await entry_of(keepers, story, scope())
    assert (entry.channel_id, entry.message_id, entry.points, entry.saved.points) == (
        CHANNEL,
        story.message_id,
        3,
        3,
    )


async def test_a_story_without_votes_has_no_points(keepers: Keepers) -> None:
    entry = await entry_of(keepers, await keepers.post(titled("Dawn")), scope())
    assert entry.points == 0


@pytest.mark.parametrize(
    "where", [None, scope(SECRET), scope(guild=OTHER_GUILD), Scope(guild_id=GUILD, channels=())]
)
async def test_a_post_that_one_may_not_see_is_not_told_of(
    keepers: Keepers, where: Scope | None
) -> None:
    story = await keepers.post(titled("Dawn"))
    await keepers.vote(story, 1)
    entry = await entry_of(keepers, story, where)
    assert (entry.channel_id, entry.message_id, entry.points) == (None, None, None)


async def test_a_deleted_message_is_no_way_to_go_but_its_votes_stay(keepers: Keepers) -> None:
    """M53."""
    story = await keepers.post(titled("Dawn"))
    await keepers.vote(story, 1)
    await keepers.change("UPDATE post SET deleted_at = 1")
    entry = await entry_of(keepers, story, scope())
    assert (entry.channel_id, entry.message_id, entry.points) == (CHANNEL, None, 1)


async def test_a_story_leads_to_a_post_that_is_there(keepers: Keepers) -> None:
    story = await keepers.post(titled("Dawn"))
    subscription = await keepers.world.subscribed(1, SECRET)
    await keepers.world.enqueue(subscription, story.article_id)
    await keepers.world.sent(2, 77, NOW)
    await keepers.change("UPDATE post SET deleted_at = 1 WHERE id = 1")
    entry = await entry_of(keepers, story, scope(CHANNEL, SECRET))
    assert (entry.channel_id, entry.message_id) == (SECRET, 77)


async def _reported(keepers: Keepers) -> tuple[FoundStory, FoundStory]:
    """Return two stories of which the second is told by the card of the first, too."""
    first, second = [await keepers.post(titled(title)) for title in ("Dawn", "Dusk")]
    await keepers.change("UPDATE post SET joined_to = 1, deleted_at = 1 WHERE id = 2")
    await keepers.change("INSERT INTO report VALUES (1, ?, 0)", second.article_id)
    await keepers.vote(first, 1, 2)
    return first, second


async def test_a_story_that_joined_another_leads_to_its_card(keepers: Keepers) -> None:
    """D12."""
    first, second = await _reported(keepers)
    entry = await entry_of(keepers, second, scope())
    assert (entry.message_id, entry.points) == (first.message_id, 2)


async def test_a_card_that_is_about_to_be_taken_down_is_no_way_to_go(keepers: Keepers) -> None:
    """D12."""
    first, second = await _reported(keepers)
    await keepers.change("UPDATE post SET deleted_at = NULL")
    entry = await entry_of(keepers, second, scope())
    assert entry.message_id == first.message_id


async def test_an_article_that_is_only_reported_leads_to_that_card(keepers: Keepers) -> None:
    """D12."""
    first, second = await _reported(keepers)
    await keepers.change("DELETE FROM post WHERE id = 2")
    entry = await entry_of(keepers, second, scope())
    assert (entry.message_id, entry.points) == (first.message_id, 2)


async def test_an_article_posted_under_anothers_story_leads_there(keepers: Keepers) -> None:
    """In another channel of the server an outlet's article goes out under the story it joined (D12)."""
    story = await keepers.post(titled("Dawn"))
    await keepers.change("INSERT INTO story (id, title, created_at) VALUES (70, 'x', 0)")
    await keepers.change("UPDATE post SET story_id = 70")
    entry = await entry_of(keepers, story, scope())
    assert entry.message_id == story.message_id


async def test_the_most_points_come_first_and_the_unknown_last(keepers: Keepers) -> None:
    stories = [await keepers.post(titled(title)) for title in ("Low", "High")]
    await keepers.vote(stories[1], 1, 2)
    made = await keepers.collection(*stories, found(900))
    await keepers.collecting.set_order(FAN, made.id, Order.POINTS)
    assert await keepers.titles(made.id, scope=scope()) == ["High", "Low", "Film 900"]


# Others


async def test_a_public_collection_can_be_read_by_everybody(keepers: Keepers) -> None:
    made = await keepers.collection(ONE, public=True)
    shown = await keepers.page(made.id, OTHER, scope=scope())
    assert ([entry.saved.article.title for entry in shown.entries], shown.mine) == (
        ["Film 1"],
        False,
    )


async def test_what_is_private_again_is_not_there_for_others(keepers: Keepers) -> None:
    """V63."""
    made = await keepers.collection(ONE, public=True)
    await keepers.collecting.set_public(FAN, made.id, False)
    assert await refusal(keepers.page(made.id, OTHER)) == NOT_THERE


async def test_notes_and_servers_are_for_their_owner_alone(keepers: Keepers) -> None:
    made = await keepers.collection(ONE, public=True)
    await keepers.collecting.note(FAN, await keepers.saved_id(made.id, "Film 1"), "mine")
    shown = [(await keepers.page(made.id, user)).entries[0].saved for user in (FAN, OTHER)]
    assert [(one.note, one.guild_id) for one in shown] == [("mine", GUILD), ("", None)]


async def test_what_moderators_hide_is_not_there_in_their_server(keepers: Keepers) -> None:
    """V63."""
    made = await keepers.collection(ONE, public=True)
    await keepers.collecting.hide(GUILD, made.id, MODERATOR)
    assert await refusal(keepers.page(made.id, OTHER, scope=scope())) == NOT_THERE
    assert await refusal(keepers.collecting.copy(OTHER, made.id, guild_id=GUILD)) == NOT_THERE


async def test_what_is_hidden_in_one_server_is_there_in_another(keepers: Keepers) -> None:
    made = await keepers.collection(ONE, public=True)
    await keepers.collecting.hide(GUILD, made.id, MODERATOR)
    shown = await keepers.page(made.id, OTHER, scope=scope(guild=OTHER_GUILD))
    assert shown.total == 1


async def test_an_owner_sees_what_is_hidden(keepers: Keepers) -> None:
    made = await keepers.collection(ONE, public=True)
    await keepers.collecting.hide(GUILD, made.id, MODERATOR)
    assert (await keepers.page(made.id, scope=scope())).total == 1


async def test_what_is_shown_again_is_there(keepers: Keepers) -> None:
    made = await keepers.collection(ONE, public=True)
    await keepers.collecting.hide(GUILD, made.id, MODERATOR)
    await keepers.collecting.unhide(GUILD, made.id, MODERATOR)
    assert (await keepers.page(made.id, OTHER, scope=scope())).total == 1


async def test_a_collection_that_is_hidden_twice_is_shown_by_one_step(keepers: Keepers) -> None:
    made = await keepers.collection(ONE, public=True)
    for _ in range(2):
        await keepers.collecting.hide(GUILD, made.id, MODERATOR)
    await keepers.collecting.unhide(GUILD, made.id, MODERATOR)
    assert await keepers.collecting.hidden(GUILD) == ()


async def test_what_is_not_hidden_can_not_be_shown_again(keepers: Keepers) -> None:
    made = await keepers.collection(ONE, public=True)
    assert await refusal(keepers.collecting.unhide(GUILD, made.id, MODERATOR)) == NOT_THERE


async def test_moderators_do_not_meet_the_name_of_what_is_private_again(keepers: Keepers) -> None:
    """V63."""
    made = await keepers.collection(ONE, public=True)
    await keepers.collecting.hide(GUILD, made.id, MODERATOR)
    await keepers.collecting.set_public(FAN, made.id, False)
    assert await keepers.collecting.hidden(GUILD) == ()


# Copies


async def test_a_copy_has_all_stories_and_is_private(keepers: Keepers) -> None:
    what = titled("Dawn", photos=(Photo(url="https://img.example/1.jpg", credit="Netflix"),))
    made = await keepers.collection(found(9, what), ONE, TWO, public=True)
    await keepers.collecting.describe(FAN, made.id, "All of them")
    copy = await keepers.collecting.copy(OTHER, made.id, guild_id=GUILD)
    assert (copy.name, copy.description, copy.public, copy.stories) == (
        "Stills",
        "All of them",
        False,
        3,
    )
    shown = await keepers.page(copy.id, OTHER)
    assert [entry.saved.article for entry in shown.entries] == [TWO.article, ONE.article, what]


async def test_a_copy_has_no_notes_of_the_owner(keepers: Keepers) -> None:
    made = await keepers.collection(ONE, public=True)
    await keepers.collecting.note(FAN, await keepers.saved_id(made.id, "Film 1"), "mine")
    copy = await keepers.collecting.copy(OTHER, made.id, guild_id=GUILD)
    saved = (await keepers.page(copy.id, OTHER)).entries[0].saved
    assert (saved.note, saved.guild_id) == ("", None)


async def test_stories_of_a_copy_were_saved_when_it_was_made(keepers: Keepers) -> None:
    made = await keepers.collection(ONE, public=True)
    keepers.later()
    copy = await keepers.collecting.copy(OTHER, made.id, guild_id=None)
    [entry] = (await keepers.page(copy.id, OTHER)).entries
    assert entry.saved.saved_at == keepers.clock.now()


async def test_a_second_copy_is_named_alike(keepers: Keepers) -> None:
    made = await keepers.collection(ONE, public=True)
    names = []
    for _ in range(3):
        names.append((await keepers.collecting.copy(OTHER, made.id, guild_id=None)).name)
        keepers.later()
    assert names == ["Stills", "Stills 2", "Stills 3"]


async def test_fifty_clicks_at_once_make_one_copy(keepers: Keepers) -> None:
    """D16."""
    made = await keepers.collection(ONE, public=True)
    copies = await gather(
        *(keepers.collecting.copy(OTHER, made.id, guild_id=None) for _ in range(50))
    )
    assert len({one.id for one in copies}) == 1


async def test_two_clicks_on_a_collection_copied_long_ago_make_one_copy(keepers: Keepers) -> None:
    made = await keepers.collection(ONE, public=True)
    await keepers.collecting.copy(OTHER, made.id, guild_id=None)
    keepers.later()
    again = [(await keepers.collecting.copy(OTHER, made.id, guild_id=None)).name for _ in range(2)]
    assert again == ["Stills 2", "Stills 2"]


async def test_who_deletes_a_copy_at_once_can_copy_again(keepers: Keepers) -> None:
    made = await keepers.collection(ONE, public=True)
    first = await keepers.collecting.copy(OTHER, made.id, guild_id=None)
    await keepers.collecting.delete(OTHER, first.id)
    keepers.later(SECOND)
    assert (await keepers.collecting.copy(OTHER, made.id, guild_id=None)).id != first.id


async def test_nobody_copies_an_own_collection(keepers: Keepers) -> None:
    made = await keepers.collection(ONE, public=True)
    said = await refusal(keepers.collecting.copy(FAN, made.id, guild_id=None))
    assert said == "“Stills” is your own collection already."


async def test_at_the_bound_nothing_is_copied(keepers: Keepers) -> None:
    made = await keepers.collection(ONE, public=True)
    for number in range(MAX_COLLECTIONS):
        await keepers.collecting.create(OTHER, f"Film {number}")
    assert "200 coll" in await refusal(keepers.collecting.copy(OTHER, made.id, guild_id=None))
    assert (await keepers.collecting.get(FAN, made.id)).copies == 0


async def test_a_copy_outlives_what_it_was_made_of(keepers: Keepers) -> None:
    made = await keepers.collection(ONE, public=True)
    copy = await keepers.collecting.copy(OTHER, made.id, guild_id=None)
    await keepers.collecting.delete(FAN, made.id)
    keepers.later(timedelta(hours=1))
    await keepers.purge()
    assert await keepers.titles(copy.id, OTHER) == ["Film 1"]


# Browsing


async def names(keepers: Keepers, reader: int = OTHER, **more: object) -> list[str]:
    shown = await keepers.collecting.browse(reader, **({"guild_id": GUILD} | more))  # type: ignore[arg-type]
    return [entry.collection.name for entry in shown.entries]


async def test_the_most_copied_come_first_then_the_newest_used(keepers: Keepers) -> None:
    made = {name: await keepers.collection(ONE, name=name, public=True) for name in ("A", "B", "C")}
    for user in (21, 22):
        await keepers.collecting.copy(user, made["B"].id, guild_id=None)
    assert await names(keepers) == ["B", "C", "A"]


async def test_copies_are_counted_by_people(keepers: Keepers) -> None:
    made = await keepers.collection(ONE, public=True)
    for user in (21, 21, 22):
        await keepers.collecting.copy(user, made.id, guild_id=None)
    [entry] = (await keepers.collecting.browse(OTHER, guild_id=None)).entries
    assert entry.copies == 2


async def test_private_empty_deleted_and_own_ones_are_not_browsed(keepers: Keepers) -> None:
    """V63."""
    await keepers.collection(ONE, name="Private")
    await keepers.collection(name="Empty", public=True)
    gone = await keepers.collection(ONE, name="Gone", public=True)
    await keepers.collecting.delete(FAN, gone.id)
    await keepers.collection(ONE, name="Own", user=OTHER, public=True)
    assert await names(keepers) == []


async def test_collections_of_one_person_can_be_browsed(keepers: Keepers) -> None:
    await keepers.collection(ONE, name="Hers", public=True)
    await keepers.collection(ONE, name="His", user=7, public=True)
    assert await names(keepers, owner_id=FAN) == ["Hers"]


async def test_ones_own_public_ones_can_be_asked_for(keepers: Keepers) -> None:
    await keepers.collection(ONE, name="Mine", public=True)
    await keepers.collection(ONE, name="Private")
    assert await names(keepers, FAN, owner_id=FAN) == ["Mine"]


async def test_what_is_hidden_is_not_browsed_in_that_server(keepers: Keepers) -> None:
    made = await keepers.collection(ONE, public=True)
    await keepers.collecting.hide(GUILD, made.id, MODERATOR)
    assert await names(keepers) == []
    assert await names(keepers, guild_id=None) == ["Stills"]


async def test_public_collections_come_in_pages(keepers: Keepers) -> None:
    for number in range(BROWSE_PAGE + 1):
        await keepers.collection(ONE, name=f"Film {number}", public=True)
        keepers.later(SECOND)
    shown = await keepers.collecting.browse(OTHER, guild_id=None, page=99)
    assert ([one.collection.name for one in shown.entries], shown.page, shown.pages) == (
        ["Film 0"],
        1,
        2,
    )
