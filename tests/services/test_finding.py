"""Finding: which story is meant, and that nobody is led to what is not theirs to see."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.error import UserError
from tests.services.desk import HOUR, OTHER, Desk, open_desk, scope
from tests.storage.world import CHANNEL, GUILD, NOW


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as opened:
        yield opened


async def refusal(desk: Desk, text: str, *channels: int) -> str:
    with pytest.raises(UserError) as error:
        await desk.finding.by_text(text, scope(*channels))
    return str(error.value)


# By a message


async def test_a_message_is_its_story(desk: Desk) -> None:
    story = await desk.story("Dawn")
    found = await desk.finding.by_message(1001)
    assert found is not None
    assert (found.story_id, found.article.title) == (story, "Dawn")
    assert (found.guild_id, found.channel_id, found.message_id) == (GUILD, CHANNEL, 1001)
    assert found.posted_at == NOW + HOUR


async def test_a_message_of_somebody_else_is_no_story(desk: Desk) -> None:
    await desk.story("Dawn")
    assert await desk.finding.by_message(77) is None


async def test_a_deleted_message_is_its_story_still(desk: Desk) -> None:
    """M53."""
    story = await desk.story("Dawn")
    await desk.delete_message(1)
    found = await desk.finding.by_message(1001)
    assert found is not None
    assert (found.story_id, found.message_id) == (story, None)


async def test_a_message_whose_story_joined_another_is_that_one(desk: Desk) -> None:
    """D12."""
    first = await desk.story("Dawn")
    await desk.story("Dawn breaks")
    await desk.join(2, 1)
    found = await desk.finding.by_message(1002)
    assert found is not None
    assert (found.story_id, found.message_id, found.article.title) == (first, 1001, "Dawn")


async def test_a_card_that_joined_one_that_joined_leads_to_the_last(desk: Desk) -> None:
    """D12."""
    for title in ("Dawn", "Dawn breaks", "Day"):
        await desk.story(title)
    await desk.join(3, 2)
    await desk.join(2, 1)
    found = await desk.finding.by_message(1003)
    assert found is not None
    assert found.message_id == 1001


async def test_a_digest_is_found_by_its_message_alone(desk: Desk) -> None:
    """L28: its card can be kept, but nobody means it by its title."""
    story = await desk.story("12 stories", digest=12)
    found = await desk.finding.by_message(1001)
    assert found is not None
    assert found.story_id == story
    assert await desk.finding.recent(scope(), "") == []


# By a story


async def test_a_story_leads_to_a_post_that_one_may_see(desk: Desk) -> None:
    written = await desk.article("Dawn")
    story = await desk.post(written)
    await desk.post(written, OTHER)
    found = await desk.finding.by_story(story, scope(OTHER))
    assert found is not None
    assert (found.channel_id, found.message_id) == (OTHER, 1002)


async def test_a_story_leads_to_the_channel_that_was_asked_for(desk: Desk) -> None:
    written = await desk.article("Dawn")
    story = await desk.post(written)
    await desk.post(written, OTHER)
    found = await desk.finding.by_story(story, scope(channel_id=OTHER))
    assert found is not None
    assert found.channel_id == OTHER


async def test_a_story_leads_to_a_post_that_is_there(desk: Desk) -> None:
    """M53."""
    written = await desk.article("Dawn")
    story = await desk.post(written)
    await desk.post(written, OTHER)
    await desk.delete_message(1)
    found = await desk.finding.by_story(story, scope(channel_id=CHANNEL))
    assert found is not None
    assert found.message_id == 1002


async def test_a_story_of_channels_that_one_may_not_see_is_not_found(desk: Desk) -> None:
    story = await desk.story("Dawn")
    assert await desk.finding.by_story(story, scope(OTHER)) is None


async def test_a_story_of_another_server_is_not_found(desk: Desk) -> None:
    story = await desk.story("Dawn")
    assert await desk.finding.by_story(story, scope(guild_id=GUILD + 1)) is None


@pytest.mark.parametrize("state", ["held", "dropped"])
async def test_a_story_that_was_not_posted_is_not_found(desk: Desk, state: str) -> None:
    story = await desk.post(await desk.article("Dawn"), state=state)
    assert await desk.finding.by_story(story, scope()) is None


async def test_a_story_that_joined_another_leads_there(desk: Desk) -> None:
    """D12."""
    first = await desk.story("Dawn")
    second = await desk.story("Dawn breaks")
    await desk.join(2, 1)
    found = await desk.finding.by_story(second, scope())
    assert found is not None
    assert found.story_id == first


async def test_a_story_that_is_told_as_a_report_alone_leads_to_its_card(desk: Desk) -> None:
    """D12: its article never had a post of its own."""
    first = await desk.story("Dawn")
    reported = await desk.article("Dawn breaks")
    await desk.report(1, reported)
    own = await desk.world.value("SELECT story_id FROM article WHERE id = ?", reported)
    found = await desk.finding.by_story(own, scope())
    assert found is not None
    assert found.story_id == first


# By what somebody typed


async def test_a_choice_from_the_list_is_its_story(desk: Desk) -> None:
    story = await desk.story("Dawn")
    [(title, value)] = await desk.finding.recent(scope(), "")
    assert title == "Dawn"
    assert (await desk.finding.by_text(value, scope())).story_id == story


@pytest.mark.parametrize("value", ["story:99", "story:999999999999999999"])
async def test_a_choice_that_is_gone_is_refused(desk: Desk, value: str) -> None:
    assert "isn’t there any more" in await refusal(desk, value)


async def test_a_choice_from_a_channel_that_one_may_not_see_is_refused_as_one_that_is_gone(
    desk: Desk,
) -> None:
    story = await desk.story("Dawn")
    assert await refusal(desk, f"story:{story}", OTHER) == await refusal(desk, "story:99")


@pytest.mark.parametrize(
    "link",
    [
        "https://discord.com/channels/700/7001/1001",
        " <https://discord.com/channels/700/7001/1001> ",
        "https://ptb.discord.com/channels/700/7001/1001/",
        "http://canary.discordapp.com/channels/700/7001/1001?x=1",
    ],
)
async def test_a_link_of_a_message_is_its_story(desk: Desk, link: str) -> None:
    story = await desk.story("Dawn")
    assert (await desk.finding.by_text(link, scope())).story_id == story


@pytest.mark.parametrize("message", ["1", "9999999999999999999", "1001"])
async def test_a_link_of_a_message_that_one_may_not_see_is_refused_as_any_other(
    desk: Desk, message: str
) -> None:
    await desk.story("Dawn")
    link = f"https://discord.com/channels/700/7001/{message}"
    assert "no story’s post that you can see" in await refusal(desk, link, OTHER)


@pytest.mark.parametrize(
    "link",
    [
        "https://reelgazette.example/dawn",
        "<http://www.reelgazette.example/dawn/?utm_source=feed#top>",
        "https://reelgazette.example/amp/dawn",
    ],
)
async def test_an_articles_link_is_its_story(desk: Desk, link: str) -> None:
    """D11."""
    story = await desk.story("Dawn", link="https://reelgazette.example/dawn")
    assert (await desk.finding.by_text(link, scope())).story_id == story


async def test_the_link_of_another_outlets_report_is_the_story(desk: Desk) -> None:
    """D12."""
    story = await desk.story("Dawn")
    await desk.report(1, await desk.article("Dawn breaks", link="https://other.example/dawn"))
    found = await desk.finding.by_text("https://other.example/dawn", scope())
    assert (found.story_id, found.article.title) == (story, "Dawn")


async def test_a_link_of_nothing_is_refused(desk: Desk) -> None:
    assert "No story with this link" in await refusal(desk, "https://reelgazette.example/other")


async def test_a_link_of_a_channel_that_one_may_not_see_is_refused(desk: Desk) -> None:
    await desk.story("Dawn", link="https://reelgazette.example/dawn")
    assert "No story with this link" in await refusal(
        desk, "https://reelgazette.example/dawn", OTHER
    )


@pytest.mark.parametrize(
    "typed", ["Dawn of the Lighthouse", "  dawn OF the lighthouse ", "lighthouse dawn", "DAWN"]
)
async def test_a_title_or_its_words_are_the_story(desk: Desk, typed: str) -> None:
    story = await desk.story("Dawn of the Lighthouse")
    await desk.story("Dusk")
    assert (await desk.finding.by_text(typed, scope())).story_id == story


async def test_a_korean_title_is_the_story(desk: Desk) -> None:
    story = await desk.story("송중기가 돌아온다")
    assert (await desk.finding.by_text("송중기", scope())).story_id == story


async def test_the_whole_title_wins_over_a_longer_one(desk: Desk) -> None:
    story = await desk.story("Dawn")
    await desk.story("Dawn of the Lighthouse")
    assert (await desk.finding.by_text("dawn", scope())).story_id == story


async def test_words_of_several_titles_are_asked_about(desk: Desk) -> None:
    await desk.story("Dawn of the Lighthouse")
    await desk.story("Dawn of the Ferry")
    assert "2 stories have these words" in await refusal(desk, "dawn")


async def test_a_title_of_a_channel_that_one_may_not_see_is_refused(desk: Desk) -> None:
    await desk.story("Dawn")
    assert await refusal(desk, "dawn", OTHER) == await refusal(desk, "nothing like it", OTHER)


@pytest.mark.parametrize("typed", ["", "   ", "…", '"', "()", "\x00", "'"])
async def test_what_has_no_words_is_asked_for_again(desk: Desk, typed: str) -> None:
    assert "Which story?" in await refusal(desk, typed)


@pytest.mark.parametrize(
    "typed",
    ['"dawn', "title:dawn", "dawn OR dusk", "NEAR(dawn dusk)", "dawn*", "^dawn -dusk", "a" * 6_000],
)
async def test_what_looks_like_a_query_is_text(desk: Desk, typed: str) -> None:
    assert await refusal(desk, typed)


# The newest, to pick from


async def test_the_newest_stories_are_offered_first_and_once(desk: Desk) -> None:
    written = await desk.article("Dawn")
    await desk.post(written)
    await desk.story("Dusk")
    await desk.post(written, OTHER)
    assert [title for title, _ in await desk.finding.recent(scope(), "")] == ["Dawn", "Dusk"]


@pytest.mark.parametrize("typed", ["li", "DAWN light", "d l", "dàwn"])
async def test_words_that_begin_as_typed_are_offered(desk: Desk, typed: str) -> None:
    await desk.story("Dawn of the Lighthouse")
    await desk.story("Dusk")
    offered = await desk.finding.recent(scope(), typed)
    assert [title for title, _ in offered] == ["Dawn of the Lighthouse"]


async def test_korean_is_offered_by_any_of_its_characters(desk: Desk) -> None:
    await desk.story("배우 송중기가 돌아온다")
    assert len(await desk.finding.recent(scope(), "중기")) == 1


async def test_no_more_is_offered_than_was_asked_for(desk: Desk) -> None:
    for number in range(4):
        await desk.story(f"Dawn {number}")
    assert len(await desk.finding.recent(scope(), "dawn", limit=3)) == 3


async def test_nothing_is_offered_of_channels_that_one_may_not_see(desk: Desk) -> None:
    await desk.story("Dawn")
    assert await desk.finding.recent(scope(OTHER), "") == []


async def test_a_story_that_joined_another_is_not_offered(desk: Desk) -> None:
    """D12."""
    await desk.story("Dawn")
    await desk.story("Dawn breaks")
    await desk.join(2, 1)
    assert [title for title, _ in await desk.finding.recent(scope(), "")] == ["Dawn"]


async def test_a_story_without_a_title_is_not_offered(desk: Desk) -> None:
    """S47: there is nothing to show."""
    await desk.story("")
    assert await desk.finding.recent(scope(), "") == []
