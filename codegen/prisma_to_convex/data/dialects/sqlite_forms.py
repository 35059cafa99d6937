"""SQLite keeps five classes of values, any of them in any column, and Python's own module hands them over
without loss: None, int, float, `Text` (the bytes of a text) and bytes. Nothing is decoded on the way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from prisma_schema_parser.schema import ScalarField

from ..planning.export_plan import ExportColumn
from ..planning.forms import Form
from ..tokens import json_tokens
from ..tokens.instant_readers import instant_readers, micros_of
from ..tokens.instants import iso
from ..tokens.json_tokens import Bad, Token
from ..tokens.key_texts import Unfit, decimal_key
from . import text_readers
from .dialect import Aggregates, Common, HashedText, Value, literal
from .sqlite_plain import INSTANT, plain_of
from .sqlite_values import Stored, Text


class SQLite(Common):
    name = "sqlite"
    sum = "p2c_sum"

    def constant(self, value: Stored) -> str:
        if isinstance(value, bytes):
            data = f"x'{value.hex()}'"
            return f"cast({data} as text)" if type(value) is Text else data
        return repr(value)

    def relation(self, namespace: str | None, table: str) -> str:
        return self.quoted(table)

    def key(self, column: str, field: ScalarField) -> Value:
        return Value(column, _KEYS.get(getattr(field.type, "name", ""), _text_key))

    def milliseconds(self, column: str, field: ScalarField) -> Value:
        return Value(column, _INSTANTS.creation, INSTANT)

    def value(self, column: str, form: Form, field: ScalarField, type_: str) -> Value:
        return Value(column, self._reader(form), plain_of(form))

    def _reader(self, form: Form) -> Callable[[Stored], Token]:
        match form.kind:
            case "enum":
                return partial(_enum, dict(form.values))
            case "decimal-scaled":
                return partial(_scaled, form.scale)
            case kind:
                return _READERS[kind]

    def counted(self, column: str, form: Form, field: ScalarField) -> Aggregates:
        """Dates may be in one of four forms, whose numbers SQLite can't tell: these are only counted."""
        filled = f"count({column})"
        match form.kind:
            case "integer" | "int64":
                whole = f"cast({column} as integer)"
                return Aggregates(filled, whole, f"cast({whole} as text)")
            case "boolean":
                return Aggregates(filled, column, f"cast(cast({column} as integer) as text)")
            case "string":
                return Aggregates(filled, None, f"cast({column} as text)")
            case "enum":
                cases = " ".join(
                    f"when {literal(stored)} then {literal(written)}"
                    for stored, written in form.values
                )
                return Aggregates(filled, None, f"case cast({column} as text) {cases} end")
            case "bytes":
                return Aggregates(filled, None, f"p2c_base64({column})")
            case "stored":
                return Aggregates(filled, f"length({column})", f"p2c_sha256({column})")
            case _:
                return Aggregates(filled)

    def raw(self, column: str, type_: str) -> str:
        bytes_ = f"typeof({column}) || hex({column})"
        return f"case when typeof({column}) in ('text', 'blob') then {bytes_} when {column} is not null then quote({column}) end"

    def hash_of_contents(self, texts: Sequence[HashedText]) -> str:
        return self.sum_of_hashes(self.text_of_row(texts))

    def text_of_row(self, texts: Sequence[HashedText]) -> str:
        filled = [f"coalesce('=' || {text.sql}, '')" for text in texts]
        return f"cast({' || char(31) || '.join(filled)} as blob)"

    def sum_of_hashes(self, text: str) -> str:
        return f"p2c_hash({text})"

    def early(self, column: str) -> str | None:
        return None

    def together(self, fields: list[tuple[ExportColumn, str]]) -> None:
        return None


def _class(value: Stored, wanted: str) -> Bad:
    """The rule of SQLite's storage classes."""
    names = {int: "an INTEGER", float: "a REAL", Text: "a TEXT", bytes: "a BLOB"}
    return Bad("PC716", f"is stored as {names[type(value)]}, which is no {wanted}")


def _string(value: Stored) -> Token:
    if type(value) is Text:
        return json_tokens.text(value)
    return _class(value, "text") if type(value) is bytes else json_tokens.string(_plain(value))


def _plain(value: Stored) -> str:
    """A number as SQLite casts it to text."""
    return repr(value) if isinstance(value, float) else str(value)


def _enum(values: dict[str, str], value: Stored) -> Token:
    if type(value) is not Text:
        return _class(value, "text")
    return text_readers.enum(values, value)


def _whole(value: Stored) -> str | None:
    if type(value) is int:
        return str(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return None


def _integer(make: Callable[[str], Token], value: Stored) -> Token:
    found = _whole(value)
    return _class(value, "whole number") if found is None else make(found)


def _float(value: Stored) -> Token:
    if isinstance(value, bytes):
        return _class(value, "number")
    return json_tokens.number(float(value))


def _boolean(value: Stored) -> Token:
    found = _whole(value)
    if found not in ("0", "1"):
        return _class(value, "0 or 1") if found is None else Bad("PC716", "is neither 0 nor 1")
    return b"true" if found == "1" else b"false"


def _number_text(value: Stored) -> str | None:
    """The shortest digits that give the double again, or the text."""
    if type(value) is Text:
        return value.decode(errors="replace").strip()
    return None if type(value) is bytes else _plain(value)


def _decimal(make: Callable[[str], Token], value: Stored) -> Token:
    found = _number_text(value)
    return _class(value, "number") if found is None else make(found)


def _scaled(scale: int, value: Stored) -> Token:
    return _decimal(lambda found: json_tokens.decimal_scaled(found, scale), value)


def _micros(value: Stored) -> int | Bad:
    """A date in every form that Prisma's readers of SQLite take."""
    if type(value) is bytes:
        return _class(value, "date")
    if isinstance(value, float) and not value.is_integer():
        return _class(value, "date")
    text = value.decode(errors="replace") if isinstance(value, bytes) else str(int(value))
    return micros_of(text)


_INSTANTS = instant_readers(_micros)


def _part(start: int, end: int, value: Stored) -> Token:
    """A calendar date or a time of day, of an instant in UTC."""
    found = _micros(value)
    if isinstance(found, Bad):
        return found
    return f'"{iso(found // 1000)[start:end]}"'.encode()


def _json(make: Callable[[bytes], Token], value: Stored) -> Token:
    """A column of Json has the affinity of numbers: `5` is stored as an INTEGER."""
    return make(value if isinstance(value, bytes) else _plain(value).encode())


def _bytes(value: Stored) -> Token:
    return json_tokens.blob(value) if type(value) is bytes else _class(value, "BLOB")


_READERS: dict[str, Callable[[Stored], Token]] = {
    "string": _string,
    "text": _string,
    "integer": partial(_integer, json_tokens.integer),
    "int64": partial(_integer, json_tokens.int64),
    "float": _float,
    "boolean": _boolean,
    "decimal-text": partial(_decimal, json_tokens.decimal_text),
    "decimal-number": partial(_decimal, json_tokens.decimal_number),
    "instant": _INSTANTS.number,
    "instant-text": _INSTANTS.text,
    "date": partial(_part, 0, 10),
    "time": partial(_part, 11, 19),
    "time-zone": partial(_part, 11, 19),
    "json": partial(_json, json_tokens.json_value),
    "json-text": partial(_json, json_tokens.json_text),
    "vector": partial(_json, json_tokens.json_value),
    "bytes": _bytes,
    "stored": _bytes,
}

# ---- keys ---------------------------------------------------------------------------------------


def _integer_key(value: Stored) -> Token:
    found = _whole(value)
    return _class(value, "whole number") if found is None else found.encode()


def _text_key(value: Stored) -> Token:
    if type(value) is not Text:
        return _class(value, "text") if type(value) is bytes else _plain(value).encode()
    found = json_tokens.text(value)
    return found if isinstance(found, Bad) else bytes(value)


def _bytes_key(value: Stored) -> Token:
    return value.hex().encode() if type(value) is bytes else _class(value, "BLOB")


def _decimal_key(value: Stored) -> Token:
    found = decimal_key(_number_text(value) or "")
    return json_tokens.NOT_A_NUMBER if isinstance(found, Unfit) else found


def _boolean_key(value: Stored) -> Token:
    return _boolean(value)


_KEYS: dict[str, Callable[[Stored], Token]] = {
    "Int": _integer_key,
    "BigInt": _integer_key,
    "Bytes": _bytes_key,
    "Decimal": _decimal_key,
    "DateTime": _INSTANTS.key,
    "Boolean": _boolean_key,
}
