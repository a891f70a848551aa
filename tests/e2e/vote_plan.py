"""What a randomised run of votes draws by lot: the rules, what goes wrong, and who does what."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.toggling import QUIET
from bot.domain.vote import VoteRules
from tests.loopback.faults import (
    EDIT,
    HISTORY,
    MESSAGE,
    REACT,
    REACTORS,
    TAKE_AWAY,
    Broken,
    Delay,
    Fault,
    Lost,
)

KILL, STOP, CUT, LOSE, RECONNECT = "kill", "stop", "cut", "lose", "reconnect"
DISTURBANCES = {KILL: 3, STOP: 2, CUT: 2, LOSE: 2, RECONNECT: 1}
BUSY = 2.5  # seconds in which most happens
BURSTS, TRICKLE = (0, 1, 1, 3, 10, 40), (0, 1, 1, 4)  # deeds at once
ACTIONS = {
    "react": 400,
    "unreact": 120,
    "switch": 150,
    "change_mind": 120,
    "toggle": 40,
    "swap": 60,
    "react_otherwise": 40,
    "let_bot_react": 20,
    "rob": 6,
    "clear_emoji": 3,
    "clear": 2,
    "leave": 5,
    "delete": 1,
}
UPS, DOWNS = ("👍", "👍", "👍", "👍🏽", "👍\ufe0f"), ("👎", "👎", "👎", "👎🏿")
READING = (HISTORY, MESSAGE, REACTORS)
WRITING = (EDIT, REACT, TAKE_AWAY)
SLOW: dict[Fault, float] = {Delay(0.05): 0.2, Delay(0.4): 0.2, Delay(1.2): 0.05}
FAILING: dict[Fault, float] = {
    Lost(): 0.04,
    Lost(accepted=False): 0.03,
    Broken(503): 0.03,
    Broken(503, accepted=False): 0.03,
}
NO_LIMIT = 1_000  # changes that one person makes within a minute
LEAVE_OUT = VoteRules(min_account_age=timedelta(days=7), min_membership=timedelta(hours=12))


@dataclass(frozen=True, slots=True)
class Disturbance:
    """What comes between the bot and its votes, so many seconds after the start; ``pause`` after it."""

    at: float
    what: str
    pause: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One run: ``oldest`` is how many seconds REST's answers are behind at the most.

    ``custom`` is whether the server votes with emoji of its own, ``leaves_out`` whether it leaves
    out new accounts and members, ``restless`` whether it waits for restless people to settle, as
    servers without rules of their own do, ``blind`` whether the bot may not take reactions away in
    one of the channels.
    """

    custom: bool
    leaves_out: bool
    restless: bool
    blind: bool
    failing: bool
    slow: bool
    oldest: float
    disturbances: tuple[Disturbance, ...]

    @property
    def quiet(self) -> float:
        """Return after how many seconds without a request everything has settled."""
        return QUIET.total_seconds() + 1.5 if self.restless else 1.0

    def rules(self, up: str, down: str) -> VoteRules | None:
        """Return the server's rules; None for the defaults."""
        if self.restless and not (self.custom or self.leaves_out):
            return None
        rules = LEAVE_OUT if self.leaves_out else VoteRules()
        most = rules.most_toggles if self.restless else NO_LIMIT
        return replace(rules, up=up, down=down, most_toggles=most)

    def faults(self) -> dict[Fault, float]:
        """Return what requests meet, each with its chance."""
        return (SLOW if self.slow else {}) | (FAILING if self.failing else {})


def draw(chance: random.Random) -> Plan:
    """Draw a run; the bot is killed, stopped or cut off at least once."""
    whats, weights = list(DISTURBANCES), list(DISTURBANCES.values())
    times = sorted(chance.uniform(0.1, BUSY) for _ in range(chance.choice((1, 2, 2, 3))))
    return Plan(
        custom=chance.random() < 0.25,
        leaves_out=chance.random() < 0.25,
        restless=chance.random() < 0.2,
        blind=chance.random() < 0.3,
        failing=chance.random() < 0.3,
        slow=chance.random() < 0.5,
        oldest=chance.choice((0.0, 0.5, 1.5, 1.5)),
        disturbances=tuple(
            Disturbance(at, chance.choices(whats, weights)[0], chance.choice((0.0, 0.3, 0.8)))
            for at in times
        ),
    )
