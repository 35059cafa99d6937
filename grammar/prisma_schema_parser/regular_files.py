"""A file's bytes, if it is one that ends: no device, no pipe, no socket, and not larger than a limit.

A repository may hold a link to /dev/zero, or a pipe that nobody writes to, under the name of a schema.
"""

from __future__ import annotations

import errno
import os
import stat

LARGEST = 32 * 2**20
"""Bytes of a file, and of all files of a schema together: a hundred times the largest schema we know of."""
MOST_LINES = 500_000
"""Of all files of a schema together. Each line takes time and memory, however short it is: 32 MiB of line ends, minutes."""

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)  # a pipe that takes the file's place meanwhile is not waited for
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_PIECE = 1 << 20
_KINDS = (
    (stat.S_ISDIR, "a folder, not a file"),
    (stat.S_ISFIFO, "a pipe, not a file"),
    (stat.S_ISSOCK, "a socket, not a file"),
)


def read_regular(path: str | os.PathLike[str], largest: int = LARGEST) -> bytes:
    """Raises `OSError`, of which `reason` tells, and `ValueError` for what is no path."""
    name = os.fspath(path)
    _refuse(os.stat(name), name, largest)  # to open a device may do things
    descriptor = os.open(name, _FLAGS)
    try:
        status = os.fstat(descriptor)
        _refuse(status, name, largest)
        return _read(descriptor, status.st_size, name, largest)
    finally:
        os.close(descriptor)


def check_regular(path: str | os.PathLike[str]) -> None:
    """For what is read piece by piece: raises `OSError` as `read_regular` does, whatever the size."""
    status = os.stat(path)
    _refuse(status, os.fspath(path), status.st_size)


def reason(error: OSError | ValueError) -> str:
    """Why a file can't be read, as part of a sentence; the same on each version of Python."""
    if isinstance(error, ValueError) and "null" in str(error):
        return "embedded null byte"
    text = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return text[:1].lower() + text[1:]


def too_large(limit: int) -> str:
    return f"larger than {limit // 2**20} MiB" if limit >= 2**20 else f"larger than {limit} bytes"


def lines_of(data: bytes) -> int:
    """Line ends in what was read, of each kind that Prisma knows."""
    return data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")


def too_long() -> str:
    return f"longer than {MOST_LINES:,} lines"


def _refuse(status: os.stat_result, name: str, largest: int) -> None:
    mode = status.st_mode
    if not stat.S_ISREG(mode):
        what = next((what for is_one, what in _KINDS if is_one(mode)), "a device, not a file")
        raise OSError(errno.EINVAL, what, name)
    if status.st_size > largest:
        raise OSError(errno.EFBIG, too_large(largest), name)


def _read(descriptor: int, size: int, name: str, largest: int) -> bytes:
    """To the end, which may be further than the file's size tells."""
    pieces = [os.read(descriptor, size + 1)]
    length = len(pieces[0])
    while pieces[-1]:
        if length > largest:
            raise OSError(errno.EFBIG, too_large(largest), name)
        pieces.append(os.read(descriptor, _PIECE))
        length += len(pieces[-1])
    return b"".join(pieces)
