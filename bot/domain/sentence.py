"""Sentences that are written down before anybody says them."""

from __future__ import annotations


def marked(sentence: str) -> str:
    """Return a sentence as it is: it is to be translated where it is said.

    The catalogues take their sentences from the code: from what is said directly, and from this.
    """
    return sentence
