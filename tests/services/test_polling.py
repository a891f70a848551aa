"""Polling: what a feed brings is posted once, and nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.error import FetchError, Gone, RateLimited
from bot.domain.schedule import MAX_INTERVAL, MIN_INTERVAL
from bot.services.ports import Fetched
from tests.services.world import FEED_URL, START, Item, World, answer, rss, story

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


async def started(world: World, *items: Item) -> None:
    """Take the baseline with these items; channel 1 gets what comes later."""
    world.serve(*(items or (story(0, age=HOUR),)))
    await world.subscribe()
    await world.poll()
    world.clock.pass_(15 * MINUTE)


async def test_a_new_story_is_posted_once(world: World) -> None:
    await started(world)
    world.serve(story(1), story(0, age=HOUR))
    for _ in range(3):
        await world.poll_and_publish()
    assert world.discord.titles(1) == ["Story number 1"]


async def test_a_feed_that_is_added_posts_nothing_unless_wished(world: World) -> None:
    """F31."""
    world.serve(story(1), story(0, age=HOUR))
    await world.subscribe(backlog=0)
    await world.poll_and_publish()
    assert world.discord.titles(1) == []


async def test_a_feed_that_is_added_posts_the_newest_that_the_moderator_chose(world: World) -> None:
    """F31: oldest first."""
    world.serve(*(story(n, age=n * HOUR) for n in range(5)))
    await world.subscribe(backlog=2)
    await world.poll_and_publish()
    assert world.discord.titles(1) == ["Story number 1", "Story number 0"]


async def test_the_first_entry_of_a_feed_that_was_empty_is_posted(world: World) -> None:
    """L22: an empty feed is a baseline of nothing (S37)."""
    world.serve()
    await world.subscribe()
    await world.poll()
    world.serve(story(1))
    await world.poll_and_publish()
    assert world.discord.titles(1) == ["Story number 1"]


async def test_a_feed_that_fails_when_added_has_no_baseline_until_it_is_read(world: World) -> None:
    """L22."""
    world.web.answers[FEED_URL] = FetchError("reel.example did not answer.")
    await world.subscribe()
    assert (await world.poll()).baseline_at is None
    world.serve(story(1))
    await world.poll_and_publish()
    assert world.discord.titles(1) == []
    world.serve(story(2), story(1))
    await world.poll_and_publish()
    assert world.discord.titles(1) == ["Story number 2"]


async def test_one_request_serves_all_channels(world: World) -> None:
    """D14: one GET per poll, as many subscriptions as wanted."""
    await started(world)
    await world.subscribe(2)
    world.serve(story(1), story(0, age=HOUR))
    before = world.web.count(FEED_URL)
    await world.poll_and_publish()
    assert world.web.count(FEED_URL) == before + 1
    assert world.discord.titles(1) == world.discord.titles(2) == ["Story number 1"]


async def test_the_same_article_in_two_feeds_is_posted_once_in_a_channel(world: World) -> None:
    """D11: by its link, whatever is attached to it."""
    other = "https://reel.example/film.xml"
    await started(world)
    world.serve(url=other)
    await world.subscribe(1, url=other)
    await world.subscribe(2, url=other)
    await world.poll(other)
    world.serve(story(1), story(0, age=HOUR))
    twin = Item("Story number 1", "http://www.reel.example/1?utm_source=film#top", "x", START)
    world.serve(twin, url=other)
    await world.poll()
    await world.poll(other)
    await world.publish()
    assert world.discord.titles(1) == ["Story number 1"]
    assert world.discord.titles(2) == ["Story number 1"]


async def test_a_changed_entry_is_an_update(world: World) -> None:
    """D1: the date is bumped and the headline edited."""
    await started(world, story(1))
    edited = Item("Story number 1, updated", "https://reel.example/1", "guid-1", START + HOUR)
    world.serve(edited)
    await world.poll_and_publish()
    assert world.discord.titles(1) == []
    (known,) = await world.articles.newest((await world.feed()).id, 1)
    assert known.title == "Story number 1, updated"


async def test_guids_that_go_to_https_post_nothing(world: World) -> None:
    """D2."""
    old = [replace(story(n), guid=f"http://reel.example/?p={n}") for n in range(6)]
    await started(world, *old)
    world.serve(*(replace(one, guid=str(one.guid).replace("http:", "https:")) for one in old))
    await world.poll_and_publish()
    assert world.discord.titles(1) == []


async def test_a_feed_that_shrinks_and_grows_again_posts_nothing(world: World) -> None:
    """D6."""
    all_ = [story(n, age=n * HOUR) for n in range(6)]
    await started(world, *all_)
    for shown in (all_[:2], all_):
        world.serve(*shown)
        await world.poll_and_publish()
    assert world.discord.titles(1) == []


async def test_old_entries_that_surface_are_recorded(world: World) -> None:
    """D7: two newer ones are withdrawn, an older one moves up."""
    await started(world, *(story(n, age=n * HOUR) for n in range(5)))
    world.serve(*(story(n, age=n * HOUR) for n in range(2, 7)))
    await world.poll_and_publish()
    assert world.discord.titles(1) == []


async def test_a_site_that_moved_is_held_back_and_released_by_a_person(world: World) -> None:
    """D5: all guids, links and titles change at once."""
    await started(world, *(story(n, age=n * HOUR) for n in range(6)))
    moved = [
        Item(f"{n}th story, moved", f"https://new.example/{n}", f"n{n}", START - n * HOUR)
        for n in range(6)
    ]
    world.serve(*moved)
    await world.poll_and_publish()
    assert world.discord.titles(1) == []
    assert (await world.subscribing.status(100)).held == 6
    assert await world.subscribing.release_held(100, newest=1, by=5) == 1
    await world.publish()
    assert world.discord.titles(1) == ["0th story, moved"]
    assert (await world.subscribing.status(100)).held == 0


async def test_a_site_that_moved_with_its_titles_posts_nothing(world: World) -> None:
    """D5: the same titles on the same days are the same articles."""
    await started(world, *(story(n, age=n * HOUR) for n in range(6)))
    world.serve(
        *(
            replace(story(n, age=n * HOUR), guid=f"n{n}", link=f"https://new.example/{n}")
            for n in range(6)
        )
    )
    await world.poll_and_publish()
    assert (world.discord.titles(1), (await world.subscribing.status(100)).held) == ([], 0)


async def test_several_new_entries_are_posted_oldest_first(world: World) -> None:
    """L17."""
    await started(world)
    at = world.clock.now()
    world.serve(*(story(n, at=at, age=n * MINUTE) for n in (1, 2, 3)))
    await world.poll_and_publish()
    assert world.discord.titles(1) == [f"Story number {n}" for n in (3, 2, 1)]


async def test_equal_timestamps_and_titles_are_all_posted(world: World) -> None:
    """L18."""
    await started(world)
    same = [Item("Trailer", f"https://reel.example/t{n}", f"t{n}", START) for n in range(3)]
    world.serve(*same, story(0, age=HOUR))
    await world.poll_and_publish()
    assert world.discord.titles(1) == ["Trailer"] * 3


async def test_an_undated_entry_is_posted_once_and_stays_undated(world: World) -> None:
    """L19."""
    await started(world)
    world.serve(replace(story(1), published=None), story(0, age=HOUR))
    for _ in range(2):
        await world.poll_and_publish()
    (post,) = world.discord.channels[1]
    assert post.article.published is None


async def test_a_guid_used_again_is_a_new_article(world: World) -> None:
    """L21."""
    await started(world, story(1, age=HOUR))
    world.serve(Item("Otters win in Busan", "https://reel.example/otter", "guid-1", START))
    await world.poll_and_publish()
    assert world.discord.titles(1) == ["Otters win in Busan"]


async def test_an_entry_that_is_cut_off_waits_for_the_next_poll(world: World) -> None:
    """L27: the XML ends in the middle of the last entry; the others are posted."""
    await started(world)
    whole = rss(story(2), story(1), story(0, age=HOUR))
    cut = whole[: whole.rindex(b"<item>") + 30]
    good = answer()
    world.web.answers[FEED_URL] = replace(good, body=cut.replace(b"number 1", b"number 1"))
    await world.poll_and_publish()
    assert world.discord.titles(1) == ["Story number 1", "Story number 2"]


async def test_a_cut_off_entry_is_posted_when_it_is_whole(world: World) -> None:
    """L27."""
    await started(world)
    whole = rss(story(1), story(2))
    world.web.answers[FEED_URL] = replace(answer(), body=whole[: whole.rindex(b"<guid")])
    await world.poll_and_publish()
    assert world.discord.titles(1) == ["Story number 1"]
    world.web.answers[FEED_URL] = replace(answer(), body=whole)
    await world.poll_and_publish()
    assert world.discord.titles(1) == ["Story number 1", "Story number 2"]


async def test_after_days_without_the_bot_there_are_few_cards_and_one_digest(world: World) -> None:
    """L28: all are there, oldest first."""
    await started(world)
    world.clock.pass_(timedelta(days=3))
    at = world.clock.now()
    world.serve(*(story(n, at=at, age=n * HOUR) for n in range(1, 31)))
    await world.poll_and_publish()
    titles = world.discord.titles(1)
    assert titles[0] == "20 more stories from The Reel"
    assert titles[1:] == [f"Story number {n}" for n in range(10, 0, -1)]
    assert world.discord.channels[1][0].article.digest == 20


async def test_unchanged_answers_are_not_parsed(world: World) -> None:
    """The ETag is sent byte for byte; 304 keeps everything as it is."""
    world.serve(story(1), etag=b'W/"caf\xe9"')
    await world.subscribe()
    first = await world.poll()
    world.clock.pass_(15 * MINUTE)
    second = await world.poll()
    assert world.web.asked[-1] == (FEED_URL, b'W/"caf\xe9"')
    assert (second.body_hash, second.etag) == (first.body_hash, first.etag)
    assert second.last_success_at == world.clock.now()


async def test_an_unconditional_request_is_made_now_and_then(world: World) -> None:
    """S42: a server that answers 304 for ever by mistake."""
    world.serve(story(1), etag=b'"a"')
    await world.subscribe()
    await world.poll()
    world.clock.pass_(timedelta(days=2))
    await world.poll()
    assert world.web.asked[-1] == (FEED_URL, None)


CHALLENGE = (
    b"<!doctype html><html><head><title>Just a moment</title></head><body>Wait</body></html>"
)


@pytest.mark.parametrize("body", [CHALLENGE, b""], ids=["S36 challenge", "S37 empty body"])
async def test_what_is_no_feed_is_a_failure_and_stores_no_validators(
    world: World, body: bytes
) -> None:
    """S36, S37."""
    await started(world)
    world.web.answers[FEED_URL] = Fetched(url=FEED_URL, status=200, body=body, etag=b'"bad"')
    feed = await world.poll()
    assert (feed.failures, feed.etag) == (1, None)
    world.serve(story(1), story(0, age=HOUR))
    await world.poll_and_publish()
    assert world.discord.titles(1) == ["Story number 1"]


async def test_failures_back_off_and_success_forgets_them(world: World) -> None:
    """S35: a quarter of an hour of failures changes only when the next poll is."""
    await started(world)
    world.web.answers[FEED_URL] = FetchError("reel.example answered with 500.", status=500)
    waits = []
    for _ in range(4):
        feed = await world.poll()
        waits.append(feed.next_check_at - world.clock.now())
    assert waits == sorted(waits)
    assert waits[-1] > waits[0]
    assert feed.state == "active"
    world.serve(story(0, age=HOUR))
    assert (await world.poll()).failures == 0


async def test_retry_after_holds_for_the_whole_host(world: World) -> None:
    """S34: also for its other feeds, and after a restart, as it is in the database."""
    other = "https://reel.example/film.xml"
    await started(world)
    await world.subscribe(1, url=other)
    world.web.answers[FEED_URL] = RateLimited("slow down", status=429, retry_after=2 * HOUR)
    await world.poll()
    world.clock.pass_(HOUR)
    assert await world.polling.due(limit=9, busy=()) == []
    world.clock.pass_(2 * HOUR)
    assert len(await world.polling.due(limit=9, busy=())) == 1


async def test_a_feed_that_is_gone_is_not_asked_again(world: World) -> None:
    """S33: 410."""
    await started(world)
    world.web.answers[FEED_URL] = Gone("reel.example says that it is gone.", status=410)
    await world.poll()
    world.clock.pass_(timedelta(days=9))
    assert await world.polling.due(limit=9, busy=()) == []


async def test_a_permanent_redirect_is_stored_after_it_held(world: World) -> None:
    """D13: nothing is posted again."""
    new = "https://reel.example/new.xml"
    await started(world)
    world.web.answers[FEED_URL] = replace(answer(story(0, age=HOUR), url=new), moved_to=new)
    feed = await world.feed()
    for _ in range(3):
        assert feed.url == FEED_URL
        await world.polling.work(feed.id)
        found = await world.feeds.get(feed.id)
        assert found is not None
        feed = found
    assert feed.url == new
    await world.publish()
    assert world.discord.titles(1) == []


async def test_a_bug_in_one_feed_is_that_feeds_failure(world: World) -> None:
    """S41: any exception."""
    await started(world)
    world.web.answers[FEED_URL] = replace(answer(), body=None)  # type: ignore[arg-type]
    assert (await world.poll()).failures == 1


async def test_the_interval_follows_the_feed_and_stays_in_its_bounds(world: World) -> None:
    await started(world, *(story(n, age=n * 5 * MINUTE) for n in range(20)))
    busy = (await world.poll()).interval
    world.clock.pass_(timedelta(days=30))
    silent = (await world.poll()).interval
    assert MIN_INTERVAL <= busy < silent <= MAX_INTERVAL


async def test_five_thousand_entries_are_a_baseline_and_no_flood(world: World) -> None:
    """L29: no variable limit; the time is measured in tests/bench."""
    everything = [story(n, age=n * MINUTE) for n in range(5000)]
    await started(world, *everything)
    world.serve(story(5001, at=world.clock.now()), *everything)
    await world.poll_and_publish()
    assert world.discord.titles(1) == ["Story number 5001"]


async def test_the_page_of_a_new_article_is_asked_for_once(world: World) -> None:
    await started(world)
    page = b"<html><head><meta name=author content='Mina Cho'></head><body><h1>x</h1></body></html>"
    link = "https://reel.example/1"
    world.web.answers[link] = Fetched(url=link, status=200, body=page, content_type="text/html")
    world.serve(story(1), story(0, age=HOUR))
    for _ in range(2):
        await world.poll_and_publish()
    assert world.web.count(link) == 1
    assert world.discord.channels[1][0].article.author == "Mina Cho"


async def test_a_backlog_above_the_number_of_entries_gives_all(world: World) -> None:
    """F31."""
    world.serve(*(story(n, age=n * HOUR) for n in range(5)))
    await world.subscribe(backlog=8)
    await world.poll_and_publish()
    assert len(world.discord.titles(1)) == 5


async def test_another_headline_at_the_same_link_is_another_story(world: World) -> None:
    """L18: while the first is still in the document; its words stay as they are."""
    first = Item("Otters win in Busan", "https://reel.example/live", "a", START - HOUR)
    await started(world, first)
    world.serve(Item("Winter film cancelled", "https://reel.example/live", "b", START), first)
    await world.poll_and_publish()
    found = await world.articles.newest((await world.feed()).id, 5)
    assert world.discord.titles(1) == ["Winter film cancelled"]
    assert [one.title for one in found] == ["Winter film cancelled", "Otters win in Busan"]


async def test_pages_that_all_lead_to_one_wall_are_still_several_stories(world: World) -> None:
    """L17: a consent page to which each article redirects."""
    await started(world)
    wall = "https://reel.example/consent"
    body = b"<html><head><title>Cookies</title></head><body><h1>Cookies</h1></body></html>"
    for n in (1, 2, 3):
        world.web.answers[f"https://reel.example/{n}"] = Fetched(
            url=wall, status=200, body=body, content_type="text/html"
        )
    at = world.clock.now()
    world.serve(*(story(n, at=at, age=n * MINUTE) for n in (1, 2, 3)), story(0, age=HOUR))
    await world.poll_and_publish()
    assert world.discord.titles(1) == [f"Story number {n}" for n in (3, 2, 1)]
    assert world.discord.channels[1][0].article.link == "https://reel.example/3"


async def test_a_document_that_is_cut_off_stores_no_validators(world: World) -> None:
    """L27: it comes whole under the same ETag."""
    await started(world)
    whole = rss(story(1), story(2))
    cut = replace(answer(etag=b'"v1"'), body=whole[: whole.rindex(b"<guid")])
    world.web.answers[FEED_URL] = cut
    await world.poll_and_publish()
    world.web.answers[FEED_URL] = replace(cut, body=whole)
    await world.poll_and_publish()
    assert world.discord.titles(1) == ["Story number 1", "Story number 2"]


async def test_feeds_of_one_host_are_due_one_after_the_other(world: World) -> None:
    """A host is asked one thing at a time; a slow one does not take all places."""
    slow = [f"https://slow.example/{n}.xml" for n in range(8)]
    for url in (*slow, FEED_URL):
        await world.subscribe(url=url)
    first, second = await world.polling.due(limit=4, busy=())
    assert second == (await world.feed()).id
    assert await world.polling.due(limit=4, busy=(first, second)) == []


async def test_each_channel_gets_the_words_of_its_own_feed(world: World) -> None:
    """D11: a stranger's feed that lists the same link first can't speak for the outlet."""
    stranger = "https://stranger.example/feed.xml"
    await started(world)
    world.serve(url=stranger)
    await world.subscribe(2, url=stranger)
    await world.poll(stranger)
    world.serve(Item("You won't believe this", "https://reel.example/1", "x", START), url=stranger)
    await world.poll_and_publish(stranger)
    world.serve(story(1), story(0, age=HOUR))
    await world.poll_and_publish()
    assert world.discord.titles(2) == ["You won't believe this"]
    assert world.discord.titles(1) == ["Story number 1"]
    assert len({world.discord.channels[n][0].story_id for n in (1, 2)}) == 1


async def test_the_page_of_an_article_in_two_feeds_is_asked_for_once(world: World) -> None:
    other = "https://reel.example/film.xml"
    await started(world)
    world.serve(url=other)
    await world.subscribe(2, url=other)
    await world.poll(other)
    link = "https://reel.example/1"
    page = b"<html><head><title>Story number 1</title></head><body><h1>Story number 1</h1></body></html>"
    world.web.answers[link] = Fetched(url=link, status=200, body=page, content_type="text/html")
    for url in (FEED_URL, other):
        world.serve(story(1), url=url)
        await world.poll(url)
    assert world.web.count(link) == 1


async def test_the_words_of_the_outlet_that_came_first_stay(world: World) -> None:
    """D11: whatever another feed says of the same article, and says again."""
    other = "https://wire.example/film.xml"
    await started(world)
    world.serve(url=other)
    await world.subscribe(2, url=other)
    await world.poll(other)
    world.serve(story(1), story(0, age=HOUR))
    await world.poll()
    for title in ("Number one, says the wire", "Number one, says the wire again"):
        world.serve(Item(title, "https://reel.example/1", "x", START), url=other)
        await world.poll(other)
    (found,) = await world.articles.newest((await world.feed()).id, 1)
    assert found.title == "Story number 1"


async def test_guids_that_only_number_the_places_lose_nothing(world: World) -> None:
    """L21: the newest is always pos-1."""
    old = Item("Box office: weekend 12", "https://reel.example/bo12", "pos-1", START - HOUR)
    await started(world, old)
    new = Item("Box office: weekend 13", "https://reel.example/bo13", "pos-1", START)
    world.serve(new, replace(old, guid="pos-2"))
    await world.poll_and_publish()
    assert world.discord.titles(1) == ["Box office: weekend 13"]


async def test_a_site_that_moved_and_shifted_its_dates_posts_nothing(world: World) -> None:
    """D5: some are known by their titles, those that crossed midnight are held back."""
    await started(world, *(story(n, age=n * 3 * HOUR) for n in range(8)))
    shifted = [
        replace(story(n, age=(n * 3 + 6) * HOUR), guid=f"n{n}", link=f"https://new.example/{n}")
        for n in range(8)
    ]
    world.serve(*shifted)
    await world.poll_and_publish()
    assert world.discord.titles(1) == []


async def test_the_same_article_in_two_feeds_polled_at_once_is_posted_once(world: World) -> None:
    """D11: the other feed stores it while this one waits for its page."""
    other = "https://reel.example/film.xml"
    await started(world)
    world.serve(url=other)
    await world.subscribe(1, url=other)
    await world.poll(other)
    world.serve(story(1), story(0, age=HOUR))
    world.serve(story(1), url=other)
    world.web.meanwhile["https://reel.example/1"] = lambda: world.poll(other)
    await world.poll_and_publish()
    assert world.discord.titles(1) == ["Story number 1"]


async def test_two_addresses_of_one_page_in_one_document_are_one_story(world: World) -> None:
    """D11: both lead to the same page, under the same headline."""
    await started(world)
    page = b"<html><head><title>Story number 1</title></head><body>One</body></html>"
    ways = [f"https://go.example/{n}" for n in "ab"]
    for way in ways:
        world.web.answers[way] = Fetched(
            url="https://reel.example/1", status=200, body=page, content_type="text/html"
        )
    entries = [Item("Story number 1", way, way, START) for way in ways]
    world.serve(*entries, story(0, age=HOUR))
    for _ in range(2):
        await world.poll_and_publish()
    assert world.discord.titles(1) == ["Story number 1"]


async def test_a_feed_that_moves_to_where_another_is_stays_where_it_was(world: World) -> None:
    """D13, D14: two rows never come to have one address."""
    other = "https://reel.example/new.xml"
    await started(world)
    await world.subscribe(2, url=other)
    world.web.answers[FEED_URL] = replace(answer(story(0, age=HOUR), url=other), moved_to=other)
    for _ in range(4):
        feed = await world.poll()
        assert (feed.url, feed.failures) == (FEED_URL, 0)


async def test_an_edited_entry_does_not_cost_a_waiting_post_the_photos_of_its_page(
    world: World,
) -> None:
    """D3, L23: the page, with the credits, is read once."""
    await started(world)
    page = (
        "<html><body><article><h1>Story number 1</h1><p>They met again at the old pier.</p>"
        "<figure><img src='/pier.jpg' width='1600' height='900'>"
        "<figcaption>The pier. Photo: Kim Min-ji</figcaption></figure></article></body></html>"
    )
    world.web.answers["https://reel.example/1"] = Fetched(
        url="https://reel.example/1", status=200, body=page.encode(), content_type="text/html"
    )
    world.serve(story(1))
    await world.poll()
    edited = replace(story(1), title="Story number 1, corrected")
    edited.raw = '<enclosure url="https://reel.example/thumb.jpg" type="image/jpeg"/>'
    world.serve(edited)
    await world.poll_and_publish()
    (post,) = world.discord.channels[1]
    assert post.article.title == "Story number 1, corrected"
    assert [photo.credit for photo in post.article.photos] == ["Kim Min-ji"]
