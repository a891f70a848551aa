"""Relating: which earlier stories of a server belong to one, for whoever may see some channels."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.link import link_key
from bot.domain.model import Article
from bot.domain.relating import MOST, all_terms, films_of, promising, related
from bot.services.finding import FoundStory
from bot.services.listing import ListedStory, Listing, Scope
from bot.services.ports import Clock
from bot.storage.database import Database
from bot.storage.related import Near, RelatedTable

_COMPARED = 30
_TWINS = 2  # that are under another story all the same


class Relating:
    """Find what belongs to a story."""

    def __init__(self, *, db: Database, clock: Clock) -> None:
        self._table = RelatedTable(db)
        self._listing = Listing(db=db, clock=clock)

    async def related(self, story: FoundStory, scope: Scope) -> tuple[ListedStory, ...]:
        """Return up to MOST earlier stories that belong to this one, best first; often none.

        Each has a post in the scope that is still there. The story itself is left out, with all
        that tells it: reports of other outlets, and whatever has its link.
        """
        near = await self._table.near(
            story.article_id,
            guild_id=scope.guild_id,
            channels=scope.channels,
            before=story.posted_at,
            without_story=story.story_id,
        )
        films = films_of(story.article.title)
        best = await self._best(near, films) if near and near.told else []
        listed = await self._listing.of_stories(best, scope)
        return tuple(one for one in listed if not _is_twin(one.article, story.article))[:MOST]

    async def _best(self, near: Near, films: Sequence[frozenset[str]]) -> list[int]:
        """Return the stories of the articles that are most alike.

        How common the words of all of them are would be much to ask for: the promising ones first.
        """
        others = {one.article_id: one.parts for one in near.told}
        likely = promising(near.parts, others, near.commonness, most=_COMPARED)
        chosen = {id_: others[id_] for id_ in likely}
        commonness = await self._table.commonness(all_terms([near.parts, *chosen.values()]))
        stories = {one.article_id: one.story_id for one in near.told}
        found = related(near.parts, chosen, commonness, films=films)
        return list(dict.fromkeys(stories[one.article_id] for one in found))[: MOST + _TWINS]


def _is_twin(one: Article, other: Article) -> bool:
    return bool(one.link and other.link and link_key(one.link) == link_key(other.link))
