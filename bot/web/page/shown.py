"""An element of a page that shows a picture, and what stands around it."""

from __future__ import annotations

from functools import cached_property
from itertools import islice, takewhile

from selectolax.lexbor import LexborNode

from bot.domain.model import Photo
from bot.web.html.picture import read_background, read_image
from bot.web.html.tree import above
from bot.web.html.version import PICTURE_FILE
from bot.web.page.scope import Layout, page_address

MAX_CARD = 150  # elements: more than a card has
_NEAR = 7  # elements around an image
_IMAGE_TAGS = frozenset(["img", "amp-img"])


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
        known = self.layout.photos  # reading costs, and several rules look at the same element
        if self.node.mem_id not in known:
            read = read_image if self.is_image else read_background
            known[self.node.mem_id] = read(self.node, base=self.base)
        return known[self.node.mem_id]

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
        inner = islice(self.node.traverse(), MAX_CARD)
        return next((node for node in inner if node.tag == "a"), None)

    @cached_property
    def target(self) -> str | None:
        """Where its link leads; None for none, to a picture, or to a place on this page."""
        written = (self.link.attributes.get("href") or "").strip() if self.link is not None else ""
        if not written or written.startswith(("#", "javascript:")) or PICTURE_FILE.search(written):
            return None
        address = page_address(self.base, written)
        return None if address in {"", page_address(self.base, "")} else address
