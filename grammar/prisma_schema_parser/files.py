"""Schema files from disk, as Prisma's command line finds them (facts/prisma.md section 8)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from . import rules
from .diagnostic import Diagnostic
from .source import SourceFile, Span


class Loaded(NamedTuple):
    """Sources in order of name, and what could not be read. `message` says why there are none."""

    sources: tuple[SourceFile, ...]
    diagnostics: tuple[Diagnostic, ...]
    message: str = ""


def load(path: Path) -> Loaded:
    """A schema file, or a folder with every `*.prisma` below it as one schema.

    Names in the result are the path as given, with `/` on every system.
    """
    try:
        if path.is_dir():
            return _folder(path)
        if not path.exists():
            return Loaded((), (), f"{path.as_posix()}: no such file or folder")
        return _read([(path.as_posix(), path)])
    except OSError as error:
        return Loaded((), (), f"{path.as_posix()}: {_reason(error)}")


def _folder(folder: Path) -> Loaded:
    found: list[tuple[str, Path]] = []
    seen: set[tuple[int, int]] = set()
    for root, folders, files in os.walk(folder, followlinks=True):
        status = os.stat(root)
        if (status.st_dev, status.st_ino) in seen:
            folders.clear()
            continue
        seen.add((status.st_dev, status.st_ino))
        folders.sort()
        for name in files:
            if name.endswith(".prisma"):
                path = Path(root, name)
                found.append((path.as_posix(), path))
    if not found:
        return Loaded((), (), f"{folder.as_posix()}: the folder holds no .prisma file")
    return _read(sorted(found))


def _read(paths: list[tuple[str, Path]]) -> Loaded:
    sources: list[SourceFile] = []
    diagnostics: list[Diagnostic] = []
    for name, path in paths:
        try:
            source, problem = decode(name, path.read_bytes())
        except OSError as error:
            return Loaded((), (), f"{name}: {_reason(error)}")
        sources.append(source)
        if problem is not None:
            diagnostics.append(problem)
    return Loaded(tuple(sources), tuple(diagnostics))


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


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
