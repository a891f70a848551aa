"""What a photo does to its worker in tests; the worker imports no more than this."""

import os
import signal

from bot.drawing.drawer import cut_photo


def act(body, size, *, whole=False):
    """Stand in for cut_photo in a worker: do what the body says."""
    match body:
        case b"loop":
            while True:
                pass
        case b"die":
            os.kill(os.getpid(), signal.SIGKILL)
        case b"bug":
            raise ZeroDivisionError
    return cut_photo(body, size, whole=whole)
