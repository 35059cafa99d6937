"""What other programs read from standard output: UTF-8, whatever the terminal's encoding."""

from __future__ import annotations

import sys

from .capabilities import is_read_by_a_runner


def print_utf8(text: str) -> None:
    """Writes the bytes that a file of this text would hold; newlines are not translated.

    An encoding that lacks a character would escape it, and JSON would be none.
    """
    if is_read_by_a_runner():
        from .workflow_commands import without_commands, without_commands_in_data

        is_data = text.startswith(("{", "[", "<"))
        text = without_commands_in_data(text) if is_data else without_commands(text)
    sys.stdout.flush()
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:  # someone put a text stream in its place
        sys.stdout.write(text)
    else:
        buffer.write(text.encode("utf-8"))
        buffer.flush()
