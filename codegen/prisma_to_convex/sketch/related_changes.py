"""Nested writes that change rows which refer to the row: `updateMany`, `deleteMany`, `set`, `disconnect`."""

from __future__ import annotations

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


class RelatedChanges:
    """Of one function."""

    def __init__(
        self, scope: FunctionScope, conditions: CallConditions, values: WrittenValues
    ) -> None:
        self._scope = scope
        self._conditions = conditions
        self._values = values

    def of_referring(
        self,
        target: LoweredModel,
        keys: dict[str, str],
        field: str,
        nested: NestedWrite,
        argument: DataArgument,
        indent: int,
    ) -> list[str]:
        """`keys` are the columns that refer to the row, with the code of their values."""
        columns = [one for one in _columns(target) if one.name in keys]
        match nested.operation:
            case "deleteMany":
                return self._each(target, columns, keys, field, nested, None, indent)
            case "updateMany":
                return self._each(target, columns, keys, field, nested, argument, indent)
            case _ if is_by_id(nested, target) and all(one.is_nullable for one in columns):
                return self._let_go(target, columns, keys, field, nested, argument, indent)
            case operation:
                raise NotSketchable(f"a nested write: {field}.{operation}")

    def _each(
        self,
        target: LoweredModel,
        columns: list[TableColumn],
        keys: dict[str, str],
        field: str,
        nested: NestedWrite,
        argument: DataArgument | None,
        indent: int,
    ) -> list[str]:
        """Of the rows that refer to it and meet the conditions."""
        if nested.is_list:
            raise NotSketchable(f"a list of nested writes: {field}.{nested.operation}")
        fixed = tuple(ColumnTest(one, "equals", keys[one.name]) for one in columns)
        where = nested.where or Where()
        query = self._conditions.query(target, where, prefix=field, fixed=fixed)
        rows, row = self._scope.names.new(f"{field}Rows"), self._scope.names.new(f"{field}Row")
        lines = RowReading(self._scope).many(query, rows, indent)
        table, pad = ts_string(target.table), " " * indent
        if argument is None:
            change = called("await ctx.db.delete(", (table, f"{row}._id"), indent + 2)
        else:
            change = self._patched(target, field, nested, argument, row, indent + 2)
        return [*lines, f"{pad}for (const {row} of {rows}) {{", *change, f"{pad}}}"]

    def _patched(
        self,
        target: LoweredModel,
        field: str,
        nested: NestedWrite,
        argument: DataArgument,
        row: str,
        indent: int,
    ) -> list[str]:
        data = nested.updated or WrittenData()
        if any(one.is_relation for one in data.fields):
            raise NotSketchable(f"a nested write inside {field}.updateMany")
        inner = DataArgument(f"{argument.code}.{field}", may_be_literal=argument.may_be_literal)
        entries = self._values.patched(target, data, inner, {}, row)
        if inner.fields:
            argument.add(field, inner.validator)
        return self._values.patch(target.table, f"{row}._id", entries, indent)

    def _let_go(
        self,
        target: LoweredModel,
        columns: list[TableColumn],
        keys: dict[str, str],
        field: str,
        nested: NestedWrite,
        argument: DataArgument,
        indent: int,
    ) -> list[str]:
        """Rows that no longer refer to it: those that are named, or (`set`) all others; then it is those. Prisma passes over
        ids without a row.
        """
        if nested.is_list:
            values = argument.add(field, VArray(VId(target.table)))
        else:
            values = f"[{argument.add(field, VId(target.table))}]"
        id_, found = self._scope.names.new(f"{field}Id"), self._scope.names.new(f"{field}Found")
        pad, table = " " * indent, ts_string(target.table)
        none = [f"{one.name}: {one.missing}" for one in columns]
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
        fixed = tuple(ColumnTest(one, "equals", keys[one.name]) for one in columns)
        query = self._conditions.query(target, Where(), prefix=field, fixed=fixed)
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


def _columns(model: LoweredModel) -> list[TableColumn]:
    return [column_of(model, name) for name in model.fields]


def is_by_id(nested: NestedWrite, target: LoweredModel) -> bool:
    """Whether a row is named by the id that `_id` takes the place of, and nothing else."""
    where = nested.where
    if where is None or where.certainty != "known" or len(where.conditions) != len(where.parts):
        return False
    found = {(one.field, one.operator) for one in where.conditions if not one.is_optional}
    return found == {(target.replaced_id or "", "equals")}
