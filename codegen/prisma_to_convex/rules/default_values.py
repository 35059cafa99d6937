"""A `@default`'s value as the TypeScript that an insert must now write."""

from __future__ import annotations

from prisma_schema_parser.schema import Default, EnumRef, Scalar, ScalarField
from prisma_schema_parser.syntax import (
    Array,
    Call,
    Constant,
    Expression,
    NumberLiteral,
    StringLiteral,
)

from ..lowering.lowered import Lowered, LoweredField
from ..lowering.scalars import How
from ..typescript.literals import comment_text, ts_string

_LONG = 80
_MOST_DIGITS = 1000

# By the default's function: code, or words where no code of one line can say it; `{0}` is its argument.
_CODE = {"uuid": "crypto.randomUUID()"}
_UUID_7 = "`uuidv7()` of the uuidv7 package"
_COUNTER = "the next number of a counter document, patched in the same mutation"
_WORDS = {
    "cuid": "`createId()` of @paralleldrive/cuid2",
    "ulid": "`ulid()` of the ulid package",
    "nanoid": "`nanoid({0})` of the nanoid package",
    "autoincrement": _COUNTER,
    "sequence": _COUNTER,
    "auto": "an id of your own making",
    "dbgenerated": "the value of the SQL expression, computed in TypeScript",
}


def now(lowered: LoweredField) -> str:
    """The code that makes the present time."""
    match _how(lowered):
        case "date-time-as-string":
            return "new Date().toISOString()"
        case "date-as-string":
            return f"new Date().toISOString(){_part(lowered)}"
        case _:
            return "Date.now()"


def _part(lowered: LoweredField) -> str:
    """What of ISO text a calendar date or a time of day keeps."""
    form = lowered.representation.comment if lowered.representation is not None else ""
    if form.startswith("YYYY"):
        return ".slice(0, 10)"
    return '.slice(11, 19) + "+00:00"' if "+" in form else ".slice(11, 19)"


def default_help(lowered: LoweredField, default: Default, schema: Lowered) -> str:
    """What to write in each insert."""
    name = lowered.name
    if lowered.is_chosen:
        return f"give `{name}` in each insert: the same value, as its chosen type has it"
    if lowered.reference is not None:
        table = schema.models[lowered.reference].table
        old = (
            f"had the id {comment_text(default.text, _LONG)}"
            if default.kind == "literal"
            else "is meant"
        )
        return f"give `{name}` in each insert: the `_id` of the `{table}` document that {old}"
    words = _words(default)
    if words:
        return f"give `{name}` in each insert: {words}"
    if default.kind == "now":
        return f"give `{name}: {now(lowered)}` in each insert"
    code = _CODE.get(default.kind) or _code(lowered, default, schema)
    if "`" in code or _how(lowered) == "bytes-in-storage":
        return f"give `{name}` in each insert: {code}"
    return f"give `{name}: {code}` in each insert"


def _words(default: Default) -> str:
    """What a function gave, where no code of one line can say it; else nothing."""
    written = default.value.arguments if isinstance(default.value, Call) else ()
    first = written[0].value if written else None
    argument = first.text if isinstance(first, NumberLiteral) else ""
    if default.kind == "uuid":
        return _UUID_7 if argument == "7" else ""
    return _WORDS.get(default.kind, "").format(argument)


def _how(lowered: LoweredField) -> How:
    return lowered.representation.how if lowered.representation else "exact"


def _code(lowered: LoweredField, default: Default, schema: Lowered) -> str:
    if _how(lowered) == "bytes-in-storage":
        return "the id of a stored file that holds the bytes"
    text = _literal(lowered, default.value, schema)
    if lowered.field.arity == "list" and not isinstance(default.value, Array):
        text = f"[{text}]"
    return text if len(text) <= _LONG else comment_text(text, _LONG)


def _literal(lowered: LoweredField, value: Expression, schema: Lowered) -> str:
    match value:
        case Array():
            return f"[{', '.join(_literal(lowered, item, schema) for item in value.items)}]"
        case Constant(name="true" | "false") if lowered.field.type == Scalar("Boolean"):
            return value.name
        case Constant():
            return ts_string(stored_value(lowered.field, value.name, schema))
        case NumberLiteral():
            return _number(lowered, value.text)
        case StringLiteral():
            return _string(lowered, value.value)
        case _:
            return "the same value"


def stored_value(field: ScalarField, name: str, schema: Lowered) -> str:
    """What documents hold for an enum's value."""
    if not isinstance(field.type, EnumRef):
        return name
    if schema.options.block(field.type.name).enum_values == "name":
        return name
    values = schema.schema.enums_by_name[field.type.name].values
    return next((value.database_name for value in values if value.name == name), name)


def _number(lowered: LoweredField, text: str) -> str:
    how = _how(lowered)
    if how in ("decimal-as-string", "decimal-without-scale"):
        return ts_string(text)
    if lowered.representation is not None and lowered.representation.scale is not None:
        return _scaled(text, lowered.representation.scale)
    whole, point, fraction = text.partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    number = f"{sign}{digits.lstrip('0') or '0'}{point}{fraction}"
    is_bigint = lowered.field.type == Scalar("BigInt") and how == "exact"
    return f"{number}n" if is_bigint else number


def _plain(text: str) -> str:
    """`1e3` is `1000`; a number of more digits than any column has stays as it is."""
    if "e" not in text.lower():
        return text.removeprefix("+")
    # Few defaults need it, and the way to `check` is short.
    from decimal import Decimal

    number = Decimal(text)
    return format(number, "f") if abs(number.adjusted()) <= _MOST_DIGITS else text


def _scaled(text: str, scale: int) -> str:
    """`12.5` times 10^2 is `1250n`; digits that are too many are cut off."""
    whole, _, fraction = text.partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    return f"{sign}{(digits + fraction[:scale].ljust(scale, '0')).lstrip('0') or '0'}n"


def _string(lowered: LoweredField, text: str) -> str:
    match _how(lowered):
        case "date-time-as-number":
            return f"Date.parse({ts_string(text)})"
        case "date-time-as-string":
            return f"new Date({ts_string(text)}).toISOString()"
        case "date-as-string":
            return f"new Date({ts_string(text)}).toISOString(){_part(lowered)}"
        case "json":
            return comment_text(text, _LONG)
        case "exact" if lowered.field.type == Scalar("Bytes"):
            return f"/* bytes of */ {ts_string(text)}"
        case _ if lowered.field.type == Scalar("Decimal"):
            return _number(lowered, _plain(text))
        case _:
            return ts_string(text)
