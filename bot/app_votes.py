"""The composition root's half for votes: from a reaction to the points on a card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import chain

from bot.services.charting import Charting
from bot.services.concern import Concern
from bot.services.delivery import Delivery
from bot.services.ports import Clock, Drawer
from bot.services.ranking import Ranking
from bot.services.reacting import Reacting
from bot.services.reconciling import Reconciling
from bot.services.recounting import Recounting
from bot.services.ruling import Ruling
from bot.services.showing import Showing
from bot.services.tidying import Tidying
from bot.services.vote_writing import VoteTables
from bot.services.voting import Voting
from bot.storage.database import Database
from bot.worker import Bell, Worker

_REACTIONS_AT_ONCE = 4
_COMPARED_AT_ONCE = 2
_RECOUNTED_AT_ONCE = 4
_EDITS_AT_ONCE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Votes:
    """The services of votes and their workers; ``bell`` wakes them when posts were sent."""

    voting: Voting
    reconciling: Reconciling
    ranking: Ranking
    ruling: Ruling
    charting: Charting
    workers: tuple[Worker, ...]
    bell: Bell


def compose_votes(
    db: Database, delivery: Delivery, drawer: Drawer, clock: Clock, *, reach: timedelta
) -> Votes:
    """Put together all that votes need; ``reach`` is how old posts may be that are reconciled."""
    tables = VoteTables(db)
    on_note, bell = Bell(), Bell()
    bells = {concern: Bell() for concern in Concern}

    def tell(news: Concern) -> None:
        for concern in news:
            bells[concern]()

    voting = Voting(db=db, tables=tables, clock=clock, on_note=on_note, on_votes=tell)
    reconciling = Reconciling(
        db=db,
        recounts=tables.recounts,
        votes=tables.votes,
        voting=voting,
        reactions=delivery,
        clock=clock,
        reach=reach,
        on_change=bells[Concern.DOUBTS],
    )
    recounting = Recounting(
        db=db,
        recounts=tables.recounts,
        votes=tables.votes,
        voting=voting,
        reactions=delivery,
        clock=clock,
    )
    reacting = Reacting(db=db, table=tables.reactions, reactions=delivery, clock=clock)
    tidying = Tidying(db=db, table=tables.reactions, reactions=delivery, clock=clock)
    young, old = (
        Showing(db=db, cards=tables.cards, publisher=delivery, clock=clock, slow=slow)
        for slow in (False, True)
    )
    writer = Worker("voting", voting, clock=clock, limit=1)
    followers = {
        Concern.DOUBTS: (
            Worker("reconciling", reconciling, clock=clock, limit=_COMPARED_AT_ONCE),
            Worker("recounting", recounting, clock=clock, limit=_RECOUNTED_AT_ONCE),
        ),
        Concern.OWED: (Worker("reacting", reacting, clock=clock, limit=_REACTIONS_AT_ONCE),),
        Concern.UNWANTED: (Worker("tidying", tidying, clock=clock, limit=_REACTIONS_AT_ONCE),),
        Concern.EDITS: (
            Worker("showing", young, clock=clock, limit=_EDITS_AT_ONCE),
            Worker("showing old cards", old, clock=clock, limit=_EDITS_AT_ONCE),
        ),
    }
    on_note.wakes(writer)
    for concern, workers in followers.items():
        bells[concern].wakes(*workers)
    everybody = tuple(chain.from_iterable(followers.values()))
    bell.wakes(*everybody)
    return Votes(
        voting=voting,
        reconciling=reconciling,
        ranking=Ranking(db=db, clock=clock),
        ruling=Ruling(db=db, clock=clock),
        charting=Charting(db=db, drawer=drawer, clock=clock),
        workers=(writer, *everybody),
        bell=bell,
    )
