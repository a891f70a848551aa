from __future__ import annotations

from dataclasses import replace
from time import perf_counter

from bot.domain.identity import Key, KeyKind
from bot.domain.model import Photo, Source
from bot.storage.article import NewArticle
from tests.storage.world import MINUTE, NOW, World, article, guid, link

PHOTOS = (
    Photo(
        url="https://p.example/1.jpg",
        credit="Nightjar Films",
        role="studio",
        width=1200,
        height=800,
        fallbacks=("https://p.example/1-s.jpg",),
        sensitive=True,
    ),
    Photo(url="https://p.example/2.jpg", caption="On the set", alt="Two people on a pier"),
)


def four_keys(number: int) -> frozenset[Key]:
    return frozenset(
        {
            guid(f"tag:{number}"),
            Key(KeyKind.NORMAL_GUID, 1, f"tag {number}"),
            link(f"reelgazette.example/{number}"),
            Key(KeyKind.TITLE_DAY, 1, f"2031-05-04 story {number}"),
        }
    )


def rows(count: int) -> list[NewArticle]:
    return [
        NewArticle(feed_id=1, article=article(f"Story {n}"), keys=four_keys(n))
        for n in range(count)
    ]


async def test_an_article_comes_back_as_it_was_added(world: World) -> None:
    what = article(
        author="A. Writer",
        digest=3,
        published=NOW,
        summary="**Bold** words, 한국어",
        sources=(Source(name="Nightjar Films"), Source(name="Heron", link="https://heron.example")),
        language="ko",
        categories=("Film", "“Quoted”"),
        photos=PHOTOS,
        sensitive=True,
    )
    assert await world.articles.get(await world.article((await world.feed()).id, what=what)) == what


async def test_an_article_may_become_sensitive_and_stays_so(world: World) -> None:
    article_id = await world.article((await world.feed()).id, what=article())
    new = article(sensitive=True)
    for update in (new, article()):
        async with world.database.write() as tx:
            await world.articles.update(tx, article_id, article=update, keys=(), now=NOW)
        assert await world.articles.get(article_id) == new


async def test_an_article_that_is_not_there_is_none(world: World) -> None:
    assert await world.articles.get(99) is None


async def test_an_article_is_known_by_each_of_its_keys(world: World) -> None:
    feed = await world.feed()
    keys = four_keys(1)
    article_id = await world.article(feed.id, *keys)
    known = await world.articles.known([*keys, guid("another")])
    assert set(known) == keys
    assert {found.article_id for hits in known.values() for found in hits} == {article_id}
    assert known[guid("tag:1")][0].keys == keys


async def test_a_guid_holds_in_its_own_feed_only(world: World) -> None:
    """D15."""
    feed = await world.feed()
    await world.article(feed.id, guid("1", feed.id))
    assert await world.articles.known([guid("1", feed.id + 1)]) == {}


async def test_several_articles_may_share_a_key(world: World) -> None:
    """D15, L18: one guid for all entries, equal titles."""
    feed = await world.feed()
    first = await world.article(feed.id, guid("same"), link("x/1"))
    second = await world.article(feed.id, guid("same"), link("x/2"))
    known = await world.articles.known([guid("same")])
    assert [found.article_id for found in known[guid("same")]] == [first, second]


async def test_an_update_adds_keys_and_takes_none_away(world: World) -> None:
    """D3: an article stays known by what it was called before."""
    feed = await world.feed()
    article_id = await world.article(feed.id, guid("old-headline"), link("x/1"))
    async with world.database.write() as tx:
        await world.articles.update(
            tx, article_id, article=article("New"), keys=[guid("new-headline")], now=NOW + MINUTE
        )
    (found,) = (await world.articles.known([guid("old-headline")]))[guid("old-headline")]
    assert found.keys == {guid("old-headline"), guid("new-headline"), link("x/1")}
    stored = await world.articles.get(article_id)
    assert stored is not None
    assert stored.title == "New"


async def test_an_update_without_photos_keeps_those_that_were_found(world: World) -> None:
    article_id = await world.article((await world.feed()).id, what=article(photos=PHOTOS))
    async with world.database.write() as tx:
        await world.articles.update(tx, article_id, article=article("New"), keys=(), now=NOW)
    assert await world.articles.get(article_id) == article("New", photos=PHOTOS)


async def test_an_update_with_photos_replaces_them(world: World) -> None:
    article_id = await world.article((await world.feed()).id, what=article(photos=PHOTOS))
    new = replace(article(), photos=(PHOTOS[1],))
    async with world.database.write() as tx:
        await world.articles.update(tx, article_id, article=new, keys=(), now=NOW)
    assert await world.articles.get(article_id) == new


async def test_an_article_of_another_feed_may_join_a_story(world: World) -> None:
    """D11: with its own words, and one story for both."""
    feed, other = await world.feed(), await world.feed("other")
    await world.article(feed.id, link("x/1"), what=article("First"))
    (first,) = (await world.articles.known([link("x/1")]))[link("x/1")]
    joining = NewArticle(
        feed_id=other.id,
        article=article("Second"),
        keys=frozenset({link("x/1")}),
        story_id=first.story_id,
    )
    async with world.database.write() as tx:
        await world.articles.add_many(tx, [joining], NOW)
    found = (await world.articles.known([link("x/1")]))[link("x/1")]
    assert [(one.title, one.story_id) for one in found] == [
        ("First", first.story_id),
        ("Second", first.story_id),
    ]


async def test_a_storys_number_is_never_used_again(world: World) -> None:
    """M54: a button under an old message holds it."""
    await world.feed()
    async with world.database.write() as tx:
        old = await world.articles.add_many(tx, rows(3), NOW)
        await tx.execute_fetchall("DELETE FROM story")
        (new,) = await world.articles.add_many(tx, rows(1), NOW)
    assert new.story_id > max(row.story_id for row in old)


async def test_why_an_article_was_not_posted_is_recorded(world: World) -> None:
    """L20."""
    await world.article((await world.feed()).id, note="older than the limit")
    assert str(await world.value("SELECT note FROM article")) == "older than the limit"


async def test_five_thousand_articles_are_added_and_found_again(world: World) -> None:
    """L29: no limit on variables."""
    await world.feed()
    async with world.database.write() as tx:
        added = await world.articles.add_many(tx, rows(5000), NOW)
    known = await world.articles.known(key for row in added for key in row.keys)
    assert len(known) == 20_000
    assert {hits[0] for hits in known.values()} == set(added)


async def test_each_of_many_articles_is_in_a_story_of_its_own(world: World) -> None:
    feed = await world.feed()
    await world.article(feed.id)
    async with world.database.write() as tx:
        added = await world.articles.add_many(tx, rows(3), NOW)
    async with world.database.read() as reader:
        stories = await reader.execute_fetchall(
            "SELECT story.id, article.id, story.title FROM story JOIN article ON story_id = story.id"
            " WHERE article.id > 1"
        )
    assert [tuple(row) for row in stories] == [
        (row.story_id, row.article_id, row.title) for row in added
    ]


async def test_the_cost_of_looking_up_keys_grows_with_their_number_only(world: World) -> None:
    """L29: fifty times the keys cost far less than fifty times squared."""
    await world.feed()
    async with world.database.write() as tx:
        await world.articles.add_many(tx, rows(5000), NOW)

    async def cost(count: int) -> float:
        keys = [key for number in range(count) for key in four_keys(number)]
        start = perf_counter()
        await world.articles.known(keys)
        return perf_counter() - start

    few = min([await cost(100) for _ in range(3)])
    assert await cost(5000) < 500 * few


async def test_the_newest_articles_are_those_published_last(world: World) -> None:
    """F31: one without a date counts from when it came."""
    feed = await world.feed()
    old = await world.article(feed.id, what=article(published=NOW - MINUTE))
    new = await world.article(feed.id, what=article(published=NOW))
    undated = await world.article(feed.id)
    assert [found.article_id for found in await world.articles.newest(feed.id, 5)] == [
        undated,
        new,
        old,
    ]
    assert await world.articles.newest_of_feed(feed.id) == new
    assert await world.articles.oldest_published([new, old, undated]) == NOW - MINUTE
    assert await world.articles.oldest_published([]) is None
