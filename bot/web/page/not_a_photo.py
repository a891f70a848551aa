"""Images on an article's page that are none of its photos.

NOT_A_PHOTO is the order in which an image is asked; the first rule that holds refuses it. What a
rule looks for by words is a table: ASIDE and DECORATION_CLASS in ``bot.web.html.aside``, PART_OF_NAME
and WHOLE_NAME in ``bot.domain.decoration``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple
from urllib.parse import urlsplit

from bot.domain.photo import is_banner
from bot.domain.photo_size import Size, named_size
from bot.web.html.picture import IMAGES
from bot.web.html.tree import above, attribute, is_inside, is_within, text_within
from bot.web.html.version import BACKGROUNDS
from bot.web.page.scope import page_address
from bot.web.page.shown import MAX_CARD, Shown

_MIN_WIDTH = 200  # pixels; what is smaller beside an article's text is a thumbnail
_MIN_HEIGHT = 100
_MAX_LINK_WORDS = 3
_MAX_LINK_TEXT = 500
_MANY = 4  # pictures: more than a card has
_HEADINGS = frozenset(["h2", "h3", "h4", "h5"])
_PICTURE_ANYWHERE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?!\w)|image|photo", re.IGNORECASE)
_SILENT = frozenset(["id", "src", "alt", "style", "border", "hspace", "vspace", "referrerpolicy"])
_HIDDEN = re.compile(r"(?<![\w-])(?:display\s*:\s*none|visibility\s*:\s*hidden|left\s*:\s*-\d{3,})")
_VIDEO = re.compile(r"(?:^|[\s_-])(?:video|youtube|vimeo|\w*player(?:$|[\s_-]))", re.IGNORECASE)
_SPONSORED = re.compile(
    r"[?&](?:utm_medium=(?:banner|display|affiliate|cpc)|(?:aff(?:iliate)?_?(?:id)?|partner|ref_?id)=)",
    re.IGNORECASE,
)
# What a site asks its readers for.
_OFFER = re.compile(
    r"/(?:subscri(?:be|ptions?)|newsletters?|donat(?:e|ions?)|abo|abonnements?|abonne|suscri(?:bete|pcion)"
    r"|membership|advertis(?:e|ing))/?$",
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
    is_headline = shown.target in shown.layout.headlines(shown.base)
    is_told = shown.is_captioned and not _is_captioned_by_link(shown) and not _is_for_sale(shown)
    if is_headline and not is_told:
        return True
    is_beside = not is_inside(shown.node, shown.layout.text)
    return is_beside or len(text_within(shown.link, _MAX_LINK_TEXT).split()) > _MAX_LINK_WORDS


def _is_captioned_by_link(shown: Shown) -> bool:
    """Tell whether a picture's caption is nothing but the headline of the page that it links to."""
    caption = shown.photo.caption if shown.photo is not None else None
    return bool(caption) and any(str(caption) in text for text in _link_texts(shown))


def _is_for_sale(shown: Shown) -> bool:
    """Tell of an offer: a picture with a credit alone that leads to another site, as words elsewhere do."""
    if shown.photo is None or shown.photo.caption or any(_link_texts(shown)):
        return False
    return urlsplit(shown.target or "").hostname != urlsplit(shown.base).hostname


def _link_texts(shown: Shown) -> Iterator[str]:
    """Yield the words of the links in a picture's figure that lead where the picture does."""
    figure = next((up for up in shown.near if up.tag == "figure"), shown.node)
    for node in islice(figure.traverse(), MAX_CARD):
        if node.tag != "a":
            continue
        if page_address(shown.base, node.attributes.get("href") or "") == shown.target:
            yield text_within(node, _MAX_LINK_TEXT).strip()


def _is_of_another(shown: Shown) -> bool:
    """Tell whether an image stands in an <article> beside this one, or on a card of another page."""
    articles = [up for up in above(shown.node) if up.tag == "article"]
    if shown.layout.is_marked and articles and not any(map(shown.layout.holds_article, articles)):
        return True
    for up in shown.near:
        inner = list(islice(up.traverse(), MAX_CARD))
        if len(inner) == MAX_CARD or sum(node.tag == "img" for node in inner) >= _MANY:
            return False
        own = up.tag == "article"
        links = (node for node in inner if node.tag == "a" and (own or is_within(node, _HEADINGS)))
        pages = {page_address(shown.base, link.attributes.get("href") or "") for link in links}
        if (pages - {page_address(shown.base, "")}) & shown.layout.headlines(shown.base):
            return True
    return False


def _is_banner(shown: Shown) -> bool:
    """Tell whether an image links to a front page or an offer, is paid for, or moves and links elsewhere."""
    if shown.link is None or shown.target is None:
        return False
    is_paid = "sponsored" in attribute(shown.link, "rel") or bool(_SPONSORED.search(shown.target))
    target = urlsplit(shown.target)
    is_front = target.path in {"", "/"} and not target.query
    is_elsewhere = target.hostname != urlsplit(shown.base).hostname
    moves = ".gif" in (shown.node.attributes.get("src") or "")[:2000].lower()
    is_offer = bool(_OFFER.search(target.path))
    return is_paid or is_front or is_offer or (moves and is_elsewhere)


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
    """Tell whether an element stands behind the article's text, as those of teasers do."""
    leading = shown.layout.leading(f"{IMAGES}, {BACKGROUNDS}")
    return shown.node.mem_id not in leading and not is_inside(shown.node, shown.layout.text)


def _is_below(shown: Shown) -> bool:
    """Tell whether an image follows the text where only the whole page holds it with a headline.

    Nothing tells there where the article ends, but that its text does.
    """
    scope = shown.layout.scope
    is_open = shown.layout.text is not None and scope is not None and scope.tag == "body"
    return is_open and not is_within(shown.node, frozenset(["figure"])) and _is_behind(shown)


def _is_decoration(shown: Shown) -> bool:
    """Tell of an avatar, logo, icon, pixel, spacer or placeholder, or of nothing to be shown."""
    return shown.photo is None


def _is_heading(shown: Shown) -> bool:
    """Tell whether an image is the words of a heading, drawn: flat, and alone in it."""
    address = urlsplit(shown.photo.url if shown.photo is not None else "").path.lower()
    return address.endswith((".gif", ".png")) and is_within(shown.node, _HEADINGS)


def _is_hidden(shown: Shown) -> bool:
    """Tell whether an image outside of the text is not to be seen: it is there for counting or sharing."""
    if shown.is_captioned or is_inside(shown.node, shown.layout.text):
        return False
    return any(_HIDDEN.search(attribute(up, "style")) for up in shown.near)


def _is_counter(shown: Shown) -> bool:
    """Tell whether an image has an address like no picture's, and nothing that tells what it shows."""
    if not shown.is_image or shown.photo is None or shown.is_captioned or shown.photo.alt:
        return False
    said = {name for name, value in shown.node.attributes.items() if value}
    return said <= _SILENT and not _PICTURE_ANYWHERE.search(shown.photo.url)


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
    Refusal("below", _is_below),
    Refusal("decoration", _is_decoration),
    Refusal("heading", _is_heading),
    Refusal("hidden", _is_hidden),
    Refusal("counter", _is_counter),
    Refusal("thumbnail", _is_thumbnail),
)


def why_not(shown: Shown) -> str | None:
    """Return the name of the first rule by which an image is no photo; None for a photo."""
    return next((rule.name for rule in NOT_A_PHOTO if rule.holds(shown)), None)
