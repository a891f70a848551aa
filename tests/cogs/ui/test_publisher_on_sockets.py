"""The publisher, discord.py and its own tries, against a Discord over real sockets."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import discord
import pytest

from bot.domain.error import Forbidden, Malformed, Uncertain, Unreachable
from bot.domain.model import Photo, Post, Source
from bot.services.ports import Sent
from bot.tries import tries_trace
from cogs._ui.publisher import DiscordPublisher
from cogs._ui.reactions import DiscordReactions
from tests.cogs.articles import article, photo, post
from tests.loopback import (
    BOT_TOKEN,
    MALFORMED,
    MISSING_PERMISSIONS,
    Broken,
    LoopbackDiscord,
    Lost,
    Permission,
    TooMany,
)
from tests.loopback.channel import Channel
from tests.loopback.faults import SEND, Refusal, Wall
from tests.loopback.plain_bot import PlainBot, connected


@pytest.fixture
async def fake() -> AsyncIterator[LoopbackDiscord]:
    async with LoopbackDiscord() as running:
        yield running
        running.assert_no_problems()


@pytest.fixture
def channel(fake: LoopbackDiscord) -> Channel:
    return fake.world.add_guild("Cinema Club").add_channel("film-news")


@pytest.fixture
async def bot(fake: LoopbackDiscord, channel: Channel) -> AsyncIterator[PlainBot]:
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


async def test_repeat_with_the_same_nonce_makes_one_message(
    publisher: DiscordPublisher, channel: Channel
):
    """D9."""
    once = made(channel)
    assert await publisher.send(once) == await publisher.send(once)
    assert len(channel.messages) == 1


@pytest.mark.parametrize("fault", [Lost(), Broken(503)])
async def test_message_whose_answer_was_lost_is_uncertain_and_found(
    fake: LoopbackDiscord, publisher: DiscordPublisher, channel: Channel, fault: Lost | Broken
):
    """D8, D9."""
    fake.faults.next(SEND, fault)
    lost = made(channel)
    with pytest.raises(Uncertain):
        await publisher.send(lost)
    assert await publisher.find(lost) == Sent(channel.messages[0].id)


async def test_message_that_never_arrived_is_not_found(
    fake: LoopbackDiscord, publisher: DiscordPublisher, channel: Channel
):
    """D8."""
    fake.faults.next(SEND, Lost(accepted=False))
    lost = made(channel)
    with pytest.raises(Uncertain):
        await publisher.send(lost)
    assert await publisher.find(lost) is None


async def test_refusal_after_a_lost_answer_is_uncertain(
    fake: LoopbackDiscord, publisher: DiscordPublisher, channel: Channel
):
    """D9: discord.py tries again after a 502; its last word alone would be wrong."""
    fake.faults.next(SEND, Broken(502), MISSING_PERMISSIONS)
    lost = made(channel)
    with pytest.raises(Uncertain):
        await publisher.send(lost)
    assert await publisher.find(lost) == Sent(channel.messages[0].id)


@pytest.mark.parametrize(
    ("fault", "meaning"),
    [(MISSING_PERMISSIONS, Forbidden), (MALFORMED, Malformed), (Refusal(400, 0), Malformed)],
)
async def test_refusal_alone_is_sure(
    fake: LoopbackDiscord,
    publisher: DiscordPublisher,
    channel: Channel,
    fault: object,
    meaning: type[Exception],
):
    """L23."""
    fake.faults.next(SEND, fault)  # type: ignore[arg-type]
    with pytest.raises(meaning):
        await publisher.send(made(channel))


@pytest.mark.parametrize("status", [400, 403, 404])
async def test_a_wall_before_discord_neither_spoils_a_post_nor_ends_its_channel(
    fake: LoopbackDiscord, publisher: DiscordPublisher, channel: Channel, status: int
):
    """L23, L30: only Discord's own word on a message or a channel counts, and briefly."""
    fake.faults.next(SEND, Wall(status))
    with pytest.raises(Unreachable) as refusal:
        await publisher.send(made(channel))
    assert len(str(refusal.value)) < 400


async def test_discord_that_cannot_be_reached_accepted_nothing(
    fake: LoopbackDiscord, publisher: DiscordPublisher, channel: Channel
):
    """L30."""
    async with fake.unreachable():
        with pytest.raises(Unreachable):
            await publisher.send(made(channel))


async def test_long_rate_limit_is_handed_back(
    fake: LoopbackDiscord, publisher: DiscordPublisher, channel: Channel
):
    """M52: the worker waits in the outbox, not in a request."""
    fake.faults.next(SEND, TooMany(90.0))
    with pytest.raises(Unreachable) as refusal:
        await publisher.send(made(channel))
    assert refusal.value.retry_after == timedelta(seconds=90)


async def test_unreadable_history_is_not_taken_for_an_empty_one(
    bot: PlainBot, publisher: DiscordPublisher, channel: Channel
):
    """D8, M50."""
    sent = made(channel)
    await publisher.send(sent)
    channel.deny(Permission.READ_MESSAGE_HISTORY)
    await bot.until("send True")  # it was told of the change
    with pytest.raises(Forbidden):
        await publisher.find(sent)


async def test_nothing_is_looked_for_before_the_gateway_told_of_our_permissions(
    fake: LoopbackDiscord, bot: PlainBot, publisher: DiscordPublisher, channel: Channel
):
    """D8, M50: right after a restart an unreadable history would look like an empty one."""
    sent = made(channel)
    await publisher.send(sent)
    channel.deny(Permission.READ_MESSAGE_HISTORY)
    async with PlainBot() as fresh:
        await fresh.login(BOT_TOKEN)
        with pytest.raises(Unreachable):
            await DiscordPublisher(fresh).find(sent)


async def test_votes_are_put_on_a_message(
    bot: PlainBot, publisher: DiscordPublisher, channel: Channel
):
    message_id = (await publisher.send(made(channel))).message_id
    await DiscordReactions(bot).put(channel.id, message_id, ("👍", "👎"))
    assert list(channel.messages[0].reactions) == ["👍", "👎"]


@pytest.mark.parametrize("plainness", range(4))
async def test_hardest_cards_are_taken(
    publisher: DiscordPublisher, channel: Channel, plainness: int
):
    """M48, M49, S46: Discord's document and its further limits are checked for each request."""
    odd = Photo(url="http://bücher.example/a b.jpg", caption="c" * 5_000, credit="k" * 5_000)
    hard = article(
        title="[*@everyone](https://evil.example)" * 300,
        link="https://example.com/" + "é" * 100,
        outlet="🎬" * 3_000,
        author="_" * 3_000,
        sources=(Source(name="`" * 3_000),),
        summary="**bold [link](https://example.com/x)** " * 500,
        photos=(odd, *(photo(number, f"Studio {number} " * 40) for number in range(12))),
    )
    for digest in (0, 40):
        story = made(
            channel, article=article(**{**_parts(hard), "digest": digest}), nonce=f"{digest}"
        )
        await publisher.send(Post(**{**_parts(story), "plainness": plainness}))
    assert len(channel.messages) == 2


def _parts(value: object) -> dict[str, object]:
    return {name: getattr(value, name) for name in type(value).__slots__}  # type: ignore[attr-defined]
