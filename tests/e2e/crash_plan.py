"""What the crash test draws by lot: when to kill, what goes wrong besides, what is in the news."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from tests.loopback import Broken, Lost
from tests.loopback.faults import HISTORY, REACT, SEND

FEED, PAGE, GATEWAY, PROCESS = "feed", "page", "GATEWAY", "process"
FAULTS = {
    Lost(): 0.06,
    Lost(accepted=False): 0.03,
    Broken(503): 0.04,
    Broken(503, accepted=False): 0.03,
    Broken(502): 0.01,
}
MOMENTS = {
    ("received", SEND): 4,
    ("accepted", SEND): 5,
    ("answered", SEND): 4,
    ("received", FEED): 1,
    ("answered", FEED): 3,
    ("received", PAGE): 1,
    ("answered", PAGE): 3,
    ("accepted", REACT): 1,
    ("answered", HISTORY): 1,
    ("ready", GATEWAY): 1,
    ("started", PROCESS): 2,
}
WORDS = (
    "Amber,Ballad,Cinder,Dune,Ember,Fathom,Glacier,Harbor,Island,Juniper,Kestrel,Lantern,Meadow,"
    "Nocturne,Orchard,Paper,Quarry,River,Signal,Thunder,Umbra,Velvet,Winter,Yonder,Zephyr"
)


@dataclass(frozen=True)
class KillPoint:
    """When to kill: the ``nth`` time that this moment comes, ``delay`` seconds later."""

    moment: str
    where: str
    nth: int = 1
    delay: float = 0.0


NEVER = KillPoint("never", PROCESS)


def draw(chance: random.Random, *, in_doubt: bool) -> KillPoint:
    """Draw a moment; the history is only read if the fate of a post is in doubt."""
    moment, where = chance.choices(list(MOMENTS), list(MOMENTS.values()))[0]
    if where == HISTORY and not in_doubt:
        moment, where = "accepted", SEND
    nth = chance.choice((1, 1, 2, 3, 3, 4, 6)) if where in (SEND, REACT) else 1
    shortly = chance.choice((0.0, 0.0, chance.uniform(0, 0.04)))
    delay = chance.uniform(0.1, 1.5) if where == PROCESS else shortly
    return KillPoint(moment, where, nth, delay)


def headline(chance: random.Random, number: int) -> str:
    """Return a title unlike any other, by which an article is known again."""
    return f"{' '.join(chance.sample(WORDS.split(','), 4))} reel{number}x"


def number_in(text: str) -> int:
    """Return which article a text is about."""
    found = re.search(r"reel(\d+)x", text)
    assert found, f"no article in {text!r}"
    return int(found[1])
