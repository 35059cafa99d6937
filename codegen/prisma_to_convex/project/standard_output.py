"""What is given for a file and means standard output."""

from __future__ import annotations

_NAMES = frozenset({"-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"})


def is_standard_output(path: str) -> bool:
    return path in _NAMES
