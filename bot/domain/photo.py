"""Which URLs show the same picture, which one is largest, and which show no picture worth showing.

One picture is published in many sizes and crops, whose addresses differ in size words only.
The rules name the habits of image servers, never a site.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit, urlunsplit

from bot.domain.model import Photo

MAX_URL = 2048  # what Discord takes for a media item

_EXTENSION = r"\.(?:jpe?g|jfif|png|gif|webp|avif|heic|bmp|tiff?)"
_HAS_EXTENSION = re.compile(_EXTENSION + "$", re.IGNORECASE)
_NESTED = re.compile(r"[/=?&,:](https?(?::|%3a)(?://?|%2f%2f).+)", re.IGNORECASE)
_PROXIED_HOST = re.compile(r"/(?:[\w-]+\.)+(?!html?/|php/)[a-z]{2,6}/(?=.)", re.IGNORECASE)


def photo_url(url: str, base: str = "") -> str | None:
    """Return the absolute URL of a picture as Discord takes it, or None (M49).

    Relative ones are resolved, spaces and non-ASCII are encoded; refused are other schemes than
    http and https, SVG and icons, names and passwords, and more than 2,048 characters.
    """
    try:
        parts = urlsplit(urljoin(base, re.sub(r"[\t\r\n]", "", url.strip()).replace("\\", "/")))
        host = _ascii_host(parts.hostname or "", parts.port)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc:
        return None
    if parts.path.lower().endswith((".svg", ".svgz", ".ico")) or not url.strip():
        return None
    path, query = _encoded(parts.path) or "/", _encoded(parts.query)
    found = urlunsplit((parts.scheme, host, path, query, ""))
    return found if len(found) <= MAX_URL else None


def _ascii_host(host: str, port: int | None) -> str:
    name = host if host.isascii() else host.encode("idna").decode("ascii")
    if re.search(r"[^\w.:-]", name):
        return ""
    name = f"[{name}]" if ":" in name else name
    return f"{name}:{port}" if port is not None else name


def _encoded(part: str) -> str:
    """Percent-encode what may not stand in a URL, leaving what is already encoded."""
    part = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", part)
    return quote(part, safe="%/:=&?~+!$,;'@()*-._", errors="replace")


# Path segments that say how the picture is cut or made smaller, in the words of image servers.
_SIZE_SEGMENT = re.compile(
    r"""
    s\d{2,4}(?:-[\w-]+)?                          # Blogger: s1600, s72-c
  | [wh]\d{2,4}(?:-[\w-]+)*                       # w640-h480-p
  | (?:resize/|crop/|thumbnail/)?\d{0,4}x\d{0,4}[!<>^%]?(?::\d+x\d+)?     # 640x360, 10x20:300x400
  | [a-z]{1,3}_[\w.:!-]+(?:,[a-z]{1,3}_[\w.:!-]+)+   # Cloudinary: w_640,h_360,c_fill
  | (?:w|h|c|q|f|ar|g|dpr)_[\w.:]+
  | v\d{6,}                                       # a version
  | filters:.*                                    # Thumbor
  | [+-]?\d+_[+-]?\d+_\d+_\d+                     # a box to cut out
  | (?:width|height|quality|rect|format|fit|w|h|q)[=,:-][\w.,=:-]+
  | \d+(?:,\d+){1,}                               # 0,0,300,200
  | (?:f)?\d{1,2}:\d{1,2} | \d{1,2}x\d{1,2}
  | unsafe | smart | fit-in | crop | resize | strip | thumbnails? | dims\d | scale | quality
  | master | large | medium | small | original | full | thumb | standard | landscape | portrait
  | square | wide | (?:\w+_)?aspect_ratio
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Ends of file names that say the same, before the extension.
_SIZE_SUFFIX = re.compile(
    r"""
    (?: [-_.]?\d{2,4}x\d{2,4}(?:[-_]?c(?:rop)?)? | -scaled | -rotated | -e\d{10,} | @[23]x
      | [-_](?:w|h|s|width|height)?[-_]?\d{3,4}(?:px|w|h) | [-_][wh][-_]?\d{2,4}
      | [-_](?:large|medium|small|thumb|thumbnail|original|full|master|big|xl|xxl|hd|square|landscape|portrait)
      | (?<=_[0-9a-f]{10})_[sqtmnzcbhko] | =[swh]\d{2,4}(?:-[\w-]+)*
    )$
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SIZE_WORDS = """
    w h x y s q g v f width height minw maxwidth maxheight mw mh wid hei max-w max-h size sz scale
    resize fit crop rect trim extend ar aspect aspect_ratio gravity focalpoint pos position cx cy
    cropxunits cropyunits zoom quality strip ssl dpr auto fm format webp optimize compress mode op
    op_usm fl usm sharp blur dpi disable enable upscale smart downsize interpolation bg bgcolor
    background output-format output-quality im imwidth imheight impolicy imdensity name context
    ixlib ixid sig signature token hash itok expires ver version t ts cb rnd
"""
_SIZE_QUERY = frozenset(_SIZE_WORDS.split())


def photo_key(url: str) -> str:
    """Return a text that is equal for all sizes and crops of one picture."""
    parts = urlsplit(_innermost(url))
    segments = [unquote(part) for part in parts.path.split("/") if part]
    name = _stem(segments.pop()) if segments else ""
    kept = [part.lower() for part in segments if not _SIZE_SEGMENT.fullmatch(part)]
    host = (parts.hostname or "").removeprefix("www.")
    return "/".join([host, *kept, name + _identity_query(parts.path, parts.query)])


def _innermost(url: str) -> str:
    """Return the address of the picture itself, where an image proxy's URL holds it."""
    for _ in range(4):
        match = _NESTED.search(url, 8)
        if not match:
            break
        url = unquote(match[1]) if "%" in match[1][:12] else match[1]
        url = re.sub(r"^(https?):/+", r"\1://", url, flags=re.IGNORECASE)
    parts = urlsplit(url)
    host = _PROXIED_HOST.search(parts.path)
    if host and not _HAS_EXTENSION.search(host[0][:-1]):
        return f"{parts.scheme}:/{parts.path[host.start() :]}?{parts.query}"
    return url


def _stem(name: str) -> str:
    """Return a file's name without extensions and words of size; lower case."""
    name = name.lower()
    while stripped := _HAS_EXTENSION.sub("", _SIZE_SUFFIX.sub("", name)):
        if stripped == name:
            break
        name = stripped
    return name


def _identity_query(path: str, query: str) -> str:
    """Return what of the query tells pictures apart: none where the path names a file."""
    if _HAS_EXTENSION.search(path):
        return ""
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = sorted(pair for pair in pairs if pair[0].lower() not in _SIZE_QUERY)
    return "?" + "&".join(f"{name}={value}" for name, value in kept) if kept else ""


_WIDTH_IN_QUERY = re.compile(
    r"[?&;](?:w|width|imwidth|wid|maxwidth|mw|s|size|resize|fit)=(\d{2,4})(?!\d)", re.IGNORECASE
)
_WIDTH_IN_PATH = re.compile(
    r"(?:/|=)[sw](\d{2,4})(?:-[\w-]+)*(?=/|$)"
    r"|[/,]w_(\d{2,4})(?=[,/])"
    r"|[/_-](\d{2,4})x\d{0,4}(?=[/._-]|$)"
    r"|[-_]w?(\d{3,4})(?:w|px)?(?=\.[a-z]{3,4}(?:$|\?))"
    r"|/width[=-](\d{2,4})"
    r"|/(?!(?:19|20)\d\d/)(\d{3,4})(?=/|\.[a-z]{3,4}$)",
    re.IGNORECASE,
)
_MAX_WIDTH = 6000
_UNTOUCHED = 10_000


def named_width(url: str) -> int | None:
    """Return the width in pixels that a picture's URL asks for, None where it asks for none."""
    outer = urlsplit(url)
    found = list(_WIDTH_IN_QUERY.finditer("?" + outer.query))
    found = found or list(_WIDTH_IN_PATH.finditer(unquote(outer.path)))
    if not found:
        return None
    value = int(next(group for group in found[-1].groups() if group))
    return value if value <= _MAX_WIDTH else None


def largest(photos: Iterable[Photo]) -> Photo:
    """Return the largest of several versions of one picture, the first among equals.

    A URL that asks for no size is the original. Raises ValueError if there is none.
    """
    return max(photos, key=_size)


def _size(photo: Photo) -> tuple[int, int]:
    return (named_width(photo.url) or _UNTOUCHED, photo.width or 0)


def one_each(photos: Iterable[Photo]) -> tuple[Photo, ...]:
    """Return each picture once, in order, in the largest version that was named.

    Credit, caption and alt text that a smaller version had are kept. No URL is made up.
    """
    versions: dict[str, list[Photo]] = {}
    for photo in photos:
        versions.setdefault(photo_key(photo.url), []).append(photo)
    return tuple(_merged(same) for same in versions.values())


def _merged(same: list[Photo]) -> Photo:
    return replace(
        largest(same),
        credit=next((photo.credit for photo in same if photo.credit), None),
        caption=next((photo.caption for photo in same if photo.caption), None),
        alt=next((photo.alt for photo in same if photo.alt), None),
    )


_SMALL = 100  # pixels; what is smaller is an icon
_THIN = 6  # times as long as wide: a rule, a bar or a banner
_DECORATION = re.compile(
    r"(?:^|[/_.-])(?:pixel|spacer|blank|empty|transparent|clear|1x1|tracking|tracker|beacon|counter|stats"
    r"|gravatar|avatars?|author-?photos?|userpics?|profile-?(?:pic|image)s?"
    r"|icons?|ic|ico|favicon|sprites?|buttons?|btn|badges?|share\w*|sharing|social|emojis?|smil(?:ies|eys?)"
    r"|emoticons?|logos?|placeholder|loading|spinner|grey|gray|ads?|advert\w*|banners?|doubleclick"
    r"|~ff|feedflare|feedburner|no-?image|default-?image|dummy)(?=[/_.-]|$|\d)",
    re.IGNORECASE,
)


def is_decoration(url: str, width: int | None = None, height: int | None = None) -> bool:
    """Tell whether an image is no photo: a pixel, a spacer, an icon, an avatar, a logo, an ad.

    Judged by its stated size in pixels and by general words in its address (M49).
    """
    if _too_small(width, height):
        return True
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or parts.path.lower().endswith((".svg", ".ico")):
        return True
    return bool(_DECORATION.search(f"{parts.hostname or ''}{unquote(parts.path)}"))


def _too_small(width: int | None, height: int | None) -> bool:
    sides = [side for side in (width, height) if side is not None]
    if any(side < _SMALL for side in sides):
        return True
    return len(sides) == 2 and max(sides) > _THIN * min(sides)  # noqa: PLR2004
