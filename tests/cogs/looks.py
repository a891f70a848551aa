"""What a person sees of a message: texts, photos, buttons, whatever they are nested in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import simcord

DEFERRED = 5
BUTTON, TEXT, GALLERY = 2, 10, 12


def walk(components: Any) -> Iterator[dict[str, Any]]:
    for component in components:
        yield component
        yield from walk(component.get("components", ()))


def text_of(components: Any) -> str:
    return "\n".join(c["content"] for c in walk(components) if c["type"] == TEXT)


def photos_of(components: Any) -> list[dict[str, Any]]:
    return [item for c in walk(components) if c["type"] == GALLERY for item in c["items"]]


def buttons_of(components: Any) -> list[dict[str, Any]]:
    return [c for c in walk(components) if c["type"] == BUTTON]


def labels_of(components: Any) -> list[str]:
    return [button["label"] for button in buttons_of(components)]


def first_answer(env: simcord.Env) -> dict[str, Any]:
    """Return how the bot first answered an interaction."""
    return next(r.json for r in env.http_requests if r.path.endswith("/callback"))
