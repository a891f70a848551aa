from __future__ import annotations

import pytest

from bot.web.photo_pixels import shows_nothing
from tests.web.pictures import picture


@pytest.mark.parametrize(
    ("body", "nothing"),
    [
        (picture(), False),
        (picture(kind="PNG"), False),
        (picture(flat="white"), True),
        (picture(flat=(40, 41, 42)), True),
        (picture(kind="PNG", flat="black"), True),
        (picture(kind="PNG", mode="RGBA", flat=(0, 0, 0, 0)), True),
        (picture(kind="GIF", mode="P", flat=0), True),
        (picture(kind="WEBP", flat="red"), True),
        (picture()[:2_000], True),
        (picture(kind="PNG")[:500], True),
        (b"", True),
        (b"no picture", True),
        (picture(8_000, 4_000, kind="PNG", mode="1", flat=0), False),
    ],
)
def test_picture_in_which_nothing_is_to_be_seen(body: bytes, nothing: bool) -> None:
    assert shows_nothing(body) is nothing
