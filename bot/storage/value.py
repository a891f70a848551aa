"""How values are written into columns: times as integers, lists as JSON.

Times are microseconds since 1970 in UTC, the resolution of ``datetime``: what is stored comes back
equal. To read one by hand: ``SELECT datetime(sent_at / 1000000, 'unixepoch') FROM post``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, overload

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UNIT = timedelta(microseconds=1)


@overload
def to_time(value: datetime) -> int: ...
@overload
def to_time(value: datetime | None) -> int | None: ...
def to_time(value: datetime | None) -> int | None:
    """Return a time as its column holds it; TypeError for one without a zone."""
    return None if value is None else (value - EPOCH) // _UNIT


@overload
def from_time(value: int) -> datetime: ...
@overload
def from_time(value: int | None) -> datetime | None: ...
def from_time(value: int | None) -> datetime | None:
    """Return the time that a column holds, in UTC."""
    return None if value is None else EPOCH + value * _UNIT


@overload
def to_span(value: timedelta) -> int: ...
@overload
def to_span(value: timedelta | None) -> int | None: ...
def to_span(value: timedelta | None) -> int | None:
    """Return a length of time as its column holds it, in microseconds."""
    return None if value is None else value // _UNIT


@overload
def from_span(value: int) -> timedelta: ...
@overload
def from_span(value: int | None) -> timedelta | None: ...
def from_span(value: int | None) -> timedelta | None:
    """Return the length of time that a column holds."""
    return None if value is None else value * _UNIT


def to_json(values: Iterable[Any]) -> str:
    """Return values as a JSON array, for a column or for ``json_each``; of a mapping, its keys.

    ``json_each`` takes any number of values, where one ``?`` each would meet SQLite's limit (L29).
    """
    return json.dumps(list(values), ensure_ascii=False, separators=(",", ":"))


def to_object(values: Mapping[str, Any]) -> str:
    """Return values by name as a JSON object."""
    return json.dumps(dict(values), ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Any:  # noqa: ANN401 - whatever the column holds
    """Return what a JSON column holds."""
    return json.loads(text)
