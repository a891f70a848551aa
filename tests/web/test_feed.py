"""Bytes to a feed: what is refused, what is read, and what it costs."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.error import ParseError
from bot.web.feed.document import FULL_ENTRIES, parse_document, read_feed
from bot.web.feed.split import MAX_ENTRIES

NOW = datetime(2026, 6, 1, tzinfo=UTC)
URL = "https://lantern.example.com/feed"


def item(number, extra=""):
    return (
        f"<item><title>Story {number}</title><link>https://lantern.example.com/{number}</link>"
        f"<guid>https://lantern.example.com/{number}</guid>"
        f"<pubDate>Tue, 03 Mar 2026 09:{number % 60:02}:00 GMT</pubDate>{extra}</item>"
    )


def rss(*items, head=""):
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>Lantern</title>{head}'
        f"{''.join(items)}</channel></rss>"
    ).encode()


class Counting:
    """Parse as feedparser does and count the entries that reach it."""

    def __init__(self):
        self.entries = 0

    def __call__(self, document, url):
        self.entries += document.count(b"<item")
        return parse_document(document, url)


def read(body, **options):
    return read_feed(body, url=URL, now=NOW, **options)


def titles(feed):
    return [entry.title for entry in feed.entries]


def test_only_the_new_entry_of_thirty_is_parsed():
    """Cost follows what is new, not the feed's size."""
    known = frozenset(read(rss(*map(item, range(29)))).fingerprints)
    parse = Counting()

    feed = read(rss(item(99), *map(item, range(29))), known=known, parse=parse)

    assert parse.entries == 1
    assert titles(feed) == ["Story 99"]
    assert len(feed.fingerprints) == 30


def test_head_is_read_when_no_entry_is_new():
    known = frozenset(read(rss(item(1))).fingerprints)

    feed = read(rss(item(1), head="<ttl>90</ttl>"), known=known)

    assert feed.head.title == "Lantern"
    assert feed.head.ttl == timedelta(minutes=90)
    assert feed.entries == ()


def test_changed_entry_counts_as_new():
    known = frozenset(read(rss(item(1), item(2))).fingerprints)

    assert titles(read(rss(item(1), item(2, "<category>x</category>")), known=known)) == ["Story 2"]


def test_huge_feed_is_read_in_bounded_time():
    """L29: 5,000 entries in under two seconds, the newest in full, of all the keys."""
    photo = '<enclosure url="https://lantern.example.com/a.jpg" type="image/jpeg"/>'
    text = f"<description>{'word ' * 100}</description>"
    body = rss(*(item(number, photo + text) for number in range(5000)))
    start = time.process_time()

    feed = read(body)

    assert time.process_time() - start < 2
    assert len(feed.entries) == len(set(feed.fingerprints)) == 5000
    assert [entry.complete for entry in feed.entries].count(True) == FULL_ENTRIES


def test_newest_entries_of_a_huge_feed_are_read_in_full():
    """L29: wherever they stand."""
    old = [item(n).replace("2026", "2025") for n in range(FULL_ENTRIES)]

    assert read(rss(*old, item(999))).entries[-1].complete


def test_entries_beyond_all_measure_are_skipped():
    """L29."""
    feed = read(rss(*["<item><guid>x</guid></item>"] * (MAX_ENTRIES + 1)))

    assert len(feed.entries) == MAX_ENTRIES
    assert feed.skipped


def test_huge_entry_is_read_in_outline():
    """S40: ten megabytes of markup are nobody's story."""
    feed = read(rss(item(1, f"<description>{'&lt;b&gt;' * 100_000}</description>"), item(2)))

    assert [entry.complete for entry in feed.entries] == [False, True]


def test_rss_link_comes_before_other_alternates():
    links = (
        '<item><a:link xmlns:a="http://www.w3.org/2005/Atom" rel="alternate" href="https://a.test/amp"/>'
        "<link>https://a.test/story</link></item>"
    )

    assert read(rss(links)).entries[0].link == "https://a.test/story"


@pytest.mark.parametrize(
    ("links", "found"),
    [
        ("<link rel='replies' href='https://a.test/r'/><link href='/s'/>", "https://a.test/s"),
        (
            "<link rel='http://www.iana.org/assignments/relation/alternate' href='https://a.test/s'/>",
            "https://a.test/s",
        ),
        ("<link rel='self' href='https://a.test/s'/><id>urn:x</id>", "https://a.test/s"),
        ("<link rel='self' href='https://a.test/f'/><id>https://a.test/s</id>", "https://a.test/s"),
    ],
)
def test_atom_link_is_the_alternate_one_or_the_next_best(links, found):
    feed = f"""<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="https://a.test/feed"/>
        <entry><title>x</title>{links}</entry></feed>"""

    assert read_feed(feed.encode(), url="").entries[0].link == found


def test_relative_picture_belongs_to_the_site_and_not_to_its_feed_service():
    text = "<description>&lt;img src='/still.jpg'&gt;</description>"
    body = rss(f"<item><link>https://a.test/1</link>{text}</item>")
    entry = read_feed(body, url="https://service.test/feed").entries[0]

    assert [photo.url for photo in entry.photos] == ["https://a.test/still.jpg"]


@pytest.mark.parametrize(
    "named",
    [
        "<author>ada@a.test (Ada Quist)</author>",
        "<author>Ada Quist &lt;ada@a.test&gt;</author>",
        "<author>By Ada Quist</author>",
        "<author><name>Ada Quist</name></author>",
    ],
)
def test_author_is_a_name_however_it_is_written(named):
    assert read(rss(f"<item><title>x</title>{named}</item>")).entries[0].author == "Ada Quist"


def test_outline_of_an_entry_has_the_keys_of_the_full_one():
    """L29: an entry's identity is the same whether it was read in full or not."""
    odd = (
        "<item><title>A &amp;amp; B <![CDATA[<i>c</i>]]></title><guid isPermaLink='false'>g</guid>"
        "<link> /path?a=1&amp;b=2 </link><pubDate>Ter, 3 Mar 2026 10:00:00 -0300</pubDate></item>"
    )
    full = read(rss(odd)).entries[0]
    newer = [item(n).replace("2026", "2027") for n in range(FULL_ENTRIES)]
    outline = read(rss(*newer, odd)).entries[-1]

    def keys(entry):
        return entry.guid, entry.title, entry.link, entry.published, entry.fingerprint

    assert not outline.complete
    assert keys(outline) == keys(full)
    assert full.link == "https://lantern.example.com/path?a=1&b=2"


def test_entry_cut_off_at_the_end_waits():
    """L27: the others come through, and the reader is told."""
    feed = read(rss(item(1), item(2))[: -len("</item></channel></rss>") - 5])

    assert titles(feed) == ["Story 1"]
    assert len(feed.fingerprints) == 1
    assert "cut off" in feed.skipped[0]


def test_feed_cut_off_in_its_head_is_a_failure():
    """L22: it would be taken for an empty feed, and its baseline for set."""
    with pytest.raises(ParseError, match="cut off"):
        read(rss(item(1))[:60])


@pytest.mark.parametrize("body", [b"", b"  \r\n ", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_empty_body_is_a_failure(body):
    """S37."""
    with pytest.raises(ParseError, match="empty"):
        read(body)


def test_channel_without_items_is_fine():
    """S37, L22."""
    feed = read(rss())

    assert feed.entries == ()
    assert feed.head.title == "Lantern"


@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body/></html>",
        b"<html><body><p>We value your privacy</p></body></html>",
        b"<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0' 'x'><html/>",
        b"<html><body><pre>&lt;rss&gt;</pre><rss version='2.0'><channel/></rss></body></html>",
        b"<?xml version='1.0'?><error>denied</error>",
        b"<opml><body/></opml>",
        b"Rate limited",
        b'{"error": "denied"}',
        b"[1, 2]",
        b"{",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"{" + b'"a":[' * 100_000,
    ],
)
def test_what_is_no_feed_is_a_failure(body):
    """S36: feedparser would call most of these an empty feed."""
    with pytest.raises(ParseError):
        read(body)


BOMB = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
EXTERNAL = '<!DOCTYPE rss [\n<!ENTITY x SYSTEM "file:///etc/passwd">]>'
PARAMETER = '<!DOCTYPE rss [<!ENTITY % x SYSTEM "https://evil.test/x.dtd"> %x;]>'
HIDDEN = "<!-- > --><!doctype rss [ <!-- ]> --> <!entity x 'y'> ]>"
BODY = "<rss version='2.0'><channel><title>&x;&b;</title></channel></rss>"


@pytest.mark.parametrize("doctype", [BOMB, EXTERNAL, PARAMETER, HIDDEN])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32", "utf-16-be"])
def test_document_that_declares_entities_is_refused_before_parsing(doctype, encoding):
    """S45: bombs and external entities."""
    parse = Counting()
    with pytest.raises(ParseError, match="entities"):
        read(f"<?xml version='1.0'?>{doctype}{BODY}".encode(encoding), parse=parse)

    assert parse.entries == 0


def test_document_type_after_the_start_declares_nothing():
    """S45: only the prolog may hold one; elsewhere it is noise."""
    feed = read(rss(item(1), head=EXTERNAL + "<description>&x;</description>"))

    assert "root:" not in repr(feed)


def test_body_that_names_a_file_opens_none(tmp_path):
    """S45: feedparser opens what a bare string names."""
    path = tmp_path / "feed.xml"
    path.write_bytes(rss(item(1)))
    with pytest.raises(ParseError):
        read(str(path).encode())


def test_one_broken_entry_does_not_harm_the_others():
    """S38: not well-formed, with an end tag that belongs to nothing."""
    broken = "<item><title>Broken</b> & <i>odd</title><link>https://lantern.example.com/b</item>"
    feed = read(rss(item(1), broken, item(2)))

    assert titles(feed) == ["Story 1", "Broken & odd", "Story 2"]
    assert [entry.link for entry in feed.entries][::2] == [
        "https://lantern.example.com/1",
        "https://lantern.example.com/2",
    ]


def test_html_that_nobody_escaped_is_text():
    """S38."""
    html = "<description><p>One<br>two <img src='/still.jpg'></p></description>"
    entry = read(rss(item(1, html))).entries[0]

    assert entry.summary.split() == ["One", "two"]
    assert entry.photos[0].url == "https://lantern.example.com/still.jpg"


def test_text_before_the_document_is_dropped():
    """S38: a script's warning, blank lines."""
    assert titles(read(b"\n<br />\n<b>Warning</b>: x on line 3\n" + rss(item(1)))) == ["Story 1"]


def test_entry_that_says_nothing_is_left_out():
    """S47: an empty card helps nobody; an entry around it goes on."""
    feed = read(rss("<item><title>Outer</title><item/></item>", item(1)))

    assert titles(feed) == ["Outer", "Story 1"]
    assert len(feed.fingerprints) == 3
    assert "left out" in feed.skipped[0]


def test_entries_with_one_guid_stay_apart_by_link():
    """D15, D4."""
    items = [
        f"<item><guid isPermaLink='false'>same</guid><link>https://a.test/{n}</link></item>"
        for n in range(3)
    ]
    feed = read(rss(*items, "<item><link>https://a.test/none</link></item>"))

    assert [(entry.guid, entry.link) for entry in feed.entries] == [
        ("same", "https://a.test/0"),
        ("same", "https://a.test/1"),
        ("same", "https://a.test/2"),
        (None, "https://a.test/none"),
    ]


def test_undated_entry_stays_undated():
    """L19."""
    feed = read(
        rss(
            "<item><title>x</title><pubDate>soon</pubDate></item>",
            head="<pubDate>Tue, 03 Mar 2026 09:00:00 GMT</pubDate>",
        )
    )

    assert feed.entries[0].published is None


def test_title_is_text_whatever_it_holds():
    """S46: markup goes, what looks like markup stays as text."""
    title = "&lt;b&gt;Bold&lt;/b&gt; \u202e\u200b@everyone [x](https://evil.test) &amp;lt;3"
    feed = read(rss(f"<item><title>{title}</title></item>"))

    assert titles(feed) == ["Bold @everyone [x](https://evil.test) <3"]


def test_language_of_the_head_is_a_tag_or_none():
    assert read(rss(head="<language>pt_BR</language>")).head.language == "pt-BR"
    assert read(rss(head="<language>Deutsch, bitte</language>")).head.language is None


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damaged_feed_is_read_or_refused(data):
    """S38, S41: cut, repeated or scrambled, it never ends in another error."""
    body = bytearray(rss(item(1, "<description><![CDATA[<p>x</p>]]></description>"), item(2)))
    for _ in range(data.draw(st.integers(1, 5))):
        start = data.draw(st.integers(0, len(body)))
        end = data.draw(st.integers(start, min(len(body), start + 40)))
        body[start:end] = data.draw(st.binary(max_size=8) | st.just(body[:end]))
    try:
        feed = read(bytes(body))
    except ParseError:
        return
    assert len(feed.entries) <= len(feed.fingerprints)


def test_cut_json_feed_gives_its_whole_items():
    """L27: for JSON as for XML."""
    text = '{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "title": "One"}, {"id": "2", "ti'
    feed = read(text.encode())

    assert titles(feed) == ["One"]
    assert feed.skipped


def test_known_json_items_are_left_out():
    text = '{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1"}, {"id": "2", "title": "Two"}]}'
    first = read(text.encode())

    assert titles(read(text.encode(), known=frozenset(first.fingerprints[:1]))) == ["Two"]


def test_json_feed_of_nonsense_does_not_crash():
    """S41: every value of a type that it should not have."""
    text = (
        '{"version": "https://jsonfeed.org/version/1.1", "title": 7, "authors": {}, "items": [7, null,'
        '{"id": [], "url": {}, "tags": "x", "authors": [1], "image": true, "attachments": [{"url": 3}],'
        '"content_html": [], "date_published": {}}]}'
    )

    assert len(read(text.encode()).entries) == 1
