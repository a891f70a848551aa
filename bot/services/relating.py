"""Relating: which earlier stories of a server belong to one, for whoever may see some channels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.domain.commonness import Commonness
from bot.domain.link import link_key
from bot.domain.relating import MOST, Parts, all_terms, parts_of, promising, related
from bot.services.finding import FoundStory
from bot.services.listing import ListedStory, Listing, Scope
from bot.services.ports import Clock
from bot.storage.database import Database
from bot.storage.related import RelatedTable, Telling

_COMPARED = 60


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
        words = await self._table.words(story.article_id)
        if words is None:
            return ()
        parts = parts_of(words)
        own = await self._table.commonness(parts)
        told = await self._table.sharing(
            parts,
            own,
            guild_id=scope.guild_id,
            channels=scope.channels,
            before=story.posted_at,
            without_story=story.story_id,
        )
        others = [one for one in told if not _is_twin(one, story)]
        best = await self._best(parts, own, others)
        return tuple(await self._listing.of_stories(best, scope))

    async def _best(self, parts: Parts, own: Commonness, told: Sequence[Telling]) -> list[int]:
        """Return the stories of the articles that are most alike.

        How common the words of all of them are would be much to ask for: the promising ones first.
        """
        others = {one.article_id: parts_of(one.words) for one in told}
        chosen = {id_: others[id_] for id_ in promising(parts, others, own, most=_COMPARED)}
        commonness = await self._table.commonness(all_terms([parts, *chosen.values()]))
        stories = {one.article_id: one.story_id for one in told}
        alike = related(parts, chosen, commonness)
        return _first(stories[one.article_id] for one in alike)


def _first(story_ids: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(story_ids))[:MOST]


def _is_twin(one: Telling, story: FoundStory) -> bool:
    link = story.article.link
    return bool(link and one.link) and link_key(one.link or "") == link_key(link or "")
