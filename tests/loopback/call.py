"""One request to the loopback Discord, as its endpoints see it."""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.loopback.channel import Channel
from tests.loopback.edit_limits import EditLimits
from tests.loopback.error import ApiError, Violation, invalid
from tests.loopback.message import Message
from tests.loopback.permission import Permission
from tests.loopback.world import World

if TYPE_CHECKING:
    from tests.loopback.interaction import Interaction

API = "/api/v10"
MESSAGE_PATHS = ("/messages", "/messages/{message_id}", "/@original", "{webhook_token}")
FORUM_POSTS = "/channels/{channel_id}/threads"
MESSAGE_ANSWERS = (4, 7)  # a reply, and an update of the message that was clicked
MOST_BYTES_OF_ONE, MOST_BYTES = 10 * 2**20, 25 * 2**20
Endpoint = Callable[["Call"], Awaitable[Any]]
ENDPOINTS: dict[tuple[str, str], Endpoint] = {}


def endpoint(method: str, path: str) -> Callable[[Endpoint], Endpoint]:
    """Register what answers a method on a path of Discord's document."""

    def register(function: Endpoint) -> Endpoint:
        ENDPOINTS[method, path] = function
        return function

    return register


@dataclass(frozen=True)
class Upload:
    """A file that came with a message."""

    name: str
    content_type: str
    content: bytes


@dataclass
class Memory:
    """What REST remembers beside the world: nonces, commands, interactions.

    ``shards`` is how many it advises a bot to have; ``edits`` counts those of old messages.
    """

    nonce_window: float = 300.0
    nonces: dict[tuple[int, str], tuple[float, Message]] = field(default_factory=dict)
    commands: dict[int | None, list[dict[str, Any]]] = field(default_factory=dict)
    interactions: dict[str, Interaction] = field(default_factory=dict)
    syncs: int = 0
    shards: int = 1
    edits: EditLimits = field(default_factory=EditLimits)

    def message_of(self, author_id: int, nonce: str | None) -> Message | None:
        """Return the message that the author sent with this nonce within the window (D9)."""
        sent_at, message = self.nonces.get((author_id, str(nonce)), (0.0, None))
        return message if time.monotonic() - sent_at < self.nonce_window else None


@dataclass
class Call:
    """A request with its parts read, and the world it is about."""

    method: str
    path: str
    params: dict[str, str]
    query: dict[str, str]
    body: Any
    uploads: list[Upload]
    world: World
    memory: Memory
    gateway_url: str
    problem: Callable[[str], None]

    @property
    def route(self) -> str:
        """Return the method and path with ``{}`` for each parameter."""
        parts = ("{}" if part.startswith("{") else part for part in self.path.split("/"))
        return f"{self.method} {'/'.join(parts)}"

    @property
    def major(self) -> str:
        """Return the parameter by which rate limits are told apart."""
        names = ("channel_id", "guild_id", "webhook_id")
        return next((self.params[name] for name in names if name in self.params), "")

    def message_body(self) -> dict[str, Any] | None:
        """Return the body of the message that this request brings, if any."""
        if not isinstance(self.body, dict):
            return None
        if self.path.endswith("/callback"):
            return (self.body.get("data") or None) if self.body["type"] in MESSAGE_ANSWERS else None
        if self.path == FORUM_POSTS and "message" in self.body:
            return dict(self.body["message"])
        return self.body if self.path.endswith(MESSAGE_PATHS) else None

    def documented_body(self) -> Any:
        """Return the body as the document has it: the reference writes a file's number as one."""
        if not (isinstance(self.body, dict) and self.body.get("attachments")):
            return self.body
        files = [one | {"id": str(one["id"])} for one in self.body["attachments"]]
        return self.body | {"attachments": files}

    def channel(self, needed: Permission = Permission.VIEW_CHANNEL) -> Channel:
        """Return the channel of the path; raises ApiError where the bot may not."""
        channel = self.world.channel(int(self.params["channel_id"]))
        if channel is None or not channel.guild.available:
            raise ApiError(404, 10003)
        allowed = channel.permissions(self.world.bot)
        if Permission.VIEW_CHANNEL not in allowed:
            raise ApiError(403, 50001)
        if needed not in allowed:
            raise ApiError(403, 50013)
        return channel

    def message(self, needed: Permission = Permission.VIEW_CHANNEL) -> Message:
        """Return the message of the path; raises ApiError where there is none."""
        message = self.channel(needed).by_id.get(int(self.params["message_id"]))
        if message is None:
            raise ApiError(404, 10008)
        return message

    def number(self, name: str, default: int) -> int:
        """Return a number of the query."""
        return int(self.query.get(name, default))

    def message_fields(
        self, body: dict[str, Any] | None = None, *, there: Iterable[dict[str, Any]] = ()
    ) -> dict[str, Any]:
        """Return a message's body with its files: those uploaded, and those of ``there`` kept.

        ``attachments`` names both kinds, the new ones by their number; without it all are kept.
        Each attachment:// must be one of them.
        """
        fields = dict(self.body if body is None else body)
        listed = fields.pop("attachments", None)
        new = {str(number) for number in range(len(self.uploads))}
        named = {str(one["id"]) for one in listed or ()}
        if listed is not None and new - named:
            raise invalid([Violation(("attachments",), "A file that was uploaded is not listed")])
        kept = [one for one in there if listed is None or one["id"] in named]
        files = [*kept, *(_attachment(self.world, upload) for upload in self.uploads)]
        if sum(len(upload.content) for upload in self.uploads) > MOST_BYTES or any(
            len(upload.content) > MOST_BYTES_OF_ONE for upload in self.uploads
        ):
            raise ApiError(413, 40005)
        names = {file["filename"] for file in files}
        shown = json.dumps(fields.get("components") or []).split('"attachment://')[1:]
        for name in (rest.split('"')[0] for rest in shown):
            if name not in names:
                raise invalid([Violation(("components",), f"attachment://{name} is not uploaded")])
        if files or there:
            fields["uploaded"] = files
        return fields


def _attachment(world: World, upload: Upload) -> dict[str, Any]:
    file_id = world.next_id()
    url = f"https://cdn.discordapp.com/attachments/1/{file_id}/{upload.name}?ex=6a1b&is=6a19&hm=c0&"
    return {
        "id": str(file_id),
        "filename": upload.name,
        "size": len(upload.content),
        "url": url,
        "proxy_url": url,
        "content_type": upload.content_type,
    }


async def read_parts(request: web.Request) -> tuple[Any, list[Upload]]:
    """Return the JSON body (None without one) and the files of a request."""
    if request.content_type.startswith("multipart/"):
        form = await request.post()
        uploads = [
            Upload(part.filename, part.content_type, part.file.read())
            for part in form.values()
            if isinstance(part, web.FileField)
        ]
        return json.loads(str(form.get("payload_json", "{}"))), uploads
    text = await request.read()
    return (json.loads(text) if text else None), []
