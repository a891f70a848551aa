"""Logging: two formats, and no token in either."""

from __future__ import annotations

import json
import logging
import sys

import pytest

from bot.log import CoveringFormatter, JsonFormatter, TextFormatter
from bot.settings import Secret
from tests.test_settings import TOKEN

OTHER_TOKEN = TOKEN.replace("x", "y")


def record(message: str, **extra: object) -> logging.LogRecord:
    made = logging.LogRecord("bot.test", logging.INFO, __file__, 1, message, None, None)
    vars(made).update(extra)
    return made


@pytest.mark.parametrize("inner", [TextFormatter(), JsonFormatter()])
@pytest.mark.parametrize("token", [TOKEN, OTHER_TOKEN], ids=["ours", "one we never saw"])
def test_a_token_is_covered_in_message_details_and_traceback(
    inner: logging.Formatter, token: str
) -> None:
    made = record(f"using {token}", header=f"Bot {token}")
    try:
        int(token)
    except ValueError:
        made.exc_info = sys.exc_info()
    text = CoveringFormatter(inner, Secret(TOKEN)).format(made)
    assert token not in text
    assert text.count("[token]") >= 3


def test_json_lines_carry_the_details() -> None:
    line = json.loads(JsonFormatter().format(record("new stories", feed="https://reel.example")))
    assert (line["message"], line["feed"], line["level"]) == (
        "new stories",
        "https://reel.example",
        "INFO",
    )


def test_text_lines_carry_the_details() -> None:
    assert TextFormatter().format(record("new stories", posts=2)).endswith("new stories posts=2")
