"""Once for each change of state: what began, and what ended.

Both follow from what is and what was noticed, so that neither a restart nor a second look tells
anything twice.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.notice import OF_PERMISSIONS, Condition, Kind, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenNotice:
    """A state that was noticed and had no end so far.

    ``wanted`` tells whether the server still has what it is about, ``told`` whether its moderators
    know.
    """

    id: int
    guild_id: int
    kind: Kind
    subject: int
    since: datetime
    told: bool = False
    wanted: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A state that is over."""

    notice: OpenNotice
    outcome: Outcome

    @property
    def is_news(self) -> bool:
        """Tell whether it gets a notice of its own (F32)."""
        return (
            self.notice.kind is Kind.BLOCKED and self.notice.told and self.outcome is Outcome.WELL
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What began and what ended."""

    began: Sequence[Condition] = ()
    ended: Sequence[Ended] = ()

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self.began or self.ended)


def changes(
    known: Iterable[OpenNotice],
    found: Iterable[Condition],
    *,
    kinds: Collection[Kind],
    unseen: Callable[[int], bool] = lambda _: False,
) -> Changes:
    """Return what began and what ended since the states in ``known`` were noticed.

    Of kinds that nobody looked for nothing is said, nor of the permissions in servers that are
    ``unseen``. A feed that moved once more has moved anew.
    """
    there = {(one.guild_id, one.kind, one.subject): one for one in found}
    ended, open_ = [], set()
    for one in known:
        key = (one.guild_id, one.kind, one.subject)
        now = there.get(key)
        is_unknown = one.kind not in kinds or (one.kind in OF_PERMISSIONS and unseen(one.guild_id))
        if is_unknown or (now and not _is_another(one, now)):
            open_.add(key)
        elif now:
            ended.append(Ended(notice=one, outcome=Outcome.RENEWED))
        else:
            outcome = Outcome.WELL if one.wanted else Outcome.LEFT
            ended.append(Ended(notice=one, outcome=outcome))
    began = [one for key, one in there.items() if key not in open_ and one.kind in kinds]
    return Changes(began=began, ended=ended)


def _is_another(known: OpenNotice, found: Condition) -> bool:
    return known.kind is Kind.MOVED and known.since != found.since
