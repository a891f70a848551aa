"""The bot as its own process, to be killed and started again."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.loopback.server import LoopbackDiscord

ROOT = Path(__file__).parents[2]
RUN = (sys.executable, "-m", "bot", "run")


class BotProcess:
    """``python -m bot run`` against a loopback Discord; started, killed and started again.

    ``log`` is where stdout and stderr of all runs go. Leaving the ``async with`` block kills and
    reaps whatever still runs.
    """

    def __init__(
        self,
        fake: LoopbackDiscord,
        folder: Path,
        *,
        command: tuple[str, ...] = RUN,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self.fake = fake
        self.database = folder / "newsreel.db"
        self.log = folder / "bot.log"
        self.starts = 0
        self._command = command
        self._extra = dict(env or {})
        self._process: asyncio.subprocess.Process | None = None

    @property
    def env(self) -> dict[str, str]:
        """Return the environment of the process: ours, and the settings that a test needs."""
        ours = {key: value for key, value in os.environ.items() if not key.startswith("NEWSREEL_")}
        return ours | {
            "DISCORD_TOKEN": self.fake.token,
            "NEWSREEL_DISCORD_API": self.fake.api_url,
            "NEWSREEL_DATABASE": str(self.database),
            "NEWSREEL_ALLOWED_NETWORKS": "127.0.0.0/8",
            "NEWSREEL_LOG_FORMAT": "json",
            "NEWSREEL_LOG_LEVEL": "INFO",
            "NEWSREEL_USER_AGENT": "NewsreelTest/1.0 (+https://example.com/contact)",
            "PYTHONUNBUFFERED": "1",
        } | self._extra  # fmt: skip

    @property
    def running(self) -> bool:
        """Tell whether the process is alive."""
        return self._process is not None and self._process.returncode is None

    async def __aenter__(self) -> Self:
        """Do not start yet."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Kill and reap; say what the bot said if the test failed."""
        await self.kill()
        if kind is not None and self.log.exists():
            print("".join(self.log.read_text().splitlines(keepends=True)[-60:]))

    async def start(self, *, ready: bool = True) -> None:
        """Start the process and, with ``ready``, wait until it is at the gateway."""
        assert not self.running, "it runs already"
        sessions = self.fake.gateway.identified
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                cwd=ROOT,
                env=self.env,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.starts += 1
        if ready:
            await self._until_ready(sessions + 1)

    async def _until_ready(self, sessions: int) -> None:
        assert self._process is not None
        ready = asyncio.ensure_future(self.fake.ready(sessions=sessions))
        ended = asyncio.ensure_future(self._process.wait())
        await asyncio.wait((ready, ended), return_when=asyncio.FIRST_COMPLETED)
        ended.cancel()
        if not ready.done():
            ready.cancel()
            msg = f"the bot ended with {self._process.returncode}:\n{self.log.read_text()[-4000:]}"
            raise AssertionError(msg)
        await ready

    def kill_now(self) -> None:
        """Send SIGKILL at this very moment, without waiting; ``wait`` reaps."""
        if self.running and self._process:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGKILL)

    async def kill(self) -> None:
        """Kill and reap."""
        self.kill_now()
        await self.wait()

    async def stop(self, *, within: float = 10.0) -> int:
        """Ask it to end with SIGTERM and return its exit code."""
        assert self._process is not None
        self._process.terminate()
        return await asyncio.wait_for(self._process.wait(), within)

    async def wait(self) -> int | None:
        """Wait for the end and return the exit code; None if it was never started."""
        return await self._process.wait() if self._process else None
