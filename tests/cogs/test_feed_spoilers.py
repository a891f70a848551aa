"""Words that hide photos, as a channel shows them, and as a moderator sets them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import discord
import pytest
import simcord

from bot.domain.model import Photo
from cogs._ui.publisher import DiscordPublisher
from tests.cogs.articles import article, post
from tests.cogs.conftest import Server
from tests.cogs.fakes import found
from tests.cogs.looks import photos_of
from tests.cogs.test_feed import SITE, shown
from tests.cogs.test_feed_add import add

ONE, TWO = (Photo(url=f"https://a.example/{n}.jpg", caption=f"Still {n}") for n in (1, 2))


def spoilers(components: Any) -> list[bool]:
    return [item.get("spoiler", False) for item in photos_of(components)]


@pytest.mark.parametrize(
    ("words", "hidden"),
    [
        ((), [False, False]),
        (("keeper’s daughter",), [True, True]),
        (("still 2",), [False, True]),
        (("daught",), [False, False]),
    ],
)
async def test_posted_card_hides_what_the_words_say(
    server: Server, env: simcord.Env, words: tuple[str, ...], hidden: list[bool]
):
    story = article(photos=(ONE, TWO))
    sent = post(
        channel_id=server.news.id, guild_id=server.guild.id, article=story, spoiler_words=words
    )
    await DiscordPublisher(env.bot).send(sent)
    [message] = server.news.history()
    assert [item.spoiler for item in _gallery(message)] == hidden


def _gallery(message: discord.Message) -> list[Any]:
    box = message.components[0]
    assert isinstance(box, discord.Container)
    [gallery] = [one for one in box.children if isinstance(one, discord.MediaGalleryComponent)]
    return list(gallery.items)


@pytest.mark.parametrize(
    ("story", "hidden"),
    [
        (article(photos=(ONE, replace(TWO, sensitive=True))), [False, True]),
        (article(photos=(ONE, TWO), sensitive=True), [True, True]),
    ],
)
async def test_preview_hides_what_the_site_marks(server: Server, story: Any, hidden: list[bool]):
    server.subscribing.web[SITE] = found(newest=story)
    assert spoilers(shown(await add(server))) == hidden
