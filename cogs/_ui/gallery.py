"""The photos of a message that was sent: which ones Discord loaded, and files in their places.

They stand in a gallery, or one by itself beside the text, as the card's look has it.
"""

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
_Frame = ui.MediaGallery[Any] | ui.Section[Any]  # what holds photos
_Slot = discord.MediaGalleryItem | ui.Thumbnail[Any]
_Shown = discord.MediaGalleryItem | discord.ThumbnailComponent


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
    name are counted anew; a gallery in which none is left goes, and a text without the photo beside
    it stands by itself.
    """
    view = own_view(message)
    boxes: list[_Box] = [view, *(part for part in view.children if isinstance(part, ui.Container))]
    changed = [
        _mend(part, box, post, files)
        for box in boxes
        for part in list(box.children)
        if isinstance(part, ui.MediaGallery | ui.Section)
    ]
    return view if any(changed) else None


def own_view(message: discord.Message) -> ui.LayoutView:
    """Return what a message shows, to edit it."""
    view = ui.LayoutView.from_message(message, timeout=None)
    view.stop()  # or discord.py would keep it
    small = [part for part in view.walk_children() if isinstance(part, ui.Thumbnail)]
    known = [item for item in _items(message.components) if not _is_of_gallery(item)]
    for part, item in zip(small, known, strict=True):
        part.media = item.media  # of which discord.py keeps the URL alone, not whose file it is
    return view


def files_of(message: discord.Message) -> list[KeptFile]:
    """Return the files that a message shows: Discord names them in its components only."""
    media = [item.media for item in _items(message.components)]
    return [
        KeptFile(id=one.attachment_id, name=_file_name(one)) for one in media if one.attachment_id
    ]


def files_shown(view: ui.LayoutView) -> frozenset[str]:
    """Return the names of the files that a view refers to."""
    urls = (slot.media.url for part in view.walk_children() for slot in _slots(part))
    return frozenset(url.removeprefix(_FILE) for url in urls if url.startswith(_FILE))


def keep_files(view: ui.LayoutView) -> None:
    """Let a message's own view refer to the files that came with it, as an edit has to."""
    for part in view.walk_children():
        for slot in _slots(part):
            _place(slot, None)


def as_file(upload: Upload) -> discord.File:
    """Return a file that discord.py sends."""
    return discord.File(BytesIO(upload.content), filename=upload.name)


_KEEP = Upload(name="", content=b"")


def _slots(part: object) -> Sequence[_Slot]:
    """Return the photos that a part of a message shows itself."""
    if isinstance(part, ui.Section):
        return [part.accessory] if isinstance(part.accessory, ui.Thumbnail) else []
    return part.items if isinstance(part, ui.MediaGallery) else []


def _mend(frame: _Frame, box: _Box, post: Post, files: Mapping[str, Upload | None]) -> bool:
    """Put files into the places of photos; tell whether that changed anything."""
    photos = [(slot, _photo(slot, post)) for slot in _slots(frame)]
    kept = [
        (slot, photo)
        for slot, photo in photos
        if slot.media.attachment_id or files.get(photo.url, _KEEP) is not None
    ]
    placed = [_place(slot, files.get(photo.url)) for slot, photo in kept]
    if len(kept) < len(photos):
        _renew_credits(box, frame, [photo for _, photo in kept])
        _keep_only(box, frame, [slot for slot, _ in kept])
    return any(placed) or len(kept) < len(photos)


def _keep_only(box: _Box, frame: _Frame, slots: Sequence[_Slot]) -> None:
    """Leave only these photos in a frame; an empty frame goes, and the text of a section stays."""
    if isinstance(frame, ui.MediaGallery) and slots:
        frame.items = [slot for slot in slots if isinstance(slot, discord.MediaGalleryItem)]
        return
    parts = list(box.children)
    texts = frame.children if isinstance(frame, ui.Section) else []
    box.clear_items()
    for part in parts:
        for one in texts if part is frame else [part]:
            box.add_item(one)


def _place(item: _Slot, upload: Upload | None) -> bool:
    """Let an item show an upload; True if that is new. What came as a file before stays one."""
    if item.media.attachment_id:
        item.media = _FILE + _file_name(item.media)
        return False
    if upload is not None:
        item.media = _FILE + upload.name
    return upload is not None


def _renew_credits(box: _Box, frame: _Frame, photos: Sequence[Photo]) -> None:
    """Write the credits below a frame for the photos that stay: their places moved."""
    parts = list(box.children)
    for part in parts[parts.index(frame) + 1 :]:
        if isinstance(part, ui.TextDisplay):
            part.content = with_credits(part.content, photos)
            if not part.content:
                box.remove_item(part)


def _photo(item: _Slot | _Shown, post: Post) -> Photo:
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


def _items(components: Iterable[Any]) -> Iterable[_Shown]:
    for component in components:
        if isinstance(component, discord.MediaGalleryComponent):
            yield from component.items
        if isinstance(getattr(component, "accessory", None), discord.ThumbnailComponent):
            yield component.accessory
        yield from _items(getattr(component, "children", ()))


def _is_of_gallery(item: _Shown) -> bool:
    return isinstance(item, discord.MediaGalleryItem)
