"""How large a picture its address asks for, in the words of image servers.

SIZE_RULES are tried in order, and the first that speaks is believed; the last word of an address
counts, since servers cut first and scale then. None names a site.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from bot.domain.photo_parts import BLOCK_WIDTHS, pairs_of

UNTOUCHED = 10_000  # pixels that an address stands for which asks for no size
_MAX_WIDTH = 6000  # a larger number is no width
_STYLED = 1000  # pixels that a server's named style stands for
_PRINTED_OVER = 600  # pixels that a picture counts for at most which carries a logo


class Size(NamedTuple):
    """The size that an address asks for, in pixels; None for what it leaves open."""

    width: int | None
    height: int | None = None


class SizeRule(NamedTuple):
    """One way of asking for a size. Groups are the width, then the height if it is said."""

    name: str
    where: str  # "query": matched against one "name=value" at a time; "path"; "file"
    pattern: re.Pattern[str]


def _rule(name: str, where: str, pattern: str) -> SizeRule:
    return SizeRule(name, where, re.compile(pattern, re.VERBOSE | re.IGNORECASE))


SIZE_RULES = (
    # ?w=640, ?width=640px, ?imwidth=640, ?format=1500w
    _rule(
        "a width in the query",
        "query",
        r"(?:w|width|imwidth|img_?width|wid|max-?w(?:idth)?|mw|s|size|sz|format|px)=(\d{2,5})(?:px|w)?$",
    ),
    # ?resize=760,444, ?fit=1200x800, ?d=640*360, ?resize=1200:*
    _rule(
        "two sides in the query",
        "query",
        r"(?:resize|fit|size|sz|s|d|dim|dimensions?|thumb(?:nail)?|type|name)=\D{0,6}(\d{2,5})(?:[,x:*|](\d{2,5}))?(?::\*$|(?!\d|[,x:*|]))",
    ),
    # ?im=Resize=(960,540), ?impolicy=x&im=Resize,width=640, ?p=resize:960:540
    _rule(
        "a resize in a value",
        "query",
        r".{0,200}?resize\w{0,8}[=:,/]\(?(?:w(?:idth)?[=:_])?(\d{2,5})(?:[,x:](\d{2,5}))?",
    ),
    # ?c=16x9&q=h_720,w_1280,c_fill
    _rule("a list of words in a value", "query", r".{0,200}?[=,](?:w|width)[_:](\d{2,5})(?=,|$)"),
    _rule(
        "two sides behind a word for cutting",  # /resize/1200x800!/, /fit-in/640x360/
        "path",
        r"/(?:resize|thumbnail|fit-in|fit|fill|scale|max|size)[/=:](\d{2,5})x(\d{0,5})[!<>^%]?(?=[/,;]|$)",
    ),
    # /w_830,c_fill/, /c_fill,h_360,w_640/, /f=auto,w=1200/, /width=640/
    _rule("a list of words", "path", r"[/,](?:w|width|max_?width)[_=:](\d{2,5})(?=[,/]|$)"),
    # /s1600/still.jpg, =w640-h480-p; but not a server's number: /s28/1234567/still.jpg
    _rule(
        "an album's end", "path", r"[/=][sw](\d{2,4})(?:-[hw](\d{2,4}))?(?:-[\w-]+)?(?=/?[^/]*$)"
    ),
    # /scale-to-width-down/1200, /resize:fit:1400/, /max/1400/, /width-640/
    _rule(
        "a width behind a word",
        "path",
        r"/(?:scale|resize|width|max|scale-to-width(?:-down)?|rs)(?:[:/_=-](?:fit|fill|auto|w))?[:/_=-](\d{2,5})(?:[:/x](\d{2,5}))?(?=[/:.,]|$)",
    ),
    # still-1024x683.jpg, /640x360/, /1200x/, /1200x630_crop/, /640x360nocrop2/, /L640xH480/, /890xH590/; but not the shape 16x9
    _rule(
        "two sides",
        "path",
        r"[/_.-]l?(?!(?:16x9|9x16|21x9|16x10|10x16)(?!\d))(\d{2,5})xh?(\d{0,5})(?:[!<>^]|(?:no)?crop\d?)?(?=[/._@-]|$)",
    ),
    _rule("a shape with two sides", "path", r"/\d{0,2}[a-z]\w{0,12}-(\d{2,4})-(\d{1,4})(?=/)"),
    _rule("a width before the name", "path", r"/(\d{2,5})px-(?=[^/]+$)"),
    # still_640.jpg, still-w640.jpg, still-640w.jpg
    _rule(
        "a width in the name",
        "path",
        r"[-_](?:w(?=\d+\.))?(\d{3,4})(?:(?<=w\d{3})|(?<=w\d{4})|w|px)(?=\.[a-z]{3,4}$)",
    ),
    _rule(
        "a usual width in the name",
        "path",
        r"[-_](320|400|480|500|600|640|720|750|768|800|960|10(?:00|24|80)|12[08]0|1440|1600|1920|2048|2560)(?:\.0)?(?=\.\w{3,4}$)",
    ),
    # /640/360/still.jpg, but not /2031/05/, nor /05/07/ behind a year
    _rule("two folders", "path", r"(?<!/\d{4})/(?!(?:19|20)\d\d/)(\d{2,4})/(\d{2,4})/[^/]+$"),
    _rule(
        "a folder of its own",
        "path",
        rf"/(?!(?:19|20)\d\d/)(\d{{2,3}}0|{BLOCK_WIDTHS})(?=/|\.[a-z]{{3,4}}$)",
    ),
)

# Words for sizes, as the end of a file's name, a folder or a value, with the pixels they stand for.
SIZE_WORDS = {
    "mini": 150, "tn": 150, "tiny": 150, "xs": 150, "thumb": 300, "thumbs": 300, "thumbnail": 300,
    "thumbnails": 300, "teaser": 300, "square": 300, "small": 300, "thumbstandard": 150, "thumbwide": 300,
    "preview": 400, "medium": 600, "articlelarge": 600, "large": 1024, "jumbo": 1024,
    "scaled": 2560, "superjumbo": 2048, "xl": 1400, "xxl": 2000,
    "full": UNTOUCHED + 1, "original": UNTOUCHED + 1, "orig": UNTOUCHED + 1, "master": UNTOUCHED + 1,
    "fullsize": UNTOUCHED + 1, "fullres": UNTOUCHED + 1,
}  # fmt: skip
# One letter behind a hash, in the habit of photo albums.
_LETTER = re.compile(r"_[0-9a-f]{10}_([a-z])\.[a-z]{3,4}$", re.IGNORECASE)
_LETTERS = {
    "s": 75, "q": 150, "t": 100, "m": 240, "n": 320, "w": 400, "z": 640, "c": 800, "b": 1024,
    "h": 1600, "k": 2048, "o": UNTOUCHED + 1,
}  # fmt: skip
# What a program is asked for: /getPreview/, /showThumbnail/.
_VERB = re.compile(r"/(?:get|show|view|load)([A-Z][a-z]+)(?=[/.?]|$)")
_STYLE = re.compile(r"/styles/[^/]+/(?:public|private)/")


@lru_cache(maxsize=2048)  # asked several times for each picture
def named_size(url: str) -> Size:
    """Return the size in pixels that a picture's URL asks for in numbers.

    A server that is told a screen's density sends so many times more: ``?width=700&dpr=2``.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return Size(None)
    pairs = [f"{name}={value}" for name, value in pairs_of(parts.query) if len(value) < 400]  # noqa: PLR2004
    path = unquote(parts.path)
    for rule in SIZE_RULES:
        for text in pairs if rule.where == "query" else [path]:
            if found := _last(rule, text):
                return found if rule.where != "query" else _dense(found, parts.query)
    return Size(None)


_DENSITY = re.compile(r"(?:^|&)dpr=([1-4])(?:\.0+)?(?:&|$)")


def _dense(size: Size, query: str) -> Size:
    times = int(match[1]) if (match := _DENSITY.search(query)) else 1
    return Size(*(side * times if side else None for side in size))


def _last(rule: SizeRule, text: str) -> Size | None:
    matches = [rule.pattern.match(text)] if rule.where == "query" else rule.pattern.finditer(text)
    sizes = [_size(match) for match in matches if match]
    known = [size for size in sizes if size is not None]
    return known[-1] if known else None


def _size(match: re.Match[str]) -> Size | None:
    """Return the size that was matched; None where the numbers are too small or large for one."""
    width, height = (int(group) if group else None for group in (*match.groups(), None)[:2])
    if width is None or width > _MAX_WIDTH or (height or 0) > _MAX_WIDTH:
        return None
    if not width:
        return None
    return Size(width, height)


def named_width(url: str) -> int | None:
    """Return the width in pixels that a picture's URL asks for, None where it asks for none."""
    return named_size(url).width


def likely_width(url: str) -> int:
    """Return the width in pixels that a URL stands for, to choose the largest by.

    In numbers, else in words; one that asks for no size is the original, and UNTOUCHED. One with a
    logo printed over it stands for little, however large it is.
    """
    try:
        width = named_width(url) or _width_in_words(url) or UNTOUCHED
        return min(width, _PRINTED_OVER) if _OVERLAY.search(url) else width
    except ValueError:  # no URL at all
        return UNTOUCHED


@lru_cache(maxsize=2048)
def _width_in_words(url: str) -> int | None:
    parts = urlsplit(url)
    path = unquote(parts.path).lower()
    if letter := _LETTER.search(path):
        return _LETTERS.get(letter[1])
    *folders, file = path.split("/")
    values = [value.lower() for name, value in pairs_of(parts.query) if name in _SIZE_NAMES]
    verbs = [match[1].lower() for match in _VERB.finditer(parts.path)]
    words = [*folders, *verbs, _last_word(file), _first_word(file), *values]
    known = [SIZE_WORDS[word] for word in words if word in SIZE_WORDS]
    if known:
        return min(known)
    return _STYLED if _STYLE.search(path) else None


_SIZE_NAMES = frozenset(["size", "name", "format", "type", "imformat", "impolicy", "variant"])


def _last_word(file: str) -> str:
    parts = re.split(r"[-_.]", file.rpartition(".")[0])
    return parts[-1] if len(parts) > 1 else ""


def _first_word(file: str) -> str:
    parts = re.split(r"[-_]", file, maxsplit=1)
    return parts[0] if len(parts) > 1 else ""


_OVERLAY = re.compile(r"[?&](?:overlay|watermark|mark)(?:[-_]\w+)?=", re.IGNORECASE)
_CUT = re.compile(
    r"[/,](?:c_(?:fill|crop|thumb|lfill)|crop|smart|g_\w+)(?=[/,:_-])|[?&;](?:crop|rect|fit=crop|mode=crop|fill)(?:=|&|$)"
    r"|[_-](?:crop|square|social|facebook|twitter|og|landscape|portrait|wide|1x1|4x3|16x9|\d{3,4}x\d{3,4})(?=[._/-])"
    r"|/(?:square|social|facebook|twitter|og|landscape|wide|1x1|4x3|16x9)(?:_(?:teaser|image|card|share))?(?=/)",
    re.IGNORECASE,
)


def is_cut(url: str) -> bool:
    """Tell whether an address asks for a part of the picture only."""
    return bool(_CUT.search(url[8:]))
