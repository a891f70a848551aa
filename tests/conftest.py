"""The order of all tests."""

from __future__ import annotations

from pathlib import Path

import pytest

_E2E = Path(__file__).parent / "e2e"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with those that mostly wait for real processes: others use the processor meanwhile."""
    items.sort(key=lambda item: _E2E not in item.path.parents)
