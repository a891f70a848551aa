from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.cogs.looks import DEFERRED, first_answer, labels_of
from tests.cogs.stories import DAY, HOUR, Hall, open_hall, order, seen


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[Hall]:
    async with open_hall(tmp_path) as opened:
        yield opened


async def mine(hall: Hall):
    return await hall.fan.slash(hall.news, "votes mine")


async def nine(hall: Hall) -> None:
    """Let the fan vote on nine stories, "Story 1" the last."""
    for number in range(1, 10):
        story = await hall.story(f"Story {number}")
        await hall.vote(story, hall.fan.id, ago=number * HOUR)


async def test_who_never_voted_is_told_how(hall: Hall):
    await hall.story("Somebody’s", ups=3)
    result = await mine(hall)
    assert "No votes yet" in seen(result)
    assert "React below a story" in seen(result)


async def test_the_answer_is_private_and_deferred(hall: Hall):
    hall.env.http_requests.clear()
    result = await mine(hall)
    assert first_answer(hall.env)["type"] == DEFERRED
    assert result.ephemeral


async def test_the_newest_vote_is_first(hall: Hall):
    for title, ago in [("Middle", 2 * HOUR), ("First", HOUR), ("Last", 3 * DAY)]:
        await hall.vote(await hall.story(title, ago=9 * DAY), hall.fan.id, ago=ago)
    assert order(seen(await mine(hall)), "First", "Middle", "Last") == ["First", "Middle", "Last"]


async def test_a_vote_is_shown_with_points_and_the_way_to_the_post(hall: Hall):
    story = await hall.story("Split", ups=4, downs=1)
    await hall.vote(story, hall.fan.id, -1)
    text = seen(await mine(hall))
    assert "👎 [Split](https://gazette.example/Split)" in text
    assert "**2 points**" in text
    assert hall.link_to(hall.news, await hall.message_of(story, hall.news)) in text


async def test_a_vote_is_shown_by_the_emoji_of_its_post(hall: Hall):
    story = await hall.story("Loved")
    await hall.vote(story, hall.fan.id)
    await hall.change("UPDATE post SET up_emoji = 'a:clap:123456789012345678'")
    assert "<a:clap:123456789012345678> [Loved]" in seen(await mine(hall))


async def test_a_vote_that_was_taken_back_is_gone(hall: Hall):
    story = await hall.story("Loved")
    await hall.vote(story, hall.fan.id)
    await hall.unvote(story, hall.fan.id)
    assert "No votes yet" in seen(await mine(hall))


async def test_a_story_in_two_channels_is_shown_once(hall: Hall):
    """V62."""
    story = await hall.story("Loved")
    await hall.again(story, hall.trailers)
    await hall.vote(story, hall.fan.id)
    text = seen(await mine(hall))
    assert text.count("[Loved]") == 1
    assert "You voted on 1 story" in text


async def test_votes_stay_where_the_message_was_deleted(hall: Hall):
    """M53."""
    story = await hall.story("Loved")
    await hall.vote(story, hall.fan.id)
    await hall.delete_message(story, hall.news)
    text = seen(await mine(hall))
    assert "[Loved](https://gazette.example/Loved)" in text
    assert "see the post" not in text


async def test_stories_that_one_may_no_longer_see_are_left_out(hall: Hall):
    hidden = await hall.story("Hidden", hall.secret_channel())
    await hall.vote(hidden, hall.fan.id)
    await hall.vote(await hall.story("Open"), hall.fan.id)
    text = seen(await mine(hall))
    assert order(text, "Hidden", "Open") == ["Open"]
    assert "You voted on 1 story" in text


async def test_a_vote_below_a_hidden_post_is_shown_by_the_post_that_one_may_see(hall: Hall):
    both = await hall.story("Both", hall.secret_channel())
    await hall.again(both, hall.news)
    await hall.vote(both, hall.fan.id)
    assert f"/{hall.news.id}/" in seen(await mine(hall))


async def test_votes_of_another_server_stay_there(hall: Hall):
    story = await hall.story("Theirs")
    await hall.vote(story, hall.fan.id)
    for table in ("post", "score", "vote"):
        await hall.change(f"UPDATE {table} SET guild_id = 1 WHERE story_id = ?", story)
    assert "No votes yet" in seen(await mine(hall))


async def test_pages_turn_there_and_back_after_a_restart(hall: Hall):
    """M54."""
    await nine(hall)
    result = await mine(hall)
    assert labels_of(result.response.components) == ["More →"]
    await hall.restart()
    turned = await hall.fan.click(result.response.message, label="More →")
    assert order(seen(turned), "Story 8", "Story 9") == ["Story 9"]
    assert turned.response.ephemeral
    back = await hall.fan.click(turned.response.message, label="← Back")
    assert "[Story 1]" in seen(back)


async def test_a_page_past_the_end_is_the_last_one(hall: Hall):
    await nine(hall)
    message = (await mine(hall)).response.message
    await hall.change("DELETE FROM vote WHERE story_id > 3")
    turned = await hall.fan.click(message, label="More →")
    assert order(seen(turned), "Story 1", "Story 3") == ["Story 1", "Story 3"]
