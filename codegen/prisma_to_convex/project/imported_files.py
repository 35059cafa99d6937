"""The files that schema.ts imports from its own folder: a person may keep tables and validators in them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from prisma_schema_parser.records import NamedTuple

from ..merge.aliases import NO_ALIASES, Aliases
from .path_aliases import PathAliases

if TYPE_CHECKING:
    from ..merge.disk import OnDisk

MOST = 1000
"""Files; a schema that imports more is not followed into the rest."""
LARGEST = 4 * 2**20
"""Bytes of one file, and letters of all of them together: twice the schema.ts of 2,000 models."""

# What is generated imports from convex/ alone.
_IMPORTS = re.compile(r"""\b(?:from|import)\s*['"](?!convex/)""")
_OURS = "_generated/"
_FULL = f"and what is imported from there on: more than {MOST:,} files or {LARGEST // 2**20} MiB"


class ImportedTexts(NamedTuple):
    """By path from the folder of schema.ts; `aliases` say what was found behind a path alias, `unread` why a file
    was not read, or why none was from there on."""

    texts: Mapping[str, str] = MappingProxyType({})
    aliases: Aliases = NO_ALIASES
    unread: Mapping[str, str] = MappingProxyType({})


class ImportedFiles(NamedTuple):
    """As `ImportedTexts`, on disk."""

    files: Mapping[str, OnDisk]
    aliases: Aliases = NO_ALIASES
    unread: Mapping[str, str] = MappingProxyType({})

    @property
    def texts(self) -> dict[str, str]:
        return {path: file.text for path, file in self.files.items()}


NOTHING_IMPORTED = ImportedFiles({})


def imported_texts(
    root: str, read: Callable[[str], str | None], aliases: PathAliases
) -> ImportedTexts:
    """`root` is the text of schema.ts; `read` gives a file's text, or None where none is, or raises `UnreadableFile`.
    What can't be read as TypeScript leads no further."""
    if not _IMPORTS.search(root):
        return ImportedTexts()
    from ..merge.disk import UnreadableFile
    from ..merge.modules import ROOT, sources_of
    from ..merge.parse import parse
    from ..typescript.tokens import NotTypeScript

    found: dict[str, str] = {}
    meant: dict[str, dict[str, str]] = {}
    unread: dict[str, str] = {}
    room = LARGEST
    waiting = [(ROOT, root)]
    while waiting:
        module, text = waiting.pop(0)
        try:
            sources = sources_of(parse(text)) if _IMPORTS.search(text) else []
        except (NotTypeScript, RecursionError):
            continue
        for source in sources:
            for path in _candidates(module, source, aliases):
                if path.startswith(_OURS):
                    break
                if path in unread:
                    break
                if path != ROOT and path not in found:
                    try:
                        there = read(path)
                    except UnreadableFile as error:
                        unread[path] = str(error)
                        break
                    if there is None:
                        continue
                    room -= len(there)
                    if room < 0 or len(found) == MOST:
                        unread[path] = _FULL
                        return ImportedTexts(found, meant, unread)
                    found[path] = there
                    waiting.append((path, there))
                if not source.startswith("."):
                    meant.setdefault(module, {})[source] = path
                break
    return ImportedTexts(found, meant, unread)


def _candidates(module: str, source: str, aliases: PathAliases) -> Iterator[str]:
    from ..merge.modules import ROOT, candidates

    if source.startswith("."):
        yield from candidates(module, source)
        return
    for path in aliases.paths(source):
        yield from candidates(ROOT, f"./{path}")


def imported_files(folder: Path, root: str) -> ImportedFiles:
    """Those on disk; none that a link leads out of the folder to."""
    from ..merge.disk import read

    home = os.path.realpath(folder)
    found: dict[str, OnDisk] = {}

    def text(path: str) -> str | None:
        there = os.path.realpath(os.path.join(home, path))
        if not there.startswith(home + os.sep):
            return None
        file = read(folder / path, LARGEST)
        if file is None:
            return None
        found[path] = file
        return file.text

    texts, aliases, unread = imported_texts(root, text, PathAliases(folder))
    return ImportedFiles({path: found[path] for path in texts}, aliases, unread)
