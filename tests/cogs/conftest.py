from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import discord
import pytest
import simcord

from bot.client import NewsreelBot
from bot.services import Services
from bot.services.delivery import Delivery
from tests.cogs.fakes import (
    FakeAuditing,
    FakeCharting,
    FakeCollecting,
    FakeDigests,
    FakeExhibiting,
    FakeExplaining,
    FakeFeedCheck,
    FakeFeedDesk,
    FakeFeedStopping,
    FakeFiltering,
    FakeFinding,
    FakeFollowing,
    FakeImporting,
    FakeLeaving,
    FakeMemory,
    FakeNoticeDesk,
    FakePrivacy,
    FakeRanking,
    FakeReconciling,
    FakeRelating,
    FakeRuling,
    FakeSampling,
    FakeSearching,
    FakeServerSetting,
    FakeStarting,
    FakeStoryDesk,
    FakeSubscribing,
    FakeVoting,
)


@dataclass
class Server:
    """A server with a channel, a moderator and a fan; and the bot's substitutes."""

    env: simcord.Env
    bot: NewsreelBot
    subscribing: FakeSubscribing
    memory: FakeMemory
    digests: FakeDigests
    guild: simcord.GuildHandle
    news: simcord.ChannelHandle
    managers: simcord.RoleHandle
    editors: simcord.RoleHandle
    moderator: simcord.MemberActor
    fan: simcord.MemberActor

    async def restart(self) -> NewsreelBot:
        """Start another process of the bot; what was in memory is gone."""
        old = self.bot
        self.bot = build_bot(self.subscribing, self.memory, self.digests)
        await self.env.restart_bot(self.bot)
        await old.close()
        return self.bot


def build_bot(
    subscribing: FakeSubscribing, memory: FakeMemory, digests: FakeDigests | None = None
) -> NewsreelBot:
    services = Services(
        subscribing=subscribing,
        importing=FakeImporting(),
        starting=FakeStarting(),
        feed_desk=FakeFeedDesk(subscribing),
        feed_stopping=FakeFeedStopping(),
        feed_check=FakeFeedCheck(),
        filtering=FakeFiltering(),
        explaining=FakeExplaining(),
        sampling=FakeSampling(),
        delivery=Delivery(),
        voting=FakeVoting(),
        reconciling=FakeReconciling(),
        ranking=FakeRanking(),
        ruling=FakeRuling(),
        charting=FakeCharting(),
        digests=digests or FakeDigests(),
        finding=FakeFinding(),
        relating=FakeRelating(),
        searching=FakeSearching(),
        collecting=FakeCollecting(),
        exhibiting=FakeExhibiting(),
        following=FakeFollowing(),
        privacy=FakePrivacy(),
        story_desk=FakeStoryDesk(),
        server_setting=FakeServerSetting(),
        auditing=FakeAuditing(),
        notice_desk=FakeNoticeDesk(),
        leaving=FakeLeaving(),
    )
    return NewsreelBot(services, memory=memory)


@pytest.fixture
def subscribing() -> FakeSubscribing:
    return FakeSubscribing()


@pytest.fixture
def memory() -> FakeMemory:
    return FakeMemory()


@pytest.fixture
async def env(subscribing: FakeSubscribing, memory: FakeMemory) -> AsyncIterator[simcord.Env]:
    env = simcord.Env(build_bot(subscribing, memory), shard_count=1)
    await env.start()
    yield env
    await env.shutdown()
    await env.bot.close()


@pytest.fixture
def server(env: simcord.Env, subscribing: FakeSubscribing, memory: FakeMemory) -> Server:
    guild = env.create_guild()
    managers = guild.create_role("Mods", permissions=discord.Permissions(manage_guild=True))
    return Server(
        env=env,
        bot=env.bot,
        subscribing=subscribing,
        memory=memory,
        digests=env.bot.services.digests,
        guild=guild,
        news=guild.create_text_channel("film-news"),
        managers=managers,
        editors=guild.create_role("Editors"),
        moderator=guild.add_member(env.create_user("mod"), roles=[managers]),
        fan=guild.add_member(env.create_user("fan")),
    )
