"""The configuration: `prisma-to-convex.toml`, or `[tool.prisma-to-convex]` of a pyproject.toml.

It is looked for in the schema's folder, then in each folder above it, up to the one that holds `.git`; where
there is none, up to the working directory, and if the schema is not below that, in its own folder only. The
first that is found holds alone. In one folder `prisma-to-convex.toml` wins; a pyproject.toml without the
table is passed over.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from prisma_schema_parser.excerpt import plain
from prisma_schema_parser.regular_files import read_regular, reason

from .overrides import ENFORCED, FILE, NO_OVERRIDES, PYPROJECT, ConfigOverrides
from .project_config import Config, InvalidConfig, place

TABLE = ("tool", "prisma-to-convex")
LARGEST_CONFIG = 4 * 2**20


# ---- finding the file ---------------------------------------------------------------------------

# Paths are texts here: a check that has no configuration needs no pathlib.


def load(
    schema: str | os.PathLike[str], overrides: ConfigOverrides = NO_OVERRIDES
) -> Config | InvalidConfig:
    """The configuration of a schema: the file that is named, else the one that is found."""
    path, file = os.fspath(schema), overrides.file
    try:
        found = _read_file(os.fspath(file)) if file is not None else _search(path)
    except OSError as error:
        name = _shown(str(error.filename or file or path))
        return InvalidConfig((f"{name}: {reason(error)}",))
    if found is None:
        return InvalidConfig((f"{_shown(str(file))}: there is no [{'.'.join(TABLE)}] in it",))
    if isinstance(found, InvalidConfig):
        return found
    chosen = _with_globs(_with_globs(found, "only", overrides.only), "exclude", overrides.exclude)
    options = chosen.options
    if overrides.queries:
        options = options._replace(queries=overrides.queries)
    if overrides.enforce or _goes_on(chosen, overrides):
        options = options._replace(enforce=True)
    if overrides.max_diagnostics is not None:
        options = options._replace(max_diagnostics=overrides.max_diagnostics)
    return chosen._replace(options=options)


def _goes_on(config: Config, overrides: ConfigOverrides) -> bool:
    """Whether an earlier run enforced, and nobody has said since that it is to end."""
    is_said = ("", "", "enforce") in config.places
    folder = os.fspath(overrides.convex)
    return not is_said and bool(folder) and os.path.isfile(os.path.join(folder, ENFORCED))


def _with_globs(config: Config, name: str, globs: tuple[str, ...]) -> Config:
    if not globs:
        return config
    kept = {key: place for key, place in config.places.items() if key != ("", "", name)}
    return config._replace(options=config.options._replace(**{name: globs}), places=kept)  # type: ignore[arg-type]  # a name of two


def _search(schema: str) -> Config | InvalidConfig:
    for folder in folders(schema):
        own, python = os.path.join(folder, FILE), os.path.join(folder, PYPROJECT)
        if os.path.lexists(own):
            return _read_file(own) or Config()
        if os.path.isfile(python):
            found = _read_file(python)
            if found is not None:
                return found
    return Config()


def folders(schema: str) -> Sequence[str]:
    """Where a configuration of the schema may be, nearest first."""
    start = os.path.abspath(schema if os.path.isdir(schema) else os.path.dirname(schema))
    above = [start]
    while (parent := os.path.dirname(above[-1])) != above[-1]:
        above.append(parent)
    root = next((one for one in above if os.path.lexists(os.path.join(one, ".git"))), None)
    if root is None:
        cwd = os.getcwd()
        root = cwd if cwd in above else start
    return above[: above.index(root) + 1]


def _read_file(path: str) -> Config | InvalidConfig | None:
    data = read_regular(path, LARGEST_CONFIG)
    name = _shown(path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", errors="replace")
        at = place(name, before, len(before))
        return InvalidConfig((f"{at}: not UTF-8: byte 0x{data[error.start]:02x}",))
    is_shared = os.path.basename(path) == PYPROJECT
    if is_shared and not all(part in text for part in TABLE):
        return None  # most of them: none of our business, whatever state they are in
    from .read import read

    found = read(text, name, TABLE if is_shared else ())
    if not isinstance(found, Config):
        return found
    folder, options = os.path.dirname(path), found.options
    if options.migrations not in ("", "none"):
        options = options._replace(migrations=os.path.join(folder, options.migrations))
    if options.queries:
        paths = tuple(os.path.join(folder, one) for one in options.queries)
        options = options._replace(queries=paths)
    return found._replace(options=options, file=name)


def _shown(path: str) -> str:
    """As seen from the working directory where it is below it."""
    inside = os.path.join(os.getcwd(), "")
    return plain(os.path.abspath(path).removeprefix(inside).replace(os.sep, "/"))
