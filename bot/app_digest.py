"""The composition root's part for the weekly digest."""

from __future__ import annotations

from dataclasses import dataclass

from bot.services.composing import Composing
from bot.services.delivery import Delivery
from bot.services.digest_setting import DigestSetting
from bot.services.digesting import Digesting
from bot.services.ports import Clock, Drawer, Photos
from bot.storage.database import Database
from bot.storage.digest import DigestTable
from bot.worker import Worker

_DIGESTS_AT_ONCE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyDigest:
    """How digests are set, and who posts them."""

    setting: DigestSetting
    worker: Worker


def compose_digest(
    db: Database, delivery: Delivery, photos: Photos, drawer: Drawer, clock: Clock
) -> WeeklyDigest:
    """Put together all that digests need."""
    table = DigestTable(db)
    composing = Composing(table=table, digests=delivery, photos=photos, drawer=drawer)
    digesting = Digesting(db=db, table=table, composing=composing, digests=delivery, clock=clock)
    worker = Worker("digesting", digesting, clock=clock, limit=_DIGESTS_AT_ONCE)
    setting = DigestSetting(
        db=db, table=table, composing=composing, clock=clock, on_change=worker.wake
    )
    return WeeklyDigest(setting=setting, worker=worker)
