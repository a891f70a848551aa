"""Text that may hold markup or characters written as numbers and names: titles, names, credits."""

from __future__ import annotations

import html as entities
import re

from bot.domain.text import plain
from bot.web.html.tree import fragment, text_within

MAX_HTML = 1_000_000  # characters of a fragment; no summary needs more
_MAX_TITLE = 20_000  # characters of a title or name
TAG = re.compile(
    r"</?(?:p|br|a|b|i|em|strong|u|s|div|span|img|ul|ol|li|h[1-6]|sup|sub|small|font|cite|q|mark"
    r"|blockquote|figure|table|script|style|iframe)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)


_NO_CHARACTER = re.compile(r"&#(?:\d{20,}|[xX][0-9a-fA-F]{20,});?")  # int() refuses the longest


def to_text(html: str) -> str:
    """Return the text of a title or name that may hold markup or be encoded twice (S46)."""
    text = unescaped(html[:MAX_HTML])
    if TAG.search(text):
        text = text_within(fragment(text, limit=MAX_HTML), _MAX_TITLE)
    return plain(unescaped(text))


def unescaped(text: str) -> str:
    """Resolve characters written as &amp; or &#38;, but no number that is longer than any has."""
    return entities.unescape(_NO_CHARACTER.sub("", text))
