"""An edit is planned where the points that are shown differ, and nowhere else (M52, M53)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.storage.post import LONGEST_WAIT
from bot.storage.value import to_time
from tests.storage.booth import DOWN, SECOND, UP, Booth, Card
from tests.storage.world import CHANNEL, MINUTE, NOW, World

MINA, TAE = 11, 12
HOUR = timedelta(hours=1)
MERGED = 3 * SECOND


@pytest.fixture
def booth(world: World) -> Booth:
    return Booth(world)


async def due(booth: Booth, now: datetime, *, old: bool = False) -> list[tuple[int, int]]:
    return [(one.post_id, one.points) for one in await booth.cards.due(now, 9, old=old)]


async def voted(booth: Booth, **options: object) -> Card:
    card = await booth.card(**options)  # type: ignore[arg-type]
    await booth.add(card, MINA)
    return card


async def test_first_vote_plans_an_edit_that_waits_for_those_that_follow(booth: Booth) -> None:
    """M52."""
    card = await voted(booth)
    assert await due(booth, NOW + MERGED - SECOND) == []
    assert await booth.cards.next_due_at(NOW, old=False) == NOW + MERGED
    await booth.add(card, TAE)
    assert await due(booth, NOW + MERGED) == [(card.post_id, 2)]


async def test_card_that_shows_its_points_is_not_edited(booth: Booth) -> None:
    card = await voted(booth)
    await booth.show(card)
    assert await booth.edit_at(card) is None
    assert await booth.cards.next_due_at(NOW, old=False) is None


async def test_vote_that_comes_and_goes_before_the_edit_plans_none(booth: Booth) -> None:
    """M52: never an edit when nothing changed."""
    card = await voted(booth)
    await booth.remove(card, MINA)
    assert await booth.edit_at(card) is None


async def test_changes_that_cancel_each_other_plan_none(booth: Booth) -> None:
    card = await booth.card()
    await booth.add(card, MINA, UP)
    await booth.add(card, TAE, DOWN)
    assert await booth.edit_at(card) is None


async def test_edit_that_may_be_under_way_is_left_to_its_end(booth: Booth) -> None:
    """M52: only who makes it knows what the card shows then, also if the bot ends meanwhile."""
    card = await voted(booth)
    async with booth.database.write() as tx:
        ballots = await booth.votes.forget(tx, MINA)
        await booth.count(tx, ballots, NOW + MERGED)
    assert await due(booth, NOW + MERGED) == [(card.post_id, 0)]


async def test_points_that_go_back_to_none_are_shown(booth: Booth) -> None:
    card = await voted(booth)
    await booth.show(card)
    await booth.remove(card, MINA)
    assert await due(booth, NOW + MINUTE) == [(card.post_id, 0)]


async def test_vote_during_an_edit_plans_the_next_one(booth: Booth) -> None:
    """M52: the last value lands."""
    card = await voted(booth)
    [stale] = await booth.cards.due(NOW + MERGED, 9, old=False)
    await booth.add(card, TAE)
    async with booth.database.write() as tx:
        await booth.cards.mark_shown(tx, stale, crossposted=False, edited=True, now=NOW)
    assert await booth.edit_at(card) == to_time(NOW + 30 * SECOND)


@pytest.mark.parametrize(
    ("age", "crossposted", "pause"),
    [
        (timedelta(0), False, 30 * SECOND),
        (2 * HOUR, False, 10 * MINUTE),
        (timedelta(0), True, 25 * MINUTE),
        (2 * HOUR, True, 25 * MINUTE),
    ],
)
async def test_next_edit_keeps_the_pause_of_its_message(
    booth: Booth, age: timedelta, crossposted: bool, pause: timedelta
) -> None:
    """M52: slower for old messages, slowest for those that were published."""
    card = await voted(booth, at=NOW - age)
    await booth.show(card, crossposted=crossposted)
    await booth.add(card, TAE)
    assert await booth.edit_at(card) == to_time(NOW + pause)


async def test_card_that_showed_its_points_already_needs_no_pause(booth: Booth) -> None:
    """It was not edited."""
    card = await voted(booth)
    await booth.show(card, edited=False)
    await booth.add(card, TAE)
    assert await booth.edit_at(card) == to_time(NOW + MERGED)


async def test_old_and_young_cards_have_lanes_of_their_own(booth: Booth) -> None:
    """M52."""
    old = await voted(booth, at=NOW - HOUR)
    young = await voted(booth, at=NOW - HOUR + MINUTE)
    assert await due(booth, NOW + MERGED, old=True) == [(old.post_id, 1)]
    assert await due(booth, NOW + MERGED) == [(young.post_id, 1)]


async def test_all_posts_of_a_story_in_a_server_show_its_points(booth: Booth) -> None:
    """V62."""
    first = await booth.card()
    second = await booth.card(CHANNEL + 1, of=first)
    elsewhere = await booth.card(CHANNEL + 2, guild_id=900, of=first)
    await booth.add(second, MINA)
    assert await due(booth, NOW + MERGED) == [(first.post_id, 1), (second.post_id, 1)]
    assert await booth.edit_at(elsewhere) is None


async def test_card_that_comes_later_is_to_show_the_points_there_are(booth: Booth) -> None:
    """V62: a story with votes comes to a second channel."""
    first = await voted(booth)
    second = await booth.card(CHANNEL + 1, of=first, at=NOW + HOUR)
    plain = await booth.card(CHANNEL + 2)
    assert await booth.edit_at(second) == to_time(NOW + HOUR + MERGED)
    assert await booth.edit_at(plain) is None


async def test_deleted_card_is_not_edited_now_or_later(booth: Booth) -> None:
    """M53."""
    card = await voted(booth)
    await booth.delete(card)
    assert await booth.edit_at(card) is None
    other = await booth.card(CHANNEL + 1, of=card)
    await booth.add(other, TAE)
    assert await booth.edit_at(card) is None


async def test_cards_of_a_deleted_channel_are_not_edited(booth: Booth) -> None:
    """M51."""
    card, other = await voted(booth), await voted(booth, channel_id=CHANNEL + 1)
    async with booth.database.write() as tx:
        assert await booth.cards.mark_channels_deleted(tx, [CHANNEL], NOW) == 1
    assert await due(booth, NOW + MERGED) == [(other.post_id, 1)]
    assert await booth.points(card) == (1, 0)


async def test_deletion_of_what_is_no_post_is_none(booth: Booth) -> None:
    async with booth.database.write() as tx:
        assert await booth.cards.mark_deleted(tx, [1, 2, 3], NOW) == 0


async def test_enough_of_old_edits_defers_the_old_cards_of_the_channel_alone(booth: Booth) -> None:
    """M52: error 30046."""
    old = [await voted(booth, at=NOW - 2 * HOUR) for _ in range(2)]
    later = await voted(booth, at=NOW - 2 * HOUR)
    async with booth.database.write() as tx:
        await booth.cards.defer(tx, later.post_id, until=NOW + HOUR, failed=True)
    young = await voted(booth)
    elsewhere = await voted(booth, channel_id=CHANNEL + 1, at=NOW - 2 * HOUR)
    async with booth.database.write() as tx:
        until = NOW + 10 * MINUTE
        await booth.cards.defer_old(tx, CHANNEL, until=until, now=NOW)
    planned = [await booth.edit_at(card) for card in (*old, later, young, elsewhere)]
    soon = to_time(NOW + MERGED)
    assert planned == [*[to_time(until)] * 2, to_time(NOW + HOUR), soon, soon]


async def test_old_card_waits_where_another_of_its_channel_has_to(booth: Booth) -> None:
    """M52: else each new vote would cost a try that Discord refuses, and put off all others."""
    failed, card = [await booth.card(at=NOW - 2 * HOUR) for _ in range(2)]
    young, elsewhere = await booth.card(), await booth.card(CHANNEL + 1, at=NOW - 2 * HOUR)
    await booth.add(failed, MINA)
    until = NOW + 10 * MINUTE
    async with booth.database.write() as tx:
        await booth.cards.defer(tx, failed.post_id, until=until, failed=True)
    for one in (card, young, elsewhere):
        await booth.add(one, MINA)
    planned = [await booth.edit_at(one) for one in (card, young, elsewhere)]
    soon = to_time(NOW + MERGED)
    assert planned == [to_time(until), soon, soon]


async def test_failed_tries_are_counted_until_one_succeeds(booth: Booth) -> None:
    card = await voted(booth)
    for failed in (True, False, True):
        async with booth.database.write() as tx:
            await booth.cards.defer(tx, card.post_id, until=NOW, failed=failed)
    assert [one.tries for one in await booth.cards.due(NOW, 9, old=False)] == [2]
    await booth.show(card)
    await booth.add(card, TAE)
    assert [one.tries for one in await booth.cards.due(NOW + MINUTE, 9, old=False)] == [0]


async def test_card_that_a_clock_that_ran_ahead_has_planned_is_due(booth: Booth) -> None:
    """V64."""
    card = await voted(booth)
    async with booth.database.write() as tx:
        until = NOW + LONGEST_WAIT + MINUTE
        await booth.cards.defer(tx, card.post_id, until=until, failed=True)
    assert await due(booth, NOW) == [(card.post_id, 1)]


async def test_cards_that_waited_longest_come_first(booth: Booth) -> None:
    cards = [await voted(booth) for _ in range(3)]
    async with booth.database.write() as tx:
        await booth.cards.defer(tx, cards[2].post_id, until=NOW, failed=True)
    found = [one.post_id for one in await booth.cards.due(NOW + MINUTE, 2, old=False)]
    assert found == [cards[2].post_id, cards[0].post_id]
