from __future__ import annotations

from dataclasses import replace
from typing import Any

import discord
import pytest
import simcord

from bot.domain.error import UserError
from bot.domain.setting import ServerSettings
from tests.cogs.conftest import Server
from tests.cogs.fakes import found
from tests.cogs.looks import DEFERRED, first_answer, labels_of, photos_of, text_of, walk

SITE = "reelpost.example.com"
SELECT = 3


async def add(server: Server, url: str = SITE, **options: Any) -> Any:
    options = {"channel": server.news, **options}
    return await server.moderator.slash(server.news, "feed add", url=url, **options)


def shown(result: Any) -> list[dict[str, Any]]:
    return result.response.components


def sentence(result: Any) -> str:
    messages = [result.response, *result.followups]
    return "\n".join(m.content or text_of(m.components) for m in messages if m)


def closed(server: Server, **denied: bool) -> simcord.ChannelHandle:
    overwrite = discord.PermissionOverwrite(**denied)
    return server.guild.create_text_channel("closed", overwrites={server.guild.me: overwrite})


async def test_add_defers_before_it_looks(server: Server):
    """M55: a site may take longer than three seconds."""
    result = await add(server)
    assert first_answer(server.env)["type"] == DEFERRED
    assert result.ephemeral


async def test_add_shows_what_the_feed_will_look_like(server: Server):
    components = shown(await add(server))
    text = text_of(components)
    assert (
        f"**Reel Post** has 12 stories now. This is how they will look in {server.news.mention}:"
        in text
    )
    assert "unveils behind-the-scenes stills" in text
    assert len(photos_of(components)) == 1


async def test_preview_saves_nothing(server: Server):
    await add(server)
    assert server.subscribing.feeds == []


async def test_preview_offers_to_add_or_cancel(server: Server):
    assert labels_of(shown(await add(server))) == ["Add to #film-news", "Cancel"]


async def test_confirmed_feed_is_added_to_its_channel(server: Server):
    preview = await add(server, newest=3)
    await server.moderator.click(preview.response, label="Add to #film-news")
    [one] = server.subscribing.feeds
    assert one.subscription.channel_id == server.news.id
    assert one.subscription.created_by == server.moderator.id
    assert one.subscription.backlog == 3


async def test_confirmation_says_what_follows(server: Server):
    preview = await add(server)
    await server.moderator.click(preview.response, label="Add to #film-news")
    assert text_of(shown(preview)) == (
        f"✅ **Reel Post** now goes to {server.news.mention}. The newest story is on the way."
    )


async def test_confirmation_names_what_photos_would_do_better_with(server: Server):
    """M50: it is no reason not to post."""
    preview = await add(server, channel=closed(server, attach_files=False))
    await server.moderator.click(preview.response, label="Add to #closed")
    last = text_of(shown(preview)).splitlines()[-1]
    assert last.startswith("-# With **Attach Files** there I could upload photos")
    assert len(server.subscribing.feeds) == 1


async def test_confirmation_names_what_votes_would_do_better_with(server: Server):
    """M50, V60: it is no reason not to post."""
    preview = await add(server, channel=closed(server, manage_messages=False))
    await server.moderator.click(preview.response, label="Add to #closed")
    last = text_of(shown(preview)).splitlines()[-1]
    assert last.startswith("-# With **Manage Messages** there I could take the other reaction")
    assert len(server.subscribing.feeds) == 1


async def test_cancelled_feed_is_not_added(server: Server):
    preview = await add(server)
    await server.moderator.click(preview.response, label="Cancel")
    assert server.subscribing.feeds == []
    assert text_of(shown(preview)) == "All right, nothing was saved."


async def test_address_without_feed_is_explained(server: Server):
    result = await add(server, "nowhere.example")
    assert sentence(result) == "There is no feed behind nowhere.example. Try the site’s front page."


async def test_feed_that_is_there_already_is_explained(server: Server):
    """D14."""
    for _ in range(2):
        preview = await add(server)
        click = await server.moderator.click(preview.response, label="Add to #film-news")
    assert sentence(click).endswith("This channel has Reel Post already.")
    assert isinstance(server.env.errors[0], UserError)


async def test_empty_feed_can_be_added(server: Server):
    """L22."""
    server.subscribing.web["empty.example"] = found(newest=None, stories=0)
    preview = await add(server, "empty.example")
    assert "it is empty just now" in text_of(shown(preview))
    await server.moderator.click(preview.response, label="Add to #film-news")
    assert len(server.subscribing.feeds) == 1


async def test_further_feeds_of_a_site_can_be_chosen(server: Server):
    other = "https://reelpost.example.com/trailers/" + "x" * 200
    server.subscribing.web["many.example"] = found(others=(other,))
    server.subscribing.web[other] = found(other, title="Reel Post Trailers")
    preview = await add(server, "many.example")
    await server.moderator.select(preview.response, ["1"])
    assert "**Reel Post Trailers** has" in text_of(shown(preview))
    await server.moderator.click(preview.response, label="Add to #film-news")
    assert server.subscribing.feeds[0].feed.url == other


async def test_one_feed_needs_no_choice(server: Server):
    assert not [c for c in walk(shown(await add(server))) if c["type"] == SELECT]


@pytest.mark.parametrize(
    ("permission", "named"),
    [
        ("send_messages", "**Send Messages**, to post stories"),
        ("embed_links", "**Embed Links**, to show photos and links"),
        ("add_reactions", "**Add Reactions**, to put 👍 and 👎 under a story"),
        ("read_message_history", "**Read Message History**, to count votes"),
        ("view_channel", "**View Channel**, to see the channel at all"),
    ],
)
async def test_missing_permission_is_named_before_anything_is_looked_up(
    server: Server, permission: str, named: str
):
    """M50."""
    result = await add(server, "nowhere.example", channel=closed(server, **{permission: False}))
    assert named in sentence(result)


async def test_all_missing_permissions_are_named_at_once_and_no_others(server: Server):
    """M50: Embed Links is not taken for missing where only Send Messages is."""
    place = closed(server, send_messages=False, add_reactions=False)
    lines = sentence(await add(server, channel=place)).splitlines()
    assert "so nothing was saved" in lines[0]
    assert [line.split("**")[1] for line in lines[1:]] == ["Send Messages", "Add Reactions"]


async def test_thread_needs_the_permission_for_threads(server: Server):
    """M50: in threads too, where Send Messages itself does not count."""
    place = closed(server, send_messages_in_threads=False)
    channel = server.bot.get_channel(place.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.create_thread(name="stills", type=discord.ChannelType.public_thread)
    [thread] = place.threads
    lines = sentence(await add(server, channel=thread)).splitlines()
    assert [line.split("**")[1] for line in lines[1:]] == ["Send Messages in Threads"]


async def test_feed_can_go_to_a_thread(server: Server):
    """M50."""
    channel = server.bot.get_channel(server.news.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.create_thread(name="stills", type=discord.ChannelType.public_thread)
    [thread] = server.news.threads
    preview = await add(server, channel=thread)
    await server.moderator.click(preview.response, label="Add to #stills")
    assert server.subscribing.feeds[0].subscription.channel_id == thread.id


async def test_permission_lost_during_the_preview_is_named(server: Server):
    """M50: it is looked at again when saving."""
    preview = await add(server)
    me = server.guild.me
    assert me is not None
    channel = server.bot.get_channel(server.news.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.set_permissions(me, send_messages=False)
    click = await server.moderator.click(preview.response, label="Add to #film-news")
    assert "**Send Messages**" in sentence(click)
    assert server.subscribing.feeds == []
    assert server.env.errors


async def test_old_preview_says_that_its_time_is_over(server: Server):
    preview = await add(server)
    await server.env.advance_time(601)
    assert "nothing was saved" in text_of(shown(preview))


async def test_preview_of_markup_mentions_nobody(server: Server):
    """S46."""
    server.subscribing.web["loud.example"] = found(title="@everyone [x](http://y)")
    assert "@everyone" not in text_of(shown(await add(server, "loud.example")))


@pytest.mark.parametrize(
    "command", ["feed add", "feed list", "feed remove", "feed spoilers", "status"]
)
async def test_fan_is_told_who_may_use_the_command(server: Server, command: str):
    options = {
        "feed add": {"url": SITE, "channel": server.news},
        "feed remove": {"feed": "1"},
        "feed spoilers": {"feed": "1"},
    }.get(command, {})
    result = await server.fan.slash(server.news, command, **options)
    assert result.response.content == "You need the **Manage Server** permission for this."
    assert result.response.ephemeral


async def test_fan_is_not_told_of_feeds_while_typing(server: Server):
    await subscribe(server)
    assert await server.fan.autocomplete(server.news, "feed remove", "feed", "") == []


async def test_member_with_a_configured_role_may_use_the_command(server: Server):
    settings = ServerSettings(guild_id=server.guild.id, manager_roles=(server.editors.id,))
    server.bot.services.server_setting.settings[server.guild.id] = settings
    await subscribe(server)
    editor = server.guild.add_member(server.env.create_user("editor"), roles=[server.editors])
    assert "1 feed" in sentence(await editor.slash(server.news, "feed list"))
    refused = await server.fan.slash(server.news, "feed list")
    assert server.editors.mention in refused.response.content


async def subscribe(server: Server, count: int = 1) -> None:
    for number in range(count):
        await server.subscribing.add(
            found(f"https://r{number}.example/feed", title=f"Reel {number}"),
            guild_id=server.guild.id,
            channel_id=server.news.id,
            user_id=1,
        )


async def test_list_of_a_new_server_says_how_to_begin(server: Server):
    result = await server.moderator.slash(server.news, "feed list")
    assert "No feeds yet" in text_of(shown(result))
    assert result.ephemeral


async def test_list_shows_feed_channel_and_counts(server: Server):
    await subscribe(server)
    text = text_of(shown(await server.moderator.slash(server.news, "feed list")))
    assert f"**Reel 0** → {server.news.mention}" in text
    assert "3 posted" in text


async def test_list_shows_what_is_wrong(server: Server):
    await subscribe(server)
    server.subscribing.feeds[0] = replace(
        server.subscribing.feeds[0], problem="The site has not answered since Monday."
    )
    text = text_of(shown(await server.moderator.slash(server.news, "feed list")))
    assert "⚠️ The site has not answered since Monday." in text


async def test_long_list_turns_its_pages_after_a_restart(server: Server):
    """M54."""
    await subscribe(server, 20)
    result = await server.moderator.slash(server.news, "feed list")
    await server.restart()
    await server.moderator.click(result.response, label="More →")
    text = text_of(shown(result))
    assert "Page 2 of 4" in text
    assert "**Reel 6**" in text
    assert labels_of(shown(result)) == ["← Back", "More →"]


async def test_long_list_is_within_discords_limits(server: Server):
    """M48."""
    for number in range(40):
        await server.subscribing.add(
            found(f"https://r{number}.example/{'x' * 90}", title="*" * 3_000),
            guild_id=server.guild.id,
            channel_id=server.news.id,
            user_id=1,
        )
    server.subscribing.feeds = [replace(f, problem="y" * 900) for f in server.subscribing.feeds]
    assert shown(await server.moderator.slash(server.news, "feed list"))


async def test_remove_offers_the_feeds_of_this_server(server: Server):
    await subscribe(server, 3)
    choices = await server.moderator.autocomplete(server.news, "feed remove", "feed", "reel 2")
    assert choices == [{"name": "Reel 2 → #film-news", "value": "3"}]


async def test_remove_ends_the_subscription(server: Server):
    await subscribe(server, 2)
    result = await server.moderator.slash(server.news, "feed remove", feed="1")
    assert sentence(result).startswith(f"**Reel 0** no longer goes to {server.news.mention}.")
    assert [one.feed.title for one in server.subscribing.feeds] == ["Reel 1"]


async def test_remove_of_an_unknown_feed_is_explained(server: Server):
    result = await server.moderator.slash(server.news, "feed remove", feed="99")
    assert sentence(result) == "This server has no such feed. `/feed list` shows those it has."
