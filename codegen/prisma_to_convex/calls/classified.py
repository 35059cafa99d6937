"""What a call costs on Convex: its class, how it gets into the tables, how many documents it reads."""

from __future__ import annotations

from typing import Literal, TypeAlias

from prisma_schema_parser.records import NamedTuple

from .call import PrismaCall

CallClass: TypeAlias = Literal["A", "B", "C", "D", "E", "F", "G", "H", "U"]

CLASSES: dict[CallClass, str] = {
    "A": "inserts",
    "B": "one document, by its id or a unique key",
    "C": "one range of an index, or a table in order",
    "D": "several ranges merged, or a start from the related table",
    "E": "a range of an index, the rest filtered or sorted in code",
    "F": "no index can enter",
    "G": "counts or aggregates",
    "H": "skips rows by number",
    "U": "not resolved",
}
"""In order; every call is in one of them."""


class AccessPath(NamedTuple):
    """A way into one table, in Prisma's names. `equal` may stand in any order in an index, `one_of` (the
    field of an `in`) among them; `range` or `order` follows.

    `rest` are the fields of conditions that are left for the code.
    """

    model: str
    equal: tuple[str, ...] = ()
    one_of: str = ""
    range: str = ""
    order: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()

    @property
    def enters(self) -> bool:
        """Whether any condition can be looked up by an index."""
        return bool(self.equal or self.one_of or self.range)


ReadKind: TypeAlias = Literal["nothing", "one", "some", "range", "table", "unknown"]


class DocumentsRead(NamedTuple):
    """ "some": `most` at most, where it is a number in the code. "range": all that the conditions which an
    index serves hold for. "table": all that there are.
    """

    kind: ReadKind
    most: int | None = None

    @property
    def is_bounded(self) -> bool:
        return self.kind in ("nothing", "one", "some")


DifferenceKind: TypeAlias = Literal[
    "null-order",
    "null-in-range",
    "collation",
    "not-on-nullable",
    "mixed-directions",
    "relation-order",
    "computed-order",
    "insensitive",
    "words-not-parts",
]


class RowDifference(NamedTuple):
    """Where the same query gives other rows, or another order, on Convex."""

    kind: DifferenceKind
    field: str


class ClassifiedCall(NamedTuple):
    """`paths` are all that it needs: one, or one a branch of `OR`; first the one that it starts with.
    `included` are those into the tables of related rows. `is_order_served`: an index may give its order.
    `is_by_case`: its conditions are one of a few sets, none of which is in all; the class is that of the dearest.
    """

    call: PrismaCall
    kind: CallClass
    reads: DocumentsRead
    paths: tuple[AccessPath, ...] = ()
    included: tuple[AccessPath, ...] = ()
    is_order_served: bool = True
    differences: tuple[RowDifference, ...] = ()
    is_by_case: bool = False
