"""`include`, `select`, `omit` -> the related rows that are read with a row."""

from __future__ import annotations

from prisma_schema_parser.schema import Model, RelationField, ScalarField

from ...calls.call import Certainty, CodeValue, IncludedRelation, RelatedSelection, RowOrder, Where
from ..files.code_syntax import key_name, unwrapped
from ..relation_keys import RelationKeys
from ..values.evaluation import Evaluation
from ..values.expressions import Expression, KeyEntry, ObjectShape, one_of
from .order_reading import order_of
from .value_reading import one_value
from .where_reading import WhereReading

_DEEPEST = 8


class SelectionReading:
    """Of one call."""

    def __init__(self, evaluation: Evaluation, relations: RelationKeys) -> None:
        self._evaluation = evaluation
        self._relations = relations
        self._where = WhereReading(evaluation, relations)

    def of(self, arguments: ObjectShape, model: Model, depth: int = 0) -> RelatedSelection:
        """Of an object that may have `include`, `select` and `omit`."""
        scalars: list[str] = []
        omitted: list[str] = []
        counts: list[str] = []
        relations: list[IncludedRelation] = []
        certainty: Certainty = "known"
        for word in ("include", "select", "omit"):
            entry = arguments.entries.get(word)
            if entry is None:
                continue
            if depth >= _DEEPEST:
                certainty = "at least"
                continue
            shape = self._shape(entry)
            if shape.unresolved:
                certainty = "at least" if shape.entries else "unknown"
            for key, inner in shape.entries.items():
                field = model.fields_by_name.get(key)
                if self._is_false(inner):
                    continue
                if word == "omit":
                    omitted.append(key)
                elif key == "_count":
                    counts += self._counts(inner, model)
                elif isinstance(field, ScalarField):
                    scalars.append(key)
                elif isinstance(field, RelationField):
                    is_optional = inner.is_optional or entry.is_optional
                    relations.append(self._relation(field, inner, is_optional, depth))
        return RelatedSelection(
            scalars=tuple(scalars),
            relations=tuple(relations),
            counts=tuple(counts),
            omitted=tuple(omitted),
            certainty=certainty,
            is_select="select" in arguments.entries,
        )

    def _shape(self, entry: KeyEntry) -> ObjectShape:
        return one_of([self._evaluation.shape(value) for value in entry.values])

    def _is_false(self, entry: KeyEntry) -> bool:
        """`false` or undefined, whichever it is."""
        found = [one for value in entry.values for one in self._evaluation.terminals(value)]
        return all(one.kind == "undefined" or one.expression.node.type == "false" for one in found)

    def _counts(self, entry: KeyEntry, model: Model) -> list[str]:
        select = self._shape(entry).entries.get("select")
        if select is None:
            return [one.name for one in model.relation_fields if one.arity == "list"]
        return [
            key for key, inner in self._shape(select).entries.items() if not self._is_false(inner)
        ]

    def _relation(
        self, field: RelationField, entry: KeyEntry, is_optional: bool, depth: int
    ) -> IncludedRelation:
        target = self._relations.schema.model(field.target)
        terminals = [one for value in entry.values for one in self._evaluation.terminals(value)]
        is_optional |= any(one.kind == "undefined" for one in terminals)
        shape = (
            self._shape(entry) if any(one.kind == "object" for one in terminals) else ObjectShape()
        )
        where, order = self._rows(shape, target)
        cursor = "cursor" in shape.entries
        inner = self.of(shape, target, depth + 1)
        if any(one.kind == "unknown" for one in terminals):
            inner = inner._replace(certainty="unknown")
        return IncludedRelation(
            field=field.name,
            target=field.target,
            is_list=field.arity == "list",
            where=where,
            order=order,
            take=self._value(shape, "take"),
            skip=self._value(shape, "skip"),
            cursor=cursor,
            distinct=words_of(shape.entries.get("distinct"), self._evaluation),
            selection=inner,
            is_optional=is_optional,
        )

    def _rows(self, shape: ObjectShape, target: Model) -> tuple[Where, RowOrder]:
        where, order = Where(), RowOrder()
        entry = shape.entries.get("where")
        if entry is not None:
            where = self._where.of_shape(self._shape(entry), target)
        entry = shape.entries.get("orderBy")
        if entry is not None:
            order = order_of(entry.values, target, self._evaluation, self._relations)
        return where, order

    def _value(self, shape: ObjectShape, key: str) -> CodeValue | None:
        entry = shape.entries.get(key)
        return one_value(entry.values[0], self._evaluation) if entry is not None else None


def words_of(entry: KeyEntry | None, evaluation: Evaluation) -> tuple[str, ...]:
    """The texts in a list, or the one that stands without: `distinct`, `by`."""
    found: list[str] = []
    for value in entry.values if entry is not None else ():
        for one in evaluation.terminals(value):
            inner = evaluation.items(one.expression).items if one.kind == "list" else ()
            expressions: list[Expression] = [item.expression for item in inner]
            for expression in expressions or [one.expression]:
                name = key_name(unwrapped(expression.node))
                if name is not None:
                    found.append(name)
    return tuple(dict.fromkeys(found))
