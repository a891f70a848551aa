"""What each setting of a feed does to its posts, with the whole bot on simcord's Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import simcord

from bot.domain.setting import Look, Settings
from bot.language import t, using
from tests.cogs.articles import article, photo
from tests.cogs.looks import labels_of, photos_of, text_of, walk
from tests.storage.world import NOW
from tests.votes.card import Card
from tests.votes.town import Town, open_town

SECTION, THUMBNAIL, CONTAINER = 9, 11, 17


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with open_town(tmp_path) as opened:
        yield opened


async def posted(
    town: Town,
    channel: simcord.ChannelHandle | None = None,
    *,
    changes: Any = None,
    **settings: Any,
) -> Card:
    """Let a feed with these settings post a story."""
    channel = channel or town.news
    what = article(**{"photos": (photo(1), photo(2)), "published": NOW, **(changes or {})})
    feed = await town.seeds.feed(f"of {channel.name}")
    subscription = await town.seeds.subscribed(feed.id, channel.id, guild_id=town.guild.id)
    async with town.seeds.database.write() as tx:
        await town.seeds.subscriptions.set_settings(tx, subscription.id, Settings(**settings))
    await town.seeds.enqueue(subscription, await town.seeds.article(feed.id, what=what))
    post_id = await town.seeds.value("SELECT max(id) FROM post")
    await town.rest()
    message = await town.seeds.value("SELECT message_id FROM post WHERE id = ?", post_id)
    place = await town.seeds.value("SELECT place_id FROM post WHERE id = ?", post_id)
    there = channel if place == channel.id else one_thread(channel)
    assert there.id == place
    return Card(town, post_id, there, message)


def one_thread(channel: simcord.ChannelHandle) -> simcord.ChannelHandle:
    [thread] = channel.threads
    return thread


def parts(card: Card) -> list[dict[str, Any]]:
    return [part.to_dict() for part in card.message.components]


def kinds(card: Card) -> list[int]:
    return [part["type"] for part in walk(parts(card))]


def allowed(town: Town) -> list[Any]:
    bodies = [request.json or {} for request in town.env.http_requests]
    return [body["allowed_mentions"] for body in bodies if "allowed_mentions" in body]


async def test_look_gallery_shows_all_photos(town: Town) -> None:
    card = await posted(town)
    assert len(photos_of(parts(card))) == 2


async def test_look_one_photo_shows_the_first(town: Town) -> None:
    card = await posted(town, look=Look.ONE_PHOTO)
    assert [item["media"]["url"] for item in photos_of(parts(card))] == [photo(1).url]


async def test_look_compact_shows_a_small_photo_beside_the_text(town: Town) -> None:
    card = await posted(town, look=Look.COMPACT)
    [section] = [part for part in walk(parts(card)) if part["type"] == SECTION]
    assert section["accessory"]["media"]["url"] == photo(1).url
    assert "📷 Lantern Pictures" in card.text


async def test_look_text_shows_no_photo_and_no_credit(town: Town) -> None:
    card = await posted(town, look=Look.TEXT)
    assert photos_of(parts(card)) == []
    assert "📷" not in card.text


async def test_summary_is_as_long_as_was_chosen(town: Town) -> None:
    card = await posted(town, summary=0)
    assert "unveiled stills of the sets" not in card.text


async def test_colour_is_the_chosen_one(town: Town) -> None:
    card = await posted(town, accent=0x123456)
    [box] = [part for part in parts(card) if part["type"] == CONTAINER]
    assert box["accent_color"] == 0x123456


async def test_words_of_the_card_come_in_the_chosen_language(town: Town) -> None:
    card = await posted(town, language="ko")
    with using("ko"):
        assert labels_of(parts(card))[0] == t("Add to Collection") != "Add to Collection"


async def test_role_is_mentioned_alone_when_the_filter_says_so(town: Town) -> None:
    role = town.guild.create_role("Trailer fans")
    chosen = {"mention_role": role.id, "mention_when": ("trailer",)}
    told = await posted(town, changes={"title": "A trailer"}, **chosen)
    untold = await posted(town, town.trailers, changes={"title": "A poster"}, **chosen)
    assert told.text.startswith(role.mention)
    assert role.mention not in untold.text
    assert allowed(town) == [{"parse": [], "roles": [role.id]}, {"parse": []}]


async def test_mention_stays_and_pings_nobody_when_points_come(town: Town) -> None:
    role = town.guild.create_role("Trailer fans")
    card = await posted(town, mention_role=role.id)
    card.set(town.fan())
    await town.pass_()
    assert card.text.startswith(role.mention)
    assert card.points == "1 point"
    assert allowed(town)[1:] == [{"parse": []}]


async def test_role_that_is_gone_is_not_mentioned(town: Town) -> None:
    card = await posted(town, mention_role=404)
    assert card.text.startswith("###")


async def test_thread_for_talk_is_started_under_the_post(town: Town) -> None:
    card = await posted(town, thread=True, changes={"title": "A still " * 30})
    thread = one_thread(town.news)
    assert thread.id == card.message_id
    assert len(thread.name or "") <= 100


async def test_announcement_is_published_once(town: Town) -> None:
    channel = town.guild.create_news_channel("announcements")
    card = await posted(town, channel, publish=True)
    assert await town.seeds.value("SELECT crossposted FROM post WHERE id = ?", card.id)
    assert sum("crosspost" in request.path for request in town.env.http_requests) == 1


async def test_post_in_another_channel_is_not_published(town: Town) -> None:
    await posted(town, publish=True)
    assert not any("crosspost" in request.path for request in town.env.http_requests)


def tagged(town: Town, *names: str) -> simcord.ChannelHandle:
    """Return a forum with tags."""
    forum = town.guild.create_forum_channel("all-the-news")
    tags = [
        {"id": str(number), "name": name, "moderated": False, "emoji_id": None, "emoji_name": None}
        for number, name in enumerate(names, start=900)
    ]
    town.env.backend.edit_channel(forum.id, {"available_tags": tags})
    return forum


async def test_forum_gets_a_post_for_each_story_with_tags_by_category(town: Town) -> None:
    forum = tagged(town, "Casting", "Stills", "K-Drama")
    changes = {"categories": ("k drama", "STILLS", "Netflix"), "title": "New stills"}
    card = await posted(town, forum, changes=changes)
    thread = town.env.backend.channels[card.channel.id]
    assert (thread.name, thread.applied_tags) == ("New stills", [901, 902])
    assert text_of(parts(card)).startswith("### [New stills]")


async def test_forum_post_is_voted_on_and_shows_its_points(town: Town) -> None:
    """Rule 3: its message is in a thread of its own, where it is reacted to and edited."""
    card = await posted(town, town.guild.create_forum_channel("all-the-news"))
    assert card.own == ["👍", "👎"]
    card.set(town.fan(), town.fan())
    await town.pass_()
    assert card.points == "2 points"


async def test_votes_in_a_forum_are_reconciled_after_a_gap(town: Town) -> None:
    """V56."""
    card = await posted(town, town.guild.create_forum_channel("all-the-news"))
    await town.stop()
    card.set(town.fan())
    await town.start()
    await town.pass_()
    assert list((await card.votes()).values()) == [1]


async def test_forum_post_that_was_deleted_is_not_edited(town: Town) -> None:
    """M51."""
    card = await posted(town, town.guild.create_forum_channel("all-the-news"))
    town.env.backend.delete_channel(card.channel.id)
    await town.rest()
    assert await town.seeds.value("SELECT deleted_at FROM post WHERE id = ?", card.id)


async def test_story_of_a_forum_is_in_lists_that_lead_to_its_thread(town: Town) -> None:
    card = await posted(town, town.guild.create_forum_channel("all-the-news"))
    card.set(town.fan())
    await town.pass_()
    answer = await town.fan().slash(town.news, "top")
    link = f"https://discord.com/channels/{town.guild.id}/{card.channel.id}/{card.message_id}"
    assert link in text_of(answer.response.components)
