"""What other programs read from standard output: UTF-8, whatever the terminal's encoding."""

from __future__ import annotations

import sys


def print_utf8(text: str) -> None:
    """Writes the bytes that a file of this text would hold; newlines are not translated.

    An encoding that lacks a character would escape it, and JSON would be none.
    """
    sys.stdout.flush()
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:  # someone put a text stream in its place
        sys.stdout.write(text)
    else:
        buffer.write(text.encode("utf-8"))
        buffer.flush()
