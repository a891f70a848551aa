"""The photos of a message that was sent: which ones Discord loaded, and files in their places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import unquote, urlsplit

import discord
from discord import MediaItemLoadingState as State
from discord import ui

from bot.domain.model import Photo, Post
from bot.services.ports import Gallery, Upload
from cogs._ui.address import drawable_url
from cogs._ui.credit import with_credits

_FILE = "attachment://"
_Box = ui.Container[ui.LayoutView] | ui.LayoutView


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A file of a message that stays through an edit, which has to name it."""

    id: int
    name: str

    def to_dict(self) -> dict[str, Any]:
        """Return what an edit says of it; discord.py asks for this."""
        return {"id": self.id, "filename": self.name}


def read_gallery(message: discord.Message, post: Post) -> Gallery:
    """Return what Discord says of the photos, by the URLs that they have in the post's article.

    A message that says nothing of loading shows its photos, as far as anyone knows.
    """
    broken, loading, files = [], [], []
    for item in _items(message.components):
        media = item.media
        if media.attachment_id:
            files.append(_file_name(media))
        elif media.loading_state is State.not_found:
            broken.append(_photo(item, post).url)
        elif media.loading_state in (State.unknown, State.loading) and not media.width:
            loading.append(_photo(item, post).url)
    return Gallery(broken=tuple(broken), loading=tuple(loading), files=tuple(files))


def with_replaced(
    message: discord.Message, post: Post, files: Mapping[str, Upload | None]
) -> ui.LayoutView | None:
    """Return a message's own view with files in the places of photos; None if it has none of them.

    Photos keep their order, description and spoiler. Where some go, the places that the credits
    name are counted anew; a gallery in which none is left goes.
    """
    view = ui.LayoutView.from_message(message, timeout=None)
    view.stop()  # or discord.py would keep it
    boxes: list[_Box] = [view, *(part for part in view.children if isinstance(part, ui.Container))]
    changed = [
        _mend(part, box, post, files)
        for box in boxes
        for part in list(box.children)
        if isinstance(part, ui.MediaGallery)
    ]
    return view if any(changed) else None


def files_of(message: discord.Message) -> list[KeptFile]:
    """Return the files that a message shows: Discord names them in its components only."""
    media = [item.media for item in _items(message.components)]
    return [
        KeptFile(id=one.attachment_id, name=_file_name(one)) for one in media if one.attachment_id
    ]


def files_shown(view: ui.LayoutView) -> frozenset[str]:
    """Return the names of the files that a view refers to."""
    galleries = (part for part in view.walk_children() if isinstance(part, ui.MediaGallery))
    urls = (item.media.url for gallery in galleries for item in gallery.items)
    return frozenset(url.removeprefix(_FILE) for url in urls if url.startswith(_FILE))


def keep_files(view: ui.LayoutView) -> None:
    """Let a message's own view refer to the files that came with it, as an edit has to."""
    for part in view.walk_children():
        for item in part.items if isinstance(part, ui.MediaGallery) else ():
            _place(item, None)


def as_file(upload: Upload) -> discord.File:
    """Return a file that discord.py sends."""
    return discord.File(BytesIO(upload.content), filename=upload.name)


_KEEP = Upload(name="", content=b"")


def _mend(
    gallery: ui.MediaGallery[Any], box: _Box, post: Post, files: Mapping[str, Upload | None]
) -> bool:
    """Put files into the places of a gallery's photos; tell whether that changed anything."""
    photos = [(item, _photo(item, post)) for item in gallery.items]
    kept = [
        (item, photo)
        for item, photo in photos
        if item.media.attachment_id or files.get(photo.url, _KEEP) is not None
    ]
    placed = [_place(item, files.get(photo.url)) for item, photo in kept]
    if len(kept) < len(photos):
        _renew_credits(box, gallery, [photo for _, photo in kept])
        gallery.items = [item for item, _ in kept]
        if not kept:
            box.remove_item(gallery)
    return any(placed) or len(kept) < len(photos)


def _place(item: discord.MediaGalleryItem, upload: Upload | None) -> bool:
    """Let an item show an upload; True if that is new. What came as a file before stays one."""
    if item.media.attachment_id:
        item.media = _FILE + _file_name(item.media)
        return False
    if upload is not None:
        item.media = _FILE + upload.name
    return upload is not None


def _renew_credits(box: _Box, gallery: ui.MediaGallery[Any], photos: Sequence[Photo]) -> None:
    """Write the credits below a gallery for the photos that stay: their places moved."""
    parts = list(box.children)
    for part in parts[parts.index(gallery) + 1 :]:
        if isinstance(part, ui.TextDisplay):
            part.content = with_credits(part.content, photos)
            if not part.content:
                box.remove_item(part)


def _photo(item: discord.MediaGalleryItem, post: Post) -> Photo:
    """Return the photo of the article that an item shows, by its URL, which was repaired (M49).

    One that the article has no longer is known by its URL alone.
    """
    media = item.media
    if media.attachment_id:
        name = _file_name(media)
        urls = {url for url, file in post.files.items() if file == name}
        found = (photo for photo in post.article.photos if photo.url in urls)
    else:
        shown = {media.url, drawable_url(media.url)}
        found = (photo for photo in post.article.photos if drawable_url(photo.url) in shown)
    return next(found, Photo(url=media.url))


def _file_name(media: discord.UnfurledMediaItem) -> str:
    return unquote(urlsplit(media.url).path.rpartition("/")[2])


def _items(components: Iterable[Any]) -> Iterable[discord.MediaGalleryItem]:
    for component in components:
        if isinstance(component, discord.MediaGalleryComponent):
            yield from component.items
        yield from _items(getattr(component, "children", ()))
