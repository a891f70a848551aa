"""Notices as they stand in the moderators' channel, in Discord's Components V2."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import discord
from discord import ui

from bot.domain.notice import ACTS, FINAL, Act, Kind, Notice
from bot.domain.text import cut_markdown
from bot.language import marked, t, tn
from cogs._ui.notice_words import ending, heading, is_past, line, words_of
from cogs._ui.permissions import Need

TEMPLATE: Final = r"nr:notice:(?P<act>[a-z]{2,10}):(?P<id>\d{1,18})-(?P<salt>[0-9a-f]{8})"
MOST_LISTED: Final = 10

_RED, _AMBER, _GREEN, _BLUE = 0xD9534F, 0xE5A823, 0x4C8C4A, 0x5B8DEF
_COLOURS = {
    Kind.GONE: _RED,
    Kind.BLOCKED: _RED,
    Kind.CHANNEL_GONE: _RED,
    Kind.BACK: _GREEN,
    Kind.MOVED: _BLUE,
}
_LABELS = {
    Act.CHECK: marked("Check now"),
    Act.FIND: marked("Find its new address"),
    Act.REMOVE: marked("Remove feed"),
    Act.PAUSE: marked("Pause feed"),
    Act.POST: marked("Post the newest"),
    Act.SKIP: marked("Skip them all"),
    Act.TRY: marked("Try now"),
    Act.UNDO: marked("Undo"),
}
_STYLES = {
    Act.POST: discord.ButtonStyle.primary,
    Act.FIND: discord.ButtonStyle.primary,
    Act.REMOVE: discord.ButtonStyle.danger,
}
_MAX_LINE = 330
_MAX_TEXT = 3_600

Lacking = Mapping[int, Sequence[Need]]
"""By channel, the permissions that the bot lacks there now."""


def build_notice(
    notices: Sequence[Notice], *, lacking: Lacking | None = None, done: str = ""
) -> ui.LayoutView:
    """Build the message that tells of these, as they stand now.

    ``done`` says who did what about it. The number of its container tells it from others. The view
    listens to nothing: its buttons are answered by the DynamicItem of their ids (M54).
    """
    first = notices[0]
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=_colour(notices), id=first.marker)
    box.add_item(ui.TextDisplay(_text(notices, lacking or {})))
    if done:
        box.add_item(ui.TextDisplay(f"-# {done}"))
    acts = acts_of(notices)
    if acts:
        box.add_item(ui.ActionRow(*(act_button(act, first) for act in acts)))
    view = ui.LayoutView(timeout=None).add_item(box)
    view.stop()  # or discord.py would keep it for each message
    return view


def acts_of(notices: Sequence[Notice]) -> list[Act]:
    """Return what can be done about these; of several only what can be done about many at once."""
    open_ = [one for one in notices if not one.is_over and one.act not in FINAL]
    found = dict.fromkeys(act for one in open_ for act in ACTS.get(one.kind, ()))
    alone = len(notices) == 1
    return [act for act in found if alone or act in (Act.CHECK, Act.POST, Act.SKIP)]


def act_button(act: Act, notice: Notice) -> ui.Button[Any]:
    """Return the button of an act; its ``custom_id`` names the first notice of the message."""
    return ui.Button(
        label=t(_LABELS[act]),
        style=_STYLES.get(act, discord.ButtonStyle.secondary),
        custom_id=f"nr:notice:{act.value}:{notice.nonce}",
    )


def shows_marker(message: discord.Message, marker: int) -> bool:
    """Tell whether a message is that of a notice, by the number of its container."""
    return any(getattr(one, "id", None) == marker for one in message.components)


def _text(notices: Sequence[Notice], lacking: Lacking) -> str:
    if len(notices) > 1:
        return _list(notices)
    (notice,) = notices
    if is_past(notice):
        return ending(notice)
    words = words_of(notice, lacking.get(notice.subject, ()))
    parts = (words.cause, words.consequence, words.advice)
    text = "\n".join([f"### {words.title}", *(part for part in parts if part)])
    return cut_markdown(text, _MAX_TEXT)


def _list(notices: Sequence[Notice]) -> str:
    shown = notices[:MOST_LISTED]
    rest = len(notices) - len(shown)
    lines = [f"### {heading(notices)}", *(cut_markdown(line(one), _MAX_LINE) for one in shown)]
    if rest:
        lines.append(tn("… and {n} more", "… and {n} more", rest))
    lines.append(t("`/feed list` shows how all feeds do, and what can be done about each."))
    return "\n".join(lines)


def _colour(notices: Sequence[Notice]) -> int:
    if all(map(is_past, notices)):
        return _GREEN
    return _COLOURS.get(notices[0].kind, _AMBER) if len(notices) == 1 else _AMBER
