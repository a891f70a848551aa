"""What only surrounds a text, by what its elements are called."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from bot.web.html.tree import above, attribute, text_within

_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:related[^\W_]*+|yarpp|recirc[^\W_]*+|recommend[^\W_]*+|comments?|sidebar|newsletter|trending|popular"
    r"|most-?read|read-?more|more-?(?:from|stories|news|articles)|footer|nav|navigation|menu"
    r"|outbrain|taboola|author-?(?:bio|box|card|info|image|photo)|bio|ads?|advert[^\W_]*+|sponsor[^\W_]*+"
    r"|share|sharing|social|up-?next|read-?next|next-?article|breadcrumbs?|cookie|consent)(?:$|[\s_-])"
    r"|(?:^|\s)(?:widget|promo)s?(?:$|[\s_-])",
    re.IGNORECASE,
)
_ASIDE_TAGS = frozenset(["aside", "nav", "footer", "template"])
_MAX_FRAGMENT = 20_000


def is_called_aside(node: LexborNode) -> bool:
    """Tell whether an element's kind, class or id says that it only surrounds an article."""
    called = f"{attribute(node, 'class')} {attribute(node, 'id')}"
    return node.tag in _ASIDE_TAGS or bool(_ASIDE.search(called))


def is_in_aside(node: LexborNode, root: LexborNode) -> bool:
    """Tell whether a node of a fragment stands in what only surrounds the text.

    What holds most of the fragment's words is the text, whatever it is called.
    """
    called = [up for up in above(node) if is_called_aside(up)]
    if not called:
        return False
    words = len(text_within(root, _MAX_FRAGMENT).strip())
    return any(len(text_within(up, _MAX_FRAGMENT).strip()) * 2 <= words for up in called)
