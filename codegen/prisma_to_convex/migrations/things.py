"""What stands in a database beside tables and columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.source import Span

from .cursor import Cursor, SqlName
from .dialects import SqlDialect
from .sql_tokens import Token, shown, sql

Kind: TypeAlias = Literal[
    "check",
    "unique",
    "primary-key",
    "foreign-key",
    "exclusion",
    "index",
    "trigger",
    "generated",
    "policy",
    "view",
    "function",
    "sequence",
    "domain",
    "enum",
    "event",
]


class Code(NamedTuple):
    """A part of a statement; names in it follow what is renamed. `text` holds the tokens."""

    tokens: tuple[Token, ...] = ()
    text: str = ""

    @property
    def shown(self) -> str:
        """On one line, as a person reads it."""
        return shown(self.tokens, self.text)

    def sql(self, dialect: SqlDialect) -> str:
        """On one line, for what parses it."""
        return sql(self.tokens, self.text, dialect)

    @property
    def names(self) -> frozenset[str]:
        """All that may be the name of a column."""
        return frozenset(token.value for token in self.tokens if token.is_name)

    def renamed(self, is_old: Callable[[str], bool], new: str) -> Code:
        """With another name for a column. A function or a type of that name keeps it."""
        found = self.tokens
        return self._replace(
            tokens=tuple(
                (
                    token._replace(kind="name", key="", value=new)
                    if token.is_name and is_old(token.value) and _is_column(found, at)
                    else token
                )
                for at, token in enumerate(found)
            )
        )


def _is_column(found: tuple[Token, ...], at: int) -> bool:
    after = found[at + 1].key if at + 1 < len(found) else ""
    before = found[at - 1].key if at else ""
    return after != "(" and before not in ("::", "AS")


class Thing(NamedTuple):
    """`columns` are those of a key or an index, in order, without expressions. `code` is what a check
    asks, a column is generated from, or an index is limited to; `whole` says it all.

    `target` is what a foreign key refers to, or the function that a trigger runs; `to` its columns.
    `values` are the names that a view mentions. `is_off`: it stands there, but is not in force.
    """

    kind: Kind
    name: str
    span: Span
    whole: Code
    columns: tuple[str, ...] = ()
    code: Code = Code()
    target: SqlName | None = None
    to: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    is_unique: bool = False
    has_expressions: bool = False
    is_off: bool = False
    deferrable: str = ""


def whole_statement(kind: Kind, name: str, cursor: Cursor) -> Thing:
    return Thing(kind, name, cursor.span(), Code(tuple(cursor.tokens), cursor.text))
