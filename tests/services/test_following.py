from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.error import UserError
from bot.domain.follow import MAX_FOLLOWS
from bot.domain.model import Article
from bot.services.following import FRESH, Following
from bot.services.letters import LettersClosed
from tests.services.followers import FAN, FRIEND, NEWS, TRAILERS, Followers, open_followers

NAME = "Song Joong Ki"
Use = Callable[[Following, int], Awaitable[object]]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[Followers]:
    async with open_followers(tmp_path) as opened:
        yield opened


async def followed(world: Followers, user_id: int = FAN) -> list[str]:
    return [one.name for one in (await world.following.list(user_id)).follows]


async def closed(world: Followers) -> None:
    """Let a letter find the fan's direct messages closed."""
    world.letters.troubles = [LettersClosed("50007")]
    await world.story(f"{NAME} smiles")


# Names


async def test_a_name_is_kept_as_it_was_written_first(world: Followers):
    assert await world.following.add(FAN, ' "Song  Joong Ki" ') == NAME
    assert await followed(world) == [NAME]


async def test_what_somebody_follows_is_nobody_elses(world: Followers):
    await world.following.add(FAN, NAME)
    assert await followed(world, FRIEND) == []


async def test_the_same_name_in_another_spelling_is_followed_already(world: Followers):
    await world.following.add(FAN, NAME)
    with pytest.raises(UserError, match="You follow “Song Joong Ki” already"):
        await world.following.add(FAN, "SONG JOONG-KI")
    assert await followed(world) == [NAME]


async def test_a_korean_name_is_the_same_with_and_without_spaces(world: Followers):
    await world.following.add(FAN, "오징어 게임")
    with pytest.raises(UserError, match="already"):
        await world.following.add(FAN, "오징어게임")
    assert await world.following.remove(FAN, "오징어게임") == "오징어 게임"
    assert await followed(world) == []


async def test_nobody_follows_more_names_than_the_bound(world: Followers):
    for number in range(MAX_FOLLOWS):
        await world.following.add(FAN, f"Film {number}")
    with pytest.raises(UserError, match="50 names, and that is the most"):
        await world.following.add(FAN, NAME)
    await world.following.remove(FAN, "film 7")
    await world.following.add(FAN, NAME)
    assert NAME in await followed(world)


async def test_a_name_that_is_in_every_tenth_story_is_too_common(world: Followers):
    feed = await world.world.feed("many")
    async with world.world.database.write() as tx:
        for number in range(200):
            title = f"Streamflix shows film {number}" if number % 9 == 0 else f"Film {number}"
            article = Article(title=title, link=None, outlet="many")
            await world.world.add_article(tx, feed.id, what=article)
    with pytest.raises(UserError, match="too many stories"):
        await world.following.add(FAN, "Streamflix")
    await world.following.add(FAN, "Streamflix originals")


async def test_a_few_stories_say_nothing_of_what_is_common(world: Followers):
    for number in range(5):
        await world.article(f"{NAME} {number}")
    assert await world.following.add(FAN, NAME) == NAME


async def test_a_removed_name_is_no_longer_told_of(world: Followers):
    await world.following.add(FAN, NAME)
    await world.story(f"{NAME} reads")
    assert await world.following.remove(FAN, "song joong ki") == NAME
    await world.story(f"{NAME} writes")
    assert world.letters.got(FAN) == [f"{NAME} reads"]


async def test_what_was_noted_of_a_name_is_not_told_after_it_was_removed(world: Followers):
    await world.following.add(FAN, NAME)
    await world.post(await world.article(f"{NAME} reads"), tell=False)
    await world.following.remove(FAN, NAME)
    await world.tell()
    assert world.letters.got(FAN) == []


async def test_a_name_that_one_does_not_follow_cannot_be_removed(world: Followers):
    await world.following.add(FRIEND, NAME)
    with pytest.raises(UserError, match="/follow list"):
        await world.following.remove(FAN, NAME)
    assert await followed(world, FRIEND) == [NAME]


async def test_names_are_offered_by_what_is_typed(world: Followers):
    for name in (NAME, "Tilda Swan", "Song of the Salt"):
        await world.following.add(FAN, name)
    assert await world.following.names(FAN, "song") == [NAME, "Song of the Salt"]
    assert len(await world.following.names(FAN)) == 3


# What is noted


async def test_nothing_is_noted_where_nobody_follows_a_name_of_the_story(world: Followers):
    await world.following.add(FAN, NAME)
    await world.story("Tilda Swan reads")
    assert await world.states() == []


async def test_a_name_that_was_added_after_a_story_is_told_of_later_ones_only(world: Followers):
    await world.story(f"{NAME} reads")
    await world.following.add(FAN, NAME)
    await world.tell()
    await world.story(f"{NAME} writes")
    assert world.letters.got(FAN) == [f"{NAME} writes"]


async def test_a_name_is_found_again_after_somebody_else_followed_it_first(world: Followers):
    article = await world.article(f"{NAME} reads")
    await world.post(article, NEWS)
    await world.following.add(FAN, NAME)
    await world.post(article, TRAILERS)
    assert world.letters.got(FAN) == [f"{NAME} reads"]


@pytest.mark.parametrize("age", [FRESH + timedelta(hours=1), timedelta(days=90)])
async def test_an_old_story_is_no_news(world: Followers, age: timedelta):
    await world.following.add(FAN, NAME)
    article = await world.article(f"{NAME} reads")
    world.pass_(age)
    await world.post(article)
    await world.story_of(f"{NAME} wrote", published=world.time - age)
    assert world.letters.got(FAN) == []


async def test_who_was_told_of_old_stories_is_forgotten(world: Followers):
    await world.following.add(FAN, NAME)
    await world.story(f"{NAME} reads")
    world.pass_(timedelta(days=8))
    await world.story(f"{NAME} writes")
    assert await world.states() == ["done"]


async def test_a_bug_in_it_does_not_undo_that_a_post_was_sent(world: Followers):
    await world.following.add(FAN, NAME)
    article = await world.article(f"{NAME} reads")
    await world.change("DROP TABLE told")
    post_id = await world.post(article, tell=False)
    sent = "SELECT count(*) FROM post WHERE id = ? AND state = 'sent'"
    assert await world.world.value(sent, post_id) == 1


# Closed direct messages


async def test_closed_direct_messages_are_told_of_once(world: Followers):
    await world.following.add(FAN, NAME)
    assert not await world.following.found_closed(FAN)
    await closed(world)
    assert await world.following.found_closed(FAN)
    await closed(world)
    assert not await world.following.found_closed(FAN)


async def test_nothing_is_noted_for_closed_direct_messages(world: Followers):
    await world.following.add(FAN, NAME)
    await closed(world)
    await world.story(f"{NAME} writes")
    assert len(world.letters.tried) == 1


@pytest.mark.parametrize("use", [Following.list, Following.found_closed])
async def test_whoever_uses_a_command_again_is_written_to_again(world: Followers, use: Use):
    await world.following.add(FAN, NAME)
    await closed(world)
    await use(world.following, FAN)
    await world.story(f"{NAME} writes")
    assert world.letters.got(FAN) == [f"{NAME} writes"]


async def test_the_list_says_that_they_were_closed_as_long_as_they_are(world: Followers):
    await world.following.add(FAN, NAME)
    for _ in range(2):
        await closed(world)
        assert (await world.following.list(FAN)).closed
    await world.story(f"{NAME} writes")
    assert not (await world.following.list(FAN)).closed


async def test_direct_messages_that_were_open_again_are_told_of_anew(world: Followers):
    await world.following.add(FAN, NAME)
    await closed(world)
    await world.following.list(FAN)
    await world.story(f"{NAME} writes")
    await closed(world)
    assert await world.following.found_closed(FAN)


# One's own data


async def test_all_of_a_follower_can_be_read_and_deleted(world: Followers):
    await world.following.add(FAN, NAME)
    await world.following.add(FRIEND, NAME)
    await world.story(f"{NAME} reads")
    (name,) = (await world.following.of_person(FAN))["names"]
    assert name["name"] == NAME
    async with world.world.database.write() as tx:
        await world.following.forget(tx, FAN)
    assert (await world.following.of_person(FAN))["names"] == []
    await world.story(f"{NAME} writes")
    assert world.letters.got(FAN) == [f"{NAME} reads"]
    assert len(world.letters.got(FRIEND)) == 2
