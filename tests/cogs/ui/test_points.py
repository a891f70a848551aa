"""A card's points are brought up to date, and nothing else of it changes."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.model import Article, Photo, Report, Source
from bot.domain.setting import Look, Settings
from bot.domain.text import width
from bot.services.ports import CardNews
from cogs._ui.card import build_card
from cogs._ui.points import MAX_LINE, MessageCard, points_line
from cogs._ui.reports import MAX_LINE as MAX_REPORTS
from cogs._ui.reports import reports_line
from tests.cogs.articles import article, articles, chosen, photo
from tests.cogs.looks import TEXT, text_of, walk
from tests.loopback.component import LOADED, media_told, numbered, shown

V2 = 1 << 15
FILE = {"id": "77", "filename": "photo-1.jpg", "url": "https://cdn.example.com/photo-1.jpg?ex=1"}
CLIENT = discord.Client(intents=discord.Intents.none())
COMPACT = Settings(look=Look.COMPACT)
LINES = [
    f"- [Story {n}](<https://a.example/{n}>) and what there is to say of it" for n in range(99)
]

CARDS: dict[str, tuple[Article, dict[str, Any]]] = {
    "one photo": (article(), {}),
    "ten photos": (article(photos=tuple(photo(n) for n in range(10))), {}),
    "no photo": (article(photos=()), {}),
    "photos without credit": (article(photos=(photo(credit=None),)), {}),
    "no small print": (
        Article(title="A story", link=None, outlet="", photos=(photo(credit=None),)),
        {},
    ),
    "no small print, no photo": (Article(title="A story", link=None, outlet=""), {}),
    "spoiler": (article(photos=(Photo(url=photo().url, sensitive=True),)), {}),
    "digest at the limit": (article(summary="\n".join(LINES), digest=99), {}),
    "digest without small print": (
        Article(title="99 stories", link=None, outlet="", digest=99, summary="\n".join(LINES)),
        {},
    ),
    "fewer photos": (article(photos=(photo(1), photo(2))), {"plainness": 1}),
    "no photos": (article(), {"plainness": 2}),
    "text only": (article(), {"plainness": 3}),
    "text only, title alone": (
        Article(title="A story", link=None, outlet=""),
        {"plainness": 3},
    ),
    "a file": (article(photos=(photo(1), photo(2))), {"files": {photo(1).url: FILE["filename"]}}),
    "a title like the line": (article(title="**5 points**", summary="**5 points**"), {}),
    "text only like the line": (
        Article(title="**5 points**", link=None, outlet=""),
        {"plainness": 3},
    ),
    "compact": (article(), {"settings": COMPACT}),
    "compact, no photo": (article(photos=()), {"settings": COMPACT}),
    "compact, a spoiler": (
        article(photos=(Photo(url=photo().url, sensitive=True),)),
        {"settings": COMPACT},
    ),
    "compact, a file": (
        article(photos=(photo(1), photo(2))),
        {"settings": COMPACT, "files": {photo(1).url: FILE["filename"]}},
    ),
    "compact, no small print": (
        Article(title="A story", link=None, outlet="", photos=(photo(credit=None),)),
        {"settings": COMPACT},
    ),
    "text alone": (article(), {"settings": Settings(look=Look.TEXT)}),
    "a mention": (article(), {"mention": 77}),
    "a mention, text only": (article(), {"mention": 77, "plainness": 3}),
    "a source like the line": (article(sources=(Source(name="x\n**5 points**"),)), {}),
}


def stands(view: discord.ui.LayoutView, *, flags: int = 0) -> MessageCard:
    """Return a card as Discord gives it back."""
    told = media_told(numbered(view.to_components()), state=lambda _: LOADED, files=[FILE])
    fields = {
        "id": "1",
        "channel_id": "2",
        "author": {"id": "3", "username": "newsreel", "discriminator": "0", "avatar": None},
        "content": "",
        "timestamp": "2026-03-14T12:00:00+00:00",
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "components": told,
        "pinned": False,
        "type": 0,
        "flags": V2 | flags,
    }
    place = CLIENT.get_partial_messageable(2)
    message = discord.Message(state=CLIENT._connection, channel=place, data=fields)  # type: ignore[arg-type]
    return MessageCard(message)


def with_points(card: MessageCard, points: int) -> discord.ui.LayoutView:
    """Return a card that was brought up to date."""
    return card.with_news(CardNews(story_id=42, points=points))


def looks(view: discord.ui.LayoutView) -> Any:
    """Return what people see of a view, as Discord would keep it."""
    return shown(numbered(view.to_components()), files=[FILE])


def with_line(components: Any, points: int) -> Any:
    """Return a card's components with the line, written by hand: in its last text, or in one of its own."""
    boxes = [part["components"] for part in components if part["type"] == 17]
    box = boxes[0] if boxes else components
    last = next(n for n in reversed(range(len(box))) if box[n]["type"] != 1)
    if box[last]["type"] == TEXT:
        box[last]["content"] += f"\n{points_line(points)}"
    else:
        box.insert(last + 1, {"type": TEXT, "content": points_line(points)})
    return components


@pytest.mark.parametrize(("story", "options"), CARDS.values(), ids=CARDS)
def test_first_points_add_a_line_and_change_nothing_else(story: Article, options: dict[str, Any]):
    built = build_card(story, story_id=42, **options)
    card = stands(built)
    assert card.points is None
    assert looks(with_points(card, 1_204)) == with_line(looks(built), 1_204)


@pytest.mark.parametrize(("story", "options"), CARDS.values(), ids=CARDS)
def test_next_points_take_the_place_of_the_last(story: Article, options: dict[str, Any]):
    built = build_card(story, story_id=42, **options)
    card = stands(with_points(stands(built), -3))
    assert card.points == -3
    assert looks(with_points(card, 7)) == with_line(looks(built), 7)


@given(articles, chosen, st.integers(0, 3), st.integers(-(2**31), 2**31), st.integers(-99, 99))
@settings(max_examples=80, deadline=None)
def test_any_card_is_within_the_limit_and_itself_but_for_its_points(
    story: Article, how: Settings, plainness: int, first: int, second: int
):
    """M48: the room for the line was kept free."""
    built = build_card(story, story_id=42, settings=how, plainness=plainness, mention=10**19)
    once = stands(with_points(stands(built), first))
    twice = with_points(once, second)
    if first or second:
        assert (once.points or 0, looks(twice)) == (first, with_line(looks(built), second))
    else:
        assert looks(twice) == looks(built)
    texts = [part["content"] for part in walk(looks(twice)) if part["type"] == TEXT]
    assert sum(map(width, texts)) <= 4_000


@pytest.mark.parametrize(
    ("points", "line"),
    [
        (0, "**0 points**"),
        (1, "**1 point**"),
        (-1, "**−1 point**"),
        (182, "**182 points**"),
        (1_204, "**1,204 points**"),
        (-1_000_000, "**−1,000,000 points**"),
    ],
)
def test_points_are_read_as_they_were_written(points: int, line: str):
    assert points_line(points) == line
    assert len(line) + 1 <= MAX_LINE
    voted = stands(with_points(stands(build_card(article(), story_id=1)), 99))
    assert stands(with_points(voted, points)).points == points


def test_card_that_was_built_with_points_names_them():
    """As in a preview."""
    card = stands(build_card(article(), story_id=1, points=182))
    assert card.points == 182
    assert text_of(looks(with_points(card, 183))).count("points**") == 1


@pytest.mark.parametrize("crossposted", [False, True])
def test_card_tells_whether_it_was_published(crossposted: bool):
    """M52."""
    built = build_card(article(), story_id=1)
    assert stands(built, flags=int(crossposted)).crossposted is crossposted


VARIETY = Report(article_id=2, outlet="Variety", link="https://variety.example/a(b)")
DEADLINE = Report(article_id=3, outlet="Deadline [*new*]", link=None)


def updated(card: MessageCard, *reports: Report, points: int = 0, story_id: int = 42) -> Any:
    news = CardNews(story_id=story_id, points=points, reports=reports)
    return card.with_news(news)


@pytest.mark.parametrize(("story", "options"), CARDS.values(), ids=CARDS)
def test_reports_stand_above_the_points_and_change_nothing_else(
    story: Article, options: dict[str, Any]
):
    """D12."""
    built = build_card(story, story_id=42, **options)
    voted = stands(with_points(stands(built), 5))
    once = stands(updated(voted, VARIETY, points=5))
    assert "Also reported by" in text_of(looks(updated(once, VARIETY, points=5)))
    assert once.points == 5
    assert looks(updated(once, points=5)) == looks(with_points(voted, 5))


def test_card_that_is_sent_with_reports_is_as_one_that_gets_them_later():
    """D12."""
    sent = build_card(article(), story_id=42, reports=[VARIETY, DEADLINE])
    later = updated(stands(build_card(article(), story_id=42)), VARIETY, DEADLINE)
    assert looks(sent) == looks(later)
    assert "Also reported by" in text_of(looks(sent))


def test_card_knows_what_it_shows():
    """M52: no edit for nothing."""
    card = stands(updated(stands(build_card(article(), story_id=42)), VARIETY, points=3))
    news = CardNews(story_id=42, points=3, reports=(VARIETY,))
    assert card.shows(news)
    assert not card.shows(CardNews(story_id=42, points=3, reports=(VARIETY, DEADLINE)))
    assert not card.shows(CardNews(story_id=42, points=4, reports=(VARIETY,)))
    assert not card.shows(CardNews(story_id=43, points=3, reports=(VARIETY,)))


def test_buttons_follow_the_story():
    """D12: a card that is told to be of another story."""
    card = stands(build_card(article(), story_id=42))
    moved = looks(updated(card, story_id=7))
    ids = [part["custom_id"] for part in walk(moved) if part.get("custom_id")]
    assert ids == ["nr:add:7", "nr:related:7"]


def test_outlets_are_named_once_escaped_and_linked():
    """D12, S46."""
    again = Report(article_id=4, outlet="VARIETY", link="https://variety.example/2")
    line = reports_line([VARIETY, DEADLINE, again])
    assert line == (
        "-# Also reported by [Variety](https://variety.example/a%28b%29), Deadline \\[\\*new\\*\\]"
    )


def test_outlets_that_there_is_no_room_for_are_counted():
    """M48."""
    many = [
        Report(article_id=n, outlet=f"Outlet {n}", link=f"https://outlet{n}.example/{'x' * 200}")
        for n in range(120)
    ]
    line = reports_line(many)
    assert width(line) < MAX_REPORTS
    assert line.endswith("more")


@given(articles, chosen, st.integers(0, 3), st.integers(-(2**31), 2**31))
@settings(max_examples=40, deadline=None)
def test_any_card_has_room_for_reports(story: Article, how: Settings, plainness: int, points: int):
    """M48, D12."""
    many = [Report(article_id=n, outlet="O" * 90 + str(n), link=None) for n in range(99)]
    built = build_card(story, story_id=42, settings=how, plainness=plainness, mention=10**19)
    view = updated(stands(built), *many, points=points)
    texts = [part["content"] for part in walk(looks(view)) if part["type"] == TEXT]
    assert sum(map(width, texts)) <= 4_000
