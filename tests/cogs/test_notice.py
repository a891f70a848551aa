"""Notices, as moderators meet them in their channel: the whole bot on simcord's Discord."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import discord
import pytest
import simcord
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.domain.notice import Kind
from bot.services.notices import Bundle
from tests.cogs.conftest import Server
from tests.cogs.looks import labels_of, text_of
from tests.cogs.ui.test_notice_card import notice
from tests.votes.town import PATIENCE, Town, open_town

HOUR = timedelta(hours=1)
PERMISSION = "You need the **Manage Server** permission for this."


class Desk:
    """A town whose moderators are told in #mods."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.mods = town.guild.create_text_channel("mods")

    async def open(self) -> None:
        await self.town.app.services.server_setting.change(
            self.town.guild.id, by=self.town.moderator.id, notice_channel_id=self.mods.id
        )

    async def change(self, sql: str, *values: object) -> None:
        async with self.town.app.database.write() as tx:
            await tx.execute_fetchall(sql, values)

    async def fail(self) -> None:
        """Let each poll of all feeds fail, for seven hours."""
        now = int(self.town.clock.now().timestamp() * 1_000_000)
        since = now - 7 * HOUR // timedelta(microseconds=1)
        await self.change(
            "UPDATE feed SET failing_since = ?, last_checked_at = ?, last_error = 'It is down.'",
            since,
            now,
        )

    async def until(self, said: str, *, number: int = -1) -> None:
        """Let time pass until the last message says so, or another one."""
        async with asyncio.timeout(PATIENCE):
            while not self.messages() or said not in self.text(number) or await self._sending():
                self.town.clock.advance(10)
                for worker in self.town.app.publishers:
                    worker.wake()
                await asyncio.sleep(0.005)
                await self.town.env.settle()

    async def _sending(self) -> int:
        sql = "SELECT count(*) FROM notice WHERE state = 'sending'"
        return await self.town.seeds.value(sql)

    async def hold(self) -> None:
        """Hold a story back."""
        await self.town.seeds.post(self.town.news.id, guild_id=self.town.guild.id, state="held")

    def messages(self) -> list[discord.Message]:
        return sorted(self.mods.history(), key=lambda one: one.id)

    def text(self, number: int = -1) -> str:
        return text_of(self._components(number))

    def labels(self, number: int = -1) -> list[str]:
        return labels_of(self._components(number))

    def _components(self, number: int) -> list[object]:
        return [one.to_dict() for one in self.messages()[number].components]

    async def click(
        self, label: str, who: simcord.MemberActor | None = None
    ) -> simcord.InteractionResult:
        return await (who or self.town.moderator).click(self.messages()[-1], label=label)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_town(tmp_path) as town:
        opened = Desk(town)
        await opened.open()
        await town.post()
        yield opened


async def test_a_failing_feed_is_told_in_the_channel_that_was_chosen(desk: Desk):
    """S35: with cause, consequence, what to do, and buttons."""
    await desk.fail()
    await desk.until("can’t be read")
    said = desk.text()
    assert "The last one: It is down." in said
    assert f"Nothing new of it comes to {desk.town.news.mention}." in said
    assert desk.labels() == ["Check now", "Find its new address", "Remove feed"]


async def test_a_notice_is_told_once_also_after_a_restart(desk: Desk):
    """S35, D8."""
    await desk.fail()
    await desk.until("can’t be read")
    await desk.town.restart()
    await desk.hold()
    await desk.until("held back")
    assert len(desk.messages()) == 2


async def test_a_feed_is_removed_by_its_notice_and_taken_back(desk: Desk):
    """M54: also after a restart."""
    await desk.fail()
    await desk.until("can’t be read")
    await desk.town.restart()
    clicked = await desk.click("Remove feed")
    assert f"<@{desk.town.moderator.id}> removed it" in desk.text()
    assert desk.labels() == []
    assert await desk.town.app.services.feed_desk.of_guild(desk.town.guild.id) == []
    await desk.town.moderator.click(clicked.followups[0], label="Undo")
    assert len(await desk.town.app.services.feed_desk.of_guild(desk.town.guild.id)) == 1


async def test_who_did_something_is_named_and_not_pinged(desk: Desk):
    await desk.fail()
    await desk.until("can’t be read")
    await desk.click("Check now")
    assert f"<@{desk.town.moderator.id}> had it checked" in desk.text()
    assert "Remove feed" in desk.labels()
    sent = [one for one in desk.town.env.http_requests if "/messages" in one.path and one.json]
    assert sent
    assert all(one.json["allowed_mentions"]["parse"] == [] for one in sent)


async def test_a_member_without_the_right_changes_nothing(desk: Desk):
    await desk.fail()
    await desk.until("can’t be read")
    clicked = await desk.click("Remove feed", desk.town.fan())
    assert clicked.response.content == PERMISSION
    assert clicked.ephemeral
    assert len(await desk.town.app.services.feed_desk.of_guild(desk.town.guild.id)) == 1


async def test_stories_held_back_are_skipped_for_their_feed(desk: Desk):
    """D5."""
    await desk.hold()
    await desk.until("held back")
    assert desk.text().startswith("### ✋ 1 story of ")
    assert desk.labels() == ["Post the newest", "Skip them all"]
    await desk.click("Skip them all")
    assert f"<@{desk.town.moderator.id}> skipped 1 story" in desk.text()
    assert desk.labels() == []
    await desk.until("that were held back are skipped.")


async def test_a_lost_permission_is_named_and_told_when_it_is_back(desk: Desk):
    """M50, F32, L28."""
    desk.town.forbid("send_messages")
    await desk.town.seeds.post(desk.town.news.id, guild_id=desk.town.guild.id)
    await desk.until(f"### 🔒 I can’t post in {desk.town.news.mention}\n")
    assert "- **Send Messages**, to post stories" in desk.text()
    everybody = Overwrite(desk.town.guild.id, type=OverwriteType.ROLE)
    desk.town.env.backend.set_overwrite(desk.town.news.id, everybody)
    await desk.click("Try now")
    await desk.until(f"### ✅ I can post in {desk.town.news.mention} again\n")
    await desk.until(f"✅ Stories go to {desk.town.news.mention} again", number=0)


async def test_a_permission_for_votes_is_missed_before_anybody_votes(desk: Desk):
    """M50: Add Reactions; nothing was posted since."""
    desk.town.forbid("add_reactions")
    await desk.until(f"### 🔑 Something is missing in {desk.town.news.mention}\n")
    assert "- **Add Reactions**, to put 👍 and 👎 under a story" in desk.text()
    everybody = Overwrite(desk.town.guild.id, type=OverwriteType.ROLE)
    desk.town.env.backend.set_overwrite(desk.town.news.id, everybody)
    await desk.until(f"✅ In {desk.town.news.mention} I have all permissions again")


async def test_a_deleted_channel_is_told(desk: Desk):
    """M51."""
    desk.town.env.backend.delete_channel(desk.town.news.id)
    await desk.town.seeds.post(desk.town.news.id, guild_id=desk.town.guild.id)
    await desk.until("### 🗑️ A channel with feeds was deleted\n")
    assert "I keep them and their settings until <t:" in desk.text()


async def asked_for_an_address(server: Server) -> simcord.InteractionResult:
    """Tell of a feed that is gone, and let a moderator look for its new address."""
    told = notice(Kind.GONE, guild_id=server.guild.id)
    message = Bundle(guild_id=server.guild.id, channel_id=server.news.id, notices=(told,))
    server.bot.services.notice_desk.told = message
    await server.bot.services.delivery.send_notice(message)
    await server.restart()
    server.bot.services.notice_desk.told = message
    return await server.moderator.click(server.news.last_message, label="Find its new address")


async def test_a_feed_that_is_found_is_taken_after_a_question(server: Server):
    """S33, M54."""
    offered = (await asked_for_an_address(server)).followups[0]
    said = text_of(offered.components)
    assert "**Reel Post**: <https://reelpost.example.com/feed>" in said
    desk = server.bot.services.notice_desk
    assert desk.taken == []
    await server.moderator.click(offered, label="Use this one")
    assert desk.taken == ["https://reelpost.example.com/feed"]


async def test_a_notice_of_long_ago_says_that_it_is_too_old(server: Server):
    """M54."""
    await asked_for_an_address(server)
    server.bot.services.notice_desk.told = None
    clicked = await server.moderator.click(server.news.last_message, label="Remove feed")
    assert clicked.followups[0].content == "This notice is too old."
