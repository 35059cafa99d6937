"""Schemas elsewhere in the workspace: what to name from a package, or of a folder, that has none.

Workspaces of npm, yarn and pnpm, of lerna, nx and turbo; else the repository. Only looked at for a message.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence

from prisma_schema_parser.excerpt import plain
from prisma_schema_parser.files import Loaded
from prisma_schema_parser.regular_files import read_regular

from .nearby_schemas import commands, nearby_schemas

_MARKS = ("pnpm-workspace.yaml", "lerna.json", "nx.json", "turbo.json", ".git")
_PACKAGE = "package.json"
_HIGHEST = 8  # folders above
_MOST_BYTES = 1 << 20
_LONGEST_NAME = 80


def unreadable(path: str, loaded: Loaded, command: str) -> str:
    """Why nothing could be read at the path, and what to name instead of a folder without a schema."""
    return plain(loaded.message) + (elsewhere(path, command) if loaded.is_empty else "")


def elsewhere(folder: str, command: str) -> str:
    """Lines that name the schemas below the folder, else those of the workspace around it; empty for none."""
    below = nearby_schemas(folder)
    if below:
        return _message(below, "below", command)
    top = workspace(folder)
    if top is not None:
        return _message(nearby_schemas(top), "elsewhere in the workspace", command)
    if folder in ("", os.curdir) or os.path.isabs(folder) or folder.startswith(os.pardir):
        return ""
    return _message(nearby_schemas(os.path.dirname(os.path.normpath(folder))), "nearby", command)


def workspace(folder: str) -> str | None:
    """The nearest folder, this one or above, that is the top of a workspace or repository."""
    at = "" if folder == os.curdir else folder
    for _ in range(_HIGHEST):
        marks = (os.path.join(at, mark) for mark in _MARKS)
        if any(map(os.path.lexists, marks)) or "workspaces" in _package(at):
            return at
        above = os.path.normpath(os.path.join(at, os.pardir))
        if os.path.abspath(above) == os.path.abspath(at):
            return None
        at = "" if above == os.curdir else above
    return None


def _message(paths: Sequence[str], where: str, command: str) -> str:
    if not paths:
        return ""
    what = (
        "there is one {}; name it:"
        if len(paths) == 1
        else f"there are {len(paths)} {{}}; name one:"
    )
    names = {path: name for path in paths if (name := _package_name(path))}
    return f"\n{what.format(where)}{commands(paths, command, names if len(paths) > 1 else {})}"


def _package_name(path: str) -> str:
    """Of the package that holds the schema."""
    at = path if os.path.isdir(path) else os.path.dirname(path)
    while at not in ("", os.curdir) and os.path.basename(at) != os.pardir:
        if os.path.lexists(os.path.join(at, _PACKAGE)):
            name = _package(at).get("name")
            return plain(name[:_LONGEST_NAME]) if isinstance(name, str) else ""
        at = os.path.dirname(at)
    return ""


def _package(folder: str) -> dict[str, object]:
    """package.json, as far as it can be read."""
    try:
        found = json.loads(read_regular(os.path.join(folder, _PACKAGE), _MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
