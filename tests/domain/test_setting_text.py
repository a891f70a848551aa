from __future__ import annotations

from datetime import time

import pytest

from bot.domain.error import UserError
from bot.domain.setting import Quiet
from bot.domain.setting_text import colour_text, quiet_text, read_colour, read_quiet


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("22:00", "07:30", Quiet(start=time(22), end=time(7, 30))),
        (" 22 ", "7", Quiet(start=time(22), end=time(7))),
        ("9.15", "12h45", Quiet(start=time(9, 15), end=time(12, 45))),
        ("", " ", None),
    ],
)
def test_quiet_hours_are_read_as_people_type_them(
    start: str, end: str, expected: Quiet | None
) -> None:
    assert read_quiet(start, end) == expected


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("25:00", "7", "“25:00” is no time"),
        ("22:60", "7", "“22:60” is no time"),
        ("tonight", "7", "“tonight” is no time"),
        ("22", "", "“” is no time"),
        ("22", "22:00", "two different times"),
    ],
)
def test_what_are_no_quiet_hours_is_said(start: str, end: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        read_quiet(start, end)


@pytest.mark.parametrize(
    ("typed", "expected"), [("#e5a823", 0xE5A823), ("00000A", 10), (" ", None)]
)
def test_colours_are_read(typed: str, expected: int | None) -> None:
    assert read_colour(typed) == expected


@pytest.mark.parametrize("typed", ["red", "#fff", "#12345678"])
def test_what_is_no_colour_is_said(typed: str) -> None:
    with pytest.raises(UserError, match="is no colour"):
        read_colour(typed)


def test_settings_are_written_as_they_are_read() -> None:
    quiet = Quiet(start=time(22), end=time(7, 30))
    assert quiet_text(quiet) == "22:00–07:30"
    assert read_colour(colour_text(0x0000A1)) == 0x0000A1
