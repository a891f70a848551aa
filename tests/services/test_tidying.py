"""Whoever changed a vote has the other reaction taken away, where the bot may (V60)."""

from __future__ import annotations

import pytest

from bot.domain.error import ChannelGone, Forbidden, Unreachable
from tests.services.ballots import DOWN, MINUTE, UP, Ballots
from tests.storage.booth import Card

MINA, TAE = 11, 12
ID = "123456789012345678"
OTHER = "234567890123456789"


async def switched(ballots: Ballots, *users: int, card: Card | None = None) -> Card:
    """Return a card on which people voted up first and then down."""
    card = card or await ballots.card()
    for user in users or (MINA,):
        ballots.react(card, user, UP)
        ballots.react(card, user, DOWN)
    await ballots.voting.flush()
    return card


async def test_other_reaction_is_taken_away(ballots: Ballots):
    """V60."""
    card = await switched(ballots)
    await ballots.tidy()
    assert ballots.discord.taken == [(card.message_id, UP, MINA)]
    assert await ballots.is_discords(card)
    assert await ballots.booth.cast(card) == {MINA: -1}
    assert await ballots.tidying.next_at() is None


async def test_each_is_taken_away_once_though_its_event_comes_late(ballots: Ballots):
    """V60."""
    card = await switched(ballots, MINA, TAE)
    ballots.connected = False
    await ballots.tidy()
    await ballots.tidy()
    assert sorted(ballots.discord.taken) == [
        (card.message_id, UP, MINA),
        (card.message_id, UP, TAE),
    ]


async def test_what_was_put_back_while_nobody_told_us_goes_too(ballots: Ballots):
    """V56, V60: else both would stay, since what is stored and what is there are equal."""
    card = await switched(ballots)
    ballots.connected = False
    await ballots.tidy()
    ballots.react(card, MINA, UP)
    ballots.connected = True
    await ballots.gap()
    await ballots.reconcile()
    await ballots.tidy()
    assert ballots.discord.taken == [(card.message_id, UP, MINA)] * 2
    assert await ballots.is_discords(card)


async def test_mind_that_was_changed_back_stays(ballots: Ballots):
    """V60."""
    card = await switched(ballots)
    ballots.unreact(card, MINA, DOWN)
    await ballots.voting.flush()
    await ballots.tidy()
    assert (ballots.discord.taken, await ballots.points(card)) == ([], 1)


async def test_mind_that_is_changed_back_while_others_are_served_stays(ballots: Ballots):
    """V60: a long queue under one card."""
    card = await switched(ballots, MINA, TAE)

    async def change_back() -> None:
        ballots.unreact(card, TAE, DOWN)
        await ballots.voting.flush()

    ballots.discord.meanwhile["take_away"] = change_back
    await ballots.tidy()
    await ballots.voting.flush()
    assert ballots.discord.taken == [(card.message_id, UP, MINA)]
    assert await ballots.booth.cast(card) == {MINA: -1, TAE: 1}


async def test_reaction_on_another_post_of_the_story_is_taken_away(ballots: Ballots):
    """V60, V62."""
    first = await ballots.card()
    second = await ballots.card(7002, of=first)
    ballots.react(first, MINA, UP)
    ballots.react(second, MINA, DOWN)
    await ballots.voting.flush()
    await ballots.tidy()
    assert ballots.discord.taken == [(first.message_id, UP, MINA)]
    assert await ballots.points(first) == -1


@pytest.mark.parametrize("error", [Forbidden("Manage Messages is missing"), ChannelGone("gone")])
async def test_what_the_bot_may_not_take_away_is_left_and_the_last_vote_counts(
    ballots: Ballots, error: Exception
):
    """V60, M50."""
    card = await switched(ballots)
    ballots.discord.fail["take_away"] = [error]
    await ballots.tidy()
    assert (UP, MINA) in ballots.discord.messages[card.message_id]
    assert (await ballots.points(card), await ballots.tidying.next_at()) == (-1, None)


async def test_pause_is_kept_when_discord_does_not_answer(ballots: Ballots):
    """M52."""
    card = await switched(ballots, MINA, TAE)
    ballots.discord.fail["take_away"] = [Unreachable("rate limited")]
    await ballots.tidy()
    taken = [user for _, _, user in ballots.discord.taken]
    ballots.clock.pass_(MINUTE)
    await ballots.tidy()
    assert sorted([*taken, *(user for _, _, user in ballots.discord.taken[len(taken) :])]) == [
        MINA,
        TAE,
    ]
    assert await ballots.is_discords(card)


async def test_bug_is_told_and_others_are_served(ballots: Ballots):
    """What must stay true, 8."""
    card = await switched(ballots)
    ballots.discord.fail["take_away"] = [ZeroDivisionError()]
    with pytest.raises(ZeroDivisionError):
        await ballots.tidy()
    other = await switched(ballots)
    await ballots.tidy()
    ballots.clock.pass_(MINUTE)
    await ballots.tidy()
    taken = [message for message, _, _ in ballots.discord.taken]
    assert taken == [other.message_id, card.message_id]


async def test_reactions_on_a_deleted_message_are_left_alone(ballots: Ballots):
    """M53."""
    card = await switched(ballots)
    ballots.delete(card)
    await ballots.voting.flush()
    await ballots.tidy()
    assert ballots.discord.count("take_away") == 0


async def test_own_emoji_are_named_as_discord_wants_it(ballots: Ballots):
    """V59: by name and id, also animated ones."""
    await ballots.rules(up=f"a:reel:{ID}", down=f"spool:{OTHER}")
    card = await ballots.card()
    for user, emoji in ((MINA, (ID, OTHER)), (TAE, (OTHER, ID))):
        for one in emoji:
            ballots.react(card, user, one)
    await ballots.voting.flush()
    await ballots.tidy()
    assert sorted(emoji for _, emoji, _ in ballots.discord.taken) == [
        f"reel:{ID}",
        f"spool:{OTHER}",
    ]
    assert await ballots.is_discords(card)
