"""No query reads a whole table: EXPLAIN QUERY PLAN of every statement that the tables run."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import pytest

from bot.domain.collection import Order
from bot.domain.errand import Errand
from bot.domain.identity import Key, KeyKind
from bot.domain.notice import Act, Kind
from bot.domain.opml import FiledFeed
from bot.domain.period import Period
from bot.domain.query import parse
from bot.storage.card import CardTable
from bot.storage.claim import Claim, ClaimTable
from bot.storage.collection import CollectionTable
from bot.storage.database import Database, Tx
from bot.storage.deleted_collection import DeletedCollectionTable
from bot.storage.departure import DepartureTable
from bot.storage.errand import ErrandTable
from bot.storage.filed_feed import FiledFeedTable, NewFiled
from bot.storage.follow import FollowTable
from bot.storage.join import JoinTable
from bot.storage.kin import KinTable
from bot.storage.left_out import note_left_out, prune_left_out
from bot.storage.met_story import MetStoryTable
from bot.storage.move import MoveTable
from bot.storage.notice import NoticeTable
from bot.storage.notice_act import NoticeActs
from bot.storage.notice_outbox import NoticeOutbox
from bot.storage.place import PlaceTable
from bot.storage.public_collection import PublicCollectionTable
from bot.storage.reaction import Unwanted
from bot.storage.related import RelatedTable
from bot.storage.removed_feed import RemovedFeedTable
from bot.storage.saved_order import SavedOrderTable
from bot.storage.saved_place import SavedPlaceTable
from bot.storage.saved_reading import SavedReadingTable
from bot.storage.saved_story import NewSaved, SavedStoryTable
from bot.storage.score import ScoreTable
from bot.storage.search import SearchTable
from bot.storage.story import StoryTable
from bot.storage.subscription_read import Mark, read_activity, read_mark, read_tally
from bot.storage.told import ToldTable
from bot.storage.tried_filter import TriedFilter, TriedFilterTable
from bot.storage.trouble import TroubleTable
from bot.storage.vote import Ballot, Batch, ReactionKey, ReactionRow
from bot.storage.vote_day import VoteDayTable
from bot.storage.waiting import WaitingTable
from bot.storage.why import WhyTable
from tests.storage.booth import Booth
from tests.storage.world import NOW, World, article

GROWING = "article|article_key|photo|post|reaction|score|seen|story|subscription|feed|vote"
GROWING += "|collection|collection_copy|saved_story|saved|held|moved|follow|follower|told|notice|left_out|tried_filter"
SMALL = "told_due|notice_once|notice_due|notice_edit|feed_troubled|subscription_troubled|post_held|post_stuck|collection_deleted|collection_public|feed_due|post_pending|post_sending|post_unreacted|post_untalked|post_unpublished|post_unmended|post_recount|post_unshown|reaction_unwanted"  # indexes of what is open just now
KINDS = ("SELECT", "WITH", "INSERT", "UPDATE", "DELETE")
_BAD = re.compile(rf"SCAN ({GROWING})\b(?! USING (COVERING )?INDEX ({SMALL})\b)")
KEY = Key(KeyKind.GUID, 1, "1")
BALLOT = Ballot(700, 2)
BATCH = Batch(
    ballots={1: BALLOT},
    cleared=[(1, "👍"), (1, "")],
    gone=[ReactionKey(1, 5, "👍")],
    there=[ReactionRow(1, 5, "👎", -1, True, 1)],
)
UNWANTED = Unwanted(1, 700, 7001, 1001, 5, "👍", "👍", "👎")
FILED = NewFiled(
    feed=FiledFeed(url="https://a.example/"), key="k", channel_id=7001, next_check_at=NOW
)
SAVED = NewSaved(key="k", story_id=1, guild_id=700, article=article(), saved_at=NOW)


async def _quiet(world: World) -> object:
    await world.wanted_feed()
    return await TroubleTable(world.database).quiet(NOW)


READS: dict[str, Callable[[World], Awaitable[object]]] = {
    "due": lambda w: w.feeds.due(NOW, 5, exclude=[9]),
    "next_due_at of feeds": lambda w: w.feeds.next_due_at(NOW),
    "by_key": lambda w: w.feeds.by_key("k"),
    "fingerprints": lambda w: w.seen.fingerprints(1),
    "articles behind": lambda w: w.seen.articles(1, [b"1"]),
    "known": lambda w: w.articles.known([KEY]),
    "get": lambda w: w.articles.get(1),
    "newest": lambda w: w.articles.newest(1, 3),
    "newest_of_feed": lambda w: w.articles.newest_of_feed(1),
    "oldest_published": lambda w: w.articles.oldest_published([1, 2]),
    "of_feed": lambda w: w.subscriptions.of_feed(1),
    "of_guild": lambda w: w.subscriptions.of_guild(700),
    "row": lambda w: w.subscriptions.row(1),
    "activity of feeds": lambda w: read_activity(w.database, [1, 2], since=NOW),
    "mark": lambda w: read_mark(w.database),
    "tally": lambda w: read_tally(w.database, 1, 1, since=Mark(1, 1)),
    "clearable": lambda w: RemovedFeedTable(w.database).clearable(NOW, 5),
    "next clearing": lambda w: RemovedFeedTable(w.database).next_at(),
    "feeds for a file": lambda w: FiledFeedTable(w.database).of_guild(700),
    "feeds of a channel for a file": lambda w: FiledFeedTable(w.database).of_guild(700, 7001),
    "channels_due": lambda w: w.posts.channels_due(NOW, exclude=[9]),
    "next_due_at of posts": lambda w: w.posts.next_due_at(),
    "first_due": lambda w: w.posts.first_due(7001, NOW),
    "held": lambda w: w.held.held(700),
    "unreacted": lambda w: w.reactions.due(NOW, 5),
    "next_reaction_at": lambda w: w.reactions.next_due_at(),
    "errands": lambda w: ErrandTable(w.database).due(Errand.TALK, NOW, 5, exclude=[9]),
    "errands to publish": lambda w: ErrandTable(w.database).due(Errand.PUBLISH, NOW, 5),
    "next errand": lambda w: ErrandTable(w.database).next_due_at(Errand.TALK),
    "next errand to publish": lambda w: ErrandTable(w.database).next_due_at(Errand.PUBLISH),
    "unmended": lambda w: w.mends.due(NOW, 5),
    "next_mend_at": lambda w: w.mends.next_due_at(),
    "post": lambda w: w.posts.get(1),
    "refusing": lambda w: w.photo_hosts.refusing(["a.example"], NOW),
    "counts": lambda w: w.posts.counts(700),
    "last_sent_at": lambda w: w.posts.last_sent_at(700),
    "votes of days": lambda w: VoteDayTable(w.database).since(700, NOW),
    "places": lambda w: Booth(w).votes.places([1001]),
    "under": lambda w: Booth(w).votes.under(1),
    "counts of reactions": lambda w: Booth(w).votes.counts([1]),
    "young cards": lambda w: Booth(w).cards.due(NOW, 5, old=False),
    "old cards": lambda w: Booth(w).cards.due(NOW, 5, old=True),
    "cards elsewhere": lambda w: Booth(w).cards.due(NOW, 5, old=True, exclude=[7001]),
    "next_due_at of cards": lambda w: Booth(w).cards.next_due_at(NOW, old=True),
    "next_due_at of rested": lambda w: Booth(w).cards.next_due_at(NOW, old=True, rests={7001: NOW}),
    "channels_to_compare": lambda w: Booth(w).recounts.channels_to_compare(NOW),
    "to_compare": lambda w: Booth(w).recounts.to_compare(7001, NOW),
    "to_recount": lambda w: Booth(w).recounts.to_recount("unsure", NOW, 5),
    "to_recount elsewhere": lambda w: Booth(w).recounts.to_recount(
        "unsure", NOW, 5, exclude=[7001]
    ),
    "next_at of recounts": lambda w: Booth(w).recounts.next_at("differs", "unsure"),
    "left": lambda w: Booth(w).recounts.left(),
    "progress": lambda w: Booth(w).recounts.progress(700, since=NOW, until=NOW),
    "posts_with_unwanted": lambda w: w.reactions.posts_with_unwanted(NOW),
    "unwanted": lambda w: w.reactions.unwanted(1, NOW),
    "next_unwanted_at": lambda w: w.reactions.next_unwanted_at(),
    "rules": lambda w: Booth(w).rules.get(700),
    **{
        f"ranked by {period.value}": lambda w, period=period: ScoreTable(w.database).ranked(
            period, NOW, guild_id=700, channels=[7001], feed_id=1, limit=100
        )
        for period in Period
    },
    "posts of stories": lambda w: StoryTable(w.database).posts([1], guild_id=700, channels=[7001]),
    "count_voted": lambda w: StoryTable(w.database).count_voted(5, guild_id=700, channels=[7001]),
    "voted": lambda w: StoryTable(w.database).voted(5, guild_id=700, channels=[7001], limit=8),
    "feeds of channels": lambda w: StoryTable(w.database).feeds(guild_id=700, channels=[7001]),
    "scores of stories": lambda w: ScoreTable(w.database).of_stories([1], guild_id=700),
    "card of a message": lambda w: PlaceTable(w.database).of_message(1001),
    "cards of stories": lambda w: PlaceTable(w.database).of_stories([1], guild_id=700),
    "cards of articles": lambda w: PlaceTable(w.database).of_articles([1], guild_id=700),
    "newest stories": lambda w: PlaceTable(w.database).newest(
        guild_id=700, channels=[7001], of_each=9, limit=9
    ),
    "titled": lambda w: PlaceTable(w.database).titled(
        ["dawn"], guild_id=700, channels=[7001], limit=9
    ),
    **{
        f"search for {typed}": lambda w, typed=typed: SearchTable(w.database).matches(
            parse(typed, NOW), guild_id=700, channels=[7001], feeds=[1], limit=9
        )
        for typed in ("dawn -dusk", "since:3d", "-dusk")
    },
    "wordings": lambda w: SearchTable(w.database).wordings([1]),
    "collections of a person": lambda w: CollectionTable(w.database).of_user(5),
    "collections among": lambda w: CollectionTable(w.database).own_among(5, [1, 2]),
    "collection by name": lambda w: CollectionTable(w.database).named(5, "k"),
    "copied": lambda w: CollectionTable(w.database).copied(5),
    "purgeable": lambda w: DeletedCollectionTable(w.database).purgeable(NOW, 5),
    "next_purge_at": lambda w: DeletedCollectionTable(w.database).next_purge_at(),
    "readable": lambda w: PublicCollectionTable(w.database).readable(5, 1, guild_id=700),
    "popular": lambda w: PublicCollectionTable(w.database).popular(5, guild_id=1, owner_id=None),
    "popular of one": lambda w: PublicCollectionTable(w.database).popular(
        5, guild_id=1, owner_id=6
    ),
    "browsed": lambda w: PublicCollectionTable(w.database).browsed([1, 2]),
    "holding": lambda w: SavedStoryTable(w.database).holding(5, story_id=1, keys=["k"]),
    "own saved": lambda w: SavedStoryTable(w.database).own(5, 1),
    "links of a story": lambda w: MetStoryTable(w.database).links(1),
    "stories met": lambda w: MetStoryTable(w.database).met(["k"]),
    **{
        f"saved by {order.value}": lambda w, order=order: SavedReadingTable(w.database).ids(
            5, 1, order, guild_id=700
        )
        for order in Order
    },
    "saved by id": lambda w: SavedReadingTable(w.database).by_id(5, [1], guild_id=700),
    "places of saved": lambda w: SavedPlaceTable(w.database).best(
        [1], guild_id=700, channels=[7001]
    ),
    "who follows": lambda w: FollowTable(w.database).of_person(5),
    "followed name": lambda w: FollowTable(w.database).named(5, ["tilda swan"]),
    "share of a name": lambda w: FollowTable(w.database).share("tilda swan", of=1_000),
    "letters due": lambda w: ToldTable(w.database).due(NOW, limit=5, exclude=[9]),
    "next_due_at of letters": lambda w: ToldTable(w.database).next_due_at(),
    "addressees": lambda w: ToldTable(w.database).addressees(1, NOW, 5),
    "tried filter": lambda w: TriedFilterTable(w.database).get(1),
    "stories to try a filter on": lambda w: TriedFilterTable(w.database).newest(1, 50),
    "articles of a server": lambda w: WhyTable(w.database).here([1], guild_id=700),
    "article of a message": lambda w: WhyTable(w.database).of_message(1001, guild_id=700),
    "posts of articles": lambda w: WhyTable(w.database).posts([1], guild_id=700),
    "carriers": lambda w: WhyTable(w.database).carriers([1], guild_id=700),
    "feeds of a server": lambda w: WhyTable(w.database).feeds(700),
    "newest of feeds": lambda w: WhyTable(w.database).newest(700, of_each=9, limit=9),
    "places of a story": lambda w: KinTable(w.database).places(1, since=NOW),
    "departures": lambda w: DepartureTable(w.database).due(NOW, 5),
    "next departure": lambda w: DepartureTable(w.database).next_at(),
    "troubles": lambda w: TroubleTable(w.database).sight(NOW),
    "quiet feeds": _quiet,
    "servers with feeds": lambda w: TroubleTable(w.database).guilds(),
    "channels with feeds": lambda w: TroubleTable(w.database).channels([700]),
    "open notices": lambda w: NoticeTable(w.database).open(),
    "notices of a message": lambda w: NoticeTable(w.database).bundle(1),
    "told notices": lambda w: NoticeTable(w.database).told(700, Kind.FAILING),
    "problem of notices": lambda w: NoticeTable(w.database).problem(700),
    "notices due": lambda w: NoticeOutbox(w.database).due(NOW, 5),
    "next_due_at of notices": lambda w: NoticeOutbox(w.database).next_due_at(),
    "untold notices": lambda w: NoticeOutbox(w.database).untold(700),
    "outdated notices": lambda w: NoticeOutbox(w.database).outdated(700, NOW),
    "channels to pace": lambda w: WaitingTable(w.database).channels_due(NOW, 5, exclude=[9]),
    "next_due_at of pacing": lambda w: WaitingTable(w.database).next_due_at(),
    "subscriptions of a notice": lambda w: NoticeActs(w.database).subscriptions(700, 1),
}
WRITES: dict[str, Callable[[World, Tx], Awaitable[object]]] = {
    "forget a server": lambda w, tx: DepartureTable(w.database).forget(tx, 700),
    "forget notices": lambda w, tx: NoticeTable(w.database).forget(tx, NOW),
    "tell_back": lambda w, tx: NoticeTable(w.database).tell_back(tx, [1], NOW),
    "set_act": lambda w, tx: NoticeTable(w.database).set_act(tx, [1], Act.POST),
    "defer notices": lambda w, tx: NoticeOutbox(w.database).defer(
        tx, [1], NOW, error="no", in_doubt=False
    ),
    "drop notices": lambda w, tx: NoticeOutbox(w.database).drop(tx, [1], "no"),
    "mark_told": lambda w, tx: NoticeOutbox(w.database).mark_told(tx, 1, 1001, NOW),
    "notice edited": lambda w, tx: NoticeOutbox(w.database).edited(tx, 1),
    "held of a feed": lambda w, tx: NoticeActs(w.database).held(tx, 700, 1, refused=False),
    "try_channel": lambda w, tx: NoticeActs(w.database).try_channel(tx, 700, 7001, NOW),
    "readdress": lambda w, tx: NoticeActs(w.database).readdress(tx, 1, 1),
    "update": lambda w, tx: w.articles.update(tx, 1, article=article(), keys=[KEY], now=NOW),
    "note what is left out": lambda w, tx: note_left_out(tx, [], NOW),
    "prune what was left out": lambda w, tx: prune_left_out(tx, before=NOW),
    "keep a tried filter": lambda w, tx: TriedFilterTable(w.database).keep(
        tx, 1, TriedFilter((), ())
    ),
    "prune": lambda w, tx: w.seen.prune(tx, 1, before=NOW),
    "drop_channel": lambda w, tx: w.posts.drop_channel(tx, 7001, "gone"),
    "leave": lambda w, tx: w.held.leave(tx, 1),
    "drop": lambda w, tx: w.held.drop(tx, [1], "skipped"),
    "release": lambda w, tx: w.held.release(tx, [1]),
    "set_problem": lambda w, tx: w.subscriptions.set_problem(tx, 7001, "no", NOW),
    "disable_channel": lambda w, tx: w.subscriptions.disable_channel(tx, 7001, "no", NOW),
    "set_spoiler_words": lambda w, tx: w.subscriptions.set_spoiler_words(tx, 1, ["finale"]),
    "followed among": lambda w, tx: FollowTable(w.database).among(tx, ["tilda swan"]),
    "forget a follower": lambda w, tx: FollowTable(w.database).forget(tx, 5),
    "remove a name": lambda w, tx: FollowTable(w.database).remove(tx, 5, "Tilda Swan"),
    "articles of a card": lambda w, tx: KinTable(w.database).articles(tx, 1),
    "note letters": lambda w, tx: ToldTable(w.database).note(
        tx, 1, ["tilda swan"], since=NOW, now=NOW
    ),
    "close letters": lambda w, tx: ToldTable(w.database).close(tx, 5),
    "drop letters": lambda w, tx: ToldTable(w.database).drop(tx, 1, [5]),
    "prune letters": lambda w, tx: ToldTable(w.database).prune(tx, before=NOW),
    "rest letters": lambda w, tx: ToldTable(w.database).rest(tx, NOW, in_doubt=NOW),
    "mark_sending": lambda w, tx: w.posts.mark_sending(tx, 1, NOW),
    "begin": lambda w, tx: w.mends.begin(tx, 1, at=NOW, files={}),
    "again": lambda w, tx: w.mends.again(tx, 1, NOW),
    "done": lambda w, tx: w.mends.done(tx, 1, {}),
    "remember": lambda w, tx: w.photo_hosts.remember(tx, ["a.example"], NOW),
    "remove": lambda w, tx: w.subscriptions.remove(tx, 1),
    "pause a feed": lambda w, tx: w.subscriptions.pause(tx, 1, NOW),
    "resume a feed": lambda w, tx: w.subscriptions.resume(tx, 1, NOW),
    "mark a feed removed": lambda w, tx: w.subscriptions.mark_removed(tx, 1, NOW),
    "removed feed": lambda w, tx: w.subscriptions.removed(tx, 1),
    "restore a feed": lambda w, tx: w.subscriptions.restore(tx, 1, NOW),
    "feed at a channel": lambda w, tx: w.subscriptions.at(tx, 1, 7001),
    "move a feed": lambda w, tx: w.subscriptions.move(tx, 1, 7002),
    "swap_former": lambda w, tx: w.subscriptions.swap_former(tx, 1),
    "waiting of a feed": lambda w, tx: w.held.waiting(tx, 1),
    "is_clearable": lambda w, tx: RemovedFeedTable(w.database).is_clearable(tx, 1, NOW),
    "begin errands": lambda w, tx: ErrandTable(w.database).begin(tx, 1, frozenset(Errand), NOW),
    "done errand": lambda w, tx: ErrandTable(w.database).done(tx, Errand.PUBLISH, 1),
    "defer errand": lambda w, tx: ErrandTable(w.database).defer(tx, Errand.TALK, 1, NOW),
    "defer errands": lambda w, tx: ErrandTable(w.database).defer_channel(
        tx, Errand.PUBLISH, 7001, NOW
    ),
    "problem of errands": lambda w, tx: ErrandTable(w.database).set_problem(tx, 1, "so", NOW),
    "deleted threads": lambda w, tx: CardTable(w.database).mark_channels_deleted(tx, [7001], NOW),
    "mark_sent": lambda w, tx: w.posts.mark_sent(tx, 1, 1001, NOW),
    "write votes": lambda w, tx: Booth(w).votes.write(tx, BATCH, NOW),
    "forget": lambda w, tx: Booth(w).votes.forget(tx, 5),
    "recount scores": lambda w, tx: Booth(w).scores.recount(tx, [BALLOT]),
    "follow": lambda w, tx: Booth(w).cards.follow(tx, [BALLOT], NOW),
    "defer_old": lambda w, tx: Booth(w).cards.defer_old(tx, 7001, until=NOW, now=NOW),
    "mark_deleted": lambda w, tx: Booth(w).cards.mark_deleted(tx, [1001], NOW),
    "mark_channels_deleted": lambda w, tx: Booth(w).cards.mark_channels_deleted(tx, [7001], NOW),
    "doubt": lambda w, tx: Booth(w).recounts.doubt(tx, since=NOW, at=NOW),
    "doubt_guild": lambda w, tx: Booth(w).recounts.doubt_guild(tx, 700, since=NOW, at=NOW),
    "compared": lambda w, tx: Booth(w).recounts.compared(tx, [(1, None)], asked_at=NOW, now=NOW),
    "settle": lambda w, tx: Booth(w).recounts.settle(tx, 1, asked_at=NOW, now=NOW),
    "defer recounts": lambda w, tx: Booth(w).recounts.defer(tx, [1], NOW),
    "owe": lambda w, tx: w.reactions.owe(tx, [1], NOW),
    "plan_taking_away": lambda w, tx: w.reactions.plan_taking_away(tx, UNWANTED, NOW),
    "doubt_kept": lambda w, tx: w.reactions.doubt_kept(tx, 1, NOW),
    "forgotten": lambda w, tx: Booth(w).forgotten.add(tx, 5),
    "among the forgotten": lambda w, tx: Booth(w).forgotten.among(tx, [5]),
    "lift": lambda w, tx: Booth(w).forgotten.lift(tx, [5]),
    "queues": lambda w, tx: WaitingTable(w.database).queues(tx, 7001, NOW),
    "let_go": lambda w, tx: WaitingTable(w.database).let_go(tx, [1], NOW),
    "keep": lambda w, tx: WaitingTable(w.database).keep(tx, [1]),
    "keep_channel": lambda w, tx: WaitingTable(w.database).keep_channel(tx, 7001, but=1, now=NOW),
    "posts of a digest": lambda w, tx: WaitingTable(w.database).posts(tx, [1]),
    "stories of posts": lambda w, tx: WaitingTable(w.database).stories(tx, [1]),
    "fold": lambda w, tx: WaitingTable(w.database).fold(tx, [1], channel_id=7001, story_id=1),
    "look_at": lambda w, tx: WaitingTable(w.database).look_at(tx, {1: NOW}),
    "look_again": lambda w, tx: WaitingTable(w.database).look_again(tx, 700, NOW),
    "try_again": lambda w, tx: WaitingTable(w.database).try_again(tx, 700, NOW),
    "crowded": lambda w, tx: ClaimTable(w.database).crowded(tx, {1: 3}, NOW),
    "claim": lambda w, tx: ClaimTable(w.database).claim(tx, [Claim(1, 1, 1, False)], NOW),
    "told_by": lambda w, tx: JoinTable(w.database).told_by(tx, 1, guild_ids=[700]),
    "told_here": lambda w, tx: JoinTable(w.database).told_here(tx, [1], channel_ids=[7001]),
    "places of stories": lambda w, tx: JoinTable(w.database).places(tx, [1], guild_id=700),
    "headlines": lambda w, tx: JoinTable(w.database).headlines(tx, [1], guild_ids=[700]),
    "post_alone": lambda w, tx: MoveTable(w.database).post_alone(tx, 1, beside=[1], now=1),
    "move a post": lambda w, tx: MoveTable(w.database).move(tx, 1, 2),
    "merge": lambda w, tx: MoveTable(w.database).merge(tx, 1, into=1),
    "names of a person": lambda w, tx: CollectionTable(w.database).keys(tx, 5),
    "change a collection": lambda w, tx: CollectionTable(w.database).change(tx, 5, 1, public=True),
    "touch": lambda w, tx: CollectionTable(w.database).touch(tx, 5, [1], NOW),
    "forget collections": lambda w, tx: CollectionTable(w.database).forget(tx, 5),
    "delete a collection": lambda w, tx: DeletedCollectionTable(w.database).delete(tx, 5, 1, NOW),
    "deleted": lambda w, tx: DeletedCollectionTable(w.database).deleted(tx, 5, 1, NOW),
    "purge": lambda w, tx: DeletedCollectionTable(w.database).purge(tx, 1, NOW),
    "note_copy": lambda w, tx: PublicCollectionTable(w.database).note_copy(tx, 1, 6, NOW),
    "copy_since": lambda w, tx: PublicCollectionTable(w.database).copy_since(tx, 1, 6, NOW),
    "save": lambda w, tx: SavedStoryTable(w.database).add(tx, 5, 1, [SAVED]),
    "known saved": lambda w, tx: SavedStoryTable(w.database).known(tx, 5, 1, [SAVED]),
    "take_out": lambda w, tx: SavedStoryTable(w.database).take_out(
        tx, 5, [1], story_id=1, keys=["k"]
    ),
    "removed": lambda w, tx: SavedStoryTable(w.database).removed(tx, 5, 1, NOW),
    "move": lambda w, tx: SavedStoryTable(w.database).move(tx, 5, 1, to=2),
    "note": lambda w, tx: SavedStoryTable(w.database).note(tx, 5, 1, "mine"),
    "places": lambda w, tx: SavedOrderTable().places(tx, 5, 1),
    "set_places": lambda w, tx: SavedOrderTable().set_places(tx, 5, 1, [(1, 2)]),
    "add feeds of a file": lambda w, tx: FiledFeedTable(w.database).add(
        tx, [FILED], guild_id=700, by=5, interval=timedelta(hours=1), now=NOW
    ),
    "undo an import": lambda w, tx: FiledFeedTable(w.database).remove(
        tx, guild_id=700, created_at=NOW, now=NOW
    ),
    "copy saved": lambda w, tx: SavedReadingTable(w.database).copy(
        tx, 5, 1, guild_id=700, to=2, now=NOW
    ),
}


@pytest.fixture
async def statements(database: Database) -> AsyncIterator[list[str]]:
    """All statements that run in a test, with their values."""
    ran: list[str] = []
    for connection in (database._writer, *database._readers._queue):
        await connection.set_trace_callback(ran.append)
    yield ran
    for connection in (database._writer, *database._readers._queue):
        await connection.set_trace_callback(lambda _: None)


async def plans(database: Database, statements: list[str]) -> list[str]:
    """Return the plans; the writer makes them, as it alone knows its temporary tables."""
    queries = [s for s in statements if s.lstrip().startswith(KINDS)]
    assert queries
    async with database.write() as writer:
        return [
            row["detail"]
            for query in queries
            for row in await writer.execute_fetchall(f"EXPLAIN QUERY PLAN {query}")
        ]


@pytest.mark.parametrize("name", READS)
async def test_a_read_uses_an_index(name: str, world: World, statements: list[str]) -> None:
    await READS[name](world)
    assert [plan for plan in await plans(world.database, statements) if _BAD.search(plan)] == []


@pytest.mark.parametrize("name", WRITES)
async def test_a_write_uses_an_index(name: str, world: World, statements: list[str]) -> None:
    await world.article((await world.wanted_feed()).id)
    await Booth(world).card()
    statements.clear()
    async with world.database.write() as tx:
        await WRITES[name](world, tx)
    assert [plan for plan in await plans(world.database, statements) if _BAD.search(plan)] == []


async def test_the_due_feeds_are_found_in_the_order_of_their_index(
    world: World, statements: list[str]
) -> None:
    await world.feeds.due(NOW, 5)
    used = await plans(world.database, statements)
    assert any("USING INDEX feed_due" in plan for plan in used)
    assert not any("TEMP B-TREE" in plan for plan in used)


async def test_every_reference_has_an_index(database: Database) -> None:
    """Without one, each deletion of the row referred to would read the whole table."""
    async with database.read() as reader:
        rows = await reader.execute_fetchall(
            """
            SELECT t.name AS "table", f."from" AS "column", EXISTS (
                SELECT 1 FROM pragma_index_list(t.name) AS i, pragma_index_info(i.name) AS c
                WHERE c.seqno = 0 AND c.name = f."from"
            ) AS indexed
            FROM sqlite_schema AS t, pragma_foreign_key_list(t.name) AS f WHERE t.type = 'table'
            """
        )
    assert len(list(rows)) > 5
    assert [tuple(row) for row in rows if not row["indexed"]] == []


async def test_every_table_is_strict(database: Database) -> None:
    async with database.read() as reader:
        rows = await reader.execute_fetchall(
            "SELECT name FROM pragma_table_list WHERE type = 'table' AND NOT strict"
            " AND name NOT LIKE 'sqlite_%'"
        )
    assert [row["name"] for row in rows] == []


@pytest.mark.parametrize(
    ("period", "index"),
    [
        (Period.TODAY, "score_posted (guild_id=? AND posted_at>?)"),
        (Period.WEEK, "score_posted (guild_id=? AND posted_at>?)"),
        (Period.MONTH, "score_posted (guild_id=? AND posted_at>?)"),
        (Period.YEAR, "score_best (guild_id=?)"),
        (Period.ALL, "score_best (guild_id=?)"),
        (Period.HOT, "score_hot (guild_id=?)"),
    ],
)
async def test_the_best_are_found_without_a_look_at_all_of_history(
    world: World, statements: list[str], period: Period, index: str
) -> None:
    """Of a short period all stories are sorted; of a long one the index has them in their order."""
    await ScoreTable(world.database).ranked(period, NOW, guild_id=700, channels=[7001], limit=100)
    assert any(f"USING INDEX {index}" in plan for plan in await plans(world.database, statements))


@pytest.mark.parametrize("typed", ["dawn", "dawn -dusk"])
async def test_what_is_found_is_neither_sorted_nor_looked_for_among_all_posts(
    world: World, statements: list[str], typed: str
) -> None:
    """FTS5 gives the newest first, and the search ends as soon as it has enough."""
    query = parse(typed, NOW)
    await SearchTable(world.database).matches(query, guild_id=700, channels=[7001], limit=9)
    [found] = [one for one in statements if "AS found" in one]
    used = await plans(world.database, [found])
    assert "SEARCH post USING INTEGER PRIMARY KEY (rowid=?)" in used
    assert not any("TEMP B-TREE" in plan or "post_guild" in plan for plan in used)


async def test_what_shares_words_is_found_by_words_and_then_by_article(
    world: World, statements: list[str]
) -> None:
    """A server may have a million posts: they are not looked through."""
    feed = await world.wanted_feed()
    await world.article(feed.id, what=article("Salt Lighthouse"))
    second = await world.article(feed.id, what=article("The Salt Lighthouse opens"))
    statements.clear()
    await RelatedTable(world.database).near(
        second, guild_id=700, channels=[7001], before=NOW, without_story=second
    )
    async with world.database.write() as tx:
        await world.articles._texts.candidates(second, guild_ids=[700], since=NOW, tx=tx)
    found = [one for one in statements if "found AS MATERIALIZED" in one]
    used = await plans(world.database, found)
    assert len(found) == 2
    assert any("SEARCH post USING COVERING INDEX post_told (article_id=?" in plan for plan in used)
    assert "SEARCH post USING INTEGER PRIMARY KEY (rowid=?)" in used
    assert "SEARCH post USING INDEX post_article (article_id=?)" in used
    assert [plan for plan in used if _BAD.search(plan) or "post_guild" in plan] == []
