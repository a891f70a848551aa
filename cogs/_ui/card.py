"""The card: a story as it stands in a channel, in Discord's Components V2.

Whatever an article holds, its card stays within Discord's limits (M48): each part is cut to its
own, and the summary to what the others leave of 4,000 characters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zlib import crc32

import discord
from discord import ui

from bot.domain.model import FEWER_PHOTOS, MAX_PHOTOS, NO_PHOTOS, TEXT_ONLY, Article, Photo, Report
from bot.domain.spoiler import with_spoilers
from bot.domain.text import cut, cut_markdown, escape, link, plain, width
from cogs._ui.address import MAX_BUTTON_URL, drawable_url, safe_url
from cogs._ui.credit import alt_text, credit_line
from cogs._ui.origin import origin, outlet_name
from cogs._ui.points import MAX_LINE, points_line
from cogs._ui.reports import MAX_LINE as MAX_REPORTS
from cogs._ui.reports import reports_line
from cogs._ui.story_id import ADD, RELATED, custom_id

_MAX_TEXT = 4_000
_MAX_TITLE = 220
_MAX_TITLE_URL = 1_500
_MAX_SUMMARY = 350
_SPACER = 2  # pixels: counting pictures and blank ones are no photos

# One colour for each outlet, so that the eye learns them: marquee, velvet, night sky, …
_ACCENTS = (0xE5A823, 0xB3243B, 0x3D5A98, 0x2F8F83, 0x8E5BA6, 0xD9673B, 0x4C8C4A, 0xC2557F)


def build_card(
    article: Article,
    *,
    story_id: int,
    plainness: int = 0,
    points: int | None = None,
    reports: Sequence[Report] = (),
    files: Mapping[str, str | None] | None = None,
) -> ui.LayoutView:
    """Build the message of a story.

    ``points`` are named unless they are None; for the lines that come with the first vote and with
    other outlets' ``reports`` there is room.
    ``files`` are those of a Post: what stands in for some of the photos' URLs. ``plainness`` is
    that of a Post: what Discord called malformed is sent again with one photo, then none, then as
    bare text (L23). The view listens to nothing: its buttons are answered by the DynamicItems of
    their ids, now and after any restart (M54), at no memory per message.
    """
    view = ui.LayoutView(timeout=None)
    buttons = _buttons(article, story_id, plainness)
    if plainness >= TEXT_ONLY:
        view.add_item(ui.TextDisplay(_bare_text(article))).add_item(buttons)
    else:
        box = build_container(
            article,
            plainness=plainness,
            points=points,
            reports=reports,
            buttons=buttons,
            files=files,
        )
        view.add_item(box)
    view.stop()  # or discord.py would keep it for each message
    return view


def build_container(
    article: Article,
    *,
    plainness: int = 0,
    points: int | None = None,
    reports: Sequence[Report] = (),
    buttons: ui.ActionRow[ui.LayoutView] | None = None,
    files: Mapping[str, str | None] | None = None,
) -> ui.Container[ui.LayoutView]:
    """Build the card's frame, for a message that holds more than the card (a preview)."""
    photos = _shown_photos(with_spoilers(article), plainness, files or {})
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=_accent(article.outlet))
    own = _foot(article, photos)
    lines = [own, reports_line(reports), points_line(points) if points is not None else ""]
    foot = "\n".join(line for line in lines if line)
    kept_free = width(own) + MAX_REPORTS + MAX_LINE
    box.add_item(ui.TextDisplay(_head(article, room=_MAX_TEXT - kept_free)))
    if photos:
        box.add_item(_gallery(photos))
    if foot:
        box.add_item(ui.TextDisplay(foot))
    if buttons is not None:
        box.add_item(buttons)
    return box


def _accent(outlet: str) -> int:
    return _ACCENTS[crc32(outlet.encode(errors="replace")) % len(_ACCENTS)]


def _title(article: Article) -> str:
    """Return a title for everybody, also where the feed has none (S47)."""
    title = cut(plain(article.title), _MAX_TITLE)
    outlet = outlet_name(article)
    return title or (f"New from {outlet}" if outlet else "A new story")


def _head(article: Article, *, room: int) -> str:
    """Return the linked title and the summary; of a digest (L28), as much as there is room for."""
    title, url = _title(article), safe_url(article.link, limit=_MAX_TITLE_URL)
    heading = f"### {link(title, url) if url else escape(title)}"
    longest = room - width(heading) - 1
    summary = cut_markdown(
        article.summary.strip(), longest if article.digest else min(longest, _MAX_SUMMARY)
    )
    return f"{heading}\n{summary}" if summary else heading


def _shown_photos(
    article: Article, plainness: int, files: Mapping[str, str | None]
) -> list[tuple[str, Photo]]:
    """Return the photos that Discord can draw, each once, with their places (M49)."""
    if plainness >= NO_PHOTOS:
        return []
    shown: dict[str, Photo] = {}
    for photo in article.photos:
        url = drawable_url(photo.url)
        if url is not None and not _is_spacer(photo):
            shown.setdefault(url, photo)
    most = 1 if plainness >= FEWER_PHOTOS else MAX_PHOTOS
    placed = ((_place(url, photo, files), photo) for url, photo in list(shown.items())[:most])
    return [(place, photo) for place, photo in placed if place]


def _place(url: str, photo: Photo, files: Mapping[str, str | None]) -> str | None:
    """Return where Discord finds a photo: at its URL, or in the file that stands in for it."""
    if photo.url not in files:
        return url
    name = files[photo.url]
    return name and f"attachment://{name}"


def _is_spacer(photo: Photo) -> bool:
    return any(size is not None and size <= _SPACER for size in (photo.width, photo.height))


def _gallery(photos: Sequence[tuple[str, Photo]]) -> ui.MediaGallery[ui.LayoutView]:
    items = (
        discord.MediaGalleryItem(url, description=alt_text(photo), spoiler=photo.sensitive)
        for url, photo in photos
    )
    return ui.MediaGallery(*items)


def _foot(article: Article, photos: Sequence[tuple[str, Photo]]) -> str:
    """Return the small print: credits, and where it is from."""
    small = [credit_line([photo for _, photo in photos]), origin(article)]
    return "\n".join(f"-# {line}" for line in small if line)


def _bare_text(article: Article) -> str:
    """Return what no check of Discord's can find a fault in."""
    where = origin(article, with_links=False)
    return "\n".join(part for part in (f"**{escape(_title(article))}**", where) if part)


def _buttons(article: Article, story_id: int, plainness: int) -> ui.ActionRow[ui.LayoutView]:
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow(
        ui.Button(label="Add to Collection", custom_id=custom_id(ADD, story_id)),
    )
    if not article.digest:
        row.add_item(ui.Button(label="Related", custom_id=custom_id(RELATED, story_id)))
    url = safe_url(article.link, limit=MAX_BUTTON_URL)
    if url and plainness < TEXT_ONLY:
        row.add_item(ui.Button(label="Read", url=url))  # Discord draws the arrow itself
    return row
