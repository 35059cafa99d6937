"""The program: `prisma-to-convex`, and `python -m prisma_to_convex`."""

from __future__ import annotations

import gc
import os
import sys
from typing import NoReturn, TextIO


def program() -> NoReturn:
    """Ends the process without taking it apart: all is written by then, and to free a schema's objects
    one by one takes longer than to let go of them at once.
    """
    gc.disable()  # millions of objects, next to none in a cycle: to look for them takes a third of the time
    from .cli import main

    code = main()
    for stream in (sys.stdout, sys.stderr):
        _flush(stream)
    os._exit(code)


def _flush(stream: TextIO | None) -> None:
    try:
        if stream is not None:
            stream.flush()
    except OSError:  # nobody reads it: `main` has said so where it could
        return


if __name__ == "__main__":
    program()
