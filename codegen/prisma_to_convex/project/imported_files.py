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

# What is generated imports from convex/ alone.
_IMPORTS = re.compile(r"""\b(?:from|import)\s*['"](?!convex/)""")
_OURS = "_generated/"


class ImportedTexts(NamedTuple):
    """By path from the folder of schema.ts; `aliases` say what was found behind a path alias."""

    texts: Mapping[str, str] = MappingProxyType({})
    aliases: Aliases = NO_ALIASES


class ImportedFiles(NamedTuple):
    """As `ImportedTexts`, on disk."""

    files: Mapping[str, OnDisk]
    aliases: Aliases = NO_ALIASES

    @property
    def texts(self) -> dict[str, str]:
        return {path: file.text for path, file in self.files.items()}


NOTHING_IMPORTED = ImportedFiles({})


def imported_texts(
    root: str, read: Callable[[str], str | None], aliases: PathAliases
) -> ImportedTexts:
    """`root` is the text of schema.ts; `read` gives a file's text, or None where none is. What can't be read as
    TypeScript leads no further."""
    if not _IMPORTS.search(root):
        return ImportedTexts()
    from ..merge.modules import ROOT, sources_of
    from ..merge.parse import parse
    from ..typescript.tokens import NotTypeScript

    found: dict[str, str] = {}
    meant: dict[str, dict[str, str]] = {}
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
                if path != ROOT and path not in found:
                    there = read(path) if len(found) < MOST else None
                    if there is None:
                        continue
                    found[path] = there
                    waiting.append((path, there))
                if not source.startswith("."):
                    meant.setdefault(module, {})[source] = path
                break
    return ImportedTexts(found, meant)


def _candidates(module: str, source: str, aliases: PathAliases) -> Iterator[str]:
    from ..merge.modules import ROOT, candidates

    if source.startswith("."):
        yield from candidates(module, source)
        return
    for path in aliases.paths(source):
        yield from candidates(ROOT, f"./{path}")


def imported_files(folder: Path, root: str) -> ImportedFiles:
    """Those on disk; none that a link leads out of the folder to."""
    from ..merge.disk import UnreadableFile, read

    home = os.path.realpath(folder)
    found: dict[str, OnDisk] = {}

    def text(path: str) -> str | None:
        there = os.path.realpath(os.path.join(home, path))
        if not there.startswith(home + os.sep):
            return None
        try:
            file = read(folder / path)
        except UnreadableFile:
            return None
        if file is None:
            return None
        found[path] = file
        return file.text

    texts, aliases = imported_texts(root, text, PathAliases(folder))
    return ImportedFiles({path: found[path] for path in texts}, aliases)
