from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, NamedTuple

import discord
import pytest
import simcord

from bot.domain.error import ChannelGone, Forbidden, Malformed, Uncertain, Unreachable
from bot.domain.weekly import Week
from bot.services.digests import Digest, Place, Ranked
from cogs._ui.digest_card import PICTURE
from cogs._ui.digests import DiscordDigests
from cogs._ui.pace import Pace
from tests.cogs.articles import NOON, post
from tests.cogs.looks import photos_of, text_of

MESSAGES = "/channels/*/messages"


class World(NamedTuple):
    env: simcord.Env
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    digests: DiscordDigests
    client: discord.Client

    def digest(self, **changes: Any) -> Digest:
        whole = Digest(
            guild_id=self.guild.id,
            channel_id=self.channel.id,
            week=Week(NOON - timedelta(days=7), NOON),
            stories=(Ranked(rank=1, points=5, post=post()),),
            nonce="d-1",
            sending_at=self.env.now(),
        )
        return replace(whole, **changes)

    def sent(self) -> list[dict[str, Any]]:
        return [r.json for r in self.env.http_requests if r.method == "POST"]

    def other(self, **changes: Any) -> simcord.ChannelHandle:
        return self.guild.create_text_channel("other", **changes)

    async def place(self, *among: simcord.ChannelHandle) -> Place:
        return await self.digests.place(
            self.guild.id, self.channel.id, [channel.id for channel in among]
        )


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
    return World(env, guild, channel, DiscordDigests(client, pace=Pace(10_000)), client)


def hidden(world: World) -> dict[Any, discord.PermissionOverwrite]:
    """Return the overwrites of a channel that the bot sees, and not everybody."""
    no, yes = (discord.PermissionOverwrite(view_channel=may) for may in (False, True))
    return {world.guild.default_role: no, world.guild.me: yes}


async def test_a_digest_is_a_message_that_mentions_nobody_and_enforces_its_nonce(world: World):
    """D9."""
    message_id = await world.digests.send_digest(world.digest(), None)
    assert world.channel.last_message.id == message_id
    [payload] = world.sent()
    assert (payload["nonce"], payload["enforce_nonce"]) == ("d-1", True)
    assert payload["allowed_mentions"] == {"parse": []}
    assert "The week’s best" in text_of(payload["components"])


async def test_its_picture_comes_with_it(world: World):
    await world.digests.send_digest(world.digest(), b"\xff\xd8\xff a picture")
    [message] = world.channel.history()
    [gallery] = [
        part
        for box in message.components
        for part in box.children
        if isinstance(part, discord.MediaGalleryComponent)
    ]
    assert PICTURE in gallery.items[0].media.url


async def test_without_a_picture_it_has_none(world: World):
    await world.digests.send_digest(world.digest(), None)
    assert photos_of(world.sent()[0]["components"]) == []


async def test_it_is_not_kept_in_memory(world: World):
    await world.digests.send_digest(world.digest(), None)
    assert list(world.client.persistent_views) == []


@pytest.mark.parametrize(
    ("status", "code", "meaning"),
    [
        (400, 50035, Malformed),
        (403, 50013, Forbidden),
        (404, 10003, ChannelGone),
        (429, 0, Unreachable),
        (503, 0, Uncertain),
    ],
)
async def test_a_refusal_says_what_became_of_it(
    world: World, status: int, code: int, meaning: type[Exception]
):
    """L30, D9, M51."""
    world.env.inject_error("POST", MESSAGES, status=status, code=code)
    with pytest.raises(meaning):
        await world.digests.send_digest(world.digest(), None)


async def test_it_is_found_by_its_week_among_others(world: World):
    """D8."""
    made = world.digest()
    later = Week(made.week.until, made.week.until + timedelta(days=7))
    wanted = await world.digests.send_digest(made, None)
    await world.digests.send_digest(world.digest(week=later, nonce="d-2"), None)
    assert await world.digests.find_digest(made) == wanted


async def test_it_is_not_found_where_it_is_not(world: World):
    """D8."""
    made = world.digest()
    later = Week(made.week.until, made.week.until + timedelta(days=7))
    await world.digests.send_digest(world.digest(week=later), None)
    assert await world.digests.find_digest(made) is None


async def test_a_channel_whose_history_may_not_be_read_tells_nothing(world: World):
    """D8, M50: Discord answers with an empty list then."""
    blind = world.other(
        overwrites={world.guild.me: discord.PermissionOverwrite(read_message_history=False)}
    )
    with pytest.raises(Forbidden):
        await world.digests.find_digest(world.digest(channel_id=blind.id))


async def test_channels_that_everybody_may_see_are_open(world: World):
    other = world.other()
    assert (await world.place(other)).visible == {world.channel.id, other.id}


@pytest.mark.parametrize("permission", ["view_channel", "read_message_history"])
async def test_a_channel_that_not_everybody_may_read_is_not_open(world: World, permission: str):
    no = discord.PermissionOverwrite(**{permission: False})
    other = world.other(overwrites={world.guild.default_role: no})
    assert (await world.place(other)).visible == {world.channel.id}


async def test_a_hidden_channel_shows_its_own_stories(world: World):
    mine = world.other(overwrites=hidden(world))
    place = await world.digests.place(world.guild.id, mine.id, [mine.id, world.channel.id])
    assert place.visible == {mine.id, world.channel.id}


async def test_a_deleted_channel_is_not_open(world: World):
    place = await world.digests.place(world.guild.id, world.channel.id, [404])
    assert place.visible == {world.channel.id}


async def test_a_thread_is_as_open_as_its_channel(world: World):
    threads = []
    for place in (world.channel, world.other(overwrites=hidden(world))):
        channel = world.client.get_channel(place.id)
        assert isinstance(channel, discord.TextChannel)
        await channel.create_thread(name="stills", type=discord.ChannelType.public_thread)
        threads += place.threads
    assert (await world.place(*threads)).visible == {world.channel.id, threads[0].id}


async def test_a_private_thread_is_not_open(world: World):
    channel = world.client.get_channel(world.channel.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.create_thread(name="mods", type=discord.ChannelType.private_thread)
    assert (await world.place(*world.channel.threads)).visible == {world.channel.id}


async def test_a_channel_for_adults_shows_its_stories_to_adults_only(world: World):
    adult = world.other()
    channel = world.client.get_channel(adult.id)
    assert isinstance(channel, discord.TextChannel)
    channel.nsfw = True  # simcord can't edit this
    assert (await world.place(adult)).visible == {world.channel.id}
    place = await world.digests.place(world.guild.id, adult.id, [world.channel.id])
    assert place.visible == {world.channel.id, adult.id}


@pytest.mark.parametrize("allowed", [True, False])
async def test_a_place_says_whether_it_takes_files(world: World, allowed: bool):
    overwrite = discord.PermissionOverwrite(attach_files=allowed)
    channel = world.other(overwrites={world.guild.me: overwrite})
    assert (await world.digests.place(world.guild.id, channel.id, [])).may_attach is allowed


@pytest.mark.parametrize(
    ("permission", "title"), [("view_channel", "View Channel"), ("send_messages", "Send Messages")]
)
async def test_a_place_where_nothing_may_be_posted_says_why(
    world: World, permission: str, title: str
):
    """M50."""
    no = discord.PermissionOverwrite(**{permission: False})
    channel = world.other(overwrites={world.guild.me: no})
    with pytest.raises(Forbidden, match=f"{title} is missing there"):
        await world.digests.place(world.guild.id, channel.id, [])


async def test_a_channel_that_is_gone_says_so(world: World):
    """M51."""
    with pytest.raises(ChannelGone):
        await world.digests.place(world.guild.id, 404, [])


async def test_a_server_that_the_bot_left_says_so(world: World):
    """M51."""
    with pytest.raises(ChannelGone, match="no longer in this server"):
        await world.digests.place(404, world.channel.id, [])
