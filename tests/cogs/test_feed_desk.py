"""/feed, as moderators list feeds, set how they are posted, and stop them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord

from bot.domain.model import Photo
from bot.domain.setting import DEFAULTS, Look, Quiet, Settings
from bot.language import using
from bot.services.feed_check import Checked
from bot.services.polling import Seen
from bot.services.standing import FeedInChannel
from bot.storage.subscription_read import Tally
from cogs._ui.feed_sample import checked_lines
from tests.cogs.looks import labels_of, photos_of, text_of, walk
from tests.storage.world import article
from tests.votes.town import Town, open_town

BUTTON, ROLE, CHANNEL = 2, 6, 8
SELECTS = range(3, 9)


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with open_town(tmp_path) as opened:
        yield opened


async def feed(town: Town, title: str = "Reel Post", **settings: object) -> int:
    """Let a feed go to #film-news, and return the subscription's id."""
    seeds = town.seeds
    added = await seeds.feed(title.replace(" ", "-").lower())
    one = await seeds.subscribed(added.id, town.news.id, guild_id=town.guild.id)
    async with seeds.database.write() as tx:
        await seeds.feeds.save(tx, replace(added, title=title))
        await seeds.subscriptions.set_settings(tx, one.id, replace(DEFAULTS, **settings))  # type: ignore[arg-type]
    return one.id


async def use(town: Town, command: str, **options: object) -> Any:
    return await town.moderator.slash(town.news, f"feed {command}", **options)


def words(result: Any) -> str:
    """Return all that somebody reads: the answers, or the page that was redrawn."""
    messages = [result.response or result.message, *result.followups]
    return "\n".join(m.content or text_of(m.components) for m in messages if m)


def menu(shown: Any, action: str) -> str:
    """Return the id of a menu on a page."""
    ids = [c["custom_id"] for c in walk(shown.response.components) if c["type"] in SELECTS]
    [found] = [one for one in ids if one.startswith(f"nr:{action}")]
    return str(found)


async def choose(town: Town, action: str, *values: Any) -> tuple[str, Settings]:
    """Choose in a menu of the feed's page; return what is said and what is set then."""
    shown = await use(town, "edit", feed="Reel Post")
    done = await town.moderator.select(
        shown.response.message, list(values), custom_id=menu(shown, action)
    )
    return words(done), await settings(town)


async def settings(town: Town) -> Settings:
    [one, *_] = await town.app.services.feed_desk.of_guild(town.guild.id)
    return one.subscription.settings


async def form(town: Town, button: str, **typed: str) -> tuple[str, Settings]:
    """Fill in a form of the feed's page."""
    shown = await use(town, "edit", feed="Reel Post")
    asked = await town.moderator.click(shown.response, label=button)
    return words(await town.moderator.submit_modal(asked, typed)), await settings(town)


async def test_list_shows_how_feeds_do(town: Town):
    """S33: state, last story, next poll, stories a day, channel."""
    one = await feed(town)
    added = await town.seeds.feed("reel-post")
    for _ in range(3):
        await town.seeds.article(
            added.id, what=article(published=town.clock.now() - timedelta(hours=2))
        )
    text = words(await use(town, "list"))
    assert f"**Reel Post** → {town.news.mention}" in text
    for part in ("🟢 active", "last story <t:", "next look <t:", "3 a day"):
        assert part in text
    await town.app.services.feed_stopping.pause(one, guild_id=town.guild.id, by=1)
    assert "⏸️ paused <t:" in words(await use(town, "list"))


async def test_list_of_a_channel_has_its_feeds_alone(town: Town):
    await feed(town)
    assert "1 feed in" in words(await use(town, "list", channel=town.news))
    assert "No feed goes to" in words(await use(town, "list", channel=town.trailers))


async def test_feed_is_chosen_in_the_list_after_a_restart(town: Town):
    """M54."""
    one = await feed(town)
    shown = await use(town, "list")
    await town.restart()
    done = await town.moderator.select(
        shown.response.message, [str(one)], custom_id=menu(shown, "feedpick")
    )
    assert "**Look:** All photos" in words(done)


async def test_page_says_what_is_set_and_is_within_discords_limits(town: Town):
    """M48."""
    role = town.guild.create_role("Film buffs")
    rules = tuple(f"{'*' * 90}{n}" for n in range(50))
    await feed(
        town,
        "Reel Post",
        look=Look.TEXT,
        must=rules,
        must_not=rules,
        mention_role=role.id,
        mention_when=rules,
        max_per_hour=7,
        quiet=Quiet(start=time(22), end=time(7)),
        thread=True,
        publish=True,
        accent=0xE5A823,
    )
    shown = await use(town, "edit", feed="Reel Post")
    text = words(shown)
    for part in ("No photo", role.mention, "At most 7 posts", "22:00–07:00 (UTC)", "#E5A823"):
        assert part in text
    assert shown.response.ephemeral
    assert len(list(walk(shown.response.components))) <= 40
    assert len(text) < 4_000


@pytest.mark.parametrize(
    ("action", "value", "said", "expected"),
    [
        ("feedset:look", "COMPACT", "✅ A small photo", replace(DEFAULTS, look=Look.COMPACT)),
        ("feedset:summary", "0", "✅ No summary", replace(DEFAULTS, summary=0)),
        ("feedset:language", "ko", "✅ 한국어", replace(DEFAULTS, language="ko")),
        ("feedset:max_per_hour", "5", "✅ At most 5", replace(DEFAULTS, max_per_hour=5)),
    ],
)
async def test_menu_sets_what_is_chosen(
    town: Town, action: str, value: str, said: str, expected: Settings
):
    await feed(town)
    text, now = await choose(town, action, value)
    assert now == expected
    assert text.startswith(said)


async def test_role_is_chosen_and_taken_away(town: Town):
    role = town.guild.create_role("Film buffs")
    await feed(town)
    text, now = await choose(town, "feedrole", role)
    assert (f"✅ {role.mention} is mentioned." in text, now.mention_role) == (True, role.id)
    text, now = await choose(town, "feedrole")
    assert ("✅ Nobody is mentioned." in text, now.mention_role) == (True, None)


async def test_feed_moves_to_the_channel_that_is_chosen(town: Town):
    await feed(town)
    text, _ = await choose(town, "feedchannel", town.trailers)
    [one] = await town.app.services.feed_desk.of_guild(town.guild.id)
    assert f"✅ Stories go to {town.trailers.mention}" in text
    assert one.subscription.channel_id == town.trailers.id


async def test_feed_stays_where_it_is_if_the_other_channel_is_closed(town: Town):
    """M50."""
    closed = discord.PermissionOverwrite(send_messages=False)
    place = town.guild.create_text_channel("closed", overwrites={town.guild.me: closed})
    await feed(town)
    text, _ = await choose(town, "feedchannel", place)
    [one] = await town.app.services.feed_desk.of_guild(town.guild.id)
    assert "**Send Messages**, to post stories" in text
    assert one.subscription.channel_id == town.news.id


async def test_forms_set_filter_quiet_hours_and_colour(town: Town):
    await feed(town)
    _, now = await form(
        town, "Filter and mentions…", must="dune\n“two parts”", must_not="", mention_when=""
    )
    assert now.must == ("dune", "“two parts”")
    _, now = await form(town, "Quiet hours…", start="22", end="7:30")
    assert now.quiet == Quiet(start=time(22), end=time(7, 30))
    text, now = await form(town, "Colour…", accent="#e5a823")
    assert now.accent == 0xE5A823
    assert "**Only stories with:** dune · “two parts”" in text


async def test_form_that_is_wrong_says_why_and_changes_nothing(town: Town):
    await feed(town)
    text, now = await form(town, "Quiet hours…", start="tonight", end="7")
    assert "“tonight” is no time of the day" in text
    assert now == DEFAULTS


async def test_spoiler_words_are_set_by_their_command_after_a_restart(town: Town):
    """M54."""
    await feed(town)
    asked = await use(town, "spoilers", feed="Reel Post")
    await town.restart()
    done = await town.moderator.submit_modal(asked, {"words": "finale\nwho *dies*"})
    assert r"**Spoiler words:** finale · who \*dies\*" in words(done)
    again = await use(town, "spoilers", feed="Reel Post")
    assert "finale\\nwho *dies*" in str(again.modal)


async def test_all_is_set_back_and_that_is_undone(town: Town):
    await feed(town, must=("dune",), thread=True)
    shown = await use(town, "edit", feed="Reel Post")
    await town.moderator.click(shown.response, label="Set all back")
    assert await settings(town) == DEFAULTS
    await town.moderator.click(shown.response, label="Undo the last change")
    assert (await settings(town)).must == ("dune",)


async def test_switches_are_there_where_the_channel_can_have_them(town: Town):
    """What only announcement channels can do is offered there alone."""
    await feed(town)
    shown = await use(town, "edit", feed="Reel Post")
    assert "Publish to followers" not in labels_of(shown.response.components)
    await town.moderator.click(shown.response, label="A thread for each story")
    assert (await settings(town)).thread


async def test_right_that_was_lost_meanwhile_is_asked_again(town: Town):
    """Each button and menu asks by itself."""
    one = await feed(town)
    before = await town.app.services.feed_desk.change(
        one, guild_id=town.guild.id, by=1, look=Look.TEXT
    )
    shown = await use(town, "edit", feed="Reel Post")
    guild = town.app.bot.get_guild(town.guild.id)
    assert guild is not None
    [mods] = [role for role in guild.roles if role.name == "Mods"]
    await mods.edit(permissions=discord.Permissions())
    for item in walk(shown.response.components):
        if item["type"] == BUTTON:
            refused = await town.moderator.click(
                shown.response.message, custom_id=item["custom_id"]
            )
        elif item["type"] in SELECTS:
            chosen = _any_of(item, town)
            refused = await town.moderator.select(
                shown.response.message, chosen, custom_id=item["custom_id"]
            )
        else:
            continue
        assert "**Manage Server**" in words(refused), item
    assert await settings(town) == before.subscription.settings


def _any_of(menu_: dict[str, Any], town: Town) -> list[Any]:
    if menu_["type"] == ROLE:
        return []
    return [town.trailers] if menu_["type"] == CHANNEL else [menu_["options"][0]["value"]]


async def test_preview_shows_the_newest_story_as_it_would_be_posted(town: Town):
    one = await feed(town, look=Look.TEXT, must=("casablanca",))
    await town.app.services.feed_desk.set_spoiler_words(one, "salt", guild_id=town.guild.id, by=1)
    added = await town.seeds.feed("reel-post")
    await town.seeds.article(added.id, what=article(photos=(Photo(url="https://a.example/1.jpg"),)))
    shown = await use(town, "preview", feed="Reel Post")
    assert photos_of(shown.response.components) == []
    assert "starts shooting" in words(shown)
    assert "🚫 The filter keeps it out" in words(shown)
    assert shown.response.ephemeral


async def test_feed_is_paused_and_resumed(town: Town):
    """F32."""
    one = await feed(town)
    assert "⏸️ **Reel Post** is paused" in words(await use(town, "pause", feed="Reel Post"))
    [subscription] = [
        row.subscription for row in await town.app.services.feed_desk.of_guild(town.guild.id)
    ]
    await town.seeds.post_for(subscription)
    await town.rest()
    assert town.news.history() == []
    assert "1 story has waited" in words(await use(town, "resume", feed=str(one)))
    await town.rest()
    assert len(town.news.history()) == 1


async def test_paused_feeds_alone_are_offered_to_be_resumed(town: Town):
    await feed(town)
    await feed(town, "Gazette")
    await use(town, "pause", feed="Gazette")
    resumable = await town.moderator.autocomplete(town.news, "feed resume", "feed", "")
    pausable = await town.moderator.autocomplete(town.news, "feed pause", "feed", "")
    assert [one["name"] for one in resumable] == ["Gazette → #film-news"]
    assert [one["name"] for one in pausable] == ["Reel Post → #film-news"]


async def test_removed_feed_comes_back_within_a_minute_after_a_restart(town: Town):
    """M54."""
    await feed(town)
    shown = await use(town, "remove", feed="Reel Post")
    assert "No feeds yet" in words(await use(town, "list"))
    await town.restart()
    done = await town.moderator.click(shown.response, label="Undo")
    assert "**Reel Post** goes to" in words(done)
    await town.pass_(timedelta(minutes=2))
    assert "1 feed" in words(await use(town, "list"))


async def test_removed_feed_is_gone_after_a_minute(town: Town):
    await feed(town)
    shown = await use(town, "remove", feed="Reel Post")
    await town.pass_(timedelta(minutes=1))
    late = await town.moderator.click(shown.response, label="Undo")
    assert "can’t be taken back any more" in words(late)


async def test_check_leaves_a_site_in_peace_that_was_just_asked(town: Town):
    await feed(town)
    added = await town.seeds.feed("reel-post")
    async with town.seeds.database.write() as tx:
        await town.seeds.feeds.save(tx, replace(added, last_checked_at=town.clock.now()))
    text = words(await use(town, "check", feed="Reel Post"))
    assert "I looked <t:" in text


def _checked(standing: FeedInChannel, **what: Any) -> str:
    with using("en"):
        return "\n".join(checked_lines(Checked(feed=standing, **what)))


async def test_check_says_what_became_of_what_is_new(town: Town):
    """D5: what is held back is told too."""
    await feed(town)
    [standing] = await town.app.services.feed_desk.of_guild(town.guild.id)
    tally = Tally(articles=9, posts={"pending": 1, "sent": 2, "waiting": 1, "held": 2}, left_out=1)
    text = _checked(standing, seen=Seen(entries=30), tally=tally)
    for part in ("30 entries", "9 of them are new", "3 are on the way", "1 waits", "2 are held"):
        assert part in text
    assert "1 is kept out" in text
    assert "2 are not posted by themselves" in text


async def test_check_holds_a_pause_and_says_until_when(town: Town):
    """S34."""
    await feed(town)
    [standing] = await town.app.services.feed_desk.of_guild(town.guild.id)
    text = _checked(standing, paused=town.clock.now())
    assert "asked me to wait: I look again <t:" in text


async def test_feeds_of_another_server_are_out_of_reach(town: Town):
    await feed(town)
    other = town.env.create_guild("Elsewhere")
    place = other.create_text_channel("news")
    role = other.create_role("Mods", permissions=discord.Permissions(manage_guild=True))
    stranger: simcord.MemberActor = other.add_member(town.env.create_user("them"), roles=[role])
    for command in ("edit", "pause", "remove", "check", "preview", "spoilers"):
        refused = await stranger.slash(place, f"feed {command}", feed="1")
        assert "This server has no such feed" in words(refused), command
