"""MySQL and MariaDB: every value as the text that the server makes of it; blobs as their bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

from prisma_schema_parser.schema import Scalar, ScalarField

from ..planning.export_plan import ExportColumn
from ..planning.forms import Form
from ..tokens import json_tokens
from ..tokens.instant_readers import instant_readers, micros_of
from ..tokens.json_tokens import Bad, Token
from . import text_readers
from .dialect import Aggregates, Common, HashedText, Value, as_it_is
from .mysql_plain import INSTANT, plain_of

_ZERO = re.compile(rb"0000-|\d{4}-00-|\d{4}-\d\d-00")
_NO_DATE = Bad("PC708", "is a zero date")

NO_SUBQUERY_CACHE = (
    "set session optimizer_switch = "
    "if(version() like '%MariaDB%', 'subquery_cache=off', @@optimizer_switch)"
)
"""MariaDB keeps what a subquery gave by the values of its columns, and takes those for equal that differ in case."""


class MySQL(Common):
    name = "mysql"

    def quoted(self, name: str) -> str:
        return "`" + name.replace("`", "``") + "`"

    def constant(self, value: bytes) -> str:
        """In hexadecimal: a backslash means something in MySQL's texts."""
        return f"convert(x'{value.hex()}' using utf8mb4)"

    def exact(self, text: str) -> str:
        return f"convert({text} using utf8mb4) collate utf8mb4_bin"

    def key(self, column: str, field: ScalarField) -> Value:
        match field.type:
            case Scalar("Bytes"):
                return Value(f"lower(hex({column}))", as_it_is)
            case Scalar("DateTime"):
                return Value(f"cast({column} as char)", _INSTANTS.key)
            case Scalar("Decimal"):
                return Value(f"cast({column} as char)", text_readers.decimal_key)
            case Scalar("Boolean"):
                return Value(f"if({column}, 'true', 'false')", as_it_is)
            case _:
                return Value(f"cast({column} as char)", as_it_is)

    def milliseconds(self, column: str, field: ScalarField) -> Value:
        return Value(f"cast({column} as char)", _INSTANTS.creation, INSTANT)

    def value(self, column: str, form: Form, field: ScalarField, type_: str) -> Value:
        return self._value(column, form, field)._replace(plain=plain_of(form))

    def _value(self, column: str, form: Form, field: ScalarField) -> Value:
        match form.kind:
            case "enum":
                return Value(
                    f"cast({column} as char)", partial(text_readers.enum, dict(form.values))
                )
            case "decimal-scaled":
                return Value(
                    column,
                    partial(
                        text_readers.number, partial(json_tokens.decimal_scaled, scale=form.scale)
                    ),
                )
            case "bytes" | "stored":
                return Value(column, json_tokens.blob)
            case "float":
                return Value(f"cast({column} as double)", text_readers.float_)
            case "boolean" | "integer" | "int64":
                # a BIT comes as bytes; + 0 makes a number of it, of whatever is a number nothing else
                return Value(f"{column} + 0", _READERS[form.kind])
            case "instant" | "instant-text" | "date" | "time" | "time-zone":
                return Value(f"cast({column} as char)", _READERS[form.kind])
            case "string" if field.native_type and field.native_type.name == "Bit":
                return Value(f"{column} + 0", json_tokens.text)
            case kind:
                return Value(column, _READERS.get(kind, json_tokens.text))

    def together(self, fields: list[tuple[ExportColumn, str]]) -> None:
        return None

    def raw(self, column: str, type_: str) -> str:
        """A FLOAT's text has six digits, a double's all."""
        return f"cast({column} as double)" if type_.startswith("float") else column

    def hash_of_contents(self, texts: Sequence[HashedText]) -> str:
        return self.sum_of_hashes(self.text_of_row(texts))

    def text_of_row(self, texts: Sequence[HashedText]) -> str:
        """As bytes: texts of different collations can't be put together."""
        filled = [f"coalesce(concat('=', cast({text.sql} as binary)), '')" for text in texts]
        return f"concat_ws(char(31), {', '.join(filled)})"

    def sum_of_hashes(self, text: str) -> str:
        return f"sum(cast(conv(substr(md5({text}), 1, 15), 16, 10) as decimal(20)))"

    def counted(self, column: str, form: Form, field: ScalarField) -> Aggregates:
        filled = f"count({column})"
        match form.kind:
            case "integer" | "int64":
                number = f"cast({column} + 0 as decimal(30))"
                return Aggregates(filled, number, f"cast({column} + 0 as char)")
            case "boolean":
                return Aggregates(
                    filled, f"({column} + 0 <> 0)", f"cast({column} + 0 <> 0 as char)"
                )
            case "string" if field.native_type and field.native_type.name == "Bit":
                return Aggregates(filled)
            case "string" | "text" | "json-text":
                return Aggregates(filled, None, f"convert({column} using utf8mb4)")
            case "bytes":
                return Aggregates(filled, None, f"replace(to_base64({column}), char(10), '')")
            case "stored":
                return Aggregates(filled, f"octet_length({column})", f"sha2({column}, 256)")
            case "enum":
                return Aggregates(filled, None, self._enum_text(column, form))
            case "decimal-text":
                text = f"cast({column} as char)"
                short = f"trim(trailing '.' from trim(trailing '0' from {text}))"
                return Aggregates(filled, None, f"if({text} like '%.%', {short}, {text})")
            case "decimal-scaled":
                number = f"cast({column} * 1{'0' * form.scale} as decimal(65))"
                return Aggregates(filled, number, f"cast({number} as char)")
            case "instant":
                micros = f"timestampdiff(microsecond, '1970-01-01', {column})"
                number = f"floor({micros} / 1000)"
                return Aggregates(filled, number, f"cast({number} as char)")
            case _:
                return Aggregates(filled)

    def _enum_text(self, column: str, form: Form) -> str:
        cases = " ".join(
            f"when {self.constant(stored.encode())} then {self.constant(written.encode())}"
            for stored, written in form.values
        )
        return f"case cast({column} as char) {cases} end"


def _micros(value: bytes) -> int | Bad:
    """DATETIME has no zone: Prisma takes it for UTC, and the session's zone is UTC for TIMESTAMP."""
    if _ZERO.match(value):
        return _NO_DATE
    return micros_of(value.decode(errors="replace"))


_INSTANTS = instant_readers(_micros)


def _date(value: bytes) -> Token:
    return _NO_DATE if _ZERO.match(value) else json_tokens.text(value[:10])


def _time(value: bytes) -> Token:
    if b"." in value:
        value = value.rstrip(b"0").rstrip(b".")
    return json_tokens.text(value)


def _boolean(value: bytes) -> Token:
    """Of whatever is neither, Prisma's engine makes true, and its client without engine false."""
    if value not in (b"0", b"1"):
        return Bad("PC716", "is neither 0 nor 1")
    return b"true" if value == b"1" else b"false"


_READERS: dict[str, Callable[[bytes], Token]] = {
    "string": json_tokens.text,
    "text": json_tokens.text,
    "integer": partial(text_readers.number, json_tokens.integer),
    "int64": partial(text_readers.number, json_tokens.int64),
    "boolean": _boolean,
    "decimal-text": partial(text_readers.number, json_tokens.decimal_text),
    "decimal-number": partial(text_readers.number, json_tokens.decimal_number),
    "instant": _INSTANTS.number,
    "instant-text": _INSTANTS.text,
    "date": _date,
    "time": _time,
    "time-zone": _time,
    "json": json_tokens.json_value,
    "json-text": json_tokens.json_text,
}
