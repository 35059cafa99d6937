"""A Convex schema as `schema.export()` gives it to the backend: the JSON form that documents are judged by.

    {"type": "object", "value": {"name": {"fieldType": {"type": "string"}, "optional": false}}}

facts: convex@1.48 values/validators, server/schema.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeAlias

from ...convex.convex_schema import (
    ConvexSchema,
    Field,
    Validator,
    VArray,
    VConstant,
    VId,
    VLiteral,
    VObject,
    VRecord,
    VReference,
    VSimple,
    VUnion,
)

Json: TypeAlias = dict[str, Any]
"""A validator as exported: `type`, and what belongs to it."""

# `v.int64()` is exported as bigint, `v.float64()` as number.
_NAMES = {"int64": "bigint", "float64": "number"}
_BIGINT = re.compile(r"-?\d+n")


def document_types(schema: ConvexSchema) -> dict[str, Json]:
    """The document of each table."""
    exports: dict[str, Json] = {}
    for export in schema.exports:
        exports[export.name] = exported(export.validator, exports)
    return {table.name: _object(table.fields, exports) for table in schema.tables}


def exported(validator: Validator, exports: Mapping[str, Json]) -> Json:
    """As the convex package exports it. `exports` has the named validators that it may refer to, exported already."""
    match validator:
        case VSimple(name):
            return {"type": _NAMES.get(name, name)}
        case VId(table):
            return {"type": "id", "tableName": table}
        case VLiteral(value):
            return {"type": "literal", "value": value}
        case VConstant(text):
            return {"type": "literal", "value": _constant(text)}
        case VArray(item):
            return {"type": "array", "value": exported(item, exports)}
        case VUnion(members):
            return {"type": "union", "value": [exported(one, exports) for one in members]}
        case VObject(fields):
            return _object(fields, exports)
        case VRecord(key, value):
            values = {"fieldType": exported(value, exports), "optional": False}
            return {"type": "record", "keys": exported(key, exports), "values": values}
        case VReference(name):
            return exports[name]


def _object(fields: tuple[Field, ...], exports: Mapping[str, Json]) -> Json:
    value = {
        field.name: {
            "fieldType": exported(field.validator, exports),
            "optional": field.is_optional,
        }
        for field in fields
    }
    return {"type": "object", "value": value}


def _constant(text: str) -> object:
    """As the JSON of a document has it: an int64 is an integer, a number has a point."""
    if text in ("true", "false"):
        return text == "true"
    return int(text[:-1]) if _BIGINT.fullmatch(text) else float(text)


# ---- what a validator accepts -------------------------------------------------------------------


def kinds(validator: Json) -> frozenset[str]:
    """The types among its values, unions taken apart; a literal counts as the type of its value."""
    if validator["type"] == "union":
        return frozenset(kind for member in validator["value"] for kind in kinds(member))
    if validator["type"] == "literal":
        return frozenset([_KINDS[type(validator["value"])]])
    return frozenset([str(validator["type"])])


_KINDS: dict[type, str] = {str: "string", bool: "boolean", int: "bigint", float: "number"}


def accepts_null(validator: Json) -> bool:
    return bool(kinds(validator) & {"null", "any"})


def item_of(validator: Json) -> Json | None:
    """The validator of a list's items; None for what is no list."""
    if validator["type"] == "array":
        return dict(validator["value"])
    if validator["type"] == "union":
        return next((found for one in validator["value"] if (found := item_of(one))), None)
    return None
