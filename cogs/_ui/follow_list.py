"""The names that a person follows, as a list; and what to say where messages are closed to us."""

from __future__ import annotations

from discord import ui

from bot.domain.follow import MAX_FOLLOWS
from bot.domain.text import escape, width
from bot.language import marked, t, tn
from bot.services.following import Followed
from cogs._ui.button import note

NOBODY = marked(
    "**You don’t follow anybody yet.** Follow an actor, a director or a film with `/follow add`, and "
    "I send you a message when a new story names them."
)
CLOSED = marked(
    "⚠️ **The last time I wrote to you, your direct messages were closed to me.** To open them: the "
    "server’s name → **Privacy Settings** → **Direct Messages**. I try again with the next story."
)
_MAX_LIST = 3_000  # UTF-16 units


def follow_list(followed: Followed) -> ui.LayoutView:
    """Build the list, as long as there is room for it."""
    if not followed.follows:
        return note(t(NOBODY))
    box: ui.Container[ui.LayoutView] = ui.Container()
    head = tn("### You follow {n} name", "### You follow {n} names", len(followed.follows))
    box.add_item(ui.TextDisplay(f"{head}\n{_lines(followed)}"))
    if followed.closed:
        box.add_item(ui.Separator()).add_item(ui.TextDisplay(t(CLOSED)))
    foot = t("Up to {most} names. Take one off with `/follow remove`.", most=MAX_FOLLOWS)
    return ui.LayoutView(timeout=None).add_item(box.add_item(ui.TextDisplay(f"-# {foot}")))


def _lines(followed: Followed) -> str:
    shown: list[str] = []
    room = _MAX_LIST
    for follow in followed.follows:
        line = f"- {escape(follow.name)}"
        room -= width(line) + 1
        if room < 0:
            shown.append(t("- … and {n} more", n=len(followed.follows) - len(shown)))
            break
        shown.append(line)
    return "\n".join(shown)
