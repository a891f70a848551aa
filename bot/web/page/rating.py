"""Whether a page says of itself that it is not for everybody."""

from __future__ import annotations

from bot.web.page.meta import Metadata

_ADULT = ("adult", "mature", "restricted", "rta-")


def is_sensitive(meta: Metadata) -> bool:
    """Tell whether ``<meta name="rating">`` is "adult", "mature" or the label of RTA."""
    return any(said.strip().casefold().startswith(_ADULT) for said in meta.every("rating"))
