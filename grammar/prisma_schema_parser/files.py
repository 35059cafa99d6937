"""Schema files from disk, as Prisma's command line finds them (facts/prisma.md section 8)."""

from __future__ import annotations

import os

from . import rules
from .diagnostic import Diagnostic
from .records import NamedTuple
from .regular_files import (
    LARGEST,
    MOST_LINES,
    lines_of,
    read_regular,
    reason,
    too_large,
    too_long,
)
from .source import SourceFile, Span


class Loaded(NamedTuple):
    """Sources in order of name, and what could not be read. `message` says why there are none; `is_empty`:
    a folder without a .prisma file.
    """

    sources: tuple[SourceFile, ...]
    diagnostics: tuple[Diagnostic, ...]
    message: str = ""
    is_empty: bool = False


def load(path: str | os.PathLike[str]) -> Loaded:
    """A schema file, or a folder with every `*.prisma` below it as one schema: regular files alone, and
    together no larger than `regular_files.LARGEST` and no longer than `MOST_LINES`.

    Names in the result are the path as given, with `/` on every system and without `./` in front.
    """
    given = os.fspath(path)
    try:
        if os.path.isdir(given):
            return _folder(given)
        return _read([given])
    except (OSError, ValueError) as error:
        return Loaded((), (), f"{_shown(given)}: {reason(error)}")


def _folder(folder: str) -> Loaded:
    found: list[str] = []
    seen: set[tuple[int, int]] = set()
    for root, folders, files in os.walk(folder, followlinks=True):
        status = os.stat(root)
        if (status.st_dev, status.st_ino) in seen:
            folders.clear()
            continue
        seen.add((status.st_dev, status.st_ino))
        folders.sort()
        found.extend(os.path.join(root, name) for name in files if name.endswith(".prisma"))
    if not found:
        return Loaded((), (), f"{_shown(folder)}: the folder holds no .prisma file", True)
    return _read(sorted(found, key=_shown))


def _read(paths: list[str]) -> Loaded:
    sources: list[SourceFile] = []
    diagnostics: list[Diagnostic] = []
    room, lines_left = LARGEST, MOST_LINES
    for path in paths:
        try:
            data = read_regular(path)
        except OSError as error:
            return Loaded((), (), f"{_shown(path)}: {reason(error)}")
        room -= len(data)
        lines_left -= lines_of(data)
        if room < 0 or lines_left < 0:
            message = too_large(LARGEST) if room < 0 else too_long()
            if len(paths) > 1:
                message = f"with this file the schema is {message}"
            return Loaded((), (), f"{_shown(path)}: {message}")
        source, problem = decode(_shown(path), data)
        sources.append(source)
        if problem is not None:
            diagnostics.append(problem)
    return Loaded(tuple(sources), tuple(diagnostics))


def _shown(path: str) -> str:
    """`a.prisma`, not `./a.prisma`: what reads our output compares names."""
    return path.replace(os.sep, "/").removeprefix("./")


def decode(name: str, data: bytes) -> tuple[SourceFile, Diagnostic | None]:
    """The text of a file; bytes that are not UTF-8 are replaced, and the first one is reported."""
    try:
        return SourceFile(name, data.decode("utf-8")), None
    except UnicodeDecodeError as error:
        source = SourceFile(name, data.decode("utf-8", errors="replace"))
        at = len(data[: error.start].decode("utf-8"))
        return source, Diagnostic(
            rules.UNREADABLE_SOURCE,
            f"the file is not UTF-8: byte 0x{data[error.start]:02x}",
            Span(source, at, at + 1),
            help="save it as UTF-8 without BOM",
        )
