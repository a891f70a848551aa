"""What a digest holds: the best stories that everybody may see, and a picture of their photos."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.error import Forbidden, UserError
from bot.domain.weekly import Week as Span
from bot.services.composing import MAX_PHOTO, MOST_STORIES
from bot.services.digests import Digest
from bot.services.ports import NotDrawn, Tile
from tests.services.week import (
    CHANNEL,
    GUILD,
    HOUR,
    OTHER,
    PLANNED,
    WEEK,
    Week,
    open_week,
    photo,
)

SPAN = Span(PLANNED - WEEK, PLANNED)


@pytest.fixture
async def week(tmp_path: Path) -> AsyncIterator[Week]:
    async with open_week(tmp_path) as opened:
        yield opened


async def composed(week: Week) -> Digest:
    week.clock.time = PLANNED
    return (await week.setting.preview(GUILD, CHANNEL))[0]


async def titles(week: Week) -> list[str]:
    return [one.post.article.title for one in (await composed(week)).stories]


async def tile(week: Week) -> Tile:
    """Return what was to be drawn of the only story."""
    await composed(week)
    ((only,),) = week.drawer.sheets
    return only


async def test_the_best_come_first_and_are_counted(week: Week) -> None:
    some, most, few = [await week.story(points=points) for points in (5, 8, 2)]
    digest = await composed(week)
    assert [(one.rank, one.points, one.post.article.title) for one in digest.stories] == [
        (1, 8, most),
        (2, 5, some),
        (3, 2, few),
    ]


async def test_there_are_at_most_nine(week: Week) -> None:
    for _ in range(MOST_STORIES + 2):
        await week.story()
    assert len(await titles(week)) == MOST_STORIES


async def test_stories_without_points_are_left_out(week: Week) -> None:
    liked = await week.story(points=1)
    await week.story(points=0)
    await week.story(points=-4)
    assert await titles(week) == [liked]


async def test_a_week_begins_with_its_first_moment_and_ends_before_the_next(week: Week) -> None:
    await week.story(at=PLANNED - WEEK - HOUR)
    first = await week.story(at=PLANNED - WEEK, points=2)
    last = await week.story(at=PLANNED - HOUR)
    await week.story(at=PLANNED)
    assert await titles(week) == [first, last]


async def test_stories_of_channels_that_not_everybody_sees_are_left_out(week: Week) -> None:
    await week.story(channel=OTHER, points=9)
    seen = await week.story()
    assert await titles(week) == [seen]


async def test_stories_of_channels_that_everybody_sees_lead_there(week: Week) -> None:
    await week.story(channel=OTHER)
    week.discord.open.add(OTHER)
    (story,) = (await composed(week)).stories
    assert story.post.channel_id == OTHER


async def test_a_story_whose_message_was_deleted_is_left_out(week: Week) -> None:
    """M53: a moderator took it away."""
    await week.story()
    async with week.db.write() as tx:
        await tx.execute_fetchall("UPDATE post SET deleted_at = 1")
    assert await titles(week) == []


async def test_another_servers_stories_are_not_listed(week: Week) -> None:
    await week.story()
    async with week.db.write() as tx:
        await tx.execute_fetchall("UPDATE score SET guild_id = 1")
    assert await titles(week) == []


async def test_nothing_is_drawn_for_a_week_without_stories(week: Week) -> None:
    await composed(week)
    assert week.drawer.sheets == []


# The picture


async def test_a_picture_shows_rank_points_and_photo(week: Week) -> None:
    await week.story(points=3, photos=(photo("a"), photo("b")))
    assert await tile(week) == Tile(rank=1, points=3, photo=b"x")
    assert week.photos.loaded == [("https://img.example/a.jpg", "https://reel.example/1")]


async def test_the_digest_knows_whose_photo_is_drawn(week: Week) -> None:
    await week.story(photos=(photo("a", credit="Netflix"),))
    (story,) = (await composed(week)).stories
    assert story.photo == photo("a", credit="Netflix")


async def test_a_hidden_photo_is_not_drawn_but_the_next_one(week: Week) -> None:
    await week.story(photos=(photo("a", sensitive=True), photo("b")))
    await tile(week)
    assert [url for url, _ in week.photos.loaded] == ["https://img.example/b.jpg"]


async def test_no_photo_of_a_story_with_a_spoiler_word_is_drawn(week: Week) -> None:
    await week.story(title="The finale", photos=(photo("a"), photo("b")))
    async with week.db.write() as tx:
        await tx.execute_fetchall("""UPDATE subscription SET spoiler_words = '["finale"]'""")
    assert (await tile(week)).photo is None
    assert week.photos.loaded == []


async def test_a_photo_that_was_left_out_of_the_card_is_not_drawn(week: Week) -> None:
    await week.story(photos=(photo("a"), photo("b")))
    async with week.db.write() as tx:
        await tx.execute_fetchall(
            """UPDATE post SET files = '{"https://img.example/a.jpg": null}'"""
        )
    await tile(week)
    assert [url for url, _ in week.photos.loaded] == ["https://img.example/b.jpg"]


async def test_the_next_photo_stands_for_one_that_can_not_be_loaded(week: Week) -> None:
    week.photos.missing.add("https://img.example/a.jpg")
    week.photos.sizes["https://img.example/b.jpg"] = MAX_PHOTO + 1
    await week.story(photos=(photo("a"), photo("b"), photo("c")))
    assert (await tile(week)).photo == b"x"
    assert week.photos.loaded[-1][0] == "https://img.example/c.jpg"


async def test_another_version_of_a_photo_stands_for_it(week: Week) -> None:
    week.photos.missing.add("https://img.example/a.jpg")
    await week.story(photos=(photo("a", fallbacks=("https://img.example/a-small.jpg",)),))
    assert (await tile(week)).photo == b"x"


async def test_a_photo_that_does_not_come_in_time_is_a_placeholder(week: Week) -> None:
    week.photos.waits.add("https://img.example/a.jpg")
    await week.story(photos=(photo("a"),))
    assert (await tile(week)).photo is None


@pytest.mark.parametrize("error", [NotDrawn("too much"), KeyError("a bug")])
async def test_what_can_not_be_drawn_costs_the_picture_only(week: Week, error: Exception) -> None:
    week.drawer.fail = error
    title = await week.story(photos=(photo("a"),))
    week.clock.time = PLANNED
    digest, picture = await week.setting.preview(GUILD, CHANNEL)
    assert picture is None
    assert [(one.post.article.title, one.photo) for one in digest.stories] == [(title, None)]


async def test_nothing_is_drawn_where_no_file_may_be_sent(week: Week) -> None:
    week.discord.may_attach = False
    await week.story(photos=(photo("a"),))
    assert len(await titles(week)) == 1
    assert week.drawer.sheets == []


# What moderators and fans ask for


async def test_a_preview_where_nothing_may_be_posted_is_explained(week: Week) -> None:
    week.discord.fail_place = Forbidden("Send Messages is missing there")
    with pytest.raises(
        UserError, match=rf"<#{CHANNEL}> at the moment \(Send Messages is missing there\)"
    ):
        await composed(week)


async def test_more_lists_what_the_person_may_see(week: Week) -> None:
    here, there = await week.story(), await week.story(channel=OTHER)
    all_ = await week.setting.more(GUILD, SPAN, [CHANNEL, OTHER])
    some = await week.setting.more(GUILD, SPAN, [CHANNEL])
    assert {one.post.article.title for one in all_} == {here, there}
    assert [one.post.article.title for one in some] == [here]
