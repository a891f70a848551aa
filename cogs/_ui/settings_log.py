"""Who changed what, in pages that turn for ever."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, Self

import discord
from discord import ui

from bot.client import NewsreelBot
from bot.domain.audit import Action, AuditEntry
from bot.domain.text import cut, escape
from bot.language import marked, t
from bot.moderator import require_manager
from bot.services.auditing import AuditPage
from cogs._ui.button import LastingButton, note
from cogs._ui.server import server_id
from cogs._ui.turns import MORE, add_turns
from cogs._ui.words import ago

_MAX_SUBJECT = 60
_MAX_VALUE = 80
_MAX_ENTRY = 300

_DONE: Final[Mapping[Action, str]] = {
    Action.FEED_ADDED: marked("added {subject}"),
    Action.FEED_REMOVED: marked("removed {subject}"),
    Action.FEED_RESTORED: marked("took back the removal of {subject}"),
    Action.FEED_PAUSED: marked("paused {subject}"),
    Action.FEED_RESUMED: marked("resumed {subject}"),
    Action.FEED_CHANGED: marked("changed {subject}"),
    Action.FEED_MOVED: marked("moved {subject} to another channel"),
    Action.FEEDS_IMPORTED: marked("imported feeds"),
    Action.IMPORT_UNDONE: marked("took back an import of feeds"),
    Action.HELD_POSTED: marked("had held stories posted"),
    Action.HELD_SKIPPED: marked("skipped held stories"),
    Action.SERVER_CHANGED: marked("changed the server’s settings"),
    Action.VOTES_CHANGED: marked("changed how this server votes"),
    Action.DIGEST_CHANGED: marked("changed The week’s best"),
    Action.STORY_SPLIT: marked("split off {subject}"),
    Action.STORY_JOINED: marked("joined {subject} to another story"),
    Action.JOINING_CHANGED: marked("changed whether outlets share cards"),
    Action.COLLECTION_HIDDEN: marked("hid a collection"),
    Action.COLLECTION_SHOWN: marked("showed a hidden collection again"),
}

_SETTINGS: Final[Mapping[str, str]] = {
    "time_zone": marked("time zone"),
    "language": marked("language"),
    "notice_channel_id": marked("notices"),
    "manager_roles": marked("roles"),
    "up": marked("up"),
    "down": marked("down"),
    "min_account_age": marked("age of accounts, in seconds"),
    "min_membership": marked("time as a member, in seconds"),
    "most_toggles": marked("changes of a vote a minute"),
    "channel": marked("channel"),
    "joins": marked("shared cards"),
    "weekday": marked("day"),
    "hour": marked("hour"),
    "look": marked("look"),
    "summary": marked("summary"),
    "must": marked("must occur"),
    "must_not": marked("must not occur"),
    "mention_role": marked("role to mention"),
    "mention_when": marked("mention only when"),
    "max_per_hour": marked("posts an hour"),
    "quiet": marked("quiet hours"),
    "thread": marked("thread under each post"),
    "publish": marked("publish"),
    "accent": marked("colour"),
    "spoiler_words": marked("spoiler words"),
    "url": marked("address"),
    "stories": marked("stories"),
}


async def log_page(interaction: discord.Interaction[Any], *, page: int = 0) -> ui.LayoutView:
    """Return a page of the server's log as it is now."""
    bot: NewsreelBot = interaction.client
    return log_view(await bot.services.auditing.page(server_id(interaction), page))


def log_view(page: AuditPage) -> ui.LayoutView:
    """Build a page."""
    if not page.entries:
        return note(t("**Nothing was changed yet.** Here stands who changed what, and when."))
    box: ui.Container[ui.LayoutView] = ui.Container()
    box.add_item(ui.TextDisplay(f"### {t('Who changed what')}"))
    box.add_item(ui.TextDisplay("\n".join(map(_line, page.entries))))
    add_turns(box, page.page, page.pages, LogTurn)
    view = ui.LayoutView(timeout=None).add_item(box)
    view.stop()
    return view


def _line(entry: AuditEntry) -> str:
    who = f"<@{entry.user_id}>" if entry.user_id else t("Somebody who is forgotten")
    subject = f"**{escape(cut(entry.subject, _MAX_SUBJECT))}**"
    done = t(_DONE[entry.action], subject=subject)
    changed = " · ".join(_change(entry, name) for name in _names(entry))
    line = f"- {ago(entry.at)} {who} {done}"
    return cut(f"{line}: {changed}" if changed else line, _MAX_ENTRY)


def _names(entry: AuditEntry) -> list[str]:
    """Return the settings that differ, in the order in which they are known."""
    return [
        name
        for name in dict.fromkeys([*entry.before, *entry.after])
        if entry.before.get(name) != entry.after.get(name)
    ]


def _change(entry: AuditEntry, name: str) -> str:
    before, after = (_value(name, side.get(name)) for side in (entry.before, entry.after))
    return f"{t(_SETTINGS.get(name, name))} {before} → {after}"


def _value(name: str, value: object) -> str:
    """Return a value as people know it: channels and roles by their names."""
    if value in (None, "", [], False):
        return t("none")
    if value is True:
        return t("on")
    if form := _FORMS.get(name):
        values = value if isinstance(value, list) else [value]
        return " ".join(form.format(one) for one in values)
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"“{escape(cut(text, _MAX_VALUE))}”"


_FORMS: Final[Mapping[str, str]] = {
    "channel": "<#{}>",
    "notice_channel_id": "<#{}>",
    "mention_role": "<@&{}>",
    "manager_roles": "<@&{}>",
    "accent": "#{:06X}",
}


class LogTurn(LastingButton, template=r"nr:set:log:(?P<page>\d{1,6})"):
    """Turn to a page of the log; the settings page leads to the first."""

    def __init__(self, page: int, label: str = MORE) -> None:
        super().__init__(ui.Button(label=label, custom_id=f"nr:set:log:{page}"))
        self.page = page

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Read the page's number."""
        return cls(int(match["page"]))

    async def act(self, interaction: discord.Interaction[NewsreelBot]) -> None:
        """Show the page in place of the one before."""
        await require_manager(interaction)
        await interaction.response.defer()
        await interaction.edit_original_response(view=await log_page(interaction, page=self.page))
