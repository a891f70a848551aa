from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.error import ChannelGone, Uncertain, Unreachable
from bot.domain.model import Article, Post, Report
from bot.services.letters import Letter, LettersClosed
from cogs._ui.letter import build_letter
from cogs._ui.letters import DiscordLetters
from cogs._ui.pace import Pace
from tests.cogs.articles import NOON
from tests.cogs.letters import LetterHall, open_letter_hall
from tests.cogs.looks import text_of

NAME = "Tilda Swan"


class CountingPace(Pace):
    """Let everything begin at once, and write down what asked for its turn."""

    def __init__(self, name: str, turns: list[str]) -> None:
        super().__init__()
        self._name = name
        self._turns = turns

    async def turn(self) -> None:
        self._turns.append(self._name)


def letter(user_id: int, *, article: Article | None = None, **more: object) -> Letter:
    own = Article(title=f"{NAME} reads", link="https://gazette.example/1", outlet="Gazette")
    values: dict[str, object] = {
        "id": 1,
        "channel_id": 7,
        "guild_id": 70,
        "story_id": 3,
        "nonce": "abc-1",
        "article": own,
        "message_id": 1_001,
        "created_at": NOON,
    }
    post = Post(**(values | more))  # type: ignore[arg-type]
    return Letter(
        user_id=user_id, name=NAME, post=post, article=article or post.article, nonce="told-3"
    )


def text(one: Letter) -> str:
    return text_of(build_letter(one, place="Night *Owls*").to_components())


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[LetterHall]:
    async with open_letter_hall(tmp_path) as opened:
        yield opened


@pytest.fixture
def letters(hall: LetterHall) -> DiscordLetters:
    return DiscordLetters(hall.bot)


# What a letter shows


def test_a_letter_names_server_and_name_as_text():
    assert "-# 🔔 You follow “Tilda Swan” · posted in **Night \\*Owls\\***" in text(letter(5))


def test_a_letter_of_a_report_shows_the_report_and_keeps_the_storys_buttons():
    report = Article(title=f"{NAME} seen", link="https://other.example/2", outlet="Other Post")
    view = build_letter(letter(5, article=report)).to_components()
    assert f"[{NAME} seen](https://other.example/2)" in text_of(view)
    assert "nr:add:3" in str(view)


def test_a_letter_names_the_other_outlets_as_the_card_does():
    reports = (Report(article_id=2, outlet="Other Post", link="https://other.example/2"),)
    assert "Also reported by [Other Post]" in text(letter(5, reports=reports))


def test_a_photo_that_came_as_a_file_with_the_post_is_left_out():
    view = build_letter(letter(5, files={"https://img.example/1.jpg": "1.jpg"})).to_components()
    assert "attachment://" not in str(view)


# What Discord says


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (403, 50007, LettersClosed),
        (403, 50278, ChannelGone),
        (404, 10013, ChannelGone),
        (400, 40003, Unreachable),
        (403, 20026, Unreachable),
        (401, 0, Unreachable),
        (503, 0, Uncertain),
    ],
)
async def test_each_refusal_means_what_it_says(
    hall: LetterHall,
    letters: DiscordLetters,
    status: int,
    code: int,
    error: type[Exception],
):
    path = f"/channels/{hall.fan.user.dm_channel.id}/messages"
    hall.env.inject_error("POST", path, status=status, code=code, message="no", times=None)
    with pytest.raises(error):
        await letters.send_letter(letter(hall.fan.id))


async def test_opening_too_many_direct_messages_makes_a_long_pause(
    hall: LetterHall, letters: DiscordLetters
):
    hall.env.inject_error("POST", "/users/@me/channels", status=400, code=40003, message="no")
    with pytest.raises(Unreachable) as caught:
        await letters.send_letter(letter(hall.fan.id))
    assert caught.value.retry_after == timedelta(minutes=10)


async def test_what_is_in_doubt_before_the_letter_is_no_doubt_about_it(
    hall: LetterHall, letters: DiscordLetters
):
    hall.env.inject_error("POST", "/users/@me/channels", status=503, times=None)
    with pytest.raises(Unreachable):
        await letters.send_letter(letter(hall.fan.id))


# Pace


async def test_letters_take_few_of_the_turns_that_posts_have(hall: LetterHall):
    """Their own pace is asked first; each is two requests: the channel, and the message."""
    turns: list[str] = []
    letters = DiscordLetters(
        hall.bot, pace=CountingPace("posts", turns), slow=CountingPace("letters", turns)
    )
    await letters.letter_turn()
    await letters.send_letter(letter(hall.fan.id))
    assert turns == ["letters", "posts", "posts"]


async def test_two_tries_of_one_letter_have_one_nonce(hall: LetterHall, letters: DiscordLetters):
    for _ in range(2):
        await letters.send_letter(letter(hall.fan.id))
    path = f"/channels/{hall.fan.user.dm_channel.id}/messages"
    sent = [one.json for one in hall.env.http_requests if one.path.endswith(path)]
    assert [(one["nonce"], one["enforce_nonce"]) for one in sent] == [("told-3", True)] * 2


# Who may read


async def test_nobody_reads_in_a_server_that_the_bot_is_not_in(
    hall: LetterHall, letters: DiscordLetters
):
    assert await letters.readers(424_242, {1}, {hall.fan.id}) == {}


async def test_each_reads_what_the_one_may_see(hall: LetterHall, letters: DiscordLetters):
    secret = hall.secret_channel()
    await hall.env.settle()
    people = {hall.fan.id, hall.moderator.id, 999_999}
    found = await letters.readers(hall.guild.id, {hall.news.id, secret.id}, people)
    assert found == {
        hall.fan.id: frozenset({hall.news.id}),
        hall.moderator.id: frozenset({hall.news.id, secret.id}),
    }
