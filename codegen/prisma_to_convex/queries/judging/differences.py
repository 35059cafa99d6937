"""Where the rows of a call, or their order, are other ones on Convex (facts: run on Prisma and Convex)."""

from __future__ import annotations

from collections.abc import Iterator

from prisma_schema_parser.schema import Model, Scalar

from ...calls.call import AnyOf, Condition, NoneOf, Part, PrismaCall, Related, RowOrder, Where
from ...calls.classified import RowDifference
from ..relation_keys import RelationKeys

_PARTS_OF_TEXT = frozenset({"contains", "endsWith", "search"})


def differences(call: PrismaCall, relations: RelationKeys) -> Iterator[RowDifference]:
    """Each once, in order of what is written."""
    model = relations.schema.model(call.model)
    found = [*_of_order(call.order, model), *_of_where(call.where, model, relations)]
    found += _null_in_ranges(call.where, model)
    yield from dict.fromkeys(found)


def _of_order(order: RowOrder, model: Model) -> Iterator[RowDifference]:
    if order.certainty != "known":
        yield RowDifference("computed-order", "")
    directions = {one.direction for one in order.fields if one.direction}
    if len(directions) > 1:
        yield RowDifference("mixed-directions", ", ".join(one.path[-1] for one in order.fields))
    for one in order.fields:
        field = model.scalar(one.path[0])
        if len(one.path) > 1:
            yield RowDifference("relation-order", ".".join(one.path))
        elif field is not None:
            if field.arity == "optional":
                yield RowDifference("null-order", field.name)
            if field.type == Scalar("String"):
                yield RowDifference("collation", field.name)


def _of_where(where: Where, model: Model, relations: RelationKeys) -> Iterator[RowDifference]:
    for part in where.parts:
        yield from _of_part(part, model, relations)


def _of_part(part: Part, model: Model, relations: RelationKeys) -> Iterator[RowDifference]:
    match part:
        case Condition():
            yield from _of_condition(part, model)
        case AnyOf(branches):
            for branch in branches:
                yield from _of_where(branch, model, relations)
        case NoneOf(where):
            for one in where.conditions:
                field = model.scalar(one.field)
                if field is not None and field.arity == "optional" and one.value.kind != "null":
                    yield RowDifference("not-on-nullable", one.field)
            yield from _of_where(where, model, relations)
        case Related(target=target, where=where):
            yield from _of_where(where, relations.schema.model(target), relations)


def _null_in_ranges(where: Where, model: Model) -> Iterator[RowDifference]:
    """Null is below every value of an index: `lt` alone takes it in, and Prisma leaves it out."""
    operators: dict[str, set[str]] = {}
    for one in where.conditions:
        operators.setdefault(one.field, set()).add(one.operator)
    for name, found in operators.items():
        field = model.scalar(name)
        if field is None or field.arity != "optional":
            continue
        if found & {"lt", "lte"} and not found & {"gt", "gte", "equals", "in", "not"}:
            yield RowDifference("null-in-range", name)


def _of_condition(one: Condition, model: Model) -> Iterator[RowDifference]:
    field = model.scalar(one.field)
    if field is None:
        return
    if one.operator in ("not", "notIn") and field.arity == "optional" and one.value.kind != "null":
        yield RowDifference("not-on-nullable", one.field)
    if one.operator in _PARTS_OF_TEXT:
        yield RowDifference("words-not-parts", one.field)
    if one.is_insensitive:
        yield RowDifference("insensitive", one.field)
    is_ordered = one.operator in ("lt", "lte", "gt", "gte")
    if is_ordered and field.type == Scalar("String"):
        yield RowDifference("collation", one.field)
