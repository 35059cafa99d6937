"""A schema from disk, compiled: what `generate` and `report` do alike, and say alike where it fails."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from prisma_schema_parser import Diagnostic, SourceFile, Span, load
from prisma_schema_parser.excerpt import plain

from ..compiler import Compilation, Invalid, compile_schema
from ..config import find as config
from ..config.overrides import NO_OVERRIDES, ConfigOverrides
from ..config.project_config import Config, InvalidConfig, bounded_messages
from ..kit.words import counted
from ..migrations.texts import NO_MIGRATIONS, Migrations
from ..terminal.console import Console
from .discovery import discover
from .migrations_folder import find_migrations, read_migrations
from .without_models import without_models
from .workspace_schemas import unreadable
from .wrong_schema import wrong_schema

NOTHING_WRITTEN = "prisma-to-convex: nothing was written"


def source_name(path: Path) -> str:
    """The schema as the output names it: a file's or folder's own name."""
    return f"{path.name}/" if os.path.isdir(path) and path.name else path.name or "*.prisma"


class SourcePlaces:
    """`file:line` with the file as seen from the schema's folder: no absolute path in any output."""

    def __init__(self, path: Path) -> None:
        root = path if os.path.isdir(path) else path.parent
        self._root = root.as_posix()
        self._prefix = "" if root == Path() else f"{self._root.rstrip('/')}/"

    def __call__(self, span: Span) -> str:
        source, start, _ = span
        return f"{self._shown(source.name)}:{source.line(start)}"

    def _shown(self, name: str) -> str:
        """Migrations may stand elsewhere than the schema."""
        if name.startswith(self._prefix) and not os.path.isabs(name.removeprefix(self._prefix)):
            return name.removeprefix(self._prefix)
        try:
            return os.path.relpath(name, self._root).replace(os.sep, "/")
        except ValueError:  # another drive
            return os.path.basename(name)


def discover_or_complain(console: Console) -> Path | None:
    """The schema where none was named; None, with a message on the console, where there is none."""
    found = discover(Path(), console.command)
    if found.path is None:
        console.complain(f"prisma-to-convex: {found.message}")
        return None
    console.complain(f"Using {plain(found.path.as_posix())} ({found.why})")
    return found.path


def compile_or_complain(
    path: Path,
    console: Console,
    overrides: ConfigOverrides = NO_OVERRIDES,
    *,
    knows_migrations: bool = True,
) -> Compilation | None:
    """The schema compiled under its configuration; None, with a message on the console, where that can't be done. Without `knows_migrations`, the files
    of the migrations are not read: nothing is said of what they alone hold.
    """
    loaded = load(path)
    if loaded.message:
        console.complain(
            f"prisma-to-convex: {unreadable(path.as_posix(), loaded, console.command)}"
        )
        return None
    if loaded.diagnostics:
        _refuse(loaded.diagnostics, path, console, overrides.max_diagnostics)
        return None
    configured = _configured(path, console, overrides)
    if configured is None:
        return None
    folder = find_migrations(
        path.as_posix(), loaded.sources, overrides.migrations, configured.options.migrations
    )
    if folder.message:
        console.complain(f"prisma-to-convex: {folder.message}")
        return None
    if overrides.verbose:
        from .verbose import input_lines

        for line in input_lines(loaded.sources, configured.file, folder.path):
            console.note(line)
    migrations = read_migrations(folder) if knows_migrations else NO_MIGRATIONS
    found = compile_schema(loaded.sources, configured.options, migrations)
    if isinstance(found, Invalid):
        _invalid(found, path, loaded.sources, configured, console)
        return None
    if not found.lowered.schema.models:
        console.complain(f"prisma-to-convex: {without_models(path.as_posix(), console.command)}")
        console.complain(NOTHING_WRITTEN)
        return None
    console.mention(found.warnings)
    if not found.lowered.options.queries:
        return found
    return _with_queries(found, path, configured, migrations, console)


def _with_queries(
    found: Compilation, path: Path, configured: Config, migrations: Migrations, console: Console
) -> Compilation | None:
    """With the indexes that the code needs which the configuration names; None, with a message on the
    console, where it can't be read."""
    from .code_indexes import code_or_complain, with_code

    asking = code_or_complain(path, found, console)
    if asking is None:
        return None
    options = configured.options._replace(requested=asking.requested)
    again = compile_schema(found.lowered.schema.sources, options, migrations)
    assert isinstance(again, Compilation)  # indexes make no schema invalid
    return with_code(again, asking.code)


def _configured(path: Path, console: Console, overrides: ConfigOverrides) -> Config | None:
    found = config.load(path, overrides)
    if isinstance(found, InvalidConfig):
        _misconfigured(found.messages, console)
        return None
    return found


def _invalid(
    found: Invalid,
    path: Path,
    sources: Sequence[SourceFile],
    configured: Config,
    console: Console,
) -> None:
    if found.problems:
        _misconfigured([configured.message(one) for one in found.problems], console)
    elif message := wrong_schema(path.as_posix(), sources, found.diagnostics, console.command):
        console.complain(f"prisma-to-convex: {message}")
        console.complain(NOTHING_WRITTEN)
    else:
        _refuse(found.diagnostics, path, console, configured.options.max_diagnostics)


def _misconfigured(messages: Sequence[str], console: Console) -> None:
    for message in bounded_messages(messages):
        console.complain(f"prisma-to-convex: {message}")
    is_typed = all(message.startswith("--") for message in messages)
    what = "command line" if is_typed else "configuration"
    console.complain(f"prisma-to-convex: the {what} can't be used; nothing was written")


def _refuse(
    diagnostics: Sequence[Diagnostic], path: Path, console: Console, most: int | None
) -> None:
    console.show(diagnostics, most)
    errors = sum(found.is_error for found in diagnostics)
    console.complain(
        f"prisma-to-convex: {counted(errors, 'error')} in {plain(path.as_posix())}: the schema is not valid; "
        "nothing was written"
    )
