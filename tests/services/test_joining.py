"""One story, one card: what other outlets report joins the card that is there (D12)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.error import UserError
from bot.domain.model import Article, Report
from bot.services.following import Following
from bot.services.joining import Joining, Share
from bot.services.story_desk import StoryDesk
from bot.storage.card import CardTable
from bot.storage.database import open_database
from bot.storage.post import Intention
from bot.storage.report import Joined, ReportTable, reports_of
from tests.services.world import FakeClock
from tests.storage.booth import UP, Booth, Card
from tests.storage.world import CHANNEL, GUILD, NOW, World, article

HOUR = timedelta(hours=1)
TITLE = "Mina Okafor to direct lighthouse thriller ‘The Salt Lantern’ for Netflix"
ALIKE = "Netflix sets Mina Okafor to direct lighthouse thriller ‘The Salt Lantern’"
OTHER = "Festival names Tomas Berg president of its jury"
MINA, TAE = 11, 12


class Newsroom:
    """Outlets that publish, and a server that gets their feeds."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.db = world.database
        self.clock = FakeClock()
        self.clock.time = NOW
        self.booth = Booth(world)
        self.cards = CardTable(world.database)
        self.changes = 0
        self.following = Following(db=world.database, clock=self.clock)
        self.joining = Joining(db=world.database, following=self.following)
        self.desk = StoryDesk(db=world.database, clock=self.clock, on_change=self._changed)
        self.feeds: dict[str, int] = {}

    def _changed(self) -> None:
        self.changes += 1

    async def follow(self, *outlets: str, channel: int = CHANNEL, guild: int = GUILD) -> None:
        for outlet in outlets:
            if outlet not in self.feeds:
                feed = await self.world.feed(outlet, host=f"{outlet}.example")
                self.feeds[outlet] = feed.id
            await self.world.subscribed(self.feeds[outlet], channel, guild_id=guild)

    async def publish(
        self, outlet: str, title: str, *, ago: timedelta = timedelta(0), link: str | None = None
    ) -> int:
        """Let an outlet publish, and every channel that gets its feed; return the article's id."""
        what = article(
            title,
            outlet=outlet.title(),
            link=link or f"https://{outlet}.example/{abs(hash(title))}",
            published=NOW - ago,
        )
        feed_id = self.feeds[outlet]
        article_id = await self.world.article(feed_id, what=what)
        await self.enqueue(outlet, article_id)
        return article_id

    async def enqueue(self, outlet: str, article_id: int, *, state: str = "pending") -> int:
        story_id = await self.story_of(article_id)
        told = 0
        for subscription in await self.world.subscriptions.of_feed(self.feeds[outlet]):
            async with self.db.write() as tx:
                told += await self.joining.enqueue(
                    tx, [Share(subscription, [Intention(story_id, article_id, state)])], NOW
                )
        return told

    async def copy_of(self, article_id: int, outlet: str) -> int:
        """Let another feed of the channel have an article, which is posted there already (D11)."""
        await self.follow(outlet)
        copy = await self.world.article(self.feeds[outlet], what=article(ALIKE))
        async with self.db.write() as tx:
            await tx.execute_fetchall(
                "UPDATE article SET story_id = ? WHERE id = ?",
                (await self.story_of(article_id), copy),
            )
        return copy

    async def remove(self, outlet: str, channel: int = CHANNEL) -> None:
        subscription = await self.world.subscribed(self.feeds[outlet], channel)
        async with self.db.write() as tx:
            await self.world.held.leave(tx, subscription.id)
            await self.world.subscriptions.remove(tx, subscription.id)

    async def story_of(self, article_id: int) -> int:
        return await self.world.value("SELECT story_id FROM article WHERE id = ?", article_id)

    async def posts(self, channel: int = CHANNEL) -> list[tuple[int, int]]:
        """Return the live posts of a channel: story and article of each."""
        async with self.db.read() as reader:
            rows = await reader.execute_fetchall(
                "SELECT story_id, article_id FROM post WHERE channel_id = ? AND joined_to IS NULL"
                " ORDER BY id",
                (channel,),
            )
        return [(row[0], row[1]) for row in rows]

    async def post_of(self, article_id: int, channel: int = CHANNEL) -> int:
        return await self.world.value(
            "SELECT id FROM post WHERE article_id = ? AND channel_id = ?", article_id, channel
        )

    async def named(self, article_id: int, channel: int = CHANNEL) -> list[str]:
        """Return the outlets that the card of an article names."""
        post_id = await self.post_of(article_id, channel)
        async with self.db.read() as reader:
            found = await reports_of(reader, [post_id])
        return [report.outlet for report in found.get(post_id, ())]

    async def send(self, article_id: int, message: int, channel: int = CHANNEL) -> int:
        post_id = await self.post_of(article_id, channel)
        await self.world.sent(post_id, message, NOW)
        return post_id

    async def due(self) -> list[tuple[int, tuple[str, ...], bool]]:
        """Return the cards to edit within the next minute: message, outlets, whether it goes."""
        cards = await self.cards.due(NOW + HOUR / 2, 10, old=False)
        return [(c.message_id, tuple(r.outlet for r in c.reports), c.joined) for c in cards]

    async def vote(self, post_id: int, user: int) -> None:
        await self.booth.add(await self._card(post_id), user, UP)

    async def votes(self, story_id: int) -> int:
        return await self.world.value(
            "SELECT coalesce(sum(value), 0) FROM vote WHERE story_id = ? AND guild_id = ?",
            story_id,
            GUILD,
        )

    async def points(self, story_id: int) -> int | None:
        async with self.db.read() as reader:
            rows = await reader.execute_fetchall(
                "SELECT points FROM score WHERE story_id = ? AND guild_id = ?", (story_id, GUILD)
            )
        return next((row[0] for row in rows), None)

    async def _card(self, post_id: int) -> Card:
        async with self.db.read() as reader:
            rows = await reader.execute_fetchall(
                "SELECT id, guild_id, story_id, channel_id, message_id FROM post WHERE id = ?",
                (post_id,),
            )
        return Card(*next(iter(rows)))


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with open_database(tmp_path / "newsreel.db") as database:
        room = Newsroom(World(database))
        await room.follow("gazette", "variety", "deadline")
        yield room


async def test_second_outlet_joins_the_card_instead_of_a_second_post(room: Newsroom):
    """D12."""
    first = await room.publish("gazette", TITLE)
    await room.publish("variety", ALIKE)
    assert await room.posts() == [(await room.story_of(first), first)]
    assert await room.named(first) == ["Variety"]


async def test_other_news_is_posted_by_itself(room: Newsroom):
    await room.publish("gazette", TITLE)
    other = await room.publish("variety", OTHER)
    assert (await room.posts())[1] == (await room.story_of(other), other)


async def test_outlets_own_articles_never_join_each_other(room: Newsroom):
    """D12."""
    first = await room.publish("gazette", TITLE)
    second = await room.publish("gazette", TITLE + " again")
    assert [one for _, one in await room.posts()] == [first, second]


async def test_two_articles_of_one_outlet_never_join_the_same_card(room: Newsroom):
    """D12: also if they come together."""
    first = await room.publish("gazette", TITLE)
    feed = room.feeds["variety"]
    subscription = await room.world.subscribed(feed)
    both = [
        await room.world.article(
            feed,
            what=article(
                title, outlet="Variety", link=f"https://variety.example/{n}", published=NOW
            ),
        )
        for n, title in enumerate((ALIKE, ALIKE + " this winter"))
    ]
    wanted = [Intention(await room.story_of(one), one) for one in both]
    async with room.db.write() as tx:
        await room.joining.enqueue(tx, [Share(subscription, wanted)], NOW)
    assert await room.named(first) == ["Variety"]
    assert [one for _, one in await room.posts()] == [first, both[1]]


async def test_news_of_last_week_is_not_joined(room: Newsroom):
    """D12: 72 hours."""
    await room.publish("gazette", TITLE, ago=timedelta(hours=80))
    second = await room.publish("variety", ALIKE)
    assert second in [one for _, one in await room.posts()]


async def test_card_that_was_sent_is_edited_once(room: Newsroom):
    """D12, M52."""
    first = await room.publish("gazette", TITLE)
    await room.send(first, 501)
    assert await room.due() == []
    await room.publish("variety", ALIKE)
    await room.publish("deadline", ALIKE + " series")
    assert await room.due() == [(501, ("Variety", "Deadline"), False)]


async def test_card_that_is_sent_later_names_all_at_once(room: Newsroom):
    """D12: no edit is needed."""
    first = await room.publish("gazette", TITLE)
    await room.publish("variety", ALIKE)
    post = await room.world.first()
    assert post is not None
    assert [report.outlet for report in post.reports] == ["Variety"]
    async with room.db.write() as tx:
        await room.world.posts.mark_sent(tx, post.id, 501, NOW, revision=post.revision)
    assert (await room.named(first), await room.due()) == (["Variety"], [])


async def test_report_that_joins_while_the_card_is_being_sent_is_shown_by_an_edit(room: Newsroom):
    """D12: the card was made before."""
    await room.publish("gazette", TITLE)
    post = await room.world.first()
    assert post is not None
    await room.publish("variety", ALIKE)
    async with room.db.write() as tx:
        await room.world.posts.mark_sent(tx, post.id, 501, NOW, revision=post.revision)
    assert await room.due() == [(501, ("Variety",), False)]


async def test_shown_reports_are_not_edited_again(room: Newsroom):
    first = await room.publish("gazette", TITLE)
    await room.send(first, 501)
    await room.publish("variety", ALIKE)
    [card] = await room.cards.due(NOW + HOUR / 2, 10, old=False)
    async with room.db.write() as tx:
        await room.cards.mark_shown(tx, card, crossposted=False, edited=True, now=NOW)
    assert await room.due() == []


async def test_other_channel_of_the_server_shares_the_story_and_its_votes(room: Newsroom):
    """D12, V62: there the other outlet's article is the card."""
    await room.follow("variety", channel=CHANNEL + 1)
    first = await room.publish("gazette", TITLE)
    second = await room.publish("variety", ALIKE)
    story = await room.story_of(first)
    assert await room.posts(CHANNEL + 1) == [(story, second)]
    assert await room.posts() == [(story, first)]


async def test_servers_join_apart(room: Newsroom):
    await room.follow("variety", channel=CHANNEL + 9, guild=GUILD + 1)
    await room.publish("gazette", TITLE)
    second = await room.publish("variety", ALIKE)
    assert await room.posts(CHANNEL + 9) == [(await room.story_of(second), second)]


async def test_channel_that_does_not_join_gets_both(room: Newsroom):
    """D12: as its moderator chose."""
    await room.desk.set_joins(CHANNEL, guild_id=GUILD, joins=False, by=1)
    first = await room.publish("gazette", TITLE)
    second = await room.publish("variety", ALIKE)
    assert await room.posts() == [
        (await room.story_of(first), first),
        (await room.story_of(second), second),
    ]
    await room.desk.set_joins(CHANNEL, guild_id=GUILD, joins=True, by=1)
    assert await room.desk.joins(CHANNEL)


@pytest.mark.parametrize(
    "end", ["state = 'dropped'", "state = 'held'", "state = 'sent', deleted_at = 1"]
)
async def test_card_that_nobody_sees_hides_no_news(room: Newsroom, end: str):
    """D12: what a digest only listed, what is held, what a moderator deleted."""
    first = await room.publish("gazette", TITLE)
    async with room.db.write() as tx:
        await tx.execute_fetchall(f"UPDATE post SET {end} WHERE article_id = ?", (first,))
    second = await room.publish("variety", ALIKE)
    assert (await room.story_of(second), second) in await room.posts()


async def test_article_of_another_feed_with_the_link_of_a_report_is_not_posted(room: Newsroom):
    """D11, D12: the story that the report has by itself is told already."""
    first = await room.publish("gazette", TITLE)
    second = await room.publish("variety", ALIKE)
    await room.follow("aggregator")
    copy = await room.world.article(room.feeds["aggregator"], what=article(ALIKE))
    async with room.db.write() as tx:
        await tx.execute_fetchall(
            "UPDATE article SET story_id = ? WHERE id = ?", (await room.story_of(second), copy)
        )
    await room.enqueue("aggregator", copy)
    assert [one for _, one in await room.posts()] == [first]


async def test_feed_that_is_removed_leaves_its_waiting_card_to_the_other_outlet(room: Newsroom):
    """D12: else the news would be lost with it."""
    first = await room.publish("gazette", TITLE)
    second = await room.publish("variety", ALIKE)
    subscription = await room.world.subscribed(room.feeds["gazette"])
    async with room.db.write() as tx:
        await room.world.held.leave(tx, subscription.id)
    assert await room.posts() == [(await room.story_of(first), second)]
    assert await room.named(second) == []


async def test_split_article_is_posted_by_itself(room: Newsroom):
    """D12."""
    first = await room.publish("gazette", TITLE)
    second = await room.publish("variety", ALIKE)
    await room.send(first, 501)
    story = await room.story_of(first)
    await room.desk.split(story, second, guild_id=GUILD, by=1)
    assert await room.posts() == [(story, first), (await room.story_of(second), second)]
    assert await room.named(first) == []
    assert room.changes == 1


async def test_split_takes_the_outlet_off_the_card(room: Newsroom):
    """D12."""
    first = await room.publish("gazette", TITLE)
    await room.send(first, 501)
    second = await room.publish("variety", ALIKE)
    [card] = await room.cards.due(NOW + HOUR / 2, 10, old=False)
    async with room.db.write() as tx:
        await room.cards.mark_shown(tx, card, crossposted=False, edited=True, now=NOW)
    await room.desk.split(await room.story_of(first), second, guild_id=GUILD, by=1)
    assert await room.due() == [(501, (), False)]


async def test_split_gives_a_card_of_another_channel_its_own_story_and_votes(room: Newsroom):
    """D12, V62."""
    await room.follow("variety", channel=CHANNEL + 1)
    first = await room.publish("gazette", TITLE)
    second = await room.publish("variety", ALIKE)
    story = await room.story_of(first)
    await room.vote(await room.send(first, 501), MINA)
    await room.vote(await room.send(second, 502, CHANNEL + 1), TAE)
    assert await room.points(story) == 2
    await room.desk.split(story, second, guild_id=GUILD, by=1)
    own = await room.story_of(second)
    assert await room.posts(CHANNEL + 1) == [(own, second)]
    assert (await room.points(story), await room.points(own)) == (1, 1)


async def test_split_of_what_no_card_names_says_so(room: Newsroom):
    first = await room.publish("gazette", TITLE)
    other = await room.publish("variety", OTHER)
    with pytest.raises(UserError):
        await room.desk.split(await room.story_of(first), other, guild_id=GUILD, by=1)
    with pytest.raises(UserError):
        await room.desk.split(await room.story_of(first), first, guild_id=GUILD, by=1)


async def test_joined_card_is_taken_down_and_its_outlet_named(room: Newsroom):
    """D12."""
    first = await room.publish("gazette", TITLE)
    other = await room.publish("variety", OTHER)
    await room.send(first, 501)
    await room.send(other, 502)
    story = await room.story_of(first)
    await room.desk.join(story, await room.story_of(other), guild_id=GUILD, by=1)
    assert await room.posts() == [(story, first)]
    assert sorted(await room.due()) == [(501, ("Variety",), False), (502, (), True)]


async def test_votes_of_joined_stories_count_together_and_once(room: Newsroom):
    """D12, V62."""
    first = await room.publish("gazette", TITLE)
    other = await room.publish("variety", OTHER)
    kept, gone = await room.send(first, 501), await room.send(other, 502)
    await room.vote(kept, MINA)
    await room.vote(gone, MINA)
    await room.vote(gone, TAE)
    story, own = await room.story_of(first), await room.story_of(other)
    await room.desk.join(story, own, guild_id=GUILD, by=1)
    assert (await room.points(story), await room.points(own)) == (2, None)
    assert (await room.votes(story), await room.votes(own)) == (2, 0)


async def test_joined_stories_of_different_channels_keep_their_cards(room: Newsroom):
    """D12: as one story."""
    await room.follow("critic", channel=CHANNEL + 1)
    first = await room.publish("gazette", TITLE)
    other = await room.publish("critic", OTHER)
    await room.send(first, 501)
    await room.send(other, 502, CHANNEL + 1)
    story = await room.story_of(first)
    await room.desk.join(story, await room.story_of(other), guild_id=GUILD, by=1)
    assert await room.posts(CHANNEL + 1) == [(story, other)]
    assert (502, (), False) in await room.due()


async def test_stories_that_were_joined_can_be_split_again(room: Newsroom):
    """D12."""
    first = await room.publish("gazette", TITLE)
    other = await room.publish("variety", OTHER)
    await room.send(first, 501)
    await room.send(other, 502)
    story, own = await room.story_of(first), await room.story_of(other)
    await room.desk.join(story, own, guild_id=GUILD, by=1)
    assert await room.desk.reports(story, guild_id=GUILD) == [
        Report(article_id=other, outlet="Variety", link=(await _article(room, other)).link)
    ]
    await room.desk.split(story, other, guild_id=GUILD, by=1)
    assert await room.posts() == [(story, first), (own, other)]


async def test_one_story_is_not_joined_with_itself(room: Newsroom):
    first = await room.publish("gazette", TITLE)
    story = await room.story_of(first)
    with pytest.raises(UserError):
        await room.desk.join(story, story, guild_id=GUILD, by=1)


async def test_card_that_is_being_sent_is_not_joined(room: Newsroom):
    """D9: it is not known yet whether it is there."""
    first = await room.publish("gazette", TITLE)
    other = await room.publish("variety", OTHER)
    post = await room.post_of(first)
    async with room.db.write() as tx:
        await room.world.posts.mark_sending(tx, post, NOW)
    with pytest.raises(UserError):
        await room.desk.join(
            await room.story_of(first), await room.story_of(other), guild_id=GUILD, by=1
        )
    assert len(await room.posts()) == 2


async def _article(room: Newsroom, article_id: int) -> Article:
    found = await room.world.articles.get(article_id)
    assert found is not None
    return found


async def test_follower_of_a_name_that_only_the_second_outlet_gives_is_told(room: Newsroom):
    """D12: once the card is there."""
    await room.following.add(MINA, "Tomas Berg")
    first = await room.publish("gazette", TITLE)
    await room.send(first, 501)
    await room.publish("variety", ALIKE + " and Tomas Berg")
    told = await room.world.value("SELECT count(*) FROM told WHERE user_id = ?", MINA)
    assert (await room.named(first), told) == (["Variety"], 1)


async def test_votes_of_all_that_gave_way_come_along_when_cards_are_joined_again(room: Newsroom):
    """D12, V62."""
    articles = [
        await room.publish(outlet, title)
        for outlet, title in (
            ("gazette", TITLE),
            ("variety", OTHER),
            ("deadline", "Studio sells its lot"),
        )
    ]
    posts = [await room.send(one, 501 + n) for n, one in enumerate(articles)]
    await room.vote(posts[0], MINA)
    first, second, third = [await room.story_of(one) for one in articles]
    await room.desk.join(second, first, guild_id=GUILD, by=1)
    await room.desk.join(third, second, guild_id=GUILD, by=1)
    assert (await room.points(third), await room.points(second)) == (1, None)


async def test_votes_under_a_deleted_card_count_for_the_story_that_keeps_its_place(room: Newsroom):
    """D12, M53."""
    first = await room.publish("gazette", TITLE)
    other = await room.publish("variety", OTHER)
    await room.vote(await room.send(first, 501), MINA)
    await room.send(other, 502)
    async with room.db.write() as tx:
        await room.cards.mark_deleted(tx, [501], NOW)
    story = await room.story_of(first)
    await room.desk.join(story, await room.story_of(other), guild_id=GUILD, by=1)
    assert await room.points(story) == 1


async def test_held_article_is_named_where_another_card_takes_its_place(room: Newsroom):
    """D12: it would be told nowhere."""
    await room.follow("critic")
    first = await room.world.article(room.feeds["critic"], what=article(TITLE, outlet="Critic"))
    await room.enqueue("critic", first, state="held")
    other = await room.publish("variety", OTHER)
    await room.send(other, 502)
    await room.desk.join(
        await room.story_of(first), await room.story_of(other), guild_id=GUILD, by=1
    )
    assert await room.named(other) == ["Critic"]


async def test_feed_that_comes_to_a_channel_later_is_named_on_the_card_of_its_story(room: Newsroom):
    """D12: that card is another outlet's."""
    await room.follow("critic", channel=CHANNEL + 1)
    await room.follow("variety", channel=CHANNEL + 1)
    first = await room.publish("gazette", TITLE)
    second = await room.publish("variety", ALIKE)
    await room.follow("gazette", channel=CHANNEL + 1)
    await room.enqueue("gazette", first)
    assert await room.named(second, CHANNEL + 1) == ["Gazette"]


async def test_story_is_split_off_a_card_that_is_another_outlets(room: Newsroom):
    """D12: the card becomes its own article's story, and this one comes by itself."""
    await room.follow("variety", channel=CHANNEL + 1)
    first = await room.publish("gazette", TITLE)
    second = await room.publish("variety", ALIKE)
    await room.follow("gazette", channel=CHANNEL + 1)
    await room.enqueue("gazette", first)
    story, own = await room.story_of(first), await room.story_of(second)
    await room.desk.split(story, first, guild_id=GUILD, by=1)
    assert await room.posts(CHANNEL + 1) == [(own, second), (story, first)]


async def test_held_or_listed_copy_of_what_a_card_names_keeps_no_place(room: Newsroom):
    """D11, D12: it would keep the article from being posted once it is split off."""
    first = await room.publish("gazette", TITLE)
    second = await room.publish("variety", ALIKE)
    await room.enqueue("variety", second, state="dropped")
    story = await room.story_of(first)
    await room.desk.split(story, second, guild_id=GUILD, by=1)
    assert await room.posts() == [(story, first), (await room.story_of(second), second)]


@pytest.mark.parametrize(
    "end", ["state = 'held'", "state = 'dropped'", "state = 'sent', sent_at = 1, deleted_at = 1"]
)
async def test_split_article_is_posted_where_it_once_was_held_or_deleted(room: Newsroom, end: str):
    """D12: the moderator wants it by itself."""
    first = await room.publish("gazette", TITLE)
    second = await room.publish("variety", OTHER)
    async with room.db.write() as tx:
        await tx.execute_fetchall(f"UPDATE post SET {end} WHERE article_id = ?", (second,))
        await ReportTable(room.db).add(tx, [Joined(await room.post_of(first), second)], NOW)
    story, own = await room.story_of(first), await room.story_of(second)
    await room.desk.split(story, second, guild_id=GUILD, by=1)
    waiting = await room.world.value(
        "SELECT count(*) FROM post WHERE story_id = ? AND state = 'pending' AND joined_to IS NULL",
        own,
    )
    assert (waiting, await room.posts()) == (1, [(story, first), (own, second)])


async def test_split_takes_copies_of_an_article_along(room: Newsroom):
    """D11, D12: or the card would go on naming it."""
    first = await room.publish("gazette", TITLE)
    second = await room.publish("variety", ALIKE)
    copy = await room.copy_of(second, "aggregator")
    async with room.db.write() as tx:
        await ReportTable(room.db).add(tx, [Joined(await room.post_of(first), copy)], NOW)
    await room.desk.split(await room.story_of(first), second, guild_id=GUILD, by=1)
    assert await room.named(first) == []


async def test_feed_of_a_card_to_which_others_gave_way_can_be_removed(room: Newsroom):
    """D12: before it was sent."""
    first = await room.publish("gazette", TITLE)
    other = await room.publish("variety", OTHER)
    await room.desk.join(
        await room.story_of(first), await room.story_of(other), guild_id=GUILD, by=1
    )
    for outlet in ("variety", "gazette"):
        await room.remove(outlet)
    assert await room.world.value("SELECT count(*) FROM post WHERE state = 'pending'") == 0


async def test_feed_that_is_removed_leaves_its_waiting_card_to_a_copy_of_its_article(
    room: Newsroom,
):
    """D11, D12: rather than to another outlet."""
    first = await room.publish("gazette", TITLE)
    await room.publish("variety", ALIKE)
    copy = await room.copy_of(first, "aggregator")
    await room.remove("gazette")
    assert await room.posts() == [(await room.story_of(first), copy)]


async def test_removed_feed_takes_nothing_along_that_was_split_where_no_feed_brings_it(
    room: Newsroom,
):
    """D12."""
    first = await room.publish("gazette", TITLE)
    second = await room.publish("variety", ALIKE)
    await room.send(first, 501)
    await room.remove("variety")
    await room.desk.split(await room.story_of(first), second, guild_id=GUILD, by=1)
    await room.remove("deadline")
    assert [one for _, one in await room.posts()] == [first, second]


async def test_card_that_became_another_storys_is_sent_as_that(room: Newsroom):
    """D9, D12: or a message of the old story would be looked for in vain, and sent twice."""
    first = await room.publish("gazette", TITLE)
    post = await room.world.first()
    assert post is not None
    async with room.db.write() as tx:
        await room.cards.revise(tx, [post.id], NOW)
    async with room.db.write() as tx:
        old = await room.world.posts.mark_sending(tx, post.id, NOW, revision=post.revision)
        new = await room.world.posts.mark_sending(tx, post.id, NOW, revision=post.revision + 1)
    assert (old, new, post.id) == (False, True, await room.post_of(first))


async def test_card_that_was_deleted_keeps_no_report_from_the_next_one(room: Newsroom):
    """D12: else every outlet would have a card of its own from then on."""
    first = await room.publish("gazette", TITLE)
    await room.send(first, 501)
    async with room.db.write() as tx:
        await room.cards.mark_deleted(tx, [501], NOW)
    second = await room.publish("variety", ALIKE)
    await room.publish("deadline", TITLE)
    assert await room.named(second) == ["Deadline"]


async def test_split_article_is_named_on_a_card_of_its_story_that_is_another_outlets(
    room: Newsroom,
):
    """D12: as the moderators joined them."""
    await room.follow("critic")
    first = await room.publish("gazette", TITLE)
    second = await room.publish("variety", ALIKE)
    other = await room.publish("critic", OTHER)
    story, own = await room.story_of(first), await room.story_of(second)
    async with room.db.write() as tx:
        await tx.execute_fetchall("UPDATE post SET story_id = ? WHERE article_id = ?", (own, other))
    await room.desk.split(story, second, guild_id=GUILD, by=1)
    assert (await room.named(first), await room.named(other)) == ([], ["Variety"])
