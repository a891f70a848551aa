"""The demo's crowd votes as fans do: what the bot counts is what its Discord shows."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.demo.show import Demo, open_demo
from bot.settings import Settings

PATIENCE = 60.0

Reaction = tuple[int, str, int]


@asynccontextmanager
async def crowded(folder: Path) -> AsyncIterator[Demo]:
    """Open a demo whose crowd is there; simcord wants to be left by the task that entered it."""
    async with open_demo(Settings(database=folder / "never.db")) as demo:
        async with asyncio.timeout(PATIENCE):
            await demo.follow_outlets()
            await demo.crowd.arrive()
        yield demo


async def stored(demo: Demo) -> set[Reaction]:
    async with demo.app.database.read() as reader:
        rows = await reader.execute_fetchall(
            "SELECT message_id, emoji, user_id FROM reaction JOIN post ON post.id = post_id"
        )
    return {(row["message_id"], row["emoji"], row["user_id"]) for row in rows}


def at_discord(demo: Demo) -> set[Reaction]:
    return {
        (message.id, reaction.emoji, user)
        for channel in demo.stage.channels.values()
        for message in demo.stage.env.backend.messages[channel.id].values()
        for reaction in message.reactions
        for user in reaction.user_ids
    }


async def settles(demo: Demo) -> None:
    async with asyncio.timeout(PATIENCE):
        while await stored(demo) != at_discord(demo):  # noqa: ASYNC110 - Discord tells nobody here
            await asyncio.sleep(0.02)


async def test_past_votes_are_in_discord_as_in_the_database(tmp_path: Path) -> None:
    async with crowded(tmp_path) as demo:
        await settles(demo)
        assert len(await stored(demo)) > 500


async def test_past_votes_were_cast_over_weeks(tmp_path: Path) -> None:
    async with crowded(tmp_path) as demo:
        chart = await demo.app.services.charting.chart(demo.stage.guild.id, days=30)
        assert chart is not None
        assert sum(day.ups + day.downs > 0 for day in chart.days) > 14


async def test_past_votes_are_points_on_the_cards(tmp_path: Path) -> None:
    async with crowded(tmp_path) as demo:
        async with asyncio.timeout(PATIENCE):
            while "points**" not in str(newest(demo)):  # noqa: ASYNC110 - Discord tells nobody here
                await asyncio.sleep(0.02)


def newest(demo: Demo) -> object:
    return [part.to_dict() for part in demo.stage.stories("film-news")[-1].components]


async def test_live_votes_change_what_is_counted(tmp_path: Path) -> None:
    async with crowded(tmp_path) as demo:
        await settles(demo)
        before = at_discord(demo)
        for _ in range(100):
            demo.crowd.vote_once()
        assert len(at_discord(demo) ^ before) > 20
        await settles(demo)
