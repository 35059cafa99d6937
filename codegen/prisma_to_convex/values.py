"""A `@default`'s value as the TypeScript that an insert must now write."""

from __future__ import annotations

from prisma_schema_parser.schema import Default, Scalar, ScalarField
from prisma_schema_parser.syntax import Array, Constant, Expression, NumberLiteral, StringLiteral

from .layout import comment_text, ts_string

_LONG = 80

# By the default's function: code, or words where no code of one line can say it.
_CODE = {"now": "Date.now()", "uuid": "crypto.randomUUID()"}
_COUNTER = "the next number of a counter document, patched in the same mutation"
_WORDS = {
    "cuid": "`createId()` of @paralleldrive/cuid2",
    "ulid": "`ulid()` of the ulid package",
    "nanoid": "`nanoid()` of the nanoid package",
    "autoincrement": _COUNTER,
    "sequence": _COUNTER,
    "auto": "an id of your own making",
    "dbgenerated": "the value of the SQL expression, computed in TypeScript",
}


def default_help(field: ScalarField, default: Default, name: str) -> str:
    """What to write in each insert; `name` is the field's in Convex."""
    if default.kind in _WORDS:
        return f"give `{name}` in each insert: {_WORDS[default.kind]}"
    code = _CODE.get(default.kind) or _code(field, default)
    if "`" in code:
        return f"give `{name}` in each insert: {code}"
    return f"give `{name}: {code}` in each insert"


def _code(field: ScalarField, default: Default) -> str:
    text = _literal(field, default.value)
    if field.arity == "list" and not isinstance(default.value, Array):
        text = f"[{text}]"
    return text if len(text) <= _LONG else comment_text(text, _LONG)


def _literal(field: ScalarField, value: Expression) -> str:
    match value:
        case Array():
            return f"[{', '.join(_literal(field, item) for item in value.items)}]"
        case Constant(name="true" | "false"):
            return value.name
        case Constant():
            return ts_string(value.name)
        case NumberLiteral():
            return _number(field, value.text)
        case StringLiteral():
            return _string(field, value.value)
        case _:
            return "the same value"


def _scalar(field: ScalarField) -> str:
    return field.type.name if isinstance(field.type, Scalar) else ""


def _number(field: ScalarField, text: str) -> str:
    scalar = _scalar(field)
    if scalar == "Decimal":
        return ts_string(text)
    whole, point, fraction = text.partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    number = f"{sign}{digits.lstrip('0') or '0'}{point}{fraction}"
    return f"{number}n" if scalar == "BigInt" else number


def _string(field: ScalarField, text: str) -> str:
    match _scalar(field):
        case "DateTime":
            return f"Date.parse({ts_string(text)})"
        case "Json":
            return comment_text(text, _LONG)
        case "Bytes":
            return f"/* bytes of */ {ts_string(text)}"
        case _:
            return ts_string(text)
