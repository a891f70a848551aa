"""/feed add, as a moderator uses it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import discord
import pytest
import simcord

from bot.domain.model import AnnouncedFeed
from bot.services.discovering import FoundFeed, feed_mark
from tests.cogs.articles import article
from tests.cogs.conftest import Server
from tests.cogs.fakes import found
from tests.cogs.looks import DEFERRED, first_answer, labels_of, photos_of, text_of, walk

SITE = "reelpost.example.com"
SELECT = 3
TRAILERS = "https://reelpost.example.com/trailers/" + "x" * 200


async def add(server: Server, url: str = SITE, **options: Any) -> Any:
    options = {"channel": server.news, **options}
    return await server.moderator.slash(server.news, "feed add", url=url, **options)


def marks(options: list[dict[str, Any]]) -> list[str]:
    return [option["label"] for option in options if option.get("default")]


def menus(result: Any) -> list[list[dict[str, Any]]]:
    return [c["options"] for c in walk(shown(result)) if c["type"] == SELECT]


def many() -> FoundFeed:
    """Return a site with three feeds, one of them with a very long address."""
    film = "https://reelpost.example.com/feed"
    feeds = (
        AnnouncedFeed(url=film, title="Reel Post: Film"),
        AnnouncedFeed(url=TRAILERS, title="Reel Post: Trailers"),
        AnnouncedFeed(url="https://reelpost.example.com/tv"),
    )
    return found(film, site_feeds=feeds)


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


async def test_empty_feed_can_be_added(server: Server):
    """L22."""
    server.subscribing.web["empty.example"] = found(newest=None, stories=0)
    preview = await add(server, "empty.example")
    assert "it is empty just now" in text_of(shown(preview))
    assert menus(preview) == []
    await server.moderator.click(preview.response, label="Add to #film-news")
    assert len(server.subscribing.feeds) == 1


async def test_number_of_stories_is_chosen_in_the_preview(server: Server):
    """F31: one, unless the moderator chose another number."""
    preview = await add(server)
    [numbers] = menus(preview)
    assert [option["value"] for option in numbers] == ["0", "1", "3", "5", "10"]
    assert marks(numbers) == ["Post the newest story now"]
    await server.moderator.select(preview.response, ["0"])
    await server.moderator.click(preview.response, label="Add to #film-news")
    assert server.subscribing.feeds[0].subscription.backlog == 0
    assert "New stories follow as they appear." in text_of(shown(preview))


async def test_number_of_the_option_is_offered_too(server: Server):
    """F31."""
    [numbers] = menus(await add(server, newest=7))
    assert marks(numbers) == ["Post the newest 7 stories now"]


async def test_feeds_of_a_site_are_offered_by_their_titles(server: Server):
    server.subscribing.web["many.example"] = many()
    feeds, _ = menus(await add(server, "many.example"))
    assert [option["label"] for option in feeds] == [
        "Reel Post: Film",
        "Reel Post: Trailers",
        "reelpost.example.com/tv",
    ]
    assert marks(feeds) == ["Reel Post: Film"]


async def test_another_feed_of_a_site_can_be_chosen_after_a_restart(server: Server):
    """M54."""
    server.subscribing.web["many.example"] = many()
    server.subscribing.web[TRAILERS] = found(TRAILERS, title="Reel Post Trailers")
    preview = await add(server, "many.example")
    await server.restart()
    menu = next(c["custom_id"] for c in walk(shown(preview)) if c["type"] == SELECT)
    await server.moderator.select(preview.response, [feed_mark(TRAILERS)], custom_id=menu)
    assert "**Reel Post Trailers** has" in text_of(shown(preview))
    assert marks(menus(preview)[0]) == ["Reel Post: Trailers"]
    await server.moderator.click(preview.response, label="Add to #film-news")
    assert server.subscribing.feeds[0].feed.url == TRAILERS


async def test_feed_of_a_site_that_the_channel_has_is_not_added_again(server: Server):
    """D14."""
    server.subscribing.web["many.example"] = replace(many(), taken=True)
    preview = await add(server, "many.example")
    assert "gets this one already. Choose another" in text_of(shown(preview))
    assert "Add to #film-news" not in labels_of(shown(preview))


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
async def test_missing_permission_is_named_before_anything_is_saved(
    server: Server, permission: str, named: str
):
    """M50: and there is no button that saves."""
    result = await add(server, channel=closed(server, **{permission: False}))
    assert named in text_of(shown(result))
    assert labels_of(shown(result)) == ["Check again", "Cancel"]


async def test_all_missing_permissions_are_named_at_once_and_no_others(server: Server):
    """M50: Embed Links is not taken for missing where only Send Messages is."""
    place = closed(server, send_messages=False, add_reactions=False)
    assert needs(await add(server, channel=place)) == ["Send Messages", "Add Reactions"]


def needs(result: Any) -> list[str]:
    lines = text_of(shown(result)).splitlines()
    return [line.split("**")[1] for line in lines if line.startswith("- **")]


async def test_permission_that_was_given_is_seen_without_starting_anew(server: Server):
    """M50."""
    place = closed(server, send_messages=False)
    preview = await add(server, channel=place)
    await allow(server, place, send_messages=True)
    await server.moderator.click(preview.response, label="Check again")
    assert needs(preview) == []
    await server.moderator.click(preview.response, label="Add to #closed")
    assert len(server.subscribing.feeds) == 1


async def allow(server: Server, place: simcord.ChannelHandle, **permissions: bool) -> None:
    me = server.guild.me
    channel = server.bot.get_channel(place.id)
    assert me is not None
    assert isinstance(channel, discord.TextChannel)
    await channel.set_permissions(me, **permissions)


async def test_permission_lost_during_the_preview_is_named(server: Server):
    """M50: it is looked at again when saving."""
    preview = await add(server)
    await allow(server, server.news, send_messages=False)
    await server.moderator.click(preview.response, label="Add to #film-news")
    assert needs(preview) == ["Send Messages"]
    assert server.subscribing.feeds == []


async def thread_of(server: Server, place: simcord.ChannelHandle) -> simcord.ChannelHandle:
    channel = server.bot.get_channel(place.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.create_thread(name="stills", type=discord.ChannelType.public_thread)
    [thread] = place.threads
    return thread


async def test_thread_needs_the_permission_for_threads(server: Server):
    """M50: in threads too, where Send Messages itself does not count."""
    thread = await thread_of(server, closed(server, send_messages_in_threads=False))
    assert needs(await add(server, channel=thread)) == ["Send Messages in Threads"]


async def test_feed_can_go_to_a_thread(server: Server):
    """M50."""
    thread = await thread_of(server, server.news)
    preview = await add(server, channel=thread)
    await server.moderator.click(preview.response, label="Add to #stills")
    assert server.subscribing.feeds[0].subscription.channel_id == thread.id


async def test_feed_can_go_to_a_forum(server: Server):
    forum = server.guild.create_forum_channel("reviews")
    preview = await add(server, channel=forum)
    await server.moderator.click(preview.response, label="Add to #reviews")
    assert server.subscribing.feeds[0].subscription.channel_id == forum.id


async def test_feed_goes_where_the_command_is_called_unless_a_channel_is_chosen(server: Server):
    preview = await server.moderator.slash(server.news, "feed add", url=SITE)
    assert "Add to #film-news" in labels_of(shown(preview))


async def test_preview_asks_each_time_who_may_configure(server: Server):
    """A role may be taken away while the preview is open."""
    preview = await add(server)
    guild = server.bot.get_guild(server.guild.id)
    assert guild is not None
    role = guild.get_role(server.managers.id)
    assert role is not None
    await role.edit(permissions=discord.Permissions.none())
    click = await server.moderator.click(preview.response, label="Add to #film-news")
    assert "**Manage Server**" in sentence(click)
    assert server.subscribing.feeds == []


async def test_preview_of_markup_mentions_nobody(server: Server):
    """S46."""
    server.subscribing.web["loud.example"] = found(title="@everyone [x](http://y)")
    assert "@everyone" not in text_of(shown(await add(server, "loud.example")))


async def test_largest_preview_is_within_discords_limits(server: Server):
    """M48: simcord checks them."""
    story = article(title="*" * 3_000, link="https://a.example/" + "x" * 1_400, summary="y" * 3_000)
    address = "https://a.example/" + "z" * 680
    feeds = tuple(AnnouncedFeed(url=f"{SITE}/{n}", title="_" * 200) for n in range(30))
    server.subscribing.web[address.removeprefix("https://")] = found(
        newest=story, title="_" * 500, site_feeds=feeds
    )
    place = closed(server, send_messages=False, embed_links=False, add_reactions=False)
    assert labels_of(shown(await add(server, address, channel=place)))
