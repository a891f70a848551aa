"""Settings in files: those that a form would have taken, and no others."""

from __future__ import annotations

import json
from datetime import time

import pytest

from bot.domain.filed_setting import settings_in, settings_text
from bot.domain.setting import DEFAULTS, Look, Quiet, Settings

FULL = Settings(
    look=Look.COMPACT,
    summary=150,
    language="ko",
    must=("title: season", "/s\\d+/"),
    must_not=("“behind the scenes”", "gossip"),
    mention_role=123,
    mention_when=("oscar",),
    max_per_hour=5,
    quiet=Quiet(start=time(22), end=time(7, 30)),
    thread=True,
    publish=True,
    accent=0xE5A823,
)


def test_settings_come_back_as_they_were_written():
    text, words = settings_text(FULL, ("dies", "twist"))
    assert settings_in(text or "", words or "") == (FULL, ("dies", "twist"))


def test_defaults_are_not_written():
    assert settings_text(DEFAULTS, ()) == (None, None)


@pytest.mark.parametrize(
    "values",
    [
        {"summary": 9_999},
        {"summary": True},
        {"language": "../../etc"},
        {"must": "netflix"},
        {"must": ["/(a+)+\\1/"]},
        {"must": ["x" * 200]},
        {"must": [1]},
        {"max_per_hour": 0},
        {"max_per_hour": "5"},
        {"max_per_hour": 100_000},
        {"mention_role": -1},
        {"mention_role": "everyone"},
        {"thread": "yes"},
        {"accent": 1 << 30},
        {"look": "hologram"},
        {"quiet": ["25:00", "x"]},
        {"something": "new"},
    ],
    ids=str,
)
def test_values_that_no_form_takes_are_not_set(values: dict[str, object]):
    found, _ = settings_in(json.dumps(values | {"publish": True}), "")
    assert found == Settings(publish=True)


@pytest.mark.parametrize("text", ["", "{", "[]", "[" * 50_000, "1", '"x"', "null"], ids=range(7))
def test_what_is_no_settings_is_the_default(text: str):
    assert settings_in(text, "") == (DEFAULTS, ())


def test_too_many_spoiler_words_are_none():
    assert settings_in("", "\n".join(f"word{n}" for n in range(5_000))) == (DEFAULTS, ())
