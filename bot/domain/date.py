"""Dates as feeds write them: RFC 822, ISO 8601, and what people make of these.

A date that can't be believed is no date: a story without one is shown without one (L19, S43).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from bot.domain.date_word import AFTERNOON, MONTHS, MORNING, ZONE_HOURS, fold

EARLIEST_YEAR = 1990  # the web is no older: what is before is a zero or a wrong unit
LONGEST = 120

_CJK_AFFIX = re.compile(r"(?<=\d)\s*[年년月월]\s*")
_SPOKEN_TIME = re.compile(
    r"(?<![\d.])(\d{1,2})(?:h|\.(?=\d\d\s*uhr)|(?<=kl\.\s\d\d)\.)(\d{2})(?!\d)", re.IGNORECASE
)
_CJK_TIME = re.compile(r"(\d{1,2})\s*[시時时点]\s*(\d{1,2})\s*[분分]\s*(?:(\d{1,2})\s*[초秒])?")
_HALF_DAY = re.compile(r"(오전|오후|午前|午後|上午|下午)")
_DAY_END = re.compile(r"(?<=\d)\s*[日일号]")
_COMPACT = re.compile(r"(?:19|20)\d{6}(?:T?\d{4}(?:\d{2})?)?(?:Z|[+-]\d{4})?")
_EPOCH = re.compile(r"\d{9,10}(?:\.\d+)?|\d{12,13}")
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])\s?(\d{1,2})\2\s?(\d{1,2})(?!\d)\.?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(\d{4})(?!\d)")
# Two digits for the year: with dots or slashes the day comes first; with hyphens no one can tell.
_SHORT_YEAR = re.compile(r"(?<!\d)(\d{1,2})([/.])(\d{1,2})\2(\d{2})(?![\d.])")
_TIME = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?")
_AMERICAN_CLOCK = re.compile(r"\d\s*[AP]M\b")
_OFFSET = re.compile(r"(?:(?<=GMT)|(?<=UTC)|(?<!\S))\s*([+-])(\d{1,2}):?(\d{2})?(?![\d:])")
_REGION = re.compile(r"[A-Za-z_]+/[A-Za-z_/]+|[A-Z]{3}\d[A-Z]{3}")
_MARKS = "\u0300-\u036f\u0900-\u0dff"  # accents and vowel signs, which no class of letters has
_WORD = re.compile(rf"\d+|[^\W\d_](?:[^\W\d_]|[{_MARKS}])*")


@dataclass(slots=True)
class _Found:
    """What was recognised so far, and the text that is left to look at."""

    rest: str
    day: tuple[int, int, int] | None = None
    clock: tuple[int, int, int] | None = None
    afternoon: bool | None = None
    zone: tzinfo | None = None


def parse_date(text: str, *, now: datetime, local: tzinfo = UTC) -> datetime | None:
    """Return the moment that a feed's date names, in UTC; None if none can be believed.

    A time without a zone is ``local``, a day without a time is UTC's. One in the future is taken
    as ``now``, and one before 1990, or with impossible numbers, as none (S43). Never raises.
    """
    try:
        found = _read(" ".join(text[:LONGEST].split()), local)
    except (ValueError, OverflowError):
        return None
    if found is None or found.year < EARLIEST_YEAR:
        return None
    return min(found, now)


def _read(text: str, local: tzinfo) -> datetime | None:
    if _COMPACT.fullmatch(text):
        text = _spread(text)
    elif _EPOCH.fullmatch(text):
        return _from_epoch(float(text))
    found = _Found(rest=_SPOKEN_TIME.sub(r"\1:\2", _without_cjk(text)))
    _take_numeric_day(found)
    _take_clock(found)
    _take_zone(found)
    if found.day is None:
        _take_worded_day(found)
    return _moment(found, local)


def _from_epoch(number: float) -> datetime:
    is_milliseconds = number > 1e11  # noqa: PLR2004  # in seconds that is the year 5138
    return datetime.fromtimestamp(number / 1000 if is_milliseconds else number, tz=UTC)


def _spread(text: str) -> str:
    """Turn 20190521T103000Z into 2019-05-21 10:30:00 Z."""
    digits = re.match(r"[\dT]+", text)
    end = digits.end() if digits else len(text)
    number, zone = text[:end].replace("T", ""), text[end:]
    clock = ":".join(number[place : place + 2] for place in range(8, len(number), 2))
    return f"{number[:4]}-{number[4:6]}-{number[6:8]} {clock} {zone}"


def _without_cjk(text: str) -> str:
    """Write 2019年5月21日 午後3時04分 as 2019-5-21 午後 3:04."""
    text = _CJK_TIME.sub(lambda m: f"{m[1]}:{int(m[2]):02}:{int(m[3] or 0):02}", text)
    text = _DAY_END.sub(" ", _CJK_AFFIX.sub("-", text))
    return _HALF_DAY.sub(r" \1 ", text)


def _take_numeric_day(found: _Found) -> None:
    if match := _YEAR_FIRST.search(found.rest):
        found.day = (int(match[1]), int(match[3]), int(match[4]))
    elif match := _YEAR_LAST.search(found.rest) or _SHORT_YEAR.search(found.rest):
        found.day = (_full_year(match[4]), *_month_and_day(match, found.rest))
    if match:
        found.rest = f"{found.rest[: match.start()]} {found.rest[match.end() :]}"


def _month_and_day(match: re.Match[str], text: str) -> tuple[int, int]:
    """Most of the world writes the day first; America does not, and says so by AM and PM."""
    first, second = int(match[1]), int(match[3])
    is_american = match[2] == "/" and _AMERICAN_CLOCK.search(text) is not None
    month_first = first <= 12 and (second > 12 or is_american)  # noqa: PLR2004
    return (first, second) if month_first else (second, first)


def _take_clock(found: _Found) -> None:
    if match := _TIME.search(found.rest):
        found.clock = (int(match[1]), int(match[2]), int(match[3] or 0))
        found.rest = f"{found.rest[: match.start()]} {found.rest[match.end() :]}"
    words = {word.casefold().strip(".") for word in re.split(r"[\s\d,]+", found.rest)}
    if words & (AFTERNOON | MORNING):
        found.afternoon = bool(words & AFTERNOON)


def _take_zone(found: _Found) -> None:
    if match := _REGION.search(found.rest):
        found.zone = _region(match[0])
    elif match := _OFFSET.search(found.rest):
        size = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        found.zone = timezone(-size if match[1] == "-" else size)
    else:
        found.zone = _named_zone(found.rest)
        return
    found.rest = f"{found.rest[: match.start()]} {found.rest[match.end() :]}"


def _region(name: str) -> timezone | ZoneInfo:
    """Return the zone of "Europe/Berlin" or "PST8PDT" (S43); UTC if the system has none such."""
    try:
        return ZoneInfo(name)
    except (OSError, LookupError):
        return timezone(timedelta(hours=ZONE_HOURS.get(name[:3].casefold(), 0)))


def _named_zone(text: str) -> timezone | None:
    names = [word.casefold() for word in _WORD.findall(text)]
    hours = next((ZONE_HOURS[name] for name in reversed(names) if name in ZONE_HOURS), None)
    return None if hours is None else timezone(timedelta(hours=hours))


def _take_worded_day(found: _Found) -> None:
    """Find "Tue, 21 May 2019", "May 21, 2019", "21 de mayo de 2019" and the like."""
    words = _WORD.findall(found.rest)
    numbers = [word for word in words if word.isdecimal()]
    months = [place for place, word in enumerate(words) if fold(word) in MONTHS]
    if not months or len(numbers) < 2:  # noqa: PLR2004  # a day and a year
        return
    year = next((number for number in numbers if len(number) == 4), numbers[1])  # noqa: PLR2004
    day = next(number for number in numbers if number is not year)
    # The last one beside a number: "mar" before it is a Tuesday in several languages.
    beside = [at for at in months if any(one.isdecimal() for one in words[max(at - 1, 0) : at + 2])]
    month = MONTHS[fold(words[(beside or months)[-1]])]
    found.day = (_full_year(year), month, int(day))


def _full_year(text: str) -> int:
    """Return the year, two digits as RFC 2822 section 4.3 reads them."""
    year = int(text)
    if len(text) <= 2:  # noqa: PLR2004
        return year + (2000 if year < 50 else 1900)  # noqa: PLR2004
    return year


def _moment(found: _Found, local: tzinfo) -> datetime | None:
    if found.day is None:
        return None
    zone = found.zone or (local if found.clock else UTC)
    hour, minute, second = found.clock or (0, 0, 0)
    if found.afternoon is not None and 1 <= hour <= 12:  # noqa: PLR2004
        hour = hour % 12 + (12 if found.afternoon else 0)
    midnight = datetime(*found.day, tzinfo=zone)
    if (hour, minute, second) == (24, 0, 0):  # ISO 8601: the end of the day
        return (midnight + timedelta(days=1)).astimezone(UTC)
    clock = midnight.replace(hour=hour, minute=minute, second=min(second, 59))
    return clock.astimezone(UTC)
