"""Votes follow from reactions (D16, V57, V60, V62, M53)."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.emoji import DOWN, UP
from bot.domain.vote import VoteRules
from bot.storage.value import to_time
from tests.storage.booth import Booth, Card, Step
from tests.storage.world import CHANNEL, GUILD, MINUTE, NOW, World

MINA, TAE, IDA = 11, 12, 13
ELSEWHERE = 900
ID = "123456789012345678"


@pytest.fixture
def booth(world: World) -> Booth:
    return Booth(world)


async def test_reaction_is_a_vote(booth: Booth) -> None:
    card = await booth.card()
    await booth.happen(Step("add", card, MINA, UP), Step("add", card, TAE, DOWN))
    assert await booth.cast(card) == {MINA: 1, TAE: -1}
    assert await booth.points(card) == (1, 1)


async def test_reaction_that_goes_takes_its_vote_along(booth: Booth) -> None:
    card = await booth.card()
    await booth.add(card, MINA)
    await booth.remove(card, MINA)
    assert await booth.cast(card) == {}
    assert await booth.points(card) == (0, 0)


async def test_last_of_both_reactions_counts_and_the_other_is_to_go(booth: Booth) -> None:
    """V60."""
    card = await booth.card()
    await booth.add(card, MINA, UP)
    await booth.add(card, MINA, DOWN)
    assert await booth.cast(card) == {MINA: -1}
    assert await booth.unwanted() == [(card.post_id, MINA, UP)]


async def test_mind_that_was_changed_back_keeps_its_first_reaction(booth: Booth) -> None:
    """V60."""
    card = await booth.card()
    await booth.add(card, MINA, UP)
    await booth.add(card, MINA, DOWN)
    await booth.remove(card, MINA, DOWN)
    assert await booth.cast(card) == {MINA: 1}
    assert await booth.unwanted() == []


async def test_reaction_that_was_put_again_is_the_last_one(booth: Booth) -> None:
    """V60, V61."""
    card = await booth.card()
    await booth.add(card, MINA, UP)
    await booth.add(card, MINA, DOWN)
    await booth.remove(card, MINA, UP)
    await booth.add(card, MINA, UP)
    assert await booth.cast(card) == {MINA: 1}
    assert await booth.unwanted() == [(card.post_id, MINA, DOWN)]


async def test_skin_tones_of_one_person_are_one_vote_and_all_stay(booth: Booth) -> None:
    """V59: both say the same."""
    card = await booth.card()
    await booth.add(card, MINA, UP)
    async with booth.database.write() as tx:
        await tx.execute_fetchall(
            "INSERT INTO reaction (post_id, user_id, emoji, value, counts, at)"
            " VALUES (?, ?, '👍🏽', 1, 1, ?)",
            (card.post_id, MINA, to_time(NOW)),
        )
    await booth.add(card, MINA, UP)
    assert await booth.points(card) == (1, 0)
    assert await booth.unwanted() == []


async def test_person_has_one_vote_on_all_posts_of_a_story_in_a_server(booth: Booth) -> None:
    """V62: the newest one, and the one that says otherwise is to go."""
    first = await booth.card()
    second = await booth.card(CHANNEL + 1, of=first)
    await booth.add(first, MINA, UP)
    await booth.add(second, MINA, UP)
    assert await booth.points(first) == (1, 0)
    assert await booth.unwanted() == []
    await booth.add(second, MINA, DOWN)
    assert await booth.points(first) == (0, 1)
    assert await booth.unwanted() == [(first.post_id, MINA, UP), (second.post_id, MINA, UP)]


async def test_vote_stays_while_a_reaction_is_left_on_another_post(booth: Booth) -> None:
    """V62."""
    first = await booth.card()
    second = await booth.card(CHANNEL + 1, of=first)
    await booth.add(first, MINA, UP)
    await booth.add(second, MINA, UP)
    await booth.remove(second, MINA, UP)
    assert await booth.points(second) == (1, 0)


async def test_servers_vote_apart(booth: Booth) -> None:
    """V62: one story, two servers."""
    here = await booth.card()
    there = await booth.card(CHANNEL + 1, guild_id=ELSEWHERE, of=here)
    assert here.story_id == there.story_id
    await booth.add(here, MINA, UP)
    await booth.add(there, MINA, DOWN)
    assert [await booth.points(card) for card in (here, there)] == [(1, 0), (0, 1)]
    assert await booth.unwanted() == []


async def test_clearing_all_takes_all_votes(booth: Booth) -> None:
    """V57."""
    card, other = await booth.card(), await booth.card()
    await booth.happen(*(Step("add", one, MINA, UP) for one in (card, other)))
    await booth.add(card, TAE, DOWN)
    await booth.clear(card)
    assert await booth.cast(card) == {}
    assert await booth.cast(other) == {MINA: 1}


async def test_clearing_one_emoji_leaves_the_votes_with_the_other(booth: Booth) -> None:
    """V57."""
    card = await booth.card()
    await booth.happen(Step("add", card, MINA, UP), Step("add", card, TAE, DOWN))
    await booth.add(card, IDA, UP)
    await booth.add(card, IDA, DOWN)
    await booth.clear(card, DOWN)
    assert await booth.cast(card) == {MINA: 1, IDA: 1}
    assert await booth.unwanted() == []


async def test_what_comes_after_a_clearing_in_one_batch_counts(booth: Booth) -> None:
    """V57, V61."""
    card = await booth.card()
    await booth.add(card, MINA)
    await booth.happen(Step("clear", card), Step("add", card, TAE, UP))
    assert await booth.cast(card) == {TAE: 1}


async def test_clearing_what_was_empty_changes_nothing(booth: Booth) -> None:
    card = await booth.card()
    await booth.clear(card)
    assert await booth.points(card) in (None, (0, 0))


async def test_votes_on_a_deleted_post_stay(booth: Booth) -> None:
    """M53: with the story, and nothing is taken away there any more."""
    card = await booth.card()
    await booth.add(card, MINA, UP)
    await booth.add(card, MINA, DOWN)
    await booth.add(card, TAE, UP)
    await booth.delete(card)
    assert await booth.cast(card) == {MINA: -1, TAE: 1}
    assert await booth.unwanted() == []


async def test_vote_on_another_post_outdoes_one_on_a_deleted_post(booth: Booth) -> None:
    """M53, V62."""
    gone = await booth.card()
    card = await booth.card(CHANNEL + 1, of=gone)
    await booth.add(gone, MINA, UP)
    await booth.delete(gone)
    await booth.add(card, MINA, DOWN)
    assert await booth.cast(card) == {MINA: -1}
    assert await booth.unwanted() == []


async def test_bots_are_stored_and_not_counted(booth: Booth) -> None:
    """V58: so that counts can be compared with Discord's."""
    card = await booth.card()
    await booth.add(card, MINA, UP, counts=False)
    await booth.add(card, MINA, DOWN, counts=False)
    assert await booth.cast(card) == {}
    assert await booth.votes.counts([card.post_id]) == {card.post_id: ({UP: 1, DOWN: 1}, 0)}
    assert await booth.unwanted() == []


async def test_reaction_that_does_not_count_leaves_the_one_that_does(booth: Booth) -> None:
    """V58: an account that was old enough on its second try, say."""
    card = await booth.card()
    await booth.add(card, MINA, DOWN)
    await booth.add(card, MINA, UP, counts=False)
    assert await booth.cast(card) == {MINA: -1}


async def test_reaction_that_no_longer_counts_is_left_alone(booth: Booth) -> None:
    """V58, V60: it was to go while it counted."""
    card = await booth.card()
    await booth.add(card, MINA, UP)
    await booth.add(card, MINA, DOWN)
    await booth.add(card, MINA, UP, counts=False)
    assert await booth.cast(card) == {MINA: -1}
    assert await booth.unwanted() == []


async def test_fifty_people_in_one_batch_have_one_row_each(booth: Booth) -> None:
    """D16."""
    card = await booth.card()
    await booth.happen(*(Step("add", card, user, UP) for user in range(50)))
    assert await booth.points(card) == (50, 0)
    assert len(await booth.under(card)) == 50


async def test_same_reaction_twice_is_one(booth: Booth) -> None:
    card = await booth.card()
    await booth.add(card, MINA)
    await booth.add(card, MINA)
    assert await booth.points(card) == (1, 0)


async def test_person_who_is_forgotten_leaves_nothing(booth: Booth) -> None:
    here = await booth.card()
    there = await booth.card(CHANNEL + 1, guild_id=ELSEWHERE)
    for card in (here, there):
        await booth.add(card, MINA)
        await booth.add(card, TAE)
    async with booth.database.write() as tx:
        ballots = await booth.votes.forget(tx, MINA)
        await booth.count(tx, ballots)
    assert ballots == {here.ballot, there.ballot}
    assert [await booth.points(card) for card in (here, there)] == [(1, 0), (1, 0)]
    assert await booth.rows("SELECT * FROM reaction WHERE user_id = ?", MINA) == []


async def test_place_has_the_rules_of_its_server_and_the_emoji_of_its_post(booth: Booth) -> None:
    """V59: what a server chooses later holds for what is posted later."""
    before = await booth.card()
    rules = VoteRules(up=f"reel:{ID}", down="🍿", min_account_age=MINUTE, most_toggles=3)
    async with booth.database.write() as tx:
        await booth.rules.set(tx, GUILD, rules)
    after = await booth.card()
    elsewhere = await booth.card(CHANNEL + 1, guild_id=ELSEWHERE)
    cards = (before, after, elsewhere)
    places = await booth.votes.places([1, *(card.message_id for card in cards)])
    assert [places[card.message_id].rules for card in cards] == [
        VoteRules(min_account_age=MINUTE, most_toggles=3),
        rules,
        VoteRules(),
    ]
    assert places.keys() == {card.message_id for card in cards}


USERS = (1, 2, 3)
steps = st.lists(
    st.lists(
        st.tuples(
            st.sampled_from(["add"] * 4 + ["remove"] * 2 + ["clear", "delete"]),
            st.integers(0, 3),
            st.sampled_from(USERS),
            st.sampled_from([UP, DOWN]),
            st.sampled_from([True] * 5 + [False]),
        ),
        min_size=1,
        max_size=4,
        unique_by=lambda step: step[1:4],
    ),
    max_size=7,
)


@pytest.fixture
async def cards(booth: Booth) -> list[Card]:
    """Four posts of two stories, in two servers."""
    first = await booth.card()
    return [
        first,
        await booth.card(CHANNEL + 1, of=first),
        await booth.card(CHANNEL + 2, guild_id=ELSEWHERE, of=first),
        await booth.card(),
    ]


@given(steps)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
async def test_any_run_of_batches_leaves_the_votes_that_a_recomputation_finds(
    booth: Booth, cards: list[Card], batches: list[list[tuple[str, int, int, str, bool]]]
) -> None:
    """V60, V62, M53: votes, points and what is to go."""
    await _begin(booth)
    deleted: set[int] = set()
    for batch in batches:
        await booth.happen(*_in_order(batch, cards))
        if gone := [cards[place] for what, place, *_ in batch if what == "delete"]:
            await booth.delete(*gone)
            deleted |= {card.post_id for card in gone}
    for card in cards:
        await _expect_votes(booth, card)
    assert await booth.unwanted() == await _expected_unwanted(booth, deleted)


def _in_order(batch: list[tuple[str, int, int, str, bool]], cards: list[Card]) -> list[Step]:
    """Return a batch's steps as it is written: clearings, then what goes, then what comes."""
    order = ("clear", "remove", "add")
    steps = [(what, *rest) for what, *rest in batch if what in order]
    return [
        Step(what, cards[place], 0 if what == "clear" else user, emoji, counts)
        for what, place, user, emoji, counts in sorted(steps, key=lambda s: order.index(s[0]))
    ]


_REACTIONS = """
SELECT guild_id, story_id, user_id, reaction.at, value, post_id, emoji
FROM reaction JOIN post ON post.id = post_id WHERE counts
"""


async def _newest(booth: Booth) -> dict[tuple[int, int, int], tuple[int, int]]:
    found: dict[tuple[int, int, int], tuple[int, int]] = {}
    for guild_id, story_id, user_id, at, value, *_ in await booth.rows(_REACTIONS):
        key = (guild_id, story_id, user_id)
        found[key] = max(found.get(key, (0, 0)), (at, value))  # type: ignore[index, type-var]
    return found


async def _expect_votes(booth: Booth, card: Card) -> None:
    newest = await _newest(booth)
    votes = {key[2]: value for key, (_, value) in newest.items() if key[:2] == card.ballot}
    assert await booth.cast(card) == votes
    values = list(votes.values())
    assert (await booth.points(card) or (0, 0)) == (values.count(1), values.count(-1))


async def _expected_unwanted(booth: Booth, deleted: set[int]) -> list[tuple[object, ...]]:
    newest = await _newest(booth)
    return sorted(
        (post_id, user_id, emoji)
        for guild_id, story_id, user_id, _, value, post_id, emoji in await booth.rows(_REACTIONS)
        if post_id not in deleted and newest[guild_id, story_id, user_id][1] != value  # type: ignore[index]
    )


async def _begin(booth: Booth) -> None:
    """Leave nothing of the example before."""
    async with booth.database.write() as tx:
        for table in ("vote", "score", "reaction"):
            await tx.execute_fetchall(f"DELETE FROM {table}")
        await tx.execute_fetchall("UPDATE post SET deleted_at = NULL")
