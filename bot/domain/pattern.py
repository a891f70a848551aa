"""Regular expressions that cannot run away.

RE2 walks through a text once and never goes back, so that no pattern takes minutes; what would need
to go back (look-around, back-references) it does not know. What is left is how big a pattern is: one
of more than MAX_SIZE steps is refused, as each step costs time at every letter.

This file alone of the domain imports from outside of the standard library: RE2 is a pure function.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import lru_cache
from typing import Any

import re2

MAX_SIZE = 450  # steps; `.{50}` has 404, `[a-z]+` 8
_MEMORY = 1 << 17  # bytes that a pattern may use while it is built and while it searches
_GOES_BACK = re.compile(r"\(\?(?:[=!>(]|<[=!]|P=)|\\[1-9k]")
_APOSTROPHES = str.maketrans("’‘ʼ‛′´`", "'''''''")


class Flaw(Enum):
    """Why a pattern is refused."""

    BROKEN = auto()
    GOES_BACK = auto()
    TOO_BIG = auto()
    ALWAYS_FOUND = auto()  # also in an empty text


class BadPattern(ValueError):
    """A pattern is refused; ``reason`` are RE2's words for what is broken."""

    def __init__(self, flaw: Flaw, reason: str = "") -> None:
        super().__init__(reason or flaw.name)
        self.flaw = flaw
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern that can be searched for; ``size`` counts its steps."""

    size: int
    _found: Any = field(repr=False)

    def is_in(self, text: str) -> bool:
        """Tell whether it is found somewhere in a text that passed same_apostrophes."""
        return self._found.search(text) is not None


def same_apostrophes(text: str) -> str:
    """Return text in which each apostrophe is that of a keyboard, as in what patterns search."""
    return text.translate(_APOSTROPHES)


@lru_cache(maxsize=256)
def compiled(pattern: str) -> Pattern:
    """Return a pattern to search for; capitals don't matter, ``^`` and ``$`` are a line's ends.

    Raises BadPattern.
    """
    try:
        found = re2.compile(f"(?m){same_apostrophes(pattern)}", _options())
    except (re2.error, UnicodeEncodeError) as error:
        raise _refused(pattern, error) from None
    if found.programsize > MAX_SIZE:
        raise BadPattern(Flaw.TOO_BIG)
    if found.search(""):
        raise BadPattern(Flaw.ALWAYS_FOUND)
    return Pattern(found.programsize, found)


def _options() -> re2.Options:
    options = re2.Options()
    options.max_mem = _MEMORY
    options.log_errors = False
    options.case_sensitive = False
    options.never_capture = True
    options.never_nl = True  # a title, a summary and a category stand on a line each
    return options


def _refused(pattern: str, error: Exception) -> BadPattern:
    said = error.args[0]
    reason = said.decode(errors="replace") if isinstance(said, bytes) else str(error)
    reason, _, _ = reason.partition(": ")  # then comes the pattern
    if "too large" in reason or "repetition size" in reason:
        return BadPattern(Flaw.TOO_BIG)
    return BadPattern(Flaw.GOES_BACK if _GOES_BACK.search(pattern) else Flaw.BROKEN, reason)
