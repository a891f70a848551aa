"""Notices: once for each change of state."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.notice import (
    LASTING,
    MOST_MESSAGES,
    Condition,
    Facts,
    Kind,
    Notice,
    Outcome,
    bundles,
)
from bot.domain.notice_change import OpenNotice, changes

NOW = datetime(2031, 5, 4, 12, tzinfo=UTC)


def condition(kind: Kind = Kind.FAILING, subject: int = 1, guild_id: int = 700) -> Condition:
    return Condition(guild_id=guild_id, kind=kind, subject=subject, since=NOW, facts=Facts())


def known(one: Condition, **changed: object) -> OpenNotice:
    values: dict[str, object] = {"id": 9, "told": True}
    return OpenNotice(
        guild_id=one.guild_id,
        kind=one.kind,
        subject=one.subject,
        since=one.since,
        **(values | changed),  # type: ignore[arg-type]
    )


def notice(number: int, kind: Kind) -> Notice:
    return Notice(
        id=number,
        guild_id=700,
        kind=kind,
        subject=number,
        since=NOW,
        facts=Facts(),
        salt=f"{number:08x}",
        not_before=NOW,
    )


def test_what_begins_is_told() -> None:
    found = condition()
    assert changes([], [found], kinds=LASTING).began == [found]


def test_what_lasts_is_told_once() -> None:
    found = condition()
    later = replace(found, since=NOW + timedelta(hours=1))
    assert not changes([known(found)], [later], kinds=LASTING)


@pytest.mark.parametrize(
    "other",
    [condition(Kind.GONE), condition(subject=2), condition(guild_id=701)],
)
def test_another_kind_feed_or_server_is_another_state(other: Condition) -> None:
    found = changes([known(condition())], [condition(), other], kinds=LASTING)
    assert (found.began, found.ended) == ([other], [])


@pytest.mark.parametrize(("wanted", "outcome"), [(True, Outcome.WELL), (False, Outcome.LEFT)])
def test_what_is_no_more_has_ended(wanted: bool, outcome: Outcome) -> None:
    (ended,) = changes([known(condition(), wanted=wanted)], [], kinds=LASTING).ended
    assert ended.outcome is outcome


def test_what_nobody_looked_for_stays_as_it_is() -> None:
    silent = condition(Kind.SILENT)
    assert not changes([known(silent)], [], kinds=LASTING - {Kind.SILENT})


def test_a_feed_that_moves_again_has_moved_anew() -> None:
    """D13."""
    first = condition(Kind.MOVED)
    again = replace(first, since=NOW + timedelta(days=1))
    found = changes([known(first)], [again], kinds=LASTING)
    assert found.began == [again]
    assert [one.outcome for one in found.ended] == [Outcome.RENEWED]


@pytest.mark.parametrize(
    ("kind", "told", "wanted", "is_news"),
    [
        (Kind.BLOCKED, True, True, True),
        (Kind.BLOCKED, False, True, False),
        (Kind.BLOCKED, True, False, False),
        (Kind.FAILING, True, True, False),
    ],
)
def test_a_permission_that_is_back_is_told_of_to_those_who_know_that_it_was_lost(
    kind: Kind, told: bool, wanted: bool, is_news: bool
) -> None:
    """M50, F32."""
    before = known(condition(kind), told=told, wanted=wanted)
    (ended,) = changes([before], [], kinds=LASTING).ended
    assert ended.is_news == is_news


def test_one_message_tells_all_of_a_kind() -> None:
    notices = [notice(1, Kind.FAILING), notice(2, Kind.GONE), notice(3, Kind.FAILING)]
    assert [[one.id for one in told] for told in bundles(notices)] == [[1, 3], [2]]


def test_much_of_many_kinds_is_told_by_one_message() -> None:
    notices = [notice(n, kind) for n, kind in enumerate([*Kind][: MOST_MESSAGES + 1])]
    assert bundles(notices) == [notices]


def test_nothing_to_tell_makes_no_message() -> None:
    assert bundles([]) == []


def test_facts_survive_as_json() -> None:
    facts = Facts(name="Reel", channels=(1, 2), names=("a",), count=3)
    assert Facts.from_plain(facts.to_plain()) == facts
    assert Facts.from_plain({"name": "Reel", "of a later version": 1}) == Facts(name="Reel")


def test_markers_tell_notices_apart_and_are_numbers_that_discord_takes() -> None:
    """D9; https://docs.discord.com/developers/components/reference: 32 bits."""
    low, high = (
        replace(notice(1, Kind.GONE), salt="00000000"),
        replace(notice(1, Kind.GONE), salt="ffffffff"),
    )
    assert 40 < low.marker < high.marker < 2**31
