"""Notices in words: each by itself, in a list with others, and as what it became."""

from __future__ import annotations

from collections.abc import Sequence

from discord.utils import format_dt

from bot.domain.notice import OF_PERMISSIONS, Act, Kind, Notice, Outcome
from bot.language import marked, t, tn
from cogs._ui.notice_of_channel import OF_CHANNELS, blocked
from cogs._ui.notice_of_feed import OF_FEEDS
from cogs._ui.notice_parts import Words, name_of
from cogs._ui.permissions import Need

_WORDS = {**OF_FEEDS, **OF_CHANNELS}
_ENDINGS = {
    Kind.FAILING: marked("✅ {subject} works again, since {ended}."),
    Kind.GONE: marked("✅ {subject} works again, since {ended}."),
    Kind.SILENT: marked("✅ {subject} has news again, since {ended}."),
    Kind.BLOCKED: marked("✅ Stories go to {subject} again, since {ended}."),
    Kind.LIMITED: marked("✅ In {subject} I have all permissions again, since {ended}."),
    Kind.WAITING: marked("✅ Stories go to {subject} again, since {ended}."),
    Kind.CHANGED_IDS: marked("✅ No story of {subject} is held back any more, since {ended}."),
    Kind.REFUSED: marked("✅ No story of {subject} is held back any more, since {ended}."),
}
_DECIDED = {
    Act.SKIP: marked("✅ The stories of {subject} that were held back are skipped."),
    Act.POST: marked("✅ Of the stories of {subject} that were held back, the newest are posted."),
}
_LEFT = marked("{subject} is no longer posted here.")
_NO_CHANNEL = marked("The feeds of {subject} were removed, or go elsewhere now.")


def words_of(notice: Notice, lacking: Sequence[Need] = ()) -> Words:
    """Return a notice in words; ``lacking`` are the permissions that its channel needs now."""
    if notice.kind in OF_PERMISSIONS:
        return blocked(notice, lacking)
    return _WORDS[notice.kind](notice)


def is_past(notice: Notice) -> bool:
    """Tell whether there is only an end to tell of; a feed that has moved has moved for good."""
    return notice.is_over and notice.kind is not Kind.MOVED


def ending(notice: Notice) -> str:
    """Return how a state ended, in a line."""
    if notice.kind is Kind.CHANNEL_GONE:
        sentence = _NO_CHANNEL
    elif notice.outcome is Outcome.LEFT:
        sentence = _LEFT
    elif notice.kind is Kind.CHANGED_IDS and notice.act in _DECIDED:
        sentence = _DECIDED[notice.act]
    else:
        sentence = _ENDINGS[notice.kind]
    ended = format_dt(notice.ended_at or notice.since, "R")
    return t(sentence, subject=name_of(notice), ended=ended)


def heading(notices: Sequence[Notice]) -> str:
    """Return what a message is about that tells of several things."""
    number = len(notices)
    if {one.kind for one in notices} == {Kind.FAILING}:
        return tn("⚠️ {n} feed can’t be read", "⚠️ {n} feeds can’t be read", number)
    return tn("⚠️ {n} thing to look at", "⚠️ {n} things to look at", number)


def line(notice: Notice) -> str:
    """Return a notice among others, in a line."""
    if is_past(notice):
        return ending(notice)
    words = words_of(notice)
    return f"{words.title}\n-# {words.cause}"
