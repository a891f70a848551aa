"""Files of collections: what goes out comes back, and nothing bad comes in."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.collection import MAX_STORIES, Order
from bot.domain.collection_file import FILE_KINDS, MAX_FILE, read_file, write_file
from bot.domain.error import UserError
from bot.domain.filed_collection import (
    MAX_ROWS,
    FiledCollection,
    FiledStory,
    head_from,
    markdown,
    story_from,
)
from bot.domain.model import Article, Photo, Source
from bot.web.html.markdown import to_markdown

NOON = datetime(2031, 5, 4, 12, tzinfo=UTC)
STILLS = (
    Photo(url="https://img.example/1.jpg", credit="Netflix", alt="A [set] by the sea"),
    Photo(url="https://img.example/2.jpg", sensitive=True),
    Photo(url="https://img.example/3.jpg?a=1&b=(2)", credit="J. Doe / =HYPER"),
)
STORY = FiledStory(
    article=Article(
        title="‘Space Sweepers’ *unveils* [stills] — part 1. <b>",
        link="https://soompi.example/space_sweepers?p=1&q=(2)",
        outlet="Soompi",
        author="A. Writer",
        published=NOON,
        summary="Stills of the sets\\*",
        sources=(Source(name="Netflix", link="https://netflix.example/"), Source(name="KOFIC")),
        language="en",
        photos=STILLS,
    ),
    saved_at=NOON,
    note="- for the poster wall; =1+1",
)
COLLECTION = FiledCollection(
    name="#1 *Watch* next",
    description="- Stills & more",
    order=Order.OWN,
    stories=(STORY, replace(STORY, article=Article(title="No link", link=None, outlet=""))),
)

texts = st.text(max_size=60)
urls = st.sampled_from(["https", "http", "javascript", "ftp"]).flatmap(
    lambda scheme: st.text(max_size=30).map(lambda rest: f"{scheme}://a.example/{rest}")
)
times = st.datetimes(timezones=st.just(UTC)).map(datetime.isoformat)
photos = st.fixed_dictionaries(
    {"url": urls},
    optional={
        "credit": texts,
        "role": texts,
        "caption": texts,
        "alt": texts,
        "width": st.integers(),
        "height": st.integers(),
        "sensitive": st.booleans(),
    },
)
stories = st.fixed_dictionaries(
    {"title": texts},
    optional={
        "link": urls,
        "outlet": texts,
        "author": texts,
        "published": times,
        "saved_at": times,
        "summary": st.text(max_size=200),
        "language": texts,
        "note": texts,
        "sensitive": st.booleans(),
        "photos": st.lists(photos, max_size=4),
        "sources": st.lists(st.fixed_dictionaries({"name": texts, "link": urls}), max_size=3),
    },
)
heads = st.fixed_dictionaries(
    {"name": texts, "description": texts, "order": st.sampled_from([one.value for one in Order])}
)


@st.composite
def collections(draw: st.DrawFn) -> FiledCollection:
    """Return collections as they can be in the database: clean, and each story once."""
    found = [one for values in draw(st.lists(stories, max_size=4)) if (one := story_from(values))]
    drawn = replace(head_from(draw(heads)), stories=tuple(found))
    return read_file("x.json", write_file(drawn, "json").content).collection


@given(collections())
@settings(max_examples=200)
def test_json_comes_back_as_it_was(collection: FiledCollection) -> None:
    assert read_file("x.json", write_file(collection, "json").content).collection == collection


def _in_seconds(story: FiledStory) -> FiledStory:
    """Return what Markdown holds of a story: no fractions of seconds, no more of a photo than this."""
    article = story.article
    shown = (
        Photo(url=one.url, credit=one.credit or None, alt=one.alt or None, sensitive=one.sensitive)
        for one in article.photos
    )
    published = article.published and article.published.replace(microsecond=0)
    return replace(
        story,
        article=replace(article, photos=tuple(shown), published=published),
        saved_at=story.saved_at and story.saved_at.replace(microsecond=0),
    )


@given(collections())
@settings(max_examples=200)
def test_markdown_comes_back_as_far_as_it_holds(collection: FiledCollection) -> None:
    expected = replace(collection, stories=tuple(map(_in_seconds, collection.stories)))
    assert read_file("x.md", write_file(collection, "md").content).collection == expected


def _in_cells(story: FiledStory) -> FiledStory:
    """Return what CSV holds of a story: as Markdown, and a summary without emphasis and lists."""
    return replace(
        _in_seconds(story), article=replace(_in_seconds(story).article, summary="", sources=())
    )


@given(collections().filter(lambda one: one.stories))
@settings(max_examples=200)
def test_csv_comes_back_as_far_as_it_holds(collection: FiledCollection) -> None:
    found = read_file("x.csv", write_file(collection, "csv").content).collection
    assert list(map(_in_cells, found.stories)) == list(map(_in_cells, collection.stories))


@pytest.mark.parametrize("kind", ["md", "csv"])
def test_a_whole_story_comes_back(kind: str) -> None:
    found = read_file(f"x.{kind}", write_file(COLLECTION, kind).content).collection
    assert found.stories == COLLECTION.stories


def test_markdown_has_name_description_and_order() -> None:
    found = read_file("x.md", write_file(COLLECTION, "md").content).collection
    assert replace(found, stories=()) == replace(COLLECTION, stories=())


def test_markdown_is_a_page_to_read() -> None:
    story = FiledStory(
        article=Article(
            title="Stills are out",
            link="https://soompi.example/stills",
            outlet="Soompi",
            published=NOON,
            summary="All of the **sets**.",
            photos=(Photo(url="https://img.example/1.jpg", credit="Netflix", alt="A set"),),
        ),
        note="for the wall",
    )
    page = write_file(FiledCollection(name="Stills", stories=(story,)), "md").content.decode()
    assert page == (
        "# Stills\n\n<!-- newsreel-collection 1 order:newest -->\n\n"
        "## [Stills are out](<https://soompi.example/stills>)\n\n"
        "- Outlet: Soompi\n- Published: 2031-05-04 12:00:00 UTC\n- Note: for the wall\n\n"
        "> All of the **sets**.\n\n"
        "![A set](<https://img.example/1.jpg>) 📷 Netflix\n"
    )


def test_a_hidden_photo_is_no_picture_in_markdown() -> None:
    page = write_file(COLLECTION, "md").content.decode()
    assert "\n[](<https://img.example/2.jpg>) (hidden)\n" in page


@pytest.mark.parametrize("kind", FILE_KINDS)
def test_an_empty_collection_can_be_written(kind: str) -> None:
    assert write_file(FiledCollection(name="Nothing yet"), kind).content


@pytest.mark.parametrize("kind", ["md", "json"])
def test_an_empty_collection_comes_back(kind: str) -> None:
    empty = FiledCollection(name="Nothing yet")
    assert read_file(f"x.{kind}", write_file(empty, kind).content).collection == empty


RISKY = ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "'=1", "a;=1+1", "a; =1+1"]


@pytest.mark.parametrize("cell", RISKY)
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_no_cell_is_a_formula_however_a_spreadsheet_splits_the_file(
    cell: str, delimiter: str
) -> None:
    story = FiledStory(article=Article(title=cell, link=None, outlet=""), note=cell)
    text = write_file(FiledCollection(stories=(story,)), "csv").content.decode("utf-8-sig")
    cells = [
        cell.strip()
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        for cell in row
    ]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "＝"))] == []


@pytest.mark.parametrize("cell", RISKY)
def test_a_cell_that_could_be_a_formula_comes_back(cell: str) -> None:
    story = FiledStory(article=Article(title=cell, link=None, outlet="+"), note=cell)
    found = read_file("x.csv", write_file(FiledCollection(stories=(story,)), "csv").content)
    assert found.collection.stories == (story,)


def test_excel_is_told_that_the_file_is_utf_8() -> None:
    assert write_file(COLLECTION, "csv").content.startswith(b"\xef\xbb\xbf")


# What comes from elsewhere.


def titles(filename: str, content: str | bytes) -> list[tuple[str, str | None]]:
    data = content.encode() if isinstance(content, str) else content
    found = read_file(filename, data).collection.stories
    return [(one.article.title, one.article.link) for one in found]


LINK = "https://a.example/1"


@pytest.mark.parametrize(
    ("filename", "content"),
    [
        ("a.json", f'[{{"title": "One", "url": "{LINK}"}}]'),
        ("a.json", f'{{"items": [{{"title": "One", "url": "{LINK}"}}]}}'),
        ("a.json", f'{{"bookmarks": [{{"name": "One", "href": "{LINK}"}}]}}'),
        ("a.csv", f"Title,URL\nOne,{LINK}\n"),
        ("a.csv", f"\ufeffurl;title\r\n{LINK};One\r\n"),
        ("a.tsv", f"name\thref\nOne\t{LINK}\n"),
        ("a.csv", f"title,url,time_added\nOne,{LINK},1700000000\n"),
        ("a.csv", f"{LINK},One\n"),
        ("a.md", f"# Links\n\n- [One]({LINK}) is good\n"),
        ("a.txt", f"[One]({LINK})"),
        ("a.txt", f"title,link\nOne,{LINK}"),
        ("noending", f'[{{"title": "One", "url": "{LINK}"}}]'),
    ],
)
def test_links_of_other_makers_can_be_read(filename: str, content: str) -> None:
    assert titles(filename, content) == [("One", LINK)]


def test_a_table_in_utf_16_can_be_read() -> None:
    assert titles("a.csv", f"title,link\n한국,{LINK}".encode("utf-16")) == [("한국", LINK)]


def test_a_list_of_bare_links_can_be_read() -> None:
    assert titles("a.json", json.dumps([LINK, "no link"])) == [("", LINK)]


def test_a_file_of_a_later_version_is_refused() -> None:
    with pytest.raises(UserError, match="newer Newsreel"):
        read_file("a.json", b'{"format": "newsreel-collection", "version": 2, "stories": []}')


BAD_LINKS = [
    "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//a.example/x", "a.example/x",
    "http://", "https://exa mple.com/", "", None, 7, ["https://a.example"], {"href": LINK},
    "https://\ud800.example/",
]  # fmt: skip


@pytest.mark.parametrize("link", BAD_LINKS)
def test_only_http_links_survive(link: object) -> None:
    content = json.dumps([{"title": "One", "link": link}])
    assert titles("a.json", content) == [("One", None)]


@pytest.mark.parametrize(
    "url", [*BAD_LINKS, "https://a.example/x.svg", "https://u:p@a.example/x.jpg"]
)
def test_only_http_photos_survive(url: object) -> None:
    content = json.dumps([{"title": "One", "photos": [{"url": url, "credit": "Netflix"}]}])
    assert read_file("a.json", content.encode()).collection.stories[0].article.photos == ()


def test_javascript_in_markdown_is_no_link() -> None:
    with pytest.raises(UserError, match="no link in that file"):
        read_file("a.md", b"[One](javascript:alert(1))")


@pytest.mark.parametrize(
    ("filename", "content", "sentence"),
    [
        ("a.json", b"", "is empty"),
        ("a.csv", b"\xef\xbb\xbf \r\n", "is empty"),
        ("a.csv", b"\x00\x00\x00\x00", "is empty"),
        ("a.json", b"\xff\xd8\xff\xe0 a picture", "UTF-8"),
        ("a.csv", "title\nAmélie".encode("latin-1"), "UTF-8"),
        ("a.json", b"{", "readable JSON"),
        ("a.json", b"[" * 200_000, "readable JSON"),
        ("a.json", b'{"a":' * 200_000, "readable JSON"),
        ("a.json", b"1" * 5_000, "readable JSON"),
        ("a.json", b'"just text"', "no list of stories"),
        ("a.json", b'{"name": "x"}', "no list of stories"),
        ("a.json", b"[1, 2, null, [], {}]", "None of what is in that file is a story"),
        ("a.csv", b"colour,size\nred,7\n", "None of what is in that file is a story"),
        ("a.csv", b'title\n"' + b"x" * 200_000 + b'"', "readable table"),
        ("a.md", b"Just words.", "no link in that file"),
        ("a.json", b" " * (MAX_FILE + 1), "5 MB is the most"),
    ],
)
def test_a_file_that_is_no_use_is_refused_with_a_sentence(
    filename: str, content: bytes, sentence: str
) -> None:
    with pytest.raises(UserError, match=sentence):
        read_file(filename, content)


def test_values_of_the_wrong_kind_are_as_if_they_were_not_there() -> None:
    wrong: dict[str, Any] = dict.fromkeys(
        ["outlet", "author", "published", "summary", "sources", "photos", "note", "saved_at"], 7
    )
    found = read_file(
        "a.json", json.dumps([{"title": "One", "sensitive": "yes", **wrong}]).encode()
    )
    assert found.collection.stories == (
        FiledStory(article=Article(title="One", link=None, outlet="")),
    )


@pytest.mark.parametrize(
    "time", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "soon", "2031-13-01", "1"]
)
def test_a_time_that_no_film_has_is_none(time: str) -> None:
    found = read_file("a.json", json.dumps([{"title": "One", "published": time}]).encode())
    assert found.collection.stories[0].article.published is None


def test_text_that_hides_or_pings_comes_in_as_text() -> None:
    """S46."""
    row = {
        "title": "a\u202eb\x00\ud800",
        "summary": "[click](https://evil.example) @everyone\n# big",
    }
    [story] = read_file("a.json", json.dumps([row]).encode()).collection.stories
    assert (story.article.title, story.article.summary) == (
        "ab",
        "\\[click\\](https\\://evil.example) @\u200beveryone\n\\# big",
    )


def test_usable_stories_of_a_bad_file_come_in_and_the_others_are_counted() -> None:
    rows = [{"title": "One"}, {}, None, {"link": "javascript:x"}, {"title": "Two"}]
    found = read_file("a.json", json.dumps(rows).encode())
    assert (len(found.collection.stories), found.left_out) == (2, 3)


def test_a_story_that_is_there_twice_is_counted_once() -> None:
    """V63."""
    rows = [{"title": "One", "link": LINK}, {"title": "Uno", "link": f"{LINK}/?utm_source=x"}]
    found = read_file("a.json", json.dumps(rows).encode())
    assert (len(found.collection.stories), found.doubles) == (1, 1)


def test_of_a_hundred_thousand_rows_no_more_than_fit_are_read() -> None:
    content = "title\n" + "".join(f"Film {number}\n" for number in range(100_000))
    found = read_file("a.csv", content.encode())
    assert (len(found.collection.stories), found.too_many) == (MAX_STORIES, 100_000 - MAX_STORIES)


def test_of_a_hundred_thousand_doubles_most_are_not_looked_at() -> None:
    found = read_file("a.csv", b"title\n" + b"Film\n" * 100_000)
    assert (found.doubles, found.too_many) == (MAX_ROWS - 1, 100_000 - MAX_ROWS)


kinds = st.sampled_from(["a.json", "a.csv", "a.md", "a", "a.txt"])
nested = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | urls,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["title", "link", "stories", "photos", "url", "sources", "format"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


def _read_or_say(filename: str, content: bytes) -> list[FiledStory]:
    try:
        return list(read_file(filename, content).collection.stories)
    except UserError:
        return []


@given(kinds, st.binary(max_size=300))
@settings(max_examples=200)
def test_bytes_of_any_kind_give_stories_or_a_sentence(filename: str, content: bytes) -> None:
    assert all(one.article.title or one.article.link for one in _read_or_say(filename, content))


@given(nested)
@settings(max_examples=200)
def test_json_of_any_shape_gives_stories_or_a_sentence(values: object) -> None:
    found = _read_or_say("a.json", json.dumps(values).encode())
    written = write_file(FiledCollection(stories=tuple(found)), "json").content
    assert _read_or_say("a.json", written) == found


@given(kinds, st.text(alphabet="[](){}<>#-*!\\`,;\"'\t\n =:/@ahtpstilenk.x", max_size=300))
@settings(max_examples=200)
def test_text_of_any_markup_gives_stories_or_a_sentence(filename: str, text: str) -> None:
    assert all(
        one.article.title or one.article.link for one in _read_or_say(filename, text.encode())
    )


# Summaries.


@pytest.mark.parametrize(
    "html",
    [
        "<p>Hello *star* _x_ <b>bold</b> and <i>more</i></p><p>1. x</p>",
        "<ul><li># one</li><li>two<ul><li>in <b>it</b></li></ul></li></ul>",
        "<ol><li>one</li><li>two</li></ol>",
        "a<br>- b<br># c<br>&gt; d",
        "<em>x</em><strong># y</strong>",
        "<p>&lt;@1234567&gt; ||s|| @everyone http://a.example [x](y)</p>",
    ],
)
def test_the_summaries_that_we_make_come_back_unchanged(html: str) -> None:
    summary = to_markdown(html, limit=1_000)
    assert markdown(summary) == summary


@given(st.text(alphabet="<bi/>pul *_-#1. \n&;@x", max_size=80))
@settings(max_examples=200)
def test_a_summary_of_any_markup_comes_back_unchanged(html: str) -> None:
    summary = to_markdown(html, limit=1_000)
    assert markdown(summary) == summary


@given(st.text(max_size=120))
def test_a_summary_that_was_read_is_read_the_same_again(text: str) -> None:
    assert markdown(markdown(text)) == markdown(text)


# Large ones.


def large(number: int, photos: int = 0, words: int = 0) -> FiledCollection:
    stills = tuple(
        Photo(url=f"https://img.example/{'x' * 200}/{one}.jpg", alt="A still " * 40)
        for one in range(photos)
    )
    return FiledCollection(
        stories=tuple(
            FiledStory(
                article=Article(
                    title=f"Film {one}",
                    link=f"https://a.example/{one}",
                    outlet="Gazette",
                    summary="word " * words,
                    photos=stills,
                )
            )
            for one in range(number)
        )
    )


@pytest.mark.parametrize("kind", FILE_KINDS)
def test_a_common_collection_of_the_most_stories_is_written_whole(kind: str) -> None:
    written = write_file(large(MAX_STORIES, photos=2, words=60), kind)
    assert (written.left_out, len(written.content) <= MAX_FILE) == ("", True)


@pytest.mark.parametrize(
    ("photos", "words", "left_out"),
    [
        (0, 1_000, "the summaries"),
        (10, 0, "the summaries, and all photos but the first of each story"),
    ],
)
def test_a_huge_collection_is_written_so_that_it_can_be_read(
    photos: int, words: int, left_out: str
) -> None:
    written = write_file(large(MAX_STORIES, photos, words), "json")
    assert (written.left_out, len(written.content) <= MAX_FILE) == (left_out, True)
