"""The small texts of a feed, cleaned: titles, names, guids, links."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from urllib.parse import urljoin, urlsplit

from bot.domain.text import cut
from bot.web.html.text import to_text

MAX_TITLE = 500
MAX_SUMMARY = 2000
MAX_CATEGORIES = 25
MAX_CATEGORY = 100
MAX_NAME = 300  # one author, and all of an entry's together

_MAX_NAMES = 30  # looked at in one entry; what is more is a list of something else
_LONGEST_LINK = 8000  # what RFC 9110, section 4.1, asks every server and reader to take

_LONGEST_MARKUP = 8 * MAX_TITLE  # of a title, with tags and entities
_BREAK = re.compile(r"<(?:br|p|/p|/div)\b[^<>]*>", re.IGNORECASE)
_EMAIL = re.compile(r"[<(]?\s*(?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+\s*[>)]?")
_BY = re.compile(r"^(?i:by|von|par|por|di|text:|words by)\s+(?=[^\W\d_a-z])")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


def clean_title(text: str) -> str:
    """Return a title as plain text, without markup and with doubly encoded entities resolved.

    "AT&amp;amp;T" becomes "AT&T"; "5 < 6" stays (S46). At most 500 characters.
    """
    return to_text(_BREAK.sub(" ", text[:_LONGEST_MARKUP]))[:MAX_TITLE]


def clean_guid(text: str | None) -> str | None:
    """Return a guid without white space around it; None for an empty one."""
    return (text or "").strip()[:2000] or None


def clean_author(names: Iterable[str]) -> str | None:
    """Return names without addresses, joined by commas; None if nothing is left."""
    first = (name[:MAX_NAME] for name in islice(names, _MAX_NAMES))
    bare = (clean_title(_EMAIL.sub(" ", name)).strip(" ()<>,;") for name in first)
    cleaned = (_BY.sub("", name) for name in bare)
    return cut(", ".join(dict.fromkeys(name for name in cleaned if name)), MAX_NAME) or None


def clean_categories(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names of categories, each once, without those that are mere identifiers."""
    cleaned = (cut(clean_title(name), MAX_CATEGORY) for name in islice(names, _MAX_NAMES * 2))
    kept = (name for name in cleaned if name and "://" not in name)
    return tuple(dict.fromkeys(kept))[:MAX_CATEGORIES]


def web_link(address: str | None, base: str) -> str | None:
    """Return an absolute http or https address, or None."""
    if address and len(address) > _LONGEST_LINK:
        return None
    try:
        url = urljoin(base, re.sub(r"\s+", "", address or ""))
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if address and parts.scheme in {"http", "https"} and parts.netloc else None


def clean_language(text: str | None) -> str | None:
    """Return a language tag such as "en" or "pt-BR", or None for what is none."""
    match = _LANGUAGE.fullmatch((text or "").strip())
    return match[0].replace("_", "-") if match else None
