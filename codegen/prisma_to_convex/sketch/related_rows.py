"""`include` and `select` -> functions that complete a row with what is read beside it."""

from __future__ import annotations

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import ForeignKey, ManyToMany

from ..calls.call import IncludedRelation, RelatedSelection, Where
from ..lowering.lowered import Lowered, LoweredJoin, LoweredModel
from ..typescript.literals import ts_string
from .call_conditions import CallConditions
from .code_lines import (
    IndexCall,
    assigned_value,
    called,
    chain,
    chosen,
    closure,
    condition,
    returned_object,
)
from .function_scope import FunctionScope
from .names_in_scope import capitalized
from .row_pages import RequestedPage, RowPages
from .row_query import ColumnTest, RowQuery
from .row_reading import RowReading
from .sketch_records import NotSketchable
from .table_columns import TableColumn, column_of, referred_column


class Completion(NamedTuple):
    """`name` is the function that completes a row; empty: rows are given as they are. `is_async`: it reads."""

    name: str = ""
    is_async: bool = False


class RelatedRows:
    """Of one function. Completing functions stand before what uses them."""

    def __init__(self, lowered: Lowered, scope: FunctionScope) -> None:
        self._lowered = lowered
        self._scope = scope
        self._conditions = CallConditions(lowered, scope, self)
        self._reading = RowReading(scope)
        self.lines: list[str] = []

    @property
    def conditions(self) -> CallConditions:
        return self._conditions

    def completion(
        self, model: LoweredModel, selection: RelatedSelection, path: str, indent: int
    ) -> Completion:
        """Adds the function for rows of `model` to `lines`."""
        if selection.certainty != "known":
            raise NotSketchable("which fields are read is computed")
        if selection == RelatedSelection():
            return Completion()
        scope = self._scope
        name = scope.names.new(f"complete{capitalized(path)}")
        row = scope.names.new(f"{path[:1].lower()}{path[1:]}Row")
        inner: list[str] = []
        entries = self._own_entries(model, selection, row)
        for relation in selection.relations:
            if relation.is_optional:
                raise NotSketchable(f"{relation.field} is read by some calls only")
            inner += self._related(model, relation, row, indent + 2)
            entries.append(self._last)
        if selection.counts:
            counts, code = self._counts(model, selection.counts, row, indent + 2)
            inner += code
            entries.append(_object_entry("_count", counts))
        is_async = bool(selection.relations or selection.counts)
        parameter = f"{row}: {scope.document(model.table)}"
        self.lines += [
            closure(name, parameter, is_async=is_async, indent=indent),
            *inner,
            *returned_object(entries, indent + 2),
            f"{' ' * indent}}};",
        ]
        return Completion(name, is_async)

    # ---- its own fields -------------------------------------------------------------------------

    def _own_entries(self, model: LoweredModel, selection: RelatedSelection, row: str) -> list[str]:
        if selection.omitted:
            omitted = {column_of(model, name).name for name in selection.omitted}
            kept = [name for name in self._columns(model) if name not in omitted]
            return [f"{name}: {row}.{name}" for name in kept]
        if not selection.is_select:
            return [f"...{row}"]
        names = [column_of(model, name).name for name in selection.scalars]
        return [f"{name}: {row}.{name}" for name in dict.fromkeys(names)]

    def _columns(self, model: LoweredModel) -> list[str]:
        return ["_id", "_creationTime", *(one.name for one in model.fields.values())]

    # ---- related rows ---------------------------------------------------------------------------

    def _related(
        self, model: LoweredModel, relation: IncludedRelation, row: str, indent: int
    ) -> list[str]:
        if relation.cursor:
            raise NotSketchable(f"{relation.field} is read from a cursor on")
        target = self.target(relation.target)
        if relation.field in self._columns(model):
            raise NotSketchable(f"{relation.field} is a field of the document too")
        completion = self.completion(target, relation.selection, relation.field, indent - 2)
        name = self._scope.names.new(relation.field, f"{relation.field}Found")
        self._last = relation.field if name == relation.field else f"{relation.field}: {name}"
        raw = self._scope.names.new(f"{relation.field}Raw", "raw") if completion.name else name
        key = self.own_key(model, relation.field)
        if key is not None:
            lines = self._by_own_key(model, key, target, relation, row, raw, indent)
        else:
            lines = self._referring(model, target, relation, row, raw, indent)
        if not completion.name:
            return lines
        return [*lines, *self._completed(completion, raw, name, relation.is_list, indent)]

    def _completed(
        self, completion: Completion, raw: str, name: str, is_list: bool, indent: int
    ) -> list[str]:
        call = completion.name
        if is_list and completion.is_async:
            return called(f"const {name} = await Promise.all(", (f"{raw}.map({call})",), indent)
        if is_list:
            return called(f"const {name} = {raw}.map(", (call,), indent)
        wait = "await " if completion.is_async else ""
        return chosen(f"const {name}", f"{raw} === null", "null", f"{wait}{call}({raw})", indent)

    def _by_own_key(
        self,
        model: LoweredModel,
        key: ForeignKey,
        target: LoweredModel,
        relation: IncludedRelation,
        row: str,
        name: str,
        indent: int,
    ) -> list[str]:
        """A row that this one refers to."""
        own = [column_of(model, field) for field in key.fields]
        theirs = [referred_column(target, field) for field in key.references]
        if relation.where.parts:
            raise NotSketchable(f"{relation.field} is one row, with a condition")
        if len(own) == 1 and theirs[0].is_id and not own[0].is_nullable:
            given = (ts_string(target.table), f"{row}.{own[0].name}")
            return called(f"const {name} = await ctx.db.get(", given, indent)
        return self._by_nullable_key(own, theirs, target, row, name, indent)

    def _by_nullable_key(
        self,
        own: list[TableColumn],
        theirs: list[TableColumn],
        target: LoweredModel,
        row: str,
        name: str,
        indent: int,
    ) -> list[str]:
        """Bound to variables first: what is known of a variable holds in a function too."""
        lines: list[str] = []
        codes: list[str] = []
        nulls: list[str] = []
        for column in own:
            variable = self._scope.names.new(column.name.strip("_"), f"{name}Key")
            value = f"{row}.{column.name}"
            if column.is_nullable:
                value += "" if column.is_null_stored else " ?? null"
                nulls.append(f"{variable} === null")
            lines += assigned_value(f"const {variable}", value, indent)
            codes.append(variable)
        tests = tuple(
            ColumnTest(column, "equals", code) for column, code in zip(theirs, codes, strict=True)
        )
        if len(theirs) == 1 and theirs[0].is_id:
            get = f"await ctx.db.get({ts_string(target.table)}, {codes[0]})"
            return [*lines, *chosen(f"const {name}", nulls[0], "null", get, indent)]
        query = self._conditions_query(target, tests)
        if not nulls:
            return [*lines, *self._reading.one(query, name, indent)]
        pad = " " * indent
        self._scope.document(target.table)
        found = self._scope.names.new(f"{name}Found", "found")
        inner = self._reading.one(query, found, indent + 2)
        present = [one.replace(" === ", " !== ") for one in nulls]
        return [
            *lines,
            f"{pad}let {name}: {self._scope.document(target.table)} | null = null;",
            *condition(
                present, [*(one[indent + 2 :] for one in inner), f"{name} = {found};"], indent, "&&"
            ),
        ]

    def _conditions_query(self, target: LoweredModel, tests: tuple[ColumnTest, ...]) -> RowQuery:
        return self._conditions.query(target, Where(), fixed=tests)

    def _referring(
        self,
        model: LoweredModel,
        target: LoweredModel,
        relation: IncludedRelation,
        row: str,
        name: str,
        indent: int,
    ) -> list[str]:
        """Rows that refer to this one, or are joined with it."""
        join = self.join(model, relation.field)
        if join is not None:
            return self._joined(join, target, relation, row, name, indent)
        key = self.referring_key(model, relation.field)
        tests = self._key_tests(model, key, target, row)
        prefix = relation.field
        query = self._conditions.query(
            target, relation.where, relation.order, prefix=prefix, fixed=tests
        )
        if not relation.is_list:
            return self._reading.one(query, name, indent)
        pages = RowPages(self._scope, self._conditions)
        wanted = RequestedPage(relation.take, relation.skip, relation.distinct)
        query, page = pages.page(target, query, wanted, prefix)
        if not page.is_cut:
            return self._reading.many(query, name, indent)
        rows = self._scope.names.new(f"{name}Rows")
        lines, _ = pages.given(page, rows, indent, name)
        return [*self._reading.many(query, rows, indent), *lines]

    def _key_tests(
        self, model: LoweredModel, key: ForeignKey, target: LoweredModel, row: str
    ) -> tuple[ColumnTest, ...]:
        tests = []
        for field, reference in zip(key.fields, key.references, strict=True):
            column, own = column_of(target, field), referred_column(model, reference)
            if own.is_nullable:
                raise NotSketchable(f"{key.back_field} goes by a key that may be null")
            tests.append(ColumnTest(column, "equals", f"{row}.{own.name}"))
        return tuple(tests)

    def _joined(
        self,
        join: LoweredJoin,
        target: LoweredModel,
        relation: IncludedRelation,
        row: str,
        name: str,
        indent: int,
    ) -> list[str]:
        """Through the table of the relation; each row is got by its id."""
        if relation.where.parts or relation.order.fields or relation.take is not None:
            raise NotSketchable(f"{relation.field} is joined, with a condition or an order")
        if relation.skip is not None or relation.distinct:
            raise NotSketchable(f"{relation.field} is joined, with a page of its rows")
        own, other, index = self.sides(join, relation.field)
        links = self._scope.names.new(f"{relation.field}Links", "links")
        link, found = self._scope.names.new("link"), self._scope.names.new("found")
        pad = " " * indent
        table = ts_string(target.table)
        return [
            *self.links(join, index, own, f"{row}._id", links, indent),
            f"{pad}const {name}: {self._scope.document(target.table)}[] = [];",
            f"{pad}for (const {link} of {links}) {{",
            *called(f"const {found} = await ctx.db.get(", (table, f"{link}.{other}"), indent + 2),
            *condition([f"{found} !== null"], [f"{name}.push({found});"], indent + 2),
            f"{pad}}}",
        ]

    def links(
        self, join: LoweredJoin, index: str, own: str, id_: str, name: str, indent: int
    ) -> list[str]:
        """The rows of the relation's table that have this id in the column."""
        calls: list[str | IndexCall] = [
            f".query({ts_string(join.table)})",
            IndexCall(index, (f".eq({ts_string(own)}, {id_})",)),
            ".collect()",
        ]
        return chain(f"const {name} = await ", "ctx.db", calls, indent)

    def sides(self, join: LoweredJoin, field: str) -> tuple[str, str, str]:
        """The column with this row's id, the one with the other's, the index that starts with the first."""
        is_a = join.relation.field_a == field
        own, other = (join.column_a, join.column_b) if is_a else (join.column_b, join.column_a)
        table = next(one for one in self._lowered.convex.tables if one.name == join.table)
        for index in table.indexes:
            if index.fields[0] == own:
                return own, other, index.name
        raise NotSketchable(f"{join.table} has no index for {field}")

    def _counts(
        self, model: LoweredModel, fields: tuple[str, ...], row: str, indent: int
    ) -> tuple[list[str], list[str]]:
        lines: list[str] = []
        entries: list[str] = []
        for field in fields:
            names = self._scope.names
            counted = names.new(f"{field}Counted", "counted")
            join = self.join(model, field)
            if join is not None:
                own, _, index = self.sides(join, field)
                lines += self.links(join, index, own, f"{row}._id", counted, indent)
            else:
                key = self.referring_key(model, field)
                target = self.target(key.model)
                query = self._conditions_query(target, self._key_tests(model, key, target, row))
                lines += self._reading.many(query, counted, indent)
            entries.append(f"{field}: {counted}.length")
        return entries, lines

    # ---- for checks -----------------------------------------------------------------------------

    def referring_rows(
        self,
        model: LoweredModel,
        target: LoweredModel,
        field: str,
        row: str,
        name: str,
        indent: int,
    ) -> list[str]:
        relation = IncludedRelation(field, target.model.name, is_list=True)
        return self._referring(model, target, relation, row, name, indent)

    def related_row(
        self,
        model: LoweredModel,
        target: LoweredModel,
        field: str,
        row: str,
        name: str,
        indent: int,
    ) -> list[str]:
        relation = IncludedRelation(field, target.model.name, is_list=False)
        key = self.own_key(model, field)
        if key is not None:
            return self._by_own_key(model, key, target, relation, row, name, indent)
        return self._referring(model, target, relation, row, name, indent)

    # ---- which key ------------------------------------------------------------------------------

    def target(self, name: str) -> LoweredModel:
        found = self._lowered.models.get(name)
        if found is None:
            raise NotSketchable(f"{name} is not in schema.ts")
        return found

    def own_key(self, model: LoweredModel, field: str) -> ForeignKey | None:
        return next(
            (
                one
                for one in self._lowered.schema.relations
                if isinstance(one, ForeignKey)
                and (one.model, one.field) == (model.model.name, field)
            ),
            None,
        )

    def referring_key(self, model: LoweredModel, field: str) -> ForeignKey:
        for one in self._lowered.schema.relations:
            if not isinstance(one, ForeignKey):
                continue
            if (one.target, one.back_field) == (model.model.name, field):
                return one
        raise NotSketchable(f"{field} is no relation that has a key")

    def join(self, model: LoweredModel, field: str) -> LoweredJoin | None:
        for one in self._lowered.schema.relations:
            if isinstance(one, ManyToMany) and (model.model.name, field) in (
                (one.model_a, one.field_a),
                (one.model_b, one.field_b),
            ):
                join = self._lowered.joins.get((one.model_a, one.field_a))
                if join is None:
                    raise NotSketchable(f"{field} has no table of its own in schema.ts")
                return join
        return None


def _object_entry(key: str, entries: list[str]) -> str:
    return f"{key}: {{\n" + "".join(f"  {entry},\n" for entry in entries) + "}"
