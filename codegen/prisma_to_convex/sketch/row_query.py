"""What rows are asked for, in Convex's names, with the code of each value: what an index is chosen for."""

from __future__ import annotations

from typing import Literal

from prisma_schema_parser.records import NamedTuple

from ..convex.convex_schema import MAX_INDEX_FIELDS, Table, TableIndex
from ..lowering.creation_order import CREATION_TIME
from .table_columns import TableColumn

CHECK = "check"
"""The operator of a test that is a function's; `code` calls it."""


class ColumnTest(NamedTuple):
    """A condition on one column; `code` is the value's. `operator` is Prisma's; "present": not null. `CHECK`: `code` is a function
    that takes the row, and the test is of no column. `ignores_case`: no index looks it up.
    """

    column: TableColumn
    operator: str
    code: str = ""
    is_value_nullable: bool = False
    ignores_case: bool = False

    def is_looked_up(self, name: str) -> bool:
        """Whether it is of this column, and an index has its order."""
        return self.column.name == name and not self.ignores_case


class Ordering(NamedTuple):
    """`nulls`: where the database has them; "": there are none."""

    column: TableColumn
    direction: Literal["asc", "desc"]
    nulls: Literal["first", "last", ""] = ""


class RowQuery(NamedTuple):
    """All tests hold. `limit` is the code of the most rows to give; empty: all."""

    table: Table
    tests: tuple[ColumnTest, ...] = ()
    order: tuple[Ordering, ...] = ()
    limit: str = ""
    keys: tuple[frozenset[str], ...] = ()
    """Columns that are unique together, where none of them is null."""
    nullable: frozenset[str] = frozenset()
    """Columns that may be null."""


class RowAccess(NamedTuple):
    """How the rows are got. `index_name` is empty for the whole table; `equal`, then `within` (one range), are its
    bounds. `among`: the column of an `in`, each of whose values is a range of its own, or `_id`.
    `rest` is left for the code, and so is the order unless `is_ordered`. `is_single`: at most one row.
    `has_nulls_apart`: rows without the first ordered value stand at the wrong end of the index.
    """

    index_name: str = ""
    equal: tuple[ColumnTest, ...] = ()
    among: ColumnTest | None = None
    within: tuple[ColumnTest, ...] = ()
    ordered: tuple[str, ...] = ()
    rest: tuple[ColumnTest, ...] = ()
    is_ordered: bool = True
    is_single: bool = False
    has_nulls_apart: bool = False


_RANGES = frozenset({"gt", "gte", "lt", "lte", "startsWith", "present"})


def access_for(query: RowQuery) -> RowAccess:
    """The index that leaves least to read; by id where the id is given."""
    by_id = _by_id(query)
    if by_id is not None:
        return by_id
    candidates = [
        _whole_table(query),
        *(_by_index(query, index) for index in (*query.table.indexes, _OF_ALL)),
    ]
    found = [one for one in candidates if one is not None]
    return max(found, key=lambda one: _worth(one, query))


def _worth(access: RowAccess, query: RowQuery) -> tuple[int, ...]:
    covered = len(access.equal) + (access.among is not None)
    is_cut = bool(query.limit) and access.is_ordered and not access.rest
    names = frozenset(one.column.name for one in access.equal)
    is_by_key = access.among is None and any(key <= names for key in query.keys)
    is_by_keys = access.among is not None and frozenset([access.among.column.name]) in query.keys
    return (
        access.is_single,
        is_by_key,  # one row, too, unless the value is null
        is_by_keys,  # one row a value
        covered + bool(access.within),
        is_cut,
        access.is_ordered,
        covered,
        not access.has_nulls_apart,
    )


def _by_id(query: RowQuery) -> RowAccess | None:
    for operator in ("equals", "in"):
        for test in query.tests:
            if test.column.is_id and test.operator == operator:
                rest = tuple(one for one in query.tests if one is not test)
                if operator == "equals":
                    return RowAccess(equal=(test,), rest=rest, is_single=True)
                return RowAccess(among=test, rest=rest, is_ordered=not query.order)
    return None


def _whole_table(query: RowQuery) -> RowAccess:
    names = tuple(one.column.name for one in query.order)
    is_served = names == (CREATION_TIME,)
    return RowAccess(
        rest=query.tests,
        ordered=names if is_served else (),
        is_ordered=is_served or not query.order,
    )


_OF_ALL = TableIndex("by_creation_time", ())
"""What Convex has for each table."""


def _by_index(query: RowQuery, index: TableIndex) -> RowAccess | None:
    left = list(query.tests)
    equal: list[ColumnTest] = []
    among: ColumnTest | None = None
    depth = 0
    for name in index.fields[:MAX_INDEX_FIELDS]:
        found = _first(left, name, "equals")
        if found is not None:
            equal.append(found)
        elif among is None and (found := _first(left, name, "in")) is not None:
            among = found
        else:
            break
        left.remove(found)
        depth += 1
    following = (*index.fields, CREATION_TIME)[depth:]
    within: list[ColumnTest] = []
    if following:
        within = [one for one in left if one.is_looked_up(following[0]) and one.operator in _RANGES]
        within = _one_range(within)
        left = [one for one in left if one not in within]
    known = {one.column.name for one in equal}
    order = _remaining(query, known)
    fields = tuple(one.column.name for one in order)
    is_served = _is_served(order, following) and (among is None or not order)
    is_used = bool(equal or among or within or (order and is_served))
    if not is_used:
        return None
    names = frozenset(one.column.name for one in equal if not one.is_value_nullable)
    is_single = among is None and not within and any(key <= names for key in query.keys)
    return RowAccess(
        index_name=index.name,
        equal=_in_order(equal, among, index.fields),
        among=among,
        within=tuple(within),
        ordered=fields if is_served else (),
        rest=tuple(left),
        is_ordered=is_served or is_single,
        is_single=is_single,
        has_nulls_apart=bool(order) and is_served and not within and _are_nulls_apart(order[0]),
    )


def _first(tests: list[ColumnTest], name: str, operator: str) -> ColumnTest | None:
    return next((one for one in tests if one.is_looked_up(name) and one.operator == operator), None)


def _in_order(
    equal: list[ColumnTest], among: ColumnTest | None, fields: tuple[str, ...]
) -> tuple[ColumnTest, ...]:
    """As the index has them: the `in` is one of them."""
    found = [*equal, *([among] if among is not None else [])]
    return tuple(sorted(found, key=lambda one: fields.index(one.column.name)))


def _one_range(tests: list[ColumnTest]) -> list[ColumnTest]:
    """At most one lower and one upper bound; the prefix of a text is both."""
    lower: ColumnTest | None = None
    upper: ColumnTest | None = None
    for one in tests:
        if one.operator == "startsWith":
            return [one]
        if one.operator in ("gt", "gte") and lower is None:
            lower = one
        elif one.operator in ("lt", "lte") and upper is None:
            upper = one
    found = [one for one in (lower, upper) if one is not None]
    if not found:
        return [one for one in tests if one.operator == "present"][:1]
    return found


def _remaining(query: RowQuery, known: set[str]) -> tuple[Ordering, ...]:
    """What of the order decides anything: not what is equal in all rows, nor what follows a key."""
    found: list[Ordering] = []
    names = set(known)
    for one in query.order:
        if one.column.name in names:
            continue
        found.append(one)
        names.add(one.column.name)
        if any(key <= names and not key & query.nullable for key in query.keys):
            break
    return tuple(found)


def _is_served(order: tuple[Ordering, ...], following: tuple[str, ...]) -> bool:
    """Whether an index whose next fields are these gives the order, in one direction or the other."""
    if not order:
        return True
    names = tuple(one.column.name for one in order)
    if following[: len(names)] != names or len({one.direction for one in order}) > 1:
        return False
    return not any(_are_nulls_apart(one) for one in order[1:])


def _are_nulls_apart(one: Ordering) -> bool:
    """Convex has null before every value."""
    return one.nulls == ("last" if one.direction == "asc" else "first")
