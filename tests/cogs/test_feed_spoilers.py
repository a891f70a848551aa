"""Words that hide photos, as a moderator sets them and a channel shows them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import discord
import pytest
import simcord

from bot.domain.error import UserError
from bot.domain.model import Photo
from cogs._ui.publisher import DiscordPublisher
from tests.cogs.articles import article, post
from tests.cogs.conftest import Server
from tests.cogs.fakes import found
from tests.cogs.looks import photos_of, text_of
from tests.cogs.test_feed import SITE, add, sentence, shown, subscribe

ONE, TWO = (Photo(url=f"https://a.example/{n}.jpg", caption=f"Still {n}") for n in (1, 2))


async def open_form(server: Server, feed: str = "1") -> Any:
    return await server.moderator.slash(server.news, "feed spoilers", feed=feed)


async def set_words(server: Server, words: str) -> Any:
    return await server.moderator.submit_modal(await open_form(server), {"words": words})


def spoilers(components: Any) -> list[bool]:
    return [item.get("spoiler", False) for item in photos_of(components)]


async def test_words_are_set_and_named(server: Server):
    await subscribe(server)
    result = await set_words(server, "finale\nwho *dies*")
    assert server.subscribing.feeds[0].subscription.spoiler_words == ("finale", "who *dies*")
    assert f"photos of **Reel 0** in {server.news.mention} are hidden" in sentence(result)
    assert sentence(result).endswith(r"finale · who \*dies\*")
    assert result.ephemeral


async def test_form_shows_the_words_that_are_set(server: Server):
    await subscribe(server)
    await set_words(server, "finale, who dies")
    form = await open_form(server)
    assert "finale\\nwho dies" in str(form.modal)


async def test_form_that_is_never_sent_is_not_kept_for_ever(server: Server):
    await subscribe(server)
    await open_form(server)
    kept = server.bot._connection._view_store._modals.values()
    assert [form.timeout is None for form in kept] == [False]


async def test_empty_form_hides_nothing_any_more(server: Server):
    await subscribe(server)
    await set_words(server, "finale")
    result = await set_words(server, "")
    assert server.subscribing.feeds[0].subscription.spoiler_words == ()
    assert sentence(result).startswith("No words hide the photos of **Reel 0**")


@pytest.mark.parametrize(
    ("typed", "told"),
    [("\n".join(map(str, range(51))), "These are 51 words"), ("x" * 61, "is too long")],
)
async def test_too_much_is_explained(server: Server, typed: str, told: str):
    await subscribe(server)
    assert told in sentence(await set_words(server, typed))
    assert server.subscribing.feeds[0].subscription.spoiler_words == ()
    assert isinstance(server.env.errors[0], UserError)


async def test_name_that_several_feeds_have_asks_to_pick_one(server: Server):
    await subscribe(server, 2)
    result = await open_form(server, "Reel")
    assert sentence(result).startswith("Several feeds of this server are called that.")


async def test_feeds_of_the_server_are_offered(server: Server):
    await subscribe(server, 3)
    choices = await server.moderator.autocomplete(server.news, "feed spoilers", "feed", "reel 2")
    assert choices == [{"name": "Reel 2 → #film-news", "value": "3"}]


async def test_right_that_was_lost_meanwhile_is_asked_again(server: Server):
    await subscribe(server)
    form = await open_form(server)
    guild = server.bot.get_guild(server.guild.id)
    assert guild is not None
    role = guild.get_role(server.managers.id)
    assert role is not None
    await role.edit(permissions=discord.Permissions())
    result = await server.moderator.submit_modal(form, {"words": "finale"})
    assert "**Manage Server**" in sentence(result)
    assert server.subscribing.feeds[0].subscription.spoiler_words == ()


async def test_list_says_that_words_are_set(server: Server):
    await subscribe(server, 2)
    await set_words(server, "finale, who dies")
    text = text_of(shown(await server.moderator.slash(server.news, "feed list")))
    assert text.count("2 spoiler words") == 1
    assert text.count("spoiler word") == 1


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
