"""`data`, `create`, `update` -> which fields are written, and what is written to related rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from prisma_schema_parser.schema import Model, RelationField, ScalarField

from ...calls.call import CodeValue, NestedWrite, Where, WrittenData, WrittenField
from ..files.code_syntax import unwrapped
from ..relation_keys import RelationKeys
from ..values.evaluation import Evaluation
from ..values.expressions import Expression, KeyEntry, ObjectShape, one_of
from .value_reading import value_of
from .where_reading import WhereReading

_OF_NUMBERS = ("increment", "decrement", "multiply", "divide")
_OF_LISTS = ("push", "set", "unset")


_DEEPEST = 6
_PLAIN = frozenset(
    {"identifier", "shorthand_property_identifier", "member_expression", "call_expression"}
)


def _is_plain(value: Expression) -> bool:
    """A value that is written as it is, whatever it is: most are, and need not be followed."""
    return unwrapped(value.node).type in _PLAIN


class DataReading:
    """Of one call."""

    def __init__(self, evaluation: Evaluation, relations: RelationKeys) -> None:
        self._evaluation = evaluation
        self._relations = relations

    def of(self, entry: KeyEntry, model: Model, *, is_list: bool, depth: int = 0) -> WrittenData:
        """`is_list`: of `createMany`."""
        if not is_list:
            shape = one_of([self._evaluation.shape(value) for value in entry.values])
            return self._written(shape, model, 1, depth)
        shapes: list[ObjectShape] = []
        rows: int | None = 0
        unresolved = False
        for value in entry.values:
            listed = self._evaluation.items(value)
            unresolved |= bool(listed.unresolved)
            for item in listed.items:
                shapes.append(self._evaluation.shape(item.expression))
                is_one = not (item.is_optional or item.is_open or unresolved)
                rows = rows + 1 if rows is not None and is_one else None
        found = self._written(one_of(shapes) if shapes else ObjectShape(), model, rows, depth)
        if unresolved:
            return found._replace(rows=None, certainty="at least" if shapes else "unknown")
        return found

    def _written(
        self, shape: ObjectShape, model: Model, rows: int | None, depth: int
    ) -> WrittenData:
        fields = []
        for key, entry in shape.entries.items():
            field = model.fields_by_name.get(key)
            if isinstance(field, ScalarField | RelationField):
                one = self._field(field, entry, depth)
                if one is not None:
                    fields.append(one)
        certainty = "known" if not shape.unresolved else "at least" if fields else "unknown"
        return WrittenData(tuple(fields), rows, certainty)  # type: ignore[arg-type]  # one of three words

    def _field(
        self, field: ScalarField | RelationField, entry: KeyEntry, depth: int
    ) -> WrittenField | None:
        is_relation = isinstance(field, RelationField)
        if not is_relation and all(_is_plain(value) for value in entry.values):
            return WrittenField(
                field=field.name,
                is_relation=False,
                operations=(),
                value=CodeValue("expression", entry.values[0].text),
                is_optional=entry.is_optional,
            )
        found = self._evaluation.terminals if is_relation else self._evaluation.surface
        terminals = [one for value in entry.values for one in found(value)]
        present = [one for one in terminals if one.kind != "undefined"]
        if not present:
            return None
        words: list[str] = []
        nested: list[NestedWrite] = []
        for one in present:
            if one.kind == "object":
                entries = self._evaluation.shape_of(one).entries
                known = (*_OF_NUMBERS, *_OF_LISTS)
                words += [key for key in entries if is_relation or key in known]
                if isinstance(field, RelationField) and depth < _DEEPEST:
                    nested += self._nested(field, entries, depth)
        value = value_of(present[0])
        if len(present) > 1:
            value = CodeValue("expression", entry.values[0].text)
        return WrittenField(
            field=field.name,
            is_relation=is_relation,
            operations=tuple(dict.fromkeys(words)),
            value=value,
            is_optional=entry.is_optional or len(present) < len(terminals),
            nested=tuple(nested),
        )

    # ---- related rows -----------------------------------------------------------------------

    def _nested(
        self, field: RelationField, entries: Mapping[str, KeyEntry], depth: int
    ) -> Iterator[NestedWrite]:
        for operation, entry in entries.items():
            where, created, updated, given = None, None, None, entry
            is_list = self._is_list(entry)
            target = self._relations.schema.model(field.target)
            if operation == "createMany":
                rows = one_of([self._evaluation.shape(value) for value in entry.values])
                given = rows.entries.get("data", KeyEntry(()))
                is_list = True
            if operation in ("create", "createMany"):
                created = self.of(given, target, is_list=is_list, depth=depth + 1)
            elif operation in ("connect", "disconnect", "set", "deleteMany"):
                where = self._where(field, entry, is_list=is_list)
            elif operation == "updateMany" and not is_list:
                value_shape = one_of([self._evaluation.shape(value) for value in entry.values])
                given = value_shape.entries.get("data", KeyEntry(()))
                updated = self.of(given, target, is_list=False, depth=depth + 1)
                where = self._where(
                    field, value_shape.entries.get("where", KeyEntry(())), is_list=False
                )
            yield NestedWrite(
                operation=operation,
                where=where,
                created=created,
                is_list=is_list,
                is_optional=entry.is_optional,
                updated=updated,
            )

    def _is_list(self, entry: KeyEntry) -> bool:
        """Whether it is one, or what a function that makes one gives."""
        found = [one for value in entry.values for one in self._evaluation.terminals(value)]
        return any(
            one.kind == "list"
            or (bool(self._evaluation.items_of(one).items) and one.kind != "object")
            for one in found
        )

    def _where(self, field: RelationField, entry: KeyEntry, *, is_list: bool) -> Where:
        target = self._relations.schema.model(field.target)
        values: list[Expression] = []
        unresolved: tuple[str, ...] = ()
        for value in entry.values:
            if not is_list:
                values.append(value)
                continue
            listed = self._evaluation.items(value)
            unresolved += listed.unresolved
            values += [item.expression for item in listed.items]
        shape = one_of([self._evaluation.shape(value) for value in values] or [ObjectShape()])
        found = WhereReading(self._evaluation, self._relations).of_shape(shape, target)
        if unresolved:
            return found._replace(certainty="at least", unresolved=(*found.unresolved, *unresolved))
        return found
