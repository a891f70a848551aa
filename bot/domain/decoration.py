"""Images that are no photos, told by their addresses and sizes: icons, avatars, logos, ads, pixels."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from bot.domain.photo_parts import parts_of, stem

_SMALL = 100  # pixels; what is smaller is an icon
_THIN = 6  # times as long as wide: a rule, a bar or a banner

# Words for decoration as part of a directory, file name or host.
PART_OF_NAME = {
    "pixel": r"1x1|tracking-?pixel|feedflare|~ff|doubleclick",
    "spacer": r"spacer|sprites?",
    "placeholder": r"placeholder|no-?image|default-?(?:image|thumb\w*)|lazy-?load(?:ing|er)?",
    "avatar": r"gravatar|authors?[_-]?(?:photos?|images?|media|pics?)|profile-?(?:pic|image)s?|default-?avatar",
    "smiley": r"smil(?:ies|eys?)|emoticons?",
    "icon": r"qr-?codes?",
    "share": r"share-?(?:icons?|buttons?|tools?)|social-?icons?",
    "logo": r"favicon|(?:site|header|footer|brand)-?logo|logo-?(?:small|white|black|dark|light|header|amp)",
}
# Words for it as the whole of such a name: they are words of film titles too ("Ad Astra",
# "Avatar", "The Gray Man").
WHOLE_NAME = {
    "pixel": r"pixels?|tracking|tracker|beacon|count(?:er)?(?:\.\w+)?|stats",
    "spacer": r"blank|shim|empty|transparent|clear|gr[ae]y|dummy",
    "placeholder": r"loading|(?:pre)?loader|preload(?:ing)?|spinner",
    "avatar": r"avatars?|userpics?",
    "smiley": r"emojis?",
    "icon": r"icons?|iconos?|ic(?:o|os)?|buttons?|btn|badges?|filetypes?|arrow|rss",
    "share": r"shar(?:e|ing)|partager?|compartir|compartilhar|condividi|teilen",
    "logo": r"logos?(?:[_-]\w{1,12})?",
    "ad": r"ads?|adverts?|advertising|banners?",
}
_DECORATION_WORD = re.compile(
    rf"(?:^|[_.-])(?:{'|'.join(PART_OF_NAME.values())})(?=[_.-]|$|\d)", re.IGNORECASE
)
_DECORATION_NAME = re.compile(
    rf"(?:{'|'.join(WHOLE_NAME.values())})(?:[_-]?\d+(?:x\d+)?)?", re.IGNORECASE
)
_ICON_FILE = re.compile(  # of flat pictures
    r"(?:ic|ico|icon|btn|logo)[_-].*|.*[_-](?:ico|icon|btn|button|badge|label)\d*(?:_.*)?|font-?size|(?:.*[_-])?\w*(?:fb|ad|ads|top|side|web|site|head)[_-]?banner\d*|.*logo|logo\w*",
    re.IGNORECASE,
)
# What only a drawing is called: in a name, and as the whole of one.
_DRAWN = re.compile(
    r"(?:.*[_-])?(?:arrows?|quotes?|overlay|ornaments?|bullets?|puce|divider|separator|printer|loader|loading|spinner|btn)(?:[_-].*)?"
    r"|camera|play|close|search|print|download|zoom|magnify|more|next|prev(?:ious)?",
    re.IGNORECASE,
)
# Folders of a site's own design, not of its stories.
_DESIGN = re.compile(
    r"/(?:wp-content|sites/[^/]+)/(?:themes|plugins)/|/(?:themes?|skins?|templates?|squelettes[\w-]*)/",
    re.IGNORECASE,
)
# What answers a call that only counts: no file, a word or letter, and what to count.
_COUNTING = re.compile(r"/(?:[a-z]|tr|px|pix|pv|hit|collect|ping|imp(?:ression)?s?|log|track)$")
_FLAT = (".png", ".gif")
_SIZE_OF_FILE = re.compile(r"(?<!\d)(\d{2,4})x(\d{2,4})(?!\d)")


def is_decoration(url: str, width: int | None = None, height: int | None = None) -> bool:
    """Tell whether an image is no photo: a pixel, a spacer, an icon, an avatar, a logo, an ad.

    Judged by its stated size in pixels and by general words in its address (M49).
    """
    return _too_small(width, height) or _is_called_decoration(url)


@lru_cache(maxsize=2048)  # asked several times for each picture of an entry
def _is_called_decoration(url: str) -> bool:
    parts = urlsplit(url)
    path = unquote(parts.path).lower()
    if parts.scheme not in {"http", "https"} or path.endswith((".svg", ".ico")):
        return True
    *names, file = parts_of(path) or [""]
    name = stem(file)
    hosts = (parts.hostname or "").split(".")[:-2]
    if any(_DECORATION_NAME.fullmatch(part) for part in (*hosts, *names, name)):
        return True
    if parts.query and _COUNTING.search(path):
        return True
    if file.endswith(_FLAT) and (_is_drawn(file) or _DESIGN.search(path)):
        return True
    return any(_DECORATION_WORD.search(part) for part in (*hosts, *names, name))


def _is_drawn(file: str) -> bool:
    """Tell whether a flat picture is named for an icon, or for a banner's shape: 468x60."""
    if _ICON_FILE.fullmatch(stem(file)) or _DRAWN.fullmatch(stem(file)):
        return True
    sizes = _SIZE_OF_FILE.findall(file)
    return any(is_banner(int(width), int(height)) for width, height in sizes)


def _too_small(width: int | None, height: int | None) -> bool:
    sides = [side for side in (width, height) if side is not None]
    return any(side < _SMALL for side in sides) or is_banner(width, height)


def is_banner(width: int | None, height: int | None) -> bool:
    """Tell whether a picture is far longer than wide, as rules, bars and banners are."""
    if width is None or height is None:
        return False
    return max(width, height) > _THIN * min(width, height)
