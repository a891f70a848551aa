"""Entries and frames cut to what any honest one needs, before feedparser sees them.

Its patterns for names and addresses take time that grows with the square of a text, and its lists
of authors and categories with the square of their number.
"""

from __future__ import annotations

from collections import Counter

from bot.web.feed.element import Element, local_name

_MAX_NAMED = 1000  # characters of an author: name, e-mail address and home page together
_MAX_FIELD = 4000  # of any other field that is no text, with its markup
_MAX_SAME = 100  # fields of one name
_MAX_PARTS = 200  # elements within one field

_TEXTS = frozenset(
    ["description", "summary", "content", "encoded", "body", "div", "info", "abstract"]
)
_NAMES = frozenset(
    ["author", "creator", "contributor", "publisher", "managingeditor", "webmaster", "owner"]
)


def bound(parent: Element) -> None:
    """Cut the fields of an entry, or of the frame with its channel, where they stand."""
    seen: Counter[str] = Counter()
    for field in list(parent):
        name = local_name(field)
        seen[name] += 1
        if seen[name] > _MAX_SAME:
            parent.remove(field)
        elif name == "channel":
            bound(field)
        elif name not in _TEXTS:
            _cut(field, _MAX_NAMED if name in _NAMES else _MAX_FIELD)


def _cut(field: Element, room: int) -> None:
    """Leave the first parts of a field, and as many characters in them as there is room for."""
    for count, part in enumerate(list(field.iter())):
        around = part.getparent()
        if count >= _MAX_PARTS and around is not None:
            around.remove(part)
            continue
        part.text = (part.text or "")[:room]
        room -= len(part.text)
        if part is not field:
            part.tail = (part.tail or "")[:room]
            room -= len(part.tail)
