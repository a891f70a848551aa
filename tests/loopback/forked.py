"""Bots that a nursery forks: for tests that start them very often, or many side by side."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "tests.loopback.nursery")


class ForkedChild:
    """A bot that the nursery forked, which also waits for its end."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    @property
    def returncode(self) -> int | None:
        """Return the exit code; None while it lives."""
        return self.ended.result() if self.ended.done() else None

    async def wait(self) -> int:
        """Wait for the end."""
        return await asyncio.shield(self.ended)


class Nursery:
    """A process that has all modules imported, for the time of the ``async with`` block.

    ``log`` is where it says what went wrong with itself; each bot has a log of its own.
    """

    _process: asyncio.subprocess.Process
    _listener: asyncio.Task[None]

    def __init__(self, log: Path) -> None:
        self._log = log
        self._expected: deque[asyncio.Future[ForkedChild]] = deque()
        self._living: dict[int, ForkedChild] = {}

    async def __aenter__(self) -> Self:
        """Start the process; it is ready when it is."""
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *COMMAND,
                cwd=ROOT,
                env={key: value for key, value in os.environ.items() if key[:4] != "NEWS"},
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
            )
        self._listener = asyncio.create_task(self._listen())
        return self

    async def __aexit__(self, *_: object) -> None:
        """End the process; who was born there has to be gone."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()
        await self._listener

    async def bear(self, *, log: Path, env: Mapping[str, str]) -> ForkedChild:
        """Fork a bot."""
        assert self._process.stdin is not None
        expected = asyncio.get_running_loop().create_future()
        self._expected.append(expected)
        call = {"log": str(log), "env": dict(env)}
        self._process.stdin.write(json.dumps(call).encode() + b"\n")
        return await expected

    async def _listen(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            what, pid, *code = line.decode().split()
            if what == "born":
                child = self._living[int(pid)] = ForkedChild(int(pid))
                self._expected.popleft().set_result(child)
            else:
                self._living.pop(int(pid)).ended.set_result(int(code[0]))
        failure = AssertionError(f"the nursery has ended:\n{self._log.read_text()[-4000:]}")
        for expected in self._expected:
            expected.set_exception(failure)
