"""Bot processes that are born quickly: forked from one that has all modules imported.

``python -m tests.loopback.nursery`` reads calls, a line of JSON each: the environment of a bot and
where it logs. It forks ``newsreel run`` into a session of its own and says ``born <pid>``, and
``ended <pid> <exit code>`` when that is over; any number live side by side. What it imports at the
top is imported by the bot's own workers too, so that is as good as nothing.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import traceback
from typing import Any

STDIN = 0


def serve() -> None:
    """Fork on demand until stdin ends."""
    _preload()
    deaths = _told_of_deaths()
    calls = b""
    while True:
        ready, _, _ = select.select([STDIN, deaths], [], [])
        if deaths in ready:
            os.read(deaths, 4096)
            _reap()
        if STDIN in ready:
            read = os.read(STDIN, 65536)
            if not read:
                return
            *lines, calls = (calls + read).split(b"\n")
            for line in lines:
                _bear(json.loads(line))


def _preload() -> None:
    from importlib import import_module
    from pkgutil import iter_modules

    import cogs

    import_module("bot.__main__")
    for module in iter_modules(cogs.__path__, "cogs."):
        import_module(module.name)


def _told_of_deaths() -> int:
    """Return a file that can be read from when a child has ended."""
    deaths, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    return deaths


def _reap() -> None:
    while True:
        try:
            child, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not child:
            return
        print("ended", child, os.waitstatus_to_exitcode(status), flush=True)


def _bear(call: dict[str, Any]) -> None:
    child = os.fork()
    if child == 0:
        _live(call)
    print("born", child, flush=True)


def _live(call: dict[str, Any]) -> None:
    """Be the bot; never return."""
    code = 70
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        os.environ.clear()
        os.environ.update(call["env"])
        nothing = os.open(os.devnull, os.O_RDONLY)
        output = os.open(call["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
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
