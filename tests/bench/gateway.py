"""A gateway that sends the same frames to whoever connects: ``python -m tests.bench.gateway FILE``.

It is a process of its own, so that what it costs is nobody else's. It prints its port. The file holds JSON
lines; they are compressed as Discord does it: one stream for each connection, flushed after each frame.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import zstandard
from aiohttp import web

HELLO = '{"op": 10, "d": {"heartbeat_interval": 60000}, "s": null, "t": null}'


def compressed(lines: list[str]) -> list[bytes]:
    """Return a hello and the lines as frames of one stream."""
    stream = zstandard.ZstdCompressor().compressobj()
    flush = zstandard.COMPRESSOBJ_FLUSH_BLOCK
    return [stream.compress(line.encode()) + stream.flush(flush) for line in (HELLO, *lines)]


async def serve(lines: list[str]) -> None:
    """Serve until the process is ended."""
    hello, *frames = compressed(lines)

    async def connection(request: web.Request) -> web.WebSocketResponse:
        ws = web.WebSocketResponse(compress=False)
        await ws.prepare(request)
        await ws.send_bytes(hello)
        await ws.receive()  # the bot says who it is
        for frame in frames:
            await ws.send_bytes(frame)
        async for _ in ws:
            pass
        return ws

    app = web.Application()
    app.router.add_get("/", connection)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()))
