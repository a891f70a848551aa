from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import discord
import pytest
import simcord

from bot.domain.model import Photo
from bot.domain.period import Period
from cogs._ui.top_page import TopAsk, TopTurn
from tests.cogs.looks import DEFERRED, buttons_of, first_answer, labels_of, walk
from tests.cogs.stories import DAY, HOUR, Hall, open_hall, order, seen

THUMBNAIL, SELECT = 11, 3
AGES = {"Dawn": HOUR, "Monday": 2 * DAY, "April": 20 * DAY, "Autumn": 200 * DAY, "Old": 400 * DAY}
STILL = Photo(url="https://img.example/1.jpg", credit="Lantern Pictures")


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[Hall]:
    async with open_hall(tmp_path) as opened:
        yield opened


async def top(hall: Hall, who: simcord.MemberActor | None = None, **options: object):
    return await (who or hall.fan).slash(hall.news, "top", **options)


async def six(hall: Hall, number: int = 6) -> None:
    """Post so many stories, "Story 1" the best."""
    for place in range(1, number + 1):
        await hall.story(f"Story {place}", ups=number + 1 - place)


def thumbnails(result: simcord.InteractionResult) -> list[dict]:
    sections = [c for c in walk(result.response.components) if "accessory" in c]
    return [c["accessory"] for c in sections if c["accessory"]["type"] == THUMBNAIL]


# Periods


@pytest.mark.parametrize(
    ("period", "number"), [("today", 1), ("week", 2), ("month", 3), ("year", 4), ("all", 5)]
)
async def test_a_period_reaches_as_far_back_as_it_says(hall: Hall, period: str, number: int):
    for title, age in AGES.items():
        await hall.story(title, ups=2, ago=age)
    text = seen(await top(hall, period=period))
    assert set(order(text, *AGES)) == set(list(AGES)[:number])


async def test_the_week_is_shown_where_no_period_is_chosen(hall: Hall):
    await hall.story("Monday", ups=1, ago=2 * DAY)
    await hall.story("April", ups=1, ago=20 * DAY)
    assert order(seen(await top(hall)), *AGES) == ["Monday"]


@pytest.mark.parametrize("period", ["today", "week", "month", "year", "all"])
async def test_the_best_are_the_surely_liked_not_the_most_voted(hall: Hall, period: str):
    await hall.story("Split", ups=12, downs=9)
    await hall.story("Loved", ups=8)
    await hall.story("One", ups=1)
    assert order(seen(await top(hall, period=period)), "Split", "Loved", "One") == [
        "Loved",
        "Split",
        "One",
    ]


async def test_of_equally_good_stories_the_newest_is_first(hall: Hall):
    await hall.story("Earlier", ups=3, ago=5 * HOUR)
    await hall.story("Later", ups=3, ago=2 * HOUR)
    assert order(seen(await top(hall)), "Earlier", "Later") == ["Later", "Earlier"]


async def test_hot_sets_points_against_age(hall: Hall):
    await hall.story("Great last week", ups=20, ago=6 * DAY)
    await hall.story("Good just now", ups=3)
    titles = ("Great last week", "Good just now")
    assert order(seen(await top(hall, period="hot")), *titles) == [
        "Good just now",
        "Great last week",
    ]


@pytest.mark.parametrize("period", ["week", "all", "hot"])
async def test_a_story_that_nobody_likes_is_not_on_top(hall: Hall, period: str):
    await hall.story("Unvoted")
    await hall.story("Disliked", downs=2)
    lost = await hall.story("Left", ups=1)
    await hall.unvote(lost, 10_000)
    assert order(seen(await top(hall, period=period)), "Unvoted", "Disliked", "Left") == []


@pytest.mark.parametrize(("period", "advice"), [("week", "longer time"), ("all", "vote it up")])
async def test_an_empty_list_says_what_to_do(hall: Hall, period: str, advice: str):
    result = await top(hall, period=period)
    assert advice in seen(result)
    assert any(c["type"] == SELECT for c in walk(result.response.components))


# What an entry shows


async def test_an_entry_shows_points_votes_outlet_and_the_way_to_its_post(hall: Hall):
    story = await hall.story("Loved", ups=3, downs=1)
    text = seen(await top(hall))
    assert "🥇 [Loved](https://gazette.example/Loved)" in text
    assert "**2 points** · 👍 3  👎 1" in text
    assert "Reel Gazette" in text
    assert (
        f"[see the post]({hall.link_to(hall.news, await hall.message_of(story, hall.news))})"
        in text
    )


async def test_an_entry_shows_the_emoji_of_its_post(hall: Hall):
    story = await hall.story("Loved", ups=1)
    await hall.change("UPDATE post SET up_emoji = 'clap:123456789012345678' WHERE id = ?", story)
    assert "<:clap:123456789012345678> 1" in seen(await top(hall))


async def test_a_title_can_do_no_harm(hall: Hall):
    """S46."""
    await hall.story("@everyone **Loved** [x](https://evil.example)", ups=1)
    text = seen(await top(hall))
    assert "@everyone" not in text
    assert r"\*\*Loved\*\*" in text
    assert "](https://evil.example)" not in text


async def test_the_longest_titles_and_links_fit(hall: Hall):
    """M48."""
    for number in range(5):
        story = await hall.story(f"{number}" + "*" * 400, ups=1, feed="_" * 200)
        link = "https://gazette.example/" + "a" * 1_800
        await hall.change("UPDATE article SET link = ? WHERE story_id = ?", link, story)
    text = seen(await top(hall))
    assert text.count("[see the post]") == 5
    assert len(text) <= 4_000


async def test_a_photo_is_shown_with_its_credit_and_words_for_it(hall: Hall):
    await hall.story("Loved", ups=1, photos=(replace(STILL, caption="A lighthouse"),))
    result = await top(hall)
    [thumbnail] = thumbnails(result)
    assert thumbnail["media"]["url"] == STILL.url
    assert thumbnail["description"] == "A lighthouse — Photo: Lantern Pictures"
    assert "-# 📷 Lantern Pictures" in seen(result)


async def test_the_first_photo_that_discord_can_draw_is_shown(hall: Hall):
    """M49."""
    vector = Photo(url="https://img.example/logo.svg", credit="Nobody")
    await hall.story("Loved", ups=1, photos=(vector, STILL))
    result = await top(hall)
    assert [one["media"]["url"] for one in thumbnails(result)] == [STILL.url]
    assert "Nobody" not in seen(result)


async def test_a_story_without_a_photo_is_plain_text(hall: Hall):
    await hall.story("Loved", ups=1)
    result = await top(hall)
    assert thumbnails(result) == []
    assert "📷" not in seen(result)


async def test_a_photo_whose_host_refuses_hotlinks_gives_way_to_the_next(hall: Hall):
    refused = Photo(url="https://closed.example/1.jpg")
    await hall.story("Loved", ups=1, photos=(refused, STILL))
    async with hall.world.database.write() as tx:
        await hall.world.photo_hosts.remember(tx, ["closed.example"], hall.clock.now())
    assert [one["media"]["url"] for one in thumbnails(await top(hall))] == [STILL.url]


@pytest.mark.parametrize("file", ['"photo-1.jpg"', "null"])
async def test_a_photo_that_did_not_load_from_its_url_gives_way_to_the_next(hall: Hall, file: str):
    uploaded = Photo(url="https://img.example/0.jpg")
    story = await hall.story("Loved", ups=1, photos=(uploaded, STILL))
    files = f'{{"{uploaded.url}": {file}}}'
    await hall.change("UPDATE post SET files = ? WHERE story_id = ?", files, story)
    assert [one["media"]["url"] for one in thumbnails(await top(hall))] == [STILL.url]


@pytest.mark.parametrize(("plainness", "number"), [(0, 1), (1, 1), (2, 0)])
async def test_photos_that_discord_called_malformed_are_not_sent_again(
    hall: Hall, plainness: int, number: int
):
    """L23."""
    await hall.story("Loved", ups=1, photos=(STILL,))
    await hall.change("UPDATE post SET plainness = ?", plainness)
    assert len(thumbnails(await top(hall))) == number


async def test_a_sensitive_photo_is_a_spoiler(hall: Hall):
    await hall.story("Loved", ups=1, photos=(replace(STILL, sensitive=True),))
    assert [one["spoiler"] for one in thumbnails(await top(hall))] == [True]


async def test_the_spoiler_words_of_a_subscription_hold(hall: Hall):
    await hall.story("The finale", ups=1, photos=(STILL,))
    await hall.change("""UPDATE subscription SET spoiler_words = '["finale"]'""")
    assert [one["spoiler"] for one in thumbnails(await top(hall))] == [True]


# Where it was posted


async def test_a_story_in_two_channels_counts_once_and_leads_to_the_first(hall: Hall):
    story = await hall.story("Loved", ups=1)
    await hall.again(story, hall.trailers)
    text = seen(await top(hall))
    assert text.count("[Loved]") == 1
    assert hall.link_to(hall.news, await hall.message_of(story, hall.news)) in text


async def test_a_story_in_two_channels_leads_to_the_one_asked_for(hall: Hall):
    story = await hall.story("Loved", ups=1)
    await hall.again(story, hall.trailers)
    text = seen(await top(hall, channel=hall.trailers))
    assert hall.link_to(hall.trailers, await hall.message_of(story, hall.trailers)) in text


async def test_a_deleted_message_is_not_led_to(hall: Hall):
    """M53: the story still counts."""
    story = await hall.story("Loved", ups=1)
    await hall.delete_message(story, hall.news)
    text = seen(await top(hall))
    assert "[Loved](https://gazette.example/Loved)" in text
    assert "see the post" not in text


async def test_the_post_that_is_left_is_led_to(hall: Hall):
    """M53."""
    story = await hall.story("Loved", ups=1)
    await hall.again(story, hall.trailers)
    await hall.delete_message(story, hall.news)
    text = seen(await top(hall, channel=hall.news))
    assert hall.link_to(hall.trailers, await hall.message_of(story, hall.trailers)) in text


async def test_a_channel_has_only_its_own_stories(hall: Hall):
    await hall.story("Here", ups=1)
    await hall.story("There", hall.trailers, ups=1)
    text = seen(await top(hall, channel=hall.trailers))
    assert order(text, "Here", "There") == ["There"]
    assert f"<#{hall.trailers.id}>" in text


async def test_a_feed_has_only_its_own_stories(hall: Hall):
    await hall.story("Its", ups=1, feed="Slow Pan")
    await hall.story("Other", ups=1)
    feed = await hall.world.value("SELECT id FROM feed WHERE title = 'Slow Pan'")
    text = seen(await top(hall, feed=str(feed)))
    assert order(text, "Its", "Other") == ["Its"]
    assert "-# Slow Pan · the last 7 days" in text


async def test_another_servers_votes_and_stories_stay_there(hall: Hall):
    story = await hall.story("Theirs", ups=1)
    for table in ("post", "score", "vote"):
        await hall.change(f"UPDATE {table} SET guild_id = 1 WHERE story_id = ?", story)
    assert order(seen(await top(hall)), "Theirs") == []


async def test_a_feed_that_is_no_number_is_asked_for_again(hall: Hall):
    result = await top(hall, feed="Reel Gazette")
    assert result.ephemeral
    assert "pick a feed from the list" in seen(result)


async def test_the_feeds_of_channels_that_one_may_see_are_offered(hall: Hall):
    await hall.story("One", ups=1, feed="Slow Pan")
    await hall.story("Secret", hall.secret_channel(), feed="Slow Gossip")
    choices = await hall.fan.autocomplete(hall.news, "top", "feed", "slow")
    assert [choice["name"] for choice in choices] == ["Slow Pan"]


# Who may see it


async def test_stories_of_hidden_channels_are_hidden(hall: Hall):
    secret = hall.secret_channel()
    await hall.story("Hidden", secret, ups=5)
    assert order(seen(await top(hall)), "Hidden") == []
    assert order(seen(await top(hall, hall.moderator)), "Hidden") == ["Hidden"]


async def test_what_is_shared_hides_what_not_everybody_may_see(hall: Hall):
    await hall.story("Hidden", hall.secret_channel(), ups=5)
    await hall.story("Open", ups=1)
    result = await top(hall, hall.moderator, share=True)
    assert not result.ephemeral
    assert order(seen(result), "Hidden", "Open") == ["Open"]


async def test_what_is_shared_in_a_hidden_channel_shows_that_one(hall: Hall):
    secret = hall.secret_channel()
    await hall.story("Hidden", secret, ups=5)
    result = await hall.moderator.slash(secret, "top", share=True)
    assert order(seen(result), "Hidden") == ["Hidden"]


async def test_a_hidden_channel_is_not_shared(hall: Hall):
    result = await top(hall, hall.moderator, share=True, channel=hall.secret_channel())
    assert result.ephemeral
    assert "Not everybody here can read" in seen(result)


async def test_who_may_not_write_shares_nothing(hall: Hall):
    quiet = discord.PermissionOverwrite(send_messages=False)
    everybody = hall.bot.get_guild(hall.guild.id).default_role
    rules = hall.guild.create_text_channel("rules", overwrites={everybody: quiet})
    result = await hall.fan.slash(rules, "top", share=True)
    assert result.ephemeral
    assert "You can’t write in this channel" in seen(result)


async def test_a_story_leads_to_the_channel_that_one_may_see(hall: Hall):
    secret = hall.secret_channel()
    story = await hall.story("Both", secret, ups=1)
    await hall.again(story, hall.news)
    text = seen(await top(hall))
    assert f"/{secret.id}/" not in text
    assert f"/{hall.news.id}/" in text


async def test_a_public_thread_is_a_channel_as_others_are(hall: Hall):
    thread = await hall.thread(discord.ChannelType.public_thread)
    await hall.story("Threaded", thread, ups=1)
    assert order(seen(await top(hall)), "Threaded") == ["Threaded"]


async def test_a_private_thread_is_told_of_only_inside(hall: Hall):
    thread = await hall.thread(discord.ChannelType.private_thread)
    await hall.story("Between us", thread, ups=1)
    assert order(seen(await top(hall)), "Between us") == []
    inside = await hall.fan.slash(thread, "top")
    assert order(seen(inside), "Between us") == ["Between us"]


async def test_a_channel_for_adults_is_told_of_only_inside(hall: Hall):
    await hall.story("Adult", hall.trailers, ups=1)
    hall.bot.get_channel(hall.trailers.id).nsfw = True
    assert order(seen(await top(hall)), "Adult") == []
    assert "age-restricted" in seen(await top(hall, channel=hall.trailers))
    inside = await hall.fan.slash(hall.trailers, "top")
    assert order(seen(inside), "Adult") == ["Adult"]


# Pages


async def test_the_answer_is_private_and_deferred(hall: Hall):
    hall.env.http_requests.clear()
    result = await top(hall)
    assert first_answer(hall.env)["type"] == DEFERRED
    assert result.ephemeral


async def test_a_page_has_five_stories(hall: Hall):
    await six(hall)
    result = await top(hall)
    assert seen(result).count("[see the post]") == 5
    assert labels_of(result.response.components) == ["More →"]
    assert "Page 1 of 2" in seen(result)


async def test_a_single_page_has_no_buttons(hall: Hall):
    await hall.story("Loved", ups=1)
    assert buttons_of((await top(hall)).response.components) == []


async def test_pages_turn_there_and_back(hall: Hall):
    await six(hall)
    message = (await top(hall)).response.message
    turned = await hall.fan.click(message, label="More →")
    assert "**6.** [Story 6]" in seen(turned)
    back = await hall.fan.click(turned.response.message, label="← Back")
    assert "🥇 [Story 1]" in seen(back)


async def test_a_page_past_the_end_is_the_last_one(hall: Hall):
    await six(hall, 11)
    message = (await top(hall)).response.message
    message = (await hall.fan.click(message, label="More →")).response.message
    await hall.change("DELETE FROM score WHERE ups < 7")  # five are left
    turned = await hall.fan.click(message, label="More →")
    assert "🥇 [Story 1]" in seen(turned)


async def test_a_list_ends_after_a_hundred(hall: Hall):
    await hall.story("Loved", ups=1)
    await hall.change(
        """
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 120)
        INSERT INTO story (id, title, created_at) SELECT 1000 + i, 'More', 0 FROM n
        """
    )
    await hall.change(
        """
        INSERT INTO post (guild_id, channel_id, story_id, article_id, state, message_id,
            not_before, created_at, sent_at)
        SELECT guild_id, channel_id, story.id, article_id, state, 90000 + story.id,
            not_before, post.created_at, sent_at
        FROM post JOIN story ON story.id > 1000
        """
    )
    await hall.change(
        """
        INSERT INTO score (guild_id, story_id, ups, downs, posted_at, best, hot)
        SELECT guild_id, story.id, ups, downs, posted_at, best, hot
        FROM score JOIN story ON story.id > 1000
        """
    )
    assert "Page 1 of 20" in seen(await top(hall))


async def test_pages_of_a_private_answer_stay_private(hall: Hall):
    secret = hall.secret_channel()
    for number in range(6):
        await hall.story(f"Hidden {number}", secret, ups=1)
    message = (await top(hall, hall.moderator)).response.message
    turned = await hall.moderator.click(message, label="More →")
    assert turned.response.ephemeral
    assert "Page 2 of 2" in seen(turned)


async def test_anybody_turns_a_shared_page_for_all(hall: Hall):
    await six(hall)
    shared = await top(hall, hall.moderator, share=True)
    await hall.fan.click(shared.response.message, label="More →")
    assert "**6.** [Story 6]" in seen(shared)


async def test_a_moderators_click_shows_nothing_hidden_on_a_shared_page(hall: Hall):
    await six(hall)
    await hall.story("Hidden", hall.secret_channel(), ups=9)
    shared = await top(hall, share=True)
    turned = await hall.moderator.click(shared.response.message, label="More →")
    back = await hall.moderator.click(turned.response.message, label="← Back")
    assert order(seen(back), "Hidden", "Story 1") == ["Story 1"]


async def test_a_page_tells_nothing_of_a_channel_that_one_may_not_see(hall: Hall):
    """M54: a channel may be closed after its pages were shown; ids of no channel do no harm."""
    secret = hall.secret_channel()
    await hall.story("Hidden", secret, ups=5)
    channel = hall.bot.get_channel(hall.news.id)
    assert isinstance(channel, discord.TextChannel)
    for channel_id in (secret.id, 10**20 - 1):
        ask = TopAsk(period=Period.ALL, channel_id=channel_id)
        view = discord.ui.LayoutView(timeout=None)
        await channel.send(view=view.add_item(discord.ui.ActionRow(TopTurn(ask))))
        text = seen(await hall.fan.click(hall.news.last_message, label="More →"))
        assert "Nothing here yet" in text
        assert "Hidden" not in text


async def test_a_page_works_a_year_later_after_a_restart(hall: Hall):
    """M54: the page is of the period that ends now."""
    await six(hall)
    shared = await top(hall, share=True)
    hall.clock.time += 365 * DAY
    for number in range(6):
        await hall.story(f"New {number}", ups=7 - number)
    await hall.restart()
    turned = await hall.fan.click(shared.response.message, label="More →")
    assert "**6.** [New 5]" in seen(turned)


async def test_a_page_keeps_its_channel_and_feed(hall: Hall):
    """M54."""
    await six(hall)
    await hall.story("There", hall.trailers, ups=9)
    await hall.story("Another feed", ups=9, feed="Slow Pan")
    feed = await hall.world.value("SELECT id FROM feed WHERE title = 'Reel Gazette'")
    message = (await top(hall, channel=hall.news, feed=str(feed))).response.message
    await hall.restart()
    turned = await hall.fan.click(message, label="More →")
    assert "**6.** [Story 6]" in seen(turned)


async def test_the_menu_changes_the_period(hall: Hall):
    """M54: after a restart, too."""
    await hall.story("Old", ups=1, ago=400 * DAY)
    message = (await top(hall, period="today")).response.message
    await hall.restart()
    chosen = await hall.fan.select(message, ["all"])
    assert order(seen(chosen), "Old") == ["Old"]
    assert "Best of all time" in seen(chosen)


async def test_the_menu_keeps_the_channel(hall: Hall):
    await hall.story("Here", ups=1)
    await hall.story("There", hall.trailers, ups=1)
    message = (await top(hall, channel=hall.trailers)).response.message
    chosen = await hall.fan.select(message, ["hot"])
    assert order(seen(chosen), "Here", "There") == ["There"]


async def test_a_page_of_a_feed_that_was_removed_says_so(hall: Hall):
    await six(hall)
    message = (await top(hall, feed="1")).response.message
    await hall.change("DELETE FROM subscription")
    turned = await hall.fan.click(message, label="More →")
    assert "a feed that is no longer here" in seen(turned)
    assert "**6.** [Story 6]" in seen(turned)
