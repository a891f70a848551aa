"""The collage of a collection: photos in their places, and nothing else."""

from io import BytesIO
from random import Random

import pytest
from PIL import Image

from bot.drawing.cells import MOST, cells
from bot.drawing.collage import compose
from bot.drawing.drawer import WorkerDrawer, cut_photo
from bot.drawing.jpeg import MAX_BYTES
from bot.services.ports import NotDrawn
from tests.drawing.acting import act
from tests.drawing.pictures import BROKEN, encoded, flat

COLOURS = [(40 + 20 * n, 220 - 20 * n, (90 * n) % 256) for n in range(MOST)]
PHOTOS = [encoded(flat(colour)) for colour in COLOURS]


@pytest.fixture
async def drawer():
    async with WorkerDrawer(time_limit=2, cut=act) as drawer:
        yield drawer


def opened(body):
    image = Image.open(BytesIO(body))
    assert image.format == "JPEG"
    return image.convert("RGB")


@pytest.mark.parametrize("count", range(1, MOST + 1))
def test_each_photo_fills_its_cell(count):
    places = cells(count)
    cut = [cut_photo(photo, place[2:]) for photo, place in zip(PHOTOS, places, strict=False)]
    image = opened(compose(cut))

    assert image.width == 1200
    for cell, colour in zip(places, COLOURS, strict=False):
        for x, y in [(0.5, 0.5), (0.02, 0.04), (0.98, 0.04), (0.02, 0.96), (0.98, 0.96)]:
            at = cell.left + int(cell.width * x), cell.top + int(cell.height * y)
            assert all(abs(a - b) <= 8 for a, b in zip(image.getpixel(at), colour, strict=True))


@pytest.mark.parametrize("count", range(2, MOST + 1))
def test_first_photo_is_the_largest(count):
    first, *others = [cell.width * cell.height for cell in cells(count)]

    assert first > max(others)


async def test_all_photos_are_shown(drawer):
    assert (await drawer.collage(PHOTOS)).shown == tuple(range(MOST))


async def test_photos_that_break_leave_their_room_to_the_others(drawer):
    without = await drawer.collage(PHOTOS[:2])
    broken = [BROKEN["text"], BROKEN["transparent"], b"", b"loop", b"bug"]
    collage = await drawer.collage([*broken[:2], PHOTOS[0], *broken[2:], PHOTOS[1]])

    assert collage.shown == (2, 6)
    assert collage.picture == without.picture


async def test_collage_of_broken_photos_alone_is_an_error(drawer):
    with pytest.raises(NotDrawn, match="Nothing is to be seen"):
        await drawer.collage([BROKEN["text"], BROKEN["transparent"]])


async def test_collage_of_no_photos_is_an_error(drawer):
    with pytest.raises(NotDrawn, match="Nothing is to be seen"):
        await drawer.collage([])


async def test_collage_stays_small_whatever_the_photos_are(drawer):
    noise = Image.frombytes("RGB", (1200, 800), Random(4).randbytes(1200 * 800 * 3))

    assert len((await drawer.collage([encoded(noise)] * MOST)).picture) <= MAX_BYTES
