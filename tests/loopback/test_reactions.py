"""Reactions, those who react, and their emoji are told as the real Discord tells them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import discord
import pytest

from tests.loopback import LoopbackDiscord
from tests.loopback.channel import Channel
from tests.loopback.message import Message
from tests.loopback.plain_bot import PlainBot, connected

JOINED = datetime(2026, 11, 20, 12, tzinfo=UTC)
CREATED = datetime(2026, 11, 1, 8, 30, tzinfo=UTC)


@pytest.fixture
def message(fake: LoopbackDiscord, channel: Channel) -> Message:
    return channel.add_message(fake.world.bot, content="A title")


def told(fake: LoopbackDiscord, event: str) -> list[dict[str, Any]]:
    """Return the bodies of the events of a kind that the only session was told."""
    (session,) = fake.gateway.connected
    frames = [json.loads(frame) for frame in session.log]
    return [frame["d"] for frame in frames if frame["t"] == event]


async def fetched(bot: PlainBot, message: Message) -> discord.Message:
    return await bot.place(message.channel).fetch_message(message.id)


async def users(reaction: discord.Reaction, **asked: Any) -> list[int]:
    return [user.id async for user in reaction.users(limit=None, **asked)]


async def test_a_repeated_reaction_is_told_once(
    fake: LoopbackDiscord, channel: Channel, message: Message
) -> None:
    fan = channel.guild.add_member("Mina")
    async with connected(fake) as bot:
        fan.react(message, "👍")
        fan.react(message, "👍")
        fan.unreact(message, "👍")
        fan.unreact(message, "👍")
        fan.react(message, "👎")
        assert await bot.until("reaction 👎") == ["connected", "reaction 👍", "gone 👍"]


async def test_all_or_one_emoji_are_cleared_by_one_event(
    fake: LoopbackDiscord, channel: Channel, message: Message
) -> None:
    """V57: and what was not there is not told."""
    fan = channel.guild.add_member("Mina")
    async with connected(fake) as bot:
        for emoji in ("👍", "👎", "🎬"):
            fan.react(message, emoji)
        await bot.until("reaction 🎬")
        message.clear_reactions("🍿")
        message.clear_reactions("👎")
        message.clear_reactions()
        assert await bot.until("cleared") == ["cleared 👎"]
    assert message.reactions == {}


async def test_only_an_added_reaction_names_the_member_and_the_author(
    fake: LoopbackDiscord, channel: Channel, message: Message
) -> None:
    fan = channel.guild.add_member("Mina", joined_at=JOINED)
    async with connected(fake) as bot:
        fan.react(message, "👍")
        fan.unreact(message, "👍")
        await bot.until("gone 👍")
        (came,) = told(fake, "MESSAGE_REACTION_ADD")
        (went,) = told(fake, "MESSAGE_REACTION_REMOVE")
    assert came["message_author_id"] == str(fake.world.bot.id)
    assert came["member"]["joined_at"] == JOINED.isoformat()
    assert not {"member", "message_author_id", "burst_colors"} & went.keys()


async def test_the_age_of_an_account_is_in_its_id(fake: LoopbackDiscord, channel: Channel) -> None:
    twins = [channel.guild.add_member(name, created_at=CREATED) for name in ("Mina", "Mona")]
    assert [discord.utils.snowflake_time(fan.id) for fan in twins] == [CREATED, CREATED]
    assert twins[0].id != twins[1].id


async def test_a_super_reaction_is_counted_and_listed_apart(
    fake: LoopbackDiscord, channel: Channel, message: Message
) -> None:
    plain, splendid = (channel.guild.add_member(name) for name in ("Mina", "Tae"))
    async with connected(fake) as bot:
        plain.react(message, "👍")
        splendid.react(message, "👍", burst=True)
        (found,) = (await fetched(bot, message)).reactions
        listed = [await users(found, type=kind) for kind in discord.ReactionType]
        counts = (found.count, found.normal_count, found.burst_count)
        splendid.unreact(message, "👍")
        await bot.until("gone 👍")
        (went,) = told(fake, "MESSAGE_REACTION_REMOVE")
    assert listed == [[plain.id], [splendid.id]]
    assert counts == (2, 1, 1)
    assert went["burst"]


async def test_one_who_has_a_normal_reaction_has_no_super_one_beside_it(
    channel: Channel, message: Message
) -> None:
    fan = channel.guild.add_member("Mina")
    fan.react(message, "👍")
    fan.react(message, "👍", burst=True)
    assert (len(message.reactions["👍"]), message.reacted.burst) == (1, set())


async def test_one_who_left_is_no_member_but_has_still_reacted(
    fake: LoopbackDiscord, channel: Channel, message: Message
) -> None:
    fan = channel.guild.add_member("Mina")
    fan.react(message, "👍")
    async with connected(fake) as bot:
        guild = bot.place(channel).guild
        assert (await guild.fetch_member(fan.id)).name == "Mina"
        channel.guild.remove_member(fan)
        with pytest.raises(discord.NotFound) as gone:
            await guild.fetch_member(fan.id)
        (found,) = (await fetched(bot, message)).reactions
        assert (gone.value.code, await users(found)) == (10007, [fan.id])
        assert told(fake, "GUILD_MEMBER_REMOVE") == told(fake, "MESSAGE_REACTION_REMOVE") == []


async def test_a_bot_that_reacts_says_that_it_is_one(
    fake: LoopbackDiscord, channel: Channel, message: Message
) -> None:
    """V58."""
    channel.guild.add_member("Poll Bot", bot=True).react(message, "👍")
    async with connected(fake) as bot:
        (found,) = (await fetched(bot, message)).reactions
        assert [user.bot async for user in found.users()] == [True]


async def test_variants_of_an_emoji_are_reactions_of_their_own(
    fake: LoopbackDiscord, channel: Channel, message: Message
) -> None:
    """V59."""
    fan = channel.guild.add_member("Mina")
    variants = ["❤", "❤\ufe0f", "👍", "👍🏽"]
    for emoji in variants:
        fan.react(message, emoji)
    async with connected(fake) as bot:
        found = (await fetched(bot, message)).reactions
        assert [str(one.emoji) for one in found] == variants
        assert [await users(one) for one in found] == [[fan.id]] * 4


async def test_an_emoji_of_the_server_is_in_its_state_and_can_be_reacted_with(
    fake: LoopbackDiscord, channel: Channel, message: Message
) -> None:
    reel = channel.guild.add_emoji("reel")
    async with connected(fake) as bot:
        (known,) = await bot.place(channel).guild.fetch_emojis()
        (state,) = told(fake, "GUILD_CREATE")
        await (await fetched(bot, message)).add_reaction(known)
        (found,) = (await fetched(bot, message)).reactions
        assert found.me
    assert list(message.reactions) == [str(reel)] == [f"{known.name}:{known.id}"]
    assert [one["id"] for one in state["emojis"]] == [str(reel.id)]


async def test_an_emoji_that_nobody_knows_is_refused(
    fake: LoopbackDiscord, message: Message
) -> None:
    async with connected(fake) as bot:
        sent = await fetched(bot, message)
        for unknown in ("reel:123456789012345678", "thumbsup"):
            with pytest.raises(discord.HTTPException) as refusal:
                await sent.add_reaction(unknown)
            assert (refusal.value.status, refusal.value.code) == (400, 10014)
    assert message.reactions == {}


async def test_reactions_with_a_deleted_emoji_stay_and_have_no_name(
    fake: LoopbackDiscord, channel: Channel, message: Message
) -> None:
    """V59."""
    fan = channel.guild.add_member("Mina")
    reel = channel.guild.add_emoji("reel")
    fan.react(message, reel)
    async with connected(fake) as bot:
        reel.delete()
        sent = await fetched(bot, message)
        (found,) = sent.reactions
        with pytest.raises(discord.HTTPException, match="Unknown Emoji"):
            await sent.add_reaction("reel:" + str(reel.id))
        await sent.clear_reaction(discord.PartialEmoji(name="_", id=reel.id))
        await bot.until(f"cleared {found.emoji}")
        assert told(fake, "GUILD_EMOJIS_UPDATE") == []
    assert isinstance(found.emoji, discord.PartialEmoji)
    assert (found.emoji.id, found.emoji.name) == (reel.id, None)
    assert message.reactions == {}


async def test_messages_deleted_together_are_told_of_together(
    fake: LoopbackDiscord, channel: Channel
) -> None:
    first, second, third = (channel.add_message(fake.world.bot, content=str(n)) for n in range(3))
    async with connected(fake, PlainBot(messages=True)) as bot:
        channel.delete_messages([first, third])
        await bot.until(f"deleted {[first.id, third.id]}")
    assert channel.messages == [second]


async def test_nobody_reacts_to_a_message_that_is_gone(
    fake: LoopbackDiscord, channel: Channel, message: Message
) -> None:
    """M53."""
    fan = channel.guild.add_member("Mina")
    async with connected(fake):
        message.delete()
        fan.react(message, "👍")
        assert told(fake, "MESSAGE_REACTION_ADD") == []
    assert message.reactions == {}


async def test_a_message_without_reactions_does_not_speak_of_any(
    fake: LoopbackDiscord, channel: Channel, message: Message
) -> None:
    async with connected(fake) as bot:
        said = await bot.http.get_message(channel.id, message.id)
    assert "reactions" not in said
