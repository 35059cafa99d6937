"""`orderBy` -> fields and directions."""

from __future__ import annotations

from typing import Literal

from prisma_schema_parser.schema import Model, RelationField

from ...calls.call import Certainty, OrderField, RowOrder
from ..files.code_syntax import string_value, unwrapped
from ..relation_keys import RelationKeys
from ..values.evaluation import Evaluation
from ..values.expressions import Expression, KeyEntry, Terminal

_DEEPEST = 6


def order_of(
    expressions: tuple[Expression, ...],
    model: Model,
    evaluation: Evaluation,
    relations: RelationKeys,
) -> RowOrder:
    """Of several that differ, it depends which one orders: nothing is known for sure then."""
    terminals = [one for given in expressions for one in evaluation.terminals(given)]
    found = {_order(one, model, evaluation, relations): None for one in terminals}
    if len(found) == 1:
        return next(iter(found))
    return RowOrder((), "unknown") if found else RowOrder()


def _order(
    terminal: Terminal, model: Model, evaluation: Evaluation, relations: RelationKeys
) -> RowOrder:
    if terminal.kind == "undefined":
        return RowOrder()
    listed = evaluation.items_of(terminal)
    fields: list[OrderField] = []
    certainty: Certainty = "unknown" if listed.unresolved else "known"
    for item in listed.items:
        shape = evaluation.shape(item.expression)
        if shape.unresolved or item.is_optional or item.is_open:
            certainty = "unknown"
        for key, entry in shape.entries.items():
            found = _field((key,), entry, model, evaluation, relations)
            if found is None or entry.is_optional:
                certainty = "unknown"
                continue
            fields.append(found)
            if not found.direction and certainty == "known":
                certainty = "at least"
    return RowOrder(tuple(fields), certainty)


def _field(
    path: tuple[str, ...],
    entry: KeyEntry,
    model: Model,
    evaluation: Evaluation,
    relations: RelationKeys,
) -> OrderField | None:
    field = model.fields_by_name.get(path[-1])
    if len(entry.values) != 1 or len(path) > _DEEPEST:
        return None
    found = [one for one in evaluation.terminals(entry.values[0]) if one.kind != "undefined"]
    if not found:
        return None
    if len(found) > 1:
        return OrderField(path, "")
    if found[0].kind != "object":
        return OrderField(path, _direction(found[0].expression))
    shape = evaluation.shape_of(found[0])
    if isinstance(field, RelationField):
        target = relations.schema.model(field.target)
        if len(shape.entries) != 1:
            return None
        ((key, inner),) = shape.entries.items()
        return _field((*path, key), inner, target, evaluation, relations)
    sort, nulls = shape.entries.get("sort"), shape.entries.get("nulls")
    if sort is None:
        return OrderField(path, "") if shape.entries else None
    direction = _direction_of(sort, evaluation)
    return OrderField(path, direction, nulls.values[0].text.strip("'\"") if nulls else "")


def _direction_of(entry: KeyEntry, evaluation: Evaluation) -> Literal["asc", "desc", ""]:
    found = evaluation.terminals(entry.values[0])
    return _direction(found[0].expression) if len(found) == 1 else ""


def _direction(expression: Expression) -> Literal["asc", "desc", ""]:
    node = unwrapped(expression.node)
    text = string_value(node)
    if text is None and node.type == "member_expression":
        text = expression.text.rpartition("SortOrder.")[2]
    match text:
        case "asc":
            return "asc"
        case "desc":
            return "desc"
        case _:
            return ""
