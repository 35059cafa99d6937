"""What the command line says of the configuration. Imports nothing that reads one."""

from __future__ import annotations

import argparse
import os

from prisma_schema_parser.bounding import MOST
from prisma_schema_parser.records import NamedTuple

FILE, PYPROJECT = "prisma-to-convex.toml", "pyproject.toml"


class ConfigOverrides(NamedTuple):
    """`file` takes the place of the search, the globs and `migrations` that of the file's; `enforce` and
    `queries` and `max_diagnostics` are said for it. `verbose`: what is read is shown. `convex` is the folder of
    schema.ts: what `--enforce` wrote there goes on, unless the file says `enforce` itself.
    """

    file: str | os.PathLike[str] | None = None
    only: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    migrations: str | None = None
    enforce: bool = False
    queries: tuple[str, ...] = ()
    max_diagnostics: int | None = None
    verbose: bool = False
    convex: str | os.PathLike[str] = ""


ENFORCED = "constraints.prisma-to-convex.lock"
"""Stands beside schema.ts where its guarantees are enforced."""
NO_OVERRIDES = ConfigOverrides()
CONVEX_HELP = "the folder that holds schema.ts and constraints.ts (default: convex)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--config",
        metavar="FILE",
        help=f"the configuration (default: {FILE} or {PYPROJECT}, from the schema's folder upwards)",
    )
    parser.add_argument(
        "--only",
        action="append",
        metavar="GLOB",
        help="convert only these models; repeatable",
    )
    parser.add_argument(
        "--exclude",
        action="append",
        metavar="GLOB",
        help="do not convert these models; repeatable",
    )
    parser.add_argument(
        "--migrations",
        metavar="DIR|none",
        help="the folder of the migrations (default: where Prisma has them)",
    )
    parser.add_argument(
        "--max-diagnostics",
        type=_count,
        metavar="N",
        help=f"show at most N findings for each schema, the worst first; 0 shows all (default: {MOST})",
    )
    parser.add_argument(
        "--verbose",
        "-v",
        action="store_true",
        help="say which schema, configuration and migrations are read, and why a tenant key was chosen",
    )


def _count(text: str) -> int:
    """argparse tells what is wrong with any other."""
    if not text.isdecimal() or len(text) > 9:
        raise argparse.ArgumentTypeError("expected a whole number, 0 or more")
    return int(text)


def config_overrides(arguments: argparse.Namespace) -> ConfigOverrides:
    return ConfigOverrides(
        file=arguments.config,
        only=tuple(arguments.only or ()),
        exclude=tuple(arguments.exclude or ()),
        migrations=arguments.migrations,
        enforce=bool(getattr(arguments, "enforce", False)),
        queries=tuple(getattr(arguments, "queries", None) or ()),
        max_diagnostics=arguments.max_diagnostics,
        verbose=arguments.verbose,
        convex=getattr(arguments, "convex", None) or getattr(arguments, "out", None) or "",
    )
