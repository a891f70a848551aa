from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import discord
import pytest

from bot.domain.weekly import Week
from bot.services.digests import Digest, Ranked
from cogs._ui.digests import DiscordDigests
from tests.cogs.articles import NOON, article, post
from tests.cogs.conftest import Server
from tests.cogs.looks import DEFERRED, first_answer, photos_of, text_of

SUNDAY = 6


def story(server: Server, rank: int = 1, *, channel: int | None = None) -> Ranked:
    there = post(
        guild_id=server.guild.id,
        channel_id=channel or server.news.id,
        message_id=900 + rank,
        article=article(title=f"Still {rank}"),
    )
    return Ranked(rank=rank, points=30 - rank, post=there)


async def on(server: Server, **options: Any) -> Any:
    wanted = {"channel": server.news, "weekday": SUNDAY, "hour": 18, "time_zone": "Europe/Berlin"}
    return await server.moderator.slash(server.news, "digest on", **{**wanted, **options})


async def preview(server: Server) -> Any:
    return await server.moderator.slash(server.news, "digest preview")


def sentence(result: Any) -> str:
    messages = [result.response, *result.followups]
    return "\n".join(m.content or text_of(m.components) for m in messages if m)


async def test_on_says_where_and_when_it_comes(server: Server):
    result = await on(server)
    moment = int(NOON.timestamp())
    assert result.ephemeral
    assert first_answer(server.env)["type"] == DEFERRED
    assert sentence(result).splitlines()[0] == (
        f"✅ **The week’s best** comes to {server.news.mention} every Sunday at 18:00 "
        f"(Europe/Berlin). The first one comes <t:{moment}:F>, <t:{moment}:R>."
    )


async def test_on_keeps_what_was_chosen(server: Server):
    await on(server, weekday=2, hour=0, time_zone="new york")
    plan = server.digests.plan
    assert plan is not None
    assert (plan.guild_id, plan.channel_id) == (server.guild.id, server.news.id)
    assert (plan.weekday, plan.hour, plan.time_zone) == (2, 0, "America/New_York")


async def test_on_after_one_was_posted_says_that_the_next_comes_later(server: Server):
    await on(server)
    assert "This week’s was posted already; the next one comes" in sentence(await on(server))


async def test_unknown_time_zone_is_explained(server: Server):
    result = await on(server, time_zone="Atlantis")
    assert sentence(result).startswith("I don’t know the time zone “Atlantis”. Please pick one")
    assert server.digests.plan is None


@pytest.mark.parametrize(
    ("permission", "named"),
    [
        ("view_channel", "**View Channel**"),
        ("send_messages", "**Send Messages**"),
        ("embed_links", "**Embed Links**"),
        ("read_message_history", "**Read Message History**"),
    ],
)
async def test_missing_permission_is_named_before_anything_is_saved(
    server: Server, permission: str, named: str
):
    """M50."""
    no = discord.PermissionOverwrite(**{permission: False})
    closed = server.guild.create_text_channel("closed", overwrites={server.guild.me: no})
    assert named in sentence(await on(server, channel=closed))
    assert server.digests.plan is None


async def test_digest_needs_no_reactions(server: Server):
    """M50: nobody votes below it."""
    no = discord.PermissionOverwrite(add_reactions=False)
    quiet = server.guild.create_text_channel("quiet", overwrites={server.guild.me: no})
    await on(server, channel=quiet)
    assert server.digests.plan is not None


async def test_on_says_what_attach_files_would_be_good_for(server: Server):
    """M50."""
    no = discord.PermissionOverwrite(attach_files=False)
    bare = server.guild.create_text_channel("bare", overwrites={server.guild.me: no})
    assert sentence(await on(server, channel=bare)).splitlines()[-1] == (
        "-# With **Attach Files** there I could add a picture of the stories."
    )


async def test_time_zones_are_offered_with_their_time(server: Server):
    choices = await server.moderator.autocomplete(server.news, "digest on", "time_zone", "seou")
    [seoul] = choices
    assert seoul["value"] == "Asia/Seoul"
    assert seoul["name"].startswith("Asia/Seoul · ")
    assert seoul["name"].endswith(" now")


@pytest.mark.parametrize("typed", ["", "a", "x" * 100])
async def test_no_more_time_zones_are_offered_than_discord_takes(server: Server, typed: str):
    choices = await server.moderator.autocomplete(server.news, "digest on", "time_zone", typed)
    assert len(choices) <= 25
    assert all(len(choice["name"]) <= 100 for choice in choices)


async def test_fan_is_told_who_may_set_the_digest(server: Server):
    await on(server)
    result = await server.fan.slash(server.news, "digest off")
    assert "You need the **Manage Server** permission for this." in str(result.response.content)
    assert server.digests.plan is not None


async def test_off_ends_it(server: Server):
    await on(server)
    result = await server.moderator.slash(server.news, "digest off")
    assert sentence(result) == (
        f"**The week’s best** no longer comes to {server.news.mention}. What was posted stays."
    )
    assert server.digests.plan is None


async def test_off_without_one_is_explained(server: Server):
    result = await server.moderator.slash(server.news, "digest off")
    assert sentence(result) == "No digest is set in this server. `/digest on` sets one."


async def test_preview_shows_it_to_the_moderator_alone(server: Server):
    await on(server)
    server.digests.stories = (story(server, 1), story(server, 2))
    server.digests.picture = b"\xff\xd8\xff a picture"
    result = await preview(server)
    assert result.ephemeral
    shown = result.response.components
    text = text_of(shown)
    assert text.startswith("-# So the digest would look now")
    assert f"-# It comes to {server.news.mention} every Sunday at 18:00 (Europe/Berlin)" in text
    assert "🥇 [Still 1]" in text
    assert len(photos_of(shown)) == 1


async def test_preview_is_of_the_channel_that_is_set(server: Server):
    other = server.guild.create_text_channel("digest")
    await on(server, channel=other)
    await preview(server)
    assert server.digests.asked == [other.id]


async def test_preview_of_a_channel_that_the_moderator_may_not_read_is_refused(server: Server):
    no = discord.PermissionOverwrite(view_channel=False)
    hidden = server.guild.create_text_channel("mods", overwrites={server.guild.default_role: no})
    await on(server)
    assert server.digests.plan is not None
    server.digests.plan = replace(server.digests.plan, channel_id=hidden.id)
    server.digests.stories = (story(server, channel=hidden.id),)
    said = sentence(await preview(server))
    assert said == f"You can’t read {hidden.mention}, so I have nothing to show from there."
    assert server.digests.asked == []


async def test_preview_works_before_one_is_set(server: Server):
    server.digests.stories = (story(server),)
    text = sentence(await preview(server))
    assert "None is set: `/digest on` does that." in text
    assert "Still 1" in text
    assert server.digests.asked == [server.news.id]


async def test_preview_of_a_week_without_votes_says_so(server: Server):
    assert "there would be no digest" in sentence(await preview(server))


async def test_preview_says_what_is_wrong(server: Server):
    """M51."""
    await on(server)
    assert server.digests.plan is not None
    server.digests.plan = replace(server.digests.plan, on=False)
    server.digests.trouble = "**The week’s best** in <#1> was switched off (Unknown Channel)."
    assert "⚠️ **The week’s best** in <#1> was switched off" in sentence(await preview(server))


# The button


async def posted(server: Server) -> None:
    digest = Digest(
        guild_id=server.guild.id,
        channel_id=server.news.id,
        week=Week(NOON - timedelta(days=7), NOON),
        stories=(story(server),),
        nonce="d-1",
    )
    await DiscordDigests(server.bot).send_digest(digest, None)


async def more(server: Server) -> Any:
    return await server.fan.click(server.news.last_message, label="More of this week")


async def test_more_answers_the_fan_alone(server: Server):
    await posted(server)
    server.digests.stories = tuple(story(server, rank) for rank in range(1, 13))
    result = await more(server)
    assert result.ephemeral
    text = sentence(result)
    assert text.startswith("### The week as it stands now")
    assert "**12.** [Still 12]" in text


async def test_more_works_after_a_restart(server: Server):
    """M54."""
    await posted(server)
    await server.restart()
    assert "No story of that week" in sentence(await more(server))


async def test_more_shows_no_story_of_a_channel_that_the_fan_may_not_see(server: Server):
    no = discord.PermissionOverwrite(view_channel=False)
    hidden = server.guild.create_text_channel("mods", overwrites={server.guild.default_role: no})
    await posted(server)
    server.digests.stories = (story(server, 1), story(server, 2, channel=hidden.id))
    text = sentence(await more(server))
    assert "Still 1" in text
    assert "Still 2" not in text
