"""One call -> one Convex function, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Callable

from ..calls.call import CodeValue, PrismaCall, WrittenData
from ..calls.classified import ClassifiedCall
from ..convex.convex_schema import VArray
from ..lowering.lowered import Lowered, LoweredModel
from ..typescript.literals import ts_string
from .code_lines import assigned_value, call_with_object, called, condition
from .function_documentation import documentation
from .function_scope import FunctionScope
from .related_rows import Completion, RelatedRows
from .related_writes import RelatedWrites
from .row_pages import RequestedPage, RowPages
from .row_query import RowQuery
from .row_reading import RowReading
from .sketch_records import FunctionKind, NotSketchable, SketchedFunction
from .written_values import DataArgument, Entries, WrittenValues

_INDENT = 4
_PAD = " " * _INDENT


def sketched(
    classified: ClassifiedCall, lowered: Lowered, module: str, name: str, *, is_enforced: bool
) -> SketchedFunction:
    """Raises `NotSketchable`."""
    return _CallSketch(classified, lowered, is_enforced=is_enforced).function(module, name)


class _CallSketch:
    def __init__(self, classified: ClassifiedCall, lowered: Lowered, *, is_enforced: bool) -> None:
        self._classified = classified
        self._call: PrismaCall = classified.call
        self._lowered = lowered
        self._is_enforced = is_enforced
        self._scope = scope = FunctionScope()
        self._related = RelatedRows(lowered, scope)
        self._conditions = self._related.conditions
        self._values = WrittenValues(lowered, scope, is_enforced=is_enforced)
        self._writes = RelatedWrites(scope, self._conditions, self._related, self._values)
        self._reading = RowReading(scope)

    def function(self, module: str, name: str) -> SketchedFunction:
        call, scope = self._call, self._scope
        self._model = self._of_model()
        self._refuse()
        self._completion = self._completes()
        kind, body = self._body()
        before = [f"{_PAD}{line}" for line in scope.before]
        return SketchedFunction(
            call=call,
            module=module,
            name=name,
            kind=kind,
            documentation=documentation(
                self._classified, self._lowered, scope.notes, is_enforced=self._is_enforced
            ),
            arguments=scope.arguments,
            body=(*before, *scope.checks, *self._related.lines, *body),
            helpers=frozenset(scope.helpers),
            validators=scope.validators,
            types=frozenset(scope.types),
        )

    def _of_model(self) -> LoweredModel:
        found = self._lowered.models.get(self._call.model)
        if found is None:
            raise NotSketchable(f"{self._call.model} is not in schema.ts")
        return found

    def _refuse(self) -> None:
        """What no operation can do."""
        call = self._call
        if call.unresolved:
            raise NotSketchable(f"its arguments are not shown: {call.unresolved[0]}")
        if call.operation in ("aggregate", "groupBy"):
            raise NotSketchable(
                f"{call.operation}: a fold over the rows, or the aggregate component"
            )

    def _completes(self) -> Completion:
        if self._call.operation in ("count", "createMany", "updateMany", "deleteMany"):
            if self._call.operation == "count" and self._call.selection.certainty != "known":
                raise NotSketchable("what is counted is computed")
            return Completion()
        singular = self._model.model.name
        return self._related.completion(self._model, self._call.selection, singular, _INDENT)

    def _body(self) -> tuple[FunctionKind, list[str]]:
        making: dict[str, tuple[FunctionKind, Callable[[], list[str]]]] = {
            "findUnique": ("query", self._find_one),
            "findUniqueOrThrow": ("query", self._find_one),
            "findFirst": ("query", self._find_one),
            "findFirstOrThrow": ("query", self._find_one),
            "findMany": ("query", self._find_many),
            "count": ("query", self._count),
            "create": ("mutation", self._create),
            "createMany": ("mutation", self._create_many),
            "createManyAndReturn": ("mutation", self._create_many),
            "update": ("mutation", self._update),
            "updateMany": ("mutation", self._update_many),
            "updateManyAndReturn": ("mutation", self._update_many),
            "upsert": ("mutation", self._upsert),
            "delete": ("mutation", self._delete),
            "deleteMany": ("mutation", self._delete_many),
        }
        kind, make = making[self._call.operation]
        return kind, make()

    # ---- reads ----------------------------------------------------------------------------------

    def _query(self, *, is_unique: bool = False, limit: str = "") -> RowQuery:
        return self._conditions.query(
            self._model, self._call.where, self._call.order, is_unique=is_unique, limit=limit
        )

    def _page(self, take: CodeValue | None, nothing: str) -> tuple[list[str], str]:
        """Statements that read the rows of the call's page, and the variable with them."""
        call = self._call
        pages = RowPages(self._scope, self._conditions, nothing)
        wanted = RequestedPage(take, call.skip, call.distinct, call.cursor)
        query, page = pages.page(self._model, self._query(), wanted)
        rows = self._scope.names.new("rows")
        lines, name = pages.given(page, rows, _INDENT)
        return [*self._reading.many(query, rows, _INDENT), *lines], name

    def _is_paged(self) -> bool:
        call = self._call
        skips = call.skip is not None and call.skip.text != "0"
        return skips or bool(call.distinct) or call.cursor is not None

    def _find_one(self) -> list[str]:
        is_unique = self._call.operation.startswith("findUnique")
        if self._is_paged() and not is_unique:
            lines, rows = self._page(CodeValue("number", "1"), self._none())
            name = self._scope.names.new("row")
            lines.append(f"{_PAD}const {name} = {rows}[0] ?? null;")
            return [*lines, *self._found(name)]
        query = self._query(is_unique=is_unique)
        name = self._scope.names.new("row")
        return [*self._reading.one(query, name, _INDENT), *self._found(name)]

    def _none(self) -> str:
        """What is returned where the row of a cursor is not there."""
        if not self._call.operation.endswith("OrThrow"):
            return "null"
        return f"{self._scope.helper('orThrow')}(null, {ts_string(self._model.table)})"

    def _found(self, name: str) -> list[str]:
        lines: list[str] = []
        if self._call.operation.endswith("OrThrow"):
            present = self._scope.names.new("present")
            lines += self._present(name, present)
            return [*lines, *self._returned(present)]
        if not self._completion.name:
            return [*lines, f"{_PAD}return {name};"]
        return [*lines, *self._returned_or_null(name)]

    def _find_many(self) -> list[str]:
        lines, rows = self._page(self._call.take, "[]")
        return [*lines, *self._returned_list(rows)]

    def _count(self) -> list[str]:
        lines, rows = self._page(self._call.take, "0")
        return [*lines, f"{_PAD}return {rows}.length;"]

    # ---- writes ---------------------------------------------------------------------------------

    def _create(self) -> list[str]:
        data = self._call.created or WrittenData()
        argument = DataArgument("args.data")
        lines = self._writes.inserted(self._model, data, argument, "id", {}, _INDENT)
        self._give("data", argument)
        return [*lines, *self._read_again("id")]

    def _give(self, name: str, argument: DataArgument) -> None:
        if argument.fields:
            self._scope.object_argument(name, argument.validator)

    def _read_again(self, id_: str) -> list[str]:
        table, row = ts_string(self._model.table), self._scope.names.new("written")
        helper = self._scope.helper("orThrow")
        found = self._scope.names.new("stored")
        return [
            *called(f"const {found} = await ctx.db.get(", (table, id_), _INDENT),
            *called(f"const {row} = {helper}(", (found, table), _INDENT),
            *self._returned(row),
        ]

    def _create_many(self) -> list[str]:
        if self._call.may_skip:
            raise NotSketchable("skipDuplicates: look each key up first")
        data = self._call.created or WrittenData()
        if any(one.is_relation for one in data.fields):
            raise NotSketchable("a nested write in createMany")
        given, table = self._scope.names.new("given"), ts_string(self._model.table)
        argument = DataArgument(given, may_be_literal=False)
        entries = self._values.inserted(self._model, data, argument, {})
        self._scope.object_argument("data", VArray(argument.validator))
        returns = self._call.operation == "createManyAndReturn"
        head = "const id = await ctx.db.insert(" if returns else "await ctx.db.insert("
        insert = call_with_object(head, [table], entries, _INDENT + 2)
        loop = [f"{_PAD}for (const {given} of args.data) {{", *insert]
        if not returns:
            return [*loop, f"{_PAD}}}", f"{_PAD}return {{ count: args.data.length }};"]
        rows = self._scope.names.new("rows")
        return [
            f"{_PAD}const {rows}: {self._scope.document(self._model.table)}[] = [];",
            *loop,
            *self._pushed(rows, "id"),
            f"{_PAD}}}",
            *self._returned_list(rows),
        ]

    def _pushed(self, rows: str, id_: str) -> list[str]:
        table, helper = ts_string(self._model.table), self._scope.helper("orThrow")
        stored = self._scope.names.new("stored")
        pad = " " * (_INDENT + 2)
        return [
            *called(f"const {stored} = await ctx.db.get(", (table, id_), _INDENT + 2),
            f"{pad}{rows}.push({helper}({stored}, {table}));",
        ]

    def _update(self) -> list[str]:
        name, row = self._scope.names.new("found"), self._scope.names.new("row")
        lines = self._reading.one(self._query(is_unique=True), name, _INDENT)
        lines += self._present(name, row)
        data = self._call.updated or WrittenData()
        argument = DataArgument("args.data")
        effect = self._writes.effect(self._model, data, argument, f"{row}._id", _INDENT)
        entries = self._values.patched(self._model, data, argument, effect.keys, row)
        self._give("data", argument)
        return [
            *lines,
            *effect.before,
            *self._patch(f"{row}._id", entries, _INDENT),
            *effect.after,
            *self._read_again(f"{row}._id"),
        ]

    def _patch(self, id_: str, entries: Entries, indent: int) -> list[str]:
        return self._values.patch(self._model.table, id_, entries, indent)

    def _update_many(self) -> list[str]:
        rows, row = self._scope.names.new("rows"), self._scope.names.new("row")
        limit = self._conditions.limit(self._call.take)
        lines = self._reading.many(self._query(limit=limit), rows, _INDENT)
        data = self._call.updated or WrittenData()
        if any(one.is_relation for one in data.fields):
            raise NotSketchable("a nested write in updateMany")
        argument = DataArgument("args.data")
        entries = self._values.patched(self._model, data, argument, {}, row)
        self._give("data", argument)
        loop = [f"{_PAD}for (const {row} of {rows}) {{"]
        loop += self._patch(f"{row}._id", entries, _INDENT + 2)
        if self._call.operation == "updateMany":
            return [*lines, *loop, f"{_PAD}}}", f"{_PAD}return {{ count: {rows}.length }};"]
        written = self._scope.names.new("written")
        return [
            *lines,
            f"{_PAD}const {written}: {self._scope.document(self._model.table)}[] = [];",
            *loop,
            *self._pushed(written, f"{row}._id"),
            f"{_PAD}}}",
            *self._returned_list(written),
        ]

    def _upsert(self) -> list[str]:
        name = self._scope.names.new("row")
        lines = self._reading.one(self._query(is_unique=True), name, _INDENT)
        created, updated = self._call.created or WrittenData(), self._call.updated or WrittenData()
        create, update = DataArgument("args.create"), DataArgument("args.update")
        new = self._scope.names.new("newId")
        insert = self._writes.inserted(self._model, created, create, new, {}, _INDENT + 2)
        effect = self._writes.effect(self._model, updated, update, "id", _INDENT + 2)
        entries = self._values.patched(self._model, updated, update, effect.keys, name)
        self._give("create", create)
        self._give("update", update)
        self._scope.types.add("Id")
        return [
            *lines,
            f"{_PAD}let id: Id<{ts_string(self._model.table)}>;",
            f"{_PAD}if ({name} === null) {{",
            *insert,
            f"{_PAD}  id = {new};",
            f"{_PAD}}} else {{",
            f"{_PAD}  id = {name}._id;",
            *effect.before,
            *self._patch("id", entries, _INDENT + 2),
            *effect.after,
            f"{_PAD}}}",
            *self._read_again("id"),
        ]

    def _delete(self) -> list[str]:
        name, row = self._scope.names.new("found"), self._scope.names.new("row")
        lines = self._reading.one(self._query(is_unique=True), name, _INDENT)
        lines += self._present(name, row)
        given = row
        if self._completion.name:
            given = self._scope.names.new("deleted")
            wait = "await " if self._completion.is_async else ""
            lines += assigned_value(
                f"const {given}", f"{wait}{self._completion.name}({row})", _INDENT
            )
        table = ts_string(self._model.table)
        lines += called("await ctx.db.delete(", (table, f"{row}._id"), _INDENT)
        return [*lines, f"{_PAD}return {given};"]

    def _delete_many(self) -> list[str]:
        rows, row = self._scope.names.new("rows"), self._scope.names.new("row")
        limit = self._conditions.limit(self._call.take)
        lines = self._reading.many(self._query(limit=limit), rows, _INDENT)
        table = ts_string(self._model.table)
        return [
            *lines,
            f"{_PAD}for (const {row} of {rows}) {{",
            *called("await ctx.db.delete(", (table, f"{row}._id"), _INDENT + 2),
            f"{_PAD}}}",
            f"{_PAD}return {{ count: {rows}.length }};",
        ]

    # ---- what is returned -----------------------------------------------------------------------

    def _present(self, name: str, present: str) -> list[str]:
        helper, table = self._scope.helper("orThrow"), ts_string(self._model.table)
        return called(f"const {present} = {helper}(", (name, table), _INDENT)

    def _returned(self, row: str) -> list[str]:
        if not self._completion.name:
            return [f"{_PAD}return {row};"]
        wait = "await " if self._completion.is_async else ""
        return [f"{_PAD}return {wait}{self._completion.name}({row});"]

    def _returned_or_null(self, row: str) -> list[str]:
        return [
            *condition([f"{row} === null"], ["return null;"], _INDENT),
            *self._returned(row),
        ]

    def _returned_list(self, rows: str) -> list[str]:
        done = self._completion
        if not done.name:
            return [f"{_PAD}return {rows};"]
        if done.is_async:
            return called("return await Promise.all(", (f"{rows}.map({done.name})",), _INDENT)
        return called(f"return {rows}.map(", (done.name,), _INDENT)
