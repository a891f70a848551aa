"""After a gap the stored votes become those that Discord has (V56, V61)."""

from __future__ import annotations

import random
import sqlite3
from datetime import timedelta

import pytest

from bot.domain.error import ChannelGone, Forbidden, Unreachable
from bot.services.journal import KEPT
from bot.storage.post import LONGEST_WAIT, REST_LAG
from tests.services.ballots import DOWN, MINUTE, OWN, SECOND, UP, Ballots
from tests.storage.booth import Card

MINA, TAE, IDA = 11, 12, 13
CHANNEL = 7001


async def offline(ballots: Ballots) -> None:
    """Lose the connection for a second, with all that was told before written."""
    await ballots.voting.flush()
    ballots.connected = False
    ballots.clock.pass_(SECOND)


async def test_what_was_added_removed_and_swapped_meanwhile_is_found(ballots: Ballots):
    """V56."""
    added, removed, swapped, turned = [await ballots.card() for _ in range(4)]
    for card in (removed, swapped, turned):
        ballots.react(card, MINA)
    await offline(ballots)
    ballots.react(added, TAE)
    ballots.unreact(removed, MINA)
    ballots.unreact(swapped, MINA)
    ballots.react(swapped, TAE)
    ballots.unreact(turned, MINA)
    ballots.react(turned, MINA, DOWN)
    await ballots.gap()
    await ballots.reconcile()
    cards = (added, removed, swapped, turned)
    found = [await ballots.booth.cast(card) for card in cards]
    assert found == [{TAE: 1}, {}, {TAE: 1}, {MINA: -1}]
    assert all([await ballots.is_discords(card) for card in cards])


async def test_votes_and_cards_follow_at_once(ballots: Ballots):
    """V56."""
    card = await ballots.card()
    await offline(ballots)
    ballots.react(card, MINA)
    await ballots.gap()
    await ballots.reconcile()
    ballots.clock.pass_(3 * SECOND)
    await ballots.show()
    assert ballots.cards.edits == [(card.message_id, 1)]


async def test_nothing_is_asked_before_answers_hold_all_that_was_missed(ballots: Ballots):
    """V61."""
    await ballots.card()
    await ballots.gap()
    ballots.clock.pass_(REST_LAG - SECOND)
    await ballots.compare()
    assert ballots.discord.asked[-1][0] == "put"
    assert await ballots.reconciling.next_at() == ballots.clock.now() + SECOND


async def test_hundred_posts_cost_one_request(ballots: Ballots):
    cards = [await ballots.card() for _ in range(3)]
    for card in cards:
        ballots.react(card, MINA)
    await ballots.voting.flush()
    await ballots.gap()
    ballots.clock.pass_(REST_LAG)
    await ballots.compare()
    assert ballots.discord.count("history") == 1
    assert [await ballots.state(card) for card in cards] == ["unsure"] * 3


async def test_busy_channel_is_read_page_by_page_to_the_oldest_post(ballots: Ballots):
    _, last = await ballots.card(), await ballots.card()
    for message_id in range(1_100, 1_350):  # the bot's own, and none of them a post
        ballots.discord.messages[message_id] = {}
        ballots.discord.channels[message_id] = CHANNEL
    await ballots.booth.database._writer.execute_fetchall(
        "UPDATE post SET message_id = 1400 WHERE id = ?", (last.post_id,)
    )
    ballots.discord.messages[1400] = ballots.discord.messages.pop(last.message_id)
    ballots.discord.channels[1400] = CHANNEL
    await ballots.gap()
    ballots.clock.pass_(REST_LAG)
    await ballots.compare()
    assert ballots.discord.count("history") == 2
    assert await ballots.tables.recounts.left() == 0


async def test_post_without_a_reaction_of_anybody_else_is_settled_without_asking(ballots: Ballots):
    card = await ballots.card()
    await ballots.gap()
    await ballots.reconcile()
    assert (ballots.discord.count("under"), await ballots.state(card)) == (0, None)


async def test_missing_reaction_of_the_bot_is_put_back(ballots: Ballots):
    """V57: removed while nobody told us."""
    card = await ballots.card()
    await offline(ballots)
    ballots.unreact(card, OWN, UP)
    await ballots.gap()
    await ballots.reconcile()
    await ballots.react_all()
    assert (UP, OWN) in ballots.discord.messages[card.message_id]
    assert await ballots.is_discords(card)


async def test_reaction_of_the_bot_that_was_given_up_is_put_after_the_next_gap(ballots: Ballots):
    """V57, M50: what is stored is what Discord has, and still something is missing."""
    card = await ballots.card()
    ballots.unreact(card, OWN, UP)
    await ballots.voting.flush()
    async with ballots.db.write() as tx:
        await ballots.tables.reactions.mark_done(tx, card.post_id, ballots.clock.now())
    await ballots.gap()
    await ballots.reconcile()
    await ballots.react_all()
    assert (UP, OWN) in ballots.discord.messages[card.message_id]


async def test_those_that_differ_come_before_the_unsure_and_these_unhurried(ballots: Ballots):
    """V56."""
    same = [await ballots.card() for _ in range(2)]
    differs = await ballots.card()
    for card in same:
        ballots.react(card, MINA)
    await offline(ballots)
    ballots.react(differs, TAE)
    await ballots.gap()
    ballots.clock.pass_(REST_LAG)
    await ballots.compare()
    await ballots.recount()
    asked = [call[1] for call in ballots.discord.asked if call[0] == "under"]
    assert asked == [differs.message_id, same[1].message_id]
    ballots.clock.pass_(SECOND)
    await ballots.recount()
    assert await ballots.tables.recounts.left() == 0


async def test_unsure_posts_wait_while_others_are_to_be_compared(ballots: Ballots):
    card = await ballots.card()
    ballots.react(card, MINA)
    await ballots.gap()
    ballots.clock.pass_(REST_LAG)
    await ballots.compare()
    await ballots.card(CHANNEL + 1, fresh=True)
    ballots.clock.pass_(REST_LAG)
    await ballots.recount()
    assert await ballots.state(card) == "unsure"
    await ballots.reconcile()
    assert await ballots.state(card) is None


async def test_more_people_than_one_page_are_read(ballots: Ballots):
    """V56: and super reactions too."""
    card = await ballots.card()
    await offline(ballots)
    for user in range(100, 350):
        ballots.react(card, user)
    for user in range(400, 520):
        ballots.react(card, user, burst=True)
    for user in range(600, 700):
        ballots.react(card, user, DOWN)
    await ballots.gap()
    await ballots.reconcile()
    assert await ballots.booth.points(card) == (370, 100)
    assert await ballots.is_discords(card)


async def test_reactions_with_other_emoji_are_not_asked_for(ballots: Ballots):
    card = await ballots.card()
    await offline(ballots)
    ballots.react(card, MINA, "🎬")
    ballots.react(card, MINA)
    await ballots.gap()
    await ballots.reconcile()
    assert {call[2] for call in ballots.discord.asked if call[0] == "reactors"} == {UP, DOWN}


async def test_bots_that_voted_meanwhile_are_stored_and_not_counted(ballots: Ballots):
    """V58."""
    card = await ballots.card()
    ballots.discord.bots.add(TAE)
    await offline(ballots)
    ballots.react(card, TAE)
    await ballots.gap()
    await ballots.reconcile()
    assert (await ballots.points(card), await ballots.is_discords(card)) == (0, True)
    await ballots.gap()
    await ballots.reconcile()
    assert ballots.discord.count("under") == 2


async def test_new_members_are_asked_for_where_the_server_wants_it(ballots: Ballots):
    """V58: those who are known already are not."""
    await ballots.rules(min_membership=timedelta(hours=24))
    card = await ballots.card()
    ballots.discord.joined = {
        MINA: ballots.clock.now() - timedelta(days=9),
        TAE: ballots.clock.now(),
    }
    ballots.react(card, MINA)
    await offline(ballots)
    ballots.react(card, TAE)
    ballots.react(card, IDA)  # who has left
    await ballots.gap()
    await ballots.reconcile()
    assert await ballots.booth.cast(card) == {MINA: 1, IDA: 1}
    assert [call[1] for call in ballots.discord.asked if call[0] == "joined_at"] == [TAE, IDA]


async def test_both_reactions_of_one_person_found_at_once_are_an_up_vote(ballots: Ballots):
    """V60: nobody knows which came last; the other one is taken away."""
    up, down = "9" * 18, "1" * 18
    await ballots.rules(up=f"reel:{up}", down=f"spool:{down}")
    card = await ballots.card()
    await offline(ballots)
    ballots.react(card, MINA, up)
    ballots.react(card, MINA, down)
    await ballots.gap()
    await ballots.reconcile()
    assert await ballots.booth.cast(card) == {MINA: 1}
    await ballots.tidy()
    assert ballots.discord.taken == [(card.message_id, f"spool:{down}", MINA)]


async def test_reaction_that_is_new_wins_over_the_one_that_was_known(ballots: Ballots):
    """V60: one who voted down while we were told, and up as well while we were not."""
    card = await ballots.card()
    ballots.react(card, MINA, DOWN)
    await offline(ballots)
    ballots.react(card, MINA, UP)
    await ballots.gap()
    await ballots.reconcile()
    assert await ballots.booth.cast(card) == {MINA: 1}


async def differing(ballots: Ballots) -> Card:
    """Return a card whose people are to be asked for."""
    card = await ballots.card()
    ballots.react(card, MINA)
    await offline(ballots)
    ballots.react(card, TAE)
    await ballots.gap()
    ballots.clock.pass_(REST_LAG)
    await ballots.compare()
    assert await ballots.state(card) == "differs"
    return card


@pytest.mark.parametrize("call", ["under", "reactors"])
async def test_event_wins_over_an_answer_that_is_older(ballots: Ballots, call: str):
    """V61: people go on while the answer is under way."""
    card = await differing(ballots)

    async def go_on() -> None:
        ballots.unreact(card, MINA)
        ballots.unreact(card, TAE)
        ballots.react(card, TAE, DOWN)
        ballots.react(card, IDA)

    ballots.discord.meanwhile[call] = go_on
    await ballots.recount()
    assert await ballots.booth.cast(card) == {TAE: -1, IDA: 1}
    assert await ballots.is_discords(card)


async def test_clearing_wins_over_an_answer_that_is_older(ballots: Ballots):
    """V57, V61."""
    card = await differing(ballots)

    async def clear() -> None:
        ballots.clear(card)
        ballots.react(card, IDA)

    ballots.discord.meanwhile["reactors"] = clear
    await ballots.recount()
    assert await ballots.booth.cast(card) == {IDA: 1}


async def test_event_right_before_the_question_wins_too(ballots: Ballots):
    """V61: the answer may be two seconds behind the gateway."""
    card = await differing(ballots)
    stale = dict(ballots.discord.messages[card.message_id])
    ballots.unreact(card, TAE)
    await ballots.voting.flush()
    truth, ballots.discord.messages[card.message_id] = (
        ballots.discord.messages[card.message_id],
        stale,
    )
    ballots.clock.pass_(REST_LAG - SECOND)
    await ballots.recount()
    ballots.discord.messages[card.message_id] = truth
    assert await ballots.is_discords(card)


async def test_event_wins_also_when_the_answer_takes_very_long(ballots: Ballots):
    """V61: thousands of people are read page by page, and Discord may ask us to wait."""
    card = await differing(ballots)

    async def take_long() -> None:
        ballots.unreact(card, TAE)
        await ballots.voting.flush()
        ballots.clock.pass_(KEPT + MINUTE)
        ballots.react(card, IDA)
        await ballots.voting.flush()

    ballots.discord.meanwhile["reactors"] = take_long
    await ballots.recount()
    assert await ballots.is_discords(card)


async def test_gap_that_begins_while_an_answer_is_under_way_is_compared_again(ballots: Ballots):
    """V56, V61."""
    card = await differing(ballots)

    async def lose_connection() -> None:
        await offline(ballots)
        ballots.unreact(card, TAE)
        await ballots.gap()

    ballots.discord.meanwhile["reactors"] = lose_connection
    await ballots.recount()
    assert await ballots.state(card) == "compare"
    await ballots.reconcile()
    assert await ballots.is_discords(card)


async def test_gap_that_begins_during_a_comparison_is_compared_again(ballots: Ballots):
    """V56."""
    card = await ballots.card()
    await ballots.gap()
    ballots.clock.pass_(REST_LAG)

    async def lose_connection() -> None:
        await offline(ballots)
        ballots.react(card, TAE)
        await ballots.gap()

    ballots.discord.meanwhile["history"] = lose_connection
    await ballots.compare()
    assert await ballots.state(card) == "compare"
    await ballots.reconcile()
    assert await ballots.is_discords(card)


async def test_restless_person_who_settled_during_a_gap_is_as_discord_says(ballots: Ballots):
    """V56: what was held back is not written over newer answers."""
    card = await ballots.card()
    for _ in range(10):
        ballots.react(card, MINA)
        ballots.unreact(card, MINA)
    ballots.react(card, MINA)
    await offline(ballots)
    ballots.unreact(card, MINA)
    await ballots.gap()
    await ballots.reconcile()
    ballots.clock.pass_(10 * SECOND)
    assert await ballots.is_discords(card)


async def test_gap_that_could_not_be_written_is_not_forgotten(ballots: Ballots):
    """V56, V64: the file was locked just when the gateway was back."""
    card = await ballots.card()
    await offline(ballots)
    ballots.react(card, TAE)
    async with ballots.db.write() as tx:
        await tx.execute_fetchall(
            "CREATE TRIGGER fault BEFORE UPDATE OF recount_state ON post"
            " BEGIN SELECT raise(ABORT, 'fault'); END"
        )
    with pytest.raises(sqlite3.Error):
        await ballots.gap()
    async with ballots.db.write() as tx:
        await tx.execute_fetchall("DROP TRIGGER fault")
    assert await ballots.reconciling.next_at() == ballots.clock.now()
    await ballots.compare()
    await ballots.reconcile()
    assert await ballots.is_discords(card)


async def test_restart_goes_on_where_it_was(ballots: Ballots):
    """V56: what was doubted before still is, and in the same order."""
    cards = [await ballots.card() for _ in range(3)]
    for card in cards:
        ballots.react(card, MINA)
    await offline(ballots)
    for card in cards:
        ballots.react(card, TAE)
    await ballots.gap()
    ballots.clock.pass_(REST_LAG)
    await ballots.compare()
    [first, *_] = await ballots.recounting.due(limit=4, busy=())
    await ballots.recounting.work(first)
    ballots.start()
    await ballots.recount()
    asked = [call[1] for call in ballots.discord.asked if call[0] == "under"]
    assert asked == [card.message_id for card in reversed(cards)]
    assert all([await ballots.is_discords(card) for card in cards])


async def test_what_was_told_since_the_gap_is_newer_than_what_happened_in_it(ballots: Ballots):
    """V60, V61: a fan votes up while the bot is away, and down once it is back."""
    card = await ballots.card()
    await offline(ballots)
    ballots.react(card, MINA, UP)
    await ballots.gap()
    ballots.clock.pass_(SECOND)
    ballots.react(card, MINA, DOWN)
    await ballots.reconcile()
    assert await ballots.points(card) == -1
    await ballots.tidy()
    assert ballots.discord.taken == [(card.message_id, UP, MINA)]


async def test_equal_counts_hide_no_fan_who_has_left(ballots: Ballots):
    """V56: all that Discord shows is the bot's own, put while nobody told us of it."""
    card = await ballots.card()
    ballots.unreact(card, OWN, DOWN)
    ballots.react(card, MINA, DOWN)
    await offline(ballots)
    ballots.unreact(card, MINA, DOWN)
    ballots.react(card, OWN, DOWN)
    await ballots.gap()
    await ballots.reconcile()
    assert await ballots.points(card) == 0
    assert await ballots.is_discords(card)


async def test_channel_where_much_differs_lets_another_have_its_turn(ballots: Ballots):
    """V56: the newest two are in one channel."""
    cards = [await ballots.card(channel) for channel in (7002, 7001, 7001)]
    await offline(ballots)
    for card in cards:
        ballots.react(card, MINA)
    await ballots.gap()
    ballots.clock.pass_(REST_LAG)
    await ballots.compare()
    for _ in cards:
        [key] = await ballots.recounting.due(limit=1, busy=())
        await ballots.recounting.work(key)
    asked = [call[1] for call in ballots.discord.asked if call[0] == "under"]
    assert asked == [cards[2].message_id, cards[0].message_id, cards[1].message_id]


async def test_progress_is_told(ballots: Ballots):
    cards = [await ballots.card() for _ in range(3)]
    ballots.react(cards[0], MINA)
    ballots.clock.pass_(MINUTE)
    await offline(ballots)
    ballots.react(cards[1], MINA)
    await ballots.gap()
    ballots.clock.pass_(REST_LAG)
    await ballots.compare()
    found = await ballots.reconciling.progress(cards[0].guild_id)
    assert (found.recent, found.compare, found.differs, found.unsure) == (3, 0, 1, 1)
    await ballots.reconcile()
    assert (await ballots.reconciling.progress(cards[0].guild_id)).left == 0


async def test_first_look_at_a_new_post_is_no_progress_to_tell(ballots: Ballots):
    card = await ballots.card(fresh=True)
    assert await ballots.tables.recounts.left() == 1
    assert (await ballots.reconciling.progress(card.guild_id)).left == 0


async def test_older_posts_than_the_reach_are_left_alone(ballots: Ballots):
    await ballots.card()
    ballots.clock.pass_(timedelta(days=14, seconds=1))
    await ballots.gap()
    assert await ballots.tables.recounts.left() == 0


async def test_deleted_message_keeps_its_votes_and_is_asked_for_no_more(ballots: Ballots):
    """M53, V56: deleted while nobody told us."""
    card = await ballots.card()
    ballots.react(card, MINA)
    await offline(ballots)
    ballots.delete(card)
    await ballots.gap()
    await ballots.reconcile()
    assert await ballots.points(card) == 1
    await ballots.gap()
    assert await ballots.tables.recounts.left() == 0


async def test_message_that_is_deleted_between_two_pages_keeps_its_votes(ballots: Ballots):
    """M53: half an answer is none."""
    card = await differing(ballots)

    async def delete() -> None:
        ballots.connected = False  # the event may come late
        ballots.delete(card)

    ballots.discord.meanwhile["under"] = delete
    await ballots.recount()
    assert await ballots.points(card) == 1


@pytest.mark.parametrize("call", ["history", "under", "reactors"])
async def test_deleted_channel_keeps_its_votes(ballots: Ballots, call: str):
    """M51, M53."""
    card = await ballots.card()
    ballots.react(card, MINA)
    await offline(ballots)
    ballots.react(card, TAE)
    await ballots.gap()
    ballots.discord.fail[call] = [ChannelGone("Unknown Channel")]
    await ballots.reconcile()
    assert await ballots.points(card) == 1


@pytest.mark.parametrize("call", ["history", "under", "reactors"])
async def test_what_may_not_be_read_is_tried_again_later_and_less_and_less(
    ballots: Ballots, call: str
):
    """M50: and no vote goes, as an unreadable history looks empty."""
    card = await ballots.card()
    ballots.react(card, MINA)
    await offline(ballots)
    ballots.react(card, TAE)
    await ballots.gap()
    ballots.clock.pass_(REST_LAG)
    ballots.discord.fail[call] = [Forbidden("Read Message History is missing")] * 3
    waits = []
    for _ in range(3):
        await ballots.compare()
        await ballots.recount()
        due = [await lane.next_at() for lane in (ballots.reconciling, ballots.recounting)]
        waits.append(min(at for at in due if at) - ballots.clock.now())
        ballots.clock.pass_(waits[-1])
        assert await ballots.points(card) == 1
    assert waits == [30 * SECOND, 60 * SECOND, 120 * SECOND]
    await ballots.reconcile()
    assert await ballots.is_discords(card)


@pytest.mark.parametrize("call", ["history", "under", "reactors"])
async def test_pause_that_discord_asks_for_is_kept(ballots: Ballots, call: str):
    """M52."""
    card = await ballots.card()
    await offline(ballots)
    ballots.react(card, TAE)
    await ballots.gap()
    ballots.clock.pass_(REST_LAG)
    ballots.discord.fail[call] = [Unreachable("rate limited", retry_after=5 * MINUTE)]
    await ballots.compare()
    await ballots.recount()
    due = [await lane.next_at() for lane in (ballots.reconciling, ballots.recounting)]
    assert [at - ballots.clock.now() for at in due if at] == [5 * MINUTE]


async def test_bug_is_told_and_the_post_is_tried_again_later(ballots: Ballots):
    """What must stay true, 8."""
    card = await differing(ballots)
    ballots.discord.fail["reactors"] = [ZeroDivisionError()]
    with pytest.raises(ZeroDivisionError):
        await ballots.recount()
    assert await ballots.recounting.due(limit=4, busy=()) == []
    ballots.clock.pass_(30 * SECOND)
    await ballots.recount()
    assert await ballots.is_discords(card)


async def test_clock_that_ran_ahead_does_not_make_us_ask_without_end(ballots: Ballots):
    """V64."""
    card = await ballots.card()
    ballots.clock.pass_(LONGEST_WAIT + timedelta(hours=2))
    await ballots.gap()
    ballots.clock.pass_(-LONGEST_WAIT - timedelta(hours=2))
    await ballots.compare()
    assert (ballots.discord.count("history"), await ballots.state(card)) == (1, None)


@pytest.mark.parametrize("seed", range(12))
async def test_whatever_happens_the_votes_end_up_as_discords(ballots: Ballots, seed: int):
    """V56, V57, V60, V61: people, gaps, slow and failing answers, in any order."""
    chance = random.Random(seed)
    cards = [await ballots.card() for _ in range(2)]
    cards.append(await ballots.card(CHANNEL + 1, of=cards[0]))

    def fiddle() -> None:
        for _ in range(chance.randrange(6)):
            card, user = chance.choice(cards), chance.choice((MINA, TAE, IDA))
            act = chance.choice([ballots.react] * 4 + [ballots.unreact] * 3)
            act(card, user, chance.choice((UP, DOWN)))
        if chance.random() < 0.05:
            ballots.clear(chance.choice(cards), chance.choice(("", UP, DOWN)))

    async def meanwhile() -> None:
        fiddle()
        if chance.random() < 0.3:
            await ballots.voting.flush()
        if chance.random() < 0.2:
            await offline(ballots)
            fiddle()
            await ballots.gap()

    for _ in range(25):
        for call in ("history", "under", "reactors", "take_away"):
            if chance.random() < 0.5:
                ballots.discord.meanwhile[call] = meanwhile
            if chance.random() < 0.1:
                ballots.discord.fail[call] = [Unreachable("no")]
        fiddle()
        ballots.clock.pass_(chance.choice((0, 1, 3)) * SECOND)
        for lane in chance.sample((ballots.compare, ballots.recount, ballots.tidy), 2):
            await lane()
        if chance.random() < 0.1:
            await offline(ballots)
            ballots.start()
            fiddle()
            await ballots.gap()
    ballots.discord.meanwhile.clear()
    ballots.discord.fail.clear()
    ballots.clock.pass_(MINUTE)
    await ballots.voting.flush()
    await ballots.tidy()
    await ballots.reconcile()
    assert [await ballots.is_discords(card) for card in cards] == [True] * 3
