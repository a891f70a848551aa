"""Which pictures are one although their addresses have different keys.

TWIN_RULES are only likely, so they are asked only where chance is small: of the picture that leads
an article and those that it shows. None names a site.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from bot.domain.photo_key import is_size_segment
from bot.domain.photo_parts import parts_of, stem

_MIN_NAME = 6  # characters of a name that is hardly given twice by chance
_MIN_LONG_NAME = 12  # of one that only a number tells apart
_COMMON = re.compile(
    r"(?:image|photo|picture|img|pic|main|cover|hero|header|lead|teaser|default|original|thumb(?:nail)?|large|"
    r"file|upload|untitled|screenshot|featured|article|content|index|download|unnamed|foto|bild)s?[\W_\d]*"
)
# Where on a page a picture goes; but not "poster" or "cover", which are pictures of their own.
_PLACE = re.compile(
    r"[-_](?:hero|inline|lead|header|featured?|social|share|teaser|crop(?:ped)?|web|mobile|desktop|og)$"
)
# An id by which a database or a file's content names one upload, and the size of a cut.
_ASSET = re.compile(r"([0-9a-f]{24}|[0-9a-f]{32}|[0-9a-f]{40})(?:[-_x]\d{2,4}){0,2}")
_LETTERS = re.compile(r"[a-z]{3}")


class _File(NamedTuple):
    host: str
    folders: tuple[str, ...]
    name: str


def are_twins(one: str, other: str) -> bool:
    """Tell whether two addresses with different keys show one picture all the same.

    For the picture stated for an article and one that it shows.
    """
    return any(_holds(rule, one, other) for rule in TWIN_RULES)


def are_close_twins(lead: str, later: str) -> bool:
    """Tell whether one picture was given twice, for the top of an article and for its text."""
    return any(_holds(rule, lead, later) for rule in CLOSE_RULES)


def _holds(rule: Callable[[_File, _File], bool], one: str, other: str) -> bool:
    try:
        first, second = _file(one), _file(other)
    except ValueError:  # no URL at all
        return False
    return first.host == second.host and rule(first, second)


@lru_cache(maxsize=512)
def _file(url: str) -> _File:
    parts = urlsplit(url)
    *folders, name = parts_of(unquote(parts.path).lower()) or [""]
    kept = tuple(part for part in folders if not is_size_segment(part))
    return _File(".".join((parts.hostname or "").split(".")[-2:]), kept, stem(name))


def _in_another_folder(one: _File, other: _File) -> bool:
    """Tell of /teaser-wide/space-ship.jpg and /teaser/space-ship.jpg, /2031/space-ship.jpg and /2032/….

    Whatever the folder is: a cut, a number that each cut gets, or the day of the upload.
    """
    if one.name != other.name or not _is_telling(one.name, _MIN_NAME):
        return False
    if len(one.folders) != len(other.folders):
        return False
    differing = sum(a != b for a, b in zip(one.folders, other.folders, strict=True))
    return differing == 1


def _uploaded_again(one: _File, other: _File) -> bool:
    """Tell of /space-ship-lead.jpg and /space-ship-lead-1.jpg, as blogs name what is uploaded twice."""
    shorter, longer = sorted((one.name, other.name), key=len)
    return (
        one.folders == other.folders
        and _is_telling(shorter, _MIN_LONG_NAME)
        and not shorter[-1].isdecimal()
        and longer in {f"{shorter}1", f"{shorter}-1"}
    )


def _uploaded_anew(one: _File, other: _File) -> bool:
    """Tell of /space-ship-lead-1.jpg before /space-ship-lead.jpg; the other way round they are a series."""
    return len(one.name) > len(other.name) and _uploaded_again(one, other)


def _for_another_place(one: _File, other: _File) -> bool:
    """Tell of /space-ship-hero.jpg and /space-ship-inline.jpg."""
    names = {_PLACE.sub("", file.name) for file in (one, other)}
    is_same = one.folders == other.folders and one.name != other.name and len(names) == 1
    return is_same and _is_telling(names.pop(), _MIN_LONG_NAME)


def _of_one_asset(one: _File, other: _File) -> bool:
    """Tell of /5355bcd169bedd0334bfeb94/space.jpg and /5355bcd169bedd0334bfeb94-1200-900/ship.jpg."""
    ids = [_asset(file.folders) for file in (one, other)]
    return ids[0] is not None and ids[0] == ids[1]


def _asset(folders: tuple[str, ...]) -> str | None:
    last = _ASSET.fullmatch(folders[-1]) if folders else None
    return last[1] if last else None


def _is_telling(name: str, length: int) -> bool:
    return len(name) >= length and bool(_LETTERS.search(name)) and not _COMMON.fullmatch(name)


_Rule = Callable[[_File, _File], bool]
CLOSE_RULES: tuple[_Rule, ...] = (_uploaded_anew, _for_another_place)
TWIN_RULES: tuple[_Rule, ...] = (
    _in_another_folder,
    _of_one_asset,
    _uploaded_again,
    _for_another_place,
)
