"""The names of films and people in an article: what is quoted, and words that begin large."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

MOST = 24
_QUOTED = re.compile(
    r"“([^“”]{1,60})”|‘([^‘’]{1,60})’(?!\w)|(?<!\w)'([^']{1,60})'(?!\w)|(?<!\w)\"([^\"]{1,60})\"(?!\w)"
    r"|«([^«»]{1,60})»|《([^《》]{1,60})》|〈([^〈〉]{1,60})〉|「([^「」]{1,60})」|『([^『』]{1,60})』"
)


def names_of(title: str, summary: str = "", categories: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the names in an article, each once, at most MOST."""
    tags = [category for category in categories if " " in category]
    found = [*_quoted(title), *_quoted(summary), *tags]
    return tuple(dict.fromkeys(found))[:MOST]


def _quoted(text: str) -> Iterable[str]:
    for match in _QUOTED.finditer(text):
        yield next(filter(None, match.groups()), "").strip()
