"""The contact sheet: photos in their places, with rank and points."""

from io import BytesIO
from random import Random

import pytest
from PIL import Image, ImageChops

from bot.drawing import look
from bot.drawing.cells import MOST, cells
from bot.drawing.jpeg import MAX_BYTES
from bot.drawing.sheet import contact_sheet
from bot.services.ports import Tile
from tests.drawing.contrast import contrast
from tests.drawing.pictures import BROKEN, encoded, flat

COLOURS = [(40 + 20 * n, 220 - 20 * n, (90 * n) % 256) for n in range(MOST)]


def opened(body):
    image = Image.open(BytesIO(body))
    assert image.format == "JPEG"
    return image.convert("RGB")


def sheet(count=1, *, points=182, first_rank=1, **words):
    tiles = [
        Tile(rank=first_rank + n, points=points, photo=encoded(flat(COLOURS[n])))
        for n in range(count)
    ]
    return opened(contact_sheet(tiles, **words))


def difference(one, other):
    """Return the box in which two sheets differ by more than JPEG's noise."""
    return ImageChops.difference(one, other).point(lambda v: 255 * (v > 40)).convert("L").getbbox()


@pytest.mark.parametrize("count", range(1, MOST + 1))
def test_each_photo_is_in_its_cell(count):
    image = sheet(count)

    assert image.width == 1200
    for cell, colour in zip(cells(count), COLOURS, strict=False):
        for x, y in [(0.5, 0.5), (0.98, 0.04), (0.98, 0.96)]:
            pixel = image.getpixel(
                (cell.left + int(cell.width * x), cell.top + int(cell.height * y))
            )
            assert all(abs(a - b) <= 8 for a, b in zip(pixel, colour, strict=True))


@pytest.mark.parametrize("count", range(1, MOST + 1))
def test_rank_stands_in_the_upper_left_of_each_tile(count):
    ours, other = sheet(count), sheet(count, first_rank=11)
    for cell in cells(count):
        region = (cell.left, cell.top, cell.left + cell.width, cell.top + cell.height)
        box = difference(ours.crop(region), other.crop(region))
        assert box is not None
        assert box[2] < cell.width * 0.45
        assert box[3] < cell.height * 0.3


@pytest.mark.parametrize("count", range(1, MOST + 1))
def test_points_stand_in_the_lower_left_of_each_tile(count):
    ours, other = sheet(count), sheet(count, points=7)
    for cell in cells(count):
        region = (cell.left, cell.top, cell.left + cell.width, cell.top + cell.height)
        box = difference(ours.crop(region), other.crop(region))
        assert box is not None
        assert box[1] > cell.height * 0.7
        assert box[2] < cell.width * 0.85


@pytest.mark.parametrize("points", [10**9, -(10**9), 10**15])
def test_many_points_stay_in_the_smallest_tile(points):
    count = 7
    plain, full = sheet(count, points=1), sheet(count, points=points)
    for cell in cells(count):
        edge = (
            cell.left + cell.width - 8,
            cell.top,
            cell.left + cell.width,
            cell.top + cell.height,
        )
        assert difference(plain.crop(edge), full.crop(edge)) is None


def test_one_point_has_a_word_of_its_own():
    assert difference(sheet(points=1), sheet(points=1, one="points")) is not None
    assert difference(sheet(points=2), sheet(points=2, one="other")) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [(182, "182"), (1234567, "1,234,567"), (-5, "−5"), (0, "0"), (-1000, "−1,000")],
)
def test_numbers_are_as_people_write_them(value, text):
    assert look.number(value) == text


@pytest.mark.parametrize("letter", "−,0123456789AZazéüőßБя")
@pytest.mark.parametrize("bold", [True, False])
def test_font_has_the_letters_that_are_drawn(letter, bold):
    font = look.font(40, bold=bold)

    assert bytes(font.getmask(letter)) != bytes(font.getmask("\ue123"))


@pytest.mark.parametrize("photo", ["white", "black", (128, 128, 128), (255, 220, 60)])
def test_points_are_legible_on_any_photo(photo):
    """WCAG 2, 1.4.3: 4.5 to 1."""
    image = opened(contact_sheet([Tile(rank=4, points=1111, photo=encoded(flat(photo)))]))
    plate = [image.getpixel((x, 600)) for x in range(44, 46)] + [image.getpixel((60, 593))]

    assert min(contrast(look.TEXT, back) for back in plate) >= 4.5


@pytest.mark.parametrize("rank", [1, 2, 3, 4])
def test_rank_is_legible_on_its_badge(rank):
    image = opened(contact_sheet([Tile(rank=rank, points=0, photo=encoded(flat("white")))]))
    badge = image.crop((40, 40, 80, 76)).get_flattened_data()

    assert contrast(max(badge, key=sum), min(badge, key=sum)) >= 4.5


@pytest.mark.parametrize("name", BROKEN)
def test_broken_photo_leaves_a_placeholder_with_rank_and_points(name):
    good = Tile(rank=1, points=9, photo=encoded(flat()))
    without = contact_sheet([good, Tile(rank=2, points=5)])

    assert contact_sheet([good, Tile(rank=2, points=5, photo=BROKEN[name])]) == without
    assert difference(opened(without), opened(contact_sheet([good, Tile(rank=7, points=5)])))


def test_sheet_stays_small_whatever_the_photos_are():
    noise = Image.frombytes("RGB", (1200, 800), Random(4).randbytes(1200 * 800 * 3))
    body = contact_sheet([Tile(rank=n, points=n, photo=encoded(noise)) for n in range(1, MOST + 1)])

    assert len(body) <= MAX_BYTES
