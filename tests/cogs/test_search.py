"""/search, as a fan and a moderator use it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import discord
import pytest
import simcord
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.model import Photo
from bot.domain.text import escape, plain
from bot.services.searching import PAGE, RANKED
from cogs._ui.search_page import SearchTurn, typed
from tests.cogs.looks import DEFERRED, first_answer, labels_of, walk
from tests.cogs.stories import DAY, HOUR, Hall, open_hall, seen

THUMBNAIL, MOST_COMPONENTS = 11, 40
STILL = Photo(url="https://img.example/1.jpg", credit="Lantern Pictures")
_LINK = re.compile(r"\[((?:\\.|[^\]\\])*)\]\(https://gazette")


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[Hall]:
    async with open_hall(tmp_path) as opened:
        yield opened


async def search(hall: Hall, query: str, who: simcord.MemberActor | None = None):
    return await (who or hall.fan).slash(hall.news, "search", query=query)


def titles(result: simcord.InteractionResult) -> list[str]:
    """Return the titles on a page, without what marks them."""
    return [title.replace("**", "") for title in _LINK.findall(seen(result))]


async def dawns(hall: Hall, number: int) -> None:
    """Post so many stories about a dawn, "Dawn A" the newest."""
    for place in range(number):
        await hall.story(f"Dawn {chr(ord('A') + place)}", ago=(place + 1) * HOUR)


# What is found


async def test_the_answer_is_private_and_deferred(hall: Hall):
    await hall.story("Dawn")
    hall.env.http_requests.clear()
    result = await search(hall, "dawn")
    assert first_answer(hall.env)["type"] == DEFERRED
    assert result.ephemeral


async def test_an_entry_marks_the_words_and_shows_all_of_a_story(hall: Hall):
    story = await hall.story(
        "The Salt Lighthouse",
        ups=3,
        downs=1,
        summary="A *lighthouse* keeper finds salt.",
        photos=(replace(STILL, caption="A lighthouse"),),
    )
    result = await search(hall, "salt light")
    text = seen(result)
    assert "### 🔎 salt light" in text
    assert "[The **Salt** **Lighthouse**](https://gazette.example/The-Salt-Lighthouse)" in text
    assert "A **lighthouse** keeper finds **salt**." in text
    assert "Reel Gazette · <t:" in text
    assert "**2 points**" in text
    assert hall.link_to(hall.news, await hall.message_of(story, hall.news)) in text
    assert "-# 📷 Lantern Pictures" in text
    [thumbnail] = [c["accessory"] for c in walk(result.response.components) if "accessory" in c]
    assert thumbnail["type"] == THUMBNAIL
    assert thumbnail["description"] == "A lighthouse — Photo: Lantern Pictures"


async def test_a_story_without_votes_says_no_points(hall: Hall):
    await hall.story("Dawn")
    assert "points" not in seen(await search(hall, "dawn"))


async def test_a_sensitive_photo_is_a_spoiler(hall: Hall):
    await hall.story("Dawn", photos=(replace(STILL, sensitive=True),))
    result = await search(hall, "dawn")
    [thumbnail] = [c["accessory"] for c in walk(result.response.components) if "accessory" in c]
    assert thumbnail["spoiler"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("“salt lighthouse”", ["The Salt Lighthouse"]),
        ('"lighthouse salt"', []),
        ("dusk -lighthouse", ["Dusk"]),
        ('feed:"slow pan"', ["Dusk"]),
        ("by:park", ["Dusk"]),
        ("since:3d", ["The Salt Lighthouse"]),
        ("송중기", ["배우 송중기가 온다"]),
    ],
)
async def test_what_is_asked_for_is_found(hall: Hall, query: str, found: list[str]):
    await hall.story("The Salt Lighthouse", ago=DAY)
    await hall.story("Dusk", feed="Slow Pan", author="Park Min-ji", ago=5 * DAY)
    await hall.story("배우 송중기가 온다", ago=9 * DAY)
    assert titles(await search(hall, query)) == found


async def test_korean_is_marked_inside_its_word(hall: Hall):
    await hall.story("배우 송중기가 온다")
    assert "배우 **송중기**가 온다" in seen(await search(hall, "송중기"))


async def test_a_deleted_message_is_not_led_to(hall: Hall):
    """M53."""
    story = await hall.story("Dawn")
    await hall.delete_message(story, hall.news)
    text = seen(await search(hall, "dawn"))
    assert "](https://gazette.example/Dawn)" in text
    assert "see the post" not in text


async def test_of_two_channels_the_post_that_is_left_is_led_to(hall: Hall):
    """M53."""
    story = await hall.story("Dawn")
    await hall.again(story, hall.trailers)
    await hall.delete_message(story, hall.news)
    text = seen(await search(hall, "dawn"))
    assert hall.link_to(hall.trailers, await hall.message_of(story, hall.trailers)) in text


# What is not


@pytest.mark.parametrize("query", ["dusk", '"dawn dawn"', "dawn -dawn", "dawn since:1h"])
async def test_where_nothing_is_found_it_says_what_to_try(hall: Hall, query: str):
    await hall.story("Dawn", ago=DAY)
    text = seen(await search(hall, query))
    assert "**Nothing found.**" in text
    assert "try fewer" in text
    assert "feed:gazette" in text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("since:blah", "is no time that I know"),
        ("feed:", "Which feed"),
        ("feed:herald dawn", "No feed that you can read here has “herald” in its name"),
        ("…", "What shall I look for"),
        ("story:999", "isn’t there any more"),
    ],
)
async def test_what_cant_be_understood_is_told_to_the_person_alone(
    hall: Hall, query: str, sentence: str
):
    await hall.story("Dawn")
    result = await search(hall, query)
    assert result.ephemeral
    assert sentence in seen(result)


async def test_stories_of_hidden_channels_are_hidden(hall: Hall):
    await hall.story("Hidden dawn", hall.secret_channel())
    await hall.story("Dawn")
    assert titles(await search(hall, "dawn")) == ["Dawn"]
    assert set(titles(await search(hall, "dawn", hall.moderator))) == {"Dawn", "Hidden dawn"}


async def test_who_reads_no_channel_with_it_finds_nothing(hall: Hall):
    await hall.story("Dawn", hall.secret_channel())
    assert "**Nothing found.**" in seen(await search(hall, "since:1y"))


async def test_a_channel_for_adults_is_told_of_only_inside(hall: Hall):
    await hall.story("Dawn", hall.trailers)
    hall.bot.get_channel(hall.trailers.id).nsfw = True
    assert titles(await search(hall, "dawn")) == []
    inside = await hall.fan.slash(hall.trailers, "search", query="dawn")
    assert titles(inside) == ["Dawn"]


@pytest.mark.parametrize(
    "query",
    ["@everyone <@123456789>", "**bold** [x](https://evil.example)", "```a", "> quote", "-# small"],
)
async def test_a_query_can_do_no_harm(hall: Hall, query: str):
    """S46."""
    text = seen(await search(hall, query))
    assert f"🔎 {escape(query)}" in text
    assert "@everyone" not in text
    assert "](https://evil" not in text


async def test_a_title_can_do_no_harm(hall: Hall):
    """S46."""
    await hall.story("@everyone **dawn** [x](https://evil.example) `dawn`")
    text = seen(await search(hall, "dawn everyone"))
    assert "@everyone" not in text
    assert "](https://evil.example)" not in text
    assert r"\*\***dawn**\*\*" in text


async def test_the_longest_titles_links_and_queries_fit(hall: Hall):
    """M48."""
    for number in range(PAGE + 1):
        story = await hall.story(
            f"dawn {number} " + "*" * 400,
            ups=1,
            feed="_" * 200,
            photos=(replace(STILL, credit="_" * 300),),
            summary="d `*` " * 400,
        )
        link = "https://gazette.example/" + "a" * 1_800
        await hall.change("UPDATE article SET link = ? WHERE story_id = ?", link, story)
    result = await search(hall, "dawn d " + "_" * 190)
    text = seen(result)
    assert text.count("[see the post]") == PAGE
    assert len(text) <= 4_000
    assert sum(1 for _ in walk(result.response.components)) <= MOST_COMPONENTS


# Pages


async def test_a_single_page_says_how_many_and_has_no_buttons(hall: Hall):
    await dawns(hall, 2)
    result = await search(hall, "dawn")
    assert "-# 2 stories · best first" in seen(result)
    assert labels_of(result.response.components) == []


async def test_pages_turn_there_and_back(hall: Hall):
    await dawns(hall, PAGE + 2)
    first = await search(hall, "dawn")
    assert titles(first) == [f"Dawn {letter}" for letter in "ABCDE"]
    assert "-# 7 stories · best first · Page 1 of 2" in seen(first)
    turned = await hall.fan.click(first.response.message, label="More →")
    assert titles(turned) == ["Dawn F", "Dawn G"]
    back = await hall.fan.click(turned.response.message, label="← Back")
    assert titles(back) == titles(first)


async def test_a_page_turns_after_a_restart(hall: Hall):
    """M54: of a query that is longer than a custom_id."""
    await dawns(hall, PAGE + 1)
    query = f"{'dawn ' * 30}-“@everyone” -*dusk* feed:reel"
    first = await search(hall, query)
    assert len(titles(first)) == PAGE
    await hall.restart()
    turned = await hall.fan.click(first.response.message, label="More →")
    assert titles(turned) == ["Dawn F"]


async def test_a_page_that_is_gone_meanwhile_is_the_last_one(hall: Hall):
    await dawns(hall, PAGE + 1)
    first = await search(hall, "dawn")
    await hall.change("UPDATE post SET state = 'dropped' WHERE id > 2")
    turned = await hall.fan.click(first.response.message, label="More →")
    assert titles(turned) == ["Dawn A", "Dawn B"]


async def test_a_page_is_made_anew_for_what_one_may_read_by_now(hall: Hall):
    await dawns(hall, PAGE + 1)
    first = await search(hall, "dawn")
    await hall.change("UPDATE post SET channel_id = 1")
    turned = await hall.fan.click(first.response.message, label="More →")
    assert titles(turned) == []


async def test_a_thousand_stories_are_turned_to_the_end(hall: Hall):
    story = await hall.story("Dawn", ago=2 * DAY)
    await hall.change(
        """
        WITH RECURSIVE n (id) AS (VALUES (2) UNION ALL SELECT id + 1 FROM n WHERE id < 1000)
        INSERT INTO story (id, title, created_at) SELECT id, 'Dawn', 0 FROM n
        """
    )
    await hall.change(
        """
        INSERT INTO article (id, story_id, feed_id, title, link, outlet, first_seen_at, updated_at)
        SELECT id, id, 1, 'Dawn ' || id, 'https://gazette.example/' || id, 'Gazette', 0, 0
        FROM story WHERE id > 1
        """
    )
    await hall.change(
        """
        INSERT INTO article_text (rowid, title, names, body)
        SELECT id, 'dawn ' || id, '', '' FROM article WHERE id > 1
        """
    )
    await hall.change(
        """
        INSERT INTO post (guild_id, channel_id, story_id, article_id, state, message_id, not_before,
            created_at, sent_at)
        SELECT guild_id, channel_id, article.id, article.id, 'sent', 9000 + article.id, 0, 0,
            sent_at + article.id
        FROM post, article WHERE post.story_id = ? AND article.id > 1
        """,
        story,
    )
    first = await search(hall, "dawn")
    assert titles(first) == [f"Dawn {number}" for number in range(1_000, 995, -1)]
    assert f"{RANKED} stories among the newest" in seen(first)
    channel = hall.bot.get_partial_messageable(hall.news.id)
    view = discord.ui.LayoutView().add_item(discord.ui.TextDisplay("### 🔎 dawn"))
    last = RANKED // PAGE - 1
    await channel.send(view=view.add_item(discord.ui.ActionRow(SearchTurn(last))))
    turned = await hall.fan.click(hall.news.last_message, label="More →")
    assert f"Page {last + 1} of {last + 1}" in seen(turned)


async def test_a_page_whose_query_is_lost_says_so(hall: Hall):
    channel = hall.bot.get_partial_messageable(hall.news.id)
    view = discord.ui.LayoutView().add_item(discord.ui.ActionRow(SearchTurn(1)))
    await channel.send(view=view)
    result = await hall.fan.click(hall.news.last_message, label="More →")
    assert result.ephemeral
    assert "use `/search` again" in seen(result)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_a_query_is_read_back_from_its_page(query: str):
    """M54."""
    message = discord.ui.TextDisplay(f"### 🔎 {escape(query)}").to_component_dict()
    shown = discord.TextDisplay(message)
    assert typed([shown]) == plain(query)


# While somebody types


async def test_what_is_typed_and_the_newest_titles_with_it_are_offered(hall: Hall):
    await hall.story("Dawn breaks")
    await hall.story("Dusk")
    offered = await hall.fan.autocomplete(hall.news, "search", "query", "daw")
    assert [one["name"] for one in offered] == ["🔎 daw", "Dawn breaks"]
    assert offered[0]["value"] == "daw"


async def test_a_title_that_is_picked_is_shown_alone(hall: Hall):
    await hall.story("Dawn breaks")
    await hall.story("Dawn")
    offered = await hall.fan.autocomplete(hall.news, "search", "query", "breaks")
    result = await search(hall, offered[-1]["value"])
    assert titles(result) == ["Dawn breaks"]
    assert "### 🔎 Dawn breaks" in seen(result)


async def test_at_first_the_newest_are_offered(hall: Hall):
    await dawns(hall, 30)
    offered = await hall.fan.autocomplete(hall.news, "search", "query", "")
    assert len(offered) == 25
    assert offered[0]["name"] == "Dawn A"


async def test_titles_of_hidden_channels_are_not_offered(hall: Hall):
    await hall.story("Hidden dawn", hall.secret_channel())
    offered = await hall.fan.autocomplete(hall.news, "search", "query", "dawn")
    assert [one["name"] for one in offered] == ["🔎 dawn"]


async def test_offers_keep_discords_limits(hall: Hall):
    """M48."""
    await hall.story("dawn " + "字" * 300)
    for so_far in ("dawn", "dawn " + "字" * 60, "d" * 100, "x" * 190):
        offered = await hall.fan.autocomplete(hall.news, "search", "query", so_far)
        assert all(len(one["name"]) <= 100 and len(one["value"]) <= 100 for one in offered)
