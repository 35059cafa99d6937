"""The program: `prisma-to-convex`, and `python -m prisma_to_convex`.

Until this module is run, an interrupt is Python's. Of 120 in the first 160 ms, 42 printed a traceback, and each of these
stood in `site`, runpy or importlib, or in the `import re` of the script that pip writes. So the package imports
nothing before this, and this at first only what is loaded or compiled in: `signal` itself imports enum and more.
"""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal
    from typing import NoReturn, TextIO
else:
    import _signal as signal

INTERRUPTED = 130


def _quiet_interrupts() -> bool:
    """While nothing can be half done, an interrupt just ends the process. False where whoever started us ignores
    interrupts: so do we.
    """
    if signal.getsignal(signal.SIGINT) in (signal.SIG_IGN, None):
        return False
    signal.signal(signal.SIGINT, lambda *_: os._exit(INTERRUPTED))
    return True


def program() -> "NoReturn":
    """Ends the process without taking it apart: all is written by then, and to free a schema's objects
    one by one takes longer than to let go of them at once.
    """
    interrupts = _quiet_interrupts()
    import gc

    gc.disable()  # millions of objects, next to none in a cycle: to look for them takes a third of the time
    from .cli import main
    from .terminal.streams import install

    install()
    if interrupts:
        signal.signal(
            signal.SIGINT, signal.default_int_handler
        )  # a command cleans up behind itself
    try:
        code = main()
    except KeyboardInterrupt:  # on the way in or out
        code = INTERRUPTED
    _quiet_interrupts()
    for stream in (sys.stdout, sys.stderr):
        _flush(stream)
    os._exit(code)


def _flush(stream: "TextIO | None") -> None:
    try:
        if stream is not None:
            stream.flush()
    except OSError:  # nobody reads it: `main` has said so where it could
        return


if __name__ == "__main__":
    program()
