"""Bot processes that are born quickly: forked from one that has all modules imported.

``python -m tests.loopback.nursery`` reads a log file's path per line, forks ``newsreel run`` into a
session of its own, prints the child's id, waits for its end and prints its exit code. What it
imports at the top is imported by the bot's own workers too, so that is as good as nothing.
"""

from __future__ import annotations

import os
import sys
import traceback

PRELOADED = ("bot.__main__", "cogs.feed", "cogs.status", "cogs.story", "cogs.error")


def serve() -> None:
    """Fork on demand until stdin ends."""
    from importlib import import_module

    for name in PRELOADED:
        import_module(name)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _live(line.strip())
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _live(log: str) -> None:
    """Be the bot; never return."""
    code = 70
    try:
        os.setsid()
        nothing = os.open(os.devnull, os.O_RDONLY)
        output = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        for source, target in ((nothing, 0), (output, 1), (output, 2)):
            os.dup2(source, target)
        from bot.__main__ import main

        code = main(["run"])
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code)


if __name__ == "__main__":
    serve()
