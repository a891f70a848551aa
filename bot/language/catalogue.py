"""The catalogues: what the sentences of the code are in another language, as ``.po`` files.

They are read once for each process, by Babel, into memory: nothing compiled is kept on disk, so that
what translators write is what is said.
"""

from __future__ import annotations

import asyncio
import logging
import re
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.numbers import get_group_symbol

_log = logging.getLogger(__name__)

FOLDER: Final = Path(__file__).parent / "catalogue"

LANGUAGES: Final = {
    "en": "English",
    "de": "Deutsch",
    "es": "Español",
    "fr": "Français",
    "ja": "日本語",
    "ko": "한국어",
}
"""The languages that the bot speaks, by their codes, each with its own name."""

ENGLISH: Final = "en"

COMMAND_NAME: Final = "command name"
OPTION_NAME: Final = "option name"
"""Contexts of words that are names in Discord: lower case, without blanks."""

_COMMAND = re.compile(r"`/([a-z]+(?: [a-z]+)*)")
_OPTION = re.compile(r"`([a-z_]+)`")


class Catalogued:
    """What is said in one language.

    Sentences name commands and options by their English names, "`/feed add`"; here they become the
    names that people see in Discord in that language.
    """

    def __init__(self, code: str, translations: NullTranslations) -> None:
        self.group_symbol = get_group_symbol(code)
        self._translations = translations

    def name(self, name: str, context: str) -> str:
        """Return the name of a command or an option."""
        return self._translations.pgettext(context, name)

    def sentence(self, sentence: str) -> str:
        """Return a sentence, in English where it has no translation."""
        return self._with_names(self._translations.gettext(sentence))

    def counted(self, one: str, many: str, number: int) -> str:
        """Return the form of a sentence for a number, in English where it has no translation."""
        return self._with_names(self._translations.ngettext(one, many, number))

    def _with_names(self, text: str) -> str:
        return _OPTION.sub(self._option, _COMMAND.sub(self._command, text)) if "`" in text else text

    def _command(self, match: re.Match[str]) -> str:
        return "`/" + " ".join(self.name(word, COMMAND_NAME) for word in match[1].split())

    def _option(self, match: re.Match[str]) -> str:
        return f"`{self.name(match[1], OPTION_NAME)}`"


@cache
def words_in(code: str) -> Catalogued:
    """Return what is said in a language of LANGUAGES; the first time takes 0.1 s or so."""
    return read_catalogue(FOLDER / f"{code}.po", code)


async def load_all() -> None:
    """Read all catalogues without holding the loop; later calls cost nothing."""
    await asyncio.to_thread(lambda: [words_in(code) for code in LANGUAGES])


def read_catalogue(path: Path, code: str) -> Catalogued:
    """Read a catalogue; one that can't be read is noted in the log, and says all in English."""
    return Catalogued(code, _read(path, code))


def _read(path: Path, code: str) -> NullTranslations:
    if code == ENGLISH:
        return NullTranslations()
    try:
        with path.open("rb") as file:
            return _compiled(read_po(file, locale=code, abort_invalid=True))
    except (OSError, ValueError, PoFileError) as error:
        _log.error("the words in %s can't be read, so they are English: %s", code, error)
        return NullTranslations()


def _compiled(entries: Catalog) -> NullTranslations:
    """Return a catalogue as gettext looks things up; what is not translated for sure is not in it."""
    for entry in list(entries):
        forms = [entry.string] if isinstance(entry.string, str) else entry.string or [""]
        if entry.id and not all(forms):
            entries.delete(entry.id, entry.context)
    file = BytesIO()
    write_mo(file, entries)
    file.seek(0)
    return GNUTranslations(file)
