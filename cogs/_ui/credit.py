"""The credit of each photo, in words: below the gallery and at the end of the alt text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import groupby

from bot.domain.model import Photo
from bot.domain.text import cut, escape, plain
from bot.language import t
from cogs._ui.words import isolated

MAX_ALT = 1_024
_MAX_NAME = 120
_MAX_LINE = 600
_CAMERA = "📷"


def credit_line(photos: Sequence[Photo]) -> str:
    """Return who made the photos, as escaped Markdown; empty where no source claims any.

    One name alone when it holds for all; else each name after the places it holds for, in the
    order of the gallery: "1–3 Netflix · 4 Kim Min-ji". A name is one name however it is spaced
    and capitalised, and shown as it stands first. A photo without a credit gets none.
    """
    names: dict[str, str] = {}
    places: dict[str, list[int]] = {}
    for place, photo in enumerate(photos, start=1):
        if name := plain(photo.credit or ""):
            names.setdefault(key := _key(name), cut(name, _MAX_NAME))
            places.setdefault(key, []).append(place)
    if not places:
        return ""
    shown = {key: isolated(escape(name)) for key, name in names.items()}
    if len(places) == 1 and len(next(iter(places.values()))) == len(photos):
        return f"{_CAMERA} {next(iter(shown.values()))}"
    return f"{_CAMERA} " + _joined(f"{_ranges(held)} {shown[key]}" for key, held in places.items())


def with_credits(foot: str, photos: Sequence[Photo]) -> str:
    """Return the small print of a card with the credits of these photos in place of its own."""
    anew = credit_line(photos)
    renewed = (
        anew and f"-# {anew}" if line.startswith(f"-# {_CAMERA} ") else line
        for line in foot.split("\n")
    )
    return "\n".join(line for line in renewed if line)


def _key(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def alt_text(photo: Photo) -> str | None:
    """Return what a screen reader says of a photo, ending in its credit; None if nothing is known.

    Plain text of at most 1,024 characters (M48); a long caption is cut, the credit is not lost.
    A caption that ends in its credit says it once.
    """
    text = plain(photo.caption or "") or plain(photo.alt or "")
    credit = cut(plain(photo.credit or ""), _MAX_NAME)
    if not credit or text.rstrip(" .)]）】").casefold().endswith(credit.casefold()):
        return cut(text, MAX_ALT) or None
    ending = t("Photo: {credit}", credit=credit)
    return f"{cut(text, MAX_ALT - len(ending) * 2 - 3)} — {ending}" if text else ending


def _joined(names: Iterable[str]) -> str:
    """Join as many as there is room for; whoever stays out is counted."""
    kept: list[str] = []
    rest = list(names)
    while rest and sum(map(len, kept)) + len(rest[0]) <= _MAX_LINE:
        kept.append(rest.pop(0))
    return " · ".join([*kept, t("and {n} more", n=len(rest))] if rest else kept)


def _ranges(places: Sequence[int]) -> str:
    """Write 1, 2, 3, 5 as "1–3, 5"."""
    runs = []
    for _, run in groupby(enumerate(places), key=lambda pair: pair[1] - pair[0]):
        first, *others = [place for _, place in run]
        runs.append(f"{first}–{others[-1]}" if others else str(first))
    return ", ".join(runs)
