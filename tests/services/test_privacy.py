from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.services.collecting import Collecting
from bot.services.following import Following
from bot.services.privacy import MAX_FILE, Kept, Privacy
from bot.services.vote_writing import VoteTables
from bot.services.voting import Voting
from bot.storage.database import Tx, open_database
from bot.storage.vote import Ballot, Batch, ReactionRow
from tests.storage.world import GUILD, NOW, World

FAN, FRIEND, OTHER = 501_234_567_890_123_456, 502_234_567_890_123_456, 777

# Every table that has something of a person, as it is filled here. Whoever adds one lets Privacy
# delete from it, and fills it here, too.
PERSONAL = {
    ("audit", "user_id"),
    ("collection", "user_id"),
    ("collection_copy", "user_id"),
    ("follow", "user_id"),
    ("follower", "user_id"),
    ("hidden_collection", "hidden_by"),
    ("reaction", "user_id"),
    ("subscription", "created_by"),
    ("told", "user_id"),
    ("vote", "user_id"),
}
NOTHING = Kept(votes=0, collections=0, stories=0, names=0, feeds=0, traces=0)
EVERYTHING = Kept(votes=1, collections=1, stories=1, names=1, feeds=1, traces=8)
HASHED = {("forgotten", "person")}  # names nobody to whom the key is not known


SOMEBODY = re.compile(
    r"(?:^|_)(?:by|fan|follower|member|moderator|owner|person|reader|user|who)(?:_|$)"
)


class House:
    """A database in which two people left something everywhere."""

    def __init__(self, world: World) -> None:
        db = world.database
        self.world = world
        self.tables = VoteTables(db)
        self.voting = Voting(db=db, tables=self.tables, clock=self)
        self.following = Following(db=db, clock=self)
        self.collecting = Collecting(db=db, clock=self)
        self.start()

    def start(self, *, max_file: int = MAX_FILE) -> None:
        self.privacy = Privacy(
            db=self.world.database,
            voting=self.voting,
            collecting=self.collecting,
            following=self.following,
            clock=self,
            max_file=max_file,
        )

    def now(self) -> datetime:
        return NOW

    async def fill(self) -> None:
        """Let both leave something in each table; somebody else has a public collection."""
        self.post_id = await self.world.post(state="pending")
        await self.world.sent(self.post_id, 1_001)
        self.story_id = await self.world.value("SELECT story_id FROM post")
        self.open_to_all = (await self.collecting.create(OTHER, "Space films")).id
        for number, user_id in enumerate((FAN, FRIEND), 1):
            await self.live(user_id, number)

    async def live(self, user_id: int, number: int) -> None:
        """Leave something of somebody in each table; the ``number`` is of the one's own servers."""
        await self.vote(user_id)
        await self.following.add(user_id, "Song Joong Ki")
        own = await self.collecting.create(user_id, "Sea films")
        feed = await self.world.feed(f"feed {number}")
        subscription = await self.world.subscribed(feed.id, 8_000 + number)
        await self.change(
            "UPDATE subscription SET created_by = ? WHERE id = ?", user_id, subscription.id
        )
        await self.change(
            """
            INSERT INTO told (user_id, story_id, post_id, name, not_before)
            VALUES (?, ?, ?, 'Song Joong Ki', 1)
            """,
            user_id,
            self.story_id,
            self.post_id,
        )
        await self.change(
            """
            INSERT INTO saved_story (collection_id, story_key, place, saved_at, title, article)
            SELECT value ->> 0, 'key', 1, 1, 'A film', value ->> 1 FROM json_each(?)
            """,
            json.dumps([[own.id, '{"outlet": "Reel Gazette"}']]),
        )
        for other in (own.id, self.open_to_all):
            await self.change("INSERT INTO collection_copy VALUES (?, ?, 1)", other, user_id)
            await self.change(
                "INSERT INTO hidden_collection VALUES (?, ?, ?, 1)", number, other, user_id
            )

        await self.change(
            """
            INSERT INTO audit (guild_id, user_id, at, action, subject)
            VALUES (1, ?, 1, 'feed added', 'Reel Gazette')
            """,
            user_id,
        )

    async def vote(self, user_id: int) -> None:
        ballot = Ballot(GUILD, self.story_id)
        batch = Batch({self.post_id: ballot})
        batch.there.append(ReactionRow(self.post_id, user_id, "👍", 1, True, 1))
        async with self.world.database.write() as tx:
            await self.tables.votes.write(tx, batch, NOW)
            await self.tables.scores.recount(tx, [ballot])

    async def change(self, sql: str, *values: object) -> None:
        async with self.world.database.write() as tx:
            await tx.execute_fetchall(sql, values)

    async def columns(self) -> set[tuple[str, str]]:
        """Return all columns of all tables."""
        async with self.world.database.read() as reader:
            rows = await reader.execute_fetchall(
                "SELECT item.name, field.name FROM sqlite_schema AS item"
                " JOIN pragma_table_info(item.name) AS field WHERE item.type = 'table'"
            )
        return {(row[0], row[1]) for row in rows}

    async def holding(self, user_id: int) -> set[tuple[str, str]]:
        """Return the columns that have somebody's id in any row, alone or within a text."""
        found = set()
        async with self.world.database.read() as reader:
            for table, column in await self.columns():
                rows = await reader.execute_fetchall(
                    f'SELECT 1 FROM "{table}" WHERE instr("{column}", ?) LIMIT 1',
                    (str(user_id),),
                )
                if list(rows):
                    found.add((table, column))
        return found

    async def exported(self, user_id: int = FAN) -> dict[str, Any]:
        (file,) = await self.privacy.export(user_id)
        return json.loads(file.content)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_database(tmp_path / "newsreel.db") as database:
        opened = House(World(database))
        await opened.fill()
        yield opened


# Delete


async def test_the_test_leaves_something_in_every_table_that_is_personal(house: House):
    assert await house.holding(FAN) >= PERSONAL


async def test_no_table_with_a_persons_id_is_forgotten(house: House):
    """A new column that looks as if it held somebody's id is to be deleted from, and named above."""
    assert {one for one in await house.columns() if SOMEBODY.search(one[1])} == PERSONAL | HASHED


async def test_nothing_of_a_person_is_left_in_the_database(house: House):
    """Every column of every table is looked through."""
    await house.privacy.delete(FAN)
    assert await house.holding(FAN) == set()


async def test_what_others_have_stays(house: House):
    before = await house.holding(FRIEND)
    await house.privacy.delete(FAN)
    assert await house.holding(FRIEND) == before
    assert (await house.privacy.kept(FRIEND)) == EVERYTHING


async def test_points_are_counted_anew(house: House):
    points = "SELECT points FROM score"
    assert await house.world.value(points) == 2
    await house.privacy.delete(FAN)
    assert await house.world.value(points) == 1


async def test_the_card_is_edited_after_a_vote_has_gone(house: House):
    await house.change("UPDATE post SET shown_points = 2, edit_at = NULL")
    await house.privacy.delete(FAN)
    assert await house.world.value("SELECT count(*) FROM post WHERE edit_at IS NOT NULL") == 1


async def test_feeds_and_hidden_collections_stay_without_the_name(house: House):
    await house.privacy.delete(FAN)
    for table, column in (("subscription", "created_by"), ("hidden_collection", "hidden_by")):
        nobodys = f"SELECT count(*) FROM {table} WHERE {column} = 0"
        assert await house.world.value(nobodys) == 1


async def test_a_second_time_does_no_harm(house: House):
    await house.privacy.delete(FAN)
    await house.privacy.delete(FAN)
    assert await house.privacy.kept(FAN) == NOTHING


async def test_what_goes_wrong_deletes_nothing_at_all(house: House):
    """One transaction: a crash in between leaves all, and it can be repeated."""
    before = await house.holding(FAN)

    class Broken(Following):
        async def forget(self, tx: Tx, user_id: int) -> None:
            raise RuntimeError("a crash")

    sound = house.following
    house.following = Broken(db=house.world.database, clock=house)
    house.start()
    with pytest.raises(RuntimeError):
        await house.privacy.delete(FAN)
    assert await house.holding(FAN) == before
    house.following = sound
    house.start()
    await house.privacy.delete(FAN)
    assert (await house.privacy.kept(FAN)).names == 0


# Export


async def test_the_file_has_all_that_is_kept(house: House):
    found = await house.exported()
    (vote,) = found["votes"]
    assert (vote["vote"], vote["server"]) == ("up", str(GUILD))
    assert found["reactions"][0]["message"] == "1001"
    assert [one["name"] for one in found["follows"]["names"]] == ["Song Joong Ki"]
    assert found["messages"][0]["name"] == "Song Joong Ki"
    assert len(found["feeds_added"]) == 1


async def test_the_file_explains_each_of_its_keys(house: House):
    found = await house.exported()
    assert set(found["about"]["keys"]) == set(found) - {"about"}
    assert found["about"]["your_discord_id"] == str(FAN)


async def test_the_file_has_nothing_of_others(house: House):
    (file,) = await house.privacy.export(FAN)
    assert str(FRIEND).encode() not in file.content


async def test_who_left_nothing_gets_a_file_that_says_so(house: House):
    found = await house.exported(77)
    assert found["votes"] == found["collections"] == found["follows"]["names"] == []


async def test_a_file_that_is_too_large_comes_in_parts(house: House):
    for number in range(40):
        await house.following.add(FAN, f"Film {number}")
    (whole,) = await house.privacy.export(FAN)
    house.start(max_file=len(whole.content) - 1)
    parts = await house.privacy.export(FAN)
    assert len(parts) > 1
    assert {"part"} <= {key for part in parts for key in json.loads(part.content)["about"]}


async def test_what_is_kept_is_counted(house: House):
    assert await house.privacy.kept(FAN) == EVERYTHING
