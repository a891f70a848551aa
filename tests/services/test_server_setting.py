from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.audit import Action
from bot.domain.error import UserError
from bot.domain.setting import ServerSettings
from bot.domain.vote import VoteRules
from bot.services.auditing import PAGE, Auditing
from bot.services.ruling import Ruling
from bot.services.server_setting import ServerSetting
from bot.storage.database import Database, open_database
from tests.services.world import START, FakeClock

GUILD, MODERATOR = 700, 7


class Desk:
    def __init__(self, db: Database) -> None:
        self.clock = FakeClock()
        self.db = db
        self.setting = ServerSetting(db=db, clock=self.clock)
        self.auditing = Auditing(db=db, clock=self.clock)
        self.ruling = Ruling(db=db, clock=self.clock)


@pytest.fixture
async def desk(tmp_path: Path):
    async with open_database(tmp_path / "newsreel.db") as db:
        yield Desk(db)


async def test_a_server_has_the_defaults(desk: Desk):
    assert await desk.setting.get(GUILD) == ServerSettings(guild_id=GUILD)


async def test_what_is_changed_stays_and_the_rest_too(desk: Desk):
    await desk.setting.change(GUILD, by=MODERATOR, manager_roles=(3, 4))
    await desk.setting.change(GUILD, by=MODERATOR, time_zone="seoul")
    assert await desk.setting.get(GUILD) == ServerSettings(
        guild_id=GUILD, time_zone="Asia/Seoul", manager_roles=(3, 4)
    )
    assert await desk.setting.get(GUILD + 1) == ServerSettings(guild_id=GUILD + 1)


@pytest.mark.parametrize(
    "wrong", [{"time_zone": "Middle Earth"}, {"manager_roles": tuple(range(21))}], ids=str
)
async def test_what_can_t_be_is_refused_and_changes_nothing(desk: Desk, wrong: dict[str, object]):
    with pytest.raises(UserError):
        await desk.setting.change(GUILD, by=MODERATOR, language="ko", **wrong)
    assert await desk.setting.get(GUILD) == ServerSettings(guild_id=GUILD)
    assert (await desk.auditing.page(GUILD)).entries == ()


async def test_the_log_tells_who_changed_what_from_what_to_what(desk: Desk):
    await desk.setting.change(GUILD, by=MODERATOR, language="ko")
    [entry] = (await desk.auditing.page(GUILD)).entries
    assert (entry.user_id, entry.at, entry.action) == (MODERATOR, START, Action.SERVER_CHANGED)
    assert (entry.before, entry.after) == ({"language": None}, {"language": "ko"})


async def test_what_is_set_as_it_was_is_no_change(desk: Desk):
    await desk.setting.change(GUILD, by=MODERATOR, time_zone="UTC")
    assert (await desk.auditing.page(GUILD)).entries == ()


async def test_the_log_has_pages_newest_first(desk: Desk):
    for number in range(PAGE + 1):
        await desk.setting.change(GUILD, by=MODERATOR, notice_channel_id=number + 1)
    last = await desk.auditing.page(GUILD, 99)
    assert (last.page, last.pages) == (1, 2)
    assert [one.after["notice_channel_id"] for one in last.entries] == [1]


async def test_the_log_is_kept_for_a_year(desk: Desk):
    await desk.setting.change(GUILD, by=MODERATOR, language="ko")
    desk.clock.pass_(timedelta(days=366))
    await desk.setting.change(GUILD, by=MODERATOR, language="ja")
    assert len((await desk.auditing.page(GUILD)).entries) == 1


async def test_a_change_of_the_votes_is_in_the_log(desk: Desk):
    rules = VoteRules(up="🎬", min_account_age=timedelta(days=1))
    await desk.ruling.set(GUILD, rules, by=MODERATOR)
    [entry] = (await desk.auditing.page(GUILD)).entries
    assert entry.action is Action.VOTES_CHANGED
    assert entry.after == {"up": "🎬", "min_account_age": 86_400.0}
