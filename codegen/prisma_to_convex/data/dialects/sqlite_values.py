"""The classes of SQLite's values, as Python's own module hands them over."""

from __future__ import annotations

from typing import TypeAlias


class Text(bytes):
    """A text's bytes, to be distinguished from a BLOB's."""

    __slots__ = ()


Stored: TypeAlias = int | float | bytes
