"""The indexes that application code asks for, where the configuration or `--queries` names code."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from prisma_schema_parser.excerpt import plain

from ..compiler import Compilation
from ..options.settings import AskedIndex
from ..queries.asked_indexes import asked_indexes
from ..queries.code_files import read_code
from ..queries.examining import examine_code
from ..queries.extra import MissingExtra, require
from ..queries.workspace import share_of
from ..terminal.console import Console


def asked_or_complain(
    schema: Path, compiled: Compilation, console: Console
) -> Mapping[str, tuple[AskedIndex, ...]] | None:
    """By model; None, and told, where the code can't be read."""
    try:
        require()
    except MissingExtra as missing:
        console.complain(f"prisma-to-convex: {missing}")
        return None
    files = read_code([_from_here(one) for one in compiled.lowered.options.queries])
    if files.problems:
        for problem in files.problems:
            console.complain(f"prisma-to-convex: {plain(problem)}")
        return None
    share, elsewhere = share_of(schema.as_posix(), files.files, files.schemas)
    code, _ = examine_code(share, compiled.lowered, {}, elsewhere)
    root = schema if schema.is_dir() else schema.parent
    found = asked_indexes(code.indexes)
    return {
        model: tuple(one._replace(file=_seen_from(root, one.file)) for one in asked)
        for model, asked in found.items()
    }


def _from_here(path: str) -> str:
    """A path below the working directory, where it can be."""
    try:
        found = os.path.relpath(path)
    except ValueError:  # another drive
        return path
    return path if found.startswith("..") else found


def _seen_from(root: Path, name: str) -> str:
    """No absolute path gets into an output."""
    try:
        return os.path.relpath(name, root).replace(os.sep, "/")
    except ValueError:  # another drive
        return os.path.basename(name)
