"""Links: what is stored and shown, and when two of them are the same."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.error import UserError
from bot.domain.link import (
    canonical_link,
    feed_key,
    host_of,
    link_key,
    normal_guid,
    resolve_address,
)

PLAIN = "https://example.com/2026/lantern-festival"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (PLAIN, PLAIN),
        ("HTTPS://Example.COM/2026/lantern-festival", PLAIN),
        ("https://example.com:443/2026/lantern-festival", PLAIN),
        ("http://example.com:80/a", "http://example.com/a"),
        ("http://example.com:443/a", "http://example.com:443/a"),
        ("https://example.com", "https://example.com/"),
        ("https://example.com.:/a", "https://example.com/a"),
        ("https://reader:secret@example.com/a", "https://example.com/a"),
        ("https://example.com/a#comments", "https://example.com/a"),
        ("https://example.com/#!/a", "https://example.com/#!/a"),
        ("https://example.com/#/a", "https://example.com/#/a"),
        ("https://example.com/a?", "https://example.com/a"),
        ("https://example.com/a?&&", "https://example.com/a"),
        ("https://example.com/a/./b/../c", "https://example.com/a/c"),
        ("https://example.com/../../a", "https://example.com/a"),
        ("https://example.com/a/..", "https://example.com/"),
        ("https://example.com/%7ejo/%2f%ed%95%9c", "https://example.com/~jo/%2F%ED%95%9C"),
        ("https://example.com/한 국", "https://example.com/%ED%95%9C%20%EA%B5%AD"),
        ("https://example.com/\ud800", "https://example.com/%3F"),
        ("https://example.com/100%", "https://example.com/100%25"),
        ("https://bücher.example/a", "https://bücher.example/a"),
        ("https://[2001:DB8::1]:443/a", "https://[2001:db8::1]/a"),
        ("  https://example.com/a\n/b ", "https://example.com/a/b"),
        ("https://example.com/a?b=1&a=2", "https://example.com/a?b=1&a=2"),
        ("https://example.com/a?q=x+y%20z", "https://example.com/a?q=x+y%20z"),
    ],
)
def test_a_link_has_one_spelling(url: str, expected: str) -> None:
    """D11: another host case, a fragment."""
    assert canonical_link(url) == expected


@pytest.mark.parametrize(
    "parameter",
    [
        "utm_source=feed",
        "UTM_Medium=x",
        "utm_x",
        "fbclid=1",
        "gclid=1",
        "dclid=1",
        "msclkid=1",
        "mc_cid=1",
        "mc_eid=1",
        "igshid=1",
        "yclid=1",
        "_hsenc=1",
        "_hsmi=1",
        "cmpid=1",
        "ncid=1",
        "ref_src=x",
        "ito=1",
        "at_medium=x",
        "xtor=RSS-1",
        "wt_mc=x",
        "pk_kwd=x",
        "source=rss",
        "partner=rss",
        "from=feed",
        "ref=RSS",
        "%75tm_source=x",
    ],
)
def test_tracking_parameters_go_and_the_others_stay(parameter: str) -> None:
    """D11: the same article with tracking parameters."""
    assert canonical_link(f"{PLAIN}?p=7&{parameter}&q=x") == f"{PLAIN}?p=7&q=x"


@pytest.mark.parametrize(
    "parameter", ["source=netflix", "ref=12", "from=seoul", "page=2", "utmost=1", "id=rss"]
)
def test_a_parameter_that_may_choose_the_page_stays(parameter: str) -> None:
    assert canonical_link(f"{PLAIN}?{parameter}") == f"{PLAIN}?{parameter}"


@pytest.mark.parametrize(
    "text",
    ["tag:example.com,2026:7", "urn:uuid:1", "/a", "//example.com/a", "http://[::1", "", "x"],
)
def test_what_is_no_web_link_is_left_alone(text: str) -> None:
    assert canonical_link(text) == link_key(text) == feed_key(text) == text
    assert normal_guid(text) == text
    assert host_of(text) == ""


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/a?x=1&y=2",
        "https://www.example.com/a?x=1&y=2",
        "https://WWW.example.com/a/?x=1&y=2",
        "https://m.example.com/a?y=2&x=1",
        "https://amp.example.com/a?y=2&x=1&utm_source=rss",
        "https://example.com/a/amp/?x=1&y=2",
        "https://example.com/amp/a?x=1&y=2",
        "https://example.com/a.amp?x=1&y=2",
        "https://example.com/AMP/amp/a/index.amp.html?x=1&y=2",
        "https://example.com/a?x=1&y=2&amp=1",
        "https://example.com/a?amp&x=1&y=2",
        "https://example.com/a/index.html?x=1&y=2",
        "https://example.com/a/index.php?x=1&y=2#top",
        "https://example-com.cdn.ampproject.org/c/s/example.com/a/amp?x=1&y=2",
        "https://cdn.ampproject.org/v/s/www.example.com/a?x=1&y=2",
        "https://www.google.com/amp/s/example.com/a?x=1&y=2",
    ],
)
def test_links_to_one_article_have_one_key(url: str) -> None:
    """D2, D11: another scheme, host, order of parameters, an AMP form."""
    assert link_key(url) == "https://example.com/a?x=1&y=2"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.com/a", "https://example.com/A"),
        ("https://example.com/a", "https://example.com/b"),
        ("https://example.com/a?p=1", "https://example.com/a?p=2"),
        ("https://example.com/a", "https://example.org/a"),
        ("https://example.com/a", "https://film.example.com/a"),
        ("https://example.com/a", "https://example.com:8443/a"),
        ("https://example.com/#!/a", "https://example.com/#!/b"),
        ("https://example.com/camp", "https://example.com/c"),
    ],
)
def test_links_to_two_articles_have_two_keys(one: str, other: str) -> None:
    assert link_key(one) != link_key(other)


def test_a_name_in_another_script_and_its_dns_form_have_one_key() -> None:
    assert link_key("https://bücher.example/a") == link_key("https://xn--bcher-kva.example/a")


@pytest.mark.parametrize(
    "part", ["/index.html", "/amp", "/..", "www.", "cdn.ampproject.org/c/s/", "&utm_a", "%zz", "a-"]
)
def test_a_link_of_a_megabyte_costs_no_time(part: str) -> None:
    """S41"""
    url = "https://example.com/" + part * (1_000_000 // len(part))
    began = time.perf_counter()
    assert link_key(url) == canonical_link(url) == url
    assert time.perf_counter() - began < 0.5


@pytest.mark.parametrize("part", ["/index.html", "/amp", "/..", "www.", "cdn.ampproject.org/c/s/"])
def test_the_longest_link_costs_little_time(part: str) -> None:
    """S41"""
    url = "https://" + (part * (8192 // len(part)))[:8180]
    began = time.perf_counter()
    link_key(url)
    assert time.perf_counter() - began < 0.5


@pytest.mark.parametrize("url", ["https://m.com/a", "https://amp.dev/a", "https://www.com/a"])
def test_a_host_is_not_cut_down_to_a_top_level_domain(url: str) -> None:
    assert link_key(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/feed?type=rss&utm_source=x",
        "https://www.Example.com/feed/?type=rss&utm_source=x",
        "feed:https://example.com/feed?type=rss&utm_source=x",
        "feed://example.com:443/./feed?type=rss&utm_source=x#news",
    ],
)
def test_spellings_of_one_feed_have_one_key(url: str) -> None:
    """D14: the same feed is added with two spellings of its URL."""
    assert feed_key(url) == "https://example.com/feed?type=rss&utm_source=x"


def test_feeds_that_differ_in_their_query_have_two_keys() -> None:
    """D14"""
    assert feed_key("https://example.com/?feed=rss") != feed_key("https://example.com/?feed=atom")


@pytest.mark.parametrize(
    ("guid", "expected"),
    [
        ("http://example.com/?p=7", "https://example.com/?p=7"),
        ("https://EXAMPLE.com/a/", "https://example.com/a"),
        ("https://example.com/a?utm_source=x", "https://example.com/a"),
        ("https://example.com/live#7", "https://example.com/live#7"),
        (" 7541 at http://example.com ", "7541 at http://example.com"),
        ("TAG:example.com,2026:A/", "TAG:example.com,2026:A/"),
    ],
)
def test_a_guid_survives_a_change_of_form(guid: str, expected: str) -> None:
    """D2: all guids go from http to https."""
    assert normal_guid(guid) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("example.com", "https://example.com/"),
        (" Example.com/Feed ", "https://example.com/Feed"),
        ("//example.com/feed", "https://example.com/feed"),
        ("http://example.com/feed", "http://example.com/feed"),
        ("feed:https://example.com/feed", "https://example.com/feed"),
        ("feed://example.com/feed", "https://example.com/feed"),
        ("feed:example.com/feed", "https://example.com/feed"),
        ("<https://example.com/feed>", "https://example.com/feed"),
        ("example.com:8080/feed?a=b:c", "https://example.com:8080/feed?a=b:c"),
        ("http://localhost:8080/feed", "http://localhost:8080/feed"),
        ("[2001:db8::1]/feed", "https://[2001:db8::1]/feed"),
        ("bücher.example", "https://bücher.example/"),
    ],
)
def test_what_a_person_types_becomes_a_url(text: str, expected: str) -> None:
    assert resolve_address(text) == expected


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Please give the address"),
        ("<>", "Please give the address"),
        ("film news", "no web address"),
        ("news", "no web address"),
        ("https://", "no web address"),
        ("http://[::1", "no web address"),
        ("https://exa mple.com/", "no web address"),
        ("ftp://example.com/feed", "Only addresses"),
        ("javascript:alert(1)", "Only addresses"),
        ("file:///etc/passwd", "Only addresses"),
        ("feed:file:///etc/passwd", "Only addresses"),
        ("https://jo:secret@example.com/", "in front of an @"),
        ("jo@example.com", "in front of an @"),
        ("example.com/" + "a" * 2048, "too long"),
    ],
)
def test_what_is_no_address_is_answered_with_a_sentence(text: str, says: str) -> None:
    with pytest.raises(UserError, match=says):
        resolve_address(text)


def test_the_host_is_in_lower_case_and_without_its_port() -> None:
    assert host_of("https://News.Example.com:8443/a") == "news.example.com"


PIECES = st.sampled_from(
    [
        *(
            "http://",
            "https://",
            "HTTP://",
            "feed:",
            "www.",
            "m.",
            "amp.",
            "example.com",
            "bücher.de",
        ),
        *("www.google.com/amp/s/", "cdn.ampproject.org/c/s/", ":80", ":443", "/", "//", "/amp"),
        *(
            ".amp",
            ".html",
            "/index.html",
            "/..",
            "/.",
            "%2e",
            "%7E",
            "%zz",
            "%",
            "?",
            "&",
            "=",
            "#",
        ),
        *(
            "#!/",
            "a",
            "B",
            "é",
            "ß",
            " ",
            "+",
            "utm_a=1",
            "amp=1",
            "amp",
            "source=rss",
            "[::1]",
            "@",
        ),
    ]
)
LINKS = st.one_of(st.lists(PIECES, max_size=12).map("".join), st.text().map("https://".__add__))


@pytest.mark.parametrize("spell", [canonical_link, link_key, feed_key, normal_guid])
@given(text=LINKS)
def test_a_second_pass_changes_nothing(spell: Callable[[str], str], text: str) -> None:
    assert spell(spell(text)) == spell(text)


@given(text=LINKS)
def test_the_canonical_link_has_the_key_of_the_link(text: str) -> None:
    """D11"""
    assert link_key(canonical_link(text)) == link_key(text)


@given(text=LINKS)
def test_an_address_is_a_url_or_a_sentence(text: str) -> None:
    try:
        url = resolve_address(text)
    except UserError:
        return
    assert host_of(url)
    assert resolve_address(url) == url
