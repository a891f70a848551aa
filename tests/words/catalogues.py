"""The catalogues as files: brought up to date with the code, and filled by translators."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from bot.language.catalogue import ENGLISH, FOLDER, LANGUAGES
from tests.words import code, commands
from tests.words.check import Fault, faults, key_of
from tests.words.code import Sentence

TRANSLATED = tuple(language for language in LANGUAGES if language != ENGLISH)
COMMENT = "# "
_WIDTH = 100
_DAY = datetime(2026, 11, 23, tzinfo=UTC)  # gettext wants one; git knows better


async def template() -> Catalog:
    """Return all that is said, without translations."""
    catalog = Catalog(project="Newsreel", version="1", creation_date=_DAY)
    _add(catalog, await commands.sentences(await commands.commands()))
    for path in code.files():
        _add(catalog, code.sentences(path))
    return catalog


def _add(catalog: Catalog, sentences: Iterable[Sentence]) -> None:
    for one in sentences:
        catalog.add(
            (one.text, one.many) if one.many else one.text,
            locations=[(one.place, 0)],
            auto_comments=[f"At most {one.limit} characters"] if one.limit else [],
            context=one.context,
        )


def path_of(language: str) -> Path:
    return FOLDER / f"{language}.po"


def read(language: str) -> Catalog:
    """Return a catalogue as it is; an empty one where there is no file yet."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


@contextmanager
def changing(language: str) -> Iterator[Catalog]:
    """Read a catalogue and write it back, one process at a time."""
    FOLDER.mkdir(exist_ok=True)
    lock = os.open(FOLDER, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        catalog = read(language)
        yield catalog
        with path_of(language).open("wb") as file:
            write_po(file, _dated(catalog, language), width=_WIDTH, include_lineno=False)
    finally:
        os.close(lock)


def _dated(catalog: Catalog, language: str) -> Catalog:
    """Return a catalogue with a head that stays the same, and its sentences in a steady order."""
    fresh = Catalog(
        locale=language,
        project="Newsreel",
        version="1",
        header_comment=f"# Newsreel's words in {LANGUAGES[language]}. See docs/decisions/22-languages.md.",
        creation_date=_DAY,
        revision_date=_DAY,
        last_translator="Newsreel",
        msgid_bugs_address="the issues of this repository",
        language_team=LANGUAGES[language],
        fuzzy=False,
    )
    for one in sorted(catalog, key=_order):
        if one.id:
            fresh[one.id] = one
    return fresh


def _order(message: Message) -> tuple[str, list[str], str]:
    return _places(message)[0], message.auto_comments, key_of(message)


def _places(message: Message) -> list[str]:
    return sorted(place for place, _ in message.locations) or [""]


def bring_up_to_date(language: str, words: Catalog) -> None:
    """Add what is new in the code, take out what is gone; translations stay."""
    with changing(language) as catalog:
        catalog.update(words, no_fuzzy_matching=True)
        catalog.obsolete.clear()


def untranslated(catalog: Catalog) -> dict[str, str | list[str]]:
    """Return what has no translation yet, as a file of translations to fill.

    Lines that begin with COMMENT say where the sentences below them stand, and how long they may be.
    """
    found: dict[str, str | list[str]] = {}
    for message in sorted(catalog, key=_order):
        if message.id and not all(_forms(message)):
            found[", ".join([COMMENT + _places(message)[0], *message.auto_comments])] = ""
            plural = isinstance(message.id, tuple)
            found[key_of(message)] = [""] * catalog.num_plurals if plural else ""
    return found


def lacking(catalog: Catalog) -> int:
    """Return how many sentences have no translation."""
    return sum(1 for message in catalog if message.id and not all(_forms(message)))


def _forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else message.string


def fill(language: str, translations: Mapping[str, str | list[str]]) -> tuple[int, list[Fault]]:
    """Put translations in; return how many, and what is wrong with those that were left out."""
    taken, wrong = 0, []
    with changing(language) as catalog:
        messages = {key_of(one): one for one in catalog if one.id}
        for key, value in translations.items():
            if key.startswith(COMMENT):
                continue
            if key not in messages:
                wrong.append(Fault(key, "is no sentence of the bot"))
                continue
            if found := _put(messages[key], value, catalog):
                wrong += found
            else:
                taken += 1
    return taken, wrong


def _put(message: Message, value: str | list[str], catalog: Catalog) -> list[Fault]:
    before = message.string
    if isinstance(message.id, tuple):
        given = [value] if isinstance(value, str) else value
        if len(given) != catalog.num_plurals:
            wrong = f"needs {catalog.num_plurals} forms, not {len(given)}"
            return [Fault(key_of(message), wrong)]
        message.string = tuple(given)
    elif isinstance(value, str):
        message.string = value
    else:
        return [Fault(key_of(message), "has one form only")]
    if found := faults(message, catalog):
        message.string = before
    return found
