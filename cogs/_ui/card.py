"""The card: a story as it stands in a channel, in Discord's Components V2.

Whatever an article holds, its card stays within Discord's limits (M48): each part is cut to its
own, and the summary to what the others leave of 4,000 characters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zlib import crc32

from discord import ui

from bot.domain.card_look import most_photos
from bot.domain.model import TEXT_ONLY, Article, Report
from bot.domain.setting import DEFAULTS, Look, Settings
from bot.domain.spoiler import with_spoilers
from bot.domain.text import width
from bot.language import t
from cogs._ui.address import MAX_BUTTON_URL, safe_url
from cogs._ui.card_photo import beside, gallery, placed_photos
from cogs._ui.card_text import bare_text, foot, head
from cogs._ui.mention import MAX_MENTION, mention_of
from cogs._ui.points import MAX_LINE, points_line
from cogs._ui.reports import MAX_LINE as MAX_REPORTS
from cogs._ui.reports import reports_line
from cogs._ui.story_id import ADD, RELATED, custom_id

_MAX_TEXT = 4_000

# One colour for each outlet, so that the eye learns them: marquee, velvet, night sky, …
_ACCENTS = (0xE5A823, 0xB3243B, 0x3D5A98, 0x2F8F83, 0x8E5BA6, 0xD9673B, 0x4C8C4A, 0xC2557F)


def build_card(
    article: Article,
    *,
    story_id: int,
    settings: Settings = DEFAULTS,
    plainness: int = 0,
    points: int | None = None,
    reports: Sequence[Report] = (),
    files: Mapping[str, str | None] | None = None,
    mention: int | None = None,
) -> ui.LayoutView:
    """Build the message of a story.

    ``settings`` are those of its subscription. ``points`` are named unless they are None; for the
    lines that come with the first vote and with other outlets' ``reports`` there is room.
    ``files`` and ``mention`` are those of a Post: what stands in for some of the photos' URLs, and
    the role that is named before all else. ``plainness`` is
    that of a Post: what Discord called malformed is sent again with one photo, then none, then as
    bare text (L23). The view listens to nothing: its buttons are answered by the DynamicItems of
    their ids, now and after any restart (M54), at no memory per message.
    """
    view = ui.LayoutView(timeout=None)
    buttons = _buttons(article, story_id, plainness)
    if mention is not None:
        view.add_item(ui.TextDisplay(mention_of(mention)))
    if plainness >= TEXT_ONLY:
        view.add_item(ui.TextDisplay(bare_text(article))).add_item(buttons)
    else:
        box = build_container(
            article,
            settings=settings,
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
    settings: Settings = DEFAULTS,
    plainness: int = 0,
    points: int | None = None,
    reports: Sequence[Report] = (),
    buttons: ui.ActionRow[ui.LayoutView] | None = None,
    files: Mapping[str, str | None] | None = None,
) -> ui.Container[ui.LayoutView]:
    """Build the card's frame, for a message that holds more than the card (a preview)."""
    most = most_photos(settings.look, plainness)
    photos = placed_photos(with_spoilers(article), most=most, files=files or {})
    own = foot(article, [one.photo for one in photos])
    lines = [own, reports_line(reports), points_line(points) if points is not None else ""]
    kept_free = width(own) + MAX_REPORTS + MAX_LINE + MAX_MENTION
    above = head(article, room=_MAX_TEXT - kept_free, summary=settings.summary)
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=_accent(article, settings))
    if photos and settings.look is Look.COMPACT:
        box.add_item(beside(above, photos[0]))
    else:
        box.add_item(ui.TextDisplay(above))
        if photos:
            box.add_item(gallery(photos))
    if below := "\n".join(line for line in lines if line):
        box.add_item(ui.TextDisplay(below))
    if buttons is not None:
        box.add_item(buttons)
    return box


def _accent(article: Article, settings: Settings) -> int:
    if settings.accent is not None:
        return settings.accent
    return _ACCENTS[crc32(article.outlet.encode(errors="replace")) % len(_ACCENTS)]


def _buttons(article: Article, story_id: int, plainness: int) -> ui.ActionRow[ui.LayoutView]:
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow(
        ui.Button(label=t("Add to Collection"), custom_id=custom_id(ADD, story_id)),
    )
    if not article.digest:
        row.add_item(ui.Button(label=t("Related"), custom_id=custom_id(RELATED, story_id)))
    url = safe_url(article.link, limit=MAX_BUTTON_URL)
    if url and plainness < TEXT_ONLY:
        row.add_item(ui.Button(label=t("Read"), url=url))  # Discord draws the arrow itself
    return row
