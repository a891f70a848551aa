"""What only surrounds a text, and images that only decorate it, by what their elements are called.

The next word goes into one of the two tables.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from bot.web.html.tree import above, attribute, text_within

# Parts of a page by words in the class or id of their element.
ASIDE = {
    "related": r"related(?![_-]?(?:media|photo|image|picture|galler|figure))[^\W_]*+|suggest[^\W_]*+|yarpp|recirc[^\W_]*+|recommend[^\W_]*+|trending|popular|most-?read|read-?more"
    r"|more-?(?:from|stories|news|articles)|up-?next|read-?next|next-?(?:article|story|post|prev)|prev-?next|outbrain|taboola|teasers?",
    "comments": r"comments?|disqus",
    "newsletter": r"newsletter|subscribe|signup",
    "navigation": r"sidebar|footer|nav|navigation|menu|breadcrumbs?",
    "author": r"author-?(?:bio|box|card|info|image|photo|profile|avatar|pic|details|wrap(?:per)?)|(?<!no-)(?<!hasnt-)(?<!without-)bio|about-?(?:the-?)?author"
    r"|(?:article|entry|post|story)-?author|contributors?|writer-?(?:profile|bio|box)",
    "share": r"share|sharing|social|partage|compartir|compartilhar|condividi|teilen",
    "support": r"donat(?:e|ions?)|spenden?|(?:support|pay)-?(?:us|pay|box|wall)",
    # not what says of an element that it has ads in it: section--ads, section--has-ad
    "ad": r"(?<!--)(?<!has-)(?<!with-)ads?|advert[^\W_]*+|sponsor[^\W_]*+",
    "dialog": r"cookie|consent|modal|popup",
}
# The same as the beginning of one class alone: within longer names they say something else.
_ASIDE_CLASS = r"(?:^|\s)(?:widget|promo)s?(?:$|[\s_-])"
# Images by words in their own class.
DECORATION_CLASS = {
    "avatar": r"avatar|author-(?:image|photo|img)|byline-(?:image|photo)",
    "smiley": r"emoji|smil(?:ey|ies)|wp-smiley",
    "icon": r"icon|arrow",
    "logo": r"logo",
    "spacer": r"spacer|pixel",
    "ad": r"sponsor|ad|ads",
}
_FIGURE = re.compile(
    r"(?:^|[\s_-])(?<!with-)(?<!has-)(?:photo|image|picture|figure|gallery|slideshow)s?(?:$|[\s_-])",
    re.IGNORECASE,
)
_ASIDE_TAGS = frozenset(["aside", "nav", "footer", "template"])
_MAX_FRAGMENT = 20_000


def _table(words: dict[str, str], otherwise: str = "(?!)") -> re.Pattern[str]:
    named = "|".join(f"(?P<{name}>{pattern})" for name, pattern in words.items())
    return re.compile(
        rf"(?:^|[\s_-])(?:{named})(?:$|[\s_-])|{otherwise}"
    )  # of lower case: twice as fast


_ASIDE = _table(ASIDE, _ASIDE_CLASS)
_DECORATION = _table(DECORATION_CLASS)


def aside_kind(node: LexborNode) -> str | None:
    """Return what surrounds an article here: a name in ASIDE, "aside" for others, None for nothing."""
    called = f"{attribute(node, 'class')} {attribute(node, 'id')}".lower()
    match = _ASIDE.search(called)
    if node.tag in _ASIDE_TAGS and (match or not _is_figure(node, called)):
        return "aside"
    kind = (match.lastgroup or "aside") if match else None
    return None if kind == "dialog" and node.tag == "a" else kind  # a link that opens its picture


def _is_figure(node: LexborNode, called: str) -> bool:
    """Tell whether an <aside> is called a picture, and is no box with a heading and one."""
    return (
        node.tag == "aside"
        and bool(_FIGURE.search(called))
        and node.css_first("h2, h3, h4, h5") is None
    )


def is_called_aside(node: LexborNode) -> bool:
    """Tell whether an element's kind, class or id says that it only surrounds an article."""
    return aside_kind(node) is not None


def decoration_class(image: LexborNode) -> str | None:
    """Return what an image is by its class if not a photo, a name in DECORATION_CLASS."""
    match = _DECORATION.search(attribute(image, "class").lower())
    return match.lastgroup if match else None


class Surroundings:
    """Tell what in a fragment stands in what only surrounds its text; each element is asked once."""

    def __init__(self, root: LexborNode) -> None:
        self._words = _words(root)
        self._known: dict[int, bool] = {}

    def hold(self, node: LexborNode) -> bool:
        """Tell whether a node stands in what only surrounds the text.

        What holds most of the fragment's words is the text, whatever it is called.
        """
        return any(self._is_around(up) for up in above(node))

    def _is_around(self, node: LexborNode) -> bool:
        if (known := self._known.get(node.mem_id)) is None:
            known = is_called_aside(node) and _words(node) * 2 <= self._words
            self._known[node.mem_id] = known
        return known


def _words(node: LexborNode) -> int:
    return len(text_within(node, _MAX_FRAGMENT).strip())
