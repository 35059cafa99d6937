"""`skip`, `take`, `cursor` and `distinct`: which of the rows that the conditions find are given."""

from __future__ import annotations

from prisma_schema_parser.records import NamedTuple

from ..calls.call import CodeValue, Condition, Where
from ..convex.convex_schema import FLOAT64, NUMBER
from ..lowering.creation_order import CREATION_TIME
from ..lowering.lowered import LoweredModel
from ..typescript.literals import ts_string
from .call_conditions import CallConditions
from .code_lines import called, closure, condition
from .function_scope import FunctionScope
from .names_in_scope import camel, capitalized
from .row_checks import CHECKED
from .row_query import CHECK, ColumnTest, Ordering, RowQuery
from .row_reading import RowReading, ordered_call
from .sketch_records import NotSketchable
from .table_columns import column_of

_INDENT = 4
_PAD = " " * _INDENT
_STEPS = {"distinctRows": "unlike", "rowsFrom": "following", "slice": "page"}
_DROPPED = "What `skip` passes over is read: .paginate() goes on where the last page ended."
_ALL = "All rows are read to find those that differ."
_FOLLOWED = "Rows outside the page are read, too: .paginate() has cursors of its own."


class RequestedPage(NamedTuple):
    """What a call, or an `include`, says of it."""

    take: CodeValue | None = None
    skip: CodeValue | None = None
    distinct: tuple[str, ...] = ()
    cursor: Where | None = None


class RowPage(NamedTuple):
    """`limit` is the code of how many rows are read; `skip` and `take` cut what was read. `start` is the code of the row
    that the page starts at, where it is looked for among the rows. Empty: none.
    """

    limit: str = ""
    skip: str = ""
    take: str = ""
    distinct: tuple[str, ...] = ()
    start: str = ""

    @property
    def is_cut(self) -> bool:
        """Whether the rows that were read are not all given."""
        return bool(self.skip or self.distinct or self.start)


class RowPages:
    """Of one function. `nothing` is what it returns where the cursor's row is not there."""

    def __init__(
        self, scope: FunctionScope, conditions: CallConditions, nothing: str = "[]"
    ) -> None:
        self._scope = scope
        self._conditions = conditions
        self._reading = RowReading(scope)
        self._nothing = nothing

    def page(
        self, model: LoweredModel, query: RowQuery, requested: RequestedPage, prefix: str = ""
    ) -> tuple[RowQuery, RowPage]:
        """The query with what it needs for the page."""
        take = self._conditions.limit(requested.take, prefix)
        skip = self._skip(requested.skip, prefix)
        distinct = tuple(column_of(model, name).name for name in requested.distinct)
        if requested.distinct and requested.cursor is not None:
            raise NotSketchable("distinct rows from a cursor on")
        page = RowPage(take, skip, take, distinct)
        if requested.cursor is not None:
            query, page = self._from_cursor(model, query, requested.cursor, page)
        if distinct or page.start:
            self._scope.note(_ALL if distinct else _FOLLOWED)
            page = page._replace(limit="")
        elif skip:
            if requested.cursor is None:
                self._scope.note(_DROPPED)
            page = page._replace(limit=self._sum(skip, take) if take else "")
        return query._replace(limit=page.limit), page

    def given(self, page: RowPage, rows: str, indent: int, name: str = "") -> tuple[list[str], str]:
        """Statements that cut the rows, and the variable with what is left: `name`, where that is given."""
        steps: list[tuple[str, tuple[str, ...]]] = []
        if page.distinct:
            steps.append(("distinctRows", tuple(map(ts_string, page.distinct))))
        if page.start:
            steps.append(("rowsFrom", (page.start,)))
        if page.is_cut and (page.skip or page.take):
            end = page.take and (self._sum(page.skip, page.take) if page.skip else page.take)
            steps.append(("slice", tuple(one for one in (page.skip or "0", end) if one)))
        lines: list[str] = []
        for number, (step, given) in enumerate(steps):
            wanted = _STEPS[step]
            is_last = name != "" and number == len(steps) - 1
            new = name if is_last else self._scope.names.new(wanted, f"{rows}{capitalized(wanted)}")
            if step == "slice":
                lines += called(f"const {new} = {rows}.slice(", given, indent)
            else:
                helper = self._scope.helper(step)
                lines += called(f"const {new} = {helper}(", (rows, *given), indent)
            rows = new
        return lines, rows

    # ---- skip -----------------------------------------------------------------------------------

    def _skip(self, skip: CodeValue | None, prefix: str) -> str:
        if skip is None or skip.text == "0":
            return ""
        if skip.kind == "number" and skip.text.isdigit():
            return str(int(skip.text))
        code = self._scope.argument(
            camel(prefix, "skip"), NUMBER, is_optional=skip.may_be_undefined
        )
        if not skip.may_be_undefined:
            return code
        name = self._scope.names.new(camel(prefix, "skip"), "skipped")
        self._scope.before.append(f"const {name} = {code} ?? 0;")
        return name

    def _sum(self, skip: str, take: str) -> str:
        if skip.isdigit() and take.isdigit():
            return str(int(skip) + int(take))
        return self._scope.once(f"{skip} + {take}", "end")

    # ---- cursor ---------------------------------------------------------------------------------

    def _from_cursor(
        self, model: LoweredModel, query: RowQuery, cursor: Where, page: RowPage
    ) -> tuple[RowQuery, RowPage]:
        """Where the order leaves no ties, what stands behind the cursor's row is known by its values; else by where
        the row stands among the others, as Prisma Client has it.
        """
        order = query.order or self._of_key(model)
        query = query._replace(order=order)
        if any(one.column.is_nullable for one in order):
            raise NotSketchable("a cursor in an order by what may be null")
        name, is_optional = self._row_of(model, cursor)
        if not _is_total(query):
            return query, page._replace(start=f"{name}?._id" if is_optional else f"{name}._id")
        first = order[0]
        tests: tuple[ColumnTest, ...] = ()
        bound = self._bound(name, first, is_optional=is_optional)
        if bound:
            operator = "gte" if first.direction == "asc" else "lte"
            tests = (ColumnTest(first.column, operator, bound),)
        if len(order) > 1 or not bound:
            tests = (*tests, self._after_cursor(model, name, order, is_optional=is_optional))
            self._scope.note(_FOLLOWED)
        return query._replace(tests=(*query.tests, *tests)), page

    def _bound(self, cursor: str, first: Ordering, *, is_optional: bool) -> str:
        """Where the range begins; empty where there is no value to begin at."""
        column = first.column
        if not is_optional:
            return f"{cursor}.{column.name}"
        if column.value not in (NUMBER, FLOAT64):
            return ""
        end = "-Infinity" if first.direction == "asc" else "Infinity"
        return self._scope.once(f"{cursor}?.{column.name} ?? {end}", "start", "startAt")

    def _of_key(self, model: LoweredModel) -> tuple[Ordering, ...]:
        """What Prisma Client orders by where the call says nothing."""
        key = next((one for one in model.model.indexes if one.kind == "id"), None)
        if key is None or len(key.fields) > 1:
            # Of a key of several fields, Prisma Client gives nothing where the cursor's row does not fit the conditions.
            raise NotSketchable("a cursor without an order, where no single field is the id")
        return tuple(self._conditions.by_field(model, name) for name in key.field_names)

    def _row_of(self, model: LoweredModel, cursor: Where) -> tuple[str, bool]:
        """Reads the row that the cursor names; whether some calls have none."""
        parts = [one for one in cursor.parts if isinstance(one, Condition)]
        is_plain = cursor.certainty == "known" and len(parts) == len(cursor.parts) > 0
        if not is_plain or any(one.operator != "equals" for one in parts):
            raise NotSketchable("a cursor that the code does not show")
        may_be_missing = [one.is_optional or one.value.may_be_undefined for one in parts]
        is_optional = any(may_be_missing)
        tests: list[ColumnTest] = []
        for one in parts:
            column = column_of(model, one.field)
            given = self._scope.argument(
                camel("cursor", one.field), column.value, is_optional=is_optional
            )
            tests.append(ColumnTest(column, "equals", given))
        name = self._scope.names.new("cursor", "cursorRow")
        read = self._read_optional if is_optional else self._read
        self._scope.before += [line[_INDENT:] for line in read(model, tests, name)]
        return name, is_optional

    def _read(self, model: LoweredModel, tests: list[ColumnTest], name: str) -> list[str]:
        query = self._conditions.query(model, Where(), fixed=tuple(tests))
        lines = self._reading.one(query, name, _INDENT)
        return [*lines, *condition([f"{name} === null"], [f"return {self._nothing};"], _INDENT)]

    def _read_optional(self, model: LoweredModel, tests: list[ColumnTest], name: str) -> list[str]:
        """Bound to variables first: what is known of a variable holds in a function too."""
        found = self._scope.names.new(f"{name}Found")
        lines: list[str] = []
        bound: list[ColumnTest] = []
        for one in tests:
            variable = self._scope.names.new(camel("at", one.column.name.strip("_")))
            lines.append(f"{_PAD}const {variable} = {one.code};")
            bound.append(one._replace(code=variable))
        query = self._conditions.query(model, Where(), fixed=tuple(bound))
        inner = [
            *self._reading.one(query, found, _INDENT + 2),
            *condition([f"{found} === null"], [f"return {self._nothing};"], _INDENT + 2),
            f"{_PAD}  {name} = {found};",
        ]
        present = [f"{one.code} !== undefined" for one in bound]
        return [
            *lines,
            f"{_PAD}let {name}: {self._scope.document(model.table)} | null = null;",
            *condition(present, [line[_INDENT + 2 :] for line in inner], _INDENT, "&&"),
        ]

    def _after_cursor(
        self, model: LoweredModel, cursor: str, order: tuple[Ordering, ...], *, is_optional: bool
    ) -> ColumnTest:
        names = self._scope.names
        name, row, place = names.new("isFromCursor"), names.new("candidate"), names.new("place")
        lines = closure(
            name,
            f"{row}: {self._scope.document(model.table)}",
            is_async=False,
            indent=_INDENT,
        ).split("\n")
        if is_optional:
            lines += condition([f"{cursor} === null"], ["return true;"], _INDENT + 2)
        head = f"const {place} = {self._scope.helper('compareRows')}({row}, {cursor}, "
        lines += ordered_call(head, order, _INDENT + 2)
        self._scope.checks += [*lines, f"{_PAD}  return {place} >= 0;", f"{_PAD}}};"]
        return ColumnTest(CHECKED, CHECK, name)


def _is_total(query: RowQuery) -> bool:
    names = {one.column.name for one in query.order}
    keys = (key for key in query.keys if not key & query.nullable)
    return CREATION_TIME in names or any(key <= names for key in keys)
