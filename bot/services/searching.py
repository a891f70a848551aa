"""Searching: what was posted in a server, by its words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from bot.domain.error import UserError
from bot.domain.model import Article
from bot.domain.query import Query, names, parse
from bot.domain.relevance import relevance
from bot.domain.text import cut, escape, plain
from bot.services.finding import Finding, names_one
from bot.services.listing import ListedStory, Listing, Scope, clamped
from bot.services.ports import Clock
from bot.storage.database import Database
from bot.storage.search import LOOKS, Match, Matches, SearchTable
from bot.storage.story import FeedName, StoryTable

PAGE = 5
RANKED = 500
"""How many articles are ranked: of words that more have, the newest."""

_NAMED = 5  # feeds in a sentence
_MAX_NAME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPage:
    """A page of what was found, as StoryPage; ``complete`` is False where only the newest were ranked."""

    query: Query
    stories: tuple[ListedStory, ...]
    page: int
    pages: int
    total: int
    complete: bool


class Searching:
    """Find stories by their words."""

    def __init__(self, *, db: Database, finding: Finding, clock: Clock) -> None:
        self._finding = finding
        self._table = SearchTable(db)
        self._stories = StoryTable(db)
        self._listing = Listing(db=db, clock=clock)
        self._clock = clock

    async def search(self, text: str, scope: Scope, *, page: int = 0) -> FoundPage:
        """Return a page of the stories that answer a query, best first; one past the end is the last.

        Each story is there once, by the article of it that answers best. A choice of Finding's
        list, or a link, is that story alone. Raises UserError for a query that can't be understood,
        and for a choice or link of no story.
        """
        if names_one(text):
            return await self._one(text, scope)
        query = parse(text, self._clock.now())
        matches = await self._matches(query, scope)
        best = await self._ranked(query, matches.found)
        page, pages = clamped(page, len(best), PAGE)
        shown = best[page * PAGE : (page + 1) * PAGE]
        return FoundPage(
            query=query,
            stories=await self._listed(shown, scope, page * PAGE),
            page=page,
            pages=pages,
            total=len(best),
            complete=matches.complete,
        )

    async def _one(self, text: str, scope: Scope) -> FoundPage:
        story = await self._finding.by_text(text, scope)
        listed = await self._listing.of_stories([story.story_id], scope)
        query = Query(text=plain(story.article.title))
        return FoundPage(
            query=query, stories=tuple(listed), page=0, pages=1, total=1, complete=True
        )

    async def _matches(self, query: Query, scope: Scope) -> Matches:
        """Return what answers, newest first, at most RANKED."""
        feeds = await self._feeds(query, scope)
        asks_by = bool(query.by or query.not_by)
        there = await self._table.matches(
            query,
            guild_id=scope.guild_id,
            channels=scope.channels,
            feeds=_ids(query.feeds, feeds) if query.feeds else None,
            no_feeds=_ids(query.no_feeds, feeds),
            limit=LOOKS if asks_by else RANKED + 1,
        )
        fitting = [one for one in there.found if _is_by(query, one)] if asks_by else there.found
        return Matches(fitting[:RANKED], complete=there.complete and len(fitting) <= RANKED)

    async def _feeds(self, query: Query, scope: Scope) -> Sequence[FeedName]:
        if not (query.feeds or query.no_feeds):
            return ()
        feeds = await self._stories.feeds(guild_id=scope.guild_id, channels=scope.channels)
        if unknown := next((name for name in query.feeds if not _ids([name], feeds)), None):
            raise _no_feed(unknown, feeds)
        return feeds

    async def _ranked(self, query: Query, matches: Sequence[Match]) -> list[Match]:
        """Return the best match of each story, best first; the newest first where no word is wanted."""
        best: dict[int, tuple[float, bool, Match]] = {}
        scores = await self._scores(query, matches)
        for match, score in zip(matches, scores, strict=True):
            there = best.get(match.story_id)
            if there is None or (score, match.own) > there[:2]:
                best[match.story_id] = (score, match.own, match)
        ranked = sorted(best.values(), key=lambda one: (one[0], one[2].posted_at), reverse=True)
        return [match for _, _, match in ranked]

    async def _scores(self, query: Query, matches: Sequence[Match]) -> list[float]:
        if not query.wanted:
            return [0.0] * len(matches)
        wordings = await self._table.wordings({one.article_id for one in matches})
        commonness = await self._table.commonness(query)
        now = self._clock.now()
        return [
            relevance(query.wanted, wordings[one.article_id], commonness, now - one.posted_at)
            if one.article_id in wordings
            else 0.0
            for one in matches
        ]

    async def _listed(
        self, matches: Sequence[Match], scope: Scope, before: int
    ) -> tuple[ListedStory, ...]:
        """Return stories as they are shown: with the words of the article that answers."""
        stories = [one.story_id for one in matches]
        listed = await self._listing.of_stories(stories, scope, before=before)
        reports = {one.story_id: one.article_id for one in matches if not one.own}
        articles = await self._table.articles(reports.values()) if reports else {}
        return tuple(
            replace(one, article=_worded(one.article, articles[reports[one.story_id]]))
            if one.story_id in reports
            else one
            for one in listed
        )


def _worded(article: Article, report: Article) -> Article:
    """Return another outlet's report with the photos of the card that tells it."""
    return replace(report, photos=article.photos)


def _is_by(query: Query, match: Match) -> bool:
    if query.by and not names(query.by, match.author, match.outlet):
        return False
    return not names(query.not_by, match.author, match.outlet)


def _ids(wanted: Iterable[str], feeds: Sequence[FeedName]) -> Collection[int]:
    wanted = tuple(wanted)
    return [feed.id for feed in feeds if names(wanted, feed.title)]


def _no_feed(name: str, feeds: Sequence[FeedName]) -> UserError:
    there = [escape(cut(plain(feed.title), _MAX_NAME)) for feed in feeds]
    wanted, named = escape(cut(name, _MAX_NAME)), ", ".join(there[:_NAMED])
    if not there:
        return UserError(
            "No feed that you can read here has “{name}” in its name. There are none yet.",
            name=wanted,
        )
    if len(there) <= _NAMED:
        return UserError(
            "No feed that you can read here has “{name}” in its name. There are {feeds}.",
            name=wanted,
            feeds=named,
        )
    return UserError(
        "No feed that you can read here has “{name}” in its name. There are {feeds} and {n} more.",
        name=wanted,
        feeds=named,
        n=len(there) - _NAMED,
    )
