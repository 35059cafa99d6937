"""The schemas to check: files, folders, standard input, or what discovery finds."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from prisma_schema_parser import Diagnostic, SourceFile
from prisma_schema_parser.excerpt import plain
from prisma_schema_parser.files import decode, load
from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.regular_files import LARGEST, MOST_LINES, lines_of, too_large, too_long

from ..config import find as config
from ..config.overrides import ConfigOverrides
from ..config.project_config import Config, bounded_messages
from ..migrations.texts import NO_MIGRATIONS, Migrations
from ..project.migrations_folder import NONE, MigrationsFolder, find_migrations, read_migrations

STDIN = "-"
STDIN_NAME = "stdin.prisma"


class Input(NamedTuple):
    """One schema as read, named `path`, with what is configured for it. `is_folder` tells that files
    may come and go in it.
    """

    path: str
    sources: tuple[SourceFile, ...]
    unreadable: tuple[Diagnostic, ...]
    is_folder: bool = False
    config: Config = Config()
    folder: MigrationsFolder = MigrationsFolder(None)
    migrations: Migrations = NO_MIGRATIONS


class Inputs(NamedTuple):
    """`problems` say what could not be read; `found` is what discovery did, for the user."""

    inputs: tuple[Input, ...]
    problems: tuple[str, ...]
    found: str = ""


def read(
    schemas: Sequence[str],
    stdin_name: str | None,
    overrides: ConfigOverrides,
    texts: Mapping[str, str] = {},  # read only
) -> Inputs:
    """Each of `schemas` is a schema of its own; none: the one that discovery finds. `texts` take the place of
    what files of these names hold.
    """
    found = _read(schemas, stdin_name)
    return _configured(
        found._replace(inputs=tuple(_with(one, texts) for one in found.inputs)), overrides
    )


def _with(one: Input, texts: Mapping[str, str]) -> Input:
    sources = (
        SourceFile(source.name, texts.get(source.name, source.text)) for source in one.sources
    )
    return one._replace(sources=tuple(sources)) if texts else one


def _read(schemas: Sequence[str], stdin_name: str | None) -> Inputs:
    if stdin_name is not None and STDIN not in schemas:
        return Inputs((), ("--stdin-filename needs SCHEMA `-`",))
    if not schemas:
        return _discovered()
    wanted = dict.fromkeys(_normal(path) for path in schemas)
    inputs: list[Input] = []
    problems: list[str] = []
    for path in wanted:
        one = _stdin(stdin_name or STDIN_NAME) if path == STDIN else _file(path)
        if isinstance(one, Input):
            inputs.append(one)
        else:
            problems.append(one)
    return Inputs(tuple(inputs), tuple(problems))


def _configured(read: Inputs, overrides: ConfigOverrides) -> Inputs:
    inputs: list[Input] = []
    problems = list(read.problems)
    for one in read.inputs:
        found = config.load(one.path, overrides)
        if not isinstance(found, Config):
            problems += bounded_messages(found.messages)
            continue
        folder = _migrations(one, overrides, found, len(read.inputs))
        if folder.message:
            problems.append(folder.message)
        else:
            texts = read_migrations(folder)
            inputs.append(one._replace(config=found, folder=folder, migrations=texts))
    return Inputs(tuple(inputs), tuple(problems), read.found)


def _migrations(
    one: Input, overrides: ConfigOverrides, found: Config, count: int
) -> MigrationsFolder:
    """Text from standard input stands nowhere, unless it has a name."""
    if count > 1 and overrides.migrations not in (None, NONE):
        several = "--migrations names one folder, and several schemas are checked"
        return MigrationsFolder(None, f"{several}: set `migrations` in their configurations")
    if one.path == STDIN_NAME and not (overrides.migrations or found.options.migrations):
        return MigrationsFolder(None)
    return find_migrations(one.path, one.sources, overrides.migrations, found.options.migrations)


def _normal(path: str) -> str:
    """`./prisma/` and `prisma` are one schema."""
    while path.startswith("./") and path.strip("./"):
        path = path[2:].lstrip("/")
    return path.rstrip("/") or path


def _file(path: str) -> Input | str:
    import os

    loaded = load(path)
    if loaded.message:
        from ..project.workspace_schemas import unreadable

        return unreadable(path, loaded, "check")
    shown = path.replace(os.sep, "/")
    return Input(shown, loaded.sources, loaded.diagnostics, os.path.isdir(path))


def _stdin(name: str) -> Input | str:
    data = sys.stdin.buffer.read(LARGEST + 1)
    if len(data) > LARGEST:
        return f"standard input: {too_large(LARGEST)}"
    if lines_of(data) > MOST_LINES:
        return f"standard input: {too_long()}"
    source, problem = decode(name, data)
    return Input(name, (source,), () if problem is None else (problem,))


def _discovered() -> Inputs:
    from pathlib import Path

    from ..project.discovery import discover

    found = discover(Path())
    if found.path is None:
        return Inputs((), (found.message,))
    path = found.path.as_posix()
    one = _file(path)
    if not isinstance(one, Input):
        return Inputs((), (one,))
    return Inputs((one,), (), f"Using {plain(path)} ({found.why})")
