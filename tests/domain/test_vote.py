"""What a run of changes comes to, against reactions that are simulated one by one (D16, V61)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.vote import Change, Kind, Reactor, VoteRules, fold, made_at, settled

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
ID = "123456789012345678"
_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)


def born(at: datetime) -> int:
    """Return the id of an account that was made then."""
    return ((at - _EPOCH) // timedelta(milliseconds=1)) << 22


def change(kind: Kind, user: int, emoji: str, *, second: int = 0, message: int = 1) -> Change:
    return Change(kind, message, NOON + second * SECOND, user, emoji)


@st.composite
def runs(draw: st.DrawFn, *, messages: int = 2) -> list[Change]:
    """Return changes that Discord could tell of, one each second."""
    steps = draw(
        st.lists(
            st.tuples(
                st.sampled_from([*[Kind.ADDED] * 4, *[Kind.REMOVED] * 3, Kind.CLEARED]),
                st.integers(1, messages),
                st.integers(1, 3),
                st.sampled_from("👍👎"),
                st.booleans(),
            ),
            max_size=25,
        )
    )
    return [
        change(
            kind,
            0 if kind is Kind.CLEARED else user,
            "" if kind is Kind.CLEARED and everything else emoji,
            second=second,
            message=message,
        )
        for second, (kind, message, user, emoji, everything) in enumerate(steps)
    ]


def simulated(
    changes: Iterable[Change], before: Iterable[tuple[int, Reactor]] = ()
) -> set[tuple[int, Reactor]]:
    """Return the reactions by message, as Discord does it: one change after the other."""
    there = set(before)
    for one in changes:
        key = (one.message_id, Reactor(one.user_id, one.emoji))
        if one.kind is Kind.ADDED:
            there.add(key)
        elif one.kind is Kind.REMOVED:
            there.discard(key)
        else:
            there = {
                (message, who)
                for message, who in there
                if message != one.message_id or one.emoji not in ("", who.emoji)
            }
    return there


def folded(
    changes: Iterable[Change], before: Iterable[tuple[int, Reactor]]
) -> set[tuple[int, Reactor]]:
    """Return the reactions by message, as outcomes say."""
    there = set(before)
    for message_id, outcome in fold(changes).items():
        there = {
            (message, who)
            for message, who in there
            if message != message_id or not outcome.cleared & {"", who.emoji}
        }
        for who, last in outcome.last.items():
            (there.add if last.kind is Kind.ADDED else there.discard)((message_id, who))
    return there


reactions = st.frozensets(
    st.tuples(st.integers(1, 2), st.builds(Reactor, st.integers(1, 3), st.sampled_from("👍👎")))
)


@given(runs(), reactions)
def test_folded_changes_come_to_the_same_as_each_in_turn(
    changes: list[Change], before: frozenset[tuple[int, Reactor]]
):
    """D16, V61: whatever was there before."""
    assert folded(changes, before) == simulated(changes, before)


@given(runs())
def test_each_reaction_is_written_at_most_once(changes: list[Change]):
    """D16."""
    told = {(c.message_id, c.user_id, c.emoji) for c in changes if c.kind is not Kind.CLEARED}
    assert sum(len(outcome.last) for outcome in fold(changes).values()) <= len(told)


@given(runs(messages=1), st.data())
def test_an_answer_of_any_moment_settles_as_the_last_change_says(
    changes: list[Change], data: st.DataObject
):
    """V61: the answer may be of any moment since the first change that is replayed over it."""
    seen = data.draw(st.integers(0, len(changes)))
    replayed = data.draw(st.integers(0, seen))
    answer = {
        who: change(Kind.ADDED, who.user_id, who.emoji) for _, who in simulated(changes[:seen])
    }
    found = settled(answer, changes[replayed:])
    assert {(1, who) for who in found} == simulated(changes)


@given(runs(messages=1), st.data())
def test_parts_of_an_answer_may_be_of_different_moments(changes: list[Change], data: st.DataObject):
    """V61: each page and each emoji is asked for by itself, while people go on."""
    answer = {}
    for who in (Reactor(user, emoji) for user in (1, 2, 3) for emoji in "👍👎"):
        seen = data.draw(st.integers(0, len(changes)))
        if (1, who) in simulated(changes[:seen]):
            answer[who] = change(Kind.ADDED, who.user_id, who.emoji)
    assert {(1, who) for who in settled(answer, changes)} == simulated(changes)


def test_what_was_cleared_and_came_again_is_newer_than_the_clearing():
    """V57, V61."""
    again = change(Kind.ADDED, 1, "👍", second=3)
    changes = [change(Kind.ADDED, 1, "👍"), change(Kind.CLEARED, 0, "", second=2), again]
    outcome = fold(changes)[1]
    assert (outcome.cleared, outcome.last) == ({""}, {Reactor(1, "👍"): again})


def test_clearing_one_emoji_leaves_the_other():
    """V57."""
    down = change(Kind.ADDED, 1, "👎")
    outcome = fold([change(Kind.ADDED, 1, "👍"), down, change(Kind.CLEARED, 0, "👍")])[1]
    assert (outcome.cleared, outcome.last) == ({"👍"}, {Reactor(1, "👎"): down})


OWN = VoteRules(up=f"reel:{ID}", down="❤️")


@pytest.mark.parametrize(
    ("rules", "emoji", "value"),
    [
        (VoteRules(), "👍", 1),
        (VoteRules(), "👍🏿", 1),
        (VoteRules(), "👎🏽", -1),
        (VoteRules(), "🎬", 0),
        (VoteRules(), "", 0),
        (OWN, ID, 1),
        (OWN, "❤", -1),
        (OWN, "👍", 0),
        (OWN, "987654321098765432", 0),
    ],
)
def test_a_reaction_is_worth_what_its_emoji_says(rules: VoteRules, emoji: str, value: int):
    """V59."""
    assert rules.value_of(emoji) == value


STRICT = VoteRules(min_account_age=timedelta(days=7), min_membership=timedelta(hours=24))
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("rules", "age", "joined", "marks", "counts"),
    [
        (VoteRules(), 0 * DAY, None, {}, True),
        (VoteRules(), 900 * DAY, 0 * DAY, {"bot": True}, False),
        (VoteRules(), 900 * DAY, 0 * DAY, {"own": True}, False),
        (STRICT, 6.99 * DAY, 5 * DAY, {}, False),
        (STRICT, 7 * DAY, 5 * DAY, {}, True),
        (STRICT, 900 * DAY, 0.99 * DAY, {}, False),
        (STRICT, 900 * DAY, 1 * DAY, {}, True),
        (STRICT, 900 * DAY, None, {}, True),
        (STRICT, 900 * DAY, 5 * DAY, {"bot": True}, False),
    ],
    ids=[
        *("anybody", "bot", "the bot itself", "young account", "old enough account"),
        *("new member", "old enough member", "member since nobody knows when", "old bot"),
    ],
)
def test_who_is_counted(
    rules: VoteRules,
    age: timedelta,
    joined: timedelta | None,
    marks: dict[str, bool],
    counts: bool,
):
    """V58, and what moderators may leave out."""
    since = None if joined is None else NOON - joined
    made = Change(Kind.ADDED, 1, NOON, born(NOON - age), "👍", joined_at=since)._replace(**marks)
    assert rules.counts(made) is counts


def test_the_age_of_an_account_is_in_its_id():
    """The example of Discord's own reference."""
    assert made_at(175928847299117063).isoformat() == "2016-04-30T11:18:25.796000+00:00"
