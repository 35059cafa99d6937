"""What goes into the replay, and what comes out of it. Imports nothing that replays."""

from __future__ import annotations

from prisma_schema_parser.guarantees import Guarantee
from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.source import SourceFile, Span

from .dialects import SqlDialect


class NotRead(NamedTuple):
    """A statement of which nothing is known, and why."""

    span: Span
    why: str


class Migrations(NamedTuple):
    """The texts in the order in which they run, and what could not be read of them."""

    sources: tuple[SourceFile, ...] = ()
    not_read: tuple[NotRead, ...] = ()


NO_MIGRATIONS = Migrations()


class Difference(NamedTuple):
    """`owner` is the model, enum or table that it is about."""

    span: Span
    owner: str
    message: str
    help: str


class Undeclared(NamedTuple):
    """`guarantees` in the order of tables, then of what belongs to none. `dialect` is None where no
    migrations were read."""

    guarantees: tuple[Guarantee, ...] = ()
    not_read: tuple[NotRead, ...] = ()
    differences: tuple[Difference, ...] = ()
    dialect: SqlDialect | None = None


NOTHING = Undeclared()
