from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.error import UserError
from bot.domain.setting import ServerSettings
from tests.cogs.conftest import Server
from tests.cogs.fakes import found
from tests.cogs.looks import labels_of, text_of

SITE = "reelpost.example.com"
SELECT = 3


def shown(result: Any) -> list[dict[str, Any]]:
    return result.response.components


def sentence(result: Any) -> str:
    messages = [result.response, *result.followups]
    return "\n".join(m.content or text_of(m.components) for m in messages if m)


@pytest.mark.parametrize(
    "command", ["feed add", "feed list", "feed remove", "feed spoilers", "status"]
)
async def test_fan_is_told_who_may_use_the_command(server: Server, command: str):
    options = {
        "feed add": {"url": SITE, "channel": server.news},
        "feed remove": {"feed": "1"},
        "feed spoilers": {"feed": "1"},
    }.get(command, {})
    result = await server.fan.slash(server.news, command, **options)
    assert result.response.content == "You need the **Manage Server** permission for this."
    assert result.response.ephemeral


async def test_fan_is_not_told_of_feeds_while_typing(server: Server):
    await subscribe(server)
    assert await server.fan.autocomplete(server.news, "feed remove", "feed", "") == []


async def test_member_with_a_configured_role_may_use_the_command(server: Server):
    settings = ServerSettings(guild_id=server.guild.id, manager_roles=(server.editors.id,))
    server.bot.services.server_setting.settings[server.guild.id] = settings
    await subscribe(server)
    editor = server.guild.add_member(server.env.create_user("editor"), roles=[server.editors])
    assert "1 feed" in sentence(await editor.slash(server.news, "feed list"))
    refused = await server.fan.slash(server.news, "feed list")
    assert server.editors.mention in refused.response.content


async def subscribe(server: Server, count: int = 1) -> None:
    for number in range(count):
        await server.subscribing.add(
            found(f"https://r{number}.example/feed", title=f"Reel {number}"),
            guild_id=server.guild.id,
            channel_id=server.news.id,
            user_id=1,
        )


async def test_list_of_a_new_server_says_how_to_begin(server: Server):
    result = await server.moderator.slash(server.news, "feed list")
    assert "No feeds yet" in text_of(shown(result))
    assert result.ephemeral


async def test_list_shows_feed_and_channel(server: Server):
    await subscribe(server)
    text = text_of(shown(await server.moderator.slash(server.news, "feed list")))
    assert f"**Reel 0** → {server.news.mention}" in text


async def test_list_shows_what_is_wrong(server: Server):
    await subscribe(server)
    server.subscribing.feeds[0] = replace(
        server.subscribing.feeds[0], problem=UserError("The site has not answered since Monday.")
    )
    text = text_of(shown(await server.moderator.slash(server.news, "feed list")))
    assert "⚠️ The site has not answered since Monday." in text


async def test_long_list_turns_its_pages_after_a_restart(server: Server):
    """M54."""
    await subscribe(server, 20)
    result = await server.moderator.slash(server.news, "feed list")
    await server.restart()
    await server.moderator.click(result.response, label="More →")
    text = text_of(shown(result))
    assert "Page 2 of 3" in text
    assert "**Reel 8**" in text
    assert labels_of(shown(result)) == ["← Back", "More →"]


async def test_long_list_is_within_discords_limits(server: Server):
    """M48."""
    for number in range(40):
        await server.subscribing.add(
            found(f"https://r{number}.example/{'x' * 90}", title="*" * 3_000),
            guild_id=server.guild.id,
            channel_id=server.news.id,
            user_id=1,
        )
    server.subscribing.feeds = [
        replace(f, problem=UserError("y" * 900)) for f in server.subscribing.feeds
    ]
    assert shown(await server.moderator.slash(server.news, "feed list"))


async def test_remove_offers_the_feeds_of_this_server(server: Server):
    await subscribe(server, 3)
    choices = await server.moderator.autocomplete(server.news, "feed remove", "feed", "reel 2")
    assert choices == [{"name": "Reel 2 → #film-news", "value": "3"}]


async def test_remove_of_an_unknown_feed_is_explained(server: Server):
    result = await server.moderator.slash(server.news, "feed remove", feed="99")
    assert sentence(result) == "This server has no such feed. `/feed list` shows those it has."
