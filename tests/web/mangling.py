"""Pages broken at random, as hostile and careless hands break them; the same for the same seed."""

from __future__ import annotations

import gzip
import random
import re
from collections.abc import Callable

NASTY = (
    "<", ">", "</", "<!--", "-->", "<![CDATA[", "]]>", "&", "&#0;", "&#xffffffff;", "&#38;lt;", "\0", "\ufeff",
    "\u202e", "\U0001f4f7", '"', "'", "=", "\\", "%", "%zz", "%00", "{", "}", "[", "]", "\n\n", "\t",
    "<script>", "</script>", "<style>", "<noscript>", "</noscript>", "<template>", "<svg>", "<math>", "<table>", "<td>",
    "<select>", "<frameset>", "<plaintext>", "<textarea>", "<base href='//[x'>", "<base href=/up/>", "<p>Source: ",
    "<figure>", "</figure>", "<figcaption>", "<article>", "</article>", "<aside>", "<h1>", "<br>", "<img src=",
    "<img srcset='", "data:image/gif;base64,", "javascript:", "//", "https://", "http://[::1", "../../", "?w=", ",,", " 2x, ",
    "99999999999w", "Photo by ", "Credit: ", "© ", "(", ")", "Source: ", "출처=", "写真：", "Foto: ",
)  # fmt: skip
ENCODINGS = (
    "utf-8",
    "utf-16",
    "utf-16-le",
    "utf-8-sig",
    "cp1252",
    "cp949",
    "cp932",
    "gb18030",
    "utf-7",
    "utf-32",
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_CLOSING = re.compile(r"</[a-zA-Z][^<>]*>")
_ATTRIBUTE = re.compile(r"""\s[\w-]+=("[^"]*"|'[^']*'|[^\s>]+)""")
_CHARSET = re.compile(r"charset=[\w-]+")


def mangled(html: str, seed: int) -> bytes:
    """Return a page with a few things broken, most of them at random places."""
    rnd = random.Random(seed)
    for _ in range(rnd.choice((1, 1, 2, 3, 5, 12))):
        html = rnd.choice(_WAYS)(html, rnd)[:150_000]
    return _encoded(html, rnd)


def _span(html: str, rnd: random.Random) -> tuple[int, int]:
    start = rnd.randrange(len(html) + 1)
    return start, min(start + rnd.choice((1, 5, 40, 300, 3000)), len(html))


def _cut(html: str, rnd: random.Random) -> str:
    start, end = _span(html, rnd)
    return rnd.choice((html[:start], html[start:], html[:start] + html[end:]))


def _spliced(html: str, rnd: random.Random) -> str:
    (start, end), place = _span(html, rnd), rnd.randrange(len(html) + 1)
    return html[:place] + html[start:end] * rnd.choice((1, 1, 2, 40)) + html[place:]


def _with_nasty(html: str, rnd: random.Random) -> str:
    place = rnd.randrange(len(html) + 1)
    return html[:place] + rnd.choice(NASTY) * rnd.choice((1, 1, 1, 3, 500)) + html[place:]


def _unclosed(html: str, rnd: random.Random) -> str:
    return _replaced(html, _CLOSING, lambda _: "", rnd)


def _swapped(html: str, rnd: random.Random) -> str:
    tags = _TAG.findall(html) or ["<p>"]
    return _replaced(html, _TAG, lambda _: rnd.choice(tags), rnd)


def _nested(html: str, rnd: random.Random) -> str:
    many = rnd.choice((50, 1000, 4000))
    return _replaced(html, _TAG, lambda tag: tag * many, rnd)


def _with_broken_attribute(html: str, rnd: random.Random) -> str:
    ways: tuple[Callable[[str], str], ...] = (
        lambda said: said.replace('"', "").replace("'", ""),
        lambda said: said[:-1],
        lambda said: said.replace("=", "=" + rnd.choice(NASTY), 1),
        lambda said: said.replace("=", "", 1),
        lambda said: said * 60,
        lambda said: " x" + said.lstrip(),
        lambda said: said.upper(),
    )
    return _replaced(html, _ATTRIBUTE, rnd.choice(ways), rnd)


def _in_entities(html: str, rnd: random.Random) -> str:
    start, end = _span(html, rnd)
    return html[:start] + "".join(f"&#{ord(char)};" for char in html[start:end]) + html[end:]


def _replaced(
    html: str, pattern: re.Pattern[str], way: Callable[[str], str], rnd: random.Random
) -> str:
    """Change one place that a pattern finds."""
    found = list(pattern.finditer(html))
    if not found:
        return html
    match = rnd.choice(found)
    return html[: match.start()] + way(match[0]) + html[match.end() :]


_WAYS = (_cut, _spliced, _with_nasty, _unclosed, _swapped, _nested, _with_broken_attribute, _in_entities)  # fmt: skip


def _encoded(html: str, rnd: random.Random) -> bytes:
    if rnd.random() < 0.7:
        return html.encode("utf-8", "replace")
    declared, real = rnd.choice(ENCODINGS), rnd.choice(ENCODINGS)
    body = bytearray(_CHARSET.sub(f"charset={declared}", html).encode(real, "replace"))
    for _ in range(rnd.choice((0, 1, 20))):
        if body:
            body[rnd.randrange(len(body))] = rnd.choice((0, 0xFF, 0x80, 0x1B, rnd.randrange(256)))
    if rnd.random() < 0.1:
        return bytes(body[: len(body) // 2]) + gzip.compress(bytes(body))[: rnd.randrange(2000)]
    return bytes(body)
