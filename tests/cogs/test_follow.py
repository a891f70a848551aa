from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest
import simcord

from bot.domain.model import Photo
from cogs._ui.follow_list import CLOSED, NOBODY
from tests.cogs.letters import LetterHall, open_letter_hall, titled
from tests.cogs.looks import DEFERRED, buttons_of, first_answer, labels_of, photos_of
from tests.cogs.stories import seen

NAME = "Song Joong Ki"
READS = "Song Joong-ki reads a script"
STILL = Photo(url="https://img.example/1.jpg", credit="Lantern Pictures")


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[LetterHall]:
    async with open_letter_hall(tmp_path) as opened:
        yield opened


async def add(
    hall: LetterHall, who: simcord.MemberActor | None = None, name: str = NAME
) -> simcord.InteractionResult:
    return await (who or hall.fan).slash(hall.news, "follow add", name=name)


async def names(hall: LetterHall, who: simcord.MemberActor | None = None) -> str:
    return seen(await (who or hall.fan).slash(hall.news, "follow list"))


def parts(letter: discord.Message) -> list[dict]:
    return [component.to_dict() for component in letter.components]


# The commands


async def test_following_says_what_comes_of_it(hall: LetterHall):
    result = await add(hall)
    assert f"You follow “{NAME}” now" in seen(result)
    assert result.ephemeral
    assert first_answer(hall.env)["type"] == DEFERRED


async def test_the_list_shows_what_one_follows_oneself(hall: LetterHall):
    await add(hall)
    await add(hall, name="Tilda *Swan*")
    await add(hall, hall.friend, "Park Bo Gum")
    text = await names(hall)
    assert "You follow 2 names" in text
    assert NAME in text
    assert "Tilda \\*Swan\\*" in text
    assert "Park" not in text


async def test_an_empty_list_says_how_to_begin(hall: LetterHall):
    assert await names(hall) == NOBODY


async def test_the_longest_list_is_within_discords_limits(hall: LetterHall):
    for first, second in itertools.islice(itertools.product("abcdefgh", repeat=2), 50):
        await hall.bot.services.following.add(hall.fan.id, f"x{first}{second}" + "*" * 57)
    text = await names(hall)
    assert "more" in text
    assert len(text) < 4_000


async def test_a_name_is_removed_as_it_is_offered(hall: LetterHall):
    await add(hall)
    await add(hall, name="Tilda Swan")
    offered = await hall.fan.autocomplete(hall.news, "follow remove", "name", "song")
    assert [one["name"] for one in offered] == [NAME]
    result = await hall.fan.slash(hall.news, "follow remove", name=offered[0]["value"])
    assert f"You no longer follow “{NAME}”" in seen(result)
    await hall.post(READS)
    assert hall.letters(hall.fan) == []


async def test_a_name_that_is_none_is_refused_with_a_sentence(hall: LetterHall):
    assert "too many stories" in seen(await add(hall, name="the"))
    assert await names(hall) == NOBODY


async def test_the_commands_work_in_direct_messages(hall: LetterHall):
    await hall.fan.user.slash("follow add", name=NAME)
    assert NAME in seen(await hall.fan.user.slash("follow list"))
    offered = await hall.fan.user.autocomplete("follow remove", "name", "")
    assert [one["value"] for one in offered] == [NAME]
    await hall.post(READS)
    assert len(hall.letters(hall.fan)) == 1


# Letters


async def test_a_letter_has_the_card_why_it_came_and_the_way_to_the_post(hall: LetterHall):
    await add(hall)
    await hall.post(READS, photos=(STILL,))
    (letter,) = hall.letters(hall.fan)
    (text,) = hall.texts(hall.fan)
    assert READS in text
    assert "Lantern Pictures" in text
    assert f"You follow “{NAME}”" in text
    assert hall.guild.name in text
    assert photos_of(parts(letter))
    urls = [button.get("url") for button in buttons_of(parts(letter))]
    assert hall.link_to(hall.news, 9_001) in urls
    assert labels_of(parts(letter)) == [
        "Add to Collection",
        "Related",
        "Read",
        "See the post",
        f"Stop following “{NAME}”",
    ]


async def test_two_fans_of_one_name_get_a_letter_each(hall: LetterHall):
    await add(hall)
    await add(hall, hall.friend, "song joong ki")
    await hall.post(READS)
    assert titled(hall.texts(hall.fan), READS) == 1
    assert "“song joong ki”" in hall.texts(hall.friend)[0]


async def test_who_does_not_follow_the_name_gets_none(hall: LetterHall):
    await add(hall, hall.friend, "Tilda Swan")
    await hall.post(READS)
    assert hall.letters(hall.friend) == []


async def test_a_story_in_three_channels_and_two_servers_comes_once(hall: LetterHall):
    hall.joins_other(hall.fan)
    await add(hall)
    third = hall.guild.create_text_channel("third")
    story = await hall.post(READS, hall.news, hall.trailers, hall.elsewhere)
    await hall.put_story(story, third)
    assert len(hall.letters(hall.fan)) == 1


async def test_a_channel_that_one_cannot_see_stays_secret(hall: LetterHall):
    await add(hall)
    await add(hall, hall.moderator)
    await hall.post(READS, hall.secret_channel())
    assert hall.letters(hall.fan) == []
    assert len(hall.letters(hall.moderator)) == 1


async def test_who_sees_it_elsewhere_gets_it_from_there(hall: LetterHall):
    await add(hall)
    story = await hall.post(READS, hall.secret_channel())
    await hall.put_story(story, hall.trailers)
    urls = [button.get("url") for button in buttons_of(parts(hall.letters(hall.fan)[0]))]
    assert hall.link_to(hall.trailers, 9_002) in urls


async def test_a_server_that_one_is_not_in_sends_nothing(hall: LetterHall):
    await add(hall)
    await hall.post(READS, hall.elsewhere)
    assert hall.letters(hall.fan) == []


async def test_after_leaving_nothing_comes(hall: LetterHall):
    await add(hall)
    await hall.post(READS)
    hall.guild.remove_member(hall.fan)
    await hall.env.settle()
    await hall.post(f"{NAME} writes")
    assert titled(hall.texts(hall.fan), "writes") == 0


async def test_a_channel_for_adults_alone_is_not_told_of(hall: LetterHall):
    await add(hall)
    hall.bot.get_channel(hall.trailers.id).nsfw = True
    await hall.post(READS, hall.trailers)
    assert hall.letters(hall.fan) == []


async def test_a_private_thread_is_not_told_of(hall: LetterHall):
    await add(hall)
    await hall.post(READS, await hall.thread(discord.ChannelType.private_thread))
    assert hall.letters(hall.fan) == []


async def test_many_followers_are_looked_up_through_the_gateway(hall: LetterHall):
    """More than three people are not asked for one by one."""
    friends = [hall.guild.add_member(hall.env.create_user(f"fan{n}")) for n in range(4)]
    for friend in friends:
        await hall.bot.services.following.add(friend.id, NAME)
    await hall.bot.services.following.add(999_999, NAME)
    await hall.post(READS)
    assert [len(hall.letters(friend)) for friend in friends] == [1] * 4
    asked = [one for one in hall.env.http_requests if "/members/" in one.path]
    assert asked == []


# The buttons of a letter


async def test_one_click_stops_the_letters_of_a_name(hall: LetterHall):
    await add(hall)
    await add(hall, name="Tilda Swan")
    await hall.post(READS)
    (letter,) = hall.letters(hall.fan)
    result = await hall.fan.user.click(letter, label=f"Stop following “{NAME}”")
    assert f"You no longer follow “{NAME}”" in seen(result)
    await hall.post(f"{NAME} writes")
    assert len(hall.letters(hall.fan)) == 1
    assert "Tilda Swan" in await names(hall)


async def test_a_second_click_says_that_it_is_done_already(hall: LetterHall):
    await add(hall)
    await hall.post(READS)
    (letter,) = hall.letters(hall.fan)
    await hall.fan.user.click(letter, label=f"Stop following “{NAME}”")
    again = await hall.fan.user.click(letter, label=f"Stop following “{NAME}”")
    assert "You don’t follow that name" in seen(again)


async def test_the_button_works_after_a_restart(hall: LetterHall):
    """M54."""
    await add(hall)
    await hall.post(READS)
    await hall.restart()
    (letter,) = hall.letters(hall.fan)
    await hall.fan.user.click(letter, label=f"Stop following “{NAME}”")
    assert await names(hall) == NOBODY


async def test_a_story_can_be_kept_from_a_letter(hall: LetterHall):
    await add(hall)
    await hall.post(READS)
    (letter,) = hall.letters(hall.fan)
    shown = await hall.fan.user.click(letter, label="Add to Collection")
    assert shown.modal is not None or "Collection" in seen(shown)


async def test_a_letter_is_of_its_own_post_wherever_its_articles_link_leads(hall: LetterHall):
    """V63: a feed can name any message as its article, also one of a closed channel."""
    closed = hall.secret_channel()
    hidden = await hall.message_of(await hall.post("Closed doors", closed), closed)
    await add(hall)
    await hall.post(READS, tell=False)
    link = f"https://discord.com/channels/1/2/{hidden}"
    await hall.change("UPDATE article SET link = ? WHERE title = ?", link, READS)
    await hall.tell()
    (letter,) = hall.letters(hall.fan)
    form = await hall.fan.user.click(letter, label="Add to Collection")
    shown = await hall.fan.user.submit_modal(form, {"name": "Scripts"})
    assert f"[{READS}]" in seen(shown)


async def test_related_answers_in_a_letter(hall: LetterHall):
    await add(hall)
    await hall.post(READS)
    (letter,) = hall.letters(hall.fan)
    answer = await hall.fan.user.click(letter, label="Related")
    assert hall.link_to(hall.news, 9_001) in seen(answer)


# Closed direct messages


async def test_closed_direct_messages_are_told_of_once(hall: LetterHall):
    await add(hall)
    hall.close_messages(hall.fan, times=None)
    await hall.post(READS)
    await hall.post(f"{NAME} writes")
    assert len(hall.tries(hall.fan)) == 1
    assert CLOSED in seen(await add(hall, name="Tilda Swan"))
    assert CLOSED not in seen(await add(hall, name="Park Bo Gum"))
    await hall.post(f"{NAME} sings")
    assert len(hall.tries(hall.fan)) == 2
    assert CLOSED not in seen(await hall.fan.slash(hall.news, "follow remove", name=NAME))


async def test_the_list_says_how_to_open_them_and_letters_come_again(hall: LetterHall):
    await add(hall)
    hall.close_messages(hall.fan)
    await hall.post(READS)
    assert CLOSED in await names(hall)
    await hall.post(f"{NAME} writes")
    assert titled(hall.texts(hall.fan), "writes") == 1
    assert CLOSED not in await names(hall)


async def test_one_fans_closed_messages_keep_no_letter_from_another(hall: LetterHall):
    await add(hall)
    await add(hall, hall.friend)
    hall.close_messages(hall.fan)
    await hall.post(READS)
    assert len(hall.letters(hall.friend)) == 1


# Trouble


async def test_a_letter_that_discord_calls_malformed_comes_plainer(hall: LetterHall):
    """L23."""
    await add(hall)
    path = f"/channels/{hall.fan.user.dm_channel.id}/messages"
    hall.env.inject_error("POST", path, status=400, code=50035, message="no", times=2)
    await hall.post(READS, photos=(STILL,))
    (letter,) = hall.letters(hall.fan)
    assert photos_of(parts(letter)) == []
    assert READS in hall.texts(hall.fan)[0]


async def test_a_letter_is_not_lost_to_an_outage_of_discord(hall: LetterHall):
    await add(hall)
    hall.env.inject_error("GET", "/guilds/*/members/*", status=500, times=None)
    await hall.post(READS)
    assert hall.letters(hall.fan) == []
    hall.env.backend.faults.clear()
    hall.clock.time += hall.minute
    await hall.tell()
    assert len(hall.letters(hall.fan)) == 1


@pytest.mark.parametrize(
    "summary", ["", "word " * 900, "[" + "x" * 300 + "](https://a.example) " * 9]
)
async def test_a_letter_is_within_discords_limits(hall: LetterHall, summary: str):
    """M48."""
    long_name = f"{NAME} " + "*" * 45
    await hall.bot.services.following.add(hall.fan.id, long_name)
    await hall.post(f"{NAME} {'reads ' * 300}", summary=summary, digest=7)
    (letter,) = hall.letters(hall.fan)
    assert len(hall.texts(hall.fan)[0]) <= 4_000
    assert all(len(one.get("custom_id", "")) <= 100 for one in buttons_of(parts(letter)))
