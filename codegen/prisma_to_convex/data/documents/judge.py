"""Whether Convex accepts a document: its types, keys, nesting and size, by the exported schema.

Documents come as the JSON of an import, parsed by `loads`: an integer is an int64, `{"$bytes": ...}` are bytes.
A judge returns the size of a value in bytes as Convex counts it, or raises `ValueMismatch`.

    string, bytes 2 + octets    number, int64 9    boolean, null 1
    array 2 + items             object 2 + for each field: name + 1 + value
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from ...convex.convex_schema import (
    MAX_DOCUMENT_SIZE,
    MAX_ELEMENTS,
    MAX_KEY,
    MAX_NESTING,
    MAX_OBJECT_FIELDS,
)
from ..planning.exported import Json

Check: TypeAlias = Callable[[Any, int], int]
"""Of a value, and the level that it stands at; the document itself is level 1."""

_INT64 = 1 << 63
_SIZE_OF_BYTES = {"$integer": 8, "$float": 8}


class ValueMismatch(Exception):
    """What Convex would refuse. `path` is the way to the value from its document on; `rule` is a code."""

    def __init__(self, rule: str, why: str, path: str = "") -> None:
        super().__init__(why)
        self.rule, self.why, self.path = rule, why, path

    def below(self, step: str) -> ValueMismatch:
        joint = "" if not self.path or self.path.startswith("[") else "."
        return ValueMismatch(self.rule, self.why, f"{step}{joint}{self.path}")


WRONG_TYPE, NULL = "PC719", "PC704"
ENUM, TEXT, JSON, ARRAY, SIZE = "PC705", "PC711", "PC712", "PC713", "PC714"

loads: Callable[[str | bytes], Any] = json.loads


class Judge:
    """Judges the documents of one table."""

    def __init__(self, table: str, document: Json, numbers: Mapping[str, int]) -> None:
        own = {"_id": _DocumentChecks(numbers).id(table), "_creationTime": _creation_time}
        fields = document["value"]
        checks = _DocumentChecks(numbers)
        self._fields = {
            **{name: (check, name == "_creationTime") for name, check in own.items()},
            **{
                name: (checks.of(one["fieldType"]), one["optional"]) for name, one in fields.items()
            },
        }
        self._required = [name for name, (_, optional) in self._fields.items() if not optional]

    def __call__(self, document: Any) -> int:
        """The document's size. Raises `ValueMismatch`."""
        size = _object(document, self._fields, self._required, 1)
        if size > MAX_DOCUMENT_SIZE:
            raise ValueMismatch(
                SIZE, f"the document has {size:,} bytes, {MAX_DOCUMENT_SIZE:,} are allowed"
            )
        return size


def any_value(value: Any, level: int = 1) -> int:
    """`v.any()`: whatever Convex can hold. The size in bytes; raises `ValueMismatch`."""
    kind = type(value)
    if kind is str:
        return _text(value)
    if kind is float or kind is int:
        return 9
    if kind is bool or value is None:
        return 1
    if level > MAX_NESTING:
        raise ValueMismatch(JSON, f"values are nested at most {MAX_NESTING} deep")
    return _any_array(value, level) if kind is list else _any_object(value, level)


def _any_array(value: list[Any], level: int) -> int:
    _length(value)
    size = 2
    for at, item in enumerate(value):
        try:
            size += any_value(item, level + 1)
        except ValueMismatch as mismatch:
            raise mismatch.below(f"[{at}]") from None
    return size


def _any_object(value: dict[str, Any], level: int) -> int:
    if len(value) == 1 and next(iter(value)) in ("$bytes", "$integer", "$float"):
        return _special(value)
    if len(value) > MAX_OBJECT_FIELDS:
        raise ValueMismatch(
            JSON, f"an object has {len(value):,} keys, {MAX_OBJECT_FIELDS:,} are allowed"
        )
    size = 2
    for name, item in value.items():
        _key(name)
        try:
            size += len(name) + 1 + any_value(item, level + 1)
        except ValueMismatch as mismatch:
            raise mismatch.below(name) from None
    return size


def key_problem(name: str) -> str:
    """Why Convex refuses a key of an object; empty where it takes it."""
    if name.startswith("$"):
        return "a key starts with `$`"
    if len(name) > MAX_KEY:
        return f"a key has {len(name):,} characters, {MAX_KEY:,} are allowed"
    if not name.isascii() or not name.isprintable():
        return "a key has characters other than printable ASCII"
    return ""


def _key(name: str) -> None:
    if problem := key_problem(name):
        raise ValueMismatch(JSON, problem)


def _length(value: list[Any]) -> None:
    if len(value) > MAX_ELEMENTS:
        raise ValueMismatch(ARRAY, f"a list has {len(value):,} items, {MAX_ELEMENTS:,} are allowed")


def _text(value: str) -> int:
    if value.isascii():
        return 2 + len(value)
    try:
        return 2 + len(value.encode())
    except UnicodeEncodeError:
        raise ValueMismatch(TEXT, "the text has half of a surrogate pair") from None


def _special(value: dict[str, Any]) -> int:
    """`{"$bytes": "<base64>"}` and its like."""
    (kind, text), *_ = value.items()
    try:
        data = base64.b64decode(text, validate=True)
    except (TypeError, ValueError, binascii.Error):
        raise ValueMismatch(JSON, f"`{kind}` holds no base64") from None
    if kind == "$bytes":
        return 2 + len(data)
    if len(data) != _SIZE_OF_BYTES[kind]:
        raise ValueMismatch(JSON, f"`{kind}` holds {len(data)} bytes, 8 are wanted")
    return 9


def _object(
    value: Any, fields: Mapping[str, tuple[Check, bool]], required: list[str], level: int
) -> int:
    if type(value) is not dict:
        raise ValueMismatch(
            NULL if value is None else WRONG_TYPE, f"an object is wanted, not {_shown(value)}"
        )
    if level > MAX_NESTING:
        raise ValueMismatch(JSON, f"values are nested at most {MAX_NESTING} deep")
    size = 2
    for name, item in value.items():
        found = fields.get(name)
        if found is None:
            raise ValueMismatch(WRONG_TYPE, "the schema has no such field", name)
        try:
            size += len(name) + 1 + found[0](item, level + 1)
        except ValueMismatch as mismatch:
            raise mismatch.below(name) from None
    for name in required:
        if name not in value:
            raise ValueMismatch(NULL, "it is missing, and may not be", name)
    return size


def _creation_time(value: Any, level: int) -> int:
    if type(value) is not float or not 0 < value < 1 << 53:
        raise ValueMismatch("PC709", "a creation time is a number of milliseconds above 0")
    return 9


class _DocumentChecks:
    """Exported validators -> checks."""

    def __init__(self, numbers: Mapping[str, int]) -> None:
        self._numbers = numbers

    def of(self, validator: Json) -> Check:
        match validator["type"]:
            case "id":
                return self.id(validator["tableName"])
            case "array":
                return self._array(validator["value"])
            case "object":
                return self._object(validator["value"])
            case "record":
                return self._record(validator)
            case "union":
                return self._union(validator["value"])
            case "literal":
                return self._literals([validator["value"]])
            case "any":
                return any_value
            case kind:
                return _SCALARS[kind]

    def id(self, table: str) -> Check:
        number = self._numbers.get(table)

        def check(value: Any, level: int) -> int:
            if type(value) is not str:
                wanted = f"an id of `{table}` is wanted, not {_shown(value)}"
                raise ValueMismatch(NULL if value is None else WRONG_TYPE, wanted)
            if len(value) != 32 and number is not None:
                raise ValueMismatch(WRONG_TYPE, f"it is no id of `{table}`")
            return 2 + len(value)

        return check

    def _array(self, item: Json) -> Check:
        inner = self.of(item)

        def check(value: Any, level: int) -> int:
            if type(value) is not list:
                wanted = f"a list is wanted, not {_shown(value)}"
                raise ValueMismatch(NULL if value is None else WRONG_TYPE, wanted)
            _length(value)
            if level > MAX_NESTING:
                raise ValueMismatch(JSON, f"values are nested at most {MAX_NESTING} deep")
            size = 2
            for at, one in enumerate(value):
                try:
                    size += inner(one, level + 1)
                except ValueMismatch as mismatch:
                    rule = ARRAY if one is None else mismatch.rule
                    raise ValueMismatch(rule, mismatch.why, mismatch.path).below(
                        f"[{at}]"
                    ) from None
            return size

        return check

    def _object(self, fields: Mapping[str, Json]) -> Check:
        inner = {name: (self.of(one["fieldType"]), one["optional"]) for name, one in fields.items()}
        required = [name for name, (_, optional) in inner.items() if not optional]
        return lambda value, level: _object(value, inner, required, level)

    def _record(self, validator: Json) -> Check:
        key, judge_value = self.of(validator["keys"]), self.of(validator["values"]["fieldType"])

        def check(value: Any, level: int) -> int:
            if type(value) is not dict:
                raise ValueMismatch(WRONG_TYPE, f"an object is wanted, not {_shown(value)}")
            any_value(value, level)
            size = 2
            for name, item in value.items():
                try:
                    key(name, level + 1)
                    size += len(name) + 1 + judge_value(item, level + 1)
                except ValueMismatch as mismatch:
                    raise mismatch.below(name) from None
            return size

        return check

    def _union(self, members: list[Json]) -> Check:
        literals = [one["value"] for one in members if one["type"] == "literal"]
        others = [self.of(one) for one in members if one["type"] not in ("literal", "null")]
        takes_null = any(one["type"] == "null" for one in members)
        if literals:
            others.insert(0, self._literals(literals))
        only = others[0] if len(others) == 1 else None

        def check(value: Any, level: int) -> int:
            if value is None and takes_null:
                return 1
            if only is not None:
                return only(value, level)
            first: ValueMismatch | None = None
            for one in others:
                try:
                    return one(value, level)
                except ValueMismatch as mismatch:
                    first = first or mismatch
            raise first or ValueMismatch(WRONG_TYPE, f"it is none of the union: {_shown(value)}")

        return check

    def _literals(self, values: list[Any]) -> Check:
        sizes = {(type(one), one): any_value(one) for one in values}
        is_text = all(type(one) is str for one in values)

        def check(value: Any, level: int) -> int:
            try:
                return sizes[type(value), value]
            except (KeyError, TypeError):
                rule = NULL if value is None else ENUM if is_text else WRONG_TYPE
                raise ValueMismatch(
                    rule, f"it is none of the values that the schema lists: {_shown(value)}"
                ) from None

        return check


def _string(value: Any, level: int) -> int:
    if type(value) is str:
        return 2 + len(value) if value.isascii() else _text(value)
    raise _wrong("text", value)


def _number(value: Any, level: int) -> int:
    if type(value) is float:
        return 9
    if type(value) is dict and list(value) == ["$float"]:
        return _special(value)
    raise _wrong("a number", value)


def _int64(value: Any, level: int) -> int:
    if type(value) is int:
        if not -_INT64 <= value < _INT64:
            raise ValueMismatch("PC706", "it is beyond the 64 bits of v.int64()")
        return 9
    if type(value) is dict and list(value) == ["$integer"]:
        return _special(value)
    raise _wrong("a whole number of 64 bits", value)


def _boolean(value: Any, level: int) -> int:
    if type(value) is bool:
        return 1
    raise _wrong("true or false", value)


def _null(value: Any, level: int) -> int:
    if value is None:
        return 1
    raise _wrong("null", value)


def _bytes(value: Any, level: int) -> int:
    if type(value) is dict and list(value) == ["$bytes"]:
        return _special(value)
    raise _wrong("bytes", value)


def _wrong(wanted: str, value: Any) -> ValueMismatch:
    return ValueMismatch(
        NULL if value is None else WRONG_TYPE, f"{wanted} is wanted, not {_shown(value)}"
    )


_SCALARS: dict[str, Check] = {
    "string": _string,
    "number": _number,
    "bigint": _int64,
    "boolean": _boolean,
    "null": _null,
    "bytes": _bytes,
}

_WORDS: dict[type, str] = {
    str: "text",
    float: "a number",
    int: "a whole number",
    bool: "true or false",
    list: "a list",
    dict: "an object",
    type(None): "null",
}


def _shown(value: Any) -> str:
    """The kind of a value: never the value, which may be secret."""
    return _WORDS.get(type(value), "something else")
