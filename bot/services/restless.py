"""The restless: whoever changes a vote again and again is written once that settles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from bot.domain.toggling import QUIET, Toggling
from bot.domain.vote import Change, Kind
from bot.storage.vote import Place

Held = dict[tuple[int, int], dict[str, Change]]
"""By message and person, the last change of each emoji, oldest first."""


class Restless:
    """Hold back the changes of people who toggle, until they leave their vote alone."""

    def __init__(self) -> None:
        self._toggling = Toggling()
        self._held: Held = {}

    def messages(self) -> set[int]:
        """Return the messages under which somebody is restless."""
        return {message_id for message_id, _ in self._held}

    def next_at(self) -> datetime | None:
        """Return when the next one has settled."""
        return min(map(_quiet_at, self._held.values()), default=None)

    def steady(
        self, votes: Iterable[Change], places: Mapping[int, Place], *, quiet_by: datetime
    ) -> list[Change]:
        """Return the changes to write now, in each person's order.

        Those who will have been quiet by then have settled.
        """
        settled = [key for key, held in self._held.items() if _quiet_at(held) <= quiet_by]
        steady = [change for key in settled for change in self._release(key)]
        for change in votes:
            if change.kind is Kind.CLEARED:
                self._drop(change)
                steady.append(change)
            elif self._is_restless(change, places[change.message_id]):
                held = self._held.setdefault((change.message_id, change.user_id), {})
                held.pop(change.emoji, None)
                held[change.emoji] = change
            else:
                if self._held:
                    steady += self._release((change.message_id, change.user_id))
                steady.append(change)
        return steady

    def forget(self, user_id: int) -> None:
        """Write nothing of a person that is held back."""
        for key in [key for key in self._held if key[1] == user_id]:
            del self._held[key]

    def held(self) -> Held:
        """Return a copy of what is held back, for ``restore``."""
        return {key: dict(changes) for key, changes in self._held.items()}

    def restore(self, held: Held) -> None:
        """Hold back what was held then, since it could not be written."""
        self._held = held

    def _is_restless(self, change: Change, place: Place) -> bool:
        if change.bot or change.own:
            return False
        who = (place.guild_id, place.story_id, change.user_id)
        return self._toggling.is_restless(who, change.at, most=place.rules.most_toggles)

    def _release(self, key: tuple[int, int]) -> Iterable[Change]:
        return self._held.pop(key, {}).values()

    def _drop(self, cleared: Change) -> None:
        for key in [key for key in self._held if key[0] == cleared.message_id]:
            for emoji in [one for one in self._held[key] if cleared.emoji in ("", one)]:
                del self._held[key][emoji]
            if not self._held[key]:
                del self._held[key]


def _quiet_at(held: Mapping[str, Change]) -> datetime:
    return max(change.at for change in held.values()) + QUIET
