from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import simcord

from tests.cogs.letters import LetterHall, open_letter_hall
from tests.cogs.looks import labels_of
from tests.cogs.stories import seen

NAME = "Song Joong Ki"


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[LetterHall]:
    async with open_letter_hall(tmp_path) as opened:
        yield opened


async def live(hall: LetterHall, who: simcord.MemberActor) -> int:
    """Leave a vote, a collection and a name; return the story that was voted on."""
    story = await hall.story("Loved", ups=2)
    await hall.vote(story, who.id)
    await hall.bot.services.collecting.create(who.id, "Space films")
    await hall.bot.services.following.add(who.id, NAME)
    return story


async def file_of(result: simcord.InteractionResult) -> dict[str, Any]:
    (attached,) = result.response.attachments
    return json.loads(await attached.read())


async def test_the_file_has_votes_collections_and_follows(hall: LetterHall):
    await live(hall, hall.fan)
    result = await hall.fan.slash(hall.news, "privacy export")
    assert result.ephemeral
    found = await file_of(result)
    assert [one["story"] for one in found["votes"]] == ["Loved"]
    assert [one["name"] for one in found["collections"]] == ["Space films"]
    assert [one["name"] for one in found["follows"]["names"]] == [NAME]


async def test_the_file_comes_in_direct_messages_too(hall: LetterHall):
    await live(hall, hall.fan)
    found = await file_of(await hall.fan.user.slash("privacy export"))
    assert [one["story"] for one in found["votes"]] == ["Loved"]


async def test_ones_file_has_nothing_of_others(hall: LetterHall):
    await live(hall, hall.moderator)
    found = await file_of(await hall.fan.slash(hall.news, "privacy export"))
    assert found["votes"] == found["collections"] == found["follows"]["names"] == []


async def test_it_is_asked_once_with_what_will_go(hall: LetterHall):
    await live(hall, hall.fan)
    result = await hall.fan.slash(hall.news, "privacy delete")
    text = seen(result)
    assert result.ephemeral
    assert "1 vote;" in text
    assert "1 collection," in text
    assert "1 name that" in text
    assert labels_of(result.response.components) == ["Delete everything", "Keep it"]
    assert await points(hall) == 3


async def test_where_nothing_is_kept_there_is_nothing_to_ask(hall: LetterHall):
    result = await hall.fan.slash(hall.news, "privacy delete")
    assert "nothing to delete" in seen(result)
    assert labels_of(result.response.components) == []


async def points(hall: LetterHall) -> int:
    return await hall.world.value("SELECT points FROM score")


async def kept(hall: LetterHall, who: simcord.MemberActor) -> list[int]:
    found = await hall.bot.services.privacy.kept(who.id)
    return [found.votes, found.collections, found.names]


async def test_one_click_deletes_everything_and_counts_anew(hall: LetterHall):
    await live(hall, hall.fan)
    question = await hall.fan.slash(hall.news, "privacy delete")
    answer = await hall.fan.click(question.response, label="Delete everything")
    assert "is deleted" in seen(question)
    assert answer.acknowledged
    assert await kept(hall, hall.fan) == [0, 0, 0]
    assert await points(hall) == 2


async def test_who_thinks_better_of_it_keeps_everything(hall: LetterHall):
    await live(hall, hall.fan)
    question = await hall.fan.slash(hall.news, "privacy delete")
    await hall.fan.click(question.response, label="Keep it")
    assert "Nothing was deleted" in seen(question)
    assert await kept(hall, hall.fan) == [1, 1, 1]


async def test_the_question_can_be_answered_after_a_restart(hall: LetterHall):
    """M54."""
    await live(hall, hall.fan)
    question = await hall.fan.slash(hall.news, "privacy delete")
    await hall.restart()
    await hall.fan.click(question.response, label="Delete everything")
    assert await kept(hall, hall.fan) == [0, 0, 0]


async def test_everything_can_be_deleted_in_direct_messages(hall: LetterHall):
    await live(hall, hall.fan)
    question = await hall.fan.user.slash("privacy delete")
    await hall.fan.user.click(question.response, label="Delete everything")
    assert await kept(hall, hall.fan) == [0, 0, 0]


async def test_what_others_have_stays(hall: LetterHall):
    await live(hall, hall.fan)
    await hall.bot.services.collecting.create(hall.moderator.id, "Sea films")
    question = await hall.fan.slash(hall.news, "privacy delete")
    await hall.fan.click(question.response, label="Delete everything")
    assert await kept(hall, hall.moderator) == [0, 1, 0]


async def test_a_file_that_is_too_large_comes_in_several(hall: LetterHall):
    for number in range(40):
        await hall.bot.services.collecting.create(hall.fan.id, f"Shelf {number}")
    (whole,) = await hall.bot.services.privacy.export(hall.fan.id)
    hall.max_file = len(whole.content) - 1
    await hall.restart()
    result = await hall.fan.slash(hall.news, "privacy export")
    first, *others = [result.response, *result.followups]
    assert "files" in first.content
    assert others
    assert all(len(message.attachments) == 1 for message in (first, *others))
