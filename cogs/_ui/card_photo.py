"""The photos of a card: which of them Discord can draw, in a gallery or beside the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import discord
from discord import ui

from bot.domain.model import Article, Photo
from cogs._ui.address import drawable_url
from cogs._ui.credit import alt_text

_SPACER = 2  # pixels: counting pictures and blank ones are no photos


class PlacedPhoto(NamedTuple):
    """A photo and where Discord finds it: at its URL, or in the file that stands in for it."""

    place: str
    photo: Photo


def placed_photos(
    article: Article, *, most: int, files: Mapping[str, str | None]
) -> list[PlacedPhoto]:
    """Return the photos that Discord can draw, each once, with their places (M49)."""
    shown: dict[str, Photo] = {}
    for photo in article.photos:
        url = drawable_url(photo.url)
        if url is not None and not _is_spacer(photo):
            shown.setdefault(url, photo)
    placed = ((_place(url, photo, files), photo) for url, photo in list(shown.items())[:most])
    return [PlacedPhoto(place, photo) for place, photo in placed if place]


def gallery(photos: Sequence[PlacedPhoto]) -> ui.MediaGallery[ui.LayoutView]:
    """Return the photos side by side."""
    items = (
        discord.MediaGalleryItem(place, description=alt_text(photo), spoiler=photo.sensitive)
        for place, photo in photos
    )
    return ui.MediaGallery(*items)


def beside(text: str, shown: PlacedPhoto) -> ui.Section[ui.LayoutView]:
    """Return a text with a small photo to its right."""
    small: ui.Thumbnail[ui.LayoutView] = ui.Thumbnail(
        shown.place, description=alt_text(shown.photo), spoiler=shown.photo.sensitive
    )
    return ui.Section(ui.TextDisplay(text), accessory=small)


def _place(url: str, photo: Photo, files: Mapping[str, str | None]) -> str | None:
    if photo.url not in files:
        return url
    name = files[photo.url]
    return name and f"attachment://{name}"


def _is_spacer(photo: Photo) -> bool:
    return any(size is not None and size <= _SPACER for size in (photo.width, photo.height))
