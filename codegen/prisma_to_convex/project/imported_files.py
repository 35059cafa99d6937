"""The files that schema.ts imports from its own folder: a person may keep tables and validators in them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..merge.disk import OnDisk

MOST = 1000
"""Files; a schema that imports more is not followed into the rest."""

_IMPORTS = re.compile(r"""\b(?:from|import)\s*['"]\.""")
_OURS = "_generated/"


def imported_texts(root: str, read: Callable[[str], str | None]) -> dict[str, str]:
    """By path from the folder of schema.ts, whose text is `root`; `read` gives a file's text, or None where none is.
    What can't be read as TypeScript leads no further."""
    found: dict[str, str] = {}
    if not _IMPORTS.search(root):
        return found
    from ..merge.modules import ROOT, candidates, relative_sources
    from ..merge.parse import parse
    from ..typescript.tokens import NotTypeScript

    waiting = [(ROOT, root)]
    while waiting:
        module, text = waiting.pop(0)
        try:
            sources = relative_sources(parse(text)) if _IMPORTS.search(text) else []
        except (NotTypeScript, RecursionError):
            continue
        for source in sources:
            for path in candidates(module, source):
                if path == ROOT or path in found or path.startswith(_OURS):
                    break
                there = read(path) if len(found) < MOST else None
                if there is not None:
                    found[path] = there
                    waiting.append((path, there))
                    break
    return found


def imported_files(folder: Path, root: str) -> dict[str, OnDisk]:
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

    return {path: found[path] for path in imported_texts(root, text)}


def texts_of(files: Mapping[str, OnDisk]) -> dict[str, str]:
    return {path: file.text for path, file in files.items()}
