"""The gateway: sessions over WebSocket, which are identified, resumed and told of the world."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.loopback import payload
from tests.loopback.world import Guild, World

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, RESUME = 0, 1, 2, 3, 6
RECONNECT, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 7, 9, 10, 11
GUILDS, GUILD_MEMBERS, GUILD_EXPRESSIONS = 1 << 0, 1 << 1, 1 << 3
GUILD_MESSAGES, GUILD_REACTIONS = 1 << 9, 1 << 10
PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15
BAD_TOKEN, NOT_ALLOWED_INTENTS, UNKNOWN_OPCODE, NOT_IDENTIFIED = 4004, 4014, 4001, 4003
DISCORD_GONE = 1006
HEARTBEAT_SECONDS = 41.25


def intent_of(event: str) -> int:
    """Return the intent that an event needs; 0 for one that everybody gets."""
    if event.startswith("MESSAGE_REACTION"):
        return GUILD_REACTIONS
    if event.startswith("MESSAGE"):
        return GUILD_MESSAGES
    if event.startswith("GUILD_MEMBER"):
        return GUILD_MEMBERS
    if event.startswith("GUILD_EMOJIS"):
        return GUILD_EXPRESSIONS
    if event.startswith(("GUILD", "CHANNEL", "THREAD")):
        return GUILDS
    return 0


@dataclass(eq=False)
class Session:
    """What a bot identified for: it outlives its connection and keeps what was missed."""

    id: str
    shard: int
    shards: int
    intents: int
    socket: Socket | None = None
    may_resume: bool = True
    log: list[str] = field(default_factory=list, repr=False)

    def tell(self, event: str, fields: dict[str, Any]) -> None:
        """Dispatch an event now, or once the session is resumed."""
        self.tell_encoded(event, json.dumps(fields))

    def tell_encoded(self, event: str, fields: str) -> None:
        """Dispatch an event whose fields are JSON already."""
        number = len(self.log) + 1
        self.log.append(f'{{"op":{DISPATCH},"t":"{event}","s":{number},"d":{fields}}}')
        if self.socket:
            self.socket.send(self.log[-1])

    def wants(self, event: str, guild: Guild | None) -> bool:
        """Tell whether the event is for this shard and within its intents."""
        needed = intent_of(event)
        mine = guild is None or (guild.id >> 22) % self.shards == self.shard
        return mine and (not needed or bool(self.intents & needed))


class Socket:
    """One connection, written to by one task so that events keep their order."""

    def __init__(self, ws: web.WebSocketResponse) -> None:
        self.ws = ws
        self.session: Session | None = None
        self._frames: asyncio.Queue[str | int] = asyncio.Queue()
        self._writer = asyncio.create_task(self._write())

    def send(self, frame: str) -> None:
        """Queue a frame."""
        self._frames.put_nowait(frame)

    def send_op(self, op: int, fields: Any = None) -> None:
        """Queue a frame that is no event."""
        self.send(json.dumps({"op": op, "d": fields, "s": None, "t": None}))

    def close(self, code: int) -> None:
        """Close after what is queued; ``DISCORD_GONE`` cuts the line without a word, at once."""
        if code == DISCORD_GONE and self.ws._req and self.ws._req.transport:
            self.ws._req.transport.abort()
        self._frames.put_nowait(code)

    async def _write(self) -> None:
        while not isinstance(frame := await self._frames.get(), int):
            try:
                await self.ws.send_str(frame)
            except (ConnectionError, RuntimeError):
                return
        await self.ws.close(code=frame if frame != DISCORD_GONE else 1001)

    async def end(self) -> None:
        """Stop writing; the session, if any, can be resumed."""
        if self.session and self.session.socket is self:
            self.session.socket = None
        self._writer.cancel()
        await asyncio.gather(self._writer, return_exceptions=True)


class Gateway:
    """All sessions, and the WebSocket endpoint."""

    def __init__(
        self, *, token: str, url: Callable[[], str], moment: Callable[[str, str], None]
    ) -> None:
        self.world: World
        self.sessions: dict[str, Session] = {}
        self.sockets: set[Socket] = set()
        self.identified = 0
        self.resumed = 0
        self.may_resume = True
        self.news = asyncio.Event()
        self._token = token
        self._url = url
        self._moment = moment

    @property
    def connected(self) -> list[Session]:
        """Return the sessions with a bot at the other end."""
        return [session for session in self.sessions.values() if session.socket]

    def emit(self, event: str, fields: Callable[[], dict[str, Any]], guild: Guild | None) -> None:
        """Dispatch an event to each session that it is for; without any it is not even built."""
        wanted = [one for one in self.sessions.values() if one.wants(event, guild)]
        encoded = json.dumps(fields()) if wanted else ""
        for session in wanted:
            session.tell_encoded(event, encoded)

    def disconnect(self, code: int, *, resumable: bool = True) -> None:
        """Close every connection with a code; the sessions stay, to be resumed if they may."""
        for socket in list(self.sockets):
            if socket.session:
                socket.session.socket = None
                socket.session.may_resume = socket.session.may_resume and resumable
            socket.close(code)

    def ask_to_reconnect(self) -> None:
        """Ask every connection to come back, as Discord does before it restarts a node."""
        for socket in self.sockets:
            socket.send_op(RECONNECT)

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Talk to one connection until it ends."""
        ws = web.WebSocketResponse(autoping=True, compress=False, max_msg_size=4096)
        try:
            await ws.prepare(request)
        except ConnectionError:  # whoever wanted to come in was killed meanwhile
            return ws
        socket = Socket(ws)
        self.sockets.add(socket)
        socket.send_op(HELLO, {"heartbeat_interval": int(HEARTBEAT_SECONDS * 1000)})
        try:
            async for message in ws:
                if message.type is WSMsgType.TEXT:
                    self._receive(socket, json.loads(message.data))
        finally:
            self.sockets.discard(socket)
            await socket.end()
        return ws

    def _receive(self, socket: Socket, frame: dict[str, Any]) -> None:
        match frame.get("op"):
            case 1:  # HEARTBEAT
                socket.send_op(HEARTBEAT_ACK)
            case 2:  # IDENTIFY
                self._identify(socket, frame["d"])
            case 6:  # RESUME
                self._resume(socket, frame["d"])
            case 3:  # PRESENCE
                pass
            case _:
                socket.close(UNKNOWN_OPCODE)

    def _identify(self, socket: Socket, fields: dict[str, Any]) -> None:
        if fields["token"] != self._token:
            return socket.close(BAD_TOKEN)
        if fields["intents"] & PRIVILEGED:
            return socket.close(NOT_ALLOWED_INTENTS)
        shard, shards = fields.get("shard", (0, 1))
        self._forget_abandoned(shard)
        session = Session(secrets.token_hex(16), shard, shards, fields["intents"], socket)
        self.sessions[session.id] = socket.session = session
        session.socket = socket
        self.identified += 1
        self._greet(session)
        self.news.set()
        self._moment("ready", "GATEWAY")
        return None

    def _forget_abandoned(self, shard: int) -> None:
        for session in list(self.sessions.values()):
            if session.shard == shard and not session.socket:
                del self.sessions[session.id]

    def _greet(self, session: Session) -> None:
        world = self.world
        mine = [
            guild
            for guild in world.guilds.values()
            if session.wants("GUILD_CREATE", guild) and world.bot.id in guild.members
        ]
        ready = {
            "v": 10,
            "user": payload.user(world.bot) | {"verified": True, "mfa_enabled": False},
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in mine],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self._url(),
            "shard": [session.shard, session.shards],
            "application": {"id": str(world.bot.id), "flags": 0},
            "private_channels": [],
            "relationships": [],
        }
        session.tell("READY", ready)
        for guild in mine:
            if guild.available:
                session.tell("GUILD_CREATE", payload.guild(guild))

    def _resume(self, socket: Socket, fields: dict[str, Any]) -> None:
        session = self.sessions.get(fields["session_id"])
        may = self.may_resume and session and session.may_resume
        if not session or not may or fields["token"] != self._token:
            return socket.send_op(INVALID_SESSION, False)
        session.socket = socket
        socket.session = session
        self.resumed += 1
        for frame in session.log[fields["seq"] :]:
            socket.send(frame)
        session.tell("RESUMED", {"_trace": []})
        self.news.set()
        self._moment("resumed", "GATEWAY")
        return None
