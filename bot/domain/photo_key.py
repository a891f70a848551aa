"""Which addresses show one picture: all that differ only in the words by which servers resize.

The rules name the habits of image servers, never a site.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from bot.domain.photo_parts import BLOCK_WIDTHS, pairs_of, parts_of, stem
from bot.domain.photo_within import HAS_EXTENSION, innermost

# Path segments that say how the picture is cut or made smaller, in the words of image servers.
_SIZE_SEGMENT = re.compile(
    r"""
    s[1-9]\d{1,3}(?:-[\w-]+)?                     # Blogger: s1600, s72-c; but not s01, a season
  | [wh]\d{2,4}(?:-[\w-]+)*                       # w640-h480-p
  | (?:resize/|crop/|thumbnail/)?\d{0,4}x\d{0,4}[!<>^%]?(?::\d+x\d+)?     # 640x360, 10x20:300x400
  | \d{0,2}[a-z]\w{0,12}-(?:\d{3,4}-\d{2,4}|0-0)    # 16x9-1280-720, uncropped-0-0; but not day-5-1
  | (?:width)?\d{2,4}x\d{2,4}[_-]?[a-z]*           # 1200x630_crop, width610x580
  | [a-z]{1,3}_[\w.:!-]+(?:,[a-z]{1,3}_[\w.:!-]+)+   # Cloudinary: w_640,h_360,c_fill
  | (?:w|h|c|q|f|ar|g|dpr)_[\w.:]+ | t_[\w-]+
  | s--[\w-]+-- | [\w-]{27}=                      # a signature
  | v\d+                                       # a version
  | filters:.*                                    # Thumbor
  | [+-]?\d+_[+-]?\d+_\d+_\d+                     # a box to cut out
  | (?:width|height|quality|rect|format|fit|w|h|q)[=,:-][\w.,=:-]+
  | \d+(?:,\d+){3} | \d{3,4},\d{2,4}               # 0,0,300,200
  | (?:resize|rs|format|fit):[\w.:-]+ | (?:f|w|h|q|fit|width|height|quality|format|dpr)=[\w.-]+(?:,[a-z]+=[\w.-]+)*
  | f?\d{1,2}:\d{1,2} | (?:16|9|21)x(?:9|10|16) | [1-5]x[1-5]
  | unsafe | smart | fit-in | crop | resize | strip | thumb(?:nail)?[_-]?\d+ | thumbnails? | social | dims\d | scale | quality
  | master | large | medium | small | original | full | thumb | standard | landscape | portrait
  | square | wide | (?:\w+_)?aspect_ratio
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SIZE_WORDS = """
    w h x y s q g v f width height minw maxwidth maxheight mw mh wid hei max-w max-h size sz scale
    resize fit crop rect trim extend ar aspect aspect_ratio ratio ratio_x ratio_y gravity focalpoint pos position cx cy
    cropxunits cropyunits zoom quality strip ssl dpr auto fm format webp optimize compress mode op
    op_usm fl usm sharp blur dpi disable enable upscale smart downsize interpolation bg bgcolor
    background output-format output-quality im imwidth imheight impolicy imdensity name context
    auth ixlib ixid sig signature token hash itok expires ver version t ts cb rnd
"""
_SIZE_QUERY = frozenset(_SIZE_WORDS.split())


@lru_cache(maxsize=2048)  # asked several times for each picture of an entry
def photo_key(url: str) -> str:
    """Return a text that is equal for all sizes and crops of one picture.

    A file name that can't be chance (a long number, a hash) counts alone, one of many words with
    the ids in its directories; any other with all its directories and its host.
    """
    try:
        parts = urlsplit(innermost(url))
    except ValueError:  # no URL at all
        return url
    path = _uncached(unquote(parts.path))
    if number := _BY_NUMBER.search(path):
        return f"{_SERVER.sub('', parts.hostname or '')}/id/{number[1]}"
    path = _without_signature(_STYLES.sub("/", path))
    segments = _up_to_file(parts_of(path))
    name = stem(segments.pop()) if segments else ""
    if segments and _SIZE_NAME.fullmatch(name) and _SIZE_SEGMENT.fullmatch(segments[-1]):
        name = ""
    elif segments and _SIZE_SEGMENT.fullmatch(name.strip("_-")) and not _COUNTED.fullmatch(name):
        name = stem(segments.pop())
    query = _identity_query(parts.path, parts.query)
    name = _without_cut(name) + query
    if known := _known_anywhere(name, query, segments):
        return known
    folders = _without_numbers(segments) if _WORD.search(name) else segments
    kept = [part.lower() for part in folders if not _SIZE_SEGMENT.fullmatch(part)]
    return "/".join([_SERVER.sub("", parts.hostname or ""), *kept, name])


def _known_anywhere(name: str, query: str, segments: list[str]) -> str | None:
    """Return what tells a picture on any host; None for a name that may be chance."""
    if numbers := _OF_AGENCY.findall(name):
        return "+".join(f"{agency}-{number}" for agency, number in numbers)
    if unique := _UNIQUE.search(name):
        number = _NUMBER_BEHIND.search(name, unique.end())
        return unique[0] + (number[0] if number else "") + query
    if _NUMBERED.search(name):
        return name
    return "/".join([*_ids(segments), name]) if _WORDED.search(name) else None


# The host that only serves a site's files; a word that names a file; a folder that may be a width.
_SERVER = re.compile(
    r"^(?:www|cdn|img|images?|media|static|assets|photos?|pics?|[is])\d{0,2}\.(?=[^.]+\.)"
)
_WORD = re.compile(r"[a-z]{3}")
_WIDTH = re.compile(rf"(?!19|20)\d{{1,3}}0|{BLOCK_WIDTHS}")
_MANY = 6  # numbers in a row, of which the first may be a date and the others are a geometry


# Two folders that are a picture's sides, not a date.
_SIDES = re.compile(r"(?<!/\d{4})/(?!(?:19|20)\d\d/)(?:\d{3,4}/\d{2,4}|(\d\d)/\1)$")


def _without_numbers(segments: list[str]) -> list[str]:
    """Drop folders that are numbers by which a server cuts a picture: /240/, /0/0/3000/2000/644/322/."""
    segments = [part for part in _SIDES.sub("", "/".join(["", *segments])).split("/") if part]
    numbers = [part for part in segments if part.isdecimal()]
    if len(numbers) >= _MANY:
        return [part for part in segments if not part.isdecimal()]
    return [part for part in segments if not (len(part) > 2 and _WIDTH.fullmatch(part))]  # noqa: PLR2004


# What a program is asked for by number: /getPreview/id/158666.png, /show/id/158666/width/515/height/337.png
_BY_NUMBER = re.compile(
    r"/id/(\d{4,})(?:/(?:width|height|size|quality|crop|w|h)/\w+)*(?:\.\w{3,4})?$", re.IGNORECASE
)
# Where SPIP and TYPO3 keep what they have made smaller, and where the original stands.
_CACHED = (
    (re.compile(r"/local/cache-vignettes/L\d+xH\d+/([^/]+)-\w{5}(?=\.\w{3,4}$)"), r"/IMG/\1"),
    (re.compile(r"/IMG/(?:jpg|jpeg|png|gif)/(?=[^/]+$)"), "/IMG/"),
    (re.compile(r"/_processed_/(?:\w{1,2}/){0,2}csm_([^/]+)_[0-9a-f]{10}(?=\.\w{3,4}$)"), r"/\1"),
)


def _uncached(path: str) -> str:
    for pattern, original in _CACHED:
        path = pattern.sub(original, path)
    return path


# Drupal's image styles; a name that is only a width; a hash or UUID, with the number behind it;
# a name that stands for one picture wherever it is found.
_STYLES = re.compile(
    r"""
    /styles/[^/]+/(?:public|private)/
  | /cdn-cgi/image/(?=[^/]*=) | /max/\d{2,4}/
  | /(?:scale-to-[a-z-]+|width|height)/\d{2,4}(?=/|$)     # .../still/scale-to-width-down/1200
  | /(?:thumbnail|top-crop|zoom-crop|fixed-aspect-ratio)(?:-[a-z]+)*(?=/width/)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SIZE_NAME = re.compile(r"\d{2,4}")
_COUNTED = re.compile(r"[a-z]\d{1,2}")  # a picture of a series: s10.jpg
_UNIQUE = re.compile(
    r"(?<![0-9a-f])(?:[0-9a-f]{32,40}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![0-9a-f])"
)
# A number by which an agency knows the picture, in whatever name it was given: hero_gettyimages-593279110-2.
_OF_AGENCY = re.compile(
    r"(?<![a-z])(gettyimages|istock(?:photo)?|shutterstock|adobestock|alamy|imago|dpa|afp)[-_]?(\d{7,})"
)
_NUMBER_BEHIND = re.compile(r"[_-]\d{1,3}$")
_NUMBERED = re.compile(r"\d{9}")
_WORDED = re.compile(r"^(?=.*[a-z])[^?]{28,}$")


# A folder that is an upload's own: what an article's pictures are called may be its headline.
_ID = re.compile(
    r"\d{6,}|[0-9a-f]{24,40}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE
)


def _ids(segments: list[str]) -> list[str]:
    return [part.lower() for part in segments if _ID.fullmatch(part)]


# A hash in the path beside the picture's number, with what may follow it: it signs the size.
_SIGNATURE = re.compile(r"/(?:[0-9a-f]{32}|[0-9a-f]{40})(?:/\w{1,2})?(?=/)")
_NUMBER_FOLDER = re.compile(r"/\d{6,}/")


def _without_signature(path: str) -> str:
    return _SIGNATURE.sub("", path) if _NUMBER_FOLDER.search(path) else path


# Words for a place on a page behind a number that can't be chance: 310507093243-02-moon-1128-story-top.
_WORDS_BEHIND = re.compile(
    r"(?<=\d)(?:[_-](?:horizontal|vertical|gallery|story|top|body|full|super|tease|exlarge|wide|hero|inline|lead))+$"
)
_LONG_NUMBER = re.compile(r"(?<!\d)\d{9,}(?!\d)")
# A number and a width: 7-560.jpg, 7-1260.jpg
_NUMBER_AND_WIDTH = re.compile(r"(\d{1,3})[-_]\d{2,3}0")


def _without_cut(name: str) -> str:
    if match := _NUMBER_AND_WIDTH.fullmatch(name):
        return match[1]
    return _WORDS_BEHIND.sub("", name) if _LONG_NUMBER.search(name) else name


def _up_to_file(segments: list[str]) -> list[str]:
    """Drop what follows the picture's own file: Name.jpg/300px-Name.jpg, Name.jpg/scale/350."""
    for index, segment in enumerate(segments[:-1]):
        if HAS_EXTENSION.search(segment):
            return segments[: index + 1]
    return segments


def is_size_segment(part: str) -> bool:
    """Tell whether a directory of an address only says how the picture is cut or made smaller."""
    return bool(_SIZE_SEGMENT.fullmatch(part))


_NAMING = re.compile(
    r"(?:(?:image|img|photo|pic|picture|media|file|p|f)[_-]?)?id|image|img|src|url|file|photo|path|pic|p"
)


def _identity_query(path: str, query: str) -> str:
    """Return what of the query tells pictures apart: little where the path names a file."""
    pairs = [(name.lower(), value) for name, value in pairs_of(query)]
    if HAS_EXTENSION.search(path):
        kept = [pair for pair in pairs if _NAMING.fullmatch(pair[0])]
    else:
        kept = [
            pair for pair in pairs if pair[0] not in _SIZE_QUERY or HAS_EXTENSION.search(pair[1])
        ]
    return "?" + "&".join(f"{name}={value}" for name, value in sorted(kept)) if kept else ""
