"""A running loopback Discord with one channel."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.loopback import LoopbackDiscord
from tests.loopback.channel import Channel


@pytest.fixture
async def fake() -> AsyncIterator[LoopbackDiscord]:
    async with LoopbackDiscord() as running:
        yield running


@pytest.fixture
def channel(fake: LoopbackDiscord) -> Channel:
    return fake.world.add_guild("Cinema Club").add_channel("film-news")
