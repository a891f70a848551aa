"""Limits on messages that Discord's document leaves out, or says only in its reference.

Component reference: https://discord.com/developers/docs/components/reference
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from tests.loopback.error import Violation

V2 = 1 << 15
TEXT_LIMIT, COMPONENT_LIMIT, ROW_LIMIT = 4000, 40, 5
ACTION_ROW, BUTTON, TEXT_INPUT, SECTION, TEXT, THUMBNAIL, GALLERY = 1, 2, 4, 9, 10, 11, 12
CONTAINER = 17
SELECTS = (3, 5, 6, 7, 8)
LINK_STYLE = 5
Where = tuple[str | int, ...]
# Which component may stand in which; None is the message itself.
CHILDREN: dict[int | None, tuple[int, ...]] = {
    None: (ACTION_ROW, SECTION, TEXT, GALLERY, 13, 14, CONTAINER),
    CONTAINER: (ACTION_ROW, SECTION, TEXT, GALLERY, 13, 14),
    ACTION_ROW: (BUTTON, *SELECTS),
    SECTION: (TEXT,),
}
# What the document bounds too stands here as well: without the document the limits still hold.
LENGTHS = {"custom_id": 100, "label": 80, "description": 1024, "placeholder": 150}
URL_LENGTHS = {"media": 2048, "button": 512}


def violations(body: dict[str, Any], *, new: bool) -> list[Violation]:
    """Return all that is wrong with the body of a message; ``new`` for one that is created."""
    found = list(_nonce(body))
    if (body.get("flags") or 0) & V2:
        found += _components_v2(body)
    elif body.get("components"):
        found += _old_components(body)
    elif new and not any(body.get(key) for key in ("content", "embeds", "files", "attachments")):
        found.append(Violation((), "Cannot send an empty message"))
    if len(body.get("content") or "") > 2000:
        found.append(Violation(("content",), "Must be 2000 or fewer in length."))
    return found


def may_ping(body: dict[str, Any]) -> bool:
    """Tell whether text in this message could notify anybody (rule 6 of the design)."""
    allowed = body.get("allowed_mentions")
    if allowed is None:
        return bool(body.get("content") or body.get("components"))
    return bool(allowed.get("parse") or allowed.get("users") or allowed.get("replied_user"))


def roles_pinged(body: dict[str, Any]) -> list[str]:
    """Return the roles that this message may notify."""
    return list((body.get("allowed_mentions") or {}).get("roles") or ())


def walk(components: Any, where: Where = ("components",)) -> Iterator[tuple[Where, dict[str, Any]]]:
    """Yield each component, nested ones too, with its path."""
    for index, part in enumerate(components or ()):
        yield (*where, index), part
        yield from walk(part.get("components"), (*where, index, "components"))
        for key in ("accessory", "component"):
            if part.get(key):
                yield (*where, index, key), part[key]


def _nonce(body: dict[str, Any]) -> Iterator[Violation]:
    nonce = body.get("nonce")
    if isinstance(nonce, str) and len(nonce) > 25:
        yield Violation(("nonce",), "Must be 25 or fewer in length.")
    if body.get("enforce_nonce") and nonce is None:
        yield Violation(("nonce",), "enforce_nonce needs a nonce.")


def _components_v2(body: dict[str, Any]) -> Iterator[Violation]:
    for key in ("content", "embeds", "poll", "sticker_ids"):
        if body.get(key):
            yield Violation(
                (key,), "The 'MessageFlags.IS_COMPONENTS_V2' field cannot be used with it."
            )
    if "components" in body and not body["components"]:
        yield Violation(("components",), "A component is required.")
    parts = list(walk(body.get("components")))
    if len(parts) > COMPONENT_LIMIT:
        yield Violation(
            ("components",), f"{len(parts)} components; the limit is {COMPONENT_LIMIT}."
        )
    length = sum(len(part.get("content") or "") for _, part in parts if part["type"] == TEXT)
    if length > TEXT_LIMIT:
        yield Violation(("components",), f"{length} characters of text; the limit is {TEXT_LIMIT}.")
    yield from _nesting(body.get("components") or (), None, ("components",))
    yield from _common(parts)


def _nesting(parts: Any, parent: int | None, where: Where) -> Iterator[Violation]:
    for index, part in enumerate(parts):
        if part["type"] not in CHILDREN.get(parent, ()):
            yield Violation((*where, index, "type"), f"A {part['type']} can't stand in {parent}.")
        children = part.get("components") or ()
        yield from _nesting(children, part["type"], (*where, index, "components"))


def _old_components(body: dict[str, Any]) -> Iterator[Violation]:
    parts = list(walk(body["components"]))
    for where, part in parts:
        if len(where) == 2 and part["type"] != ACTION_ROW:
            yield Violation(where, 'Value of field "type" must be one of (1,).')
    if len(body["components"]) > ROW_LIMIT:
        yield Violation(("components",), "Must be 5 or fewer in length.")
    yield from _common(parts)


def _common(parts: list[tuple[Where, dict[str, Any]]]) -> Iterator[Violation]:
    seen: set[str] = set()
    for where, part in parts:
        yield from _shape(where, part)
        yield from _lengths(where, part)
        custom_id = part.get("custom_id")
        if custom_id in seen:
            yield Violation((*where, "custom_id"), "Component custom id cannot be duplicated")
        if custom_id:
            seen.add(custom_id)
    ids = [part["id"] for _, part in parts if part.get("id")]
    if len(ids) != len(set(ids)):
        yield Violation(("components",), "Component ids must be unique.")


def _shape(where: Where, part: dict[str, Any]) -> Iterator[Violation]:
    kind = part["type"]
    children = part.get("components") or ()
    if kind in (ACTION_ROW, CONTAINER, SECTION) and not children:
        yield Violation((*where, "components"), "Must not be empty.")
    if kind == ACTION_ROW:
        selects = sum(child["type"] in SELECTS for child in children)
        if len(children) > ROW_LIMIT or (selects and len(children) > 1):
            yield Violation((*where, "components"), "At most 5 buttons, or one select.")
    if kind == SECTION and (len(children) > 3 or not part.get("accessory")):
        yield Violation(where, "1 to 3 texts and an accessory.")
    if kind == GALLERY:
        yield from _gallery(where, part)
    if kind == TEXT and not (part.get("content") or "").strip():
        yield Violation((*where, "content"), "This field is required")
    if kind == BUTTON:
        yield from _button(where, part)
    if kind == THUMBNAIL:
        yield from _url((*where, "media", "url"), part["media"]["url"], URL_LENGTHS["media"])


def _gallery(where: Where, part: dict[str, Any]) -> Iterator[Violation]:
    items = part.get("items") or ()
    if not 1 <= len(items) <= 10:
        yield Violation((*where, "items"), "Must be between 1 and 10 in length.")
    for index, item in enumerate(items):
        yield from _lengths((*where, "items", index), item)
        place = (*where, "items", index, "media", "url")
        yield from _url(place, item["media"]["url"], URL_LENGTHS["media"])


def _button(where: Where, part: dict[str, Any]) -> Iterator[Violation]:
    if (part.get("style") == LINK_STYLE) != bool(part.get("url")):
        yield Violation((*where, "url"), "A link button, and only that, has a URL.")
    if bool(part.get("url")) == bool(part.get("custom_id")):
        yield Violation((*where, "custom_id"), "A custom id or a URL, not both, not neither.")
    if not (part.get("label") or part.get("emoji")):
        yield Violation((*where, "label"), "A label or an emoji is required.")
    if part.get("url"):
        yield from _url((*where, "url"), part["url"], URL_LENGTHS["button"])


def _lengths(where: Where, part: dict[str, Any]) -> Iterator[Violation]:
    for key, limit in LENGTHS.items():
        value = part.get(key)
        if isinstance(value, str) and not 1 <= len(value) <= limit:
            yield Violation((*where, key), f"Must be between 1 and {limit} in length.")


def _url(where: Where, url: str, limit: int) -> Iterator[Violation]:
    if len(url) > limit:
        yield Violation(where, f"Must be {limit} or fewer in length.")
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    bad = any(sign.isspace() or not sign.isascii() for sign in url)
    if parts.scheme not in ("http", "https", "attachment") or not parts.netloc or bad:
        yield Violation(where, f"Not a well formed URL: {url[:80]!r}")
