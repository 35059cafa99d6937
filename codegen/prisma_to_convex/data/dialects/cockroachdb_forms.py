"""CockroachDB: plain texts of columns, read here. It is asked for what its documentation is understood to have: casts to text, `encode`,
`array_to_json`, `array_length`, `fnv64`; no server was at hand to try more.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from functools import partial

from prisma_schema_parser.schema import Scalar, ScalarField

from ..planning.export_plan import ExportColumn
from ..planning.forms import Form
from ..tokens import json_tokens
from ..tokens.instant_readers import instant_readers, micros_of
from ..tokens.json_tokens import Bad, Token
from ..tokens.key_texts import is_uuid
from . import text_readers
from .array_references import ArrayReferences
from .dialect import Aggregates, Common, HashedText, References, Value, as_it_is, literal
from .postgresql_texts import comparable

_NOT_FINITE = re.compile(rb"[+-]?(?:nan|inf|infinity)", re.IGNORECASE)
_DAY = re.compile(rb"\d{4}-\d\d-\d\d")
_OFFSET = re.compile(rb"[+-]\d\d$")
_BOOLEANS = {b"true": b"true", b"t": b"true", b"false": b"false", b"f": b"false"}

ReadText = Callable[[bytes], Token]


class CockroachDB(Common):
    name = "cockroachdb"

    def __init__(self) -> None:
        self.references: References | None = ArrayReferences(self)

    def constant(self, value: bytes) -> str:
        return literal(value.decode())

    def comparable(self, column: str, field: ScalarField, other: ScalarField) -> str:
        return comparable(column, is_uuid(field), is_uuid(other))

    def key(self, column: str, field: ScalarField) -> Value:
        match field.type:
            case Scalar("Bytes"):
                return Value(f"encode({column}, 'hex')", as_it_is)
            case Scalar("DateTime"):
                return Value(f"{column}::text", _INSTANTS.key)
            case Scalar("Decimal"):
                return Value(f"{column}::text", text_readers.decimal_key)
            case Scalar("Boolean"):
                return Value(f"{column}::text", _boolean)
            case Scalar("String") if is_uuid(field):
                return Value(f"lower({column}::text)", as_it_is)
            case _:
                return Value(f"{column}::text", as_it_is)

    def folded(self, column: str) -> str:
        return f"lower({column}::text)"

    def milliseconds(self, column: str, field: ScalarField) -> Value:
        return Value(f"{column}::text", _INSTANTS.creation)

    def value(self, column: str, form: Form, field: ScalarField, type_: str) -> Value:
        read = _reader(form)
        if form.is_list:
            return Value(f"array_to_json({column})::text", partial(_list, form.kind, read))
        if form.kind in ("bytes", "stored"):
            return Value(f"encode({column}, 'hex')", _hex)
        return Value(f"{column}::text", read)

    def together(self, fields: list[tuple[ExportColumn, str]]) -> None:
        return None

    def raw(self, column: str, type_: str) -> str:
        return f"{column}::text"

    def hash_of_contents(self, texts: Sequence[HashedText]) -> str:
        filled = " || ".join(f"coalesce('=' || {text.sql}, '') || chr(31)" for text in texts)
        return f"sum(fnv64({filled})::decimal)"

    def text_of_row(self, texts: Sequence[HashedText]) -> str:
        return "null"  # `counted` gives no text to be hashed

    def sum_of_hashes(self, text: str) -> str:
        return text

    def counted(self, column: str, form: Form, field: ScalarField) -> Aggregates:
        filled = f"count({column})"
        if form.is_list:
            return Aggregates("count(*)", f"coalesce(array_length({column}, 1), 0)")
        match form.kind:
            case "integer" | "int64":
                return Aggregates(filled, column)
            case "boolean":
                return Aggregates(filled, f"case when {column} then 1 when not {column} then 0 end")
            case "decimal-scaled":
                return Aggregates(filled, f"trunc({column} * 1{'0' * form.scale})")
            case "stored":
                return Aggregates(filled, f"octet_length({column})")
            case _:
                return Aggregates(filled)


def _reader(form: Form) -> ReadText:
    if form.kind == "enum":
        return partial(text_readers.enum, dict(form.values))
    if form.kind == "decimal-scaled":
        return partial(_decimal, partial(json_tokens.decimal_scaled, scale=form.scale))
    return _READERS.get(form.kind, json_tokens.text)


def _list(kind: str, read: ReadText, value: bytes) -> Token:
    """Numbers stay the texts that they are."""
    items = []
    for at, one in enumerate(json.loads(value, parse_float=str, parse_int=str)):
        token: Token = b"null"
        if isinstance(one, list):
            return Bad("PC713", "has more than one dimension")
        if one is not None:
            token = _item(kind, read, one)
        if isinstance(token, Bad):
            return token._replace(why=f"at [{at}]: {token.why}")
        items.append(token)
    return b"[" + b",".join(items) + b"]"


def _item(kind: str, read: ReadText, value: object) -> Token:
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if kind in ("json", "json-text"):
        text = value if isinstance(value, str) and _is_number(value) else json.dumps(value)
        return read(str(text).encode())
    data = str(value).encode("utf-8", "surrogatepass")
    return _hex(data.removeprefix(b"\\x")) if kind in ("bytes", "stored") else read(data)


def _is_number(value: str) -> bool:
    """Of Json within a list, whose numbers came as texts."""
    return re.fullmatch(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", value) is not None


def _micros(value: bytes) -> int | Bad:
    return micros_of(value.decode(errors="replace"))


_INSTANTS = instant_readers(_micros)


def _date(value: bytes) -> Token:
    if not _DAY.fullmatch(value):
        return Bad("PC708", "is no date that a JavaScript Date can hold")
    return json_tokens.text(value)


def _time_zone(value: bytes) -> Token:
    return json_tokens.text(value + b":00" if _OFFSET.search(value) else value)


def _decimal(make: Callable[[str], Token], value: bytes) -> Token:
    return json_tokens.NOT_FINITE if _NOT_FINITE.fullmatch(value) else make(value.decode())


def _boolean(value: bytes) -> Token:
    return _BOOLEANS.get(value, Bad("PC716", "is no Boolean"))


def _hex(value: bytes) -> Token:
    return json_tokens.blob(bytes.fromhex(value.decode()))


_READERS: dict[str, ReadText] = {
    "integer": partial(text_readers.number, json_tokens.integer),
    "int64": partial(text_readers.number, json_tokens.int64),
    "float": text_readers.float_,
    "boolean": _boolean,
    "decimal-text": partial(_decimal, json_tokens.decimal_text),
    "decimal-number": partial(_decimal, json_tokens.decimal_number),
    "instant": _INSTANTS.number,
    "instant-text": _INSTANTS.text,
    "date": _date,
    "time-zone": _time_zone,
    "json": json_tokens.json_value,
    "json-text": json_tokens.json_text,
    "vector": json_tokens.json_value,
}
