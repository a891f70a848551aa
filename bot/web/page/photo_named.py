"""Other sizes of a page's photos that only its scripts name, as data for what they draw."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from bot.domain.model import Photo
from bot.domain.photo import photo_key, photo_url
from bot.web.page.scope import Layout

_MAX_SCRIPTS = 150
_MAX_READ = 4_000_000  # characters of scripts
_MAX_NAMED = 1500  # addresses looked at on one page
_ESCAPES = (("\\u002F", "/"), ("\\u002f", "/"), ("\\u0026", "&"), ("\\/", "/"), ('\\"', '"'))
# An address in a string, alone or in a srcset; what ends one can't be in it, so the cost follows the text.
_QUOTED = re.compile(r"""(?<=["'\s,])((?:https?:)?//[^"'\s<>\\]{4,2000}+)""", re.IGNORECASE)
_PICTURE = re.compile(r"\.(?:jpe?g|png|webp)(?:$|[?#/])", re.IGNORECASE)


def named_in_scripts(keys: Collection[str], layout: Layout, base: str) -> Iterator[Photo]:
    """Yield the addresses in scripts that show a picture with one of these keys."""
    for address in _addresses(layout):
        url = photo_url(address, base)
        if url and photo_key(url) in keys:
            yield Photo(url=url)


def _addresses(layout: Layout) -> dict[str, None]:
    found: dict[str, None] = {}
    left = _MAX_READ
    for script in layout.document.css("script:not([src])")[:_MAX_SCRIPTS]:
        text = script.text(deep=True)[:left]
        left -= len(text)
        for written, meant in _ESCAPES:
            text = text.replace(written, meant)
        for match in _QUOTED.finditer(text):
            if len(found) >= _MAX_NAMED:
                return found
            if _PICTURE.search(match[1]):
                found[match[1].rstrip(",")] = None
    return found
