"""PostgreSQL forms the documents' text itself: no value is ever decoded on the way.

A value that has no token becomes `!PC708!`: no JSON, so the document is rejected by that rule.
"""

from __future__ import annotations

from collections.abc import Sequence

from prisma_schema_parser.schema import EnumRef, Scalar, ScalarField

from ..counting.row_hashes import LONGEST, RowHash
from ..planning.export_plan import ExportColumn, ExportTable
from ..planning.forms import Form
from ..tokens.instants import iso
from ..tokens.json_tokens import Bad, Token, json_value
from ..tokens.key_texts import instant_key, is_uuid
from . import text_readers
from .array_references import ArrayReferences
from .dialect import (
    ALIAS,
    Aggregates,
    Common,
    HashedText,
    References,
    Value,
    as_it_is,
    literal,
)
from .postgresql_plain import plain_value
from .postgresql_texts import BYTES, comparable, hash_of, milliseconds, milliseconds_number

NAN, INFINITY, MINUS_INFINITY = "AAAAAAAA+H8=", "AAAAAAAA8H8=", "AAAAAAAA8P8="
_EXACT = 1 << 53  # v.number() is exact up to it
_ARGUMENTS = 90  # concat() takes a hundred


class PostgreSQL(Common):
    name = "postgresql"

    def __init__(self, row_hash: RowHash = "md5") -> None:
        self.row_hash = row_hash
        self.references: References | None = ArrayReferences(self)

    def constant(self, value: bytes) -> str:
        return literal(value.decode())

    def order(self, table: ExportTable) -> str:
        return ""  # as the rows lie: `synchronize_seqscans` is off, and no plan is parallel

    # -- keys

    def key(self, column: str, field: ScalarField) -> Value:
        match field.type:
            case Scalar("Bytes"):
                return Value(f"encode({column}, 'hex')", as_it_is)
            case Scalar("DateTime"):
                return Value(
                    f"floor(extract(epoch from {column})::numeric * 1000000)::text", _instant_key
                )
            case Scalar("Decimal"):
                return Value(f"{column}::numeric::text", text_readers.decimal_key)
            case Scalar("String") if is_uuid(field):
                return Value(f"lower({column}::text)", as_it_is)
            case _:
                return Value(f"{column}::text", as_it_is)

    def exact(self, text: str) -> str:
        return f"{text}::text"  # of citext, too

    def comparable(self, column: str, field: ScalarField, other: ScalarField) -> str:
        return comparable(column, is_uuid(field), is_uuid(other))

    def folded(self, column: str) -> str:
        return f"lower({column}::text)"  # of a uuid, an inet and bits there is no lower()

    def milliseconds(self, column: str, field: ScalarField) -> Value:
        return Value(milliseconds(column, "null"), as_it_is)

    # -- values

    def value(self, column: str, form: Form, field: ScalarField, type_: str) -> Value:
        if (plain := plain_value(column, form, type_)) is not None:
            return plain
        if form.kind == "json":
            return Value(
                f"to_json({column})::text" if form.is_list else f"{column}::text", json_value
            )
        if form.kind == "stored":
            make = self._list if form.is_list else self._token
            return Value(make(column, form, field), as_it_is)
        if form.kind == "vector":
            return Value(f"{column}::text", json_value)
        if form.kind == "instant-text" and not form.is_list:
            return Value(milliseconds(column, "'!'"), _iso)
        if form.is_list:
            return Value(self._list(column, form, field))
        return Value(self._token(column, form, field))

    def together(self, fields: list[tuple[ExportColumn, str]]) -> str:
        return _concatenated([_named(column, token) for column, token in fields])

    def raw(self, column: str, type_: str) -> str:
        return f"{column}::text"

    def hash_of_contents(self, texts: Sequence[HashedText]) -> str:
        """By its own hash, which costs a tenth of MD5; only two runs of the same database are compared."""
        return f"sum({hash_of(_text_of_row(texts))})"

    def text_of_row(self, texts: Sequence[HashedText]) -> str:
        if self.row_hash == "lookup3":
            return _text_of_row(texts)
        return _text_of_row([one._replace(is_required=False) for one in texts])

    def sum_of_hashes(self, text: str) -> str:
        if self.row_hash == "md5":
            return f"sum(('x' || substr(md5({text}), 1, 15))::bit(60)::bigint)"
        short = f"case when octet_length({text}) > {LONGEST} then md5({text}) else {text} end"
        return f"sum({hash_of(short)})"

    def counted_in(self, relation: str, made: Sequence[str]) -> tuple[str, Sequence[str]]:
        """`offset 0` keeps the planner from putting each expression wherever its name stands."""
        names = [f'"p2c {at}"' for at in range(len(made))]
        listed = "".join(f", {sql} as {name}" for sql, name in zip(made, names, strict=True))
        inner = f"select {ALIAS}.*{listed} from {relation} {ALIAS} offset 0"
        return f"({inner}) {ALIAS}", [f"{ALIAS}.{name}" for name in names]

    def counted(self, column: str, form: Form, field: ScalarField) -> Aggregates:
        filled = f"count({column})"
        if form.is_list:
            return Aggregates("count(*)", f"coalesce(cardinality({column}), 0)")  # missing: empty
        match form.kind:
            case "integer" | "int64":
                return Aggregates(filled, f"{column}::bigint", f"{column}::text")
            case "instant":
                number = f"({milliseconds_number(column)})"
                return Aggregates(filled, number, f"{number}::text")
            case "boolean":
                return Aggregates(filled, f"{column}::int", f"{column}::int::text")
            case "string" | "text" | "json-text" if (
                self.row_hash == "lookup3" and form.null == "refused"
            ):
                return Aggregates(
                    filled, None, column
                )  # as `concat_ws` writes it: with a char's blanks
            case "string" | "text" | "json-text":
                return Aggregates(
                    filled, None, f"case when {column} is not null then format('%s', {column}) end"
                )
            case "enum":
                return Aggregates(filled, None, _plain_enum(column, form))
            case "date":
                return Aggregates(filled, None, f"{column}::date::text")
            case "time":
                return Aggregates(filled, None, f"{column}::text")
            case "bytes":
                return Aggregates(filled, None, BYTES.format(c=column))
            case "stored":
                return Aggregates(
                    filled, f"octet_length({column})::bigint", f"encode(sha256({column}), 'hex')"
                )
            case "decimal-text":
                return Aggregates(filled, None, f"trim_scale({column}::numeric)::text")
            case "decimal-scaled":
                number = f"trunc({column}::numeric * 1e{form.scale})"
                return Aggregates(filled, number, f"{number}::text")
            case _:
                return Aggregates(filled)

    def _list(self, column: str, form: Form, field: ScalarField) -> str:
        token = self._token("u.x", form._replace(is_list=False), field)
        items = f"string_agg(coalesce({token}, 'null'), ',' order by u.o)"
        inner = f"select coalesce('[' || {items} || ']', '[]')"
        found = f"({inner} from unnest({column}) with ordinality u(x, o))"
        return f"case when array_ndims({column}) > 1 then '!PC713!' else {found} end"

    def _token(self, c: str, form: Form, field: ScalarField) -> str:
        match form.kind:
            case "integer" if field.type == Scalar("BigInt"):
                exact = f"{c} between -{_EXACT} and {_EXACT}"
                return f"case when {exact} then {c}::text || '.0' when {c} is not null then '!PC706!' end"
            case "integer":
                return f"{c}::text || '.0'"
            case "int64":
                return f"{c}::text"
            case "float":
                return _float(c)
            case "boolean":
                return f"case {c} when true then 'true' when false then 'false' end"
            case "string":
                return f"to_json({c})::text"
            case "enum":
                return _enum(c, form)
            case "instant":
                return milliseconds(c, "'!PC708!'") + " || '.0'"
            case "instant-text":
                return _iso_in_sql(c)
            case "date":
                is_sure = f"isfinite({c}) and {c} >= '0001-01-01'"
                return f"case when {is_sure} then to_json({c}::date::text)::text when {c} is not null then '!PC708!' end"
            case "time-zone":
                return f"to_json(regexp_replace({c}::text, '([+-]\\d\\d)$', '\\1:00'))::text"
            case "bytes" | "stored":
                return f"'{{\"$bytes\":\"' || {BYTES.format(c=c)} || '\"}}'"
            case "decimal-text" | "decimal-number" | "decimal-scaled":
                return _decimal(f"{c}::numeric", form)
            case _:
                return f"to_json({c}::text)::text"


def _text_of_row(texts: Sequence[HashedText]) -> str:
    """Whatever can be NULL is distinguished from an empty text; the rest is taken as it is written."""
    return _separated(
        [text.sql if text.is_required else f"coalesce('=' || {text.sql}, '')" for text in texts]
    )


def _separated(texts: Sequence[str]) -> str:
    """With a separator between them; NULL is nowhere among them."""
    groups = [texts[at : at + _ARGUMENTS] for at in range(0, len(texts), _ARGUMENTS)]
    calls = [f"concat_ws(E'\\x1f', {', '.join(group)})" for group in groups]
    return calls[0] if len(calls) == 1 else _separated(calls)


def _plain_enum(c: str, form: Form) -> str:
    cases = " ".join(
        f"when {literal(stored)} then {literal(written)}" for stored, written in form.values
    )
    return f"case {c}::text {cases} end"


def _named(column: ExportColumn, token: str) -> str:
    name = literal(f',"{column.name}":')
    match column.form.null:
        case "absent" if not column.form.is_list:
            return f"{name} || {token}" if " || " not in token else f"{name} || ({token})"
        case _:
            return f"{name}, coalesce({token}, 'null')"


def _concatenated(parts: list[str]) -> str:
    """`concat` takes NULL for nothing, and copies each text once."""
    groups = [parts[at : at + _ARGUMENTS // 2] for at in range(0, len(parts), _ARGUMENTS // 2)]
    calls = [f"concat({', '.join(group)})" for group in groups]
    return calls[0] if len(calls) == 1 else _concatenated(calls)


def _float(c: str) -> str:
    special = f"case {c} when 'NaN' then '{NAN}' when 'Infinity' then '{INFINITY}' else '{MINUS_INFINITY}' end"
    return (
        f"case when {c}::text ~ '^-?[0-9]+$' then {c}::text || '.0' "
        f"when {c}::text ~ '^[-0-9]' and {c}::text !~ 'I' then {c}::text "
        f"when {c} is not null then '{{\"$float\":\"' || {special} || '\"}}' end"
    )


def _decimal(c: str, form: Form) -> str:
    refused = f"when {c} is not null and scale({c}) is null then '!PC707!'"
    if form.kind == "decimal-text":
        return f"case {refused} else '\"' || trim_scale({c})::text || '\"' end"
    if form.kind == "decimal-number":
        return f"case {refused} when {c}::text ~ '[.]' then {c}::text else {c}::text || '.0' end"
    scaled = f"{c} * 1e{form.scale}"
    fits = f"{scaled} between -9223372036854775808 and 9223372036854775807"
    exact = f"{scaled} = trunc({scaled})"
    return (
        f"case {refused} when not {exact} then '!PC720!' when not {fits} then '!PC706!' "
        f"else trunc({scaled})::text end"
    )


def _enum(c: str, form: Form) -> str:
    if all(stored == written for stored, written in form.values):
        return f"to_json({c}::text)::text"
    cases = " ".join(
        f"when {literal(stored)} then {literal(chr(34) + written + chr(34))}"
        for stored, written in form.values
    )
    return f"case {c}::text {cases} else case when {c} is not null then '!PC705!' end end"


def _iso_in_sql(c: str) -> str:
    """For lists, whose items no reader sees: years of four digits."""
    cut = f"date_trunc('milliseconds', {c})"
    sure = f"{c} >= '0001-01-01' and {c} < '10000-01-01'"
    shown = f'to_char({cut}, \'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"\')'
    return f"case when {sure} then to_json({shown})::text when {c} is not null then '!PC708!' end"


# ---- readers ------------------------------------------------------------------------------------


def _instant_key(value: bytes) -> bytes:
    return instant_key(int(value))


def _iso(value: bytes) -> Token:
    if value == b"!":
        return Bad("PC708", "is beyond what a JavaScript Date can hold")
    return f'"{iso(int(value))}"'.encode()


def is_enum(field: ScalarField) -> bool:
    return isinstance(field.type, EnumRef)
