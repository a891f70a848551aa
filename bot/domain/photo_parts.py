"""The parts of a picture's address: its directories, the name of its file, its query."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl

from bot.domain.photo_within import HAS_EXTENSION

_MAX_FOLDERS = 40  # looked at, the last ones
_MAX_PAIRS = 40  # of a query
# Widths in whole blocks of a JPEG file, but no years.
BLOCK_WIDTHS = "|".join(str(width) for width in range(144, 2561, 16) if not 1900 <= width < 2040)  # noqa: PLR2004
_MAX_SUFFIXES = 6  # honest names have two or three
_MAX_SUFFIX = 100  # characters
# Ends of file names that say the same, before the extension.
_SIZE_SUFFIX = re.compile(
    r"""
    (?: \.(?:fill|fit|crop|fullres|rendition) | (?<=[_-]\d{3})\.0 | (?<=[_-]\d{4})\.0 | \.v\d{6,} | \.size_\d+x\d+
      | [-_.]?\d{2,4}x\d{2,4}(?:[-_]?c(?:rop)?|@[\w-]+)? | [-_]\d{3,4}x | -scaled | -rotated | -e\d{10,} | @[23]x
      | [-_](?:w|h|s|width|height)?[-_]?\d{3,4}(?:px|w|h) | [-_][wh][-_]?\d{2,4}
      | [-_](?:large|medium|small|thumb|thumbnail|original|full|master|big|xl|xxl|hd|square|landscape|portrait)
      | (?<!img)(?<!dsc)(?<!dscn)(?<!dscf)[-_](?:320|400|480|500|600|640|720|750|768|800|960|10(?:00|24|80)|12[08]0|14[04]0|1536|1600|1920|2048|2560)
      | [-_](?:(?:16|9|21)x(?:9|10|16)|[1-5]x[1-5])(?:[-_](?:xs|sm|md|lg|xl|th|rt))? | (?<=\d)[-_][sml]
      | [-_](?:super|article|thumb|medium)?(?:jumbo|large|wide|standard|square)(?:at\dx)?
      | (?<=_[0-9a-f]{10})_[sqtmnzcbhko] | =[swh]\d{2,4}(?:-[\w-]+)*
    )$
    """,
    re.VERBOSE | re.IGNORECASE,
)
_INNER_EXTENSION = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)[._].*$")


def parts_of(path: str) -> list[str]:
    """Return the directories and the file of a path; of one without end, the last forty."""
    return [part for part in path.rsplit("/", _MAX_FOLDERS)[-_MAX_FOLDERS:] if part]


def pairs_of(query: str) -> list[tuple[str, str]]:
    """Return the names and values of a query; of one without end, the first forty."""
    return parse_qsl("&".join(query.split("&", _MAX_PAIRS)[:_MAX_PAIRS]))


@lru_cache(maxsize=2048)  # asked several times for each picture
def stem(name: str) -> str:
    """Return a file's name without extensions and words of size; lower case."""
    name = _INNER_EXTENSION.sub("", name.lower())
    for _ in range(_MAX_SUFFIXES):
        head, end = name[:-_MAX_SUFFIX], name[-_MAX_SUFFIX:]  # the pattern tries every place
        stripped = head + HAS_EXTENSION.sub("", _SIZE_SUFFIX.sub("", end))
        if not stripped or stripped == name:
            break
        name = stripped
    return name
