"""The analysis, and what the code asks, for programs: their named tuples as JSON, and the JSON Schema of that, both from the types."""

from __future__ import annotations

import types
from collections.abc import Iterator
from functools import cache
from typing import Any, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

from ..analysis.facts import Analysis
from .code_facts import YourCode

Json: TypeAlias = dict[str, Any]  # a document of another language: its values are of many types

_PLAIN = {str: "string", bool: "boolean", int: "integer", float: "number", type(None): "null"}


def json_of(value: object) -> object:
    """A named tuple is an object of its fields and then its properties, any other tuple a list."""
    if isinstance(value, tuple):
        if not hasattr(value, "_fields"):
            return [json_of(one) for one in value]
        names = (*value._fields, *_properties(type(value)))
        return {name: json_of(getattr(value, name)) for name in names}
    return round(value, 2) if isinstance(value, float) else value


def definitions() -> Json:
    """By the name of the type, in the order in which they are met from `Analysis` on."""
    found: Json = {}
    _define(Analysis, found)
    _define(YourCode, found)
    return found


@cache
def _properties(cls: type) -> tuple[str, ...]:
    return tuple(name for name, one in vars(cls).items() if isinstance(one, property))


def _hints(cls: type) -> Iterator[tuple[str, object]]:
    yield from get_type_hints(cls).items()
    for name in _properties(cls):
        yield name, get_type_hints(vars(cls)[name].fget)["return"]


def _define(cls: type, found: Json) -> None:
    if cls.__name__ in found:
        return
    found[cls.__name__] = {}
    properties = {name: _form(hint, found) for name, hint in _hints(cls)}
    found[cls.__name__] = {
        "description": " ".join((cls.__doc__ or "").split()),
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
    if (cls.__doc__ or "").startswith(f"{cls.__name__}("):  # what NamedTuple says itself
        del found[cls.__name__]["description"]


def _form(hint: Any, found: Json) -> Json:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin in (Union, types.UnionType):
        return {"anyOf": [_form(one, found) for one in arguments]}
    if origin is tuple and arguments[-1] is Ellipsis:
        return {"type": "array", "items": _form(arguments[0], found)}
    if origin is tuple:
        items = [_form(one, found) for one in arguments]
        return {
            "type": "array",
            "prefixItems": items,
            "minItems": len(items),
            "maxItems": len(items),
        }
    if hint in _PLAIN:
        return {"type": _PLAIN[hint]}
    _define(hint, found)
    return {"$ref": f"#/$defs/{hint.__name__}"}
