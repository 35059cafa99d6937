"""Schemas in the folders below: what to name where nothing says which one is meant, as at the top of a monorepo."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from prisma_schema_parser.excerpt import plain
from prisma_schema_parser.regular_files import read_regular

_DATASOURCE = re.compile(rb"^[ \t]*datasource[ \t]+[^\s{]+[ \t]*\{", re.MULTILINE)
_BLOCK = re.compile(
    rb"^[ \t]*(?:model|view|enum|type|datasource)[ \t]+[^\s{]+[ \t]*\{", re.MULTILINE
)
_SKIPPED = frozenset(
    ("node_modules", "generated", "dist", "build", "out", "coverage", "target", "vendor")
)
_ENDING = ".prisma"
_DEEPEST = 6
_MOST_FOLDERS = 5_000
_MOST_FILES = 500
_MOST_BYTES = 1 << 20
MOST_SHOWN = 8
_NONE: Mapping[str, str] = {}


def nearby_schemas(folder: str) -> list[str]:
    """Each a file, or a folder whose files are one schema; in order of name."""
    files = list(islice(_prisma_files(folder), _MOST_FILES))
    kinds = {path: kind for path in files if (kind := _kind(path))}
    heads = [path for path in kinds if kinds[path] == "datasource"]
    homes = [os.path.dirname(path) for path in heads]
    found: list[str] = []
    for head, home in zip(heads, homes, strict=True):
        rest = [one for one in kinds if kinds[one] == "blocks" and is_below(one, home)]
        whole = bool(rest) and homes.count(home) == 1 and not _holds_other(home, homes)
        found.append(home if whole else head)
    if not heads:
        found = sorted({os.path.dirname(path) for path in kinds})
    return sorted(found)


_OPTION = {"queries": "--schema "}  # what it takes by place is code


def commands(paths: Sequence[str], command: str, packages: Mapping[str, str] = _NONE) -> str:
    """A line for each; behind it the name of its package, as a shell's comment."""
    shown = [
        f"\n  prisma-to-convex {command} {_OPTION.get(command, '')}{plain(quoted(path))}"
        + (f"  # {packages[path]}" if path in packages else "")
        for path in paths[:MOST_SHOWN]
    ]
    left = len(paths) - MOST_SHOWN
    return "".join(shown) + (f"\n  ... and {left:,} more" if left > 0 else "")


def quoted(path: str) -> str:
    """As a shell takes it."""
    from shlex import quote

    return quote(path.replace(os.sep, "/"))


def is_below(path: str, folder: str) -> bool:
    return not folder or path.startswith(os.path.join(folder, ""))


def _holds_other(home: str, homes: Sequence[str]) -> bool:
    return any(one != home and is_below(one, home) for one in homes)


def _prisma_files(folder: str) -> Iterator[str]:
    """The nearest first, and through no link."""
    level = [(folder, 0)]
    for at, depth in level:
        try:
            with os.scandir(at or os.curdir) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            path = os.path.join(at, entry.name)
            if entry.is_dir(follow_symlinks=False):
                is_worth = not entry.name.startswith(".") and entry.name not in _SKIPPED
                if is_worth and depth < _DEEPEST and len(level) < _MOST_FOLDERS:
                    level.append((path, depth + 1))
            elif entry.name.endswith(_ENDING):
                yield path


def _kind(path: str) -> str:
    """`datasource`, `blocks`, or nothing for a file that is no part of a schema."""
    try:
        data = read_regular(path, _MOST_BYTES)
    except (OSError, ValueError):
        return ""
    if _DATASOURCE.search(data):
        return "datasource"
    return "blocks" if _BLOCK.search(data) else ""
