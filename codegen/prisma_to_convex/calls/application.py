"""What application code holds as a whole."""

from __future__ import annotations

from typing import Literal, TypeAlias

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.source import SourceFile, Span

from .call import PrismaCall

RawKind: TypeAlias = Literal["sql", "typed-sql", "command", "kysely"]


class RawQuery(NamedTuple):
    """A query that is not Prisma's own. `member` is what is called; `sql` is its text, cut, with `?` for values.
    `calls` are those of the function around it which give it its SQL.
    """

    span: Span
    kind: RawKind
    member: str
    sql: str = ""
    calls: tuple[Span, ...] = ()

    @property
    def times(self) -> int:
        """How many queries there are to be rewritten."""
        return max(1, len(self.calls))


class UnresolvedAccess(NamedTuple):
    """Code that reaches Prisma Client in a way that tells no model: `prisma[name].findMany()`."""

    span: Span
    reason: str


class Transaction(NamedTuple):
    """A `$transaction`. `outside` has the code in it that reaches beyond the database, by span."""

    span: Span
    kind: Literal["interactive", "array", "unknown"]
    outside: tuple[Span, ...] = ()


class LeftOut(NamedTuple):
    """Files that were not read, and how many calls they seem to hold."""

    reason: str
    files: int
    calls: int


class Application(NamedTuple):
    """All that was found under one schema, in order of file and place. `files` counts what was read."""

    calls: tuple[PrismaCall, ...] = ()
    raw: tuple[RawQuery, ...] = ()
    unresolved: tuple[UnresolvedAccess, ...] = ()
    transactions: tuple[Transaction, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    sources: tuple[SourceFile, ...] = ()
    files: int = 0
