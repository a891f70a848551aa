"""Links: one spelling to store and show, keys to compare by, and what a person typed.

Only ``resolve_address`` raises. All others give back, stripped, what is no http(s) URL, and each
gives its own result back unchanged when it is applied again.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from itertools import takewhile
from urllib.parse import urlsplit

from bot.domain.error import UserError
from bot.domain.tracking import without_tracking
from bot.domain.url import DEFAULT_PORT, Url, clean, parse

MAX_ADDRESS = 2048

_AMP_PARAMETERS = frozenset({"amp", "amp=", "amp=1", "amp=true", "outputtype=amp"})

_JUNK = re.compile(r"[\x00-\x20\x7f]+")
_INDEX = r"index\.(?:html?|php|aspx?|jsp)|default\.aspx?"
_NO_PAGE = re.compile(rf"(?:amp|{_INDEX})?", re.IGNORECASE)
_AMP_ENDING = re.compile(r"(?:\.amp)+(?=(?:\.html)?$)", re.IGNORECASE)
_HOST_PREFIX = re.compile(r"^(?:www|m|amp)\.(?=[^.]+\.)")
# https://developers.google.com/amp/cache/overview: the origin's address is in the path.
_AMP_CACHE = re.compile(
    r"^https?://(?:(?:[\w-]+\.)*cdn\.ampproject\.org(?:/[a-z]{1,2})?|(?:www\.)?google\.[a-z.]+/amp)"
    r"/(s/)?(?P<origin>[^/?#]+\.[^/?#]+.*)$",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"^([a-z][a-z0-9+.-]*):(?=//|[^0-9/])", re.IGNORECASE)


def canonical_link(url: str) -> str:
    """Return the link as it is stored, compared and shown (D11).

    Lower-case scheme and host, without credentials, default port, tracking parameters, empty
    query and fragment; dot segments and percent-encoding normalised (RFC 3986, 6.2.2). A fragment
    that names a page of its own (``#!`` or ``#/``) stays, and so do names in other scripts.
    """
    parsed = parse(url)
    return str(_canonical(parsed)) if parsed else clean(url)


def link_key(url: str) -> str:
    """Return the form in which two links to one article are equal (D2, D11).

    Beyond ``canonical_link``: http is https; prefixes of the host (www, m, amp), AMP's forms of
    address and its cache, index files and the trailing slash are off; parameters are sorted.
    """
    parsed = _out_of_amp_cache(parse(url))
    if parsed is None:
        return clean(url)
    page = _canonical(parsed)
    query = {part.replace("%20", "+") for part in page.query if not _is_amp(part)}
    return str(
        replace(
            _one_scheme(page),
            host=_bare_host(page.host),
            path=_bare_path(page.path),
            query=tuple(sorted(query)),
        )
    )


def feed_key(url: str) -> str:
    """Return the form in which two spellings of a feed's URL are equal (D14).

    As ``link_key``, but the query stays as it is: all of it may choose the feed. ``feed:`` in
    front counts as https.
    """
    parsed = parse(_without_feed_scheme(clean(url)))
    if parsed is None:
        return clean(url)
    host, path = _bare_host(parsed.host), parsed.path.rstrip("/") or "/"
    return str(replace(_one_scheme(parsed), host=host, path=path, fragment=""))


def normal_guid(guid: str) -> str:
    """Return a guid such that a change of form only changes nothing (D2).

    A guid that is an http(s) URL: https, host in lower case, no trailing slash, no tracking
    parameters; the fragment stays, since it may be all that tells two entries apart. All other
    guids are opaque and only stripped.
    """
    guid = guid.strip()
    parsed = parse(guid)
    if parsed is None:
        return guid
    path = parsed.path.rstrip("/") or "/"
    return str(replace(_one_scheme(parsed), path=path, query=without_tracking(parsed.query)))


def resolve_address(text: str) -> str:
    """Return the URL that a person meant; raise UserError, with what to do, if there is none.

    ``https://`` may be missing, ``feed:`` or angle brackets may be there. Whether it can be
    reached is not asked here.
    """
    address = _without_feed_scheme(text.strip().removeprefix("<").removesuffix(">").strip())
    if not address:
        raise UserError("Please give the address of a feed or a site, such as example.com.")
    if len(address) > MAX_ADDRESS:
        raise UserError(
            "That address is too long; {most:,} characters is the most.", most=MAX_ADDRESS
        )
    scheme = _SCHEME.match(address)
    if scheme is None:
        return _checked("https://" + address.removeprefix("//"), dotless=False)
    if scheme[1].lower() not in DEFAULT_PORT:
        raise UserError("Only addresses that begin with http:// or https:// can be read.")
    return _checked(address, dotless=True)


def host_of(url: str) -> str:
    """Return the host of an http(s) URL in lower case, or "" where there is none."""
    parsed = parse(url)
    return parsed.host if parsed else ""


def _checked(address: str, *, dotless: bool) -> str:
    """Return the address in its normal spelling; a host without a dot may be a slip."""
    url = None if _JUNK.search(address) else parse(address)
    if url is None or not (dotless or "." in url.host or ":" in url.host):
        raise UserError(
            "That is no web address. Type it as in the browser, such as https://example.com/feed."
        )
    if "@" in urlsplit(address).netloc:
        raise UserError("Addresses with a name or a password in front of an @ can't be used.")
    return str(url)


def _without_feed_scheme(url: str) -> str:
    """feed:https://host/ and feed://host/ are both in use."""
    rest = re.sub(r"^feed:(?=.)", "", url, flags=re.IGNORECASE)
    if rest == url or _SCHEME.match(rest):
        return rest
    return "https://" + rest.lstrip("/")


def _canonical(url: Url) -> Url:
    page = url.fragment if url.fragment.startswith(("!", "/")) else ""
    return replace(url, query=without_tracking(url.query), fragment=page)


def _one_scheme(url: Url) -> Url:
    return replace(
        url, scheme="https", port=None if url.port in DEFAULT_PORT.values() else url.port
    )


def _is_amp(part: str) -> bool:
    return part.lower() in _AMP_PARAMETERS


def _bare_host(host: str) -> str:
    """Take off the prefixes, and write a name in other scripts as DNS does."""
    host = _until_stable(_HOST_PREFIX, host)
    with suppress(UnicodeError):  # No name that DNS knows; it is still a key.
        host = host.encode("idna").decode("ascii")
    return _until_stable(_HOST_PREFIX, host)


def _bare_path(path: str) -> str:
    """Take AMP's marks, index files and slashes off both ends; segment by segment, to be quick."""
    segments = path.split("/")[1:]
    while segments and _NO_PAGE.fullmatch(last := _until_stable(_AMP_ENDING, segments[-1])):
        segments.pop()
    if segments:
        segments[-1] = last
    marks = takewhile(lambda segment: segment.lower() == "amp", segments)
    return "/" + "/".join(segments[len(list(marks)) :])


def _until_stable(pattern: re.Pattern[str], text: str) -> str:
    while (shorter := pattern.sub("", text)) != text:
        text = shorter
    return text


def _out_of_amp_cache(url: Url | None) -> Url | None:
    """Return the URL that an AMP cache serves; a cache of a cache is made up, but ends here too."""
    while url and (found := _AMP_CACHE.match(str(url))):
        origin = parse("https://" + found["origin"])
        if origin is None:
            break
        url = origin
    return url
