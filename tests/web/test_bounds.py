"""Fields of a hundred thousand characters, made to be slow to read: they are read quickly."""

import json
import time
from contextlib import contextmanager

import pytest

from bot.domain.error import ParseError
from bot.web.feed.document import read_feed
from bot.web.feed.split import CUT_OFF, MAX_ENTRIES, TOO_MANY
from bot.web.feed.text import MAX_CATEGORIES, MAX_CATEGORY, MAX_NAME
from bot.web.html.picture import parse_srcset
from bot.web.page.document import read_page

URL = "https://lantern.example.com/feed"
LENGTH = 100_000
# Each takes minutes where a pattern's time grows with the square of the text.
HOSTILE = ("a", "-", ", ", "a-", "Photo by ", "image-1", "first on ", "1w, ", "src-", "photo")
FEED_FIELDS = (
    *("title", "author", "dc:creator", "description", "content:encoded", "category", "source"),
    *("link", "guid", "pubDate"),
    *("media:credit", "media:title", "media:description", "media:text", "media:copyright"),
)
JSON_FIELDS = (
    *("id", "title", "url", "date_published", "image", "language"),
    *("summary", "content_html", "content_text"),
)
PAGE_FIELDS = {
    "paragraph": "<p>{}</p>",
    "caption": "<figure><img src=/a.jpg width=900><figcaption>{}</figcaption></figure>",
    "alt": '<img src=/a.jpg width=900 alt="{}">',
    "srcset": '<img src=/a.jpg width=900 srcset="{} x">',
    "address": '<a href="/{}.jpg"><img src="/{}.jpg" width=900></a>',
    "class": '<div class="{}"><p>A still.</p><img src=/a.jpg width=900></div>',
    "credit": '<img src=/a.jpg width=900 data-credit="{}">',
    "attribute": "<img src=/a.jpg width=900 data-{}=x>",
    "byline": '<p class="byline">{}</p>',
    "description": '<meta property="og:description" content="{}">',
    "title": '<meta property="og:title" content="{}"><title>{}</title>',
    "json": '<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{0}",'
    '"author":{{"name":"({0}"}},"image":{{"@type":"ImageObject","url":"/a.jpg","caption":"{0}",'
    '"creditText":"{0}"}}}}</script>',
}


@contextmanager
def quickly():
    """Fail if what is done here takes more than 1.5 seconds of the processor's time."""
    start = time.process_time()
    yield
    assert time.process_time() - start < 1.5


def hostile(atom):
    return atom * (LENGTH // len(atom)) + "!"


def rss(fields, head=""):
    return (
        '<rss xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Lantern</title>'
        f"{head}<item><guid>1</guid>{fields}</item></channel></rss>"
    ).encode()


def json_feed(*items, **others):
    version = "https://jsonfeed.org/version/1.1"
    return json.dumps({"version": version, "items": items, **others}).encode()


def read_one(body):
    (entry,) = read_feed(body, url=URL).entries
    return entry


@pytest.mark.parametrize("atom", HOSTILE)
@pytest.mark.parametrize("name", FEED_FIELDS)
def test_endless_field_of_an_entry_costs_little(name, atom):
    """S40, S46."""
    picture = '<media:content url="https://lantern.example.com/a.jpg"/>'
    with quickly():
        read_one(rss(f"{picture}<{name}>{hostile(atom)}</{name}>"))


@pytest.mark.parametrize("name", ["managingEditor", "webMaster", "author", "title", "skipHours"])
def test_endless_field_of_a_feed_costs_little(name):
    """S40: what stands around the entries is read at every visit."""
    with quickly():
        read_one(rss("<title>A kite</title>", f"<{name}>{hostile('a')}</{name}>"))


@pytest.mark.parametrize(
    "tag", ["<skipHours>", "<![CDATA[", "<category>a</category>", "<author>a</author>"]
)
def test_endless_row_of_tags_costs_little(tag):
    """S40: many small things cost no more than a large one."""
    body = rss("<title>A kite</title>").replace(b"</channel>", hostile(tag).encode())
    with quickly():
        assert read_one(body).title == "A kite"


@pytest.mark.parametrize("tag", ["<category>a</category>", "<author>a</author>", "<source>a"])
def test_endless_row_of_tags_in_an_entry_costs_little(tag):
    """S40."""
    with quickly():
        assert read_one(rss("<title>A kite</title>" + hostile(tag))).title == "A kite"


@pytest.mark.parametrize("atom", HOSTILE)
def test_endless_picture_in_a_text_costs_little(atom):
    text = hostile(atom)
    figure = f'<img src="/a.jpg" srcset="{text}" alt="{text}" style="display:none {text}"'
    markup = f"{figure}><figure><img src='/b.jpg'><figcaption>{text}</figcaption></figure>"
    with quickly():
        read_one(rss(f"<description><![CDATA[{markup}]]></description>"))


@pytest.mark.parametrize("atom", HOSTILE)
@pytest.mark.parametrize("name", PAGE_FIELDS)
def test_endless_field_of_a_page_costs_little(name, atom):
    """S40, S46."""
    field = PAGE_FIELDS[name].replace("{}", "{0}").format(hostile(atom))
    page = f"<html><body><article><h1>A kite</h1>{field}</article></body></html>"
    with quickly():
        assert read_page(page.encode(), url="https://lantern.example.com/1").title


@pytest.mark.parametrize("atom", HOSTILE)
def test_endless_fields_of_a_json_feed_cost_little(atom):
    """S40, S46."""
    text = hostile(atom)
    item = dict.fromkeys(JSON_FIELDS, text) | {"authors": [{"name": text}], "tags": [text] * 9}
    with quickly():
        read_feed(json_feed(item, title=text, description=text), url=URL)


def test_number_of_a_character_with_endless_digits_is_survived():
    """S46: Python raises ValueError at a number of more than 4,300 digits."""
    entry = read_one(rss(f"<description>A kite &amp;#{'9' * 9000}; rises</description>"))

    assert entry.summary.startswith("A kite")
    assert entry.summary.endswith("rises")


def test_names_and_categories_are_cut():
    """S46."""
    authors = "".join(f"<dc:creator>Ida {n} Quay</dc:creator>" for n in range(90))
    categories = "".join(f"<category>{n} {'reel ' * 90}</category>" for n in range(90))

    entry = read_one(rss(f"<title>A kite</title>{authors}{categories}"))

    assert len(entry.author) <= MAX_NAME
    assert len(entry.categories) == MAX_CATEGORIES
    assert max(map(len, entry.categories)) <= MAX_CATEGORY


def test_json_items_beyond_all_measure_are_skipped():
    """L29: for JSON as for XML, and in little time."""
    items = ",".join(f'{{"id":"{number}"}}' for number in range(300_000))
    body = f'{{"version":"https://jsonfeed.org/version/1.1","items":[{items}]}}'.encode()

    with quickly():
        feed = read_feed(body, url=URL)

    assert len(feed.entries) == MAX_ENTRIES
    assert feed.skipped == (TOO_MANY,)


def test_as_many_json_items_as_are_read_are_not_skipped():
    items = [{"id": str(number)} for number in range(MAX_ENTRIES)]

    assert read_feed(json_feed(*items), url=URL).skipped == ()


def test_cut_json_feed_beyond_all_measure_stops_there_too():
    """L27, L29."""
    items = ",".join(f'{{"id":"{number}"}}' for number in range(MAX_ENTRIES + 9))
    body = f'{{"version":"https://jsonfeed.org/version/1.1","items":[{items}'.encode()

    feed = read_feed(body, url=URL)

    assert len(feed.entries) == MAX_ENTRIES
    assert set(feed.skipped) == {CUT_OFF, TOO_MANY}


@pytest.mark.parametrize(
    "text",
    [
        '{"items": {"id": "1"}}',
        '{"items": null}',
        '{"version": "https://jsonfeed.org/version/1.1"}',
        '{"version": "https://jsonfeed.org/version/1.1", "items": {"id": "1"}}',
    ],
)
def test_json_without_a_list_of_items_is_no_feed(text):
    """S36: jsonfeed.org requires items, an array."""
    with pytest.raises(ParseError, match="no JSON Feed"):
        read_feed(text.encode(), url=URL)


@pytest.mark.parametrize(
    ("srcset", "found"),
    [
        ("a.jpg 300w, b.jpg 600w", [("a.jpg", 300), ("b.jpg", 600)]),
        ("a.jpg 300w,b.jpg 600w,", [("a.jpg", 300), ("b.jpg", 600)]),
        ("a.jpg 300w 200h , b,c.jpg", [("a.jpg", 300), ("b,c.jpg", None)]),
        ("a.jpg, b.jpg 2x", [("a.jpg", None), ("b.jpg", 1200)]),
        (",, a.jpg odd,", [("a.jpg", None)]),
    ],
)
def test_srcset_names_addresses_with_widths(srcset, found):
    assert list(parse_srcset(srcset)) == found
