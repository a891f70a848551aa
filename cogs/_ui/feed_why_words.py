"""What became of a story in a channel, in a line."""

from __future__ import annotations

from typing import Final

from discord.utils import format_dt

from bot.domain.text import cut, escape, plain
from bot.domain.why import Answer, Why
from bot.language import marked, t
from cogs._ui.words import isolated

_MAX_NAME, _MAX_TITLE, _MAX_SAID = 60, 100, 150

_LINES: Final = {
    Why.POSTED: marked("✅ {channel}: posted {at}."),
    Why.TOLD: marked("🔗 {channel}: the same story as “{title}” ({outlet}); its card tells both."),
    Why.IN_DIGEST: marked("📄 {channel}: listed on one card with others, as they were many."),
    Why.IN_DOUBT: marked(
        "⏳ {channel}: sent, but Discord has not said whether it took it. I am finding out."
    ),
    Why.NEXT: marked("⏳ {channel}: about to be posted, {until}."),
    Why.PAUSED: marked("⏸️ {channel}: waits, as {feed} is paused. `/feed resume` lets it go on."),
    Why.BLOCKED: marked("🟠 {channel}: waits, as I can’t post there."),
    Why.QUIET: marked("🌙 {channel}: waits for the end of the quiet hours, {until}."),
    Why.LIMIT: marked(
        "⏳ {channel}: waits for its turn, {until}: {feed} has had all the posts of this hour."
    ),
    Why.HELD: marked(
        "✋ {channel}: held back, as {feed} changed all its addresses at once. `/status` asks what to "
        "do."
    ),
    Why.REFUSED: marked("✋ {channel}: Discord refused it, so it waits for a moderator."),
    Why.ENDED: marked("⛔ {channel}: not posted."),
    Why.DELETED: marked("🗑️ {channel}: was posted; its message was deleted {at}."),
    Why.FILTERED: marked("🚫 {channel}: the filter of {feed} leaves it out, as it has “{said}”."),
    Why.NO_CHANNEL: marked("⚫ {channel}: the channel is gone, so {feed} does not go there."),
    Why.BEFORE_ADDED: marked(
        "🕰️ {channel}: it came before {feed} was added here; only the newest were posted then."
    ),
    Why.TOO_OLD: marked("🕰️ {channel}: it was too old when {feed} brought it, {at}."),
    Why.SURFACED: marked(
        "🕰️ {channel}: an old story that came into {feed} again, as newer ones were withdrawn."
    ),
    Why.UNKNOWN: marked("❔ {channel}: {feed} brought it {at}; why it is not here was not noted."),
}
_NO_WORD = marked("🚫 {channel}: the filter of {feed} leaves it out, as it has none of the words.")
_SAID = marked("Last said: {error}")
_REASONS: Final = {
    "a moderator skipped it": marked("A moderator skipped it."),
    "its feed was removed": marked("Its feed was removed."),
}
_TELLING: Final = {Why.IN_DOUBT, Why.NEXT, Why.BLOCKED, Why.REFUSED, Why.ENDED}
"""Where the words that are stored with the post, or its channel, say more."""


def answer_line(answer: Answer) -> str:
    """Return a line with what became of the story, and what Discord or a person said."""
    no_word = answer.why is Why.FILTERED and not answer.said
    line = t(
        _NO_WORD if no_word else _LINES[answer.why],
        channel=f"<#{answer.channel_id}>",
        feed=f"**{_short(answer.feed, _MAX_NAME)}**" if answer.feed else t("its feed"),
        at=format_dt(answer.at, "R") if answer.at else "",
        until=format_dt(answer.until, "R") if answer.until else t("soon"),
        said=_short(answer.said, _MAX_SAID),
        title=_short(answer.told_as, _MAX_TITLE),
        outlet=_short(answer.outlet, _MAX_NAME),
    )
    more = _more(answer)
    return f"{line} {more}" if more else line


def _more(answer: Answer) -> str:
    if answer.why not in _TELLING or not answer.said:
        return ""
    if answer.said in _REASONS:
        return t(_REASONS[answer.said])
    return t(_SAID, error=_short(t(answer.said), _MAX_SAID))


def _short(text: str, most: int) -> str:
    return isolated(escape(cut(plain(text), most)))
