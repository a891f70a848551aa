"""Bytes to text, whatever they say of their encoding."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web.encoding import decode, mended

KOREAN = "영화 ‘소금의 자오선’의 새 스틸이 공개됐다. 감독과 배우가 함께한 현장 사진이다."
JAPANESE = "映画「塩の子午線」の場面写真が公開されました。監督と出演者による現場の写真です。"
RUSSIAN = "Опубликованы новые кадры фильма о смотрителе маяка и его дочери."
CHINESE = "电影的新剧照公布了，这是我们在海边的第一个场景。"
FRENCH = "« L’été des marées » : l’équipe dévoile trois photos du décor."


@pytest.mark.parametrize(
    ("text", "encoding", "label"),
    [
        (KOREAN, "cp949", "euc-kr"),
        (KOREAN, "cp949", "ks_c_5601-1987"),
        (JAPANESE, "cp932", "Shift_JIS"),
        (JAPANESE, "cp932", "x-sjis"),
        (JAPANESE, "euc_jp", "EUC-JP"),
        (JAPANESE, "iso2022_jp", "ISO-2022-JP"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (CHINESE, "gb18030", "gb2312"),
        (FRENCH, "cp1252", "iso-8859-1"),
        (FRENCH, "utf-8", "utf-8"),
        ("Żółte światło", "iso8859-2", "iso-8859-2"),
        ("Το νέο έργο", "iso8859-7", "iso-8859-7"),
    ],
)
def test_declared_encoding_is_used(text, encoding, label):
    """S38: as the document, a page, or the server declares it."""
    xml = f'<?xml version="1.0" encoding="{label}"?><a>{text}</a>'
    page = f'<html><head><meta charset="{label}"></head><body>{text}</body></html>'

    assert decode(xml.encode(encoding)) == xml
    assert decode(page.encode(encoding)) == page
    assert decode(text.encode(encoding), f"text/xml; charset={label}") == text


@pytest.mark.parametrize("label", ["iso-8859-1", "us-ascii", "utf-16", "euc-kr", "nonsense"])
def test_utf8_is_seen_whatever_is_declared(label):
    """S38."""
    xml = f'<?xml version="1.0" encoding="{label}"?><a>{FRENCH}</a>'

    assert decode(xml.encode(), f"text/xml; charset={label}") == xml


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_encoding_is_seen_with_and_without_mark(encoding):
    xml = f'<?xml version="1.0" encoding="utf-16"?><a>{KOREAN}</a>'

    assert decode(xml.encode(encoding)) == xml
    assert decode(("\ufeff" + xml).encode(encoding)) == xml


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (KOREAN, "cp949"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (CHINESE, "gb18030"),
        (FRENCH, "cp1252"),
    ],
)
def test_undeclared_encoding_is_guessed_from_its_script(text, encoding):
    xml = f"<rss><title>{text}</title></rss>"

    assert decode(xml.encode(encoding)) == xml


def test_servers_default_does_not_beat_the_document():
    xml = f'<?xml version="1.0" encoding="windows-1251"?><a>{RUSSIAN}</a>'

    assert decode(xml.encode("cp1251"), "text/xml; charset=ISO-8859-1") == xml


def test_a_broken_place_in_utf8_costs_that_place_only():
    """S38: a quotation mark pasted from elsewhere."""
    assert decode(KOREAN.encode() + b"\x93x\x94") == KOREAN + "“x”"


def test_text_that_was_encoded_twice_is_mended():
    assert mended("Éléonore".encode().decode("latin-1")) == "Éléonore"
    assert mended("Élan \x92 \u201c") == "Élan ’ “"


@given(st.binary(max_size=200), st.none() | st.text(max_size=40))
def test_decoding_never_raises(body, content_type):
    """S41."""
    assert isinstance(decode(body, content_type), str)
