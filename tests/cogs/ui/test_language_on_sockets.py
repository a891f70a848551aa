"""Whoever uses the bot is answered in the language of their own client."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.language import t, using
from bot.language.catalogue import COMMAND_NAME, words_in
from bot.storage.database import open_database
from cogs._ui.collection_words import NEW, NO_COLLECTIONS
from tests.cogs.fakes import FakeMemory
from tests.cogs.ui.test_collection_on_sockets import build
from tests.loopback import LoopbackDiscord
from tests.loopback.limits import walk
from tests.loopback.message import Message
from tests.loopback.plain_bot import connected


@pytest.fixture
async def fake() -> AsyncIterator[LoopbackDiscord]:
    async with LoopbackDiscord() as running:
        yield running


def texts(message: Message) -> set[str]:
    parts = [part for _, part in walk(message.components)]
    return {str(part[key]) for part in parts for key in ("content", "label") if key in part}


def registered(fake: LoopbackDiscord) -> dict[str, str]:
    """Return the Korean names of the commands that Discord took."""
    [commands] = fake.memory.commands.values()
    return {one["name"]: one["name_localizations"].get("ko", one["name"]) for one in commands}


async def test_each_person_is_answered_in_their_own_language(fake: LoopbackDiscord, tmp_path: Path):
    channel = fake.world.add_guild("Cinema Club").add_channel("film-news")
    person = channel.guild.add_member("Mina")
    async with (
        open_database(tmp_path / "newsreel.db") as database,
        connected(fake, build(database, FakeMemory())),
    ):
        for locale, language in (("ko", "ko"), ("th", "en"), ("es-419", "es")):
            person.locale = locale
            answer = await fake.client.run(person, channel, "collection list").answer()
            with using(language):
                assert texts(answer) == {t(NO_COLLECTIONS), t(NEW)}
        person.locale = "ko"
        assert registered(fake)["collection"] == words_in("ko").name("collection", COMMAND_NAME)
        form = await fake.client.click(person, answer, "nr:shelfnew").opened_modal()
        with using("ko"):
            assert form["title"] == t("A new collection")
    with using("ko"):
        assert t(NO_COLLECTIONS) != NO_COLLECTIONS
