"""OPML files, read by listparser's rules: as forgiving as readers have to be, and within bounds."""

from __future__ import annotations

import re

from listparser.opml import OpmlMixin

from bot.domain.opml import (
    MAX_DEPTH,
    MAX_FEEDS,
    MAX_FILE,
    MAX_OUTLINES,
    Fault,
    FeedList,
    FiledFeed,
    ListRefused,
    folder_channel,
    folder_name,
    outline_feed,
)
from bot.web.encoding import decode

_HEAD = 65_536
_NO_SECTION = re.compile(r"<!\[(?!CDATA\[)")
_ROOT = re.compile(r"<opml(?=[\s>])", re.IGNORECASE)


def read_opml(body: bytes) -> FeedList:
    """Read a file's feeds, each as often as it stands there, in its order.

    Reads no other file and resolves no entity, and is made for a worker process that is killed when
    it takes too long. Raises ListRefused for what is no OPML, for a document type that declares
    entities, which no honest list needs, and beyond MAX_FILE, MAX_FEEDS, MAX_OUTLINES or MAX_DEPTH.
    """
    if len(body) > MAX_FILE:
        raise ListRefused(Fault.TOO_LARGE)
    text = decode(body)
    root = _ROOT.search(text, 0, _HEAD)
    if re.search(r"<!ENTITY", text[: root.start() if root else _HEAD], re.IGNORECASE):
        raise ListRefused(Fault.ENTITIES)
    if root is None:
        raise ListRefused(Fault.NO_OPML)
    outlines = _Outlines()
    # What only looks like a marked section ends html.parser with an AssertionError.
    outlines.feed(_NO_SECTION.sub("&lt;![", text[root.start() :]))
    return FeedList(feeds=tuple(outlines.found), without_address=outlines.without_address)


class _Outlines(OpmlMixin):
    """Take each outline as it comes, with its folders and all of its attributes.

    listparser itself keeps title and address alone, once for each address. It is fed with text that
    is decoded already: given bytes, it leaves their encoding to lxml, which takes UTF-8 for Latin-1.
    """

    def __init__(self) -> None:
        super().__init__()
        self.harvest.update(feeds=[], lists=[], opportunities=[], meta={}, version="")
        self.found: list[FiledFeed] = []
        self.without_address = 0
        self._outlines = 0
        self._channels: list[int | None] = []

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        """Take any element, within bounds."""
        if len(self.node_stack) > 2 * MAX_DEPTH:
            raise ListRefused(Fault.TOO_DEEP)
        super().start(tag, attrs)

    def start_opml_outline(self, attrs: dict[str, str]) -> None:
        """Take an outline: a feed, or a folder of feeds."""
        self._outlines += 1
        self._stay_within_bounds()
        folders = tuple(name for name in self.hierarchy if name)
        channel = next((number for number in reversed(self._channels) if number), None)
        self._channels.append(folder_channel(attrs))
        if "xmlurl" not in attrs:
            self.hierarchy.append(folder_name(attrs))
        elif attrs.get("type", "").strip().lower() == "source":  # Liferea's lists of feeds
            self.hierarchy.append("")
        elif feed := outline_feed(attrs, folders, channel):
            self.found.append(feed)
            self.hierarchy.append("")
        else:
            self.without_address += 1
            self.hierarchy.append("")

    def end_opml_outline(self) -> None:
        """Leave an outline; more may be closed than were opened."""
        if self.hierarchy:
            self.hierarchy.pop()
            self._channels.pop()

    def _stay_within_bounds(self) -> None:
        if len(self.hierarchy) >= MAX_DEPTH:
            raise ListRefused(Fault.TOO_DEEP)
        if len(self.found) >= MAX_FEEDS or self._outlines > MAX_OUTLINES:
            raise ListRefused(Fault.TOO_MANY)
