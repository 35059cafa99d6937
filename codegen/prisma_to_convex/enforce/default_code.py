"""The default of a field as the TypeScript of constraints.ts."""

from __future__ import annotations

import json

from prisma_schema_parser.records import NamedTuple
from prisma_schema_parser.schema import Default, Scalar
from prisma_schema_parser.syntax import (
    Array,
    Call,
    Constant,
    Expression,
    NumberLiteral,
    StringLiteral,
)

from ..convex.convex_schema import MAX_NESTING
from ..lowering.lowered import Lowered, LoweredField
from ..rules.default_values import now, stored_value
from ..rules.limits.default_not_storable import problem
from ..typescript.literals import ts_string
from .object_layout import ArrayNode, FunctionNode, Node, ObjectNode

_RANDOM = "crypto.randomUUID()"
# Expressions of SQL that say what a function of Prisma says.
_SQL = {"gen_random_uuid()": _RANDOM, "uuid_generate_v4()": _RANDOM, "(uuid())": _RANDOM}
_SQL |= {"uuid()": _RANDOM, "newid()": _RANDOM}
_LARGEST_NUMBER = 2**53
_MOST_DIGITS = 30


class DefaultCode(NamedTuple):
    """`code` is empty where `why` says why there is none; `generator` is what it calls of ids.ts."""

    code: Node = ""
    why: str = ""
    generator: str = ""


def default_value(field: LoweredField, default: Default, lowered: Lowered) -> DefaultCode:
    """What an insert gets that leaves the field out; a function where it differs from row to row."""
    if field.is_chosen:
        return DefaultCode(why="its type was chosen by hand")
    if field.reference is not None:
        return DefaultCode(why="it was the id of a row, which has another `_id`")
    if isinstance(default.value, Call):
        if field.field.arity == "list":
            return DefaultCode(why="a function gives one value, and no list")
        return _made(field, default, default.value)
    if problem(field, default.value, MAX_NESTING - 1):  # the document is the first
        return DefaultCode(why="Convex can't store it")
    code = _code(field, default.value, lowered)
    if not code:
        return DefaultCode(why="its value can't be written down")
    if field.field.arity == "list" and not isinstance(default.value, Array):
        code = ArrayNode((code,))
    return DefaultCode(code if isinstance(code, str) else FunctionNode(code))


def _made(field: LoweredField, default: Default, call: Call) -> DefaultCode:
    argument = call.arguments[0].value if call.arguments else None
    match default.kind:
        case "now":
            return DefaultCode(FunctionNode(now(field)))
        case "uuid":
            is_seventh = isinstance(argument, NumberLiteral) and argument.text == "7"
            return (
                DefaultCode(FunctionNode("uuid7()"), "", "uuid7")
                if is_seventh
                else DefaultCode(FunctionNode(_RANDOM))
            )
        case "cuid" | "ulid" | "nanoid" as name:
            number = argument.text if isinstance(argument, NumberLiteral) else ""
            if name == "nanoid":
                return DefaultCode(FunctionNode(f"nanoid({number})"), "", name)
            made = "cuid2" if (name, number) == ("cuid", "2") else name
            return DefaultCode(FunctionNode(f"{made}()"), "", made)
        case "dbgenerated":
            text = argument.value if isinstance(argument, StringLiteral) else ""
            is_text = field.field.type == Scalar("String")
            code = _SQL.get(text.strip().lower(), "") if is_text else ""
            return DefaultCode(FunctionNode(code)) if code else DefaultCode(why="SQL computed it")
        case _:
            return DefaultCode(why="the database counted")


def _code(field: LoweredField, value: Expression, lowered: Lowered) -> Node:
    match value:
        case Array():
            items = tuple(_code(field, item, lowered) for item in value.items)
            return ArrayNode(items) if all(items) else ""
        case Constant(name="true" | "false") if field.field.type == Scalar("Boolean"):
            return value.name
        case Constant():
            return ts_string(stored_value(field.field, value.name, lowered))
        case NumberLiteral():
            return _number(field, value.text)
        case StringLiteral():
            return _string(field, value.value)
        case _:
            return ""


def _number(field: LoweredField, text: str) -> str:
    how = field.representation.how if field.representation else "exact"
    if how in ("decimal-as-string", "decimal-without-scale"):
        return ts_string(text)
    if how in ("decimal-scaled", "decimal-cut"):
        return ""
    whole, point, fraction = text.partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    fraction = fraction.rstrip("0") if point else ""
    number = f"{sign}{digits.lstrip('0') or '0'}{fraction and point}{fraction}"
    if field.field.type == Scalar("BigInt") and how == "exact":
        return f"{number}n"
    return number if len(digits) < _MOST_DIGITS and abs(float(number)) < _LARGEST_NUMBER else ""


def _string(field: LoweredField, text: str) -> Node:
    how = field.representation.how if field.representation else "exact"
    match how:
        case "date-time-as-number":
            return f"Date.parse({ts_string(text)})"
        case "date-time-as-string":
            return f"new Date({ts_string(text)}).toISOString()"
        case "json":
            return _json(json.loads(text, parse_int=_Number, parse_float=_Number))
        case "json-as-text" | "decimal-as-string" | "decimal-without-scale":
            return ts_string(text)
        case "exact" if field.field.type != Scalar("Bytes"):
            return ts_string(text)
        case _:
            return ""


class _Number(str):
    """A number of JSON, as JavaScript would write it."""

    __slots__ = ()


def _json(value: object) -> Node:
    match value:
        case _Number():
            return str(value)
        case str():
            return ts_string(value)
        case list():
            return ArrayNode(tuple(map(_json, value)))
        case dict():
            return ObjectNode(tuple((key, _json(inner)) for key, inner in value.items()))
        case _:
            return {None: "null", True: "true", False: "false"}[value]  # type: ignore[index]  # all that JSON has left
