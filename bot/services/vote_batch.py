"""What changes under messages come to, as rows to be written at once. Pure, like a rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.domain.vote import Change, Kind, fold
from bot.storage.value import to_time
from bot.storage.vote import Ballot, Batch, Place, ReactionKey, ReactionRow


def is_vote(change: Change, places: Mapping[int, Place]) -> bool:
    """Tell whether a change concerns a vote emoji under one of our posts."""
    place = places.get(change.message_id)
    if place is None:
        return False
    everything = change.kind is Kind.CLEARED and not change.emoji
    return everything or place.rules.value_of(change.emoji) != 0


def batch_of(changes: Iterable[Change], places: Mapping[int, Place]) -> tuple[Batch, set[int]]:
    """Return what changes come to, and the posts that the bot's own reaction was taken from."""
    batch, owed = Batch(), set()
    for message_id, outcome in fold(changes).items():
        place = places[message_id]
        post_id = place.post_id
        batch.ballots[post_id] = Ballot(place.guild_id, place.story_id)
        batch.cleared.extend((post_id, emoji) for emoji in outcome.cleared)
        for reactor, change in outcome.last.items():
            if change.kind is Kind.ADDED:
                batch.there.append(row_of(place, change))
            else:
                batch.gone.append(ReactionKey(post_id, *reactor))
        own = (change.kind is Kind.REMOVED and change.own for change in outcome.last.values())
        if outcome.cleared or any(own):
            owed.add(post_id)
    return batch, owed


def row_of(place: Place, change: Change) -> ReactionRow:
    """Return the row of a reaction that is there."""
    return ReactionRow(
        place.post_id,
        change.user_id,
        change.emoji,
        place.rules.value_of(change.emoji),
        place.rules.counts(change),
        to_time(change.at),
    )
