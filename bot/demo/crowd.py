"""The demo's crowd: invented fans who vote on the stories while a person looks on."""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import NamedTuple

from simcord.backend.models import Message, Reaction

from bot.app import App
from bot.demo.stage import TOPICS, Stage
from bot.storage.card import CardTable
from bot.storage.score import ScoreTable
from bot.storage.value import to_time
from bot.storage.vote import Ballot, Batch, Place, ReactionRow, VoteTable

FANS = 240
_BOTS = 2
_SEED = 1967  # with which the favourite begins at 182 points
_PAST = 26  # days in which the first stories' votes were cast
_CAME = 0.85  # of those who care voted then
_HASTE = 60  # votes that come quickly, so that a person sees some soon
_PAUSES = (0.4, 3.0)  # seconds between two votes, at first and later, on average
_LATEST = 0.25  # of the votes are on the newest story
_CHANGES_MIND, _TAKES_BACK = 0.6, 0.15  # of those who voted already and come by again
_BOT_COMES_BY = 0.02


class Card(NamedTuple):
    """A story's message with the bot's two vote reactions."""

    message: Message
    up: Reaction
    down: Reaction


class Taste(NamedTuple):
    """How many fans like a story, and how many care at all, as shares."""

    liked: float
    cared: float


FAVOURITE = Taste(liked=0.955, cared=0.98)


class Crowd:
    """Fans who have seen the first stories before, and vote on what comes."""

    def __init__(self, app: App, stage: Stage) -> None:
        self._app = app
        self._stage = stage
        self._backend = stage.env.backend
        self._random = random.Random(_SEED)  # noqa: S311 - a play
        self._tastes: defaultdict[int, Taste] = defaultdict(self._taste)
        self._fans = [self._join(f"fan-{number}") for number in range(FANS)]
        self._bots = [self._join(f"bot-{number}", bot=True) for number in range(_BOTS)]

    def _join(self, name: str, *, bot: bool = False) -> int:
        return self._stage.guild.add_member(self._stage.env.create_user(name, bot=bot)).id

    def _taste(self) -> Taste:
        return Taste(self._random.betavariate(6, 1.8), self._random.betavariate(1.6, 3))

    async def vote(self) -> None:
        """Vote until cancelled: the past once the first stories can be voted on, then live."""
        await self.arrive()
        hasty, calm = _PAUSES
        for number in count():
            pause = hasty if number < _HASTE else calm
            await asyncio.sleep(self._random.expovariate(1 / pause))
            self.vote_once()

    def _shown(self) -> int:
        return sum(len(self._stage.stories(channel)) for channel in TOPICS)

    def _cards(self) -> list[Card]:
        return [card for channel in TOPICS for card in self._cards_in(channel)]

    def _cards_in(self, channel: str) -> Iterator[Card]:
        me = self._backend.bot_user.id
        messages = self._backend.messages[self._stage.channels[channel].id]
        for message in messages.values():
            own = [one for one in message.reactions if me in one.user_ids]
            if message.author_id == me and len(own) == 2:  # noqa: PLR2004 - up and down
                yield Card(message, *own)

    async def arrive(self) -> None:
        """Give the first stories votes of the last weeks, as if they had been here all the time.

        It waits until the bot has put its reactions under all of them. The votes are put into Discord and the database alike, with their times; the points on the cards
        and all that is counted follow as ever.
        """
        while not (shown := self._shown()) or len(self._cards()) < shown:  # noqa: ASYNC110
            await asyncio.sleep(0.1)  # Discord tells nobody here
        votes, scores = VoteTable(self._app.database), ScoreTable(self._app.database)
        cards = {card.message.id: card for card in self._cards()}
        places = await votes.places(cards)
        self._tastes[max(cards)] = FAVOURITE  # the one that a person sees first
        batch, now = Batch(), datetime.now(UTC)
        for message_id, place in places.items():
            batch.ballots[place.post_id] = Ballot(place.guild_id, place.story_id)
            batch.there.extend(self._past_votes(cards[message_id], place, now))
        async with self._app.database.write() as tx:
            ballots = await votes.write(tx, batch, now)
            await scores.recount(tx, ballots)
            await CardTable(self._app.database).follow(tx, ballots, now)
        for worker in self._app.publishers:
            worker.wake()

    def _past_votes(self, card: Card, place: Place, now: datetime) -> Iterator[ReactionRow]:
        taste = self._tastes[card.message.id]
        for fan in self._random.sample(self._fans, round(taste.cared * FANS * _CAME)):
            value = 1 if self._random.random() < taste.liked else -1
            reaction = card.up if value > 0 else card.down
            reaction.user_ids.append(fan)
            at = now - timedelta(days=_PAST * self._random.betavariate(1.1, 1.6))
            yield ReactionRow(
                place.post_id, fan, reaction.emoji, value, counts=True, at=to_time(at)
            )

    def vote_once(self) -> None:
        """Let somebody come by a story and do something, maybe nothing."""
        cards = self._cards()
        if not cards:
            return
        card = max(cards, key=lambda card: card.message.id)
        if self._random.random() >= _LATEST:
            cared = [self._tastes[card.message.id].cared for card in cards]
            [card] = self._random.choices(cards, cared)
        if self._random.random() < _BOT_COMES_BY:
            self._set(card, card.up, self._random.choice(self._bots))
        else:
            self._come_by(card, self._random.choice(self._fans))

    def _come_by(self, card: Card, fan: int) -> None:
        taste = self._tastes[card.message.id]
        mine = next((one for one in (card.up, card.down) if fan in one.user_ids), None)
        if mine is None:
            liked = self._random.random() < taste.liked
            self._set(card, card.up if liked else card.down, fan)
        elif (mood := self._random.random()) < _TAKES_BACK:
            self._set(card, mine, fan, there=False)
        elif mood < _TAKES_BACK + _CHANGES_MIND * (1 - taste.liked):
            self._set(card, card.down if mine is card.up else card.up, fan)

    def _set(self, card: Card, reaction: Reaction, person: int, *, there: bool = True) -> None:
        message = card.message
        self._backend.set_reaction(message.channel_id, message.id, reaction.emoji, person, there)
