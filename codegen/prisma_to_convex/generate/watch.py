"""`generate --watch`: runs whenever what is read has changed. It looks four times a second, at sizes and times
alone: no package and no service of the system is needed, and network drives and containers work, too.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from prisma_schema_parser.excerpt import plain

from ..config.find import folders
from ..config.overrides import FILE, PYPROJECT, ConfigOverrides
from ..project.config_names import CONFIGS
from ..project.discovery import discover
from ..terminal.console import Console

_PAUSE = 0.25
INTERRUPTED = 130

Snapshot: TypeAlias = Mapping[str, tuple[int, int]]
"""Size and time of change of each file that is there, by its path."""


def watch(
    schema: Path | None,
    overrides: ConfigOverrides,
    run: Callable[[], int],
    console: Console,
    pause: Callable[[float], None] = time.sleep,
) -> int:
    """Runs once, and after each change; an error ends nothing. Returns when it is interrupted."""
    try:
        before = snapshot(schema, overrides)
        run()
        console.complain("Watching for changes (Ctrl-C ends it)")
        while True:
            pause(_PAUSE)
            now = snapshot(schema, overrides)
            if now == before:
                continue
            pause(_PAUSE)  # an editor may be halfway through several files
            now = snapshot(schema, overrides)
            console.complain(f"Changed: {_changed(before, now)}")
            before = now
            run()
    except KeyboardInterrupt:
        return INTERRUPTED


def snapshot(schema: Path | None, overrides: ConfigOverrides) -> Snapshot:
    """Of all that a run may read; application code (`--queries`) included."""
    found: dict[str, tuple[int, int]] = {}
    for path in _paths(schema, overrides):
        try:
            status = os.stat(path)
        except OSError:
            continue
        found[path] = (status.st_size, status.st_mtime_ns)
    return found


def _paths(schema: Path | None, overrides: ConfigOverrides) -> Iterator[str]:
    yield from (*map(str, CONFIGS), "package.json")
    path = schema if schema is not None else discover(Path(), "generate").path
    if path is None:
        return
    yield from _below(os.fspath(path), ".prisma")
    configs = [os.fspath(overrides.file)] if overrides.file is not None else []
    for folder in folders(os.fspath(path)):
        configs += (os.path.join(folder, FILE), os.path.join(folder, PYPROJECT))
    yield from configs
    home = path if os.path.isdir(path) else path.parent
    migrations = overrides.migrations or os.path.normpath(home / "migrations")
    yield from _below(migrations, ".sql")
    for code in overrides.queries:
        yield from _below(code, "")


def _below(top: str, ending: str) -> Iterator[str]:
    if not os.path.isdir(top):
        yield top
        return
    for folder, folders_, names in os.walk(top):
        folders_[:] = [one for one in folders_ if one not in ("node_modules", ".git")]
        yield from (os.path.join(folder, name) for name in names if name.endswith(ending))


def _changed(before: Snapshot, now: Snapshot) -> str:
    names = sorted(path for path in {*before, *now} if before.get(path) != now.get(path))
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    shown = names[0].removeprefix(os.path.join(os.getcwd(), "")) if names else "files"
    return plain(shown) + more
