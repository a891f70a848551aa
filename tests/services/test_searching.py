"""Searching: what is found, in which order, and that nobody finds what is not theirs to see."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.error import UserError
from bot.services.searching import PAGE, RANKED
from bot.storage.search import LOOKS
from tests.services.desk import HOUR, OTHER, Desk, open_desk, scope
from tests.storage.world import CHANNEL, GUILD, NOW


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as opened:
        yield opened


async def found(desk: Desk, typed: str, *channels: int) -> list[str]:
    """Return the titles of the first page."""
    page = await desk.searching.search(typed, scope(*channels))
    return [one.article.title for one in page.stories]


# Words


@pytest.mark.parametrize(
    "typed",
    ["salt", "SALT", "sält", "lighthouse salt", "light", '"salt lighthouse"', "“Salt Lighthouse”"],
)
async def test_words_of_a_title_find_it(desk: Desk, typed: str) -> None:
    await desk.story("The Salt Lighthouse shoots")
    await desk.story("Dusk")
    assert await found(desk, typed) == ["The Salt Lighthouse shoots"]


@pytest.mark.parametrize("typed", ["salt dusk", '"light"', '"lighthouse salt"', "house", "salty"])
async def test_what_is_not_in_it_does_not_find_it(desk: Desk, typed: str) -> None:
    await desk.story("The Salt Lighthouse shoots")
    assert await found(desk, typed) == []


async def test_words_of_a_summary_find_it(desk: Desk) -> None:
    await desk.story("Dawn", summary="With **Song** Joong\\-Ki in it.")
    assert await found(desk, "song joong-ki") == ["Dawn"]


async def test_words_in_title_and_summary_find_it_together(desk: Desk) -> None:
    await desk.story("Dawn", summary="A ferry comes.")
    assert await found(desk, "dawn ferry") == ["Dawn"]


@pytest.mark.parametrize("typed", ["송중기", "송중기 배우", "송", "중기가", '"배우 송중기"'])
async def test_korean_is_found_with_its_particles(desk: Desk, typed: str) -> None:
    await desk.story("배우 송중기가 돌아온다")
    await desk.story("배우 김지원이 돌아온다")
    assert await found(desk, typed) == ["배우 송중기가 돌아온다"]


@pytest.mark.parametrize("typed", ["君の名は", "「君の名は」", "映画君の名"])
async def test_japanese_is_found_without_spaces(desk: Desk, typed: str) -> None:
    await desk.story("映画君の名は予告")
    assert await found(desk, typed) == ["映画君の名は予告"]


@pytest.mark.parametrize(
    "typed", ["dawn -trailer", 'dawn -"first trailer"', "-trailer", "since:2w -trailer dawn"]
)
async def test_what_is_left_out_is_not_found(desk: Desk, typed: str) -> None:
    await desk.story("Dawn shoots")
    await desk.story("Dawn: the first trailer")
    desk.clock.time = NOW + timedelta(days=1)
    assert await found(desk, typed) == ["Dawn shoots"]


# Feeds, authors, times


async def test_a_feed_has_only_its_own(desk: Desk) -> None:
    await desk.story("Dawn", feed="gazette")
    await desk.story("Dawn breaks", feed="courier")
    assert await found(desk, "dawn feed:gaz") == ["Dawn"]
    assert await found(desk, "feed:courier") == ["Dawn breaks"]
    assert await found(desk, "dawn -feed:courier") == ["Dawn"]


async def test_several_feeds_are_either(desk: Desk) -> None:
    for feed in ("gazette", "courier", "herald"):
        await desk.story(f"Dawn in the {feed}", feed=feed)
    assert len(await found(desk, "dawn feed:gazette feed:herald")) == 2


async def test_a_feed_that_is_not_there_is_told_with_those_that_are(desk: Desk) -> None:
    await desk.story("Dawn", feed="gazette")
    with pytest.raises(UserError, match=r"has “herald” in its name\. There are .*gazette"):
        await found(desk, "dawn feed:herald")


async def test_feeds_of_channels_that_one_may_not_see_are_not_told(desk: Desk) -> None:
    await desk.story("Dawn", feed="gazette")
    with pytest.raises(UserError, match="There are none yet"):
        await found(desk, "dawn feed:gazette", OTHER)


async def test_an_author_or_outlet_is_who_it_is_by(desk: Desk) -> None:
    await desk.story("Dawn", author="Park Min-ji", outlet="Reel Gazette")
    await desk.story("Dawn breaks", author="A. Smith", outlet="Screen Courier")
    assert await found(desk, "dawn by:park") == ["Dawn"]
    assert await found(desk, 'by:"screen courier"') == ["Dawn breaks"]
    assert await found(desk, "dawn -by:smith") == ["Dawn"]


async def test_since_is_when_it_was_posted(desk: Desk) -> None:
    await desk.story("Dawn", published=NOW - timedelta(days=900))
    desk.clock.time = NOW + HOUR + timedelta(days=2)
    assert await found(desk, "dawn since:3d") == ["Dawn"]
    desk.clock.time = NOW + HOUR + timedelta(days=4)
    assert await found(desk, "dawn since:3d") == []


async def test_without_words_the_newest_come_first(desk: Desk) -> None:
    await desk.story("Dawn")
    await desk.story("Dusk")
    assert await found(desk, "by:gazette") == ["Dusk", "Dawn"]


# Order


async def test_what_is_about_it_comes_before_what_mentions_it(desk: Desk) -> None:
    await desk.story("Dawn shoots")
    await desk.story("Other news", summary="They also spoke of dawn.")
    assert await found(desk, "dawn") == ["Dawn shoots", "Other news"]


async def test_of_equal_answers_the_newest_is_first(desk: Desk) -> None:
    await desk.story("Dawn one")
    await desk.story("Dawn two")
    assert await found(desk, "dawn") == ["Dawn two", "Dawn one"]


# Where it was posted


async def test_a_story_in_several_channels_is_found_once(desk: Desk) -> None:
    written = await desk.article("Dawn")
    await desk.post(written)
    await desk.post(written, OTHER)
    page = await desk.searching.search("dawn", scope())
    assert (len(page.stories), page.total) == (1, 1)


async def test_a_story_leads_to_the_channel_that_one_may_see(desk: Desk) -> None:
    written = await desk.article("Dawn")
    await desk.post(written)
    await desk.post(written, OTHER)
    page = await desk.searching.search("dawn", scope(OTHER))
    assert [(one.channel_id, one.message_id) for one in page.stories] == [(OTHER, 1002)]


@pytest.mark.parametrize("typed", ["dawn", "since:1y", "by:gazette"])
async def test_stories_of_channels_that_one_may_not_see_are_not_found(
    desk: Desk, typed: str
) -> None:
    await desk.story("Dawn")
    assert await found(desk, typed, OTHER) == []


@pytest.mark.parametrize("typed", ["dawn", "since:1y"])
async def test_stories_of_another_server_are_not_found(desk: Desk, typed: str) -> None:
    await desk.story("Dawn")
    page = await desk.searching.search(typed, scope(guild_id=GUILD + 1))
    assert page.total == 0


@pytest.mark.parametrize("typed", ["dawn", "since:1y"])
@pytest.mark.parametrize("state", ["held", "dropped"])
async def test_what_was_not_posted_is_not_found(desk: Desk, state: str, typed: str) -> None:
    await desk.post(await desk.article("Dawn"), state=state)
    assert await found(desk, typed) == []


@pytest.mark.parametrize("typed", ["stories", "since:1y"])
async def test_a_digest_is_not_found(desk: Desk, typed: str) -> None:
    """L28: it only lists others."""
    await desk.story("12 stories", digest=12)
    assert await found(desk, typed) == []


async def test_a_story_whose_message_was_deleted_is_found_and_leads_nowhere(desk: Desk) -> None:
    """M53."""
    await desk.story("Dawn")
    await desk.delete_message(1)
    page = await desk.searching.search("dawn", scope())
    assert [one.message_id for one in page.stories] == [None]


async def test_another_outlets_report_is_found_as_it_told_the_story(desk: Desk) -> None:
    """D12."""
    story = await desk.story("Dawn")
    await desk.report(1, await desk.article("Aurora wraps", outlet="Screen Courier"))
    page = await desk.searching.search("aurora", scope())
    [one] = page.stories
    assert (one.story_id, one.article.title, one.message_id) == (story, "Aurora wraps", 1001)


async def test_a_story_of_two_outlets_is_found_once_by_the_better_answer(desk: Desk) -> None:
    """D12."""
    await desk.story("Aurora")
    await desk.report(1, await desk.article("Other words", summary="Of aurora."))
    assert await found(desk, "aurora") == ["Aurora"]


async def test_a_card_that_joined_another_leads_there(desk: Desk) -> None:
    """D12."""
    first = await desk.story("Dawn")
    await desk.story("Aurora")
    await desk.join(2, 1)
    page = await desk.searching.search("aurora", scope())
    assert [(one.story_id, one.message_id) for one in page.stories] == [(first, 1001)]
    assert await found(desk, "since:1y") == ["Dawn"]


async def test_an_article_that_changed_is_found_by_its_new_words(desk: Desk) -> None:
    written = await desk.article("Dawn")
    await desk.post(written)
    article = await desk.world.articles.get(written)
    assert article is not None
    async with desk.world.database.write() as tx:
        await desk.world.articles.update(
            tx, written, article=replace(article, title="Aurora"), keys=[], now=NOW
        )
    assert (await found(desk, "dawn"), await found(desk, "aurora")) == ([], ["Aurora"])


# Pages


@pytest.mark.parametrize(("page", "shown"), [(0, 0), (1, 1), (9_999, 1), (-1, 0)])
async def test_a_page_that_is_not_there_is_the_nearest(desk: Desk, page: int, shown: int) -> None:
    for number in range(PAGE + 2):
        await desk.story(f"Dawn {number}")
    there = await desk.searching.search("dawn", scope(), page=page)
    assert (there.page, there.pages, there.total) == (shown, 2, PAGE + 2)
    assert there.stories[0].rank == 1 + shown * PAGE


async def test_pages_have_each_story_once(desk: Desk) -> None:
    stories = {await desk.story(f"Dawn {number}") for number in range(PAGE + 2)}
    pages = [await desk.searching.search("dawn", scope(), page=page) for page in (0, 1)]
    assert sorted(one.story_id for page in pages for one in page.stories) == sorted(stories)


async def test_a_choice_from_the_list_is_shown_alone(desk: Desk) -> None:
    await desk.story("Dawn")
    await desk.story("Dawn breaks")
    [(_, value)] = await desk.finding.recent(scope(), "breaks")
    page = await desk.searching.search(value, scope())
    assert [one.article.title for one in page.stories] == ["Dawn breaks"]
    assert page.query.text == "Dawn breaks"


async def test_a_link_is_its_story_alone(desk: Desk) -> None:
    await desk.story("Dawn", link="https://reelgazette.example/dawn")
    await desk.story("Dawn of the gazette")
    assert await found(desk, " https://reelgazette.example/dawn?utm_source=x ") == ["Dawn"]
    assert await found(desk, "https://discord.com/channels/700/7001/1001") == ["Dawn"]


async def test_a_link_of_no_story_is_refused(desk: Desk) -> None:
    with pytest.raises(UserError, match="No story with this link"):
        await found(desk, "https://reelgazette.example/dawn")


async def test_a_choice_that_one_may_not_see_is_refused(desk: Desk) -> None:
    await desk.story("Dawn")
    [(_, value)] = await desk.finding.recent(scope(), "dawn")
    with pytest.raises(UserError, match="isn’t there any more"):
        await desk.searching.search(value, scope(OTHER))


# Many


async def many(desk: Desk, number: int, channel: int = CHANNEL, server: int = GUILD) -> None:
    """Post so many stories at once, all of them about the dawn."""
    feed = await desk.world.feed("news")
    first = await desk.world.value("SELECT coalesce(max(id), 0) + 1 FROM article")
    last = first + number - 1
    await desk.change(
        """
        WITH RECURSIVE n (id) AS (VALUES (?) UNION ALL SELECT id + 1 FROM n WHERE id < ?)
        INSERT INTO story (id, title, created_at) SELECT id, 'Dawn', 0 FROM n
        """,
        first,
        last,
    )
    await desk.change(
        """
        INSERT INTO article (id, story_id, feed_id, title, outlet, first_seen_at, updated_at)
        SELECT id, id, ?, 'Dawn ' || id, 'Gazette', 0, 0 FROM story WHERE id >= ?
        """,
        feed.id,
        first,
    )
    await desk.change(
        """
        INSERT INTO article_text (rowid, title, names, body)
        SELECT id, 'dawn ' || id, '', '' FROM article WHERE id >= ?
        """,
        first,
    )
    await desk.change(
        """
        INSERT INTO post (
            guild_id, channel_id, story_id, article_id, state, message_id, not_before, created_at,
            sent_at
        )
        SELECT ?, ?, id, id, 'sent', 1000 + id, 0, 0, id FROM article WHERE id >= ?
        """,
        server,
        channel,
        first,
    )


async def test_of_very_many_the_newest_are_ranked_and_the_page_says_so(desk: Desk) -> None:
    await many(desk, RANKED + 10)
    page = await desk.searching.search("dawn", scope())
    assert (page.total, page.complete) == (RANKED, False)
    assert page.stories[0].article.title == f"Dawn {RANKED + 10}"


async def test_as_many_as_are_ranked_are_all(desk: Desk) -> None:
    await many(desk, RANKED)
    assert (await desk.searching.search("dawn", scope())).complete


@pytest.mark.parametrize("typed", ["dawn", "dawn by:gazette", "dawn feed:news"])
async def test_what_is_not_looked_at_is_told(desk: Desk, typed: str) -> None:
    """Other servers have newer stories with the same word."""
    await desk.story("Dawn")
    await many(desk, LOOKS, channel=1, server=1)
    page = await desk.searching.search(typed, scope())
    assert (page.total, page.complete) == (0, False)


async def test_a_rare_word_is_looked_for_in_all_of_history(desk: Desk) -> None:
    await desk.story("Dawn of the ferryman")
    await many(desk, LOOKS, channel=1, server=1)
    page = await desk.searching.search("ferryman dawn", scope())
    assert (page.total, page.complete) == (1, True)


# Whatever is typed

HOSTILE = [
    *('"', "'", "''", "*", "^", "(", ")", "NEAR", "AND", "OR NOT", "{", "}", "-", "--", "\\", "%"),
    *(
        "feed:",
        "by:",
        "since:",
        ":",
        "dune",
        "since:3d",
        "송",
        "é",
        "\x00",
        "\u200b",
        "🧿",
        "ᄀ",
        ";",
    ),
    *("DROP TABLE post", "title:x", "\U0003134b", "\ud800", "١", "a" * 300, "़", "ﷺ"),
]


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(typed=st.one_of(st.text(max_size=60), st.lists(st.sampled_from(HOSTILE)).map(" ".join)))
async def test_any_text_is_answered_or_refused_with_a_sentence(desk: Desk, typed: str) -> None:
    page = None
    with suppress(UserError):
        page = await desk.searching.search(typed, scope())
    assert page is None or page.total == 0
