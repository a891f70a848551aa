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
from typing import Protocol, Self

from tests.loopback.forked import ROOT, Nursery
from tests.loopback.server import LoopbackDiscord

RUN = (sys.executable, "-m", "bot", "run")


class Child(Protocol):
    """A process that was started."""

    @property
    def pid(self) -> int: ...
    @property
    def returncode(self) -> int | None: ...
    async def wait(self) -> int: ...


class BotProcess:
    """``python -m bot run`` against a loopback Discord; started, killed and started again.

    ``settings`` are environment variables on top of those that a test needs. ``log`` is where stdout and stderr of all runs go. Leaving the ``async with`` block kills and
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
        self.settings = dict(env or {})
        self._child: Child | None = None

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
            "PYTHONFAULTHANDLER": "1",
        } | self.settings  # fmt: skip

    @property
    def pid(self) -> int:
        """Return the process's id, which is that of its session too."""
        assert self._child is not None, "it was never started"
        return self._child.pid

    @property
    def running(self) -> bool:
        """Tell whether the process is alive."""
        return self._child is not None and self._child.returncode is None

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
        self._child = await self._spawn()
        self.starts += 1
        if ready:
            await self._until_ready(self._child, sessions + 1)

    async def _spawn(self) -> Child:
        with self.log.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                *self._command,
                cwd=ROOT,
                env=self.env,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    async def _until_ready(self, child: Child, sessions: int) -> None:
        ready = asyncio.ensure_future(self.fake.ready(sessions=sessions))
        ended = asyncio.ensure_future(child.wait())
        await asyncio.wait((ready, ended), return_when=asyncio.FIRST_COMPLETED)
        ended.cancel()
        if not ready.done():
            ready.cancel()
            msg = f"the bot ended with {child.returncode}:\n{self.log.read_text()[-4000:]}"
            raise AssertionError(msg)
        await ready

    def kill_now(self) -> None:
        """Send SIGKILL at this very moment, without waiting; ``wait`` reaps."""
        if self._child and self._child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._child.pid, signal.SIGKILL)

    async def kill(self) -> None:
        """Kill and reap."""
        self.kill_now()
        await self.wait()

    async def stop(self, *, within: float = 10.0) -> int:
        """Ask it to end with SIGTERM and return its exit code."""
        assert self._child is not None
        os.kill(self._child.pid, signal.SIGTERM)
        try:
            return await asyncio.wait_for(self._child.wait(), within)
        except TimeoutError:
            os.kill(self._child.pid, signal.SIGABRT)  # its faulthandler says where it hangs
            await self.wait()
            msg = f"the bot did not end:\n{self.log.read_text()[-6000:]}"
            raise AssertionError(msg) from None

    async def wait(self) -> int | None:
        """Wait for the end and return the exit code; None if it was never started.

        What it started itself ends too, as it would with its container or its service.
        """
        if self._child is None:
            return None
        code = await self._child.wait()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._child.pid, signal.SIGKILL)
        return code


class ForkedBot(BotProcess):
    """The same process, born in a tenth of the time: for tests that start it very often."""

    def __init__(
        self,
        fake: LoopbackDiscord,
        folder: Path,
        *,
        env: Mapping[str, str] | None = None,
        nursery: Nursery | None = None,
    ) -> None:
        super().__init__(fake, folder, env=env)
        self._nursery = nursery or Nursery(self.log)
        self._own = nursery is None

    async def __aenter__(self) -> Self:
        """Start the nursery, if no other one is shared."""
        if self._own:
            await self._nursery.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Kill and reap the bot, then its nursery."""
        await super().__aexit__(kind, error, trace)
        if self._own:
            await self._nursery.__aexit__(kind, error, trace)

    async def _spawn(self) -> Child:
        return await self._nursery.bear(log=self.log, env=self.env)
