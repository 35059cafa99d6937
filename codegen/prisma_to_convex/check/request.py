"""What the command line asks for, and how it is refused."""

from __future__ import annotations

from collections.abc import Sequence

from prisma_schema_parser.records import NamedTuple

from ..config.overrides import NO_OVERRIDES, ConfigOverrides


class Request(NamedTuple):
    """`formats` are as written: `sarif=out.sarif`."""

    schemas: Sequence[str] = ()
    stdin_name: str | None = None
    formats: Sequence[str] = ()
    fail_on: str = "error"
    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    statistics: bool = False
    quiet: bool = False
    baseline: str | None = None
    write_baseline: bool = False
    prune_baseline: bool = False
    add_allow: bool = False
    against: str | None = None
    force: bool = False
    convex: str = "convex"
    overrides: ConfigOverrides = NO_OVERRIDES


class UsageError(Exception):
    """The command can't be carried out; the message says why, a line each."""
