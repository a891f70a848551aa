"""Components as Discord gives them back: numbered, with defaults, media with their addresses."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from typing import Any

MEDIA_DEFAULTS: dict[str, Any] = {"description": None, "spoiler": False}
DEFAULTS: dict[int, dict[str, Any]] = {
    14: {"divider": True, "spacing": 1},
    17: {"accent_color": None, "spoiler": False},
}
MEDIA = ("media", "file")
LOADING, LOADED, NOT_FOUND = 1, 2, 3
KNOWN = {"width": 640, "height": 360, "content_type": "image/jpeg", "loading_state": LOADED}
UNKNOWN = {"width": None, "height": None, "content_type": None}
CONTAINERS = ("components", "accessory", "component")


def numbered(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return components as Discord gives them back: each with an id, media with their addresses."""
    count = iter(range(1, 10_000))

    def grown(part: Any) -> Any:
        if isinstance(part, list):
            return [grown(item) for item in part]
        if not isinstance(part, dict):
            return part
        # The id is drawn before the children's: Discord numbers from the outside in.
        head: dict[str, Any] = {"id": part.get("id") or next(count)} if "type" in part else {}
        head |= MEDIA_DEFAULTS if "media" in part else DEFAULTS.get(part.get("type", 0), {})
        return head | {key: _grow(key, value, grown) for key, value in part.items() if key != "id"}

    return [grown(part) for part in components]


def _grow(key: str, value: Any, grown: Any) -> Any:
    if key in CONTAINERS or key == "items":
        return grown(value)
    if key in MEDIA:
        return _media(value)
    return value


def _media(value: dict[str, Any]) -> dict[str, Any]:
    # The id is of the stored picture; the same URL is the same picture here.
    stored = {"id": str(zlib.crc32(value["url"].encode())), "flags": 0}
    return {"url": value["url"], "proxy_url": value["url"]} | stored


def media_told(
    components: list[dict[str, Any]],
    *,
    state: Callable[[str], int],
    files: Iterable[dict[str, Any]],
) -> list[dict[str, Any]]:
    """Return components with what Discord says of their media now.

    Of a file it gives the address and the attachment, and of all that was loaded the size.
    """
    by_url = {f"attachment://{file['filename']}": file for file in files}

    def told(part: Any) -> Any:
        if isinstance(part, list):
            return [told(item) for item in part]
        if not isinstance(part, dict):
            return part
        return {key: media(value) if key in MEDIA else told(value) for key, value in part.items()}

    def media(value: dict[str, Any]) -> dict[str, Any]:
        if file := by_url.get(value["url"]):
            place = {"url": file["url"], "proxy_url": file["url"], "attachment_id": file["id"]}
            return value | place | KNOWN
        now = state(value["url"])
        return value | (KNOWN if now == LOADED else UNKNOWN) | {"loading_state": now}

    return told(components)


def shown(components: list[dict[str, Any]], *, files: Iterable[dict[str, Any]]) -> Any:
    """Return what people see of components: without ids, files by their addresses."""
    by_url = {f"attachment://{file['filename']}": file["url"] for file in files}

    def seen(part: Any) -> Any:
        if isinstance(part, list):
            return [seen(item) for item in part]
        if not isinstance(part, dict):
            return part
        return {
            key: by_url.get(value["url"], value["url"]) if key in MEDIA else seen(value)
            for key, value in part.items()
            if key != "id"
        }

    return seen(components)
