"""Conditions, orders and places for programs: what `call_records` and `trace_records` share."""

from __future__ import annotations

from typing import Any, TypeAlias

from prisma_schema_parser.source import Span

from ...calls.call import (
    AnyOf,
    CodeValue,
    Condition,
    NoneOf,
    OrderField,
    Part,
    PrismaCall,
    Related,
    Where,
)
from ..judging.classify import number_in
from ..judging.where_conditions import RANGES, is_not_null

JsonObject: TypeAlias = dict[str, Any]


def place(span: Span) -> JsonObject:
    line, column = span.position
    return {"file": span.source.name, "line": line, "column": column}


def grouped(where: Where) -> JsonObject:
    equality: list[str] = []
    ranges: list[JsonObject] = []
    among: list[str] = []
    other: list[JsonObject] = []
    for part in where.parts:
        if not isinstance(part, Condition) or part.is_optional or part.is_insensitive:
            other.append(_other(part))
        elif part.operator == "equals":
            equality.append(part.field)
        elif part.operator == "in":
            among.append(part.field)
        elif part.operator in RANGES or is_not_null(part):
            ranges.append({"field": part.field, "operator": part.operator})
        else:
            other.append(_other(part))
    return {
        "equality": list(dict.fromkeys(equality)),
        "ranges": ranges,
        "in": list(dict.fromkeys(among)),
        "other": other,
    }


def rows_record(call: PrismaCall) -> JsonObject:
    """Which of the rows that pass are given, and how."""
    return {
        "order": [order_record(one) for one in call.order.fields],
        "take": number_record(call.take),
        "skip": number_record(call.skip),
        "cursor": None if call.cursor is None else [one.field for one in call.cursor.conditions],
        "distinct": list(call.distinct),
        "groupBy": list(call.grouped_by),
    }


def undefined_fields(where: Where) -> list[str]:
    """Fields whose condition falls away where a value is undefined."""
    found = [
        one.field for one in where.conditions if one.value.may_be_undefined and not one.is_optional
    ]
    return list(dict.fromkeys(found))


def _other(part: Part) -> JsonObject:
    match part:
        case Condition():
            return {
                "field": part.field,
                "operator": part.operator,
                "optional": part.is_optional,
                "insensitive": part.is_insensitive,
            }
        case AnyOf(branches, is_optional, is_open):
            inner = [grouped(branch) for branch in branches]
            return {
                "field": None,
                "operator": "OR",
                "optional": is_optional,
                "open": is_open,
                "branches": inner,
            }
        case NoneOf(where, is_optional):
            return {
                "field": None,
                "operator": "NOT",
                "optional": is_optional,
                "branches": [grouped(where)],
            }
        case Related():
            return {
                "field": part.field,
                "operator": part.quantifier,
                "optional": part.is_optional,
                "model": part.target,
                "branches": [grouped(part.where)],
            }


def order_record(one: OrderField) -> JsonObject:
    return {
        "field": ".".join(one.path),
        "direction": one.direction or None,
        "nulls": one.nulls or None,
    }


def number_record(value: CodeValue | None) -> int | str | None:
    """A number that is written, `"value"` where it is computed, null where there is none."""
    if value is None:
        return None
    number = number_in(value)
    if number is None:
        return "value"
    return -number if value.text.startswith("-") else number
