"""What Discord is told of the commands in each language, within its limits."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import discord
import pytest
from discord import app_commands

from bot.client import NewsreelBot
from bot.language.command_words import CommandWords
from tests.words.catalogues import TRANSLATED
from tests.words.check import is_name
from tests.words.commands import commands

MOST_CHARACTERS = 8_000  # of a command with its options and all below: names, descriptions, values
LOCALES = [str(one) for one in discord.Locale if str(one)[:2] in TRANSLATED]


@pytest.fixture(scope="module")
def bot() -> NewsreelBot:
    return asyncio.run(commands())


@pytest.fixture(scope="module")
def payload(bot: NewsreelBot) -> list[dict[str, Any]]:
    return asyncio.run(translated(bot, CommandWords()))


async def translated(bot: NewsreelBot, translator: app_commands.Translator) -> list[dict[str, Any]]:
    """Return what Discord is told."""
    await translator.load()
    return [
        await one.get_translated_payload(bot.tree, translator) for one in bot.tree.get_commands()
    ]


def walk(commands: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield commands, groups, options and choices, however deep."""
    for one in commands:
        yield one
        yield from walk(one.get("options", []))
        yield from one.get("choices", [])


def name_in(one: dict[str, Any], locale: str) -> str:
    return (one.get("name_localizations") or {}).get(locale) or one["name"]


def description_in(one: dict[str, Any], locale: str) -> str:
    told = one.get("description", "")
    return (one.get("description_localizations") or {}).get(locale) or told


@pytest.mark.parametrize("locale", LOCALES)
def test_names_are_such_as_discord_takes(payload: list[dict[str, Any]], locale: str):
    slash = [one for one in payload if one.get("type", 1) == 1]
    named = [one for one in walk(slash) if "description" in one]
    assert [name for one in named if not is_name(name := name_in(one, locale))] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_names_are_different_on_each_level(payload: list[dict[str, Any]], locale: str):
    levels = [payload, *(one.get("options", []) for one in walk(payload))]
    twice = [
        names
        for level in levels
        if len(names := [name_in(one, locale) for one in level]) != len(set(names))
    ]
    assert twice == []


@pytest.mark.parametrize("locale", LOCALES)
def test_texts_are_of_a_length_that_discord_takes(payload: list[dict[str, Any]], locale: str):
    long = [
        text
        for one in walk(payload)
        for text in (name_in(one, locale), description_in(one, locale))
        if len(text) > 100
    ]
    assert long == []


def test_a_command_with_all_below_is_within_discords_limit(payload: list[dict[str, Any]]):
    """Of each text Discord counts the longest of all languages."""
    sizes = {command["name"]: sum(map(_longest, walk([command]))) for command in payload}
    assert {name: size for name, size in sizes.items() if size > MOST_CHARACTERS} == {}


def _longest(one: dict[str, Any]) -> int:
    value = one.get("value", "")
    texts = (name_in, description_in)
    return len(str(value)) + sum(
        max(len(text(one, locale)) for locale in ("en-US", *LOCALES)) for text in texts
    )


def test_each_name_may_be_translated(bot: NewsreelBot):
    """What is no locale_str, such as a choice made in another way, would stay English."""
    payload = asyncio.run(translated(bot, _Everything()))
    named = [one["name"] for one in walk(payload) if name_in(one, "ko") == one["name"]]
    assert [name for name in named if any(char.isalpha() for char in name)] == []


class _Everything(app_commands.Translator):
    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str:
        return f"{string.message}!"
