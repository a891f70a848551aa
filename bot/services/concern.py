"""Concerns: who has something to do now that votes have changed."""

from __future__ import annotations

from enum import Flag, auto
from typing import Final


class Concern(Flag):
    """What a change of votes has brought about; several at once, or nothing."""

    EDITS = auto()
    """Other cards are to be edited, or at other times."""

    OWED = auto()
    """Vote reactions are to be put under messages again."""

    UNWANTED = auto()
    """Reactions are to be taken away."""

    DOUBTS = auto()
    """Posts are to be compared with Discord, or their people to be asked for."""


NOTHING: Final = Concern(0)
