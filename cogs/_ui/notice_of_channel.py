"""What notices about channels say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Final

from discord.utils import format_dt

from bot.domain.notice import Kind, Notice
from bot.language import t
from cogs._ui.notice_parts import Words, error_of, name_of, names_of, since
from cogs._ui.permissions import Need, listed

_KEPT = timedelta(days=30)


def _cause_of(notice: Notice, lacking: Sequence[Need]) -> str:
    """Return which permissions are missing; else what Discord said, if it said anything."""
    if lacking:
        return t(
            "Since {since} I lack there:\n{permissions}",
            since=since(notice),
            permissions=listed(lacking),
        )
    if notice.facts.error:
        return t(
            "Discord refuses what I post there, since {since}: {error}",
            since=since(notice),
            error=error_of(notice),
        )
    return t("What I may do there has changed, {since}.", since=since(notice))


def blocked(notice: Notice, lacking: Sequence[Need]) -> Words:
    """Return what to say where permissions are missing: those that are ``lacking`` now."""
    cause = _cause_of(notice, lacking)
    if notice.kind is Kind.LIMITED:
        return Words(
            t("🔑 Something is missing in {channel}", channel=name_of(notice)),
            cause,
            t("Stories go there all the same, but not all of it works."),
            t("Please give me what is missing in the channel’s settings."),
        )
    return Words(
        t("🔒 I can’t post in {channel}", channel=name_of(notice)),
        cause,
        t(
            "What comes meanwhile waits, and nothing is lost: {feeds}",
            feeds=names_of(notice),
        ),
        t("Please give me what is missing in the channel’s settings. I go on by myself then."),
    )


def _back(notice: Notice) -> Words:
    return Words(
        t("✅ I can post in {channel} again", channel=name_of(notice)),
        t("I could not, since {since}.", since=since(notice)),
        t("What waited follows now: at most 10 stories, and the rest in one card."),
    )


def _channel_gone(notice: Notice) -> Words:
    return Words(
        t("🗑️ A channel with feeds was deleted"),
        t(
            "These feeds went to {channel}: {feeds}",
            channel=name_of(notice),
            feeds=names_of(notice),
        ),
        t(
            "They are stopped. I keep them and their settings until {date}.",
            date=format_dt(notice.since + _KEPT, "D"),
        ),
        t("`/feed edit` lets a feed go to another channel; `/feed remove` ends it."),
    )


def _waiting(notice: Notice) -> Words:
    return Words(
        t("⏳ Stories wait for {channel}", channel=name_of(notice)),
        t(
            "Discord has not taken them since {since}: {error}",
            since=since(notice),
            error=error_of(notice),
        ),
        t("They wait in their order, and I go on trying. Nothing is lost."),
        t("Mostly this ends by itself."),
    )


OF_CHANNELS: Final[Mapping[Kind, Callable[[Notice], Words]]] = {
    Kind.BLOCKED: lambda notice: blocked(notice, ()),
    Kind.LIMITED: lambda notice: blocked(notice, ()),
    Kind.BACK: _back,
    Kind.CHANNEL_GONE: _channel_gone,
    Kind.WAITING: _waiting,
}
"""What to say, by kind."""
