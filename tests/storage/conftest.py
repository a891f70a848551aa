from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage.database import Database, open_database
from tests.storage.world import World


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with open_database(tmp_path / "newsreel.db") as opened:
        yield opened


@pytest.fixture
async def world(database: Database) -> World:
    return World(database)
