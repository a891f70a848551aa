"""An http(s) URL in parts, each in its one normal spelling (RFC 3986, 6.2.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

MAX_LENGTH = 8192  # what common servers take; beyond it a link is an attack or a data dump
DEFAULT_PORT = {"http": 80, "https": 443}

_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})")
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_NOT_IN_URL = re.compile(r"[^A-Za-z0-9\-._~!$&'()*+,;=:@/?%#]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Url:
    """An http(s) URL in parts, each normalised; ``port`` is None where it is the default."""

    scheme: str
    host: str
    port: int | None
    path: str
    query: tuple[str, ...]
    fragment: str

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port is None else f":{self.port}"
        query = "?" + "&".join(self.query) if self.query else ""
        fragment = f"#{self.fragment}" if self.fragment else ""
        return f"{self.scheme}://{host}{port}{self.path}{query}{fragment}"


def parse(url: str) -> Url | None:
    """Split an http(s) URL into normalised parts; None for all else, and beyond MAX_LENGTH."""
    url = clean(url)
    if len(url) > MAX_LENGTH:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    host = _host(parts)
    if parts.scheme not in DEFAULT_PORT or not host:
        return None
    return Url(
        scheme=parts.scheme,
        host=host,
        port=None if port == DEFAULT_PORT[parts.scheme] else port,
        path=_without_dots(_requoted(parts.path)) or "/",
        query=tuple(filter(None, _requoted(parts.query).split("&"))),
        fragment=_requoted(parts.fragment),
    )


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    return "" if re.search(r"[\s\\^|<>\"`{}\ud800-\udfff]", host) else host


def clean(url: str) -> str:
    """Strip a URL, and drop tabs and line breaks inside of it, as browsers do (WHATWG URL, 4.4)."""
    return re.sub(r"[\t\r\n]", "", url).strip(" \x00\x0b\x0c\xa0\ufeff")


def _requoted(text: str) -> str:
    """Encode what must be, decode what need not be (RFC 3986, 6.2.2.1 and 6.2.2.2)."""
    text = _BARE_PERCENT.sub("%25", text)
    text = _PERCENT.sub(_requoted_octet, text)
    return _NOT_IN_URL.sub(_quoted, text)


def _requoted_octet(match: re.Match[str]) -> str:
    char = chr(int(match[1], 16))
    return char if char in _UNRESERVED else match[0].upper()


def _quoted(match: re.Match[str]) -> str:
    return "".join(f"%{octet:02X}" for octet in match[0].encode("utf-8", "replace"))


def _without_dots(path: str) -> str:
    """Remove dot segments (RFC 3986, 5.2.4)."""
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments and segments[-1] in {".", ".."}:
        kept.append("")
    return "/" + "/".join(kept)
