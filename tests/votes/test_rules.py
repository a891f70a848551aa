"""How a server votes, as its moderators choose it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.emoji import DOWN, UP
from bot.domain.toggling import QUIET
from tests.cogs.looks import photos_of, text_of
from tests.votes.town import Town


async def ask(town: Town, command: str, **options: Any) -> Any:
    return await town.moderator.slash(town.news, f"votes {command}", **options)


def words(result: Any) -> str:
    messages = [result.response, *result.followups]
    return "\n".join(m.content or text_of(m.components) for m in messages if m)


def mention(emoji: Any) -> str:
    return f"<:{emoji.name}:{emoji.id}>"


async def test_a_server_votes_with_its_own_emoji(town: Town) -> None:
    """V59: the usual ones are no votes under posts with the others."""
    popcorn = town.guild.create_emoji("popcorn")
    answer = await ask(town, "emoji", up=mention(popcorn), down="🥱")
    post, fan, bored, other = await town.post(), town.fan(), town.fan(), town.fan()
    await fan.react(post.message, f"popcorn:{popcorn.id}")
    await bored.react(post.message, "🥱")
    await other.react(post.message, UP)
    await town.pass_()
    assert post.own == [f"popcorn:{popcorn.id}", "🥱"]
    assert await post.votes() == {fan.id: 1, bored.id: -1}
    assert mention(popcorn) in words(answer)


async def test_a_server_votes_with_an_animated_emoji(town: Town) -> None:
    popcorn = town.guild.create_emoji("popcorn", animated=True)
    answer = await ask(town, "emoji", up=f"<a:popcorn:{popcorn.id}>")
    post = await town.post()
    assert post.own == [f"popcorn:{popcorn.id}", DOWN]
    assert f"<a:popcorn:{popcorn.id}>" in words(answer)


async def test_posts_that_are_there_keep_their_emoji(town: Town) -> None:
    post, fan = await town.post(), town.fan()
    await ask(town, "emoji", up="🍿", down="🥱")
    await fan.react(post.message, UP)
    await town.fan().react(post.message, "🍿")
    await town.pass_()
    assert (await post.votes(), post.own) == ({fan.id: 1}, [UP, DOWN])


async def test_a_changed_mind_takes_a_custom_emoji_away(town: Town) -> None:
    """V60."""
    popcorn = town.guild.create_emoji("popcorn")
    await ask(town, "emoji", up=mention(popcorn))
    post, fan = await town.post(), town.fan()
    await fan.react(post.message, f"popcorn:{popcorn.id}")
    await fan.react(post.message, DOWN)
    await town.pass_()
    assert post.reactions == {DOWN: {fan.id}}


async def test_under_new_posts_stand_the_usual_ones_where_the_server_s_own_is_gone(
    town: Town,
) -> None:
    """V59."""
    popcorn = town.guild.create_emoji("popcorn")
    await ask(town, "emoji", up=mention(popcorn))
    town.env.inject_error("PUT", "*/reactions/popcorn*", status=400, code=10014, times=1)
    post, fan = await town.post(), town.fan()
    await fan.react(post.message, UP)
    await town.pass_()
    assert (await post.votes(), post.own) == ({fan.id: 1}, [UP, DOWN])


async def test_without_options_the_emoji_are_said(town: Town) -> None:
    await ask(town, "emoji", up="🍿")
    answer = await ask(town, "emoji")
    assert "In this server 🍿 is a point up and 👎 a point down." in words(answer)
    assert answer.ephemeral


@pytest.mark.parametrize(
    ("up", "down", "sentence"),
    [
        ("popcorn", None, "Please give me one emoji"),
        ("🍿", "🍿", "two different emoji"),
        (DOWN, None, "two different emoji"),
        ("👎🏽", None, "two different emoji"),
        ("<:elsewhere:123456789012345678>", None, "this server’s own emoji only"),
    ],
)
async def test_what_can_t_be_voted_with_is_refused(
    town: Town, up: str, down: str | None, sentence: str
) -> None:
    options = {"up": up} if down is None else {"up": up, "down": down}
    assert sentence in words(await ask(town, "emoji", **options))
    assert "👍 is a point up and 👎 a point down" in words(await ask(town, "emoji"))


async def test_an_emoji_that_discord_does_not_know_is_refused(town: Town) -> None:
    town.env.inject_error("POST", "*/webhooks/*", status=400, code=50035, times=1)
    assert "Discord doesn’t take 🍿" in words(await ask(town, "emoji", up="🍿"))
    assert "👍 is a point up" in words(await ask(town, "emoji"))


async def test_young_accounts_are_left_out(town: Town) -> None:
    old = town.fan()
    town.clock.advance(timedelta(days=8).total_seconds())
    young = town.fan()
    await ask(town, "rules", min_account_days=7)
    post = await town.post()
    await old.react(post.message, UP)
    await young.react(post.message, UP)
    await town.pass_()
    assert await post.votes() == {old.id: 1}


async def test_new_members_are_left_out(town: Town) -> None:
    old = town.fan()
    town.clock.advance(timedelta(hours=25).total_seconds())
    new = town.fan()
    await ask(town, "rules", min_member_hours=24)
    post = await town.post()
    await old.react(post.message, UP)
    await new.react(post.message, UP)
    await town.pass_()
    assert await post.votes() == {old.id: 1}


async def test_a_restless_person_is_counted_once_it_settles(town: Town) -> None:
    await ask(town, "rules", most_toggles=3)
    post, fan = await town.post(), town.fan()
    for _ in range(3):
        await fan.react(post.message, UP)
        await fan.unreact(post.message, UP)
    await town.rest()
    assert await post.votes() == {fan.id: 1}
    await town.pass_(QUIET)
    assert await post.votes() == {}


async def test_without_options_the_rules_are_said(town: Town) -> None:
    await ask(town, "rules", min_account_days=7, min_member_hours=36)
    text = words(await ask(town, "rules"))
    assert "Accounts that are at least 7 days old" in text
    assert "Members for at least 1 day 12 hours" in text
    assert "more than 12 times a minute" in text
    assert "The options of `/votes rules` change that" in text


async def test_everybody_counts_at_first(town: Town) -> None:
    text = words(await ask(town, "rules"))
    assert "Accounts of any age" in text
    assert "Members from their first minute on" in text
    assert "Manage Messages" not in text


async def test_rules_say_what_is_missing_to_take_reactions_away(town: Town) -> None:
    """V60."""
    town.forbid("manage_messages")
    assert "With **Manage Messages** I could take" in words(await ask(town, "rules"))


@pytest.mark.parametrize("command", ["emoji", "rules", "chart"])
async def test_fans_decide_and_see_nothing_of_it(town: Town, command: str) -> None:
    answer = await town.fan().slash(town.news, f"votes {command}")
    assert words(answer) == "You need the **Manage Server** permission for this."


async def test_the_chart_shows_each_day_s_votes(town: Town) -> None:
    post = await town.post()
    post.set(*(town.fan() for _ in range(4)))
    await town.pass_(timedelta(days=2))
    post.set(town.fan(), emoji=DOWN)
    await town.rest()
    answer = await ask(town, "chart")
    [picture] = photos_of(answer.response.components)
    assert answer.ephemeral
    assert (
        "4 up and 1 down. The points went from 0 to 3. Most votes came on 4 May 2031: 4."
        in (picture["description"])
    )
    assert "### Votes of the last 30 days" in words(answer)
    assert "-# Nobody had voted before " in words(answer)


async def test_a_server_without_votes_has_no_chart_yet(town: Town) -> None:
    assert "Nobody has voted here yet." in words(await ask(town, "chart"))
