"""The composition root's part for what is done once for each post: threads under it, publishing it."""

from __future__ import annotations

from bot.domain.errand import Errand
from bot.services.errands import Errands, RunningErrands
from bot.services.ports import Clock
from bot.storage.database import Database
from bot.storage.errand import ErrandTable
from bot.storage.post import PostTable
from bot.worker import Worker

_AT_ONCE = 2


def compose_errands(db: Database, errands: Errands, clock: Clock) -> tuple[Worker, ...]:
    """Put together the lanes, one for each kind of errand, so that none waits for the other."""
    return tuple(
        Worker(
            f"errands ({errand})",
            RunningErrands(
                errand,
                db=db,
                table=ErrandTable(db),
                posts=PostTable(db),
                errands=errands,
                clock=clock,
            ),
            clock=clock,
            limit=_AT_ONCE,
        )
        for errand in Errand
    )
