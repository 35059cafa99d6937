"""One call of Prisma Client, in Prisma's words.

Whatever could not be read is said to be so: `Certainty` is "known", "at least" (what stands here holds, and
there may be more) or "unknown" (nothing is known).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.source import Span

Certainty: TypeAlias = Literal["known", "at least", "unknown"]

_OF_ONE_ROW = frozenset({"update", "upsert", "delete"})


class CodeValue(NamedTuple):
    """What is written where a value stands. `text` is its code, cut; `size` is a list's, where it is known.

    `may_be_undefined`: its type or a `?.` says so, and undefined means that there is no condition.
    """

    kind: Literal["null", "text", "number", "boolean", "list", "object", "expression"]
    text: str = ""
    size: int | None = None
    may_be_undefined: bool = False


class Condition(NamedTuple):
    """Of one stored field. `operator` is Prisma's: equals, in, notIn, not, lt, contains, has, path...

    `is_optional`: some calls do without it. `is_insensitive`: `mode: "insensitive"`.
    """

    field: str
    operator: str
    value: CodeValue
    is_optional: bool = False
    is_insensitive: bool = False


class AnyOf(NamedTuple):
    """`OR`. `is_open`: how many branches there are depends on a value; those here are what each may be.
    By number, `omitted` are those that some calls do without, and `repeated` those that may be there any
    number of times, each with its own values.
    """

    branches: tuple[Where, ...]
    is_optional: bool = False
    is_open: bool = False
    omitted: frozenset[int] = frozenset()
    repeated: frozenset[int] = frozenset()


class NoneOf(NamedTuple):
    """`NOT`, of one object."""

    where: Where
    is_optional: bool = False


class Related(NamedTuple):
    """A condition on related rows. `quantifier`: some, none, every, is, isNot."""

    field: str
    target: str
    quantifier: str
    where: Where
    is_optional: bool = False


Part: TypeAlias = Condition | AnyOf | NoneOf | Related


class Where(NamedTuple):
    """All parts hold; `AND` is flattened. `unresolved` has the code that could not be read. `cases`: where it is
    one of a few objects (`byUrl ? { url } : { id }`), each of them; the parts that only some have are optional.
    """

    parts: tuple[Part, ...] = ()
    certainty: Certainty = "known"
    unresolved: tuple[str, ...] = ()
    cases: tuple[Where, ...] = ()

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Those on fields of its own, not inside `OR` or `NOT`."""
        return tuple(part for part in self.parts if isinstance(part, Condition))


class OrderField(NamedTuple):
    """`path` is one stored field, or leads through relations. `direction` is empty where it is computed."""

    path: tuple[str, ...]
    direction: Literal["asc", "desc", ""]
    nulls: str = ""


class RowOrder(NamedTuple):
    fields: tuple[OrderField, ...] = ()
    certainty: Certainty = "known"


class RelatedSelection(NamedTuple):
    """`include` and `select` together. `scalars` is empty where all are read; `counts` is of `_count`.
    `is_select`: it is a `select`, and scalars that it does not name are not read.
    """

    scalars: tuple[str, ...] = ()
    relations: tuple[IncludedRelation, ...] = ()
    counts: tuple[str, ...] = ()
    omitted: tuple[str, ...] = ()
    certainty: Certainty = "known"
    is_select: bool = False

    def walk(self, depth: int = 1) -> Iterator[tuple[int, IncludedRelation]]:
        """Each relation that is read, with how deep it stands, from 1."""
        for relation in self.relations:
            yield depth, relation
            yield from relation.selection.walk(depth + 1)


class IncludedRelation(NamedTuple):
    """Related rows that are read with a row. `is_optional`: only some calls read them."""

    field: str
    target: str
    is_list: bool
    where: Where = Where()
    order: RowOrder = RowOrder()
    take: CodeValue | None = None
    skip: CodeValue | None = None
    cursor: bool = False
    distinct: tuple[str, ...] = ()
    selection: RelatedSelection = RelatedSelection()
    is_optional: bool = False


class NestedWrite(NamedTuple):
    """What is written to related rows: `operation` is Prisma's (create, connect, disconnect...). `where` finds
    rows, `created` are new ones, `updated` is what changes. `is_list`: a list is written there.
    """

    operation: str
    where: Where | None = None
    created: WrittenData | None = None
    is_list: bool = False
    is_optional: bool = False
    updated: WrittenData | None = None


class WrittenField(NamedTuple):
    """A key of `data`. `operations` are those of a nested write (create, connect...) or of a number
    (increment...), in the order written; empty: the value is set. `nested` has the former in full.
    """

    field: str
    is_relation: bool
    operations: tuple[str, ...]
    value: CodeValue
    is_optional: bool = False
    nested: tuple[NestedWrite, ...] = ()


class WrittenData(NamedTuple):
    """`rows` is how many a list literal has; None: their number depends on a value."""

    fields: tuple[WrittenField, ...] = ()
    rows: int | None = 1
    certainty: Certainty = "known"


class PrismaCall(NamedTuple):
    """`client` is the code in front of the model. `created` and `updated` are what is written; an upsert has
    both. `through` is the call of a wrapper that gave this call its arguments. `function` is the name of
    the function that it stands in. `extra` has arguments that change neither rows nor order.
    `may_skip`: rows of `createMany` whose key is taken are left out (`skipDuplicates`).
    """

    span: Span
    client: str
    model: str
    operation: str
    where: Where = Where()
    order: RowOrder = RowOrder()
    take: CodeValue | None = None
    skip: CodeValue | None = None
    cursor: Where | None = None
    distinct: tuple[str, ...] = ()
    grouped_by: tuple[str, ...] = ()
    selection: RelatedSelection = RelatedSelection()
    created: WrittenData | None = None
    updated: WrittenData | None = None
    unresolved: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    function: str = ""
    is_in_transaction: bool = False
    through: Span | None = None
    may_skip: bool = False

    @property
    def needs_key(self) -> bool:
        """Whether Prisma Client refuses it without a key of one row."""
        return self.operation.startswith("findUnique") or self.operation in _OF_ONE_ROW

    @property
    def known(self) -> Certainty:
        """Of the conditions: which rows are met. `unresolved` tells of arguments that are not there to be
        read at all.
        """
        if self.unresolved:
            has_any = self.where.parts or self.order.fields or self.take or self.selection.relations
            return "at least" if has_any else "unknown"
        return self.where.certainty

    @property
    def order_known(self) -> Certainty:
        """Of the order of the rows; a direction that is computed makes it "at least"."""
        is_open = bool(self.unresolved) and not self.order.fields
        return "unknown" if is_open else self.order.certainty

    @property
    def is_clear(self) -> bool:
        """Whether conditions and order are known, all of them."""
        return self.known == "known" and self.order_known == "known"
