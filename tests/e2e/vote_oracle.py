"""What votes must be, told from Discord's side, beside what the bot has stored and shows."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from tests.e2e.vote_world import Place
from tests.loopback import Permission
from tests.loopback.message import Message

POINTS = re.compile(r"\*\*(−?)([\d,]+) points?\*\*")
SHORTEST_PAUSE = 29.0  # seconds between two edits of a card: 30, and what a clock may be off
OPEN = """
SELECT (SELECT count(*) FROM post WHERE recount_state IS NOT NULL)
    + (SELECT count(*) FROM post WHERE deleted_at IS NULL AND coalesce(recounted_at, 0) < ?)
    + (SELECT count(*) FROM post WHERE reacted_at IS NULL AND deleted_at IS NULL)
    + (SELECT count(*) FROM reaction WHERE take_away_at IS NOT NULL)
"""
UNSHOWN = "SELECT count(*) FROM post WHERE edit_at IS NOT NULL"
Vote = tuple[int, int, int]  # server, story, person


class Oracle:
    """Compare a place at Discord with a bot's database."""

    def __init__(self, place: Place, database: Path) -> None:
        self._place = place
        self._database = database

    def waiting(self, *, cards: bool, since: float) -> int:
        """Return how much the bot has still to do; ``since`` is when its gap ended.

        It has to compare all posts after that, but learns only seconds later that it was one.
        """
        ((still_open,),) = self._rows(OPEN, int(since * 1_000_000))
        ((unshown,),) = self._rows(UNSHOWN)
        return still_open + (unshown if cards else 0)

    def differences(self) -> list[str]:
        """Return what is stored and should not be, or should be and is not."""
        return [*self._reactions(), *self._votes(), *self._scores(), *self._kept(), *self._own()]

    def wrong_cards(self, restarts: list[float]) -> list[str]:
        """Return the cards that show other points than their stories have, and needless edits.

        ``restarts`` are the moments, of the world's clock, at which the bot was started.
        """
        return [*self._shown(), *self._edited(restarts)]

    def _rows(self, sql: str, *values: int) -> list[tuple[int, ...]]:
        with sqlite3.connect(self._database) as db:
            rows = db.execute(sql, values).fetchall()
        db.close()
        return rows

    def _reactions(self) -> Iterator[str]:
        """Yield how the mirror differs: each reaction with its value and whether it is counted."""
        stored = {
            (post_id, user_id, emoji): (value, counts)
            for post_id, user_id, emoji, value, counts in self._rows(
                "SELECT post_id, user_id, emoji, value, counts FROM reaction"
            )
            if self._place.messages[post_id].there
        }
        at_discord = dict(self._at_discord())
        for key in stored.keys() | at_discord.keys():
            if stored.get(key) != at_discord.get(key):
                yield f"reaction {key}: {stored.get(key)} stored, {at_discord.get(key)} at Discord"

    def _at_discord(self) -> Iterator[tuple[tuple[int, int, str], tuple[int, int]]]:
        for post_id, message in self._place.messages.items():
            for key, users in message.reactions.items() if message.there else ():
                if value := self._place.value_of(key):
                    for user in users.values():
                        emoji = key.partition(":")[2] or key
                        counts = not (user.bot or user.id in self._place.left_out)
                        yield (post_id, user.id, emoji), (value, int(counts))

    def _votes(self) -> Iterator[str]:
        """Yield how votes differ from the counted reactions, those of deleted posts included."""
        kinds: defaultdict[Vote, set[int]] = defaultdict(set)
        for guild_id, story_id, user_id, value in self._rows(
            "SELECT guild_id, story_id, user_id, value FROM reaction"
            " JOIN post ON post.id = post_id WHERE counts"
        ):
            kinds[guild_id, story_id, user_id].add(value)
        votes = {row[:3]: row[3] for row in self._rows(
            "SELECT guild_id, story_id, user_id, value FROM vote"
        )}  # fmt: skip
        for who in kinds.keys() | votes.keys():
            if votes.get(who) not in kinds.get(who, {None}):
                yield f"vote {who}: {votes.get(who)} for reactions {kinds.get(who)}"

    def _scores(self) -> Iterator[str]:
        counted = (
            "SELECT guild_id, story_id, sum(value = 1), sum(value = -1) FROM vote GROUP BY 1, 2"
        )
        sums = {row[:2]: row[2:] for row in self._rows(counted)}
        stored = "SELECT guild_id, story_id, ups, downs FROM score"
        scores = {row[:2]: row[2:] for row in self._rows(stored)}
        for story in sums.keys() | scores.keys():
            if sums.get(story, (0, 0)) != scores.get(story, (0, 0)):
                yield f"score {story}: {scores.get(story)} for votes {sums.get(story)}"

    def _kept(self) -> Iterator[str]:
        """Yield who has both kinds under one message where the bot may take one away (V60)."""
        for message in self._place.there:
            kinds: defaultdict[int, set[int]] = defaultdict(set)
            for key, users in message.reactions.items():
                for user in users.values():
                    if not user.bot and user.id not in self._place.left_out:
                        kinds[user.id] |= {self._place.value_of(key)} - {0}
            both = [user_id for user_id, values in kinds.items() if len(values) > 1]
            if both and self._may_manage(message):
                yield f"both kinds under {message.id}: {both}"

    @staticmethod
    def _may_manage(message: Message) -> bool:
        allowed = message.channel.permissions(message.author)
        return Permission.MANAGE_MESSAGES in allowed

    def _own(self) -> Iterator[str]:
        """Yield the messages on which the bot's own reactions are not both there (V57)."""
        for message in self._place.there:
            own = [key for key, users in message.reactions.items() if message.author.id in users]
            if {self._place.value_of(key) for key in own} != {1, -1}:
                yield f"own reactions under {message.id}: {own}"

    def _shown(self) -> Iterator[str]:
        points = dict(self._rows(
            "SELECT post.id, points FROM post JOIN score USING (guild_id, story_id)"
        ))  # fmt: skip
        for post_id, message in self._place.messages.items():
            shown, stored = points_on(message), points.get(post_id, 0)
            if message.there and shown != stored:
                yield f"the card of post {post_id} shows {shown} of {stored} points"

    def _edited(self, restarts: list[float]) -> Iterator[str]:
        for post_id, message in self._place.messages.items():
            if message.wasted_edits:
                yield f"wasted edits of post {post_id}: {message.wasted_edits}"
            for first, second in pairwise(edit.at.timestamp() for edit in message.edits):
                restarted = any(first <= moment <= second for moment in restarts)
                if second - first < SHORTEST_PAUSE and not restarted:
                    ages = [round(first - moment, 2) for moment in restarts]
                    yield f"post {post_id} was edited twice in {second - first:.1f} s, {ages} s after starts"


def points_on(message: Message) -> int:
    """Return the points that a card names, 0 where it names none."""
    found = POINTS.search(message.text)
    if found is None:
        return 0
    number = int(found[2].replace(",", ""))
    return -number if found[1] else number
