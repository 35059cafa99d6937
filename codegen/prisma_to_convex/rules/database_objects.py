"""What the rules of the database's own objects share: columns as documents have them, indexes, quotes."""

from __future__ import annotations

from collections.abc import Mapping

from prisma_schema_parser.diagnostic import Rule
from prisma_schema_parser.guarantees import DatabaseObject, Guarantee
from prisma_schema_parser.schema import EnumRef, NativeType, Scalar

from ..convex.convex_schema import VSimple
from ..lowering.lowered import Lowered, LoweredField
from ..migrations.conditions import ConditionColumn, Translated, holds, passes
from ..typescript.literals import comment_text
from .outcome import Outcome, convex_names, lost, subject

_HOLDS = {"string": "text", "number": "number", "int64": "bigint", "boolean": "boolean"}


def quoted(sql: str, limit: int = 160) -> str:
    """SQL within a message, as code."""
    return f"`{comment_text(sql.replace('`', chr(39)), limit)}`"


def object_of(guarantee: Guarantee) -> DatabaseObject:
    found = guarantee.subject
    assert isinstance(found, DatabaseObject)
    return found


def check_in_code(guarantee: Guarantee, lowered: Lowered) -> Translated | None:
    """The condition of a CHECK in TypeScript, if it means the same for sure."""
    return _in_code(guarantee, lowered, is_check=True)


def filter_in_code(guarantee: Guarantee, lowered: Lowered) -> Translated | None:
    """The condition of an index in TypeScript."""
    return _in_code(guarantee, lowered, is_check=False)


def _in_code(guarantee: Guarantee, lowered: Lowered, *, is_check: bool) -> Translated | None:
    dialect = lowered.database.dialect
    condition = object_of(guarantee).condition
    if dialect is None or not condition or guarantee.owner not in lowered.models:
        return None
    named = columns(guarantee.owner, lowered)
    found = {dialect.key(name): column for name, column in named.items()}
    return (passes if is_check else holds)(condition, dialect, found)


def columns(model: str, lowered: Lowered) -> Mapping[str, ConditionColumn]:
    """By the database's name; the replaced id is not among them."""
    fields = lowered.models[model].fields.values()
    return {held.field.mapped_name or held.field.name: _column(held, lowered) for held in fields}


def _column(held: LoweredField, lowered: Lowered) -> ConditionColumn:
    field = held.field
    is_nullable = held.is_freed or field.arity == "optional"
    code = f"doc.{held.name}"
    other = ConditionColumn(code, "other", is_nullable)
    if held.reference is not None or held.is_chosen:
        return other
    if field.arity == "list":
        return ConditionColumn(code, "list", False)
    if isinstance(field.type, EnumRef):
        return ConditionColumn(code, "enum", is_nullable, _stored(field.type.name, lowered))
    validator = held.representation.validator if held.representation is not None else None
    if not isinstance(field.type, Scalar) or not isinstance(validator, VSimple):
        return other
    return _scalar(other, field.type.name, field.native_type, validator)


def _scalar(
    other: ConditionColumn, scalar: str, native: NativeType | None, validator: VSimple
) -> ConditionColumn:
    kind = _HOLDS.get(validator.name, "other")
    if scalar == "Decimal":
        return other._replace(
            holds="decimal" if kind == "text" else "other", is_exact=_is_short(native)
        )
    if kind == "text" and (scalar != "String" or (native is not None and native.name == "Citext")):
        return other
    return other._replace(holds=kind)  # type: ignore[arg-type]  # a word of the table above


def _is_short(native: NativeType | None) -> bool:
    """Whether a number of JavaScript holds every value exactly enough to compare: 15 digits."""
    if native is None or not native.arguments:
        return native is not None and native.name in ("Money", "SmallMoney")
    digits = native.arguments[0]
    return digits.isdigit() and int(digits) <= 15


def _stored(enum: str, lowered: Lowered) -> Mapping[str, str]:
    is_mapped = lowered.options.block(enum).enum_values == "database"
    values = lowered.schema.enums_by_name[enum].values
    return {
        value.database_name: value.database_name if is_mapped else value.name for value in values
    }


def index_for(guarantee: Guarantee, lowered: Lowered) -> tuple[str, tuple[str, ...]] | None:
    """The name of a Convex index that starts with the fields of a guarantee, and these fields."""
    model = lowered.models.get(guarantee.owner)
    if model is None or not guarantee.fields:
        return None
    wanted = convex_names(guarantee.owner, guarantee.fields, lowered)
    table = next(table for table in lowered.convex.tables if table.name == model.table)
    for index in table.indexes:
        if set(index.fields[: len(wanted)]) == set(wanted):
            return index.name, wanted
    return None


def table_of(guarantee: Guarantee, lowered: Lowered) -> str:
    """The table in Convex, or, where there is none, whatever the guarantee is of."""
    model = lowered.models.get(guarantee.owner)
    return f"`{model.table if model is not None else guarantee.owner}`"


def unique_lost(rule: Rule, guarantee: Guarantee, lowered: Lowered) -> Outcome:
    """A unique index over some of the rows."""
    message = f"{subject(guarantee)}: {quoted(guarantee.text)} is not enforced"
    code = filter_in_code(guarantee, lowered)
    condition = guarantee.text.partition(" WHERE ")[2]
    asked = quoted(code.code if code is not None else condition, 400)
    found = index_for(guarantee, lowered)
    where = f"by `{found[0]}`" if found is not None else "with an index over its fields"
    help_ = (
        f"before a write for which {asked}, look in {table_of(guarantee, lowered)}, {where}, for another "
        "such document with the same values, and throw"
    )
    return lost(rule, guarantee, message, help_)
