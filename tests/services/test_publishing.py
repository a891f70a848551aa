"""Publishing: each post once, in order, whatever Discord does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.domain.error import (
    ChannelGone,
    DeliveryError,
    Forbidden,
    Malformed,
    Uncertain,
    Unreachable,
)
from bot.domain.model import TEXT_ONLY, Post
from bot.services.publishing import NONCE_IS_SAFE
from bot.storage.card import CardTable
from tests.services.world import GUILD, World, story

HOUR = timedelta(hours=1)
TITLES = ["Story number 3", "Story number 2", "Story number 1"]


async def queue(world: World, *channels: int) -> None:
    """Put three stories into the outbox of each channel."""
    for channel in channels or (1,):
        await world.subscribe(channel, backlog=3)
    world.serve(*(story(n, age=n * HOUR) for n in (1, 2, 3)))
    await world.poll()


def times(
    number: int, error: Callable[[], DeliveryError]
) -> Callable[[Post], DeliveryError | None]:
    """Fail that many times, then never."""
    left = [number]

    def fail(_post: Post) -> DeliveryError | None:
        left[0] -= 1
        return error() if left[0] >= 0 else None

    return fail


async def later(world: World, span: timedelta = HOUR) -> None:
    world.clock.pass_(span)
    await world.publish()


async def test_posts_go_out_in_order(world: World) -> None:
    await queue(world)
    await world.publish()
    assert world.discord.titles(1) == TITLES


async def test_a_lost_answer_makes_no_second_message(world: World) -> None:
    """D9: soon after, the same nonce is sent again and Discord answers with the first message."""
    await queue(world)
    world.discord.lose = times(1, lambda: Uncertain("the answer was lost"))
    await world.publish()
    await later(world, NONCE_IS_SAFE / 2)
    assert world.discord.titles(1) == TITLES
    assert world.discord.looked == []


async def test_a_lost_answer_is_looked_up_when_the_nonce_is_no_longer_safe(world: World) -> None:
    """D9: Discord has forgotten the nonce; the channel's history tells."""
    await queue(world)
    world.discord.honours_nonces = False
    world.discord.lose = times(1, lambda: Uncertain("the answer was lost"))
    await world.publish()
    await later(world, HOUR)
    assert world.discord.titles(1) == TITLES
    assert len(world.discord.looked) == 1


async def test_a_lost_answer_of_a_forum_is_looked_for_before_the_next_try(world: World) -> None:
    """D8, D9: a forum takes no nonce, so nothing is sent there before it is known."""
    await queue(world)
    world.discord.forum, world.discord.honours_nonces = True, False
    world.discord.lose = times(1, lambda: Uncertain("the answer was lost"))
    await world.publish()
    await later(world, NONCE_IS_SAFE / 2)
    assert world.discord.titles(1) == TITLES[:1]
    await later(world, HOUR)
    assert world.discord.titles(1) == TITLES


async def test_a_try_that_never_arrived_is_made_again(world: World) -> None:
    """D8: in doubt, looked for, not there, sent."""
    await queue(world)
    world.discord.fail = times(1, lambda: Uncertain("the connection broke"))
    await world.publish()
    await later(world, HOUR)
    assert world.discord.titles(1) == TITLES


async def test_a_post_found_in_sending_at_the_start_is_resolved(world: World) -> None:
    """D8: killed between the message and its record."""
    await queue(world)
    world.discord.honours_nonces = False
    (first, *_) = [await world.posts.first_due(1, world.clock.now())]
    assert first is not None
    async with world.db.write() as tx:
        await world.posts.mark_sending(tx, first.id, world.clock.now())
    await world.discord.send(first)
    await later(world, HOUR)
    assert world.discord.titles(1) == TITLES


@pytest.mark.parametrize(
    "error",
    [
        lambda: Forbidden("I may not send messages there."),
        lambda: Unreachable("Discord can't be reached."),
        lambda: Uncertain("500"),
        lambda: Malformed("Discord calls it invalid."),
    ],
    ids=["403", "unreachable", "5xx", "400"],
)
async def test_a_failed_send_stays_pending_and_keeps_the_order(
    world: World, error: Callable[[], DeliveryError]
) -> None:
    """L23: sent when it can be, nothing overtakes."""
    await queue(world)
    world.discord.fail = times(2, error)
    await world.publish()
    for _ in range(3):
        await later(world)
    assert world.discord.titles(1) == TITLES


async def test_a_malformed_message_is_made_plainer_step_by_step(world: World) -> None:
    """L23: degraded rather than dropped."""
    await queue(world)
    world.discord.fail = lambda p: Malformed("invalid") if p.plainness < TEXT_ONLY else None
    await world.publish()
    assert [post.plainness for post in world.discord.channels[1]] == [TEXT_ONLY] * 3
    assert [post.plainness for post in world.discord.calls[:4]] == [0, 1, 2, 3]


async def test_a_message_that_stays_malformed_waits_for_a_person_and_holds_up_none(
    world: World,
) -> None:
    """L23: neither dropped nor tried without end."""
    await queue(world)
    first = TITLES[0]
    world.discord.fail = lambda p: Malformed("invalid") if p.article.title == first else None
    await world.publish()
    assert world.discord.titles(1) == TITLES[1:]
    assert len(world.discord.calls) == TEXT_ONLY + 1 + 2
    assert (await world.subscribing.status(GUILD)).held == 1


async def test_a_post_in_doubt_that_is_malformed_is_made_plainer_too(world: World) -> None:
    """D9, L23: the answer of the full card is lost, the next says that it is malformed."""
    await queue(world)

    def fail(post: Post) -> DeliveryError | None:
        if len(world.discord.calls) == 1:
            return Uncertain("502")
        return Malformed("invalid") if post.plainness < TEXT_ONLY else None

    world.discord.fail = fail
    await world.publish()
    for _ in range(3):
        await later(world, NONCE_IS_SAFE / 4)
    assert world.discord.titles(1) == TITLES


async def test_one_channel_that_fails_does_not_hold_up_others(world: World) -> None:
    """L24."""
    await queue(world, 1, 2)
    world.discord.fail = lambda p: Forbidden("no") if p.channel_id == 1 else None
    await world.publish()
    assert (world.discord.titles(1), world.discord.titles(2)) == ([], TITLES)


async def test_a_missing_permission_is_a_problem_until_it_is_back(world: World) -> None:
    """M50, L23: told in the status, forgotten when it works again."""
    await queue(world)
    world.discord.fail = times(1, lambda: Forbidden("I may not send messages there."))
    await world.publish()
    (problem,) = (await world.subscribing.status(GUILD)).problems
    assert "I may not send messages there." in str(problem)
    await later(world)
    assert (await world.subscribing.status(GUILD)).problems == ()


async def test_after_an_hour_without_discord_all_is_sent_in_order(world: World) -> None:
    """L30."""
    await queue(world)
    world.discord.fail = lambda _: Unreachable("Discord can't be reached.")
    for _ in range(60):
        await later(world, timedelta(minutes=1))
    world.discord.fail = lambda _: None
    await later(world)
    assert world.discord.titles(1) == TITLES


async def test_a_wait_that_discord_asks_for_is_kept(world: World) -> None:
    await queue(world)
    wait = timedelta(minutes=30)
    world.discord.fail = times(1, lambda: Unreachable("429", retry_after=wait))
    await world.publish()
    await later(world, wait - timedelta(seconds=1))
    assert world.discord.titles(1) == []
    await later(world, timedelta(seconds=1))
    assert world.discord.titles(1) == TITLES


async def test_a_channel_that_is_gone_ends_its_posts(world: World) -> None:
    """M51: only a person, or a deleted channel, ends a post."""
    await queue(world)
    world.discord.fail = lambda _: ChannelGone("The channel was deleted.")
    await world.publish()
    world.discord.fail = lambda _: None
    await later(world)
    assert (world.discord.titles(1), len(world.discord.calls)) == ([], 1)


async def test_once_in_doubt_a_refusal_does_not_settle_it(world: World) -> None:
    """D9: the answer is lost, then the permission; it is looked for before it is sent again."""
    await queue(world)
    world.discord.honours_nonces = False
    world.discord.lose = times(1, lambda: Uncertain("the answer was lost"))
    await world.publish()
    world.discord.fail = times(1, lambda: Forbidden("no"))
    await later(world, NONCE_IS_SAFE / 3)
    await later(world)
    assert world.discord.titles(1) == TITLES


async def test_a_bug_while_sending_neither_loses_nor_doubles(world: World) -> None:
    """What must stay true, 8: looked for before the next try."""
    await queue(world)
    world.discord.honours_nonces = False

    def broken(_post: Post) -> DeliveryError | None:
        world.discord.lose = lambda _: None
        raise ZeroDivisionError

    world.discord.lose = broken
    await world.publish()
    await later(world)
    assert world.discord.titles(1) == TITLES


async def test_each_card_gets_its_reactions(world: World) -> None:
    await queue(world)
    await world.publish()
    for key in await world.reacting.due(limit=10, busy=()):
        await world.reacting.work(key)
    assert world.discord.reacted == [(one, "👍", "👎") for one in (1001, 1002, 1003)]
    assert await world.reacting.due(limit=10, busy=()) == []


async def test_repeats_do_not_stretch_the_time_in_which_a_nonce_is_trusted(world: World) -> None:
    """D9: it counts from the first try that is in doubt, not from the last repeat."""
    await queue(world)
    world.discord.lose = times(2, lambda: Uncertain("the answer was lost"))
    await world.publish()
    await later(world, NONCE_IS_SAFE * 0.9)
    world.discord.honours_nonces = False  # by now Discord may have forgotten it
    await later(world, NONCE_IS_SAFE * 0.9)
    assert world.discord.titles(1) == TITLES


async def test_after_the_clock_was_set_back_a_doubt_is_looked_up(world: World) -> None:
    """D9: nobody knows how long ago the try was."""
    await queue(world)
    world.discord.honours_nonces = False
    world.discord.lose = times(1, lambda: Uncertain("the answer was lost"))
    await world.publish()
    async with world.db.write() as tx:
        await tx.execute("UPDATE post SET not_before = 0 WHERE state = 'sending'")
    await later(world, -HOUR)
    assert len(world.discord.looked) == 1
    await later(world, 2 * HOUR)
    assert world.discord.titles(1) == TITLES


@pytest.mark.parametrize("span", [timedelta(seconds=20), timedelta(minutes=5)])
async def test_a_report_that_joins_a_card_in_doubt_is_shown_by_an_edit(
    world: World, span: timedelta
) -> None:
    """D9, D12: the message that was sent, or is found, was made before."""
    await queue(world)
    world.discord.lose = times(1, lambda: Uncertain("the answer was lost"))
    await world.publish()
    cards = CardTable(world.db)
    async with world.db.write() as tx:
        await cards.revise(tx, [world.discord.calls[0].id], world.clock.now())
    await later(world, span)
    due = await cards.due(world.clock.now() + timedelta(minutes=1), 9, old=False)
    assert [card.post_id for card in due] == [world.discord.calls[0].id]


async def test_message_of_another_post_is_not_taken_for_one_in_doubt(world: World) -> None:
    """D9, D12: a card that was split off shows its former story until it is edited."""
    await queue(world)
    await world.publish()
    taken = world.discord.nonces[world.discord.calls[-1].nonce]
    async with world.db.write() as tx:
        await tx.execute_fetchall(
            "UPDATE post SET state = 'sending', sending_at = created_at, message_id = NULL WHERE id = 1"
        )
    world.discord.nonces[world.discord.calls[0].nonce] = taken
    await later(world)
    post = await world.posts.get(1)
    assert post is not None
    assert post.state == "sending"
