"""Nested writes that change rows which refer to the row: `updateMany`, `deleteMany`, `set`, `disconnect`."""

from __future__ import annotations

from collections.abc import Mapping

from prisma_schema_parser.records import NamedTuple

from ..calls.call import NestedWrite, Where, WrittenData
from ..convex.convex_schema import VArray, VId
from ..lowering.lowered import LoweredModel
from ..typescript.literals import ts_string
from .call_conditions import CallConditions
from .code_lines import call_with_object, called, condition
from .function_scope import FunctionScope
from .row_query import ColumnTest
from .row_reading import RowReading
from .sketch_records import NotSketchable
from .table_columns import TableColumn, column_of
from .written_values import DataArgument, WrittenValues


class ReferringRows(NamedTuple):
    """Rows that refer to the row, and what a nested write does with them. `keys` are the columns that refer, with the
    code of their values; `argument` has the data of the row itself.
    """

    target: LoweredModel
    keys: Mapping[str, str]
    field: str
    nested: NestedWrite
    argument: DataArgument

    @property
    def columns(self) -> list[TableColumn]:
        found = (column_of(self.target, name) for name in self.target.fields)
        return [one for one in found if one.name in self.keys]

    @property
    def tests(self) -> tuple[ColumnTest, ...]:
        """That they refer to the row."""
        return tuple(ColumnTest(one, "equals", self.keys[one.name]) for one in self.columns)


class RelatedChanges:
    """Of one function."""

    def __init__(
        self, scope: FunctionScope, conditions: CallConditions, values: WrittenValues
    ) -> None:
        self._scope = scope
        self._conditions = conditions
        self._values = values

    def of_referring(self, rows: ReferringRows, indent: int) -> list[str]:
        match rows.nested.operation:
            case "deleteMany" | "updateMany":
                return self._each(rows, indent)
            case _ if is_by_id(rows.nested, rows.target) and all(
                one.is_nullable for one in rows.columns
            ):
                return self._let_go(rows, indent)
            case operation:
                raise NotSketchable(f"a nested write: {rows.field}.{operation}")

    def _each(self, changed: ReferringRows, indent: int) -> list[str]:
        """Of the rows that refer to it and meet the conditions."""
        target, _, field, nested, _ = changed
        if nested.is_list:
            raise NotSketchable(f"a list of nested writes: {field}.{nested.operation}")
        where = nested.where or Where()
        query = self._conditions.query(target, where, prefix=field, fixed=changed.tests)
        rows, row = self._scope.names.new(f"{field}Rows"), self._scope.names.new(f"{field}Row")
        lines = RowReading(self._scope).many(query, rows, indent)
        pad = " " * indent
        if nested.operation == "deleteMany":
            arguments = (ts_string(target.table), f"{row}._id")
            change = called("await ctx.db.delete(", arguments, indent + 2)
        else:
            change = self._patched(changed, row, indent + 2)
        return [*lines, f"{pad}for (const {row} of {rows}) {{", *change, f"{pad}}}"]

    def _patched(self, changed: ReferringRows, row: str, indent: int) -> list[str]:
        target, _, field, nested, argument = changed
        data = nested.updated or WrittenData()
        if any(one.is_relation for one in data.fields):
            raise NotSketchable(f"a nested write inside {field}.updateMany")
        inner = DataArgument(f"{argument.code}.{field}", may_be_literal=argument.may_be_literal)
        entries = self._values.patched(target, data, inner, {}, row)
        if inner.fields:
            argument.add(field, inner.validator)
        return self._values.patch(target.table, f"{row}._id", entries, indent)

    def _let_go(self, changed: ReferringRows, indent: int) -> list[str]:
        """Rows that no longer refer to it: those that are named, or (`set`) all others; then it is those. Prisma passes over
        ids without a row.
        """
        target, keys, field, nested, argument = changed
        if nested.is_list:
            values = argument.add(field, VArray(VId(target.table)))
        else:
            values = f"[{argument.add(field, VId(target.table))}]"
        id_, found = self._scope.names.new(f"{field}Id"), self._scope.names.new(f"{field}Found")
        pad, table = " " * indent, ts_string(target.table)
        none = [f"{one.name}: {one.missing}" for one in changed.columns]
        own = [f"{name}: {code}" for name, code in keys.items()]
        is_its_own = [f"{found}?.{name} === {code}" for name, code in keys.items()]
        read = called(f"const {found} = await ctx.db.get(", (table, id_), indent + 2)
        if nested.operation == "disconnect":
            change = call_with_object("await ctx.db.patch(", [table, id_], none, 0)
            return [
                f"{pad}for (const {id_} of {values}) {{",
                *read,
                *condition([" && ".join(is_its_own)], change, indent + 2),
                f"{pad}}}",
            ]
        named = self._scope.names.new(f"{field}Set")
        query = self._conditions.query(target, Where(), prefix=field, fixed=changed.tests)
        rows, row = self._scope.names.new(f"{field}Rows"), self._scope.names.new(f"{field}Row")
        let_go = call_with_object("await ctx.db.patch(", [table, f"{row}._id"], none, 0)
        take = call_with_object("await ctx.db.patch(", [table, id_], own, 0)
        return [
            f"{pad}const {named} = new Set({values});",
            *RowReading(self._scope).many(query, rows, indent),
            f"{pad}for (const {row} of {rows}) {{",
            *condition([f"!{named}.has({row}._id)"], let_go, indent + 2),
            f"{pad}}}",
            f"{pad}for (const {id_} of {named}) {{",
            *read,
            *condition([f"{found} !== null"], take, indent + 2),
            f"{pad}}}",
        ]


def is_by_id(nested: NestedWrite, target: LoweredModel) -> bool:
    """Whether a row is named by the id that `_id` takes the place of, and nothing else."""
    where = nested.where
    if where is None or where.certainty != "known" or len(where.conditions) != len(where.parts):
        return False
    found = {(one.field, one.operator) for one in where.conditions if not one.is_optional}
    return found == {(target.replaced_id or "", "equals")}
