"""Notices as cards: each says cause, consequence and what to do, within Discord's limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import discord
import pytest

from bot.domain.notice import OF_FEEDS, Act, Facts, Kind, Notice, Outcome
from bot.domain.text import width
from cogs._ui.notice_card import build_notice
from cogs._ui.permissions import Need
from tests.cogs.looks import labels_of, text_of, walk

SINCE = datetime(2031, 5, 4, 3, tzinfo=UTC)
ENDED = SINCE + timedelta(hours=9)
FACTS = Facts(
    name="The Reel",
    url="https://reel.example/feed",
    former="https://old.example/rss",
    site="https://reel.example/",
    names=("The Reel", "Gazette"),
    channels=(7001, 7002),
    error="reel.example did not answer within 10 seconds.",
    count=8,
    gap=86_400,
)
SEND = Need("send_messages", "Send Messages", "to post stories")


def notice(kind: Kind, number: int = 1, **changes: object) -> Notice:
    about_feed = kind in OF_FEEDS
    values: dict[str, object] = {
        "guild_id": 700,
        "facts": FACTS if about_feed else replace(FACTS, name=""),
    }
    return Notice(
        id=number,
        kind=kind,
        subject=7001,
        since=SINCE,
        salt=f"{number:08x}",
        not_before=SINCE,
        **(values | changes),  # type: ignore[arg-type]
    )


def components(view: discord.ui.LayoutView) -> list[dict[str, object]]:
    return view.to_components()


def text(*notices: Notice, **more: object) -> str:
    return text_of(components(build_notice(notices, **more)))  # type: ignore[arg-type]


def labels(*notices: Notice) -> list[str]:
    return labels_of(components(build_notice(notices)))


@pytest.mark.parametrize(
    ("kind", "title", "says", "buttons"),
    [
        (
            Kind.FAILING,
            "⚠️ **The Reel** can’t be read",
            "reel.example did not answer within 10 seconds.",
            ["Check now", "Find its new address", "Remove feed"],
        ),
        (
            Kind.GONE,
            "🪦 **The Reel** is gone",
            "nothing more of it comes to <#7001> <#7002>",
            ["Find its new address", "Remove feed"],
        ),
        (
            Kind.MOVED,
            "📦 **The Reel** has moved",
            "from <https://old.example/rss> to <https://reel.example/feed> for good",
            [],
        ),
        (
            Kind.SILENT,
            "🔇 **The Reel** is silent",
            "usually one comes every 1 day",
            ["Check now", "Find its new address", "Pause feed"],
        ),
        (
            Kind.CHANGED_IDS,
            "✋ 8 stories of **The Reel** held back",
            "All its entries changed their ids and links at once",
            ["Post the newest", "Skip them all"],
        ),
        (
            Kind.REFUSED,
            "✋ Discord refuses 8 stories of **The Reel**",
            "Not even as bare text was it taken",
            ["Try now", "Skip them all"],
        ),
        (
            Kind.BLOCKED,
            "🔒 I can’t post in <#7001>",
            "What comes meanwhile waits, and nothing is lost: **The Reel**, **Gazette**",
            ["Try now"],
        ),
        (
            Kind.LIMITED,
            "🔑 Something is missing in <#7001>",
            "Stories go there all the same, but not all of it works.",
            ["Try now"],
        ),
        (
            Kind.BACK,
            "✅ I can post in <#7001> again",
            "at most 10 stories, and the rest in one card",
            [],
        ),
        (
            Kind.CHANNEL_GONE,
            "🗑️ A channel with feeds was deleted",
            f"I keep them and their settings until <t:{(SINCE + timedelta(days=30)).timestamp():.0f}:D>",
            [],
        ),
        (
            Kind.WAITING,
            "⏳ Stories wait for <#7001>",
            "They wait in their order",
            ["Try now"],
        ),
    ],
)
def test_each_kind_says_what_happened_and_what_can_be_done(
    kind: Kind, title: str, says: str, buttons: list[str]
) -> None:
    """D5, D13, M50, M51, S33, S35."""
    told = notice(kind)
    assert text(told).startswith(f"### {title}\n")
    assert says in text(told)
    assert labels(told) == buttons


def test_missing_permissions_are_named() -> None:
    """M50."""
    said = text(notice(Kind.BLOCKED), lacking={7001: [SEND]})
    assert "I lack there:\n- **Send Messages**, to post stories\n" in said


@pytest.mark.parametrize(
    ("kind", "act", "said"),
    [
        (Kind.FAILING, None, "✅ **The Reel** works again, since <t:{at}:R>."),
        (Kind.SILENT, None, "✅ **The Reel** has news again, since <t:{at}:R>."),
        (Kind.BLOCKED, None, "✅ Stories go to <#7001> again, since <t:{at}:R>."),
        (
            Kind.CHANGED_IDS,
            Act.SKIP,
            "✅ The stories of **The Reel** that were held back are skipped.",
        ),
        (
            Kind.CHANGED_IDS,
            None,
            "✅ No story of **The Reel** is held back any more, since <t:{at}:R>.",
        ),
    ],
)
def test_what_is_over_is_one_line_without_buttons(kind: Kind, act: Act | None, said: str) -> None:
    over = notice(kind, ended_at=ENDED, outcome=Outcome.WELL, act=act)
    assert text(over) == said.format(at=f"{ENDED.timestamp():.0f}")
    assert labels(over) == []


def test_a_feed_that_was_removed_is_not_said_to_work() -> None:
    gone = notice(Kind.FAILING, ended_at=ENDED, outcome=Outcome.LEFT)
    assert text(gone) == "**The Reel** is no longer posted here."


def test_a_move_stays_as_it_was_told() -> None:
    """D13: it is over, and yet the feed has moved."""
    over = notice(Kind.MOVED, ended_at=ENDED, outcome=Outcome.WELL)
    assert text(over) == text(notice(Kind.MOVED))


def test_after_a_decision_there_is_none_to_make() -> None:
    assert labels(notice(Kind.CHANGED_IDS, act=Act.POST)) == []


def test_several_are_listed_and_can_be_decided_on_together() -> None:
    held = [notice(Kind.CHANGED_IDS, 1), notice(Kind.CHANGED_IDS, 2)]
    assert text(*held).startswith("### ⚠️ 2 things to look at\n")
    assert labels(*held) == ["Post the newest", "Skip them all"]


def test_in_a_list_it_is_seen_what_is_over() -> None:
    over = notice(Kind.FAILING, 2, ended_at=ENDED, outcome=Outcome.WELL)
    said = text(notice(Kind.FAILING), over)
    assert said.startswith("### ⚠️ 2 feeds can’t be read\n")
    assert "\n✅ **The Reel** works again" in said


@pytest.mark.parametrize("number", [1, 60])
@pytest.mark.parametrize("kind", Kind)
def test_whatever_it_says_is_within_discords_limits(kind: Kind, number: int) -> None:
    """M48."""
    wild = "*[@everyone](https://evil.example)_" * 200
    facts = Facts(
        name="" if kind in (Kind.BLOCKED, Kind.BACK) else wild,
        url=f"https://reel.example/{'a' * 8_000}",
        former=wild,
        site=wild,
        names=(wild,) * 10,
        channels=tuple(range(10**17, 10**17 + 100)),
        error=wild,
        count=10**9,
        gap=10**9,
    )
    notices = [notice(kind, n, facts=facts) for n in range(1, number + 1)]
    found = components(build_notice(notices, lacking={7001: [SEND] * 7}))
    assert width(text_of(found)) <= 4_000
    assert len(list(walk(found))) <= 40
    assert "@everyone" not in text_of(found)
    assert number == 1 or "… and 50 more" in text_of(found)
