"""The composition root's part for what people keep."""

from __future__ import annotations

from dataclasses import dataclass

from bot.services.collecting import Collecting
from bot.services.delivery import Delivery
from bot.services.following import Following
from bot.services.ports import Clock
from bot.services.privacy import Privacy
from bot.services.purging import Purging
from bot.services.telling import Telling
from bot.services.voting import Voting
from bot.storage.database import Database
from bot.worker import Bell, Worker

_PURGED_AT_ONCE = 1
_TOLD_AT_ONCE = 8  # stories: they take turns, so that one with many followers holds up no other


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The services of what people keep and follow, and their workers; ``bell`` is for new posts."""

    collecting: Collecting
    following: Following
    privacy: Privacy
    workers: tuple[Worker, ...]
    bell: Bell


def compose_people(db: Database, delivery: Delivery, voting: Voting, clock: Clock) -> People:
    """Put together all that collections and follows need."""
    on_delete = Bell()
    collecting = Collecting(db=db, clock=clock, on_delete=on_delete)
    purger = Worker("purging", Purging(db=db, clock=clock), clock=clock, limit=_PURGED_AT_ONCE)
    on_delete.wakes(purger)
    following = Following(db=db, clock=clock)
    privacy = Privacy(db=db, voting=voting, collecting=collecting, following=following, clock=clock)
    bell = Bell()
    telling = Telling(db=db, letters=delivery, clock=clock)
    teller = Worker("telling", telling, clock=clock, limit=_TOLD_AT_ONCE)
    bell.wakes(teller)
    return People(
        collecting=collecting,
        following=following,
        privacy=privacy,
        workers=(purger, teller),
        bell=bell,
    )
