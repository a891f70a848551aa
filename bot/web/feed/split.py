"""Cut a feed into its entries without parsing it.

Parsing costs a thousand times what this costs, and all but a few entries of a feed have been
seen before: only those that have not are worth it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b

MAX_ENTRIES = 10_000  # in one document
TOO_MANY = f"Only the first {MAX_ENTRIES} entries are read."
CUT_OFF = "An entry is cut off at the end of the document; it waits for the next visit."

_MARKUP = re.compile(
    r"<!\[CDATA\[|<!--|<\?"
    r"|<(?P<close>/?)(?:[A-Za-z_][\w.-]*:)?(?P<name>item|entry|channel|rss|feed|rdf)(?=[\s/>])",
    re.IGNORECASE,
)
_ENDS = {"<![CDATA[": "]]>", "<!--": "-->", "<?": "?>"}
_ENTRIES = frozenset({"item", "entry"})
_TAG_END = re.compile("[<>]")
_PREFIXED = re.compile(r"<([A-Za-z_][\w.-]*):")
_DECLARED_PREFIX = re.compile(r"""xmlns:([\w.-]+)\s*=\s*["']([^"']*)["']""")
_FEED_NAMESPACE = re.compile(
    r"w3\.org/2005/atom|purl\.org/(?:atom|rss|net/rss)|netscape\.com/rdf|userland\.com/rss",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A feed in pieces: what is around the entries, and the entries.

    ``gaps`` has one more element than ``chunks``: the head, what stands between entries, the
    tail. ``fingerprints`` are one for each chunk. ``whole`` is False if the document's own end
    is missing.
    """

    gaps: tuple[str, ...]
    chunks: tuple[str, ...] = ()
    fingerprints: tuple[bytes, ...] = ()
    skipped: tuple[str, ...] = ()
    whole: bool = True

    @property
    def head(self) -> str:
        """Return what stands before the first entry."""
        return self.gaps[0]

    def reduced(self, wanted: Collection[int]) -> str:
        """Return the document with only the entries at these places."""
        pieces = [self.gaps[0]]
        for place, chunk in enumerate(self.chunks):
            if place in wanted:
                pieces.append(chunk)
            pieces.append(self.gaps[place + 1])
        return "".join(pieces)


@dataclass(slots=True)
class _Cutter:
    """Where the cuts fall, as the tags go by."""

    text: str
    gaps: list[str] = field(default_factory=list)
    chunks: list[str] = field(default_factory=list)
    gap: list[str] = field(default_factory=list)
    done: int = 0
    open_tag: str = ""
    ended: bool = False

    def start(self, at: int, tag: str) -> None:
        if self.open_tag:
            self.end(at, f"</{self.open_tag}>")
        self.gap.append(self.text[self.done : at])
        self.gaps.append("".join(self.gap))
        self.gap.clear()
        self.done, self.open_tag = at, tag

    def end(self, at: int, closing: str = "") -> None:
        if not self.open_tag:
            self.drop(at)
            return
        self.chunks.append(self.text[self.done : at] + closing)
        self.done, self.open_tag = at, ""

    def drop(self, at: int) -> None:
        """Leave out an end tag that belongs to no entry: of two, one inside the other."""
        start = self.text.rfind("<", self.done, at)
        self.gap.append(self.text[self.done : start])
        self.done = at

    def finish(self) -> None:
        self.gap.append("" if self.open_tag else self.text[self.done :])
        self.gaps.append("".join(self.gap))


def split(text: str) -> Split:
    """Cut a document that begins with its root element.

    An entry that another one interrupts ends there; one that the document's end interrupts is
    left out, with a clause that says so (L27).
    """
    cutter = _Cutter(text)
    root = text[1 : 1 + len(re.split(r"[\s/>]", text[1:100])[0])].casefold()
    for match in _tags(text):
        if match["name"].casefold() in _ENTRIES:
            _cut_entry(cutter, match)
        elif match["close"]:
            if cutter.open_tag:
                cutter.end(match.start(), f"</{cutter.open_tag}>")
            cutter.ended |= match[0][2:].casefold() == root
        if len(cutter.chunks) >= MAX_ENTRIES:
            return _too_many(cutter)
    cutter.finish()
    return Split(
        gaps=tuple(cutter.gaps),
        chunks=tuple(cutter.chunks),
        fingerprints=tuple(map(fingerprint, cutter.chunks)),
        skipped=(CUT_OFF,) if cutter.open_tag else (),
        whole=cutter.ended,
    )


def _too_many(cutter: _Cutter) -> Split:
    """Return the entries so far; what follows, the document's end too, is not looked at."""
    chunks = tuple(cutter.chunks)
    return Split(
        gaps=(*cutter.gaps, ""),
        chunks=chunks,
        fingerprints=tuple(map(fingerprint, chunks)),
        skipped=(TOO_MANY,),
    )


def fingerprint(chunk: str) -> bytes:
    """Return 12 bytes that stand for an entry as it is written in the document."""
    return blake2b(chunk.encode("utf-8", "surrogatepass"), digest_size=12).digest()


def _cut_entry(cutter: _Cutter, match: re.Match[str]) -> None:
    # No attribute may hold "<", so a tag that meets one is broken and ends there.
    bound = _TAG_END.search(cutter.text, match.end())
    if bound is None and match["close"]:
        return
    end = bound.start() + (bound[0] == ">") if bound else len(cutter.text)
    if match["close"]:
        cutter.end(end)
        return
    cutter.start(match.start(), match[0][1:])
    if cutter.text[end - 2 : end] == "/>":
        cutter.end(end)


def _tags(text: str) -> Iterator[re.Match[str]]:
    """Return the tags that matter, outside CDATA, comments and instructions."""
    names = _names(text)
    place = 0
    while match := _MARKUP.search(text, place):
        place = match.end()
        if match["name"]:
            if match[0].lstrip("</").casefold() in names:
                yield match
        else:
            place = _after(text, match)


def _after(text: str, match: re.Match[str]) -> int:
    end = _ENDS[match[0].upper()]
    found = text.find(end, match.end())
    if found >= 0:
        return found + len(end)
    # Whatever was opened here swallows the rest: what follows is not there to be trusted.
    return len(text)


def _names(text: str) -> frozenset[str]:
    """Return the names, with prefix, by which this document calls its entries and its frame."""
    first_entry = re.search(r"<(?:item|entry)[\s/>]", text, re.IGNORECASE)
    head = text[: first_entry.start() if first_entry else 65536]
    prefixes = {name for name, uri in _DECLARED_PREFIX.findall(head) if _FEED_NAMESPACE.search(uri)}
    if match := _PREFIXED.match(text):
        prefixes.add(match[1])
    is_atom = re.match(r"<(?:[\w.-]+:)?feed[\s/>]", text, re.IGNORECASE) is not None
    local = ("entry", "feed") if is_atom else ("item", "channel", "rss", "rdf")
    return frozenset(
        f"{prefix}{name}".casefold()
        for prefix in ("", *(f"{prefix}:" for prefix in prefixes))
        for name in local
    )
