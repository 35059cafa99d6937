"""What a source can do, and what its catalog says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeAlias

from prisma_schema_parser.records import NamedTuple

from ..dialects.dialect import Dialect
from ..planning.export_plan import ExportTable

Columns: TypeAlias = Sequence[Sequence[Any]]
"""Some rows, column by column; never none."""


class UnusableSource(Exception):
    """Why the source can't be read: said to whoever runs the command. Never holds a secret."""


class CatalogColumn(NamedTuple):
    """`type` as the database names it. `folds`: texts that differ in case, or blanks at the end, are equal."""

    type: str
    is_nullable: bool
    folds: bool = False


class CatalogTable(NamedTuple):
    """`enforced`: foreign keys of one column that hold for every row, as (column, table, column).

    `rows` is an estimate, -1 where there is none.
    """

    columns: Mapping[str, CatalogColumn]
    enforced: frozenset[tuple[str, str, str]] = frozenset()
    rows: int = -1
    is_view: bool = False

    def vouches(self, own: str, table: str, column: str) -> bool:
        """Whether each row refers to one that is there, by a comparison that Convex makes as well."""
        return (own, table, column) in self.enforced and not self.columns[own].folds


Catalog: TypeAlias = Mapping[tuple[str, str], CatalogTable]
"""By namespace (empty where the provider has none) and table."""


class RowSource(Protocol):
    """An open snapshot: whatever is asked is of one instant."""

    description: str
    """Provider, version and kind of snapshot; nothing secret."""

    @property
    def dialect(self) -> Dialect: ...

    def catalog(self) -> Catalog: ...

    def namespace(self, table: ExportTable) -> str:
        """The namespace of the catalog that holds the table."""

    def slices(self, table: ExportTable) -> list[str]:
        """Conditions (` where ...`, or nothing) that part the table, in the order of its rows."""

    def rows(self, sql: str, at_once: int = 0) -> Iterator[Columns]:
        """Batches, as they come, of so many rows; 0: of as many as suit the source."""

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """A short answer."""

    def limit(self, seconds: int) -> None:
        """Ends whatever `ask` asks when it takes longer, where the database can; 0: nothing. From then on a question that
        fails ends nothing but itself."""

    def unread(self) -> Sequence[str]:
        """Places within values, met so far, that no field maps."""

    def share(self) -> str:
        """What another process opens the same snapshot with; empty where it can't."""

    def close(self) -> None: ...
