"""Lists of feeds: what others write is read, what is made to harm is refused."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from bot.domain.opml import MAX_FILE, Fault, FiledFeed, ListRefused, write_opml
from bot.domain.setting import Look, Settings
from bot.web.opml import read_opml
from bot.web.reader import WorkerReader

A, B = "http://domain1.example/", "http://domain2.example/feed"
AT = datetime(2031, 5, 4, 12, tzinfo=UTC)


def opml(body: str, head: str = "<head/>") -> bytes:
    return f'<?xml version="1.0"?><opml version="2.0">{head}<body>{body}</body></opml>'.encode()


def urls(body: bytes) -> list[str]:
    return [one.url for one in read_opml(body).feeds]


# The forms of OPML that listparser's own tests know, each by the name that its sample has there.
FORMS = {
    "outline_xmlUrl": (f'<outline type="rss" text="A" xmlUrl="{A}"/>', [A]),
    "outline_xmlUrl-miscapitalized": (f'<outline type="rss" text="A" XMLURL="{A}"/>', [A]),
    "outline_xmlUrl-whitespace": (f'<outline text="A" xmlUrl="  {A}\n "/>', [A]),
    "outline_xmlUrl-missing": ('<outline type="rss" text="A"/>', []),
    "outline_xmlUrl-empty": ('<outline type="rss" text="A" xmlUrl=""/>', []),
    "outline_type-missing": (f'<outline text="A" xmlUrl="{A}"/>', [A]),
    "outline_type-atom": (f'<outline type="atom" text="A" xmlUrl="{A}"/>', [A]),
    "outline_type-pie": (f'<outline type="pie" text="A" xmlUrl="{A}"/>', [A]),
    "outline_type-link": (f'<outline type="link" text="A" url="{A}"/>', []),
    "outline_type-include": (f'<outline type="include" text="A" url="{A}"/>', []),
    "outline_type-source": (f'<outline type="source" text="A" xmlUrl="{A}"/>', []),
    "opml-htmlUrl": (f'<outline text="A" htmlUrl="{A}"/>', []),
    "hier-1-single": (f'<outline text="dir"><outline text="A" xmlUrl="{A}"/></outline>', [A]),
    "hier-4-mixed": (
        f'<outline text="d"><outline text="A" xmlUrl="{A}"/></outline><outline xmlUrl="{B}"/>',
        [A, B],
    ),
    "outline-duplication": (
        f'<outline text="A" xmlUrl="{A}"/><outline text="again" xmlUrl="{A}"/>',
        [A, A],
    ),
    "outline_with_children": (
        f'<outline text="A" xmlUrl="{A}"><outline text="B" xmlUrl="{B}"/></outline>',
        [A, B],
    ),
    "html-entity-attribute": (f'<outline text="&aacute;" xmlUrl="{A}"/>', [A]),
    "undefined-entity-attribute": (f'<outline text="&undefined;" xmlUrl="{A}"/>', [A]),
    "ampersand-unescaped": (f'<outline text="A & B" xmlUrl="{A}?a=1&b=2"/>', [f"{A}?a=1&b=2"]),
    "end-element-unexpected": (f'</outline></x><outline text="A" xmlUrl="{A}"/>', [A]),
    "end-element-missing": (f'<outline text="dir"><outline text="A" xmlUrl="{A}">', [A]),
    "broken-section": (f'<![x[ ]]><![CDAT<outline text="A" xmlUrl="{A}"/>', [A]),
    "namespaces": (f'<o:outline xmlns:o="http://opml.org/spec2" text="A" xmlUrl="{A}"/>', [A]),
    "feed-scheme": (f'<outline text="A" xmlUrl="feed:{A}"/>', [A]),
    "feed-scheme-alone": (
        '<outline text="A" xmlUrl="feed://a.example/x"/>',
        ["https://a.example/x"],
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_forms_in_the_wild_are_read(name: str):
    body, expected = FORMS[name]
    assert urls(opml(body)) == expected


def test_titles_folders_and_kinds_are_read():
    body = (
        '<outline text=" Film &amp; TV "><outline title="Reel" category="/Film" language="ko" '
        f'htmlUrl="https://reel.example/" xmlUrl="{A}"/></outline>'
    )
    assert read_opml(opml(body)).feeds == (
        FiledFeed(
            url=A,
            title="Reel",
            site="https://reel.example/",
            language="ko",
            kind="/Film",
            folders=("Film & TV",),
        ),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "euc-kr"])
def test_titles_in_any_encoding_are_read(encoding: str):
    text = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?><opml version="1.1"><body>'
    text += f'<outline text="영화 소식" xmlUrl="{A}"/></body></opml>'
    assert [one.title for one in read_opml(text.encode(encoding)).feeds] == ["영화 소식"]


def test_what_newsreel_writes_it_reads():
    feeds = [
        FiledFeed(
            url=f"https://reel.example/{number}?a=1&b={number}",
            title=f"Reel “{number}” <&> 영화\x00" if number else "",
            site="https://reel.example/",
            language="en",
            folders=("film-news",) if number % 2 else ("trailers",),
            channel_id=1 if number % 2 else 2,
            settings=Settings(look=Look.TEXT, must=("/s\\d+/",)) if number % 3 else Settings(),
            spoiler_words=("dies", "twist") if number % 5 else (),
            is_paused=number % 7 == 0,
        )
        for number in range(1, 12)
    ]
    written = write_opml("Feeds of <Reel>", feeds, at=AT)
    cleaned = [one.title.replace("\x00", "") for one in feeds]
    back = {one.url: one for one in read_opml(written).feeds}
    assert [back[one.url].title for one in feeds] == cleaned
    for one in feeds:
        found = back[one.url]
        assert (found.settings, found.spoiler_words) == (one.settings, one.spoiler_words)
        assert (found.folders, found.channel_id) == (one.folders, one.channel_id)
        assert found.is_paused == one.is_paused


LAUGHS = '<!DOCTYPE opml [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE opml [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
HOSTILE = {
    "billion laughs": (
        LAUGHS.encode() + opml('<outline text="&b;" xmlUrl="&b;"/>'),
        Fault.ENTITIES,
    ),
    "external entity": (OUTSIDE.encode() + opml('<outline text="&a;"/>'), Fault.ENTITIES),
    "a million outlines, one in the other": (opml('<outline text="a">' * 250_000), Fault.TOO_DEEP),
    "other elements, one in the other": (
        opml("<x>" * 250_000 + f'<outline text="A" xmlUrl="{A}"/>'),
        Fault.TOO_DEEP,
    ),
    "too many feeds": (opml(f'<outline xmlUrl="{A}"/>' * 10_001), Fault.TOO_MANY),
    "too many outlines": (opml('<outline text="a"/>' * 30_001), Fault.TOO_MANY),
    "100 MB": (b"<opml>" + b" " * MAX_FILE, Fault.TOO_LARGE),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 40, Fault.NO_OPML),
    "a web page": (b"<!doctype html><html><body>Hi</body></html>", Fault.NO_OPML),
    "a feed": (b'<rss version="2.0"><channel/></rss>', Fault.NO_OPML),
    "nothing": (b"", Fault.NO_OPML),
    "another character set than it says": (
        '<?xml version="1.0" encoding="utf-8"?><opml>'.encode("cp037"),
        Fault.NO_OPML,
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_made_to_harm_is_refused_at_once(name: str):
    """S45: no entity is resolved, no other file is read."""
    body, fault = HOSTILE[name]
    began = time.process_time()
    with pytest.raises(ListRefused) as refused:
        read_opml(body)
    assert refused.value.fault is fault
    assert time.process_time() - began < 3


async def test_a_refusal_comes_out_of_the_worker_as_it_is():
    async with WorkerReader(workers=1) as reader:
        with pytest.raises(ListRefused) as refused:
            await reader.opml(b"<rss/>")
    assert refused.value.fault is Fault.NO_OPML
