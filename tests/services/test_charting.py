"""A server's votes day by day, as the drawer is told of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.error import UserError
from bot.services.charting import Chart, Charting
from bot.services.ports import Day, NotDrawn, Tile
from bot.storage.database import Database, open_database
from bot.storage.value import to_time
from tests.services.world import GUILD, FakeClock

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
TODAY = NOW.date()
DAY = timedelta(days=1)


class FakeDrawer:
    """Remember the days that were to be drawn."""

    def __init__(self) -> None:
        self.days: list[Day] = []
        self.broken = False

    async def vote_chart(self, days: Sequence[Day], **_words: str) -> bytes:
        if self.broken:
            raise NotDrawn("too slow")
        self.days = list(days)
        return b"png"

    async def contact_sheet(self, tiles: Sequence[Tile], **_words: str) -> bytes:
        raise NotImplementedError


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with open_database(tmp_path / "newsreel.db") as opened:
        yield opened


@pytest.fixture
def drawer() -> FakeDrawer:
    return FakeDrawer()


@pytest.fixture
def charting(database: Database, drawer: FakeDrawer) -> Charting:
    return Charting(db=database, drawer=drawer, clock=FakeClock())


async def vote(database: Database, *values: int, at: datetime = NOW, guild_id: int = GUILD) -> None:
    """Let as many people vote on a new story as there are values."""
    async with database.write() as tx:
        rows = await tx.execute_fetchall(
            "INSERT INTO story (title, created_at) VALUES ('A film', 0) RETURNING id"
        )
        story = next(iter(rows))["id"]
        await tx.executemany(
            "INSERT INTO vote (guild_id, story_id, user_id, value, at) VALUES (?, ?, ?, ?, ?)",
            [(guild_id, story, user, value, to_time(at)) for user, value in enumerate(values)],
        )
        await tx.execute_fetchall(
            """
            INSERT INTO score (guild_id, story_id, ups, downs, posted_at, best, hot)
            VALUES (?, ?, ?, ?, 0, 0, 0)
            """,
            (guild_id, story, values.count(1), values.count(-1)),
        )


async def drawn(charting: Charting, *, days: int = 30) -> Chart:
    chart = await charting.chart(GUILD, days=days)
    assert chart is not None
    return chart


async def test_a_server_without_votes_has_no_chart(charting: Charting, database: Database) -> None:
    await vote(database, 1, guild_id=GUILD + 1)
    assert await charting.chart(GUILD, days=30) is None


async def test_votes_are_counted_by_day_and_points_run_on(
    charting: Charting, database: Database, drawer: FakeDrawer
) -> None:
    await vote(database, 1, 1, 1, -1, at=NOW - 2 * DAY)
    await vote(database, -1)
    chart = await drawn(charting)
    assert [(day.ups, day.downs, day.points) for day in drawer.days[-3:]] == [
        (3, 1, 2),
        (0, 0, 2),
        (0, 1, 1),
    ]
    assert chart.days == tuple(drawer.days)


async def test_a_day_begins_at_midnight_in_utc(charting: Charting, database: Database) -> None:
    midnight = NOW.replace(hour=0)
    await vote(database, 1, at=midnight)
    await vote(database, -1, at=midnight - timedelta(microseconds=1))
    chart = await drawn(charting)
    assert [(day.date, day.ups, day.downs) for day in chart.days[-2:]] == [
        (TODAY - DAY, 0, 1),
        (TODAY, 1, 0),
    ]


async def test_points_from_before_the_chart_are_its_beginning(
    charting: Charting, database: Database
) -> None:
    await vote(database, 1, 1, 1, 1, -1, at=NOW - 30 * DAY)
    await vote(database, 1, at=NOW - 29 * DAY)
    chart = await drawn(charting)
    assert (len(chart.days), chart.points_before) == (30, 3)
    assert (chart.days[0].ups, chart.days[0].points, chart.days[-1].points) == (1, 4, 4)


async def test_a_server_that_only_voted_before_has_a_level_line(
    charting: Charting, database: Database
) -> None:
    await vote(database, 1, 1, at=NOW - 300 * DAY)
    chart = await drawn(charting)
    assert {(day.ups, day.downs, day.points) for day in chart.days} == {(0, 0, 2)}


async def test_the_chart_of_a_young_server_begins_with_its_first_vote(
    charting: Charting, database: Database
) -> None:
    await vote(database, 1, at=NOW - 19 * DAY)
    assert len((await drawn(charting, days=365)).days) == 20


async def test_the_shortest_chart_is_a_week(charting: Charting, database: Database) -> None:
    await vote(database, 1)
    chart = await drawn(charting, days=365)
    assert [day.points for day in chart.days] == [0, 0, 0, 0, 0, 0, 1]


async def test_days_are_named_shortly(charting: Charting, database: Database) -> None:
    await vote(database, 1)
    assert (await drawn(charting)).days[-1].label == "14 Mar"


async def test_months_are_named_with_the_year_where_it_begins(
    charting: Charting, database: Database
) -> None:
    await vote(database, 1, at=NOW - 400 * DAY)
    labels = {day.date: day.label for day in (await drawn(charting, days=365)).days}
    assert (labels[date(2025, 12, 1)], labels[date(2026, 1, 1)]) == ("Dec", "Jan 2026")


async def test_a_chart_that_can_t_be_drawn_is_a_sentence(
    charting: Charting, database: Database, drawer: FakeDrawer
) -> None:
    await vote(database, 1)
    drawer.broken = True
    with pytest.raises(UserError, match="try again"):
        await charting.chart(GUILD, days=30)
