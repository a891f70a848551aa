"""Forums, threads and announcements, with discord.py's own tries, over real sockets."""

from __future__ import annotations

from collections.abc import AsyncIterator

import discord
import pytest

from bot.domain.error import Forbidden, Uncertain, Unreachable
from bot.domain.model import Post
from bot.services.ports import Sent
from bot.tries import tries_trace
from cogs._ui.errands import DiscordErrands
from cogs._ui.publisher import DiscordPublisher
from tests.cogs.articles import article, post
from tests.loopback import Broken, LoopbackDiscord, Lost, Permission, TooMany
from tests.loopback.channel import Channel
from tests.loopback.faults import Refusal
from tests.loopback.plain_bot import PlainBot, connected

OPEN = "POST /channels/{}/threads"
PUBLISH = "POST /channels/{}/messages/{}/crosspost"


@pytest.fixture
async def fake() -> AsyncIterator[LoopbackDiscord]:
    async with LoopbackDiscord() as running:
        yield running
        running.assert_no_problems()


@pytest.fixture
def forum(fake: LoopbackDiscord) -> Channel:
    return fake.world.add_guild("Cinema Club").add_channel("all-the-news", forum=True)


@pytest.fixture
def announcements(forum: Channel) -> Channel:
    return forum.guild.add_channel(
        "announcements", announcement=True, allow=Permission.CREATE_PUBLIC_THREADS
    )


@pytest.fixture
async def bot(
    fake: LoopbackDiscord, forum: Channel, announcements: Channel
) -> AsyncIterator[PlainBot]:
    bot = PlainBot()
    bot.http.http_trace = tries_trace()
    bot.http.max_ratelimit_timeout = 30.0
    async with connected(fake, bot):
        yield bot


@pytest.fixture
def publisher(bot: PlainBot) -> DiscordPublisher:
    return DiscordPublisher(bot)


def made(channel: Channel, **changes: object) -> Post:
    here = {"channel_id": channel.id, "guild_id": channel.guild.id}
    return post(**{**here, "created_at": discord.utils.utcnow(), **changes})


def threads(forum: Channel) -> list[Channel]:
    return [one for one in forum.guild.channels.values() if one.parent is forum]


async def test_hard_story_becomes_a_post_of_a_forum(publisher: DiscordPublisher, forum: Channel):
    """M48, S46: Discord's document is checked for each request."""
    sent = await publisher.send(made(forum, article=article(title="@everyone " * 900)))
    [thread] = threads(forum)
    assert sent == Sent(thread.id, thread.id)
    assert len(thread.name) <= 100


@pytest.mark.parametrize("fault", [Lost(), Broken(502)], ids=["lost", "502"])
async def test_post_of_a_forum_whose_answer_was_lost_is_tried_once_and_found(
    fake: LoopbackDiscord, publisher: DiscordPublisher, forum: Channel, fault: Lost | Broken
):
    """D8, D9: discord.py would try again after a 502, and a forum knows no nonce."""
    fake.faults.next(OPEN, fault)
    lost = made(forum)
    with pytest.raises(Uncertain):
        await publisher.send(lost)
    [thread] = threads(forum)
    assert await publisher.find(lost) == Sent(thread.id, thread.id)


async def test_forum_that_lacks_a_tag_is_a_trouble_for_moderators(
    fake: LoopbackDiscord, publisher: DiscordPublisher, forum: Channel
):
    """M50: a plainer card would not help."""
    fake.faults.next(OPEN, Refusal(400, 40067))
    with pytest.raises(Forbidden):
        await publisher.send(made(forum))


async def test_message_to_a_forum_that_is_not_known_yet_is_sent_later(
    fake: LoopbackDiscord, forum: Channel
):
    """L30: the bot was just started."""
    fresh = PlainBot()
    async with connected(fake, fresh):
        fresh._connection._remove_guild(fresh.get_guild(forum.guild.id))
        with pytest.raises(Unreachable):
            await DiscordPublisher(fresh).send(made(forum))


async def test_thread_that_is_there_and_a_post_that_is_published_are_as_wanted(
    bot: PlainBot, publisher: DiscordPublisher, announcements: Channel
):
    sent = await publisher.send(made(announcements))
    there = made(announcements, message_id=sent.message_id)
    for _ in range(2):
        await DiscordErrands(bot).start_talk(there)
        assert await DiscordErrands(bot).publish(there)
    assert [thread.id for thread in threads(announcements)] == [sent.message_id]


async def test_limit_on_publishing_is_handed_back(
    fake: LoopbackDiscord, bot: PlainBot, publisher: DiscordPublisher, announcements: Channel
):
    """M52: ten an hour of a channel; the lane waits in its table, not in a request."""
    sent = await publisher.send(made(announcements))
    fake.faults.next(PUBLISH, TooMany(1_800.0))
    with pytest.raises(Unreachable) as refusal:
        await DiscordErrands(bot).publish(made(announcements, message_id=sent.message_id))
    assert refusal.value.retry_after is not None
    assert refusal.value.retry_after.total_seconds() == pytest.approx(1_800)
