"""/feed filter test and /feed why, as moderators use them and as others may not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.identity import link_keys
from bot.domain.setting import DEFAULTS, Settings
from bot.domain.why import Answer, Message, Why
from bot.services.explaining import Explanation
from bot.storage.article import NewArticle
from bot.storage.left_out import LeftOut, note_left_out
from cogs._ui.feed_why import why_view
from cogs._ui.feed_why_words import answer_line
from tests.cogs.looks import buttons_of, labels_of, text_of
from tests.storage.world import NOW, article
from tests.votes.town import Town, open_town


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with open_town(tmp_path) as opened:
        yield opened


async def feed(town: Town, *titles: str, **settings: object) -> tuple[int, list[int]]:
    """Let a feed with stories go to #film-news; return the subscription's id and the articles'."""
    seeds = town.seeds
    added = await seeds.feed("reel-post")
    one = await seeds.subscribed(added.id, town.news.id, guild_id=town.guild.id)
    whole = [
        replace(
            article(title), link=f"https://reel.example/{n}", published=NOW + timedelta(hours=n)
        )
        for n, title in enumerate(titles)
    ]
    async with seeds.database.write() as tx:
        await seeds.feeds.save(
            tx, replace(added, title="Reel Post", site="https://reel.example", baseline_at=NOW)
        )
        await seeds.subscriptions.set_settings(tx, one.id, replace(DEFAULTS, **settings))  # type: ignore[arg-type]
        stored = await seeds.articles.add_many(
            tx,
            [NewArticle(feed_id=added.id, article=a, keys=link_keys(a.link)) for a in whole],
            NOW,
        )
    return one.id, [known.article_id for known in stored]


async def use(town: Town, command: str, **options: object) -> Any:
    return await town.moderator.slash(town.news, f"feed {command}", **options)


def words(result: Any) -> str:
    messages = [result.response or result.message, *result.followups]
    return "\n".join(m.content or text_of(m.components) for m in messages if m)


def button(result: Any, label: str) -> str:
    message = result.response or result.message
    [found] = [one["custom_id"] for one in buttons_of(message.components) if one["label"] == label]
    return str(found)


async def settings(town: Town) -> Settings:
    [one] = await town.app.services.feed_desk.of_guild(town.guild.id)
    return one.subscription.settings


async def test_the_last_stories_are_shown_with_the_rule_that_decided(town: Town) -> None:
    await feed(town, "Otters win", "A quiz on *otters*", must=("otters",), must_not=("quiz",))
    seen = words(await use(town, "filter test", feed="Reel Post"))
    assert "✅ Otters win · has “otters”" in seen
    assert "🚫 A quiz on \\*otters\\* · has “quiz”" in seen
    assert "Of the last 2 stories, 1 passes." in seen


async def test_the_stories_are_paged(town: Town) -> None:
    await feed(town, *(f"Story {n}" for n in range(60)))
    shown = await use(town, "filter test", feed="Reel Post")
    assert "Page 1 of 5" in words(shown)
    turned = await town.moderator.click(shown.response.message, custom_id=button(shown, "More →"))
    assert "Page 2 of 5" in words(turned)
    assert "✅ Story 49\n" in words(turned)


async def test_other_words_are_tried_and_saved_after_a_restart(town: Town) -> None:
    """M54; and who did it is in the log."""
    await feed(town, "Otters win", "A heron lost", must=("swans",))
    shown = await use(town, "filter test", feed="Reel Post")
    asked = await town.moderator.click(
        shown.response.message, custom_id=button(shown, "Try other words…")
    )
    await town.restart()
    tried = await town.moderator.submit_modal(asked, {"must": "otters", "must_not": "/her+on/"})
    assert "🚫 A heron lost · has “/her+on/”" in words(tried)
    assert (await settings(town)).must == ("swans",)
    saved = await town.moderator.click(
        tried.response.message, custom_id=button(tried, "Save these")
    )
    assert "✅ This holds for all stories that come." in words(saved)
    now = await settings(town)
    assert (now.must, now.must_not) == (("otters",), ("/her+on/",))
    log = await town.app.services.auditing.page(town.guild.id)
    assert log.entries[0].user_id == town.moderator.id


async def test_a_rule_that_runs_away_is_refused_with_a_sentence(town: Town) -> None:
    await feed(town, "Otters win")
    shown = await use(town, "filter test", feed="Reel Post")
    asked = await town.moderator.click(
        shown.response.message, custom_id=button(shown, "Try other words…")
    )
    refused = await town.moderator.submit_modal(asked, {"must": "otters\n/(o)\\1/", "must_not": ""})
    assert "Line 2: /(o)" in words(refused)


async def test_a_fan_can_neither_test_nor_ask_why(town: Town) -> None:
    await feed(town, "Otters win")
    fan = town.fan()
    for command, options in (("filter test", {"feed": "1"}), ("why", {"link": "x"})):
        answer = await fan.slash(town.news, f"feed {command}", **options)
        assert "Manage Server" in words(answer)


async def test_a_moderator_is_told_which_word_left_a_story_out(town: Town) -> None:
    subscription, [one] = await feed(town, "A heron lost", must_not=("heron",))
    async with town.seeds.database.write() as tx:
        await note_left_out(tx, [LeftOut(subscription, one, "heron")], NOW)
    told = words(await use(town, "why", link="http://www.reel.example/0/?utm_source=x"))
    assert "### [A heron lost](https://reel.example/0)" in told
    assert (
        f"🚫 <#{town.news.id}>: the filter of **Reel Post** leaves it out, as it has “heron”"
        in told
    )


async def test_a_moderator_is_led_to_the_post(town: Town) -> None:
    card = await town.post()
    link = f"https://discord.com/channels/{town.guild.id}/{town.news.id}/{card.message_id}"
    told = words(await use(town, "why", link=link))
    assert f"✅ <#{town.news.id}>: posted <t:" in told
    assert f"[See it]({link})" in told


async def test_an_address_that_no_feed_brought_is_told(town: Town) -> None:
    await feed(town, "Otters win")
    near = words(await use(town, "why", link="https://reel.example/never-seen"))
    assert "is not in the feed of reel.example so far" in near
    far = words(await use(town, "why", link="https://stranger.example/1"))
    assert "No feed of this server brings stories of stranger.example" in far


async def test_stories_are_offered_while_a_title_is_typed(town: Town) -> None:
    _, [one, _] = await feed(town, "A heron lost", "Otters win")
    offered = await town.moderator.autocomplete(town.news, "feed why", "link", "her")
    assert [(c["name"], c["value"]) for c in offered] == [
        (f"A heron lost · {article().outlet}", f"article:{one}")
    ]


@pytest.mark.parametrize("why", Why)
def test_every_reason_has_a_line_that_names_the_channel(why: Why) -> None:
    line = answer_line(
        Answer(channel_id=7, why=why, feed="R_e_el", said="a *b*", at=NOW, until=NOW)
    )
    assert "<#7>" in line
    assert "{" not in line
    assert "*b*" not in line.replace("\\*b\\*", "")


def test_a_story_in_many_channels_is_told_in_pages() -> None:
    message = Message(place_id=1, message_id=2)
    answers = tuple(
        Answer(channel_id=n, why=Why.POSTED, feed="x" * 300, at=NOW, message=message)
        for n in range(25)
    )
    found = Explanation(link="", host="", article_id=5, article=article("x" * 300), answers=answers)
    view = why_view(found, 9, page=2).to_components()
    assert text_of(view).count("https://discord.com/channels/9/1/2") == 5
    assert labels_of(view) == ["← Back"]
    assert len(text_of(why_view(found, 9).to_components())) < 4_000
