"""The bot is killed at random moments; every article is in each channel exactly once, in order."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.e2e.crash import Crasher
from tests.e2e.crash_plan import FAULTS
from tests.loopback import LoopbackDiscord
from tests.loopback.bot_process import ForkedBot
from tests.loopback.component import LOADED, NOT_FOUND
from tests.loopback.news_site import NewsSite

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills as POSIX systems do")


CRASHES = int(os.environ.get("CRASHES", "60"))
SEED = int(os.environ.get("SEED", random.SystemRandom().randrange(10**6)))


async def test_every_article_is_posted_exactly_once_whenever_the_bot_is_killed(
    tmp_path: Path,
) -> None:
    """D8, D9, L17, L23, L25: with lost answers, 5xx and photos that Discord can't load thrown in."""
    print(f"{CRASHES} kills, SEED={SEED}")
    async with (
        LoopbackDiscord() as fake,
        NewsSite() as site,
        ForkedBot(fake, tmp_path, env={"NEWSREEL_HOST_PAUSE": "0"}) as bot,
    ):
        fake.world.photo_state = lambda url: NOT_FOUND if "-0.png" in url else LOADED
        guild = fake.world.add_guild("Cinema Club")
        channels = [guild.add_channel(name) for name in ("film-news", "trailers", "lounge")]
        crasher = Crasher(fake, site.feed("/feed.xml"), bot, channels, seed=SEED)
        await crasher.subscribe()
        fake.faults.random(SEED, FAULTS)
        for _ in range(CRASHES):
            await crasher.crash()
        await crasher.settle()
        print(f"{len(crasher.published)} articles, kills: {dict(crasher.hits)}")
        assert crasher.unmended() == []
        assert {channel.name: crasher.faults_of(channel) for channel in channels} == {
            channel.name: {"lost": [], "doubled": [], "out of order": []} for channel in channels
        }
