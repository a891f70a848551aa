"""How many photos a card has: as its subscription's look has it, and how plain it has to be (L23)."""

from __future__ import annotations

from bot.domain.model import FEWER_PHOTOS, MAX_PHOTOS, NO_PHOTOS
from bot.domain.setting import Look

_MOST = {Look.GALLERY: MAX_PHOTOS, Look.ONE_PHOTO: 1, Look.COMPACT: 1, Look.TEXT: 0}


def most_photos(look: Look, plainness: int) -> int:
    """Return how many photos a card shows at most, 0 to MAX_PHOTOS."""
    if plainness >= NO_PHOTOS:
        return 0
    return min(_MOST[look], 1) if plainness >= FEWER_PHOTOS else _MOST[look]
