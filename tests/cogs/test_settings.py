"""/settings, as moderators, members with a chosen role, and fans use it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import simcord

from tests.cogs.looks import text_of
from tests.votes.town import Town


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    town = Town(tmp_path)
    await town.found()
    yield town
    await town.stop()


async def page(town: Town, who: simcord.MemberActor | None = None) -> Any:
    return await (who or town.moderator).slash(town.news, "settings show")


def words(result: Any) -> str:
    """Return what somebody reads: the answer, or the page that was redrawn."""
    message = result.response or result.message
    return message.content or text_of(message.components)


async def choose(town: Town, menu: str, *values: Any) -> str:
    shown = await page(town)
    await town.moderator.select(shown.response.message, list(values), custom_id=menu)
    return words(await page(town))


async def test_the_page_shows_what_holds(town: Town):
    shown = await page(town)
    for part in ("The town", "👍", "**The week’s best:** off", "UTC", "English", "Manage Server"):
        assert part in words(shown)
    assert shown.response.ephemeral


async def test_a_fan_is_told_who_may(town: Town):
    refused = await page(town, town.fan())
    assert words(refused) == "You need the **Manage Server** permission for this."


async def test_a_member_with_a_chosen_role_may_configure(town: Town):
    role = town.guild.create_role("Editors")
    assert role.mention in await choose(town, "nr:set:roles", role)
    editor = town.guild.add_member(town.env.create_user("editor"), roles=[role])
    assert "### Settings" in words(await page(town, editor))
    assert role.mention in words(await page(town, town.fan()))


async def test_the_time_zone_is_chosen_after_a_restart(town: Town):
    """M54."""
    shown = await page(town)
    await town.restart()
    await town.moderator.select(shown.response.message, ["Asia/Seoul"], custom_id="nr:set:zone")
    settings = await town.app.services.server_setting.get(town.guild.id)
    assert settings.time_zone == "Asia/Seoul"


async def test_a_zone_of_no_menu_is_typed(town: Town):
    shown = await page(town)
    asked = await town.moderator.select(shown.response.message, ["other"], custom_id="nr:set:zone")
    await town.moderator.submit_modal(asked, {"zone": "Reykjavik"})
    settings = await town.app.services.server_setting.get(town.guild.id)
    assert settings.time_zone == "Atlantic/Reykjavik"


async def test_a_zone_that_there_is_not_is_explained(town: Town):
    shown = await page(town)
    asked = await town.moderator.select(shown.response.message, ["other"], custom_id="nr:set:zone")
    answer = await town.moderator.submit_modal(asked, {"zone": "Gondor"})
    assert "Gondor" in str([one.content for one in (answer.response, *answer.followups) if one])


async def test_the_language_is_chosen(town: Town):
    assert "한국어" in await choose(town, "nr:set:tongue", "ko")
    await choose(town, "nr:set:tongue", "discord")
    assert (await town.app.services.server_setting.get(town.guild.id)).language is None


async def test_notices_go_where_the_bot_may_write(town: Town):
    """M50."""
    assert town.trailers.mention in await choose(town, "nr:set:notices", town.trailers)
    town.forbid("send_messages")
    shown = await page(town)
    refused = await town.moderator.select(
        shown.response.message, [town.news], custom_id="nr:set:notices"
    )
    assert "**Send Messages**" in refused.followups[-1].content
    settings = await town.app.services.server_setting.get(town.guild.id)
    assert settings.notice_channel_id == town.trailers.id


async def test_the_vote_emoji_are_typed(town: Town):
    shown = await page(town)
    asked = await town.moderator.click(shown.response.message, custom_id="nr:set:emoji")
    await town.moderator.submit_modal(asked, {"up": "🎬", "down": "💤"})
    rules = await town.app.services.ruling.get(town.guild.id)
    assert (rules.up, rules.down) == ("🎬", "💤")


async def test_the_digest_is_set_and_ended(town: Town):
    await choose(town, "nr:set:zone", "Asia/Seoul")
    shown = await page(town)
    asked = await town.moderator.click(shown.response.message, custom_id="nr:set:digest")
    await town.moderator.submit_modal(
        asked, {"channel": [town.trailers], "weekday": ["6"], "hour": "9"}
    )
    plan = await town.app.services.digests.get(town.guild.id)
    assert plan
    assert (plan.channel_id, plan.weekday, plan.hour) == (town.trailers.id, 6, 9)
    assert plan.time_zone == "Asia/Seoul"
    shown = await page(town)
    await town.moderator.click(shown.response.message, custom_id="nr:set:nodigest")
    assert "**The week’s best:** off" in words(await page(town))


async def test_who_may_no_longer_configure_is_refused_on_an_open_page(town: Town):
    role = town.guild.create_role("Editors")
    await choose(town, "nr:set:roles", role)
    editor = town.guild.add_member(town.env.create_user("editor"), roles=[role])
    shown = await page(town, editor)
    await choose(town, "nr:set:roles")
    clicked = await editor.select(shown.response.message, ["ko"], custom_id="nr:set:tongue")
    assert "Manage Server" in words(clicked)
    assert (await town.app.services.server_setting.get(town.guild.id)).language is None


async def test_the_log_tells_who_changed_what(town: Town):
    assert "Nothing was changed yet" in words(await log(town))
    await choose(town, "nr:set:notices", town.trailers)
    told = words(await log(town))
    assert f"<@{town.moderator.id}> changed the server’s settings" in told
    assert f"notices none → {town.trailers.mention}" in told


async def log(town: Town) -> Any:
    return await town.moderator.slash(town.news, "settings log")
