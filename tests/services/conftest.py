"""Fixtures for services."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.services.ballots import Ballots, open_ballots
from tests.services.keepers import Keepers, open_keepers
from tests.services.world import World, open_world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(tmp_path) as opened:
        yield opened


@pytest.fixture
async def ballots(tmp_path: Path) -> AsyncIterator[Ballots]:
    async with open_ballots(tmp_path) as opened:
        yield opened


@pytest.fixture
async def keepers(tmp_path: Path) -> AsyncIterator[Keepers]:
    async with open_keepers(tmp_path) as opened:
        yield opened
