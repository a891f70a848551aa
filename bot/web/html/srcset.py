"""The addresses in a srcset, with what they say of their size."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_MAX_SRCSET = 20_000  # characters
_DESCRIPTOR = re.compile(r"([\d.]+)([wx])")
_BASE_DENSITY = 600  # pixels that "1x" is taken for where no width is stated
_MAX_WIDTH = 20_000


class Listed(NamedTuple):
    """An address in a srcset, with its width in pixels; that of a density is a guess."""

    address: str
    width: int | None = None
    density: float | None = None


def parse_srcset(value: str) -> Iterator[tuple[str, int | None]]:
    """Yield (address, width in pixels) of a srcset; commas inside addresses are kept."""
    for one in listed(value):
        guess = int(_BASE_DENSITY * one.density) if one.density else None
        yield one.address, one.width or guess


def listed(value: str) -> Iterator[Listed]:
    """Yield what a srcset lists; commas inside addresses are kept."""
    spaced = re.sub(r",(?=(?:https?:)?//)", ", ", value.strip()[:_MAX_SRCSET])
    for address, descriptor in _candidates(spaced):
        match = _DESCRIPTOR.fullmatch(descriptor)
        number = _number(match[1]) if match else None
        if not number:
            yield Listed(address)
        elif descriptor.endswith("w"):
            yield Listed(address, width=int(number))
        else:
            yield Listed(address, density=number)


def _candidates(srcset: str) -> Iterator[tuple[str, str]]:
    """Yield each address with its first descriptor, as HTML splits them (section 4.8.4.2.2)."""
    address, descriptor = "", ""
    for word in srcset.split():
        start = word
        if address:
            said, comma, start = word.partition(",")
            descriptor = descriptor or said
            if not comma:
                continue
            yield address, descriptor
        start = start.lstrip(",")
        address, descriptor = start.rstrip(","), ""
        if address != start:
            yield address, ""
            address = ""
    if address:
        yield address, descriptor


def _number(text: str) -> float | None:
    try:
        return min(float(text), _MAX_WIDTH)
    except ValueError:
        return None


def pixels(text: str | None) -> int | None:
    """Return a width or height attribute in pixels; None for none or a percentage."""
    match = re.fullmatch(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*", text or "")
    return int(match[1]) if match else None
