"""What moderators set for a feed, and what a channel then sees: limits, quiet hours, permissions."""

from __future__ import annotations

from datetime import timedelta

from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.domain.setting import Quiet, Settings
from tests.cogs.looks import text_of
from tests.votes.town import Town

HOUR = timedelta(hours=1)


async def bring(town: Town, number: int, **own: object) -> None:
    """Let a feed of #film-news have new stories, with these settings."""
    feed = await town.seeds.feed()
    place = await town.seeds.subscribed(feed.id, town.news.id, guild_id=town.guild.id)
    async with town.app.database.write() as tx:
        await town.seeds.subscriptions.set_settings(tx, place.id, Settings(**own))  # type: ignore[arg-type]
    for _ in range(number):
        await town.seeds.post(town.news.id, guild_id=town.guild.id)
        await town.rest()


def texts(town: Town) -> list[str]:
    messages = sorted(town.news.history(), key=lambda one: one.id)
    return [text_of([part.to_dict() for part in one.components]) for one in messages]


def allow(town: Town) -> None:
    """Give the bot back what it was forbidden."""
    everybody = Overwrite(town.guild.id, type=OverwriteType.ROLE)
    town.env.backend.set_overwrite(town.news.id, everybody)


async def test_more_than_may_be_posted_an_hour_is_listed_by_one_card(town: Town):
    """L26."""
    await bring(town, 6, max_per_hour=2)
    assert len(texts(town)) == 2
    await town.pass_(HOUR)
    assert len(texts(town)) == 4
    assert "### [Story 6]" in texts(town)[2]
    assert "3 more stories from" in texts(town)[3]


async def test_quiet_hours_are_quiet(town: Town):
    now = town.clock.now()
    quiet = Quiet(start=now.time().replace(microsecond=0), end=(now + 2 * HOUR).time())
    await bring(town, 2, quiet=quiet)
    assert texts(town) == []
    await town.pass_(2 * HOUR)
    assert len(texts(town)) == 2


async def test_a_channel_that_opens_again_gets_its_stories_at_once(town: Town):
    """M50, F32: as soon as Discord tells of it."""
    town.forbid("send_messages")
    await bring(town, 3)
    town.clock.advance(60)
    assert texts(town) == []
    allow(town)
    await town.rest()
    assert len(texts(town)) == 3
