"""What a person sees on a card of the demo, taken from its message."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import discord

from bot.demo.content import DemoStory, Still

_CREDIT = re.compile(r"^(?P<places>\d[\d–, ]*) (?P<name>.+)$")
_SOURCES = re.compile(r"(?:^| · )Source(?P<many>s?): (?P<names>.*?)(?= · |$)")
_LINK = re.compile(r"\[(?P<name>[^\]]+)\]\((?P<link>[^)]+)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPhoto:
    """A photo as the gallery shows it: its file, whether it is hidden, and what is said of it."""

    file: str
    hidden: bool
    description: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The parts of a card; ``credits`` are one for each photo, None where none is claimed."""

    photos: tuple[ShownPhoto, ...]
    credits: tuple[str | None, ...]
    sources: tuple[tuple[str, str | None], ...]


def card_of(message: discord.Message) -> Card:
    """Read a card."""
    box = message.components[0]
    assert isinstance(box, discord.Container)
    galleries = [one for one in box.children if isinstance(one, discord.MediaGalleryComponent)]
    texts = [one.content for one in box.children if isinstance(one, discord.TextDisplay)]
    items = [item for gallery in galleries for item in gallery.items]
    small = [line[3:] for text in texts for line in text.splitlines() if line.startswith("-# ")]
    return Card(
        photos=tuple(_photo(item) for item in items),
        credits=_credits(small, len(items)),
        sources=_sources(small),
    )


def _photo(item: Any) -> ShownPhoto:
    file = item.media.url.rpartition("/")[2]
    return ShownPhoto(file=file, hidden=item.spoiler, description=item.description)


def _credits(small: list[str], count: int) -> tuple[str | None, ...]:
    line = next((line[2:] for line in small if line.startswith("📷 ")), "")
    if not line:
        return (None,) * count
    found: dict[int, str] = {}
    for part in line.split(" · "):
        match = _CREDIT.match(part)
        places, name = (match["places"], match["name"]) if match else (f"1–{count}", part)
        for run in places.split(", "):
            first, _, last = run.partition("–")
            found |= dict.fromkeys(range(int(first), int(last or first) + 1), name)
    return tuple(found.get(place) for place in range(1, count + 1))


def _sources(small: list[str]) -> tuple[tuple[str, str | None], ...]:
    match = next(filter(None, map(_SOURCES.search, small)), None)
    if match is None:
        return ()
    named = match["names"].split(", ") if match["many"] else [match["names"]]
    links = [(_LINK.fullmatch(name), name) for name in named]
    return tuple((link["name"], link["link"]) if link else (name, None) for link, name in links)


def truth(story: DemoStory, site: str) -> Card:
    """Return the card that a story's lines in the file ask for."""
    stills = story.good_photos
    return Card(
        photos=tuple(
            ShownPhoto(
                file=f"{still.name}.jpg",
                hidden=still.spoiler or "Spoilers" in story.categories,
                description=_said(still),
            )
            for still in stills
        ),
        credits=tuple(still.credit for still in stills),
        sources=tuple((one.name, one.link and site + one.link) for one in story.sources),
    )


def _said(still: Still) -> str:
    return f"{still.caption} — Photo: {still.credit}" if still.credit else still.caption
