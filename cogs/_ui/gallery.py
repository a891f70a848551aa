"""The photos of a message that was sent: which ones Discord loaded, and files in their places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

import discord
from discord import MediaItemLoadingState as State
from discord import ui

from bot.domain.model import Post
from bot.services.ports import Gallery, Upload
from cogs._ui.address import drawable_url

_FILE = "attachment://"


def read_gallery(message: discord.Message, post: Post) -> Gallery:
    """Return what Discord says of the photos, by the URLs that they have in the post's article.

    A message that says nothing of loading shows its photos, as far as anyone knows.
    """
    names = _file_names(message)
    broken, loading, files = [], [], []
    for item in _items(message.components):
        media = item.media
        if name := names.get(media.attachment_id):
            files.append(name)
        elif media.loading_state is State.not_found:
            broken.append(_photo_url(media.url, post))
        elif media.loading_state in (State.unknown, State.loading) and not media.width:
            loading.append(_photo_url(media.url, post))
    return Gallery(broken=tuple(broken), loading=tuple(loading), files=tuple(files))


def with_replaced(
    message: discord.Message, post: Post, files: Mapping[str, Upload | None]
) -> ui.LayoutView | None:
    """Return a message's own view with files in the places of photos; None if it has none of them.

    Photos keep their order, description and spoiler. A gallery in which none is left goes.
    """
    view = ui.LayoutView.from_message(message, timeout=None)
    view.stop()  # or discord.py would keep it
    names = _file_names(message)
    changed = False
    for part in list(view.walk_children()):
        if isinstance(part, ui.MediaGallery):
            kept = [item for item in part.items if files.get(_of(item, post), _KEEP) is not None]
            for item in kept:
                changed |= _place(item, files.get(_of(item, post)), names)
            changed |= len(kept) < len(part.items)
            part.items = kept
            if not kept:
                box: Any = part.parent or view
                box.remove_item(part)
    return view if changed else None


def files_shown(view: ui.LayoutView) -> frozenset[str]:
    """Return the names of the files that a view refers to."""
    galleries = (part for part in view.walk_children() if isinstance(part, ui.MediaGallery))
    urls = (item.media.url for gallery in galleries for item in gallery.items)
    return frozenset(url.removeprefix(_FILE) for url in urls if url.startswith(_FILE))


def as_file(upload: Upload) -> discord.File:
    """Return a file that discord.py sends."""
    return discord.File(BytesIO(upload.content), filename=upload.name)


_KEEP = Upload(name="", content=b"")


def _place(
    item: discord.MediaGalleryItem, upload: Upload | None, names: Mapping[int | None, str]
) -> bool:
    """Let an item show an upload; True if that is new. What came as a file before stays one."""
    if upload is not None:
        item.media = _FILE + upload.name
        return True
    if name := names.get(item.media.attachment_id):
        item.media = _FILE + name
    return False


def _of(item: discord.MediaGalleryItem, post: Post) -> str:
    return "" if item.media.attachment_id else _photo_url(item.media.url, post)


def _photo_url(url: str, post: Post) -> str:
    """Return the URL of the photo that a message shows at a URL, which was repaired (M49)."""
    urls = (photo.url for photo in post.article.photos)
    return next((one for one in urls if drawable_url(one) == url), url)


def _file_names(message: discord.Message) -> dict[int | None, str]:
    return {file.id: file.filename for file in message.attachments}


def _items(components: Iterable[Any]) -> Iterable[discord.MediaGalleryItem]:
    for component in components:
        if isinstance(component, discord.MediaGalleryComponent):
            yield from component.items
        yield from _items(getattr(component, "children", ()))
