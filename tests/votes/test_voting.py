"""Votes as fans cast them: the whole bot hears of them from Discord, and answers on the cards."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.edit_pace import PAUSE
from bot.domain.emoji import DOWN, UP
from bot.services.voting import PUT_BACK_AFTER
from tests.votes.card import Card
from tests.votes.town import MERGED, Town


@pytest.fixture
async def post(town: Town) -> Card:
    return await town.post()


@pytest.mark.parametrize(("emoji", "value", "points"), [(UP, 1, "1 point"), (DOWN, -1, "−1 point")])
async def test_a_reaction_is_a_vote(
    town: Town, post: Card, emoji: str, value: int, points: str
) -> None:
    fan = town.fan()
    await fan.react(post.message, emoji)
    await town.pass_()
    assert await post.votes() == {fan.id: value}
    assert post.points == points


async def test_a_reaction_taken_back_is_none(town: Town, post: Card) -> None:
    fan = town.fan()
    await fan.react(post.message, UP)
    await town.pass_(PAUSE)
    await fan.unreact(post.message, UP)
    await town.pass_(PAUSE)
    assert await post.votes() == {}
    assert post.points == "0 points"


@pytest.mark.parametrize("emoji", ["🎉", "👏", "👆"])
async def test_another_emoji_is_no_vote(town: Town, post: Card, emoji: str) -> None:
    await town.fan().react(post.message, emoji)
    await town.pass_()
    assert await post.votes() == {}
    assert town.edits() == []


async def test_a_reaction_under_another_message_is_no_vote(town: Town, post: Card) -> None:
    message = await town.moderator.send(town.news, "What do you think?")
    await town.fan().react(message, UP)
    await town.pass_()
    assert await post.votes() == {}


@pytest.mark.parametrize(("first", "then", "value"), [(UP, DOWN, -1), (DOWN, UP, 1)])
async def test_of_up_and_down_the_last_counts_and_the_other_goes(
    town: Town, post: Card, first: str, then: str, value: int
) -> None:
    """V60."""
    fan = town.fan()
    await fan.react(post.message, first)
    await fan.react(post.message, then)
    await town.pass_()
    assert await post.votes() == {fan.id: value}
    assert post.reactions == await post.stored() == {then: {fan.id}}


async def test_where_the_bot_may_not_take_reactions_away_both_stay_and_the_last_counts(
    town: Town, post: Card
) -> None:
    """V60."""
    town.forbid("manage_messages")
    fan = town.fan()
    await fan.react(post.message, UP)
    await fan.react(post.message, DOWN)
    await town.pass_()
    assert await post.votes() == {fan.id: -1}
    assert post.reactions == {UP: {fan.id}, DOWN: {fan.id}}
    assert post.points == "−1 point"


async def test_where_both_stay_the_other_counts_once_the_last_is_taken_back(
    town: Town, post: Card
) -> None:
    """V60."""
    town.forbid("manage_messages")
    fan = town.fan()
    await fan.react(post.message, UP)
    await fan.react(post.message, DOWN)
    await fan.unreact(post.message, DOWN)
    await town.pass_()
    assert await post.votes() == {fan.id: 1}


async def test_cleared_reactions_are_no_votes_and_the_bot_s_own_come_back(
    town: Town, post: Card
) -> None:
    """V57."""
    await town.fan().react(post.message, UP)
    await town.fan().react(post.message, DOWN)
    town.env.backend.clear_reactions(post.channel.id, post.message_id)
    await town.rest()
    assert (await post.votes(), post.own) == ({}, [])
    await town.pass_(PUT_BACK_AFTER)
    assert post.own == [UP, DOWN]


async def test_one_cleared_emoji_leaves_the_other_s_votes(town: Town, post: Card) -> None:
    """V57."""
    pleased, bored = town.fan(), town.fan()
    await pleased.react(post.message, UP)
    await bored.react(post.message, DOWN)
    town.env.backend.clear_reaction(post.channel.id, post.message_id, UP)
    await town.pass_(PUT_BACK_AFTER)
    assert await post.votes() == {bored.id: -1}
    assert sorted(post.own) == sorted([UP, DOWN])


async def test_the_bot_s_own_reaction_comes_back(town: Town, post: Card) -> None:
    """V57: also where it alone was taken away."""
    me = town.env.backend.bot_user.id
    town.env.backend.remove_reaction(post.channel.id, post.message_id, DOWN, me)
    await town.pass_(PUT_BACK_AFTER)
    assert post.own == [UP, DOWN]


async def test_other_bots_are_not_counted(town: Town, post: Card) -> None:
    """V58."""
    await town.fan(bot=True).react(post.message, UP)
    await town.pass_()
    assert await post.votes() == {}
    assert post.points == ""


@pytest.mark.parametrize(
    ("emoji", "value"), [("👍🏽", 1), ("👎🏿", -1), ("👍\ufe0f", 1), ("👎\ufe0f", -1)]
)
async def test_a_skin_tone_or_a_selector_makes_no_other_emoji(
    town: Town, post: Card, emoji: str, value: int
) -> None:
    """V59."""
    fan = town.fan()
    await fan.react(post.message, emoji)
    await town.pass_()
    assert await post.votes() == {fan.id: value}


async def test_two_spellings_of_one_emoji_are_one_vote(town: Town, post: Card) -> None:
    """V59: and the vote stays until the last of them is gone."""
    fan = town.fan()
    await fan.react(post.message, UP)
    await fan.react(post.message, "👍🏽")
    await fan.unreact(post.message, UP)
    await town.pass_()
    assert await post.votes() == {fan.id: 1}
    assert post.points == "1 point"


async def test_a_story_in_two_channels_has_each_person_once(town: Town, post: Card) -> None:
    """V62: and the points of all on both cards."""
    again = await town.post_again(post, town.trailers)
    fan, other = town.fan(), town.fan()
    await fan.react(post.message, UP)
    await fan.react(again.message, UP)
    await other.react(again.message, UP)
    await town.pass_()
    assert await post.votes() == {fan.id: 1, other.id: 1}
    assert (post.points, again.points) == ("2 points", "2 points")


async def test_a_changed_mind_in_the_other_channel_takes_the_first_reaction_away(
    town: Town, post: Card
) -> None:
    """V60, V62."""
    again = await town.post_again(post, town.trailers)
    fan = town.fan()
    await fan.react(post.message, UP)
    await fan.react(again.message, DOWN)
    await town.pass_()
    assert await post.votes() == {fan.id: -1}
    assert (post.reactions, again.reactions) == ({}, {DOWN: {fan.id}})


async def test_two_hundred_fans_make_few_edits(town: Town, post: Card) -> None:
    """D16, M52: the points of all, by one edit."""
    fans = [town.fan() for _ in range(200)]
    post.set(*fans[:191])
    post.set(*fans[191:], emoji=DOWN)
    await town.pass_()
    assert len(await post.votes()) == 200
    assert post.points == "182 points"
    assert len(town.edits()) == 1


async def test_an_edit_changes_nothing_but_the_points(town: Town, post: Card) -> None:
    """M52."""
    before = post.text
    buttons = [part.to_dict() for part in post.message.components[0].children[-1:]]
    await town.fan().react(post.message, UP)
    await town.pass_()
    assert post.text == f"{before}\n**1 point**"
    assert [part.to_dict() for part in post.message.components[0].children[-1:]] == buttons


async def test_votes_that_end_where_they_began_edit_nothing(town: Town, post: Card) -> None:
    """M52: never an edit when nothing changed."""
    fan = town.fan()
    await fan.react(post.message, UP)
    await town.pass_(timedelta(seconds=1))
    await fan.unreact(post.message, UP)
    await town.pass_(PAUSE)
    assert town.edits() == []


async def test_votes_after_an_edit_wait_for_the_next_and_all_land(town: Town, post: Card) -> None:
    """M52: at most one edit each half minute; the last value lands in the end."""
    for _ in range(6):
        await town.fan().react(post.message, UP)
        await town.pass_(MERGED)
    assert (len(town.edits()), post.points) == (1, "1 point")
    await town.pass_(PAUSE)
    assert (len(town.edits()), post.points) == (2, "6 points")


async def test_a_deleted_message_keeps_its_votes_and_is_asked_for_no_more(
    town: Town, post: Card
) -> None:
    """M53."""
    fan = town.fan()
    await fan.react(post.message, UP)
    await town.moderator.delete(post.message)
    asked = len(town.env.http_requests)
    await town.pass_(PAUSE)
    assert await post.votes() == {fan.id: 1}
    assert len(town.env.http_requests) == asked


async def test_a_vote_stays_when_its_person_leaves(town: Town, post: Card) -> None:
    fan = town.fan()
    await fan.react(post.message, UP)
    town.guild.remove_member(fan)
    await town.pass_()
    assert await post.votes() == {fan.id: 1}
