"""Drawing in a worker process: limits, and what they cost."""

import asyncio
import sys
import time
from io import BytesIO

import pytest
from PIL import Image

from bot.drawing.chart import vote_chart
from bot.drawing.drawer import WorkerDrawer, cut_photo
from bot.drawing.sheet import contact_sheet
from bot.services.ports import NotDrawn, Tile
from tests.drawing.acting import act
from tests.drawing.pictures import BROKEN, GREEN, bomb, encoded, flat
from tests.drawing.test_chart import days

MEGABYTE = 1024 * 1024
GOOD = Tile(rank=1, points=9, photo=encoded(flat()))


def tile(photo):
    return Tile(rank=2, points=5, photo=photo)


PLACEHOLDER = contact_sheet([GOOD, tile(None)])


@pytest.fixture
async def drawer():
    async with WorkerDrawer(time_limit=2, cut=act) as drawer:
        yield drawer


async def test_worker_draws_what_is_drawn_here(drawer):
    tiles = [GOOD, *(tile(body) for body in BROKEN.values())][:9]

    assert await drawer.contact_sheet(tiles) == contact_sheet(tiles)
    assert await drawer.vote_chart(days(9)) == vote_chart(days(9))


async def test_words_reach_the_worker(drawer):
    words = {"ups": "Oui", "downs": "Non", "points": "Somme"}
    counted = contact_sheet([GOOD], one="vote", many="votes")

    assert await drawer.vote_chart(days(9), **words) == vote_chart(days(9), **words)
    assert await drawer.contact_sheet([GOOD], one="vote", many="votes") == counted


@pytest.mark.parametrize(
    "body",
    [
        b"loop",
        pytest.param(
            b"die", marks=pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
        ),
        b"bug",
    ],
)
async def test_photo_that_breaks_its_worker_becomes_a_placeholder(drawer, body):
    start = time.perf_counter()

    assert await drawer.contact_sheet([GOOD, tile(body)]) == PLACEHOLDER
    assert time.perf_counter() - start < 10


@pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_DATA counts all memory on Linux only")
async def test_photo_that_eats_memory_becomes_a_placeholder():
    async with WorkerDrawer(memory_limit=128 * MEGABYTE) as drawer:
        drawn = await drawer.contact_sheet([GOOD, tile(bomb(6_000, 5_000))])

    assert cut_photo(bomb(6_000, 5_000), (10, 10)) is not None
    assert drawn == PLACEHOLDER


async def test_loop_runs_on_while_a_photo_hangs(drawer):
    await drawer.vote_chart(days(1))
    sheet = asyncio.create_task(drawer.contact_sheet([tile(b"loop")]))
    longest, last = 0.0, time.perf_counter()
    while not sheet.done():
        await asyncio.sleep(0.01)
        longest, last = max(longest, time.perf_counter() - last), time.perf_counter()

    assert longest < 1  # of the two seconds that the photo is given


async def test_what_cannot_be_drawn_in_time_is_an_error_with_a_reason():
    async with WorkerDrawer(time_limit=0.001) as drawer:
        with pytest.raises(NotDrawn, match=r"longer than 0\.001 seconds"):
            await drawer.vote_chart(days(9))


async def test_chart_of_nothing_is_an_error_of_its_own(drawer):
    with pytest.raises(NotDrawn, match="ValueError"):
        await drawer.vote_chart([])


async def test_pixels_of_a_sheet_are_the_photos(drawer):
    sheet = Image.open(BytesIO(await drawer.contact_sheet([GOOD])))

    assert all(abs(a - b) < 8 for a, b in zip(sheet.getpixel((600, 300)), GREEN, strict=True))
