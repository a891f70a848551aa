"""The weekly digest as it stands in a channel, in Discord's Components V2."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.domain.model import Photo
from bot.domain.text import cut, escape, link, width
from bot.domain.weekly import Week
from bot.language import t, tn
from bot.services.digests import Digest, Ranked
from bot.services.ports import Upload
from cogs._ui.address import safe_url
from cogs._ui.credit import MAX_ALT, credit_line
from cogs._ui.digest_id import custom_id
from cogs._ui.headline import SUREST_FIRST, headline, post_url
from cogs._ui.origin import outlet_name
from cogs._ui.points import points_line
from cogs._ui.words import isolated, number

PICTURE = "the-weeks-best.jpg"

_GOLD = 0xF5C542
_MAX_TEXT = 4_000
_MAX_OUTLET = 40
_MAX_URLS = (400, 200, 120, 0)  # of the titles' links; tried until all fits
_MAX_ALT_TITLE = 80
_MEDALS = {1: "🥇", 2: "🥈", 3: "🥉"}


def build_digest(digest: Digest, *, picture: bool, note: str = "") -> ui.LayoutView:
    """Build the message of a digest; with ``picture`` it refers to the file PICTURE.

    ``note`` is small print above it. The view listens to nothing: its button is answered by the
    DynamicItem of its id, now and after any restart (M54).
    """
    view = ui.LayoutView(timeout=None)
    if note:
        view.add_item(ui.TextDisplay(note))
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=_GOLD)
    head, foot = _head(digest), _credits(digest.stories) if picture else ""
    box.add_item(ui.TextDisplay(head))
    if picture:
        box.add_item(_gallery(digest.stories))
    room = _MAX_TEXT - sum(map(width, (note, head, foot)))
    box.add_item(ui.TextDisplay(_list(digest.stories, room=room)))
    if foot:
        box.add_item(ui.TextDisplay(foot))
    box.add_item(ui.ActionRow(more_button(digest.week)))
    view.add_item(box)
    view.stop()  # or discord.py would keep it for each message
    return view


def build_more(week: Week, stories: Sequence[Ranked]) -> ui.LayoutView:
    """Build what the button shows: the best of a week as it stands now."""
    head = f"### {t('The week as it stands now')}\n{_dates(week)}"
    listed = _list(stories, room=_MAX_TEXT - width(head))
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=_GOLD)
    box.add_item(ui.TextDisplay(head))
    box.add_item(ui.TextDisplay(listed or t("No story of that week that you can see has points.")))
    return ui.LayoutView(timeout=None).add_item(box)


def more_button(week: Week) -> ui.Button[Any]:
    """Return the button below a digest."""
    return ui.Button(
        label=t("More of this week"),
        style=discord.ButtonStyle.secondary,
        custom_id=custom_id(week),
    )


def picture_file(picture: bytes) -> Upload:
    """Return a digest's picture as the file that its message refers to."""
    return Upload(name=PICTURE, content=picture)


def _head(digest: Digest) -> str:
    return f"## {t('The week’s best')}\n{_dates(digest.week)}"


def _dates(week: Week) -> str:
    since, until = (discord.utils.format_dt(moment, "D") for moment in week)
    return f"-# {since} – {until} · {t(SUREST_FIRST)}"


def _gallery(stories: Sequence[Ranked]) -> ui.MediaGallery[ui.LayoutView]:
    item = discord.MediaGalleryItem(f"attachment://{PICTURE}", description=_alt(stories))
    return ui.MediaGallery(item)


def _alt(stories: Sequence[Ranked]) -> str:
    """Return what a screen reader says of the picture; its credits stand below the list."""
    named = (
        f"{one.rank}. {cut(headline(one.post.article), _MAX_ALT_TITLE)}, {_points(one.points)}"
        for one in stories
    )
    told = t("The week’s best stories by their photos: {stories}", stories="; ".join(named))
    return cut(told, MAX_ALT)


def _points(points: int) -> str:
    return tn("{n} point", "{n} points", points, n=number(points))


def _credits(stories: Sequence[Ranked]) -> str:
    """Return who made the photos of the picture, by their ranks there."""
    line = credit_line([one.photo or Photo(url="") for one in stories])
    return f"-# {line}" if line else ""


def _list(stories: Sequence[Ranked], *, room: int) -> str:
    """Return the stories, with links as long as there is room for; the last ones may go."""
    for count in range(len(stories), 0, -1):
        for longest in _MAX_URLS:
            text = "\n".join(_entry(one, longest) for one in stories[:count])
            if width(text) <= room:
                return text
    return ""


def _entry(one: Ranked, longest_url: int) -> str:
    """Return a story's two lines; without a link of its own its title leads to its post."""
    article, there = one.post.article, _post_url(one)
    url = safe_url(article.link, limit=longest_url) if longest_url else None
    outlet = escape(cut(outlet_name(article), _MAX_OUTLET))
    post = url and t("[see the post]({url})", url=there)
    small = (points_line(one.points), outlet and isolated(outlet), post)
    medal = _MEDALS.get(one.rank, f"**{one.rank}.**")
    return f"{medal} {isolated(link(headline(article), url or there))}\n-# {' · '.join(part for part in small if part)}"


def _post_url(one: Ranked) -> str:
    post = one.post
    return post_url(post.guild_id, post.place_id, post.message_id) or ""
