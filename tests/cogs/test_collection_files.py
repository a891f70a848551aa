"""Collections as files: people get them, and give them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.domain.collection import MAX_STORIES
from bot.domain.collection_file import MAX_FILE
from bot.domain.error import UserError
from bot.domain.model import Photo
from cogs._ui.collection_files import read_attachment
from tests.cogs.looks import labels_of
from tests.cogs.salon import Salon, answer, open_salon, said


@pytest.fixture
async def salon(tmp_path: Path) -> AsyncIterator[Salon]:
    async with open_salon(tmp_path) as opened:
        yield opened


def stories(*titles: str, **more: Any) -> tuple[str, bytes]:
    """Return a file of stories."""
    listed = [{"title": one, "link": f"https://reel.example/{one}"} for one in titles]
    return "space.json", json.dumps({"name": "Space", "stories": listed, **more}).encode()


async def take_in(salon: Salon, file: tuple[str, bytes], **options: str) -> str:
    return said(await salon.run("import", file=file, **options))


# Out


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ({}, "Space.json"),
        ({"format": "json"}, "Space.json"),
        ({"format": "csv"}, "Space.csv"),
        ({"format": "md"}, "Space.md"),
    ],
)
async def test_a_collection_is_given_as_a_file_privately(
    salon: Salon, options: dict[str, str], name: str
):
    await salon.collection("Space", "Lift-off", public=False)
    result = await salon.run("export", collection="space", **options)
    [file] = answer(result).attachments
    assert answer(result).ephemeral
    assert file.filename == name
    assert b"https://gazette.example/Lift-off" in await file.read()


async def test_only_ones_own_collection_is_given(salon: Salon):
    await salon.collection()
    result = await salon.run("export", salon.friend, collection="Space")
    assert "You have no collection named “Space”" in said(result)


@pytest.mark.parametrize("kind", ["json", "csv", "md"])
async def test_what_was_given_is_read_again(salon: Salon, kind: str):
    await salon.collection("Space", "Lift-off", "Landing")
    exported = await salon.run("export", collection="Space", format=kind)
    [file] = answer(exported).attachments
    given = file.filename, await file.read()
    result = await salon.run("import", salon.friend, file=given)
    assert "2 stories came into **Space**" in said(result)
    [mine] = await salon.collecting.shelf(salon.friend.id)
    assert (mine.stories, mine.public) == (2, False)


@pytest.mark.parametrize("kind", ["json", "csv", "md"])
async def test_a_photo_that_is_hidden_stays_hidden_in_a_file(salon: Salon, kind: str):
    hidden = Photo(url="https://img.example/1.jpg", sensitive=True)
    await salon.collection("Space", photos=(hidden,))
    [file] = answer(await salon.run("export", collection="Space", format=kind)).attachments
    await salon.run("import", salon.friend, file=(file.filename, await file.read()))
    [mine] = await salon.collecting.shelf(salon.friend.id)
    page = await salon.collecting.page(salon.friend.id, mine.id, scope=None)
    assert [photo.sensitive for photo in page.entries[0].saved.article.photos] == [True]


# In


async def test_a_file_becomes_a_collection_privately(salon: Salon):
    result = await salon.run("import", file=stories("A"))
    assert answer(result).ephemeral
    assert "1 story came into **Space**." in said(result)
    assert labels_of(answer(result).components) == ["Open", "My collections"]
    opened = await salon.fan.click(answer(result).message, label="Open")
    assert "[A](https://reel.example/A)" in said(opened)


async def test_a_file_goes_into_the_collection_that_is_named(salon: Salon):
    await salon.collection("Sea")
    assert "1 story came into **Sea**." in await take_in(salon, stories("A"), collection="sea")


async def test_what_a_collection_has_is_not_added_again(salon: Salon):
    await take_in(salon, stories("A"))
    text = await take_in(salon, stories("A", "B"))
    assert "1 story came into **Space**." in text
    assert "1 was in it already." in text


async def test_what_is_no_story_is_counted(salon: Salon):
    broken = stories("A", stories=[{"title": "A"}, {"note": "no story"}, 7])
    assert "2 were left out. Each story needs a title or a link." in await take_in(salon, broken)


async def test_what_a_collection_cannot_hold_is_counted(salon: Salon):
    full = stories(*(f"A{number}" for number in range(MAX_STORIES)))
    await take_in(salon, full)
    text = await take_in(salon, stories("B"))
    assert "No stories came into **Space**." in text
    assert "1 was left out. It is full." in text


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"{", b"\xff" * 100])
async def test_a_file_that_holds_nothing_makes_nothing(salon: Salon, content: bytes):
    result = await salon.run("import", file=("space.json", content))
    assert "file" in said(result)
    assert "Reference" not in said(result)
    assert await salon.collecting.shelf(salon.fan.id) == ()


async def test_what_is_in_a_file_can_do_no_harm(salon: Salon):
    """S46."""
    evil = "@everyone **x** [y](https://evil.example)"
    text = await take_in(salon, stories("A", name=evil))
    assert "@everyone" not in text
    assert "](https://evil.example)" not in text


async def test_a_file_that_is_too_large_is_not_loaded(salon: Salon):
    before = len(salon.env.http_requests)
    result = await salon.run("import", file=("space.json", b" " * (MAX_FILE + 1)))
    assert "**space.json** has 5.0 MB; 5 MB is the most that I read" in said(result)
    assert not [r for r in salon.env.http_requests[before:] if "attachments" in r.path]


class GivenFile:
    """A file as Discord tells of it."""

    filename = "space.json"

    def __init__(self, *, size: int, content: bytes = b"", fail: Exception | None = None) -> None:
        self.size = size
        self.content = content
        self.fail = fail
        self.loaded = False

    async def read(self) -> bytes:
        self.loaded = True
        if self.fail:
            raise self.fail
        return self.content


async def test_the_size_that_discord_names_decides_before_loading() -> None:
    file = GivenFile(size=MAX_FILE + 1)
    with pytest.raises(UserError, match="is the most that I read"):
        await read_attachment(file)  # type: ignore[arg-type]
    assert not file.loaded


async def test_a_file_that_is_larger_than_it_says_is_not_read() -> None:
    file = GivenFile(size=1, content=b" " * (MAX_FILE + 1))
    with pytest.raises(UserError, match="is the most that I read"):
        await read_attachment(file)  # type: ignore[arg-type]


@pytest.mark.parametrize("error", [aiohttp.ClientConnectionError(), TimeoutError()])
async def test_a_file_that_is_lost_on_the_way_is_asked_for_again(error: Exception) -> None:
    with pytest.raises(UserError, match="Please attach it again"):
        await read_attachment(GivenFile(size=1, fail=error))  # type: ignore[arg-type]
