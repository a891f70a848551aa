"""Votes that were cast while the bot was away."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.edit_pace import PAUSE
from bot.domain.emoji import DOWN, UP
from bot.services.recounting import UNHURRIED
from bot.storage.post import REST_LAG
from tests.votes.town import Town

SOON = REST_LAG + timedelta(seconds=1)


async def test_votes_cast_meanwhile_are_found(town: Town) -> None:
    """V56: added, removed and changed, of more people than one answer of Discord's holds."""
    post = await town.post()
    here, gone, changed = town.fan(), town.fan(), town.fan()
    post.set(here, gone, changed)
    await town.pass_()
    await town.stop()
    new = [town.fan() for _ in range(150)]
    post.set(*new)
    post.set(gone, changed, there=False)
    post.set(changed, emoji=DOWN)
    await town.start()
    await town.pass_(SOON)
    await town.pass_(PAUSE)
    up = {here.id, *(fan.id for fan in new)}
    assert await post.stored() == post.reactions == {UP: up, DOWN: {changed.id}}
    assert await post.votes() == {**dict.fromkeys(up, 1), changed.id: -1}
    assert post.points == "150 points"


async def test_one_who_came_for_one_who_left_is_found(town: Town) -> None:
    """V56: equal counts hide a swap, so the people are asked for all the same."""
    post = await town.post()
    old, new = town.fan(), town.fan()
    post.set(old)
    await town.pass_()
    await town.stop()
    post.set(old, there=False)
    post.set(new)
    await town.start()
    await town.pass_(SOON)
    await town.pass_(UNHURRIED)
    assert await post.votes() == {new.id: 1}


async def test_up_and_down_of_one_person_found_after_a_gap_is_one_vote(town: Town) -> None:
    """V56, V60: nobody knows which was the last, so the up counts and the down is taken away."""
    post = await town.post()
    await town.stop()
    fan = town.fan()
    post.set(fan)
    post.set(fan, emoji=DOWN)
    await town.start()
    await town.pass_(SOON)
    assert await post.votes() == {fan.id: 1}
    assert post.reactions == {UP: {fan.id}}


async def test_bots_found_after_a_gap_are_not_counted(town: Town) -> None:
    """V56, V58."""
    post = await town.post()
    await town.stop()
    post.set(town.fan(bot=True))
    await town.start()
    await town.pass_(SOON)
    assert await post.votes() == {}


async def test_reactions_cleared_meanwhile_come_back(town: Town) -> None:
    """V56, V57."""
    post = await town.post()
    post.set(town.fan())
    await town.pass_(PAUSE)
    await town.stop()
    town.env.backend.clear_reactions(post.channel.id, post.message_id)
    await town.start()
    await town.pass_(SOON)
    await town.pass_(PAUSE)
    assert (await post.votes(), post.own) == ({}, [UP, DOWN])
    assert post.points == "0 points"


async def test_a_message_deleted_meanwhile_keeps_its_votes(town: Town) -> None:
    """V56, M53."""
    post = await town.post()
    fan = town.fan()
    post.set(fan)
    await town.pass_()
    await town.stop()
    town.env.backend.delete_message(post.channel.id, post.message_id)
    await town.start()
    await town.pass_(SOON)
    asked = len(town.env.http_requests)
    await town.pass_(timedelta(hours=2))
    assert await post.votes() == {fan.id: 1}
    assert len(town.env.http_requests) == asked


async def test_points_that_were_not_shown_before_the_end_are_shown_after_it(town: Town) -> None:
    """M52."""
    post = await town.post()
    post.set(town.fan())
    await town.rest()
    await town.restart()
    await town.pass_(SOON)
    assert post.points == "1 point"


async def test_a_restart_without_votes_edits_nothing(town: Town) -> None:
    """M52."""
    post = await town.post()
    post.set(town.fan())
    await town.pass_()
    await town.restart()
    edits = len(town.edits())
    await town.pass_(SOON)
    await town.pass_(PAUSE)
    assert len(town.edits()) == edits


async def test_a_vote_cast_while_discord_is_asked_wins(town: Town) -> None:
    """V61."""
    post = await town.post()
    fan, other = town.fan(), town.fan()
    post.set(fan)
    await town.pass_()
    await town.stop()
    post.set(other)
    await town.start()
    await fan.unreact(post.message, UP)
    await town.pass_(SOON)
    assert await post.votes() == {other.id: 1}
