"""What JSON-LD says of a picture: its caption, its credit and the role of the one credited."""

from __future__ import annotations

from bot.domain.credit import Words, split_caption
from bot.domain.credit_line import clean_credit, credit_role, is_mostly_names, role_named
from bot.web.html.text import to_text
from bot.web.page.meta import Metadata, Node, names, strings, types_of

# The properties of a schema.org ImageObject that credit somebody; the first that names one wins.
CREDIT_PROPERTIES = ("creditText", "creator", "author", "copyrightHolder", "copyrightNotice")
_MAX_VALUES = 30  # of one property
_MAX_NAME_WORDS = 4  # words before a credit; more are a caption


def json_words(node: Node, meta: Metadata) -> Words:
    """Return the caption, credit and role that a schema.org ImageObject states."""
    said = split_caption(to_text(next(iter(strings(node.get("caption"))), "")))
    for name in CREDIT_PROPERTIES:
        if found := _credit(node.get(name), meta):
            return Words(said.caption, *found)
    return said


def _credit(value: object, meta: Metadata) -> tuple[str, str | None] | None:
    """Return the credit in a property, which holds strings, objects, references or a list of them."""
    values = value[:_MAX_VALUES] if isinstance(value, list) else [value]
    resolved = [meta.resolve(one) for one in values]
    text = ", ".join(dict.fromkeys(name for one in resolved for name in names(one)))
    inner = split_caption(text)
    is_behind = inner.credit and len((inner.caption or "").split()) > _MAX_NAME_WORDS
    credit = inner.credit if is_behind else clean_credit(text)
    if not credit or not is_mostly_names(credit):
        return None
    return credit, credit_role(text) or next(filter(None, map(_role, resolved)), None)


def _role(value: object) -> str | None:
    """Return the role that a person or organisation says it has, by its kind or its title."""
    if not isinstance(value, dict):
        return None
    titles = [text for name in ("jobTitle", "roleName") for text in strings(value.get(name))]
    return next(filter(None, map(role_named, (*titles, *types_of(value)))), None)
