from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.error import ChannelGone, Malformed, Uncertain, Unreachable
from bot.services.following import FRESH
from bot.services.letters import LettersClosed
from bot.services.telling import TOGETHER
from tests.services.followers import (
    ELSEWHERE,
    FAN,
    FRIEND,
    NEWS,
    OTHER_GUILD,
    SECRET,
    TRAILERS,
    Followers,
    open_followers,
)
from tests.storage.world import GUILD

NAME = "Song Joong Ki"
READS = f"{NAME} reads"
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[Followers]:
    async with open_followers(tmp_path) as opened:
        await opened.following.add(FAN, NAME)
        yield opened


async def waits(world: Followers) -> None:
    """Let all that waits for an hour at most fall due, minute by minute."""
    for _ in range(60):
        world.pass_(MINUTE)
        await world.tell()


# Who is told of what


async def test_everybody_who_follows_a_name_gets_the_story(world: Followers):
    await world.following.add(FRIEND, "song joong-ki")
    await world.story(READS)
    assert {letter.user_id: letter.name for letter in world.letters.sent} == {
        FAN: NAME,
        FRIEND: "song joong-ki",
    }


async def test_a_letter_has_the_post_that_it_leads_to(world: Followers):
    await world.story(READS)
    (letter,) = world.letters.sent
    assert (letter.post.guild_id, letter.post.channel_id) == (GUILD, NEWS)
    assert letter.post.message_id


async def test_a_story_with_two_names_that_one_follows_is_told_once(world: Followers):
    await world.following.add(FAN, "Tilda Swan")
    await world.story(f"{READS} with Tilda Swan")
    assert len(world.letters.sent) == 1


async def test_a_story_in_three_channels_and_two_servers_is_told_once(world: Followers):
    world.letters.members[OTHER_GUILD] = {FAN: {ELSEWHERE}}
    article = await world.article(READS)
    await world.post(article, NEWS, tell=False)
    await world.post(article, TRAILERS, tell=False)
    await world.post(article, ELSEWHERE, OTHER_GUILD, tell=False)
    await world.tell()
    await world.post(article, 7009)
    assert world.letters.got(FAN) == [READS]


async def test_each_story_is_told(world: Followers):
    await world.story(READS)
    await world.story(f"{NAME} writes")
    assert world.letters.got(FAN) == [READS, f"{NAME} writes"]


async def test_what_one_cannot_see_is_not_told(world: Followers):
    await world.story(READS, SECRET)
    assert world.letters.tried == []


async def test_a_story_that_comes_later_where_one_can_see_it_is_told_then(world: Followers):
    article = await world.article(READS)
    await world.post(article, SECRET)
    await world.post(article, ELSEWHERE, OTHER_GUILD)
    assert world.letters.sent == []
    await world.post(article, NEWS)
    assert [letter.post.channel_id for letter in world.letters.sent] == [NEWS]


async def test_the_channel_that_one_can_see_need_not_be_the_first(world: Followers):
    article = await world.article(READS)
    for channel in (SECRET, TRAILERS):
        await world.post(article, channel, tell=False)
    await world.tell()
    assert [letter.post.channel_id for letter in world.letters.sent] == [TRAILERS]


async def test_who_has_left_is_not_told(world: Followers):
    del world.letters.members[GUILD][FAN]
    await world.story(READS)
    assert world.letters.tried == []


async def test_a_deleted_post_is_not_told(world: Followers):
    post_id = await world.post(await world.article(READS), tell=False)
    await world.change("UPDATE post SET deleted_at = 1 WHERE id = ?", post_id)
    await world.tell()
    assert world.letters.tried == []
    assert await world.states() == []


async def test_what_could_not_be_told_for_days_is_no_news_any_more(world: Followers):
    world.letters.unreachable = Unreachable("down")
    await world.story(READS)
    world.letters.unreachable = None
    world.pass_(FRESH + MINUTE)
    await world.tell()
    assert world.letters.tried == []


# One card, several outlets (D12)


async def test_another_outlets_report_of_a_told_story_is_not_told(world: Followers):
    """D12: one story, one letter."""
    post_id = await world.post(await world.article(READS))
    await world.report(post_id, await world.article(f"{NAME} seen reading"))
    assert world.letters.got(FAN) == [READS]


async def test_a_report_that_is_the_first_to_name_somebody_is_told(world: Followers):
    """D12: the letter has the report, and leads to the post."""
    post_id = await world.post(await world.article("A film starts shooting"))
    await world.report(post_id, await world.article(READS))
    assert world.letters.got(FAN) == [READS]
    assert world.letters.sent[0].post.id == post_id


async def test_a_report_that_came_before_the_card_was_sent_is_told_with_it(world: Followers):
    """D12."""
    post_id = await world.queue(await world.article("A film starts shooting"))
    await world.report(post_id, await world.article(READS))
    assert world.letters.tried == []
    await world.send(post_id)
    await world.tell()
    assert world.letters.got(FAN) == [READS]


async def test_a_report_is_not_told_again_where_it_has_a_card_of_its_own(world: Followers):
    """D12: another server has the report's outlet alone."""
    world.letters.members[OTHER_GUILD] = {FAN: {ELSEWHERE}}
    post_id = await world.post(await world.article(READS))
    report = await world.article(f"{NAME} seen reading")
    await world.report(post_id, report)
    await world.post(report, ELSEWHERE, OTHER_GUILD)
    assert world.letters.got(FAN) == [READS]


async def test_a_report_that_nobody_saw_is_told_where_it_has_a_card_of_its_own(world: Followers):
    """D12."""
    world.letters.members[OTHER_GUILD] = {FAN: {ELSEWHERE}}
    post_id = await world.post(await world.article(READS), SECRET)
    report = await world.article(f"{NAME} seen reading")
    await world.report(post_id, report)
    await world.post(report, ELSEWHERE, OTHER_GUILD)
    assert world.letters.got(FAN) == [f"{NAME} seen reading"]


# What goes wrong


async def test_a_letter_that_was_surely_not_taken_is_sent_later(world: Followers):
    world.letters.troubles = [Unreachable("429", retry_after=5 * MINUTE)]
    await world.story(READS)
    world.pass_(4 * MINUTE)
    await world.tell()
    assert len(world.letters.tried) == 1
    world.pass_(MINUTE)
    await world.tell()
    assert world.letters.got(FAN) == [READS]


async def test_while_discord_takes_no_letters_none_is_begun(world: Followers):
    for user_id in range(600, 650):
        world.letters.members[GUILD][user_id] = {NEWS}
        await world.following.add(user_id, NAME)
    world.letters.troubles = [Unreachable("down")]
    for title in (READS, f"{NAME} writes"):
        await world.post(await world.article(title), tell=False)
    await world.tell()
    assert len(world.letters.tried) == 1
    await waits(world)
    assert len(world.letters.sent) == 2 * 51


async def test_nothing_is_lost_while_nobody_knows_who_may_read(world: Followers):
    world.letters.unreachable = Unreachable("not connected")
    await world.story(READS)
    await waits(world)
    world.letters.unreachable = None
    await waits(world)
    assert world.letters.got(FAN) == [READS]


async def test_a_letter_in_doubt_is_not_tried_all_the_time_while_discord_is_away(
    world: Followers,
):
    world.letters.troubles = [Uncertain("502")]
    await world.story(READS)
    world.pass_(11 * SECOND)
    world.letters.unreachable = Unreachable("not connected")
    await world.tell()
    assert await world.telling.due(limit=5, busy=()) == []
    world.letters.unreachable = None
    world.pass_(11 * SECOND)
    await world.tell()
    assert len(world.letters.tried) == 2


async def test_a_lost_answer_is_asked_again_with_the_same_nonce(world: Followers):
    world.letters.troubles = [Uncertain("502")]
    await world.story(READS)
    world.pass_(11 * SECOND)
    await world.tell()
    nonces = {letter.nonce for letter in world.letters.tried}
    assert len(world.letters.tried) == 2
    assert len(nonces) == 1
    assert len(nonces.pop()) <= 25


async def test_a_lost_answer_counts_as_told_when_the_nonce_is_forgotten(world: Followers):
    world.letters.troubles = [Uncertain("502")]
    await world.story(READS)
    world.pass_(MINUTE)
    await world.tell()
    assert len(world.letters.tried) == 1
    assert await world.states() == ["done"]


async def test_a_refusal_does_not_end_the_doubt_about_an_earlier_try(world: Followers):
    world.letters.troubles = [Uncertain("502"), Unreachable("429")]
    await world.story(READS)
    world.pass_(11 * SECOND)
    await world.tell()
    await waits(world)
    assert len(world.letters.tried) == 2


@pytest.mark.parametrize(("later", "tries"), [(30 * SECOND, 2), (MINUTE, 1)])
async def test_a_crash_doubles_no_letter(world: Followers, later: timedelta, tries: int):
    """The process ends while Discord has the letter: as long as the nonce holds it is repeated."""

    async def crash() -> None:
        raise KeyboardInterrupt

    world.letters.meanwhile = crash
    with pytest.raises(KeyboardInterrupt):
        await world.story(READS)
    world.start()
    world.pass_(later)
    await world.tell()
    assert len(world.letters.tried) == tries
    assert len({letter.nonce for letter in world.letters.tried}) == 1
    assert await world.states() == ["done"]


async def test_a_crash_while_a_letter_waits_for_its_turn_loses_none(world: Followers):
    async def crash() -> None:
        raise KeyboardInterrupt

    world.letters.before = crash
    with pytest.raises(KeyboardInterrupt):
        await world.story(READS)
    world.start()
    world.pass_(10 * MINUTE)
    await world.tell()
    assert world.letters.got(FAN) == [READS]


async def test_a_crash_before_a_letter_loses_none(world: Followers):
    await world.post(await world.article(READS), tell=False)
    world.start()
    world.pass_(10 * MINUTE)
    await world.tell()
    assert world.letters.got(FAN) == [READS]


async def test_a_bug_does_not_keep_the_others_from_being_told(world: Followers):
    await world.following.add(FRIEND, NAME)
    world.letters.troubles = [RuntimeError("a bug")]
    await world.story(READS)
    assert len(world.letters.sent) == 1
    await waits(world)
    assert set(await world.states()) == {"done"}


@pytest.mark.parametrize("error", [Malformed("400"), ChannelGone("unknown user")])
async def test_a_letter_that_cannot_be_sent_is_left(world: Followers, error: Exception):
    world.letters.troubles = [error]
    await world.story(READS)
    await waits(world)
    assert len(world.letters.tried) == 1


async def test_after_closed_direct_messages_nothing_more_is_tried(world: Followers):
    world.letters.troubles = [LettersClosed("50007")]
    for title in (READS, f"{NAME} writes"):
        await world.post(await world.article(title), tell=False)
    await world.tell()
    await waits(world)
    assert len(world.letters.tried) == 1
    assert set(await world.states()) == {"done"}


async def test_who_deletes_all_while_letters_go_out_gets_none(world: Followers):
    await world.following.add(FRIEND, NAME)

    async def delete() -> None:
        other = FRIEND if world.letters.tried[0].user_id == FAN else FAN
        async with world.world.database.write() as tx:
            await world.following.forget(tx, other)

    world.letters.meanwhile = delete
    await world.story(READS)
    assert len(world.letters.tried) == 1


async def test_a_clock_that_ran_ahead_does_not_hold_letters_up(world: Followers):
    """V64."""
    await world.post(await world.article(READS), tell=False)
    await world.change("UPDATE told SET not_before = not_before + ?", 365 * 86_400 * 1_000_000)
    await world.tell()
    assert world.letters.got(FAN) == [READS]


# Many


async def test_many_followers_are_looked_up_together(world: Followers):
    people = range(10_000, 10_000 + 3 * TOGETHER)
    for user_id in people:
        world.letters.members[GUILD][user_id] = {NEWS}
    async with world.world.database.write() as tx:
        for user_id in people:
            await tx.execute_fetchall(
                "INSERT INTO follow VALUES (?, 'song joong ki', ?, 1)", (user_id, NAME)
            )
            await tx.execute_fetchall("INSERT INTO follower (user_id) VALUES (?)", (user_id,))
    await world.story(READS)
    assert len(world.letters.sent) == len(people) + 1
    assert len(world.letters.asked) == 4


async def test_who_was_met_in_a_server_is_looked_for_there_first(world: Followers):
    world.letters.members = {OTHER_GUILD: {FAN: {ELSEWHERE}}}
    for title in (READS, f"{NAME} writes"):
        article = await world.article(title)
        await world.post(article, NEWS, tell=False)
        await world.post(article, ELSEWHERE, OTHER_GUILD)
    assert world.letters.asked == [(GUILD, 1), (OTHER_GUILD, 1), (OTHER_GUILD, 1)]
    assert len(world.letters.sent) == 2


async def test_who_is_no_longer_where_one_was_met_is_looked_for_elsewhere(world: Followers):
    await world.story(READS)
    world.letters.members = {OTHER_GUILD: {FAN: {ELSEWHERE}}}
    article = await world.article(f"{NAME} writes")
    await world.post(article, NEWS, tell=False)
    await world.post(article, ELSEWHERE, OTHER_GUILD)
    assert len(world.letters.sent) == 2


async def test_nothing_is_due_when_all_are_told(world: Followers):
    await world.story(READS)
    assert await world.telling.next_at() is None
    assert await world.telling.due(limit=5, busy=()) == []


async def test_each_letter_waits_for_its_turn(world: Followers):
    await world.following.add(FRIEND, NAME)
    await world.story(READS)
    assert world.letters.turns == 2


async def test_a_story_that_is_being_told_is_not_begun_again(world: Followers):
    await world.post(await world.article(READS), tell=False)
    (story_id,) = await world.telling.due(limit=5, busy=())
    assert await world.telling.due(limit=5, busy=[story_id]) == []
