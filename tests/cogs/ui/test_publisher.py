from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, NamedTuple

import discord
import pytest
import simcord

from bot.domain.error import ChannelGone, Forbidden, Malformed, Uncertain, Unreachable
from bot.domain.model import Post
from bot.services.ports import Gallery, Sent
from cogs._ui.pace import Pace
from cogs._ui.publisher import DiscordPublisher
from tests.cogs.articles import article, post
from tests.cogs.looks import labels_of, text_of

MESSAGES = "/channels/*/messages"


class World(NamedTuple):
    env: simcord.Env
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    publisher: DiscordPublisher
    client: discord.Client

    def post(self, **changes: object) -> Post:
        here = {"channel_id": self.channel.id, "guild_id": self.guild.id}
        return post(**{**here, "created_at": self.env.now(), **changes})

    def sent(self) -> list[dict[str, Any]]:
        return [r.json for r in self.env.http_requests if r.method == "POST"]


@pytest.fixture
async def client() -> AsyncIterator[discord.Client]:
    client = discord.Client(intents=discord.Intents(guilds=True), max_messages=None)
    yield client
    await client.close()


@pytest.fixture
async def env(client: discord.Client) -> AsyncIterator[simcord.Env]:
    env = simcord.Env(client)
    await env.start()
    yield env
    await env.shutdown()


@pytest.fixture
async def world(client: discord.Client, env: simcord.Env) -> World:
    guild = env.create_guild()
    channel = guild.create_text_channel("film-news")
    return World(env, guild, channel, DiscordPublisher(client, pace=Pace(10_000)), client)


async def test_send_returns_the_message_in_the_channel(world: World):
    sent = await world.publisher.send(world.post())
    assert sent == Sent(world.channel.last_message.id)


async def test_send_asks_discord_to_enforce_the_nonce(world: World):
    """D9: a repeat with the same nonce makes no second message, also for a LayoutView."""
    await world.publisher.send(world.post(nonce="nr-7"))
    [payload] = world.sent()
    assert (payload["nonce"], payload["enforce_nonce"]) == ("nr-7", True)


async def test_send_mentions_nobody(world: World):
    await world.publisher.send(world.post(article=article(title="@everyone")))
    assert world.sent()[0]["allowed_mentions"] == {"parse": []}


async def test_sent_card_is_not_kept_in_memory(world: World):
    await world.publisher.send(world.post())
    assert list(world.client.persistent_views) == []


async def test_send_follows_the_plainness_of_the_post(world: World):
    """L23."""
    await world.publisher.send(world.post(plainness=3))
    assert labels_of(world.sent()[0]["components"]) == ["Add to Collection", "Related"]


@pytest.mark.parametrize(
    ("status", "code", "meaning"),
    [
        (400, 50035, Malformed),
        (403, 50013, Forbidden),
        (403, 50001, Forbidden),
        (403, 0, Unreachable),
        (400, 50083, Forbidden),
        (404, 10003, ChannelGone),
        (404, 0, Unreachable),
        (429, 0, Unreachable),
        (401, 0, Unreachable),
        (500, 0, Uncertain),
        (503, 0, Uncertain),
    ],
)
async def test_send_says_what_became_of_the_message(
    world: World, status: int, code: int, meaning: type[Exception]
):
    """L23, L30, D9: each refusal of Discord has its own meaning."""
    world.env.inject_error("POST", MESSAGES, status=status, code=code)
    with pytest.raises(meaning):
        await world.publisher.send(world.post())


async def test_send_without_permission_is_forbidden(world: World):
    """M50."""
    me = world.guild.me
    closed = world.guild.create_text_channel(
        "closed", overwrites={me: discord.PermissionOverwrite(send_messages=False)}
    )
    with pytest.raises(Forbidden):
        await world.publisher.send(world.post(channel_id=closed.id))


async def test_find_recognises_the_story_among_others(world: World):
    """D8."""
    made = world.post(story_id=42)
    wanted = await world.publisher.send(made)
    await world.publisher.send(world.post(story_id=420))
    assert await world.publisher.find(made) == wanted


async def test_find_recognises_the_plainest_card(world: World):
    """D8, L23."""
    made = world.post(plainness=3)
    assert await world.publisher.send(made) == await world.publisher.find(made)


async def test_find_says_when_there_is_none(world: World):
    """D8."""
    await world.publisher.send(world.post(story_id=420))
    assert await world.publisher.find(world.post(story_id=42)) is None


async def test_find_reads_past_the_first_page(world: World):
    """D8: a busy channel."""
    made = world.post()
    for number in range(120):
        await world.publisher.send(world.post(story_id=1_000 + number, plainness=3))
    wanted = await world.publisher.send(made)
    assert await world.publisher.find(made) == wanted


async def test_find_stops_where_the_last_try_must_have_ended(world: World):
    long_ago = world.env.now() - timedelta(days=2)
    await world.publisher.send(world.post())
    assert await world.publisher.find(world.post(created_at=long_ago, sending_at=long_ago)) is None


@pytest.mark.parametrize(
    ("status", "code", "meaning"),
    [
        (403, 50001, Forbidden),
        (404, 10003, ChannelGone),
        (500, 0, Unreachable),
        (429, 0, Unreachable),
    ],
)
async def test_find_is_never_uncertain(
    world: World, status: int, code: int, meaning: type[Exception]
):
    world.env.inject_error("GET", MESSAGES, status=status, code=code)
    with pytest.raises(meaning):
        await world.publisher.find(world.post())


async def test_find_without_history_permission_is_forbidden(world: World):
    """D8, M50: Discord answers with an empty list then, which must not pass for "not posted"."""
    blind = world.guild.create_text_channel(
        "blind",
        overwrites={world.guild.me: discord.PermissionOverwrite(read_message_history=False)},
    )
    made = world.post(channel_id=blind.id)
    await world.publisher.send(made)
    with pytest.raises(Forbidden):
        await world.publisher.find(made)


async def test_text_of_a_sent_card_is_what_was_built(world: World):
    await world.publisher.send(world.post())
    assert "unveils behind-the-scenes stills" in text_of(world.sent()[0]["components"])


async def test_pace_lets_a_burst_through_and_then_spaces_the_calls():
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(round(seconds, 3))

    pace = Pace(10, burst=2, now=lambda: 0.0, sleep=sleep)
    for _ in range(5):
        await pace.turn()
    assert waits == [0.1, 0.2, 0.3]


async def test_photos_of_a_discord_that_says_nothing_of_loading_are_left_alone(world: World):
    """Discord's reference doesn't promise that it says so."""
    made = world.post()
    made = replace(made, message_id=(await world.publisher.send(made)).message_id)
    assert await world.publisher.gallery(made) == Gallery()


async def test_card_pings_the_role_of_its_post_alone(world: World):
    role = world.guild.create_role("Trailer fans")
    await world.publisher.send(world.post(mention=role.id, article=article(title="@everyone")))
    assert world.sent()[0]["allowed_mentions"] == {"parse": [], "roles": [role.id]}


async def test_post_with_a_mention_waits_for_a_server_that_is_not_known_yet(world: World):
    """L30: whether the role is there only the gateway tells."""
    with pytest.raises(Unreachable):
        await world.publisher.send(world.post(guild_id=404, mention=5))
    assert world.sent() == []


@pytest.fixture
def forum(world: World) -> simcord.ChannelHandle:
    return world.guild.create_forum_channel("all-the-news")


async def test_post_of_a_forum_is_found_whether_its_thread_is_open_or_archived(
    world: World, forum: simcord.ChannelHandle
):
    """D8, D9."""
    made = world.post(channel_id=forum.id, story_id=43)
    await world.publisher.send(world.post(channel_id=forum.id))
    wanted = await world.publisher.send(made)
    while_open = await world.publisher.find(made)
    world.env.backend.channels[wanted.thread_id or 0].thread_metadata.archived = True
    assert [while_open, await world.publisher.find(made)] == [wanted, wanted]


async def test_post_that_a_forum_did_not_get_is_not_found(
    world: World, forum: simcord.ChannelHandle
):
    """D8: an older thread with the same story is another post's."""
    await world.publisher.send(world.post(channel_id=forum.id))
    later = world.env.now() + timedelta(hours=2)
    assert await world.publisher.find(world.post(channel_id=forum.id, story_id=43)) is None
    assert await world.publisher.find(world.post(channel_id=forum.id, created_at=later)) is None


async def test_post_of_a_forum_in_doubt_is_not_sent_before_it_was_looked_for(
    world: World, forum: simcord.ChannelHandle
):
    """D9: a forum takes no nonce."""
    with pytest.raises(Uncertain):
        await world.publisher.send(world.post(channel_id=forum.id, state="sending"))
    assert forum.threads == []


async def test_card_in_a_forum_is_deleted_where_it_is(world: World, forum: simcord.ChannelHandle):
    """D12."""
    sent = await world.publisher.send(world.post(channel_id=forum.id))
    [thread] = forum.threads
    await world.publisher.take_down(thread.id, sent.message_id)
    assert thread.history() == []
