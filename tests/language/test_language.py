from __future__ import annotations

import logging
from datetime import date
from pathlib import Path

import pytest

from bot.domain.error import UserError
from bot.language import current, filled, grouped, language_of, speak, t, tn, told, using
from bot.language.catalogue import Catalogued, read_catalogue
from bot.language.day import long_date

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("ko", "ko"),
        ("es-419", "es"),
        ("es-ES", "es"),
        ("en-GB", "en"),
        ("pt_BR", "en"),
        ("th", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_a_locale_has_a_language(tag: object, language: str):
    assert language_of(tag) == language


def test_a_language_holds_for_a_block():
    with using("ko"):
        with using("ja"):
            assert current() == "ja"
        assert current() == "ko"
    assert current() == "en"


def test_a_language_holds_for_the_rest_of_a_task():
    with using("en"):
        speak("de")
        assert current() == "de"


@pytest.mark.parametrize(
    ("language", "number"),
    [("en", "1,204"), ("ko", "1,204"), ("ja", "1,204"), ("de", "1.204"), ("fr", "1\u202f204")],
)
def test_numbers_are_written_as_the_language_does(language: str, number: str):
    with using(language):
        assert grouped(1204) == number
        assert t("{n:,} nowhere translated", n=1204) == f"{number} nowhere translated"


def test_ids_are_not_written_as_numbers():
    assert t("<@{id}>", id=123456) == "<@123456>"


@pytest.mark.parametrize(("number", "text"), [(0, "0 films"), (1, "1 film"), (1204, "1,204 films")])
def test_english_has_two_forms(number: int, text: str):
    assert tn("{n} film", "{n} films", number) == text


def test_without_values_braces_are_only_braces():
    assert t("{braces}") == "{braces}"


def test_an_error_as_a_value_is_its_sentence():
    inner = UserError("{n} is too many.", n=3)
    assert told(UserError("No: {reason}", reason=inner)) == "No: 3 is too many."


@pytest.mark.parametrize("wrong", ["{nobody}", "{}", "{name", "{name.nothing}", "{name:d}"])
def test_a_translation_with_wrong_places_is_english(wrong: str, caplog: pytest.LogCaptureFixture):
    assert filled(wrong, "By {name}", {"name": "Mina"}) == "By Mina"
    assert [one.levelno for one in caplog.records] == [logging.ERROR]


@pytest.mark.parametrize(
    ("language", "day"), [("en", "3 March 2026"), ("ko", "2026년 3월 3일"), ("de", "3. März 2026")]
)
def test_days_are_written_as_the_language_does(language: str, day: str):
    with using(language):
        assert long_date(date(2026, 3, 3)) == day


def entries(folder: Path, text: str, code: str = "de") -> Catalogued:
    path = folder / f"{code}.po"
    path.write_text(HEAD + text, encoding="utf-8")
    return read_catalogue(path, code)


def test_what_is_translated_is_said(tmp_path: Path):
    found = entries(tmp_path, '\nmsgid "Film"\nmsgstr "Kino"\n')
    assert found.sentence("Film") == "Kino"


def test_what_is_not_translated_is_english(tmp_path: Path):
    found = entries(tmp_path, '\nmsgid "Film"\nmsgstr ""\n')
    assert (found.sentence("Film"), found.sentence("Photo")) == ("Film", "Photo")


def test_a_plural_with_a_form_missing_is_english(tmp_path: Path):
    found = entries(
        tmp_path, '\nmsgid "{n} a"\nmsgid_plural "{n} b"\nmsgstr[0] "{n} c"\nmsgstr[1] ""\n'
    )
    assert [found.counted("{n} a", "{n} b", n) for n in (1, 2)] == ["{n} a", "{n} b"]


def test_what_is_marked_as_unsure_is_not_said(tmp_path: Path):
    found = entries(tmp_path, '\n#, fuzzy\nmsgid "Film"\nmsgstr "Kino"\n')
    assert found.sentence("Film") == "Film"


def test_a_language_has_its_own_plural_forms(tmp_path: Path):
    text = (
        '\nmsgid "{n} film"\nmsgid_plural "{n} films"\nmsgstr[0] "{n} one"\nmsgstr[1] "{n} many"\n'
    )
    french, german = entries(tmp_path, text, "fr"), entries(tmp_path, text, "de")
    assert french.counted("{n} film", "{n} films", 0) == "{n} one"
    assert german.counted("{n} film", "{n} films", 0) == "{n} many"


def test_sentences_name_commands_as_discord_shows_them(tmp_path: Path):
    found = entries(
        tmp_path,
        '\nmsgctxt "command name"\nmsgid "feed"\nmsgstr "quelle"\n'
        '\nmsgctxt "command name"\nmsgid "add"\nmsgstr "neu"\n'
        '\nmsgctxt "option name"\nmsgid "person"\nmsgstr "wer"\n'
        '\nmsgid "Use `/feed add` without `person`."\nmsgstr "Ohne `person`: `/feed add`."\n',
    )
    said = found.sentence("Use `/feed add` without `person`.")
    assert said == "Ohne `wer`: `/quelle neu`."


@pytest.mark.parametrize("content", [b"\xff\xfe no text", b"nonsense\n", None])
def test_a_catalogue_that_cannot_be_read_is_english(
    tmp_path: Path, content: bytes | None, caplog: pytest.LogCaptureFixture
):
    path = tmp_path / "ko.po"
    if content is not None:
        path.write_bytes(content)
    assert read_catalogue(path, "ko").sentence("Film") == "Film"
    assert "ko" in caplog.text
