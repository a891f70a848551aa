"""Images on an article's page that are none of its photos.

NOT_A_PHOTO is the order in which an image is asked; the first rule that holds refuses it. What a
rule looks for by words is a table: ASIDE and DECORATION_CLASS in ``bot.web.html.aside``, PART_OF_NAME
and WHOLE_NAME in ``bot.domain.decoration``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from itertools import islice, takewhile
from typing import NamedTuple
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from bot.domain.model import Photo
from bot.domain.photo import is_banner
from bot.domain.photo_size import Size, named_size
from bot.web.html.picture import read_background, read_image
from bot.web.html.tree import above, attribute, is_inside, is_within, text_within
from bot.web.html.version import BACKGROUNDS
from bot.web.page.scope import Layout, page_address

_MIN_WIDTH = 200  # pixels; what is smaller beside an article's text is a thumbnail
_MIN_HEIGHT = 100
_MAX_LINK_WORDS = 3
_MAX_LINK_TEXT = 500
_MANY = 4  # pictures: more than a card has
_MAX_CARD = 150  # elements: more than a card has
_HEADINGS = frozenset(["h2", "h3", "h4", "h5"])
_NEAR = 7  # elements around an image
_IMAGE_TAGS = frozenset(["img", "amp-img"])
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:$|[?#])", re.IGNORECASE)
_VIDEO = re.compile(r"(?:^|[\s_-])(?:video|youtube|vimeo|\w*player(?:$|[\s_-]))", re.IGNORECASE)
_SPONSORED = re.compile(
    r"[?&](?:utm_medium=(?:banner|display|affiliate|cpc)|(?:aff(?:iliate)?_?(?:id)?|partner|ref_?id)=)",
    re.IGNORECASE,
)
# A background is a photo where its element, or one close around it, is called a picture.
_SHOWS = re.compile(
    r"(?:^|[\s_-])(?:hero|cover|featured?|lead|main|photo|image|img|picture|figure|slide|gallery|thumb(?:nail)?"
    r"|media|post|entry|article)s?(?:$|[\s_-])",
    re.IGNORECASE,
)
_SLIDE = re.compile(r"(?:^|[\s_-])(?:slide|gallery|carousel)(?:s|$|[\s_-])", re.IGNORECASE)
_PATTERN = re.compile(
    r"(?:^|[\s_-])(?:pattern|texture|overlay|divider|wrapper|page|body|skin)(?:$|[\s_-])",
    re.IGNORECASE,
)


class Shown:
    """An element of a page that shows a picture; what it shows is read when asked for."""

    def __init__(self, node: LexborNode, layout: Layout, base: str) -> None:
        self.node, self.layout, self.base = node, layout, base

    @cached_property
    def is_image(self) -> bool:
        """Whether it is an image element and not one with a background."""
        return self.node.tag in _IMAGE_TAGS

    @cached_property
    def photo(self) -> Photo | None:
        """The photo with its words; None for decoration or no usable address."""
        read = read_image if self.is_image else read_background
        return read(self.node, base=self.base)

    @cached_property
    def is_captioned(self) -> bool:
        """Whether words stand with it that tell of a photo."""
        return self.photo is not None and bool(self.photo.caption or self.photo.credit)

    @cached_property
    def near(self) -> list[LexborNode]:
        """The element and those close around it, as far as they hold nothing of the article."""
        ups = takewhile(lambda up: not self.layout.holds_article(up), above(self.node))
        return list(islice(ups, _NEAR)) or [self.node]

    @cached_property
    def link(self) -> LexborNode | None:
        """The link that the picture stands in, or that covers it."""
        found = next((up for up in above(self.node) if up.tag == "a"), None)
        if found is not None or self.is_image:
            return found
        inner = islice(self.node.traverse(), _MAX_CARD)
        return next((node for node in inner if node.tag == "a"), None)

    @cached_property
    def target(self) -> str | None:
        """Where its link leads; None for none, to a picture, or to a place on this page."""
        written = (self.link.attributes.get("href") or "").strip() if self.link is not None else ""
        if not written or written.startswith(("#", "javascript:")) or _PICTURE_FILE.search(written):
            return None
        address = page_address(self.base, written)
        return None if address in {"", page_address(self.base, "")} else address


def _surrounds(shown: Shown) -> bool:
    """Tell of related stories, comments, newsletter boxes, author heads, buttons to share, ads."""
    return shown.layout.is_aside(shown.node)


def _is_video_still(shown: Shown) -> bool:
    return any(_VIDEO.search(attribute(up, "class")) for up in shown.near)


def _is_teaser(shown: Shown) -> bool:
    """Tell whether an image stands in a link to another page, which it advertises.

    Within the text, a link around nothing but the image leads to its gallery or full size, unless
    the page links there in words too: then it is a headline's picture.
    """
    if shown.link is None or shown.target is None:
        return False
    if shown.target in shown.layout.headlines(shown.base) and not shown.is_captioned:
        return True
    is_beside = not is_inside(shown.node, shown.layout.text)
    return is_beside or len(text_within(shown.link, _MAX_LINK_TEXT).split()) > _MAX_LINK_WORDS


def _is_of_another(shown: Shown) -> bool:
    """Tell whether an image stands in an <article> beside this one, or on a card of another page."""
    articles = [up for up in above(shown.node) if up.tag == "article"]
    if shown.layout.is_marked and articles and not any(map(shown.layout.holds_article, articles)):
        return True
    for up in shown.near:
        inner = list(islice(up.traverse(), _MAX_CARD))
        if len(inner) == _MAX_CARD or sum(node.tag == "img" for node in inner) >= _MANY:
            return False
        own = up.tag == "article"
        links = (node for node in inner if node.tag == "a" and (own or is_within(node, _HEADINGS)))
        pages = {page_address(shown.base, link.attributes.get("href") or "") for link in links}
        if (pages - {page_address(shown.base, "")}) & shown.layout.headlines(shown.base):
            return True
    return False


def _is_banner(shown: Shown) -> bool:
    """Tell whether an image links to a front page, is paid for, or moves and links elsewhere."""
    if shown.link is None or shown.target is None:
        return False
    is_paid = "sponsored" in attribute(shown.link, "rel") or bool(_SPONSORED.search(shown.target))
    target = urlsplit(shown.target)
    is_front = target.path in {"", "/"} and not target.query
    is_elsewhere = target.hostname != urlsplit(shown.base).hostname
    moves = ".gif" in (shown.node.attributes.get("src") or "")[:2000].lower()
    return is_paid or is_front or (moves and is_elsewhere)


def _is_mere_background(shown: Shown) -> bool:
    if shown.is_image:
        return False
    called = [f"{attribute(up, 'class')} {attribute(up, 'id')}" for up in shown.near[:3]]
    if _is_behind(shown) and not any(map(_SLIDE.search, called)):
        return True
    is_picture = shown.node.attributes.get("role") == "img" or shown.node.tag == "figure"
    named = any(map(_SHOWS.search, called)) and not _PATTERN.search(called[0])
    return not (is_picture or named)


def _is_behind(shown: Shown) -> bool:
    """Tell whether a background stands behind the article's text, as those of teasers do."""
    leading = shown.layout.leading(BACKGROUNDS)
    return shown.node.mem_id not in leading and not is_inside(shown.node, shown.layout.text)


def _is_decoration(shown: Shown) -> bool:
    """Tell of an avatar, logo, icon, pixel, spacer or placeholder, or of nothing to be shown."""
    return shown.photo is None


def _is_thumbnail(shown: Shown) -> bool:
    """Tell by the size that is stated, or asked for, of an image that is small or a mere strip."""
    if shown.photo is None:
        return False
    named = named_size(shown.photo.url)
    width = shown.photo.width or named.width
    return (width is not None and width < _MIN_WIDTH) or _is_strip(shown.photo.url, named)


def _is_strip(url: str, size: Size) -> bool:
    """Tell whether an address says 400x8; a height without the "x" may be a quality."""
    if not size.height or not re.search(rf"{size.width}[x*]{size.height}(?!\d)", url):
        return False
    return size.height < _MIN_HEIGHT or is_banner(*size)


class Refusal(NamedTuple):
    """A reason why an image is no photo of the article."""

    name: str
    holds: Callable[[Shown], bool]


NOT_A_PHOTO = (
    Refusal("surroundings", _surrounds),
    Refusal("video still", _is_video_still),
    Refusal("teaser", _is_teaser),
    Refusal("another article", _is_of_another),
    Refusal("banner", _is_banner),
    Refusal("background", _is_mere_background),
    Refusal("decoration", _is_decoration),
    Refusal("thumbnail", _is_thumbnail),
)


def why_not(shown: Shown) -> str | None:
    """Return the name of the first rule by which an image is no photo; None for a photo."""
    return next((rule.name for rule in NOT_A_PHOTO if rule.holds(shown)), None)
