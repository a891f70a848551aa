"""Other processes that work on a database, to be killed at a chosen moment."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_FRAME = """
import asyncio, os, sys
from pathlib import Path
from bot.storage.database import open_database
from tests.storage.world import NOW, World, guid

def say(word):
    print(word, flush=True)

async def main():
    async with open_database(Path(sys.argv[1])) as database:
        world = World(database)
{body}

asyncio.run(main())
"""
_ROOT = Path(__file__).parents[2]


@contextmanager
def running(database: Path, body: str) -> Iterator[subprocess.Popen[str]]:
    """Run a body on a database in a process of its own; it is killed at the end of the block.

    The body sees ``world`` and says how far it is with ``say``.
    """
    script = _FRAME.format(body=textwrap.indent(textwrap.dedent(body), " " * 8))
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(database)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=_ROOT,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def wait_for(process: subprocess.Popen[str], word: str) -> None:
    """Wait until a process says a word; fail if it ends without."""
    assert process.stdout is not None
    for line in process.stdout:
        if line.strip() == word:
            return
    raise AssertionError(f"the process ended before it said {word!r}")
