"""What may be wrong with a translation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from babel.messages.catalog import Catalog, Message

from bot.language.catalogue import COMMAND_NAME, OPTION_NAME

_PLACE = re.compile(r"\{[a-z_]*(?:![a-z])?(?::[^{}]*)?\}")
_MARKUP = {
    "bold signs": re.compile(r"\*\*"),
    "code": re.compile(r"`[^`\n]*`"),
    "mentions": re.compile(r"<[#@:/][^>\s]*>"),
    "links": re.compile(r"\]\("),
    "lines": re.compile(r"\n"),
    "small lines": re.compile(r"^-# ", re.MULTILINE),
    "headings": re.compile(r"^#{1,3} ", re.MULTILINE),
    "list items": re.compile(r"^- ", re.MULTILINE),
    "arrows": re.compile(r"[←→]"),
}
_BOLD = re.compile(r"\*\*([^*{}\n]+)\*\*")
_NAME = re.compile(r"[-_\w]{1,32}")
_LIMIT = re.compile(r"At most (\d+) characters")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the translation of a sentence."""

    sentence: str
    fault: str

    def __str__(self) -> str:
        return f"{self.sentence!r}: {self.fault}"


def key_of(message: Message) -> str:
    """Return what a sentence is known by in a file of translations."""
    text = " ⇄ ".join(message.id) if isinstance(message.id, tuple) else message.id
    return f"[{message.context}] {text}" if message.context else text


def faults(message: Message, catalog: Catalog) -> list[Fault]:
    """Return what is wrong with one translation of a catalogue."""
    forms = (message.string,) if isinstance(message.string, str) else message.string
    if not all(forms):
        return [Fault(key_of(message), "is not translated")]
    if message.fuzzy:
        return [Fault(key_of(message), "is marked fuzzy")]
    english = message.id[-1] if isinstance(message.id, tuple) else message.id
    found = [one for form in forms for one in _differences(english, form, message)]
    found += [one for form in forms for one in _other_names(english, form, catalog)]
    return [Fault(key_of(message), one) for one in dict.fromkeys(found)]


def _differences(english: str, said: str, message: Message) -> Iterator[str]:
    if set(_PLACE.findall(english)) != set(_PLACE.findall(said)):
        yield f"needs the places {sorted(set(_PLACE.findall(english)))}: {said!r}"
    for what, pattern in _MARKUP.items():
        if Counter(pattern.findall(english)) != Counter(pattern.findall(said)):
            yield f"has other {what}: {said!r}"
    if _ends(english) != _ends(said):
        yield f"has other blanks at its ends: {said!r}"
    if (limit := _limit(message)) and len(said) > limit:
        yield f"has {len(said)} characters, {limit} is the most: {said!r}"
    if message.context in (COMMAND_NAME, OPTION_NAME) and not is_name(said):
        yield f"is no name for Discord (lower case, no blanks): {said!r}"


def _other_names(english: str, said: str, catalog: Catalog) -> Iterator[str]:
    """Yield what a sentence calls otherwise than it is labelled: a button, a permission."""
    for name in _BOLD.findall(english):
        labelled = catalog.get(name)
        if labelled and labelled.string and f"**{labelled.string}**" not in said:
            yield f"should name **{labelled.string}** as it is labelled: {said!r}"


def _ends(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _limit(message: Message) -> int | None:
    limits = [int(found[1]) for one in message.auto_comments if (found := _LIMIT.match(one))]
    return min(limits, default=None)


def is_name(text: str) -> bool:
    """Tell whether Discord takes it as the name of a command or an option."""
    return bool(_NAME.fullmatch(text)) and text == text.lower()
