"""What happens under cards becomes votes, in few transactions, in order, whatever fails."""

from __future__ import annotations

import asyncio
import sqlite3

import pytest

from bot.domain.error import EmojiGone, Forbidden, StorageError
from bot.domain.vote import Kind, Reactor, VoteRules
from bot.services.concern import NOTHING, Concern
from bot.services.voting import COLLECTED, PUT_BACK_AFTER, Voting
from tests.services.ballots import DOWN, HOUR, MINUTE, OWN, SECOND, UP, Ballots

MINA, TAE, IDA = 11, 12, 13
ID = "123456789012345678"
OTHER = "234567890123456789"
QUIET = 5 * SECOND


def toggle(ballots: Ballots, card, times: int, *, user: int = MINA) -> None:
    """Let a person put the up-vote and take it away again, so many times."""
    for _ in range(times):
        ballots.react(card, user)
        ballots.unreact(card, user)


async def transactions(ballots: Ballots) -> list[str]:
    """Return a list to which each transaction that changes something is added from now on."""
    ran: list[str] = []
    await ballots.db._writer.set_trace_callback(
        lambda statement: ran.append(statement) if statement == "COMMIT" else None
    )
    return ran


async def test_fifty_reactions_at_once_are_one_row_each_in_one_transaction(ballots: Ballots):
    """D16."""
    card = await ballots.card()
    committed = await transactions(ballots)
    for user in range(100, 150):
        ballots.react(card, user)
    ballots.clock.pass_(SECOND)
    assert await ballots.voting.due(limit=1, busy=()) != []
    await ballots.voting.work(0)
    assert (await ballots.points(card), len(committed)) == (50, 1)
    assert await ballots.voting.due(limit=1, busy=()) == []


async def test_votes_that_trickle_in_are_collected_for_a_moment(ballots: Ballots):
    """D16."""
    card = await ballots.card()
    await ballots.voting.flush()
    ballots.react(card, MINA)
    assert await ballots.voting.due(limit=1, busy=()) == []
    assert await ballots.voting.next_at() == ballots.voting._last + COLLECTED
    ballots.clock.pass_(COLLECTED / 2)
    ballots.react(card, TAE)
    ballots.clock.pass_(COLLECTED / 2 + SECOND)
    assert await ballots.voting.due(limit=1, busy=()) != []


async def test_votes_are_not_held_up_by_a_clock_that_was_set_back(ballots: Ballots):
    """V64."""
    card = await ballots.card()
    ballots.react(card, MINA)
    ballots.clock.pass_(-HOUR)
    assert await ballots.voting.due(limit=1, busy=()) != []


async def test_only_whom_a_vote_concerns_is_told_of_it(ballots: Ballots):
    """D16: who would find nothing to do is not woken."""
    card, heard = await ballots.card(), []
    ballots.voting = Voting(
        db=ballots.db, tables=ballots.tables, clock=ballots.clock, on_votes=heard.append
    )
    steps = [
        (lambda: ballots.react(card, MINA), Concern.EDITS),
        (lambda: ballots.react(card, TAE), NOTHING),
        (lambda: ballots.react(card, IDA), NOTHING),
        (lambda: ballots.react(card, IDA, DOWN), Concern.UNWANTED),
        (lambda: ballots.unreact(card, IDA), NOTHING),
        (lambda: ballots.unreact(card, OWN), Concern.OWED),
        (lambda: ballots.delete(card), NOTHING),
    ]
    for happens, _ in steps:
        happens()
        await ballots.voting.flush()
    assert heard == [concern for _, concern in steps]


async def test_what_happens_elsewhere_writes_nothing(ballots: Ballots):
    card = await ballots.card()
    committed = await transactions(ballots)
    ballots.voting.note(Kind.ADDED, 999, user_id=MINA, emoji=UP)
    ballots.voting.note_deleted([998])
    ballots.react(card, MINA, "🎬")
    ballots.voting.note(Kind.ADDED, card.message_id, user_id=MINA, emoji="")
    await ballots.voting.flush()
    assert (await ballots.booth.under(card), committed) == (
        {Reactor(OWN, UP), Reactor(OWN, DOWN)},
        [],
    )


async def test_add_remove_add_is_added(ballots: Ballots):
    """V61: in one batch, and over two."""
    card = await ballots.card()
    toggle(ballots, card, 1)
    ballots.react(card, MINA)
    assert await ballots.points(card) == 1
    ballots.unreact(card, MINA)
    await ballots.voting.flush()
    ballots.react(card, MINA)
    ballots.unreact(card, MINA)
    assert await ballots.points(card) == 0


async def test_last_of_both_counts_when_both_come_in_one_moment(ballots: Ballots):
    """V60, V61: the clock need not have moved."""
    card = await ballots.card()
    ballots.react(card, MINA, UP)
    ballots.react(card, MINA, DOWN)
    ballots.react(card, TAE, DOWN)
    ballots.react(card, TAE, UP)
    assert await ballots.booth.cast(card) == {}
    await ballots.voting.flush()
    assert await ballots.booth.cast(card) == {MINA: -1, TAE: 1}


async def test_order_survives_a_clock_that_jumps_back(ballots: Ballots):
    """V61, V64."""
    card = await ballots.card()
    ballots.react(card, MINA, UP)
    await ballots.voting.flush()
    ballots.clock.pass_(-3600 * SECOND)
    ballots.react(card, MINA, DOWN)
    assert await ballots.points(card) == -1


async def test_bots_and_the_bot_itself_are_not_counted(ballots: Ballots):
    """V58."""
    card = await ballots.card()
    ballots.discord.bots.add(TAE)
    ballots.react(card, TAE)
    assert await ballots.points(card) == 0
    assert await ballots.is_discords(card)


async def test_new_members_are_left_out_where_the_server_wants_it(ballots: Ballots):
    """V58."""
    await ballots.rules(min_membership=3600 * SECOND)
    card = await ballots.card()
    ballots.discord.joined = {
        MINA: ballots.clock.now() - 60 * SECOND,
        TAE: ballots.clock.now() - 7200 * SECOND,
    }
    for user in (MINA, TAE):
        ballots.react(card, user)
    await ballots.voting.flush()
    assert await ballots.booth.cast(card) == {TAE: 1}


async def test_clearing_takes_the_votes_and_the_bot_puts_its_own_back(ballots: Ballots):
    """V57."""
    card = await ballots.card()
    ballots.react(card, MINA)
    ballots.clear(card)
    assert await ballots.points(card) == 0
    await ballots.react_all()
    assert ballots.discord.messages[card.message_id] == {}
    ballots.clock.pass_(PUT_BACK_AFTER)
    await ballots.react_all()
    assert ballots.discord.messages[card.message_id].keys() == {(UP, OWN), (DOWN, OWN)}


async def test_own_reaction_that_somebody_removed_is_put_back(ballots: Ballots):
    """V57."""
    card = await ballots.card()
    ballots.unreact(card, OWN, DOWN)
    await ballots.voting.flush()
    ballots.clock.pass_(PUT_BACK_AFTER)
    await ballots.react_all()
    assert (DOWN, OWN) in ballots.discord.messages[card.message_id]


async def test_fight_over_the_bots_reaction_ends(ballots: Ballots):
    """V57: with another bot that takes it away each time."""
    card = await ballots.card()
    before = ballots.discord.count("put")
    for _ in range(40):
        ballots.unreact(card, OWN, UP)
        await ballots.voting.flush()
        ballots.clock.pass_(PUT_BACK_AFTER)
        await ballots.react_all()
        ballots.react(card, OWN, UP)
    assert ballots.discord.count("put") - before < 15


async def test_reactions_of_a_deleted_message_are_not_put_back(ballots: Ballots):
    """M53: and its votes stay."""
    card = await ballots.card()
    ballots.react(card, MINA)
    ballots.clear(card, DOWN)
    ballots.delete(card)
    await ballots.voting.flush()
    ballots.voting.note(Kind.REMOVED, card.message_id, user_id=OWN, emoji=UP, own=True)
    assert await ballots.points(card) == 1
    assert await ballots.reacting.next_at() is None


async def test_channel_that_is_deleted_keeps_its_votes(ballots: Ballots):
    """M51, M53."""
    card = await ballots.card()
    ballots.react(card, MINA)
    ballots.voting.note_channel_deleted(card.channel_id)
    assert await ballots.points(card) == 1
    assert await ballots.young.next_at() is None


async def test_restless_person_is_counted_once_it_settles(ballots: Ballots):
    card = await ballots.card()
    toggle(ballots, card, 10)
    ballots.react(card, MINA)
    assert await ballots.points(card) == 0
    assert await ballots.voting.due(limit=1, busy=()) == []
    assert await ballots.voting.next_at() == ballots.voting._last + QUIET
    ballots.clock.pass_(QUIET + SECOND)
    assert await ballots.voting.due(limit=1, busy=()) != []
    assert await ballots.points(card) == 1
    assert await ballots.voting.next_at() is None


async def test_restless_switches_keep_their_order(ballots: Ballots):
    """V60, V61."""
    card = await ballots.card()
    toggle(ballots, card, 10)
    ballots.react(card, MINA, DOWN)
    ballots.react(card, MINA, UP)
    ballots.unreact(card, MINA, DOWN)
    ballots.react(card, MINA, DOWN)
    await ballots.voting.flush()
    ballots.clock.pass_(QUIET + SECOND)
    assert await ballots.points(card) == -1


async def test_clearing_ends_what_was_held_back(ballots: Ballots):
    """V57."""
    card = await ballots.card()
    toggle(ballots, card, 10)
    ballots.react(card, MINA)
    await ballots.voting.flush()
    ballots.clear(card)
    await ballots.voting.flush()
    ballots.clock.pass_(QUIET + SECOND)
    assert await ballots.points(card) == 0
    assert await ballots.is_discords(card)


async def test_others_do_not_wait_for_a_restless_person(ballots: Ballots):
    card = await ballots.card()
    toggle(ballots, card, 10)
    ballots.react(card, MINA)
    ballots.react(card, TAE)
    assert await ballots.points(card) == 1


async def test_emoji_that_are_no_votes_any_more_do_not_hold_up_those_that_are(ballots: Ballots):
    """V59: the post got other emoji while somebody was restless."""
    await ballots.rules(up=f"reel:{ID}", down=f"spool:{OTHER}")
    card = await ballots.card()
    for _ in range(10):
        ballots.react(card, MINA, ID)
        ballots.unreact(card, MINA, ID)
    ballots.react(card, MINA, ID)
    await ballots.voting.flush()
    for up in ("🍿", UP):  # the first one is forgotten with the second change
        async with ballots.db.write() as tx:
            await ballots.tables.reactions.set_emoji(
                tx, card.post_id, up=up, down=DOWN, now=ballots.clock.now()
            )
    ballots.clock.pass_(QUIET + SECOND)
    ballots.react(card, TAE, UP)
    await ballots.voting.flush()
    assert await ballots.booth.cast(card) == {TAE: 1}


async def fail_once(ballots: Ballots) -> None:
    """Let the next write of votes meet a real fault of the file."""
    async with ballots.db.write() as tx:
        await tx.execute_fetchall(
            "CREATE TRIGGER fault BEFORE INSERT ON score BEGIN SELECT raise(ABORT, 'fault'); END"
        )


async def mend(ballots: Ballots) -> None:
    async with ballots.db.write() as tx:
        await tx.execute_fetchall("DROP TRIGGER fault")


async def test_writer_is_woken_for_what_somebody_else_could_not_write(ballots: Ballots):
    """V64: else those votes would wait for its next look."""
    rings: list[None] = []
    voting = Voting(
        db=ballots.db,
        tables=ballots.tables,
        clock=ballots.clock,
        on_note=lambda: rings.append(None),
    )
    card = await ballots.card()
    voting.note(Kind.ADDED, card.message_id, user_id=MINA, emoji=UP)
    rings.clear()  # the writer was told, and somebody else comes first
    await fail_once(ballots)
    with pytest.raises(sqlite3.IntegrityError):
        await voting.release()
    assert rings == [None]
    await mend(ballots)
    await voting.flush()
    assert await ballots.booth.cast(card) == {MINA: 1}


async def test_nothing_is_lost_when_a_write_fails_in_the_middle(ballots: Ballots):
    """V64: what was noted, held back, or came meanwhile, each in its order."""
    card, gone = await ballots.card(), await ballots.card()
    toggle(ballots, card, 10)
    ballots.react(card, MINA)
    await ballots.voting.flush()
    ballots.clock.pass_(QUIET + SECOND)
    await fail_once(ballots)
    ballots.react(card, TAE, UP)
    ballots.delete(gone)
    with pytest.raises(sqlite3.Error):
        await ballots.voting.flush()
    ballots.unreact(card, TAE, UP)
    ballots.react(card, TAE, DOWN)
    await mend(ballots)
    await ballots.voting.flush()
    assert await ballots.booth.cast(card) == {MINA: 1, TAE: -1}
    assert await ballots.is_discords(card)
    deleted = "SELECT count(*) FROM post WHERE deleted_at IS NOT NULL"
    assert await ballots.booth.world.value(deleted) == 1


async def test_what_is_noted_during_a_write_that_fails_comes_after_what_it_held(ballots: Ballots):
    """V61, V64."""
    card = await ballots.card()
    await fail_once(ballots)
    ballots.react(card, MINA)
    task = asyncio.create_task(ballots.voting.flush())
    await asyncio.sleep(0)
    ballots.unreact(card, MINA)
    with pytest.raises(sqlite3.Error):
        await task
    await mend(ballots)
    assert await ballots.points(card) == 0
    assert await ballots.is_discords(card)


async def test_locked_file_costs_no_vote(ballots: Ballots):
    """V64: another program holds the lock for longer than we wait."""
    card = await ballots.card()
    ballots.react(card, MINA)
    other = sqlite3.connect(ballots.db.path)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError):
        await ballots.voting.work(0)
    other.rollback()
    other.close()
    ballots.clock.pass_(SECOND)
    assert await ballots.voting.due(limit=1, busy=()) != []
    assert await ballots.points(card) == 1


async def test_same_person_is_not_made_restless_by_failed_writes(ballots: Ballots):
    """V64."""
    card = await ballots.card()
    ballots.react(card, MINA)
    await fail_once(ballots)
    for _ in range(20):
        with pytest.raises(sqlite3.Error):
            await ballots.voting.flush()
    await mend(ballots)
    assert await ballots.points(card) == 1


async def test_write_that_is_cancelled_is_made_later(ballots: Ballots):
    card = await ballots.card()
    ballots.react(card, MINA)
    async with ballots.db.write():
        task = asyncio.create_task(ballots.voting.flush())
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert await ballots.points(card) == 1


async def test_what_is_noted_during_a_write_is_written_next(ballots: Ballots):
    """V61."""
    card = await ballots.card()
    ballots.react(card, MINA)
    task = asyncio.create_task(ballots.voting.flush())
    await asyncio.sleep(0)
    ballots.unreact(card, MINA)
    await task
    assert await ballots.points(card) == 0


async def test_forgotten_person_has_no_votes_and_what_is_held_back_goes_too(ballots: Ballots):
    card, other = await ballots.card(), await ballots.card()
    ballots.react(other, MINA)
    toggle(ballots, card, 10)
    ballots.react(card, MINA)
    ballots.react(card, TAE)
    await ballots.voting.forget(MINA)
    ballots.clock.pass_(QUIET + SECOND)
    await ballots.voting.flush()
    assert [await ballots.points(one) for one in (card, other)] == [1, 0]
    rows = await ballots.booth.rows("SELECT * FROM reaction WHERE user_id = ?", MINA)
    assert rows == []


async def test_forgotten_persons_old_reactions_are_not_read_again_until_they_vote(
    ballots: Ballots,
):
    card, other = await ballots.card(), await ballots.card()
    ballots.react(card, MINA)
    await ballots.voting.forget(MINA)
    await ballots.gap()
    await ballots.reconcile()
    assert await ballots.points(card) == 0
    ballots.react(other, MINA)
    await ballots.voting.flush()
    await ballots.gap()
    await ballots.reconcile()
    assert [await ballots.points(one) for one in (card, other)] == [1, 1]


async def test_emoji_that_is_gone_is_replaced_and_the_other_one_stays(ballots: Ballots):
    """V59: nobody could vote on the card else; and votes with the other one still count."""
    await ballots.rules(up=f"reel:{ID}", down=f"spool:{OTHER}")
    card = await ballots.card(fresh=True)
    ballots.react(card, MINA, OTHER)
    ballots.discord.fail["put"] = [EmojiGone("unknown", emoji=f"reel:{ID}")]
    await ballots.react_all()
    there = ballots.discord.messages[card.message_id]
    assert there.keys() == {(OTHER, MINA), (UP, OWN), (OTHER, OWN)}
    assert await ballots.points(card) == -1
    places = await ballots.tables.votes.places([card.message_id])
    assert places[card.message_id].rules == VoteRules(
        up=UP, down=f"spool:{OTHER}", former_up=f"reel:{ID}"
    )


async def test_votes_with_an_emoji_that_is_gone_still_count(ballots: Ballots):
    """V59: the reactions with it are still under the message."""
    await ballots.rules(up=f"reel:{ID}", down=f"spool:{OTHER}")
    card = await ballots.card(fresh=True)
    await ballots.react_all()
    for user in (MINA, TAE):
        ballots.react(card, user, ID)
    ballots.unreact(card, OWN, ID)
    await ballots.voting.flush()
    ballots.discord.fail["put"] = [EmojiGone("unknown", emoji=f"reel:{ID}")]
    ballots.clock.pass_(MINUTE)
    await ballots.react_all()
    ballots.clock.pass_(MINUTE)
    await ballots.reconcile()
    ballots.react(card, IDA, UP)
    await ballots.voting.flush()
    assert await ballots.points(card) == 3


async def test_reactions_that_are_cleared_while_the_bot_puts_them_stay_owed(ballots: Ballots):
    """V57."""
    card = await ballots.card(fresh=True)

    async def clear() -> None:
        ballots.clear(card)
        await ballots.voting.flush()

    ballots.discord.meanwhile["put"] = clear
    await ballots.react_all()
    ballots.clock.pass_(MINUTE)
    await ballots.react_all()
    assert ballots.discord.messages[card.message_id].keys() == {(UP, OWN), (DOWN, OWN)}


async def test_emoji_of_a_card_are_never_the_same_twice(ballots: Ballots):
    """V59."""
    await ballots.rules(up=f"reel:{ID}", down="👍🏽")
    card = await ballots.card(fresh=True)
    ballots.discord.fail["put"] = [EmojiGone("unknown", emoji=f"reel:{ID}")]
    await ballots.react_all()
    assert ballots.discord.messages[card.message_id].keys() == {(UP, OWN), (DOWN, OWN)}


async def test_reactions_that_were_not_allowed_are_tried_again_and_given_up(ballots: Ballots):
    """M50."""
    await ballots.card(fresh=True)
    ballots.discord.fail["put"] = [Forbidden("Add Reactions is missing")] * 99
    for _ in range(40):
        await ballots.react_all()
        ballots.clock.pass_(48 * 3600 * SECOND)
    assert ballots.discord.count("put") == 13
    assert await ballots.reacting.next_at() is None
