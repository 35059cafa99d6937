"""One run of `queries`: reads code and schemas, judges, prints, and says whether it passes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from prisma_schema_parser.excerpt import plain
from prisma_schema_parser.records import NamedTuple

from ..compiler import Compilation
from ..config.overrides import ConfigOverrides
from ..project.compiled import compile_or_complain
from ..project.discovery import discover
from ..queries.code_files import CodeFile, CodeFiles, read_code
from ..queries.examined_code import ExaminedCode, examine_code
from ..queries.extra import MissingExtra, require
from ..queries.workspace import home, nearest
from ..terminal.console import Console

PASSED, FAILED, UNUSABLE = 0, 1, 2


class CodeRequest(NamedTuple):
    """What the command line asks for. `formats` are as written: `sarif=out.sarif`."""

    paths: Sequence[str]
    schemas: Sequence[str]
    everything: bool
    formats: Sequence[str]
    overrides: ConfigOverrides


class ExaminedSchema(NamedTuple):
    """A schema of the workspace with the code under it."""

    path: str
    compiled: Compilation
    code: ExaminedCode


def queries(request: CodeRequest, console: Console) -> int:
    """Returns the exit code: 0 passed, 1 failed, 2 unusable."""
    try:
        require()
    except MissingExtra as missing:
        console.complain(f"prisma-to-convex: {missing}")
        return UNUSABLE
    examined = examine_workspace(request, console)
    if examined is None:
        return UNUSABLE
    _print(examined, request, console)
    return PASSED


def examine_workspace(request: CodeRequest, console: Console) -> list[ExaminedSchema] | None:
    """None, and told, where something can't be read."""
    files = read_code(request.paths, everything=request.everything)
    for problem in files.problems:
        console.complain(f"prisma-to-convex: {plain(problem)}")
    if files.problems:
        return None
    schemas = _schemas(request, files, console)
    if not schemas:
        return None
    compiled: list[tuple[str, Compilation]] = []
    for path in schemas:
        found = compile_or_complain(Path(path), console, request.overrides)
        if found is None:
            return None
        compiled.append((path, found))
    return _examined(compiled, files)


def _examined(
    compiled: Sequence[tuple[str, Compilation]], files: CodeFiles
) -> list[ExaminedSchema]:
    homes = [home(path) for path, _ in compiled]
    shares: list[list[CodeFile]] = [[] for _ in compiled]
    for file in files.files:
        shares[nearest(file.name, homes) if len(homes) > 1 else 0].append(file)
    found = []
    for (path, one), share in zip(compiled, shares, strict=True):
        elsewhere = [file for other in shares if other is not share for file in other]
        left_out = files.left_out
        code = examine_code(share, one.lowered, left_out, elsewhere)
        found.append(ExaminedSchema(path, one, code))
    return found


# ---- which schemas ------------------------------------------------------------------------------


def _schemas(request: CodeRequest, files: CodeFiles, console: Console) -> list[str]:
    """Those that are named; else the one that discovery finds; else those below the paths."""
    if request.schemas:
        return list(dict.fromkeys(request.schemas))
    found = discover(Path())
    if found.path is not None:
        console.complain(f"Using {plain(found.path.as_posix())} ({found.why})")
        return [found.path.as_posix()]
    below = schemas_below(files.schemas)
    if not below:
        console.complain(f"prisma-to-convex: {found.message}")
    for path in below:
        console.complain(f"Using {plain(path)} (found below the paths)")
    return below


def schemas_below(names: Sequence[str]) -> list[str]:
    """Each schema once: a folder where several files of it stand together, else a file."""
    folders: dict[str, list[str]] = {}
    for name in names:
        folders.setdefault(os.path.dirname(name), []).append(name)
    roots = [folder for folder in sorted(folders) if not _is_below(folder, folders)]
    found = []
    for folder in roots:
        inside = [
            name
            for one, names in folders.items()
            if one == folder or _is_in(one, folder)
            for name in names
        ]
        found.append(inside[0] if len(inside) == 1 else folder or ".")
    return found


def _is_below(folder: str, folders: dict[str, list[str]]) -> bool:
    return any(_is_in(folder, other) for other in folders if other)


def _is_in(folder: str, other: str) -> bool:
    return folder != other and folder.startswith(f"{other}/")


# ---- what is shown ------------------------------------------------------------------------------


def _print(examined: Sequence[ExaminedSchema], request: CodeRequest, console: Console) -> None:
    if "json" in request.formats:
        from .. import __version__
        from ..queries.call_records import VERSION, code_records
        from ..report.json_text import json_text

        head = {"version": VERSION, "tool": {"name": "prisma-to-convex", "version": __version__}}
        text = json_text({**head, **code_records([(one.path, one.code) for one in examined])})
        console.out.write(text)
        return
    from ..queries.code_summary import summary

    for one in examined:
        console.say(summary(one.code, one.path))
