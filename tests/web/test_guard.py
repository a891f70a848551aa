"""The address guard (S44)."""

from __future__ import annotations

import socket
from contextlib import suppress
from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.error import FetchError, Refused
from bot.web.guard import AddressBlocked, Guard
from tests.web.loopback import Names, a_fetcher, redirect, reply, site

INSIDE = [
    *("0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.255.255.254"),
    *("169.254.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.168.1.1"),
    *("192.0.0.9", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.51.100.1", "203.0.113.9"),
    *("224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255"),
    *("::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254"),
    *("::127.0.0.1", "::8.8.8.8", "::ffff:0:7f00:1"),
    *("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "100::1"),
    *("2001::1", "2001:0:7f00:1::1", "2001:10::1", "2001:20::1", "2001:db8::1", "3fff::1"),
    *(
        "2002:7f00:1::",
        "2002:a00:1::1",
        "2606:4700::5efe:127.0.0.1",
        "2606:4700::200:5efe:10.0.0.1",
    ),
    *("4000::1", "5f00::1", "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "fec0::1"),
    *("ff02::1", "ff0e::1"),
]
OUTSIDE = [
    *("1.1.1.1", "8.8.8.8", "93.184.215.14", "172.15.0.1", "172.32.0.1", "223.255.255.255"),
    *("::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1", "2606:4700::1", "2a00:1450::1"),
]


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_refused(address: str) -> None:
    """S44"""
    assert not Guard().allows(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_an_address_on_the_internet_is_allowed(address: str) -> None:
    assert Guard().allows(address)


@pytest.mark.parametrize("text", ["", "localhost", "127.1", "0177.0.0.1", "2130706433", "0x7f.1"])
def test_what_is_no_proper_address_is_refused(text: str) -> None:
    """S44: a socket would resolve it once more by itself."""
    assert not Guard().allows(text)


@given(address=st.ip_addresses())
def test_whatever_is_allowed_is_what_python_calls_global(address: object) -> None:
    """S44: no range was forgotten."""
    if Guard().allows(str(address)):
        assert ip_address(str(address)).is_global


def test_an_allowed_network_is_let_through_and_its_neighbour_is_not() -> None:
    guard = Guard([ip_network("10.1.0.0/16"), ip_network("fd00:1::/32")])
    allowed = ["10.1.2.3", "::ffff:10.1.2.3", "fd00:1::7"]
    refused = ["10.2.0.1", "127.0.0.1", "fd00:2::7"]
    assert [guard.allows(address) for address in allowed + refused] == [True] * 3 + [False] * 3


def test_no_socket_is_made_for_an_address_inside() -> None:
    """S44"""
    with pytest.raises(AddressBlocked):
        Guard().socket(
            (socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", ("10.0.0.1", 80))
        )


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.com/",
        "gopher://example.com/",
        "https://jo@example.com/",
        "https://jo:secret@example.com/",
        "https://:secret@example.com/",
        "http://example.com:22/",
        "http://example.com:25/",
        "http://example.com:0/",
        "http://2130706433/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://0x7f.0.0.1/",
        "http://0x7f000001/",
        "http://127.0.0.1./",
        "http://1.2.3.4.5/",
        "http://999.1.1.1/",
    ],
)
def test_a_url_that_can_only_be_a_trick_is_refused_unasked(url: str) -> None:
    """S44"""
    with pytest.raises(Refused):
        Guard().parse(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "x",
        "http://",
        "http://[::1",
        "http://example.com:99999/",
        "//a.test",
        "http://xn--a.com/",
        "http://xn--/",
    ],
)
def test_what_is_no_url_is_a_failure(url: str) -> None:
    with pytest.raises(FetchError):
        Guard().parse(url)


@given(text=st.text() | st.text().map("http://".__add__))
def test_no_text_breaks_the_guard(text: str) -> None:
    """S41"""
    with suppress(FetchError):
        Guard().parse(text)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "１２７.０.０.１",
        "127。0。0。1",
        "2130706433",
        "0177.0.0.1",
        "0x7f.1",
        "127.1",
        "0",
        "localhost",
        "LOCALHOST",
    ],
)
async def test_no_spelling_of_this_machine_is_reached(host: str) -> None:
    """S44: literals, decimal and octal ones, and a name that the system resolves."""
    async with site() as here, a_fetcher(allowed=[]) as fetcher:
        with pytest.raises(Refused):
            await fetcher.fetch(f"http://{host}:{here.port}/")
    assert here.connections == 0


@pytest.mark.parametrize(
    "to", ["http://127.0.0.2:{}/", "http://[::ffff:127.0.0.2]:{}/", "//127.0.0.2:{}/"]
)
async def test_a_redirect_to_an_address_inside_is_refused(to: str) -> None:
    """S44, D13"""
    async with site() as here, site("127.0.0.2") as inner, a_fetcher() as fetcher:
        here.answers["/"] = redirect(to.format(inner.port))
        with pytest.raises(Refused):
            await fetcher.fetch(f"{here.url}/")
    assert inner.connections == 0


@pytest.mark.parametrize(
    "to", ["file:///etc/passwd", "ftp://127.0.0.1/", "http://jo:x@127.0.0.1/", "http://127.1/"]
)
async def test_a_redirect_to_another_scheme_or_a_trick_is_refused(to: str) -> None:
    """S44"""
    async with site() as here, a_fetcher() as fetcher:
        here.answers["/"] = redirect(to)
        with pytest.raises(Refused):
            await fetcher.fetch(f"{here.url}/")


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.2"],
        ["::1"],
        ["127.0.0.2", "127.0.0.2"],
        ["::1", "127.0.0.2", "169.254.169.254"],
    ],
)
async def test_a_name_that_resolves_to_addresses_inside_is_refused(addresses: list[str]) -> None:
    """S44: with a race of address families too."""
    names = Names(inner=[addresses])
    async with site("127.0.0.2") as inner, a_fetcher(resolver=names) as fetcher:
        with pytest.raises(Refused):
            await fetcher.fetch(f"http://inner.test:{inner.port}/")
    assert inner.connections == 0


@pytest.mark.parametrize("addresses", [["127.0.0.2", "127.0.0.1"], ["::1", "127.0.0.1"]])
async def test_of_a_mixed_answer_only_the_allowed_address_is_used(addresses: list[str]) -> None:
    """S44"""
    names = Names(mixed=[addresses])
    async with site() as here, a_fetcher(resolver=names) as fetcher:
        here.answers["/"] = reply(b"outside")
        answer = await fetcher.fetch(f"http://mixed.test:{here.port}/")
    assert answer.body == b"outside"


async def test_a_name_that_changes_its_answer_is_refused_the_second_time() -> None:
    """S44: changes between check and use; the port differs so that DNS is asked again."""
    names = Names(rebind=[["127.0.0.1"], ["127.0.0.2"]])
    async with (
        site() as here,
        site("127.0.0.2") as inner,
        a_fetcher(resolver=names) as fetcher,
    ):
        here.answers["/"] = redirect(f"http://rebind.test:{inner.port}/")
        with pytest.raises(Refused):
            await fetcher.fetch(f"http://rebind.test:{here.port}/")
    assert (here.connections, inner.connections) == (1, 0)


async def test_the_error_names_the_host_and_not_the_address() -> None:
    """S44: what is inside is nobody's business."""
    names = Names(inner=[["127.0.0.2"]])
    async with a_fetcher(resolver=names) as fetcher:
        with pytest.raises(Refused, match=r"^inner.test:8000 is inside of a private") as caught:
            await fetcher.fetch("http://inner.test:8000/")
    assert "127" not in str(caught.value)
