"""Bytes to text, whatever they say of their encoding.

The order follows what is true in the wild rather than RFC 7303: a byte order mark, then UTF-8 if
the bytes are valid UTF-8 (other text is so only by rare accident), then what the server and the
document declare, then a guess from the script that comes out.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextlib import suppress

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What browsers read these labels as (WHATWG Encoding), each a superset of what it names.
_SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "hz": "hz",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
}
_MULTI_BYTE = frozenset({"gb18030", "cp949", "cp932", "big5hkscs", "euc_jp"})
_SEVEN_BIT = frozenset({"iso2022_jp", "iso2022_kr", "hz"})  # valid UTF-8 that means something else
_TEXT_ENCODINGS_ONLY = frozenset({"utf-7", "punycode", "idna", "unicode_escape", "undefined"})
_LABELS = {"x-sjis": "cp932", "windows-31j": "cp932", "ks_c_5601-1987": "cp949", "x-gbk": "gbk"}

_DECLARED = (
    re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']?([\w.:-]+)"""),
    re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE),
)
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
_HEAD = 4096
_SAMPLE = 65536
_ACCIDENTS = 8  # so many non-ASCII bytes that are valid UTF-8 are no accident

_WESTERN = {code: bytes([code]).decode("cp1252", "ignore") or None for code in range(0x80, 0xA0)}
# What is no UTF-8 is read as Windows-1252: a pasted quotation mark or accent, mostly.
_ESCAPED = {0xDC00 + code: bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0x100)}

# How text in an encoding looks, and how other text looks that is taken for it.
_KANA = "[ぁ-んァ-ヶー。、「」]"
_GUESSES = (
    ("cp932", _KANA, "[ｦ-ﾟ]"),
    ("euc_jp", _KANA, "[ｦ-ﾟ]"),
    ("euc_kr", "[가-힣]", "[\u4e00-\u9fff\u3040-\u318f\uf900-\ufaff]"),
    ("gb18030", "[的一是不了在人有我他这中大来上国个到说们影，。]", "[ｦ-ﾟㄱ-ㆎ]"),
    ("big5hkscs", "[的一是不了在人有我他這中大來上國個到說們影，。]", "[ｦ-ﾟ]"),
    ("cp1251", "(?<=[А-яё])[а-яё](?=[а-яё])", "(?<=[а-яё])[А-Я]"),
    ("koi8-r", "(?<=[А-яё])[а-яё](?=[а-яё])", "(?<=[а-яё])[А-Я]"),
)
_CLEAR = 0.2  # the share of such characters that is no accident


def decode(body: bytes, content_type: str | None = None) -> str:
    """Return the text of a feed or page; bytes that make no sense become U+FFFD or the best guess.

    ``content_type`` is the header as the server sent it. Never raises.
    """
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    if wide := _wide(body):
        return body.decode(wide, "replace")
    for name in _candidates(body, content_type):
        try:
            return body.decode(name)
        except UnicodeDecodeError:
            continue
    return body.decode("utf-8", "surrogateescape").translate(_ESCAPED)


def mended(text: str) -> str:
    """Return text that was UTF-8, taken for Latin-1, and encoded again, as it was meant.

    Also turns the control characters U+0080 to U+009F into what Windows-1252 has there.
    """
    with suppress(UnicodeError):
        text = text.encode("latin-1").decode("utf-8")
    return text.translate(_WESTERN)


def _wide(body: bytes) -> str | None:
    """Return the UTF-16 or UTF-32 that "<" or white space with zero bytes around it shows."""
    zeros = [place for place, byte in enumerate(body[:4]) if byte == 0]
    return {
        (1, 3): "utf-16-le",
        (0, 2): "utf-16-be",
        (1, 2, 3): "utf-32-le",
        (0, 1, 2): "utf-32-be",
    }.get(tuple(zeros))


def _candidates(body: bytes, content_type: str | None) -> Iterator[str]:
    declared = list(_declared(body, content_type))
    yield from (name for name in declared if name in _SEVEN_BIT)
    if declared and declared[0] in _MULTI_BYTE and _could_be_accident(body):
        yield declared[0]
    yield "utf-8"
    if _is_mostly_utf8(body):
        return
    yield from declared
    if guess := _guess(body):
        yield guess


def _declared(body: bytes, content_type: str | None) -> Iterator[str]:
    """Return the codecs that the server and the document name, the more credible first."""
    served = _codec(match[1]) if (match := _CHARSET.search(content_type or "")) else None
    found = (pattern.search(body[:_HEAD]) for pattern in _DECLARED)
    inside = [_codec(match[1].decode("ascii", "replace")) for match in found if match]
    # A server's Latin-1 is often no more than its default.
    names = [*inside, served] if served == "cp1252" else [served, *inside]
    yield from (name for name in names if name)


def _codec(label: str) -> str | None:
    label = label.strip().casefold()
    try:
        name = codecs.lookup(_LABELS.get(label, label)).name
    except LookupError:
        return None
    is_wide = name.startswith(("utf-16", "utf-32"))  # would have shown by its zero bytes
    return None if is_wide or name in _TEXT_ENCODINGS_ONLY else _SUPERSETS.get(name, name)


def _could_be_accident(body: bytes) -> bool:
    return len(body) < _SAMPLE and sum(byte > 127 for byte in body) <= _ACCIDENTS  # noqa: PLR2004


def _is_mostly_utf8(body: bytes) -> bool:
    """Tell whether a few broken places are all that keeps the bytes from being UTF-8."""
    sample = body[:_SAMPLE].decode("utf-8", "replace")
    broken = sample.count("\ufffd")
    wide = sum(char > "\x7f" for char in sample) - broken
    return wide > broken * 4


def _guess(body: bytes) -> str | None:
    """Return the encoding in which most letters of a script come out, if there is a clear one."""
    sample = body[:_SAMPLE]
    scores = {name: _score(sample, name, good, bad) for name, good, bad in _GUESSES}
    best = max(scores, key=lambda name: scores[name])
    return _SUPERSETS.get(best, best) if scores[best] > _CLEAR else None


def _score(sample: bytes, name: str, good: str, bad: str) -> float:
    text = sample.decode(name, "replace")
    wide = sum(char > "\x7f" for char in text) or 1
    wrong = len(re.findall(bad, text)) + text.count("\ufffd")
    return (len(re.findall(good, text)) - 2 * wrong) / wide
