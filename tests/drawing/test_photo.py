"""Photos of strangers: what is seen of them in a cell."""

import pytest
from PIL import Image

from bot.drawing.photo import fitted
from tests.drawing.pictures import (
    BLUE,
    BROKEN,
    GREEN,
    RED,
    deep,
    encoded,
    flat,
    halves,
    moving,
    see_through,
    sideways,
)

SIZE = (300, 200)
ODD_EXIF = b"Exif\0\0MM\0*\0\0\0\x08\xff\xff"
CMYK_GREEN = (255, 0, 255, 0)


def shown(body, size=SIZE):
    image = fitted(body, size)
    assert image is not None
    assert (image.mode, image.size) == ("RGB", size)
    return image


def close(pixel, colour, slack=6):
    return all(abs(a - b) <= slack for a, b in zip(pixel, colour, strict=True))


@pytest.mark.parametrize("name", BROKEN)
def test_broken_photo_is_none(name):
    assert fitted(BROKEN[name], SIZE) is None


@pytest.mark.parametrize(
    ("body", "colour"),
    [
        (encoded(flat(), "JPEG"), GREEN),
        (encoded(flat(), "BMP"), GREEN),
        (encoded(flat(), "WEBP", lossless=True), GREEN),
        (moving("GIF"), GREEN),
        (moving("WEBP"), GREEN),
        (moving("PNG"), GREEN),
        (encoded(flat(CMYK_GREEN, mode="CMYK"), "JPEG"), (0, 255, 0)),
        (encoded(flat(90, mode="L")), (90, 90, 90)),
        (encoded(flat((90, 255), mode="LA")), (90, 90, 90)),
        (encoded(flat(1, mode="1")), (255, 255, 255)),
        (deep(), (128, 128, 128)),
        (encoded(flat(size=(1, 4_000))), GREEN),
        (encoded(flat(size=(4_000, 1))), GREEN),
        (encoded(flat(size=(1, 1))), GREEN),
        (encoded(flat(size=(9_000, 6_000)), "JPEG"), GREEN),
        (encoded(flat(), "JPEG", exif=ODD_EXIF), GREEN),
    ],
)
def test_photo_of_any_kind_fills_its_cell(body, colour):
    image = shown(body)

    assert all(close(image.getpixel(at), colour) for at in [(0, 0), (150, 100), (299, 199)])


def test_odd_photo_does_not_write_warnings_into_the_log(recwarn):
    shown(encoded(flat(), "JPEG", exif=ODD_EXIF))

    assert not recwarn.list


def test_transparent_part_is_paper():
    image = shown(see_through(), (200, 200))

    assert close(image.getpixel((100, 100)), GREEN)
    assert image.getpixel((5, 5)) == (255, 255, 255)


def test_one_colour_that_stands_for_none_is_paper():
    image = shown(encoded(_keyed()))

    assert image.getpixel((10, 100)) == (255, 255, 255)
    assert close(image.getpixel((290, 100)), GREEN)


def _keyed():
    image = flat(GREEN, (600, 400))
    image.paste(RED, (0, 0, 300, 400))
    image.info["transparency"] = RED
    return image


def test_photo_is_turned_as_its_exif_says():
    image = shown(sideways(), (200, 400))

    assert close(image.getpixel((100, 50)), GREEN, 12)
    assert close(image.getpixel((100, 350)), RED, 12)


def test_tall_photo_shows_its_upper_third():
    """Faces on a poster are above its middle."""
    poster = Image.new("RGB", (400, 600), BLUE)
    poster.paste(GREEN, (0, 150, 400, 250))  # a band around a third of the height
    image = shown(encoded(poster), (400, 225))

    green = [y for y in range(225) if close(image.getpixel((200, y)), GREEN)]
    assert len(green) >= 94
    assert abs(sum(green) / len(green) - 112) <= 20


def test_wide_photo_shows_its_middle():
    wide = Image.new("RGB", (900, 300), BLUE)
    wide.paste(GREEN, (300, 0, 600, 300))

    assert close(shown(encoded(wide), (300, 300)).getpixel((150, 150)), GREEN)
    assert close(shown(encoded(wide), (300, 300)).getpixel((4, 150)), GREEN, 40)


def test_landscape_photo_loses_nothing_where_it_has_its_cells_shape():
    image = shown(encoded(halves(GREEN, RED, (900, 600))))

    assert close(image.getpixel((0, 0)), GREEN)
    assert close(image.getpixel((299, 199)), RED)
    assert abs(next(y for y in range(200) if close(image.getpixel((9, y)), RED)) - 100) <= 2


def test_poster_is_shown_whole_where_that_is_wanted():
    image = fitted(encoded(halves(RED, BLUE, (200, 400))), SIZE, whole=True)

    assert (image.mode, image.size) == ("RGB", SIZE)
    for x in (102, 150, 198):
        assert close(image.getpixel((x, 2)), RED)
        assert close(image.getpixel((x, 197)), BLUE)


def test_beside_a_poster_it_is_seen_dimly():
    image = fitted(encoded(flat(GREEN, (200, 400))), SIZE, whole=True)

    for x in (2, 97, 202, 297):
        assert close(image.getpixel((x, 100)), tuple(round(0.55 * part) for part in GREEN))


@pytest.mark.parametrize("size", [(300, 320), (400, 200), (3_000, 200), (200, 200)])
def test_any_other_photo_is_cropped_all_the_same(size):
    body = encoded(halves(RED, BLUE, size))

    assert fitted(body, SIZE, whole=True).tobytes() == fitted(body, SIZE).tobytes()


def test_poster_in_a_tall_cell_is_cropped():
    body = encoded(halves(RED, BLUE, (200, 400)))

    assert fitted(body, (200, 300), whole=True).tobytes() == fitted(body, (200, 300)).tobytes()


def test_transparent_poster_is_none():
    body = encoded(flat((0, 0, 0, 0), (200, 400), mode="RGBA"))

    assert fitted(body, SIZE, whole=True) is None
