"""The streams of the process: what cannot be written is remembered, and ends no run.

| standard output | what the run does | exit code |
| --- | --- | --- |
| its reader went away (`check \\| true`) | goes on, prints nothing more | the command's own |
| it is full, fails, or was closed (`>&-`) | goes on | 2 where the result was to go there, else the command's own |

Standard error may fail or be closed: what it would have said is lost, and the exit code says the rest.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import TYPE_CHECKING, TextIO

from .capabilities import is_read_by_a_runner

if TYPE_CHECKING:
    from typing_extensions import Buffer  # of collections.abc from Python 3.12 on

_SIZE = 1 << 16


class ProcessOutput(io.RawIOBase):
    """A descriptor that takes all that is written. `error` is the first reason for which something was not,
    None where all was or nobody wants to read it.
    """

    def __init__(self, descriptor: int, *, is_closed: bool = False) -> None:
        self._descriptor, self._is_closed, self._is_gone = descriptor, is_closed, False
        self.error: OSError | None = None

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._descriptor

    def isatty(self) -> bool:
        return os.isatty(self._descriptor)

    def write(self, data: Buffer) -> int:
        left = memoryview(data).cast("B")
        size = len(left)
        if self._is_closed and self.error is None:
            self.error = OSError(errno.EBADF, "it is closed")
        while len(left) and not self._is_gone and self.error is None:
            try:
                left = left[os.write(self._descriptor, left) :]
            except BlockingIOError:  # a pipe that somebody made so
                os.set_blocking(self._descriptor, True)
            except BrokenPipeError:
                self._is_gone = True
            except OSError as error:
                self.error = error
        return size


def install() -> None:
    """Takes the place of the process's streams. Descriptors that are closed are opened to nowhere first, or the next
    file that is opened would be taken for one of them.
    """
    closed = [_open_to_nowhere(descriptor) for descriptor in (0, 1, 2)]
    if sys.stdin is None:
        nothing = io.FileIO(0, closefd=False)
        sys.stdin = io.TextIOWrapper(io.BufferedReader(nothing), encoding="utf-8")
    sys.stdout = _text_stream(sys.stdout, 1, closed[1])
    sys.stderr = _text_stream(sys.stderr, 2, closed[2])


def write_error(stream: TextIO | None) -> OSError | None:
    """Why something that was written to a stream is lost; None for any other stream than ours."""
    raw = getattr(getattr(stream, "buffer", None), "raw", None)
    return raw.error if isinstance(raw, ProcessOutput) else None


def _open_to_nowhere(descriptor: int) -> bool:
    """Whether the descriptor was closed. Descriptors are taken in order: the lowest that is free is this one."""
    try:
        os.fstat(descriptor)
    except OSError:
        os.open(os.devnull, os.O_RDWR)
        return True
    return False


def _text_stream(now: TextIO | None, descriptor: int, is_closed: bool) -> TextIO:
    encoding = getattr(now, "encoding", None) or "utf-8"
    raw = ProcessOutput(descriptor, is_closed=is_closed)
    kind: type[io.TextIOWrapper] = io.TextIOWrapper
    if is_read_by_a_runner():
        from .workflow_commands import TextWithoutCommands

        kind = TextWithoutCommands
    return kind(
        io.BufferedWriter(raw, _SIZE),
        encoding=encoding,
        errors="backslashreplace",
        line_buffering=descriptor == 2 or raw.isatty(),
    )
