"""The code below the folders that were named: read once, within limits, through no link.

Only regular files are opened; what `.gitignore` leaves out is not looked at.
"""

from __future__ import annotations

import os
import re
import stat
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from prisma_schema_parser.records import NamedTuple

from . import left_out_paths as leaving
from .ignored_paths import IgnoreFile, is_ignored, read_ignore_file

MOST_BYTES = 1_000_000
"""Of one file: nobody writes more by hand."""

MOST_FILES = 200_000
DEEPEST_FOLDER = 60
MOST_OF_A_LINE = 100_000
"""Bytes: nobody wrote a longer one, and what is no code takes the parser a second for each 50,000."""

DEEPEST_BRACKETS = 1000
"""Nobody wrote as many around each other, and each way from the inside to the outside begins at the root."""

_BRACKET = re.compile(rb"[()\[\]{}]")


class CodeFile(NamedTuple):
    """`name` is its path as messages show it, with `/`."""

    name: str
    data: bytes


class CodeFiles(NamedTuple):
    """`left_out` has what is not read, by reason. `schemas` are the .prisma files that were passed.
    `problems` say what of the paths that were named can't be read.
    """

    files: tuple[CodeFile, ...]
    left_out: Mapping[str, Sequence[CodeFile]]
    schemas: tuple[str, ...]
    problems: tuple[str, ...]


def read_code(paths: Sequence[str], *, everything: bool = False) -> CodeFiles:
    """`everything`: tests, seeds, examples and migrations as well. A file that is named is always read."""
    walk = _Walk(everything)
    for path in dict.fromkeys(os.path.normpath(one).replace(os.sep, "/") for one in paths):
        walk.start(path)
    unique = {file.name: file for file in walk.files}
    files = tuple(unique[name] for name in sorted(unique))
    return CodeFiles(
        files, dict(walk.left_out), tuple(dict.fromkeys(walk.schemas)), tuple(walk.problems)
    )


class _Folder(NamedTuple):
    """`shown` and `inside` are its path for messages and in its repository, each with `/` at the end or
    empty. `reason` is why nothing in it is read; empty: it is.
    """

    path: str
    shown: str
    inside: str
    ignoring: tuple[IgnoreFile, ...]
    reason: str
    depth: int = 0

    def below(self, name: str, path: str, reason: str) -> _Folder:
        return self._replace(
            path=path,
            shown=f"{self.shown}{name}/",
            inside=f"{self.inside}{name}/",
            reason=reason,
            depth=self.depth + 1,
        )


_READ = leaving.SUFFIXES | {".prisma"}


class _Walk:
    """What is found on the way, in no order yet."""

    def __init__(self, everything: bool) -> None:
        self.files: list[CodeFile] = []
        self.left_out: dict[str, list[CodeFile]] = defaultdict(list)
        self.schemas: list[str] = []
        self.problems: list[str] = []
        self._everything = everything
        self._seen = 0

    def start(self, path: str) -> None:
        try:
            mode = os.stat(path).st_mode
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "it can't be read"
            self.problems.append(f"{path}: {reason.lower()}")
            return
        if stat.S_ISDIR(mode):
            inside, ignoring = _repository(path)
            shown = "" if path == "." else f"{path}/"
            self._folder(
                _Folder(path=path, shown=shown, inside=inside, ignoring=ignoring, reason="")
            )
        elif stat.S_ISREG(mode):
            self._take(path, path, "")
        else:
            self.problems.append(f"{path}: it is neither a file nor a folder")

    def _folder(self, folder: _Folder) -> None:
        try:
            with os.scandir(folder.path) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            if folder.depth == 0:
                reason = (error.strerror or "it can't be read").lower()
                self.problems.append(f"{folder.path}: {reason}")
            return
        if any(entry.name == ".gitignore" for entry in entries):
            more = (*folder.ignoring, *_ignore_file(folder.path, folder.inside))
            folder = folder._replace(ignoring=more)
        for entry in entries:
            self._entry(entry, folder)

    def _entry(self, entry: os.DirEntry[str], folder: _Folder) -> None:
        name = entry.name
        suffix = os.path.splitext(name)[1]
        is_folder = entry.is_dir(follow_symlinks=False)
        if is_folder:
            if name in leaving.NEVER_ENTERED or folder.depth == DEEPEST_FOLDER:
                return
        elif suffix not in _READ or not entry.is_file(follow_symlinks=False):
            return
        if folder.ignoring and is_ignored(folder.inside + name, is_folder, folder.ignoring):
            return
        if is_folder:
            inner = self._reason(leaving.reason_by_folder(name))
            reason = leaving.reason_inside(folder.reason, inner)
            self._folder(folder.below(name, entry.path, reason))
        else:
            self._file(entry.path, folder.shown + name, folder.reason)

    def _file(self, path: str, shown: str, reason: str) -> None:
        if shown.endswith(".prisma"):
            self.schemas.append(shown)
            return
        name = shown.rpartition("/")[2]
        self._take(path, shown, self._reason(leaving.reason_of_file(name, reason)))

    def _reason(self, reason: str) -> str:
        is_chosen = self._everything and reason in leaving.LEFT_OUT_BY_CHOICE
        return "" if is_chosen else reason

    def _take(self, path: str, shown: str, reason: str) -> None:
        self._seen += 1
        if self._seen > MOST_FILES:
            return
        data = _read(path)
        if data is None:
            self.left_out[leaving.NOT_READ].append(CodeFile(shown, b""))
            return
        if len(data) > MOST_BYTES:
            self.left_out[leaving.TOO_LARGE].append(CodeFile(shown, b""))
            return
        if not reason and leaving.is_generated(data):
            reason = leaving.GENERATED
        reason = reason or beyond_limits(data)
        if reason:
            self.left_out[reason].append(CodeFile(shown, data))
        else:
            self.files.append(CodeFile(shown, data))


def beyond_limits(data: bytes) -> str:
    """Why code is not read, whatever it holds; empty where it is."""
    if len(data) > MOST_BYTES:
        return leaving.TOO_LARGE
    if _has_long_line(data):
        return leaving.LONG_LINE
    return leaving.TOO_DEEP if _is_deep(data) else ""


def _has_long_line(data: bytes) -> bool:
    at = 0
    while at + MOST_OF_A_LINE < len(data):
        end = max(data.rfind(sign, at, at + MOST_OF_A_LINE + 1) for sign in (b"\n", b"\r"))
        if end < 0:
            return True
        at = end + 1
    return False


def _is_deep(data: bytes) -> bool:
    """Whether brackets stand in more than DEEPEST_BRACKETS others, those in texts and comments counted."""
    if sum(data.count(one) for one in (b"(", b"[", b"{")) <= DEEPEST_BRACKETS:
        return False
    depth = 0
    for bracket in _BRACKET.finditer(data):
        depth += 1 if bracket[0] in b"([{" else -(depth > 0)
        if depth > DEEPEST_BRACKETS:
            return True
    return False


def _read(path: str) -> bytes | None:
    """The first bytes of a regular file, one more than are taken; None where there is none."""
    try:
        number = os.open(
            path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        )
        with os.fdopen(number, "rb", buffering=0) as file:
            about = os.fstat(number)
            if not stat.S_ISREG(about.st_mode):
                return None
            return file.read(min(about.st_size, MOST_BYTES) + 1)
    except (OSError, ValueError):
        return None


def _ignore_file(path: str, inside: str) -> Iterator[IgnoreFile]:
    name = os.path.join(path, ".gitignore")
    try:
        is_file = stat.S_ISREG(os.lstat(name).st_mode)
    except (OSError, ValueError):
        return
    data = _read(name) if is_file else None
    if data is not None:
        yield read_ignore_file(inside, data.decode("utf-8", "replace"))


def _repository(path: str) -> tuple[str, tuple[IgnoreFile, ...]]:
    """Where a folder stands in its repository, with `/` at the end, and what is ignored above it."""
    start = top = os.path.realpath(path)
    while not os.path.lexists(os.path.join(top, ".git")):
        if os.path.dirname(top) == top:
            return "", ()
        top = os.path.dirname(top)
    inside = "" if start == top else os.path.relpath(start, top).replace(os.sep, "/") + "/"
    found: list[IgnoreFile] = []
    above = ""
    for part in inside.split("/")[:-1]:
        found += _ignore_file(os.path.join(top, above), above)
        above += f"{part}/"
    return inside, tuple(found)
