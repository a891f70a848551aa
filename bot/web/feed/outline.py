"""The keys of an entry, read from its own XML and for little.

They are the same whether the rest of the entry is read or not: in a huge feed it is not (L29).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.domain.date import parse_date
from bot.domain.model import Entry
from bot.web.encoding import mended
from bot.web.feed.element import Element, kind, local_name, text_of
from bot.web.feed.text import clean_guid, clean_title, web_link

_DATES = ("pubdate", "published", "issued", "date", "updated", "modified", "created")
_OWN = frozenset({"", "atom", "dc", "dcterms"})


def read_outline(item: Element, *, base: str, fingerprint: bytes, now: datetime) -> Entry:
    """Return guid, title, link and date of an entry; ``complete`` is False.

    The guid is as the feed writes it. The link is the alternate one, else the guid where the
    feed does not say that it is no link; both links and ``base`` obey xml:base.
    """
    own = [child for child in item if kind(child) in _OWN]
    about = next((value for name, value in item.attrib.items() if name.endswith("}about")), None)
    guids = [child for child in own if local_name(child) in {"guid", "id"} and text_of(child)]
    return Entry(
        guid=clean_guid(text_of(guids[0]) if guids else about),
        title=next((clean_title(mended(text_of(one))) for one in own if _is(one, "title")), ""),
        link=next(filter(None, _links(own, guids, base)), None),
        published=_published(own, now),
        fingerprint=fingerprint,
        complete=False,
    )


def _links(own: list[Element], guids: list[Element], base: str) -> Iterator[str | None]:
    links = [child for child in own if local_name(child) == "link"]
    alternate = [child for child in links if _relation(child) == "alternate"]
    # RSS's own comes first, one of another type than a page (a feed of comments, say) last.
    alternate.sort(
        key=lambda one: ("html" not in (one.get("type") or "html"), "href" in one.attrib)
    )
    for child in alternate:
        yield web_link(child.get("href") or text_of(child), child.base or base)
    for child in guids:
        if _may_be_link(child) and text_of(child).startswith(("http://", "https://")):
            yield web_link(text_of(child), base)
    for relation in ("related", "via", "self"):
        for child in links:
            if _relation(child) == relation:
                yield web_link(child.get("href"), child.base or base)


def _relation(link: Element) -> str:
    """Return what a link is to its entry: a word, or an address that ends in it (RFC 4287, 4.2.7.2)."""
    return (link.get("rel") or "alternate").strip().casefold().rpartition("/")[2]


def _may_be_link(guid: Element) -> bool:
    said = {str(name).casefold(): str(value).casefold() for name, value in guid.attrib.items()}
    return said.get("ispermalink") != "false"


def _published(own: list[Element], now: datetime) -> datetime | None:
    """Return the first date that can be believed, publication before change (S43)."""
    dates = [child for child in own if local_name(child) in _DATES]
    dates.sort(key=lambda child: _DATES.index(local_name(child)))
    return next(filter(None, (parse_date(text_of(child), now=now) for child in dates)), None)


def _is(element: Element, name: str) -> bool:
    return local_name(element) == name
