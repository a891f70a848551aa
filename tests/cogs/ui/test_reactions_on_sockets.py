"""Reactions and points, through discord.py, against a Discord over real sockets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.error import ChannelGone, EmojiGone, Forbidden, Unreachable
from bot.domain.model import Post
from bot.services.ports import CardNews, Upload
from bot.services.reactions import EmojiCount, Person
from cogs._ui.pace import Pace
from cogs._ui.points import MessageCard
from cogs._ui.publisher import DiscordPublisher
from cogs._ui.reactions import DiscordReactions, emoji_name
from cogs._ui.story_id import story_ids
from tests.cogs.articles import article, photo, post
from tests.loopback import (
    BOT_TOKEN,
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    UNKNOWN_CHANNEL,
    Broken,
    LoopbackDiscord,
    Permission,
    Refusal,
    TooMany,
)
from tests.loopback.channel import Channel
from tests.loopback.component import shown
from tests.loopback.faults import EDIT, HISTORY, MEMBER, MESSAGE, REACT, REACTORS, TAKE_AWAY
from tests.loopback.message import Message
from tests.loopback.plain_bot import PlainBot, connected

UP, DOWN = "👍", "👎"
ASK_UP = EmojiCount(emoji=UP, route=UP, number=1)
JOINED = datetime(2026, 11, 20, 12, tzinfo=UTC)
PACE = Pace(10_000)
UNKNOWN_MESSAGE, UNKNOWN_EMOJI = Refusal(404, 10008), Refusal(400, 10014)


@pytest.fixture
async def fake() -> AsyncIterator[LoopbackDiscord]:
    async with LoopbackDiscord() as running:
        yield running
        running.assert_no_problems()


@pytest.fixture
def channel(fake: LoopbackDiscord) -> Channel:
    return fake.world.add_guild("Cinema Club").add_channel("film-news")


@pytest.fixture
def message(fake: LoopbackDiscord, channel: Channel) -> Message:
    return channel.add_message(fake.world.bot, content="A title")


@pytest.fixture
async def bot(fake: LoopbackDiscord, channel: Channel) -> AsyncIterator[PlainBot]:
    bot = PlainBot()
    bot.http.max_ratelimit_timeout = 30.0
    async with connected(fake, bot):
        yield bot


@pytest.fixture
def reactions(bot: PlainBot) -> DiscordReactions:
    return DiscordReactions(bot, pace=PACE)


async def under(reactions: DiscordReactions, message: Message) -> dict[str, tuple[object, ...]]:
    found = await reactions.under(message.channel.id, message.id)
    assert found is not None
    assert found.message_id == message.id
    return {one.emoji: tuple(one)[1:] for one in found.emoji}


async def test_what_is_under_a_message_is_told_with_its_kinds(
    reactions: DiscordReactions, fake: LoopbackDiscord, channel: Channel, message: Message
):
    """V56: super reactions are among all, and counted apart."""
    mina, tae = (channel.guild.add_member(name) for name in ("Mina", "Tae"))
    reel = channel.guild.add_emoji("reel")
    mina.react(message, UP)
    tae.react(message, UP, burst=True)
    fake.world.bot.react(message, UP)
    mina.react(message, reel)
    assert await under(reactions, message) == {
        UP: (UP, 3, 1, True),
        str(reel.id): (f"reel:{reel.id}", 1, 0, False),
    }


async def test_people_are_read_page_by_page_by_their_ids(
    reactions: DiscordReactions, fake: LoopbackDiscord, channel: Channel, message: Message
):
    """V56: more than a hundred."""
    fans = [channel.guild.add_member(f"fan {n}") for n in range(130)]
    for fan in reversed(fans):
        fan.react(message, UP)
    first = await reactions.reactors(channel.id, message.id, ASK_UP, burst=False, after=0)
    assert first is not None
    after = first[-1].user_id
    rest = await reactions.reactors(channel.id, message.id, ASK_UP, burst=False, after=after)
    assert [one.user_id for one in (*first, *(rest or ()))] == [fan.id for fan in fans]
    assert len(first) == 100


async def test_people_say_whether_they_are_bots_or_this_one(
    reactions: DiscordReactions, fake: LoopbackDiscord, channel: Channel, message: Message
):
    """V58."""
    other = channel.guild.add_member("Poll Bot", bot=True)
    fan = channel.guild.add_member("Mina")
    for one in (fake.world.bot, other, fan):
        one.react(message, UP)
    assert await reactions.reactors(channel.id, message.id, ASK_UP, burst=False, after=0) == [
        Person(fake.world.bot.id, bot=True, own=True),
        Person(other.id, bot=True, own=False),
        Person(fan.id, bot=False, own=False),
    ]


async def test_super_reactions_are_asked_for_apart(
    reactions: DiscordReactions, channel: Channel, message: Message
):
    """V56."""
    plain, splendid = (channel.guild.add_member(name) for name in ("Mina", "Tae"))
    plain.react(message, UP)
    splendid.react(message, UP, burst=True)
    found = [
        await reactions.reactors(channel.id, message.id, ASK_UP, burst=burst, after=0)
        for burst in (False, True)
    ]
    assert [[one.user_id for one in page or ()] for page in found] == [[plain.id], [splendid.id]]


async def test_people_behind_a_deleted_emoji_are_still_found_and_taken_away(
    reactions: DiscordReactions, channel: Channel, message: Message
):
    """V59, V60: its name is gone, its id is not."""
    fan = channel.guild.add_member("Mina")
    reel = channel.guild.add_emoji("reel")
    fan.react(message, reel)
    reel.delete()
    found = await reactions.under(channel.id, message.id)
    assert found is not None
    [count] = found.emoji
    assert count.emoji == str(reel.id)
    people = await reactions.reactors(channel.id, message.id, count, burst=False, after=0)
    assert [one.user_id for one in people or ()] == [fan.id]
    await reactions.take_away(
        channel.guild.id, channel.id, message.id, emoji=f"reel:{reel.id}", user_id=fan.id
    )
    assert message.reactions == {}


async def test_nobody_is_behind_an_emoji_that_is_gone(
    reactions: DiscordReactions, fake: LoopbackDiscord, channel: Channel, message: Message
):
    """V57: cleared between two questions."""
    fake.faults.next(REACTORS, UNKNOWN_EMOJI)
    found = [
        await reactions.reactors(channel.id, message.id, ASK_UP, burst=False, after=0)
        for _ in range(2)
    ]
    assert [list(page or ()) for page in found] == [[], []]
    assert None not in found


async def test_message_that_is_gone_is_not_one_without_people(
    reactions: DiscordReactions, channel: Channel, message: Message
):
    """M53: or all its votes would go."""
    message.delete()
    assert await reactions.reactors(channel.id, message.id, ASK_UP, burst=False, after=0) is None
    assert await reactions.under(channel.id, message.id) is None


async def test_history_tells_of_our_messages_page_by_page(
    reactions: DiscordReactions, fake: LoopbackDiscord, channel: Channel
):
    """V56: a hundred a request, and fans' own messages are none of ours."""
    fan = channel.guild.add_member("Mina")
    ours = []
    for n in range(130):
        author = fan if n % 2 else fake.world.bot
        said = channel.add_message(author, content=f"{n}")
        ours += [said] if author is fake.world.bot else []
    fan.react(ours[-1], UP)
    first = await reactions.history(channel.guild.id, channel.id, newest=ours[-1].id)
    rest = await reactions.history(channel.guild.id, channel.id, newest=first.oldest - 1)
    told = [one.message_id for one in (*first.messages, *rest.messages)]
    assert told == [one.id for one in reversed(ours)]
    assert first.oldest == channel.messages[29].id
    assert rest.oldest == 0
    assert first.messages[0].emoji == (EmojiCount(emoji=UP, route=UP, number=1),)


async def test_unreadable_history_is_not_taken_for_an_empty_one(
    bot: PlainBot, reactions: DiscordReactions, channel: Channel, message: Message
):
    """V56, M50."""
    channel.deny(Permission.READ_MESSAGE_HISTORY)
    await bot.until("send True")  # it was told of the change
    with pytest.raises(Forbidden):
        await reactions.history(channel.guild.id, channel.id, newest=message.id)


async def test_nothing_is_read_before_the_gateway_told_of_our_permissions(
    fake: LoopbackDiscord, bot: PlainBot, channel: Channel, message: Message
):
    """V56, M50."""
    async with PlainBot() as fresh:
        await fresh.login(BOT_TOKEN)
        with pytest.raises(Unreachable):
            await DiscordReactions(fresh).history(channel.guild.id, channel.id, newest=message.id)


async def test_reaction_is_taken_away_and_one_that_is_gone_is_none(
    reactions: DiscordReactions, channel: Channel, message: Message
):
    """V60."""
    channel.guild.set_bot_permissions(channel.guild.bot_permissions | Permission.MANAGE_MESSAGES)
    fan = channel.guild.add_member("Mina")
    fan.react(message, UP)
    for _ in range(2):
        await reactions.take_away(
            channel.guild.id, channel.id, message.id, emoji=UP, user_id=fan.id
        )
    assert message.reactions == {}
    message.delete()
    await reactions.take_away(channel.guild.id, channel.id, message.id, emoji=UP, user_id=fan.id)


async def test_what_may_not_be_taken_away_is_not_asked_for(
    fake: LoopbackDiscord, bot: PlainBot, reactions: DiscordReactions, channel: Channel
):
    """V60, M50: without Manage Messages."""
    message = channel.add_message(fake.world.bot, content="A title")
    fan = channel.guild.add_member("Mina")
    fan.react(message, UP)
    channel.deny(Permission.MANAGE_MESSAGES)
    await bot.until("send True")
    with pytest.raises(Forbidden):
        await reactions.take_away(
            channel.guild.id, channel.id, message.id, emoji=UP, user_id=fan.id
        )
    assert fan.id in message.reactions[UP]


async def test_own_emoji_is_put_by_name_and_id(
    reactions: DiscordReactions, channel: Channel, message: Message
):
    """V59."""
    reel = channel.guild.add_emoji("reel", animated=True)
    await reactions.put(channel.id, message.id, (f"a:reel:{reel.id}", DOWN))
    assert list(message.reactions) == [str(reel), DOWN]


async def test_emoji_that_discord_does_not_know_is_named(
    reactions: DiscordReactions, channel: Channel, message: Message
):
    """V59."""
    gone = "reel:123456789012345678"
    with pytest.raises(EmojiGone) as refusal:
        await reactions.put(channel.id, message.id, (UP, gone))
    assert (refusal.value.emoji, list(message.reactions)) == (gone, [UP])


async def test_when_a_member_joined_is_told_and_one_who_left_never_did(
    reactions: DiscordReactions, channel: Channel
):
    """V58."""
    fan = channel.guild.add_member("Mina", joined_at=JOINED)
    assert await reactions.joined_at(channel.guild.id, fan.id) == JOINED
    channel.guild.remove_member(fan)
    assert await reactions.joined_at(channel.guild.id, fan.id) is None


CALLS: dict[str, Any] = {
    HISTORY: lambda r, m: r.history(m.channel.guild.id, m.channel.id, newest=m.id),
    MESSAGE: lambda r, m: r.under(m.channel.id, m.id),
    REACTORS: lambda r, m: r.reactors(m.channel.id, m.id, ASK_UP, burst=False, after=0),
    REACT: lambda r, m: r.put(m.channel.id, m.id, (UP,)),
    TAKE_AWAY: lambda r, m: r.take_away(
        m.channel.guild.id, m.channel.id, m.id, emoji=UP, user_id=5
    ),
    MEMBER: lambda r, m: r.joined_at(m.channel.guild.id, m.author.id),
}
PAUSE = timedelta(seconds=90)
MEANT = {
    "missing permissions": (MISSING_PERMISSIONS, Forbidden, None),
    "missing access": (MISSING_ACCESS, Forbidden, None),
    "unknown channel": (UNKNOWN_CHANNEL, ChannelGone, None),
    "not implemented": (Broken(501), Unreachable, None),
    "rate limited": (TooMany(90.0), Unreachable, PAUSE),
}


async def test_refusals_of_every_call_are_told_for_what_they_are(
    fake: LoopbackDiscord,
    reactions: DiscordReactions,
    channel: Channel,
    message: Message,
):
    """M50, M51, M52, L30: one connection, all calls and all refusals."""
    channel.guild.set_bot_permissions(channel.guild.bot_permissions | Permission.MANAGE_MESSAGES)
    told, meanings = {}, [(route, name) for route in CALLS for name in MEANT]
    for route, name in meanings:
        fake.faults.next(route, MEANT[name][0])
        try:
            await CALLS[route](reactions, message)
        except (Forbidden, ChannelGone, Unreachable) as error:
            told[route, name] = (type(error), getattr(error, "retry_after", None))
    expected = {(route, name): MEANT[name][1:] for route, name in meanings}
    assert told == expected


async def test_emoji_name_of_what_comes_is_what_is_stored(
    bot: PlainBot, channel: Channel, message: Message
):
    """V59: the characters, or the id."""
    reel = channel.guild.add_emoji("reel")
    fan = channel.guild.add_member("Mina")
    fan.react(message, reel)
    fan.react(message, "❤\ufe0f")
    found = (await bot.place(channel).fetch_message(message.id)).reactions
    assert [emoji_name(one.emoji) for one in found] == [str(reel.id), "❤\ufe0f"]


@pytest.fixture
def publisher(bot: PlainBot) -> DiscordPublisher:
    return DiscordPublisher(bot, pace=PACE)


def made(channel: Channel, **changes: Any) -> Post:
    """Return a post of two photos, one of them a file."""
    return post(
        channel_id=channel.id,
        guild_id=channel.guild.id,
        article=article(photos=(photo(1), photo(2))),
        files={photo(1).url: "photo-1.jpg"},
        **changes,
    )


async def sent(publisher: DiscordPublisher, channel: Channel) -> Message:
    await publisher.send(made(channel), [Upload(name="photo-1.jpg", content=b"x")])
    return channel.messages[-1]


async def update(publisher: DiscordPublisher, card: MessageCard, points: int) -> None:
    [story_id] = story_ids(card.message.components)
    await publisher.update(card, CardNews(story_id=story_id, points=points))


def seen(message: Message) -> Any:
    return shown(message.components, files=message.fields["uploaded"])


async def test_points_are_written_onto_a_card_and_its_files_stay(
    publisher: DiscordPublisher, channel: Channel
):
    """M52: all else is as it was."""
    message = await sent(publisher, channel)
    before, files = seen(message), [file["id"] for file in message.fields["uploaded"]]
    for points in (1, 2):
        card = await publisher.shown(channel.id, message.id)
        assert card is not None
        await update(publisher, card, points)
    assert message.text.endswith("**2 points**")
    assert [file["id"] for file in message.fields["uploaded"]] == files
    before[0]["components"][2]["content"] += "\n**2 points**"
    assert seen(message) == before
    assert message.wasted_edits == []


async def test_card_that_is_gone_is_none_and_its_edit_no_error(
    publisher: DiscordPublisher, channel: Channel
):
    """M53."""
    message = await sent(publisher, channel)
    card = await publisher.shown(channel.id, message.id)
    assert card is not None
    message.delete()
    await update(publisher, card, 5)
    assert await publisher.shown(channel.id, message.id) is None


async def test_enough_of_old_edits_is_told_with_its_pause(
    fake: LoopbackDiscord, publisher: DiscordPublisher, channel: Channel
):
    """M52: error 30046, which discord.py hands on when the pause is long."""
    message = await sent(publisher, channel)
    card = await publisher.shown(channel.id, message.id)
    assert card is not None
    fake.faults.next(EDIT, TooMany(90.0, code=30046))
    with pytest.raises(Unreachable) as refusal:
        await update(publisher, card, 5)
    assert refusal.value.retry_after == PAUSE


async def test_that_a_card_was_published_is_told(publisher: DiscordPublisher, channel: Channel):
    """M52."""
    message = await sent(publisher, channel)
    message.crosspost()
    card = await publisher.shown(channel.id, message.id)
    assert card is not None
    assert card.crossposted


async def test_photos_that_are_mended_and_points_that_are_shown_do_not_undo_each_other(
    publisher: DiscordPublisher, channel: Channel
):
    """M52: an edit writes all of a message, and both come soon after a post."""
    message = await sent(publisher, channel)
    mended = made(channel, message_id=message.id)
    new = {photo(2).url: Upload(name="photo-2.jpg", content=b"y")}
    card = await publisher.shown(channel.id, message.id)
    assert card is not None
    await publisher.replace_photos(mended, new)
    await update(publisher, card, 1)
    assert [file["filename"] for file in message.fields["uploaded"]] == [
        "photo-1.jpg",
        "photo-2.jpg",
    ]
    assert "photo-2.jpg" in str(seen(message))
    again = await publisher.shown(channel.id, message.id)
    assert again is not None
    await asyncio.gather(
        publisher.replace_photos(mended, {photo(2).url: None, photo(1).url: None}),
        update(publisher, again, 2),
    )
    assert message.text.endswith("**2 points**")


async def test_card_is_taken_down_once_and_a_repeat_is_fine(
    publisher: DiscordPublisher, channel: Channel
):
    """D12: a card whose story another one tells."""
    message = await sent(publisher, channel)
    await publisher.take_down(channel.id, message.id)
    assert await publisher.shown(channel.id, message.id) is None
    await publisher.take_down(channel.id, message.id)
