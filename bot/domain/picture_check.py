"""Whether a photo will show: judged by what its host answers and by its first bytes (M49)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

from bot.domain.model import Photo
from bot.domain.photo import is_banner

MIN_SIDE = 100  # pixels; what is smaller is an icon


class Kind(Enum):
    """What a file's first bytes are, whatever its name and its header say."""

    JPEG = "jpg"
    PNG = "png"
    GIF = "gif"
    WEBP = "webp"
    BMP = "bmp"
    AVIF = "avif"
    HEIC = "heic"
    SVG = "svg"
    HTML = "html"
    OTHER = "bin"


SHOWABLE = frozenset({Kind.JPEG, Kind.PNG, Kind.GIF, Kind.WEBP, Kind.BMP})
"""The kinds that Discord shows in every client; AVIF is not among them, nor are vectors."""


class Verdict(Enum):
    """What becomes of a photo: SHOWN as it is; UNSHOWN is left out, or its fallback is taken.

    REFUSED and UNKNOWN photos are kept: Discord may load them all the same. A REFUSED one may be
    had by saying which page it is on (the host allows no hotlinks), or not by machines at all.
    """

    SHOWN = "shown"
    UNSHOWN = "unshown"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What was seen of a photo without reading it all.

    ``status`` is None where no answer came in time; ``forbidden`` is set for an address that the
    guard refuses. ``width`` and ``height`` are pixels, as shown; None where the first bytes don't
    say. ``whole`` is set where those bytes are all there are, ``blank`` where they are one colour.
    """

    status: int | None = None
    forbidden: bool = False
    kind: Kind | None = None
    width: int | None = None
    height: int | None = None
    whole: bool = False
    blank: bool = False


UNSEEN = Look()

_REFUSALS = frozenset({401, 403, 407, 451})
_LATER = frozenset({408, 425, 429})
_OK, _BAD_REQUEST, _SERVER_ERROR = 200, 400, 500


def verdict(look: Look) -> Verdict:
    """Return what a look means; the rules hold in this order."""
    if look.forbidden:
        return Verdict.UNSHOWN
    if look.status is None or look.status in _LATER or look.status >= _SERVER_ERROR:
        return Verdict.UNKNOWN
    if look.status in _REFUSALS:
        return Verdict.REFUSED
    if not _OK <= look.status < _BAD_REQUEST:
        return Verdict.UNSHOWN
    if look.kind is Kind.HTML:  # a page instead of a picture: for people with a browser only
        return Verdict.REFUSED
    return Verdict.SHOWN if _is_picture(look) else Verdict.UNSHOWN


def _is_picture(look: Look) -> bool:
    if look.kind not in SHOWABLE or look.blank:
        return False
    if look.width is None or look.height is None:
        return not look.whole  # its size comes later in the file, unless there is no later
    return min(look.width, look.height) >= MIN_SIDE and not is_banner(look.width, look.height)


def may_be_blank(look: Look, length: int) -> bool:
    """Tell whether a whole picture of so many bytes holds too little for a photo.

    A photo takes a twentieth of a byte for a pixel at the very least, one flat colour a tenth of
    that; the headers of a file take up to two kilobytes.
    """
    if not (look.whole and look.width and look.height):
        return False
    return length < _HEADERS + look.width * look.height * _PHOTO_BYTES


_HEADERS, _PHOTO_BYTES = 2_000, 0.03


def settled(photo: Photo, looks: Iterable[tuple[str, Look]]) -> Photo | None:
    """Return a photo after looks at its URL and then at its fallbacks, as far as was needed.

    The first URL that may show is taken, with its true size; the ones after it stay as fallbacks.
    Caption, credit and all else are the picture's and stay. None if no URL will show.
    """
    rest = (photo.url, *photo.fallbacks)
    for url, look in looks:
        rest = rest[rest.index(url) + 1 :]
        found = verdict(look)
        if found is Verdict.SHOWN and look.width and look.height:
            return replace(photo, url=url, fallbacks=rest, width=look.width, height=look.height)
        if found is not Verdict.UNSHOWN:
            return _elsewhere(photo, url, rest)
    return _elsewhere(photo, rest[0], rest[1:]) if rest else None


def _elsewhere(photo: Photo, url: str, rest: tuple[str, ...]) -> Photo:
    """Return the photo at one of its URLs; the stated size was that of the first one."""
    if url == photo.url:
        return photo
    return replace(photo, url=url, fallbacks=rest, width=None, height=None)
