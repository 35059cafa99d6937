"""Nested writes of `data`, unfolded: statements before and after the row's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import ForeignKey

from ..calls.call import NestedWrite, Where, WrittenData, WrittenField
from ..convex.convex_schema import VArray, VId
from ..lowering.lowered import LoweredJoin, LoweredModel
from ..typescript.literals import ts_string
from .call_conditions import CallConditions
from .code_lines import call_with_object, called, condition
from .function_scope import FunctionScope
from .names_in_scope import capitalized
from .related_changes import ReferringRows, RelatedChanges, is_by_id
from .related_rows import RelatedRows
from .row_reading import RowReading
from .sketch_records import NotSketchable
from .table_columns import column_of, referred_column
from .written_values import DataArgument, WrittenValues

_ADDING = frozenset({"create", "createMany", "connect"})


class RelatedEffect(NamedTuple):
    """`before` makes what the row refers to, and `keys` are its columns with that; `after` writes what
    refers to the row.
    """

    before: Sequence[str] = ()
    keys: Mapping[str, str] = MappingProxyType({})
    after: Sequence[str] = ()


class RelatedWrites:
    """Of one function."""

    def __init__(
        self,
        scope: FunctionScope,
        conditions: CallConditions,
        related: RelatedRows,
        values: WrittenValues,
    ) -> None:
        self._scope = scope
        self._conditions = conditions
        self._related = related
        self._values = values

    def inserted(
        self,
        model: LoweredModel,
        data: WrittenData,
        argument: DataArgument,
        id_: str,
        keys: dict[str, str],
        indent: int,
    ) -> list[str]:
        """Inserts a row and all that is nested in it; `id_` is a new variable."""
        effect = self.effect(model, data, argument, id_, indent)
        entries = self._values.inserted(model, data, argument, {**keys, **effect.keys})
        head = f"const {id_} = await ctx.db.insert(" if effect.after or id_ else ""
        table = ts_string(model.table)
        return [
            *effect.before,
            *call_with_object(head, [table], entries, indent),
            *effect.after,
        ]

    def effect(
        self, model: LoweredModel, data: WrittenData, argument: DataArgument, id_: str, indent: int
    ) -> RelatedEffect:
        found: list[RelatedEffect] = []
        for field in data.fields:
            if not field.is_relation:
                continue
            if field.is_optional or any(one.is_optional for one in field.nested):
                raise NotSketchable(f"{field.field} is written by some calls only")
            if not field.nested:
                raise NotSketchable(f"what is written to {field.field} is not shown")
            if len(field.nested) > 1 and any(one.operation not in _ADDING for one in field.nested):
                raise NotSketchable(
                    f"several nested writes to {field.field}, in Prisma's own order"
                )
            found += [
                self._one(model, field, nested, argument, id_, indent) for nested in field.nested
            ]
        return RelatedEffect(
            before=[line for one in found for line in one.before],
            keys={column: code for one in found for column, code in one.keys.items()},
            after=[line for one in found for line in one.after],
        )

    def _one(
        self,
        model: LoweredModel,
        field: WrittenField,
        nested: NestedWrite,
        argument: DataArgument,
        id_: str,
        indent: int,
    ) -> RelatedEffect:
        key = self._related.own_key(model, field.field)
        if key is not None:
            return self._of_own_key(model, key, nested, argument, indent)
        join = self._related.join(model, field.field)
        if join is not None:
            pairs = self._of_join(model, join, field.field, nested, argument, id_, indent)
            return RelatedEffect(after=pairs)
        back = self._related.referring_key(model, field.field)
        target = self._related.target(back.model)
        own = [referred_column(model, name) for name in back.references]
        if not all(one.is_id for one in own):
            raise NotSketchable(f"{field.field} goes by a key that is not _id")
        columns = [column_of(target, name).name for name in back.fields]
        keys = dict.fromkeys(columns, id_)
        rows = self._of_referring(target, keys, field.field, nested, argument, indent)
        return RelatedEffect(after=rows)

    # ---- the row refers to it -------------------------------------------------------------------

    def _of_own_key(
        self,
        model: LoweredModel,
        key: ForeignKey,
        nested: NestedWrite,
        argument: DataArgument,
        indent: int,
    ) -> RelatedEffect:
        target = self._related.target(key.target)
        columns = [column_of(model, name) for name in key.fields]
        references = [referred_column(target, name) for name in key.references]
        holds_id = len(references) == 1 and references[0].is_id
        match nested.operation:
            case "connect" if nested.where is not None and holds_id and is_by_id(nested, target):
                code = argument.add(columns[0].name, columns[0].value)
                return RelatedEffect(keys={columns[0].name: code})
            case "connect" if nested.where is not None:
                row = self._scope.names.new(key.field, f"{key.field}Row")
                pairs = zip(columns, references, strict=True)
                return RelatedEffect(
                    before=self._found(target, nested.where, row, key.field, indent),
                    keys={column.name: f"{row}.{reference.name}" for column, reference in pairs},
                )
            case "create" if nested.created is not None and holds_id:
                variable = self._scope.names.new(f"{key.field}Id")
                inner = DataArgument(
                    f"{argument.code}.{key.field}", may_be_literal=argument.may_be_literal
                )
                lines = self.inserted(target, nested.created, inner, variable, {}, indent)
                argument.add(key.field, inner.validator)
                return RelatedEffect(before=lines, keys={columns[0].name: variable})
            case "disconnect" if all(one.is_nullable for one in columns):
                return RelatedEffect(keys={one.name: one.missing for one in columns})
            case operation:
                raise NotSketchable(f"a nested write: {key.field}.{operation}")

    def _found(
        self, target: LoweredModel, where: Where, row: str, prefix: str, indent: int
    ) -> list[str]:
        query = self._conditions.query(target, where, prefix=prefix, is_unique=True)
        raw = self._scope.names.new(f"{row}Found")
        helper = self._scope.helper("orThrow")
        return [
            *RowReading(self._scope).one(query, raw, indent),
            *called(f"const {row} = {helper}(", (raw, ts_string(target.table)), indent),
        ]

    # ---- it refers to the row -------------------------------------------------------------------

    def _of_referring(
        self,
        target: LoweredModel,
        keys: dict[str, str],
        field: str,
        nested: NestedWrite,
        argument: DataArgument,
        indent: int,
    ) -> list[str]:
        match nested.operation:
            case "create" | "createMany" if nested.created is not None:
                return self._created(target, keys, field, nested, nested.created, argument, indent)
            case "connect" if nested.where is not None and is_by_id(nested, target):
                entries = [f"{name}: {code}" for name, code in keys.items()]
                return self._for_each_id(target, field, nested, argument, entries, indent)
            case "deleteMany" | "updateMany" | "set" | "disconnect" if nested.where is not None:
                rows = ReferringRows(
                    target=target, keys=keys, field=field, nested=nested, argument=argument
                )
                changes = RelatedChanges(self._scope, self._conditions, self._values)
                return changes.of_referring(rows, indent)
            case operation:
                raise NotSketchable(f"a nested write: {field}.{operation}")

    def _created(
        self,
        target: LoweredModel,
        keys: dict[str, str],
        field: str,
        nested: NestedWrite,
        created: WrittenData,
        argument: DataArgument,
        indent: int,
        then: Iterable[str] = (),
    ) -> list[str]:
        variable = self._scope.names.new(f"{field}Data", "given")
        id_ = self._scope.names.new(f"{field}Id")
        if created.certainty == "unknown":
            raise NotSketchable(f"what is written to {field} is not shown")
        is_list = nested.is_list
        code = variable if is_list else f"{argument.code}.{field}"
        inner = DataArgument(code, may_be_literal=not is_list and argument.may_be_literal)
        depth = indent + 2 if is_list else indent
        lines = self.inserted(target, created, inner, id_, keys, depth)
        lines += [f"{' ' * depth}{one.replace('$id', id_)}" for one in then]
        validator = VArray(inner.validator) if is_list else inner.validator
        if not any(
            f"{id_}" in line.split(f"const {id_} =")[-1]
            for line in lines
            if f"const {id_} =" not in line
        ):
            lines = [line.replace(f"const {id_} = await", "await", 1) for line in lines]
        if not is_list:
            if inner.fields:
                argument.add(field, validator)
            return lines
        values = argument.add(field, validator)
        pad = " " * indent
        return [f"{pad}for (const {variable} of {values}) {{", *lines, f"{pad}}}"]

    def _for_each_id(
        self,
        target: LoweredModel,
        field: str,
        nested: NestedWrite,
        argument: DataArgument,
        entries: list[str],
        indent: int,
    ) -> list[str]:
        variable = self._scope.names.new(f"{field}Id")
        table = ts_string(target.table)
        if not nested.is_list:
            code = argument.add(field, VId(target.table))
            return call_with_object("await ctx.db.patch(", [table, code], entries, indent)
        values = argument.add(field, VArray(VId(target.table)))
        pad = " " * indent
        return [
            f"{pad}for (const {variable} of {values}) {{",
            *call_with_object("await ctx.db.patch(", [table, variable], entries, indent + 2),
            f"{pad}}}",
        ]

    # ---- through the table of a many-to-many relation --------------------------------------------

    def _of_join(
        self,
        model: LoweredModel,
        join: LoweredJoin,
        field: str,
        nested: NestedWrite,
        argument: DataArgument,
        id_: str,
        indent: int,
    ) -> list[str]:
        relation = join.relation
        is_a = (relation.model_a, relation.field_a) == (model.model.name, field)
        target = self._related.target(relation.model_b if is_a else relation.model_a)
        own, other, _ = self._related.sides(join, field)
        if nested.operation == "create" and nested.created is not None:
            entries = [f"{own}: {id_}", f"{other}: $id"]
            pair = call_with_object("await ctx.db.insert(", [ts_string(join.table)], entries, 0)
            return self._created(target, {}, field, nested, nested.created, argument, indent, pair)
        operations = ("connect", "set", "disconnect")
        if nested.operation not in operations or not is_by_id(nested, target):
            raise NotSketchable(f"a nested write: {field}.{nested.operation}")
        return self._linked(join, target, field, nested, argument, id_, indent)

    def _linked(
        self,
        join: LoweredJoin,
        target: LoweredModel,
        field: str,
        nested: NestedWrite,
        argument: DataArgument,
        id_: str,
        indent: int,
    ) -> list[str]:
        """A pair stands once."""
        own, other, index = self._related.sides(join, field)
        links = self._scope.names.new(f"{field}Links")
        if nested.is_list:
            values = argument.add(field, VArray(VId(target.table)))
        else:
            values = f"[{argument.add(field, VId(target.table))}]"
        lines = self._related.links(join, index, own, id_, links, indent)
        pad, table = " " * indent, ts_string(join.table)
        if nested.operation in ("set", "disconnect"):
            named = self._scope.names.new(f"{field}{capitalized(nested.operation)}")
            lines.append(f"{pad}const {named} = new Set({values});")
            sign = "!" if nested.operation == "set" else ""
            remove = [f"await ctx.db.delete({table}, link._id);"]
            lines.append(f"{pad}for (const link of {links}) {{")
            lines += condition([f"{sign}{named}.has(link.{other})"], remove, indent + 2)
            lines.append(f"{pad}}}")
            values = named
        if nested.operation == "disconnect":
            return lines
        known, variable = self._scope.names.new(f"{field}Known"), self._scope.names.new(
            f"{field}Id"
        )
        entries = [f"{own}: {id_}", f"{other}: {variable}"]
        insert = call_with_object("await ctx.db.insert(", [table], entries, 0)
        each = values if nested.operation == "set" else f"new Set({values})"
        return [
            *lines,
            f"{pad}const {known} = new Set({links}.map((link) => link.{other}));",
            f"{pad}for (const {variable} of {each}) {{",
            *condition([f"!{known}.has({variable})"], insert, indent + 2),
            f"{pad}}}",
        ]
