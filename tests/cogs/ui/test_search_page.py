"""Pages of what was found, and of what belongs to a story, keep Discord's limits whatever they hold."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from simcord.components import validate_components

from bot.domain.model import Article, Photo
from bot.domain.query import MAX_QUERY, Query, Wanted
from bot.domain.relating import MOST
from bot.domain.text import width
from bot.services.finding import FoundStory
from bot.services.listing import ListedStory
from bot.services.searching import PAGE, FoundPage
from cogs._ui.related_page import related_view
from cogs._ui.search_page import search_view
from tests.cogs.articles import articles
from tests.cogs.looks import buttons_of, text_of, walk

V2 = 1 << 15
MOST_COMPONENTS, MOST_TEXT = 40, 4_000
NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
ID = 2**63
WORDS = ("a", "dune", "송", "é", "http")
HOSTILE = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(["*", "dune ", "_", "[", "\\", "@everyone ", "송", "🧂", "ﷺ", "a "]))
    .map("".join)
    .map(lambda text: text * 30),
)
LINKS = st.one_of(
    st.none(),
    st.sampled_from(["https://a.example/", "https://a.example/x"]).map(
        lambda url: url + "y" * 1_900
    ),
    st.just("https://a.example/(1)"),
    HOSTILE,
)
PHOTOS = st.builds(Photo, url=st.just("https://a.example/1.jpg"), credit=HOSTILE, caption=HOSTILE)
ARTICLES = st.builds(
    Article,
    title=HOSTILE,
    link=LINKS,
    outlet=HOSTILE,
    summary=HOSTILE,
    photos=st.lists(PHOTOS, max_size=2).map(tuple),
)
WANTED = st.lists(st.sampled_from(WORDS), unique=True).map(
    lambda words: tuple(Wanted(words=(word,), begins=True) for word in words)
)


ANY = st.one_of(ARTICLES, articles)


def listed(article: Article, votes: int) -> ListedStory:
    return ListedStory(
        rank=1,
        story_id=ID,
        article=article,
        ups=votes,
        downs=1,
        posted_at=NOON,
        channel_id=ID,
        message_id=ID,
        up="👍",
        down="👎",
    )


def check(components: list[dict]) -> None:
    validate_components(components, flags=V2)
    assert width(text_of(components)) <= MOST_TEXT
    assert sum(1 for _ in walk(components)) <= MOST_COMPONENTS
    assert all(len(button["custom_id"]) <= 100 for button in buttons_of(components))
    assert "@everyone" not in text_of(components)


@settings(max_examples=100, deadline=None)
@given(st.lists(ANY, max_size=PAGE), WANTED, HOSTILE)
def test_a_page_of_what_was_found_fits(
    found_articles: list[Article], wanted: tuple[Wanted, ...], typed: str
):
    """M48, S46."""
    found = FoundPage(
        query=Query(text=typed[:MAX_QUERY], wanted=wanted),
        stories=tuple(listed(one, 10**6) for one in found_articles),
        page=98,
        pages=100,
        total=500 * bool(found_articles),
        complete=False,
    )
    check(search_view(found, guild_id=ID).to_components())


@settings(max_examples=100, deadline=None)
@given(ANY, st.lists(ANY, max_size=MOST))
def test_a_page_of_what_belongs_to_a_story_fits(article: Article, others: list[Article]):
    """M48, S46."""
    story = FoundStory(
        story_id=ID,
        article_id=ID,
        article=article,
        guild_id=ID,
        channel_id=ID,
        message_id=None,
        posted_at=NOON,
    )
    view = related_view(story, [listed(one, 10**6) for one in others], guild_id=ID)
    check(view.to_components())
