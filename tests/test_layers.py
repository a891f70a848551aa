"""Arrows point down only: the layers of the code, proved from its imports."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted([*ROOT.glob("bot/**/*.py"), *ROOT.glob("cogs/**/*.py")])

OUTSIDE = ("discord", "aiohttp", "aiosqlite", "feedparser")

# What files below a folder may import, beside the standard library; None for anything outside.
ALLOWED: dict[str, tuple[str, ...]] = {
    "bot/domain": ("bot.domain",),
    "bot/services": ("bot.domain", "bot.services", "bot.storage"),
    "bot/storage": ("bot.domain", "bot.storage", "aiosqlite"),
    "bot/web": ("bot.domain", "bot.web", "bot.services.ports", "bot.worker_process"),
    "bot/drawing": ("bot.domain", "bot.drawing", "bot.services.ports", "bot.worker_process"),
}
FORBIDDEN: dict[str, tuple[str, ...]] = {
    "bot/domain": OUTSIDE,
    "bot/services": (*OUTSIDE, "sqlite3"),
    "bot/storage": ("discord", "aiohttp", "feedparser", "bot.services", "bot.web"),
    "bot/web": ("discord", "aiosqlite", "sqlite3", "bot.storage"),
    "bot/drawing": (*OUTSIDE, "sqlite3", "bot.storage", "bot.web"),
    "bot": ("cogs",),
    # aiohttp only for the errors that discord.py lets through; requests are the web layer's.
    "cogs": (
        "aiohttp.ClientSession",
        "aiosqlite",
        "sqlite3",
        "feedparser",
        "bot.storage",
        "bot.web",
    ),
}


def imports(path: Path) -> Iterator[str]:
    """Yield the full names of all modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides its layer"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", FILES, ids=place)
def test_a_file_imports_only_from_its_layer_and_below(path: Path) -> None:
    names = list(imports(path))
    for folder, forbidden in FORBIDDEN.items():
        if place(path).startswith(f"{folder}/"):
            assert [name for name in names if within(name, forbidden)] == []
    for folder, allowed in ALLOWED.items():
        if place(path).startswith(f"{folder}/"):
            ours = [name for name in names if within(name, ("bot", "cogs"))]
            assert [name for name in ours if not within(name, allowed)] == []


# What is no less pure for coming from outside: RE2 turns a pattern and a text into an answer.
PURE = {"bot/domain/pattern.py": {"re2"}}


@pytest.mark.parametrize("path", sorted(ROOT.glob("bot/domain/*.py")), ids=place)
def test_the_domain_is_pure(path: Path) -> None:
    """Standard library only, and nothing that waits."""
    source = path.read_text(encoding="utf-8")
    pure = {*sys.stdlib_module_names, "bot", *PURE.get(place(path), ())}
    assert [name for name in imports(path) if name.split(".")[0] not in pure] == []
    waits = (ast.AsyncFunctionDef, ast.Await, ast.AsyncFor, ast.AsyncWith)
    assert not any(isinstance(node, waits) for node in ast.walk(ast.parse(source)))


@pytest.mark.parametrize("path", sorted(ROOT.glob("cogs/**/*.py")), ids=place)
def test_cogs_do_not_import_each_other(path: Path) -> None:
    """Only what they share, in cogs/_ui."""
    others = [n for n in imports(path) if within(n, ("cogs",)) and not within(n, ("cogs._ui",))]
    assert others == []


@pytest.mark.parametrize("path", FILES, ids=place)
def test_sql_is_only_in_storage(path: Path) -> None:
    if place(path).startswith("bot/storage/"):
        return
    strings = (
        node.value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    starts = ("SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM", "CREATE TABLE", "PRAGMA ")
    assert [text for text in strings if text.lstrip().startswith(starts)] == []


@pytest.mark.parametrize(
    "path", [p for p in FILES if place(p).startswith("bot/services/")], ids=place
)
def test_services_do_not_sleep(path: Path) -> None:
    """When is a column, not a task."""
    assert "asyncio.sleep" not in path.read_text(encoding="utf-8")
