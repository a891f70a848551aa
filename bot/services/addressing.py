"""Addressing: which card of a story a follower is told of, if any: one that they may read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.follow import names
from bot.domain.model import Article
from bot.services.letters import Letter, Letters
from bot.storage.database import Database
from bot.storage.kin import KinTable, Place
from bot.storage.post import PostTable
from bot.storage.told import Addressee

_MOST_MET = 100_000  # people


@dataclass(frozen=True, slots=True, kw_only=True)
class _Card:
    """A card, with the article of it that has the name that somebody follows."""

    place: Place
    article: Article


class Addressing:
    """Find the letter for each follower, looking up many people together."""

    def __init__(self, *, db: Database, letters: Letters) -> None:
        self._kin = KinTable(db)
        self._posts = PostTable(db)
        self._letters = letters
        self._met: dict[int, int] = {}

    async def letters(
        self, story_id: int, people: Sequence[Addressee], *, since: datetime
    ) -> dict[int, Letter]:
        """Return the letter for each person who may read a card that has the name they follow.

        Of cards that were posted since then, in any server, the oldest; but rather one of the server
        where the person was met last. Raises Unreachable.
        """
        places, articles = await self._kin.places(story_id, since=since)
        cards = {name: list(_naming(name, places, articles)) for name in {p.name for p in people}}
        chosen = await self._chosen(cards, people)
        posts = {
            post_id: await self._posts.get(post_id)
            for post_id in {card.place.post_id for card in chosen.values()}
        }
        return {
            one.user_id: Letter(
                user_id=one.user_id,
                name=one.name,
                post=post,
                article=chosen[one.user_id].article,
                nonce=f"told-{story_id}",
            )
            for one in people
            if one.user_id in chosen and (post := posts[chosen[one.user_id].place.post_id])
        }

    async def _chosen(
        self, cards: Mapping[str, Sequence[_Card]], people: Sequence[Addressee]
    ) -> dict[int, _Card]:
        """Return the card for each person: of the server where they were met last, if they see one.

        So that who is in one of many servers is not looked for in all of them.
        """
        chosen: dict[int, _Card] = {}
        servers = _by_server(cards)
        for known in (True, False):
            for guild_id, here in servers.items():
                left = [
                    one
                    for one in people
                    if one.user_id not in chosen
                    and one.name in here
                    and (self._met.get(one.user_id) == guild_id) is known
                ]
                found = await self._chosen_in(guild_id, here, left)
                self._remember(found, guild_id)
                chosen |= found
        return chosen

    def _remember(self, people: Collection[int], guild_id: int) -> None:
        if len(self._met) + len(people) > _MOST_MET:
            self._met.clear()
        self._met.update(dict.fromkeys(people, guild_id))

    async def _chosen_in(
        self, guild_id: int, cards: Mapping[str, Sequence[_Card]], people: Collection[Addressee]
    ) -> dict[int, _Card]:
        if not people:
            return {}
        channels = {card.place.channel_id for some in cards.values() for card in some}
        readers = await self._letters.readers(guild_id, channels, [one.user_id for one in people])
        first = {
            one.user_id: next(
                (
                    card
                    for card in cards[one.name]
                    if card.place.channel_id in readers.get(one.user_id, ())
                ),
                None,
            )
            for one in people
        }
        return {user_id: card for user_id, card in first.items() if card}


def _by_server(cards: Mapping[str, Sequence[_Card]]) -> dict[int, dict[str, list[_Card]]]:
    """Return the cards by server and name, in their order."""
    servers: dict[int, dict[str, list[_Card]]] = {}
    for name, some in cards.items():
        for card in some:
            servers.setdefault(card.place.guild_id, {}).setdefault(name, []).append(card)
    return servers


def _naming(name: str, places: Sequence[Place], articles: Mapping[int, Article]) -> Iterator[_Card]:
    """Yield the cards that name somebody, each with the first of its articles that does."""
    for place in places:
        told = (articles[one] for one in place.articles if one in articles)
        if article := next((one for one in told if names(one, name)), None):
            yield _Card(place=place, article=article)
