"""Cards show the points that their stories have, in as few edits as can be (M52, M53)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.error import ChannelGone, Forbidden, Uncertain, Unreachable
from bot.services.showing import SLOWLY
from tests.services.ballots import DOWN, HOUR, MINUTE, SECOND, Ballots
from tests.storage.booth import Card

MINA, TAE = 11, 12
MERGED = 3 * SECOND


async def voted(ballots: Ballots, *users: int, **options: object) -> Card:
    """Return a card with votes that it does not show yet."""
    card = await ballots.card(**options)  # type: ignore[arg-type]
    await vote(ballots, card, *(users or (MINA,)))
    return card


async def vote(ballots: Ballots, card: Card, *users: int) -> None:
    for user in users:
        ballots.react(card, user)
    await ballots.voting.flush()


async def show_after(ballots: Ballots, span: timedelta) -> None:
    ballots.clock.pass_(span)
    await ballots.show()


async def edit_at(ballots: Ballots, card: Card) -> timedelta | None:
    """Return in how long a card is to be edited."""
    found = [await lane.next_at() for lane in (ballots.young, ballots.old)]
    return min((at - ballots.clock.now() for at in found if at), default=None)


async def test_votes_that_follow_each_other_are_one_edit(ballots: Ballots):
    """M52."""
    card = await voted(ballots)
    await show_after(ballots, MERGED - SECOND)
    assert ballots.cards.edits == []
    await vote(ballots, card, *range(100, 150))
    await show_after(ballots, SECOND)
    assert ballots.cards.edits == [(card.message_id, 51)]


async def test_a_message_is_edited_once_in_thirty_seconds_and_the_last_value_lands(
    ballots: Ballots,
):
    """M52: a vote each second, for two minutes."""
    card = await ballots.card()
    for user in range(100, 220):
        await vote(ballots, card, user)
        await show_after(ballots, SECOND)
    assert len(ballots.cards.edits) == 4
    await show_after(ballots, 30 * SECOND)
    assert ballots.cards.edits[-1] == (card.message_id, 120)
    assert await edit_at(ballots, card) is None


async def test_vote_during_an_edit_is_shown_by_the_next(ballots: Ballots):
    """M52."""
    card = await voted(ballots)
    ballots.cards.meanwhile = lambda: vote(ballots, card, TAE)
    await show_after(ballots, MERGED)
    await show_after(ballots, 29 * SECOND)
    assert ballots.cards.edits == [(card.message_id, 1)]
    await show_after(ballots, SECOND)
    assert ballots.cards.edits == [(card.message_id, 1), (card.message_id, 2)]


async def test_vote_that_comes_and_goes_makes_no_edit(ballots: Ballots):
    """M52: before the edit is due, and when it is."""
    card, other = await voted(ballots), await voted(ballots)
    ballots.unreact(card, MINA)
    await ballots.voting.flush()
    ballots.clock.pass_(MERGED)
    ballots.unreact(other, MINA)
    await ballots.voting.flush()
    await ballots.show()
    assert ballots.cards.tries == []
    assert await edit_at(ballots, card) is None


async def test_vote_that_is_taken_back_during_the_edit_is_taken_off_the_card(ballots: Ballots):
    """M52."""
    card = await voted(ballots)

    async def take_back() -> None:
        ballots.unreact(card, MINA)
        await ballots.voting.flush()

    ballots.cards.meanwhile = take_back
    await show_after(ballots, MERGED)
    await show_after(ballots, 30 * SECOND)
    assert ballots.cards.edits == [(card.message_id, 1), (card.message_id, 0)]


async def test_crash_after_an_edit_makes_no_second_one(ballots: Ballots):
    """M52: the row was not written."""
    card = await voted(ballots)
    ballots.cards.cards[card.message_id].points = 1
    ballots.start()
    await show_after(ballots, MERGED)
    assert ballots.cards.tries == []
    assert await edit_at(ballots, card) is None


async def test_crash_during_an_edit_that_was_undone_meanwhile_leaves_no_wrong_points(
    ballots: Ballots,
):
    """M52: the card shows one, the story has none, and nothing tells but the card itself."""
    card = await voted(ballots)
    ballots.clock.pass_(MERGED)
    ballots.cards.cards[card.message_id].points = 1
    ballots.unreact(card, MINA)
    await ballots.voting.flush()
    ballots.start()
    await ballots.show()
    assert ballots.cards.edits == [(card.message_id, 0)]


async def test_edit_whose_answer_was_lost_is_not_made_twice(ballots: Ballots):
    card = await voted(ballots)
    ballots.cards.lose_edit = [Unreachable("the connection broke")]
    await show_after(ballots, MERGED)
    await show_after(ballots, HOUR)
    assert ballots.cards.edits == [(card.message_id, 1)]


@pytest.mark.parametrize("where", ["fail_look", "fail_edit"])
@pytest.mark.parametrize(
    "error",
    [Unreachable("503"), Uncertain("lost"), Forbidden("Missing Access")],
    ids=["unreachable", "uncertain", "forbidden"],
)
async def test_last_value_lands_after_failures_that_wait_longer_each_time(
    ballots: Ballots, where: str, error: Exception
):
    """M52: also if more votes come meanwhile."""
    card = await voted(ballots)
    setattr(ballots.cards, where, [error] * 3)
    ballots.clock.pass_(MERGED)
    waits = []
    for user in (100, 101, 102):
        await ballots.show()
        waits.append(await edit_at(ballots, card))
        await vote(ballots, card, user)
        ballots.clock.pass_(waits[-1] or timedelta(0))
    await ballots.show()
    assert waits == [30 * SECOND, 60 * SECOND, 120 * SECOND]
    assert ballots.cards.edits == [(card.message_id, 4)]


async def test_bug_is_told_and_the_card_is_tried_again(ballots: Ballots):
    """What must stay true, 8."""
    card = await voted(ballots)
    ballots.cards.fail_edit = [ZeroDivisionError()]
    with pytest.raises(ZeroDivisionError):
        await show_after(ballots, MERGED)
    await show_after(ballots, 30 * SECOND)
    assert ballots.cards.edits == [(card.message_id, 1)]


async def test_old_messages_wait_longer_between_edits(ballots: Ballots):
    """M52: error 30046 is for those older than an hour."""
    card = await voted(ballots, at=ballots.clock.now() - 2 * HOUR)
    await show_after(ballots, MERGED)
    await vote(ballots, card, TAE)
    await show_after(ballots, 9 * MINUTE)
    assert ballots.cards.edits == [(card.message_id, 1)]
    await show_after(ballots, MINUTE)
    assert ballots.cards.edits[1:] == [(card.message_id, 2)]


async def test_old_cards_are_edited_one_by_one_and_the_young_do_not_wait_for_them(
    ballots: Ballots,
):
    """M52."""
    old = [await voted(ballots, at=ballots.clock.now() - 2 * HOUR) for _ in range(3)]
    young = [await voted(ballots) for _ in range(3)]
    ballots.clock.pass_(MERGED)
    await ballots.show()
    edited = [message for message, _ in ballots.cards.edits]
    assert edited == [*(card.message_id for card in young), old[0].message_id]
    assert await ballots.old.next_at() == ballots.clock.now() + SLOWLY


async def test_one_card_of_a_channel_is_edited_at_a_time(ballots: Ballots):
    """M52: Discord limits each channel for itself."""
    cards = [await voted(ballots, channel_id=one) for one in (7001, 7001, 7002)]
    ballots.clock.pass_(MERGED)
    keys = await ballots.young.due(limit=4, busy=())
    assert await ballots.young.due(limit=4, busy=keys) == []
    for key in keys:
        await ballots.young.work(key)
    edited = [message for message, _ in ballots.cards.edits]
    assert edited == [cards[0].message_id, cards[2].message_id]


async def test_channels_with_many_cards_to_edit_let_another_have_its_turn(ballots: Ballots):
    """M52: its card became stale last, and all places are taken at first."""
    crowded = range(7001, 7005)
    for channel in crowded:
        for _ in range(3):
            await voted(ballots, channel_id=channel)
    ballots.clock.pass_(SECOND)
    late = await voted(ballots, channel_id=7009)
    ballots.clock.pass_(MERGED)
    busy = list(await ballots.young.due(limit=4, busy=()))
    assert sorted(busy) == list(crowded)
    await ballots.young.work(busy.pop())
    [key] = await ballots.young.due(limit=1, busy=busy)
    await ballots.young.work(key)
    assert ballots.cards.edits[-1] == (late.message_id, 1)


async def test_old_cards_of_different_channels_do_not_wait_for_each_other(ballots: Ballots):
    """M52: the pause is each channel's own."""
    sent = {"at": ballots.clock.now() - 2 * HOUR}
    first, second = [await voted(ballots, **sent) for _ in range(2)]
    elsewhere = await voted(ballots, channel_id=7002, **sent)
    await show_after(ballots, MERGED)
    edited = [message for message, _ in ballots.cards.edits]
    assert edited == [first.message_id, elsewhere.message_id]
    assert await ballots.old.next_at() == ballots.clock.now() + SLOWLY
    await show_after(ballots, SLOWLY)
    assert ballots.cards.edits[2:] == [(second.message_id, 1)]


async def test_pause_of_a_clock_that_ran_ahead_is_none(ballots: Ballots):
    """V64."""
    sent = {"at": ballots.clock.now() - 2 * HOUR}
    first, second = [await voted(ballots, **sent) for _ in range(2)]
    ballots.clock.pass_(24 * HOUR)
    await ballots.show()
    ballots.clock.pass_(-23 * HOUR)
    await ballots.show()
    edited = {message for message, _ in ballots.cards.edits}
    assert edited == {first.message_id, second.message_id}


async def test_enough_of_old_edits_defers_the_old_cards_of_the_channel(ballots: Ballots):
    """M52: after 30046 no other old card of the channel is tried; young ones and others are."""
    sent = {"at": ballots.clock.now() - 2 * HOUR}
    first, second = await voted(ballots, **sent), await voted(ballots, **sent)
    elsewhere, young = await voted(ballots, channel_id=7002, **sent), await voted(ballots)
    ballots.cards.fail_edit = [Unreachable("30046", retry_after=10 * MINUTE)]
    ballots.clock.pass_(MERGED)
    await ballots.old.work((await ballots.old.due(limit=1, busy=()))[0])
    for _ in range(5):
        await show_after(ballots, SLOWLY)
    edited = {message for message, _ in ballots.cards.edits}
    assert edited == {elsewhere.message_id, young.message_id}
    for _ in range(5):
        await show_after(ballots, 2 * MINUTE)
    await show_after(ballots, SLOWLY)
    assert {first.message_id, second.message_id} <= {one for one, _ in ballots.cards.edits}


async def test_that_a_card_was_published_is_learned_from_it(ballots: Ballots):
    """M52: three edits an hour."""
    card = await voted(ballots)
    ballots.cards.cards[card.message_id].crossposted = True
    await show_after(ballots, MERGED)
    for user in range(100, 160):
        await vote(ballots, card, user)
        await show_after(ballots, MINUTE)
    assert len(ballots.cards.edits) == 3
    await show_after(ballots, 25 * MINUTE)
    assert ballots.cards.edits[-1] == (card.message_id, 61)


async def test_that_a_card_was_published_since_its_last_edit_is_learned_before_the_next(
    ballots: Ballots,
):
    """M52."""
    card = await voted(ballots)
    await show_after(ballots, MERGED)
    ballots.cards.cards[card.message_id].crossposted = True
    await vote(ballots, card, TAE)
    await show_after(ballots, MINUTE)
    assert len(ballots.cards.edits) == 1
    await show_after(ballots, 25 * MINUTE)
    assert len(ballots.cards.edits) == 2


async def test_deleted_card_is_edited_no_more_and_its_votes_stay(ballots: Ballots):
    """M53: deleted while nobody told us."""
    card = await voted(ballots)
    del ballots.cards.cards[card.message_id]
    await show_after(ballots, MERGED)
    await vote(ballots, card, TAE)
    assert await edit_at(ballots, card) is None
    assert await ballots.points(card) == 2


async def test_cards_of_a_deleted_channel_are_edited_no_more(ballots: Ballots):
    """M51."""
    cards = [await voted(ballots) for _ in range(2)]
    ballots.cards.fail_look = [ChannelGone("Unknown Channel")]
    await show_after(ballots, MERGED)
    assert (ballots.cards.edits, await edit_at(ballots, cards[0])) == ([], None)


async def test_story_that_comes_to_a_second_channel_shows_its_points_there(ballots: Ballots):
    """V62."""
    first = await voted(ballots, MINA, TAE)
    await show_after(ballots, MERGED)
    second = await ballots.card(7002, of=first)
    await show_after(ballots, MERGED)
    assert ballots.cards.edits == [(first.message_id, 2), (second.message_id, 2)]


async def test_a_change_of_mind_is_shown_on_all_cards_of_the_story(ballots: Ballots):
    """V62."""
    first = await voted(ballots)
    second = await ballots.card(7002, of=first)
    await show_after(ballots, MERGED)
    ballots.react(second, MINA, DOWN)
    await ballots.voting.flush()
    await show_after(ballots, MINUTE)
    shown = {one.message_id: one.points for one in ballots.cards.cards.values()}
    assert shown == {first.message_id: -1, second.message_id: -1}


async def test_an_edit_that_a_killed_process_could_not_record_counts_for_the_pause(
    ballots: Ballots,
):
    """M52: the message itself says when it was edited."""
    card = await voted(ballots)
    ballots.cards.cards[card.message_id].edited_at = ballots.clock.now()
    await show_after(ballots, 29 * SECOND)
    assert ballots.cards.edits == []
    await show_after(ballots, SECOND)
    assert ballots.cards.edits == [(card.message_id, 1)]


async def test_an_edit_in_the_future_is_a_wrong_clock_and_holds_up_nothing(ballots: Ballots):
    """V64."""
    card = await voted(ballots)
    ballots.cards.cards[card.message_id].edited_at = ballots.clock.now() + HOUR
    await show_after(ballots, MERGED)
    assert ballots.cards.edits == [(card.message_id, 1)]


async def test_a_card_that_is_deleted_while_its_edit_fails_holds_up_no_other(ballots: Ballots):
    """M53: it is not planned again, so that nothing asks for it for ever."""
    gone, other = await voted(ballots), await ballots.card()

    async def delete() -> None:
        ballots.voting.note_deleted([gone.message_id])
        await ballots.voting.flush()

    ballots.cards.fail_edit = [Unreachable("no answer")]
    ballots.cards.before_failing = delete
    await show_after(ballots, MERGED)
    await vote(ballots, other, MINA)
    await show_after(ballots, 2 * HOUR)
    assert ballots.cards.edits == [(other.message_id, 1)]
    assert await edit_at(ballots, other) is None


async def test_lost_edit_is_looked_at_also_if_the_points_are_back(ballots: Ballots):
    """M52: the last value lands; the message may show the one between."""
    card = await voted(ballots)
    ballots.cards.lose_edit = [Unreachable("the connection broke")]
    await show_after(ballots, MERGED)
    ballots.unreact(card, MINA)
    await ballots.voting.flush()
    await show_after(ballots, HOUR)
    assert ballots.cards.edits == [(card.message_id, 1), (card.message_id, 0)]
