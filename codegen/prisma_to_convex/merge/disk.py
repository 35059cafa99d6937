"""A text file as it stands on disk, and new text in the same manner: newlines, byte order mark."""

from __future__ import annotations

import os
import re
from pathlib import Path

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.regular_files import LARGEST, read_regular, reason

LARGEST_OUTPUT = 4 * LARGEST
"""Bytes of a file that comes of a schema."""

_BOM = "\ufeff"
_MARKERS = re.compile(r"^(?:<{7}|>{7})(?: |$)", re.MULTILINE)


class OnDisk(NamedTuple):
    """`text` has LF newlines and no byte order mark; `raw` is the file's own."""

    raw: str
    text: str

    def written(self, text: str) -> str:
        """New text as this file would hold it; the file's own to the letter where nothing changed."""
        if text == self.text:
            return self.raw
        crlf = self.raw.count("\r\n")
        if crlf > self.raw.count("\n") - crlf:
            text = text.replace("\n", "\r\n")
        return _BOM + text if self.raw.startswith(_BOM) else text


class UnreadableFile(Exception):
    """Why a file's text can't be had."""


def read(path: Path, largest: int = LARGEST_OUTPUT) -> OnDisk | None:
    """None where no file is; what is there and no file is left to `write_all`. Raises `UnreadableFile`."""
    if not os.path.isfile(path):
        return None
    try:
        raw = read_regular(path, largest).decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise UnreadableFile(
            f"line {line} is not UTF-8 (byte 0x{error.object[error.start]:02x})"
        ) from error
    except OSError as error:
        raise UnreadableFile(f"it can't be read: {reason(error)}") from error
    return OnDisk(raw, as_text(raw))


def as_text(raw: str) -> str:
    """With LF newlines, and without a byte order mark."""
    return raw.removeprefix(_BOM).replace("\r\n", "\n")


def marker_line(text: str) -> int | None:
    """The line of the first conflict marker that a version control merge left."""
    found = _MARKERS.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else None
