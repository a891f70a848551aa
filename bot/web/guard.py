"""The address guard: nothing inside is reachable from outside (S44).

The rule is applied where a socket is made for one address, right before it connects to just that
address: a literal, a name that changes its answer, a redirect and a race of two address families
all come through there, each time. ``Guard.parse`` refuses early what can be told from the URL.
"""

from __future__ import annotations

import errno
import ipaddress
import re
import socket
from collections.abc import Iterable, Iterator

from aiohttp import AddrInfoType
from yarl import URL

from bot.domain.error import FetchError, Refused

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_FIRST_FREE_PORT = 1024
_WEB_PORTS = frozenset({80, 443})

# https://www.iana.org/assignments/iana-ipv4-special-registry, multicast and the reserved rest.
# Written out, since what ipaddress calls global differs between releases of Python.
_INSIDE_V4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",
    )
)
# Of IPv6 only 2000::/3 is given out for unicast; within it, what
# https://www.iana.org/assignments/iana-ipv6-special-registry calls not global.
_UNICAST_V6 = ipaddress.IPv6Network("2000::/3")
_INSIDE_V6 = tuple(
    ipaddress.IPv6Network(network) for network in ("2001::/23", "2001:db8::/32", "3fff::/20")
)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_ISATAP = (0x00005EFE, 0x02005EFE)

# WHATWG URL, 3.5: a host whose last label is a number is an IPv4 address, or nothing.
_ENDS_IN_NUMBER = re.compile(r"(?:^|\.)(?:\d+|0[xX][0-9a-fA-F]*)\.*$")


class AddressBlocked(PermissionError):
    """Stop a connection; an OSError, since aiohappyeyeballs knows no other failure.

    Every one has the same text: only then is it handed on as it is when several addresses failed.
    """

    def __init__(self) -> None:
        super().__init__(errno.EACCES, "the address guard does not allow this address")


class Guard:
    """Let requests out to the public internet and to the ``allowed`` networks, nowhere else."""

    def __init__(self, allowed: Iterable[Network] = ()) -> None:
        self._allowed = tuple(allowed)

    def parse(self, text: str) -> URL:
        """Return a URL that may be asked, without its fragment.

        Raises Refused for a scheme other than http and https, for credentials, for a port below
        1024 other than 80 and 443 (mail, shells and file shares live there), and for the numeric
        spellings of an address that are not its own; FetchError for what is no URL.
        """
        try:
            url = URL(text).with_fragment(None)
            port, host, _ = url.port, url.raw_host, url.host  # xn-- can be followed by anything
        except ValueError as error:
            raise FetchError("That is no valid web address.") from error
        if url.scheme not in {"http", "https"}:
            raise Refused("Only addresses that begin with http:// or https:// can be read.")
        if not host:
            raise FetchError("That is no valid web address.")
        if url.raw_user is not None or url.raw_password is not None:
            raise Refused("Addresses with a name or a password in front of an @ can't be used.")
        if port is None or (port < _FIRST_FREE_PORT and port not in _WEB_PORTS):
            raise Refused(f"Port {port} is not used for web pages.")
        if _ENDS_IN_NUMBER.search(host) and _address(host) is None:
            raise Refused(f"{host} is no proper spelling of an address.")
        return url

    def may_ask(self, text: str) -> bool:
        """Tell whether a URL could be asked, as far as it says by itself, without looking up names."""
        try:
            url = self.parse(text)
        except FetchError:
            return False
        host = (url.raw_host or "").rstrip(".").casefold()
        if host == "localhost" or host.endswith(".localhost"):  # RFC 6761, 6.3
            host = "127.0.0.1"
        return _address(host) is None or self.allows(host)

    def socket(self, address_info: AddrInfoType) -> socket.socket:
        """Make the socket for one address; aiohttp's ``socket_factory``.

        Raises AddressBlocked unless the address is allowed.
        """
        family, kind, protocol, _, target = address_info
        if not self.allows(str(target[0])):
            raise AddressBlocked
        return socket.socket(family=family, type=kind, proto=protocol)

    def allows(self, text: str) -> bool:
        """Tell whether connecting to this address is allowed; False for what is no address."""
        address = _address(text)
        if address is None:
            return False
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        return is_public(address) or any(address in network for network in self._allowed)


def is_public(address: Address) -> bool:
    """Tell whether an address is globally reachable unicast, and so is each one inside of it."""
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _INSIDE_V4)
    if address.ipv4_mapped:
        return is_public(address.ipv4_mapped)
    if address not in _NAT64 and address not in _UNICAST_V6:
        return False
    if any(address in network for network in _INSIDE_V6):
        return False
    return all(is_public(inner) for inner in _embedded(address))


def _embedded(address: ipaddress.IPv6Address) -> Iterator[ipaddress.IPv4Address]:
    """Yield the IPv4 addresses to which a gateway may hand on (NAT64, 6to4, ISATAP).

    Teredo is no part of it: 2001::/23 is refused as a whole.
    """
    number = int(address)
    low = ipaddress.IPv4Address(number & 0xFFFFFFFF)
    if address in _NAT64 or (number >> 32) & 0xFFFFFFFF in _ISATAP:
        yield low
    if address.sixtofour:
        yield address.sixtofour


def _address(text: str) -> Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None
