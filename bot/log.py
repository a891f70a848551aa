"""Logging: lines for people or for machines, and never a token in either."""

from __future__ import annotations

import json
import logging
import re
import sys
from datetime import UTC, datetime

from bot.settings import Secret, Settings

# Anything of a token's form is covered too: a library may log one that we never saw.
_TOKEN_FORM = re.compile(r"[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}")
_PLAIN_FIELDS = frozenset(logging.makeLogRecord({}).__dict__) | {
    "message",
    "asctime",
    "color_message",
}


def set_up_logging(settings: Settings) -> None:
    """Send all log records to standard error in the chosen format, tokens covered."""
    formatter: logging.Formatter = (
        JsonFormatter() if settings.log_format == "json" else TextFormatter()
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(CoveringFormatter(formatter, settings.token))
    logging.basicConfig(level=settings.log_level, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    for chatty in ("discord", "aiosqlite", "asyncio"):
        logging.getLogger(chatty).setLevel(max(logging.INFO, logging.getLogger().level))


class CoveringFormatter(logging.Formatter):
    """Cover the token, and all that looks like one, in another formatter's output."""

    def __init__(self, inner: logging.Formatter, token: Secret) -> None:
        super().__init__()
        self._inner = inner
        self._token = token

    def format(self, record: logging.LogRecord) -> str:
        """Return the formatted record, tracebacks included, without any token."""
        return cover(self._inner.format(record), self._token)


class TextFormatter(logging.Formatter):
    """Write a line for people: time, level, name, message, then the details as ``key=value``."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s", "%Y-%m-%d %H:%M:%S")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        """Return the line with its details."""
        details = "".join(f" {name}={value}" for name, value in _details(record).items())
        return super().formatMessage(record) + details


class JsonFormatter(logging.Formatter):
    """Write one JSON object a line, times in ISO 8601 UTC."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as JSON."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        } | _details(record)
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def cover(text: str, token: Secret) -> str:
    """Return the text without the token and without anything of a token's form."""
    if token:
        text = text.replace(token.reveal(), "[token]")
    return _TOKEN_FORM.sub("[token]", text)


def _details(record: logging.LogRecord) -> dict[str, object]:
    return {name: value for name, value in vars(record).items() if name not in _PLAIN_FIELDS}
